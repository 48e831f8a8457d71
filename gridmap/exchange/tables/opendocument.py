"""Sheets of .ods (OpenDocument 1.2, part 1, 9), cell by cell, with what is hidden, merged and repeated."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from gridmap.exchange.tables.gray import is_gray
from gridmap.exchange.tables.markup import Attributes, parse, whole
from gridmap.exchange.tables.parts import Parts
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

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_LOOKS: Final = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 "
_STYLE: Final = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "

_CELLS: Final = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_SKIPPED: Final = (_OFFICE + "annotation", _TABLE + "shapes")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


def read_opendocument(
    data: bytes, file: str, wanted: Collection[str] | None, progress: Callable[[int, int], None]
) -> tuple[list[Sheet], list[Problem]]:
    """Read the sheets that are shown, or those asked for by name.

    Raises
    ------
    BadInput
        ``file-locked``, ``file-unreadable``, ``sheet-missing``, ``sheet-too-large``.
    """
    parts = Parts(data, file)
    if parts.locked or b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise BadInput("file-locked", file=file)
    content = parts.read("content.xml")
    if not content:
        raise BadInput("file-unreadable", file=file, reason="content.xml")
    reading = _Reading(file)
    parse(content, file, reading.begin, reading.end, reading.characters)
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
        laid_out = sheet_of_rows(
            sheet.name,
            sheet.rows.items(),
            file,
            rounded=sheet.rounded,
            merged=sheet.merged,
            hidden_rows=sheet.hidden_rows,
            gray_rows=sheet.gray_rows,
        )
        sheets.append(laid_out)
    return sheets, problems


class _SheetRead:
    """A sheet while it is read."""

    def __init__(self, name: str, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self.rows: dict[int, dict[int, str]] = {}
        self.rounded: list[tuple[int, int]] = []
        self.merged: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.gray_rows: set[int] = set()
        self.cells = 0


class _Reading:
    """Takes the content of a document as the parser hands it on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[_SheetRead] = []
        self._hidden_styles: set[str] = set()
        self._gray_styles: set[str] = set()
        self._gray = True  # all of the row so far
        self._style = ""
        self._depth = 0  # of tables within tables, which are part of drawings
        self._skipping = ""
        self._row = self._column = 0
        self._row_attributes: Attributes = {}
        self._line: dict[int, str] = {}
        self._line_rounded: list[int] = []
        self._cell: Attributes | None = None
        self._words: list[str] = []

    def begin(self, name: str, attributes: Attributes) -> None:
        if self._skipping:
            return
        if name in _SKIPPED or (name == _TABLE + "table" and self._depth):
            self._skipping = name
        elif name in _CELLS:
            self._cell, self._words = attributes, []
        elif self._cell is not None:
            if name == _TEXT + "p" and self._words:
                self._words.append("\n")
            elif name == _TEXT + "s":
                self._words.append(" " * min(whole(attributes.get(_TEXT + "c"), 1), 1000))
            elif name == _TEXT + "line-break":
                self._words.append("\n")
            elif name == _TEXT + "tab":
                self._words.append("\t")
        elif name == _TABLE + "table-row":
            self._row_attributes, self._column, self._line, self._line_rounded = attributes, 0, {}, []
            self._gray = True
        elif name == _TABLE + "table":
            hidden = attributes.get(_TABLE + "style-name", "") in self._hidden_styles
            self.sheets.append(_SheetRead(attributes.get(_TABLE + "name", ""), hidden))
            self._depth, self._row = 1, 0
        elif name == _STYLE + "style":
            self._style = attributes.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties" and attributes.get(_TABLE + "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == _STYLE + "text-properties" and is_gray(attributes.get(_LOOKS + "color", "")):
            self._gray_styles.add(self._style)

    def characters(self, text: str) -> None:
        if self._cell is not None and not self._skipping:
            self._words.append(text)

    def end(self, name: str) -> None:
        if self._skipping:
            if name == self._skipping:
                self._skipping = ""
        elif name in _CELLS and self._cell is not None:
            self._take_cell(self._cell)
            self._cell = None
        elif name == _TABLE + "table-row" and self.sheets:
            self._take_row()
        elif name == _TABLE + "table":
            self._depth = 0

    def _take_cell(self, cell: Attributes) -> None:
        times = max(1, whole(cell.get(_TABLE + "number-columns-repeated"), 1))
        text, rounded = _text(cell, clean("".join(self._words)))
        begin, self._column = self._column, self._column + times
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        if text:
            if begin + times > _LAST_COLUMN:
                raise self._too_large(sheet, begin + times)
            self._gray &= cell.get(_TABLE + "style-name", "") in self._gray_styles
            for column in range(begin, begin + times):
                self._line[column] = text
            if rounded:
                self._line_rounded += range(begin, begin + times)
        across = whole(cell.get(_TABLE + "number-columns-spanned"), 1)
        down = whole(cell.get(_TABLE + "number-rows-spanned"), 1)
        if across > 1 or down > 1:
            sheet.merged.append((self._row, begin, self._row + max(down, 1) - 1, begin + max(across, 1) - 1))

    def _take_row(self) -> None:
        sheet, attributes = self.sheets[-1], self._row_attributes
        times = max(1, whole(attributes.get(_TABLE + "number-rows-repeated"), 1))
        if self._line:
            sheet.cells += times * len(self._line)
            if self._row + times > _LAST_ROW or sheet.cells > MOST_CELLS:
                raise self._too_large(sheet, max(self._line) + 1)
            hidden = attributes.get(_TABLE + "visibility", "visible") != "visible"
            for row in range(self._row, self._row + times):
                sheet.rows[row] = self._line
                sheet.rounded += [(row, column) for column in self._line_rounded]
                if hidden:
                    sheet.hidden_rows.add(row)
                if self._gray:
                    sheet.gray_rows.add(row)
        self._row += times

    def _too_large(self, sheet: _SheetRead, columns: int) -> BadInput:
        rows = self._row + max(1, whole(self._row_attributes.get(_TABLE + "number-rows-repeated"), 1))
        return BadInput(
            "sheet-too-large", file=self.file, sheet=sheet.name, rows=rows, columns=columns, count=MOST_CELLS
        )


def _text(cell: Attributes, shown: str) -> tuple[str, bool]:
    """Return what a cell says, and whether it is a number whose last digits are lost."""
    kind = cell.get(_OFFICE + "value-type", "")
    if kind in ("float", "currency"):
        try:
            value = float(cell.get(_OFFICE + "value", ""))
        except ValueError:
            return shown, False
        exact = number_text(value)
        zeros = shown.isascii() and shown.isdigit() and shown.lstrip("0") == exact.lstrip("0")
        return (shown if zeros else exact), is_rounded(value)
    if kind == "date":
        day = cell.get(_OFFICE + "date-value", "")
        return day.removesuffix("T00:00:00").replace("T", " ") or shown, False
    if kind == "boolean":
        return cell.get(_OFFICE + "boolean-value", "").upper() or shown, False
    if kind == "string" and not shown:
        return clean(cell.get(_OFFICE + "string-value", "")), False
    return shown, False
