"""Sheets of the XML that Excel 2003 wrote, and that many a government system still exports under the suffix .xls."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Final

from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.markup import Attributes, parse, whole
from gridmap.exchange.tables.sheet import (
    MOST_CELLS,
    Merge,
    Sheet,
    clean,
    is_rounded,
    number_text,
    sheet_of_rows,
)
from gridmap.exchange.tables.workbooks import refuse_missing
from gridmap.model.errors import BadInput, Problem

_SS: Final = "urn:schemas-microsoft-com:office:spreadsheet "
_EXCEL: Final = "urn:schemas-microsoft-com:office:excel "
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


def read_spreadsheetml(
    data: bytes, file: str, wanted: Collection[str] | None, progress: Callable[[int, int], None]
) -> tuple[list[Sheet], list[Problem]]:
    """Read the sheets that are shown, or those asked for by name.

    Raises
    ------
    BadInput
        ``file-unreadable``, ``sheet-missing``, ``sheet-too-large``.
    """
    reading = _Reading(file)
    parse(data, file, reading.begin, reading.end, reading.characters)
    refuse_missing([sheet.name for sheet in reading.sheets], wanted, file)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for number, sheet in enumerate(reading.sheets):
        progress(number, len(reading.sheets))
        if wanted is not None and sheet.name not in wanted:
            continue
        if wanted is None and sheet.hidden:
            problems.append(Problem("sheet-hidden", file=file, sheet=sheet.name))
            continue
        sheets.append(
            sheet_of_rows(
                sheet.name,
                sheet.rows.items(),
                file,
                rounded=sheet.rounded,
                merged=sheet.merged,
                hidden_rows=sheet.hidden_rows,
                epoch=reading.epoch,
            )
        )
    return sheets, problems


class _SheetRead:
    """A sheet while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hidden = False
        self.rows: dict[int, dict[int, str]] = {}
        self.rounded: list[tuple[int, int]] = []
        self.merged: list[Merge] = []
        self.hidden_rows: set[int] = set()


class _Reading:
    """Takes the content of a workbook as the parser hands it on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[_SheetRead] = []
        self.epoch: Epoch = 1900
        self._row, self._column = -1, -1
        self._across = self._span = 0
        self._in_cell = self._in_comment = False
        self._kind = ""
        self._words: list[str] | None = None
        self._visible: list[str] | None = None

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == _SS + "Worksheet":
            self.sheets.append(_SheetRead(attributes.get(_SS + "Name", "")))
            self._row, self._span = -1, 0
        elif name == _EXCEL + "Date1904":
            self.epoch = 1904
        elif name == _EXCEL + "Visible":
            self._visible = []
        elif name == _SS + "Comment":
            self._in_comment = True
        elif not self.sheets or self._in_comment:
            return
        elif name == _SS + "Row":
            self._row = max(0, whole(attributes.get(_SS + "Index"), self._row + self._span + 2) - 1)
            self._span = whole(attributes.get(_SS + "Span"))
            self._column, self._across = -1, 0
            if self._row >= _LAST_ROW:
                raise self._too_large()
            if attributes.get(_SS + "Hidden") == "1":
                self.sheets[-1].hidden_rows.update(range(self._row, min(_LAST_ROW, self._row + self._span + 1)))
        elif name == _SS + "Cell" and self._row >= 0:
            self._column = max(0, whole(attributes.get(_SS + "Index"), self._column + self._across + 2) - 1)
            self._across = whole(attributes.get(_SS + "MergeAcross"))
            down = whole(attributes.get(_SS + "MergeDown"))
            if self._column >= _LAST_COLUMN:
                raise self._too_large()
            if self._across or down:
                merge = (self._row, self._column, self._row + down, self._column + self._across)
                self.sheets[-1].merged.append(merge)
            self._in_cell = True
        elif name == _SS + "Data" and self._in_cell:
            self._kind, self._words = attributes.get(_SS + "Type", "String"), []

    def characters(self, text: str) -> None:
        if self._visible is not None:
            self._visible.append(text)
        elif self._words is not None:
            self._words.append(text)

    def end(self, name: str) -> None:
        if name == _SS + "Comment":
            self._in_comment = False
        elif name == _EXCEL + "Visible" and self._visible is not None:
            if self.sheets and "".join(self._visible).strip() in ("SheetHidden", "SheetVeryHidden"):
                self.sheets[-1].hidden = True
            self._visible = None
        elif name == _SS + "Cell":
            self._in_cell = False
        elif name == _SS + "Data" and self._words is not None:
            self._take("".join(self._words))
            self._words = None

    def _take(self, words: str) -> None:
        sheet = self.sheets[-1]
        text = clean(words)
        if self._kind == "Number":
            try:
                value = float(text)
            except ValueError:
                value = math.nan
            if math.isfinite(value):
                text = number_text(value)
                if is_rounded(value):
                    sheet.rounded.append((self._row, self._column))
        elif self._kind == "DateTime":
            text = text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
        elif self._kind == "Boolean":
            text = "TRUE" if text == "1" else "FALSE"
        if text:
            sheet.rows.setdefault(self._row, {})[self._column] = text

    def _too_large(self) -> BadInput:
        return BadInput(
            "sheet-too-large",
            file=self.file,
            sheet=self.sheets[-1].name,
            rows=self._row + 1,
            columns=self._column + 1,
            count=MOST_CELLS,
        )
