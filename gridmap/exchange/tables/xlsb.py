"""Sheets of .xlsb ([MS-XLSB] 2.1.4: records of a number, a length and bytes), read here like those of .xls."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Callable, Collection, Iterator
from typing import Final
from xml.etree import ElementTree as ET

from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.number_formats import NumberFormat, date_text, is_date_format, number_format
from gridmap.exchange.tables.parts import Parts
from gridmap.exchange.tables.sheet import ERRORS, Merge, Sheet, clean, is_rounded, number_text, sheet_of_rows
from gridmap.exchange.tables.workbooks import refuse_missing
from gridmap.exchange.tables.xls import short_number
from gridmap.model.errors import BadInput, Problem

_ROW: Final = 0
_SHORT_NUMBER: Final = 2
_ERROR: Final = 3
_TRUTH: Final = 4
_NUMBER: Final = 5
_TEXT: Final = 6
_SHARED_TEXT: Final = 7
_TEXT_OF_FORMULA: Final = 8
_NUMBER_OF_FORMULA: Final = 9
_TRUTH_OF_FORMULA: Final = 10
_ERROR_OF_FORMULA: Final = 11
_CELLS_WITH_VALUE: Final = range(2, 12)
_SHARED_TEXT_ITEM: Final = 19
_FORMAT: Final = 44
_CELL_FORMATS_BEGIN: Final = 617
_CELL_FORMATS_END: Final = 618
_CELL_FORMAT: Final = 47
_BOOK: Final = 153
_SHEET: Final = 156
_MERGE: Final = 176
_HIDDEN: Final = 0x10


def read_xlsb(
    data: bytes, file: str, wanted: Collection[str] | None, progress: Callable[[int, int], None]
) -> tuple[list[Sheet], list[Problem]]:
    """Read the sheets that are shown, or those asked for by name.

    Raises
    ------
    BadInput
        ``file-unreadable``, ``sheet-missing``, ``sheet-too-large``, ``workbook-too-large``.
    """
    book = _Book(Parts(data, file), file)
    refuse_missing([name for name, _, _ in book.sheets], wanted, file)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for number, (name, place, hidden) in enumerate(book.sheets):
        progress(number, len(book.sheets))
        if wanted is not None and name not in wanted:
            continue
        if wanted is None and hidden:
            problems.append(Problem("sheet-hidden", file=file, sheet=name))
            continue
        sheets.append(book.sheet(name, place))
    return sheets, problems


class _Book:
    """A workbook, with what its sheets share.

    Attributes
    ----------
    sheets : list of (name, part, whether it is hidden)
    """

    def __init__(self, parts: Parts, file: str) -> None:
        self._parts, self._file = parts, file
        self.epoch: Epoch = 1900
        targets = self._targets(file)
        self.sheets: list[tuple[str, str, bool]] = []
        for kind, body in _records(parts.read("xl/workbook.bin")):
            if kind == _BOOK and body[:1] and body[0] & 1:
                self.epoch = 1904
            elif kind == _SHEET and len(body) > 12:
                relation, end = _wide(body, 8)
                name, _ = _wide(body, end)
                place = targets.get(relation, "")
                if "worksheets/" in place:
                    self.sheets.append((name, place, bool(int.from_bytes(body[:4], "little"))))
        self._texts = [
            clean(_wide(body, 1)[0])
            for kind, body in _records(parts.read("xl/sharedStrings.bin"))
            if kind == _SHARED_TEXT_ITEM
        ]
        self._dates: set[int] = set()
        self._shown = self._number_formats()

    def sheet(self, name: str, place: str) -> Sheet:
        """Read a sheet."""
        row = 0
        rows: dict[int, dict[int, str]] = {}
        hidden: set[int] = set()
        merged: list[Merge] = []
        rounded: list[tuple[int, int]] = []
        for kind, body in _records(self._parts.read(place)):
            if kind == _ROW and len(body) >= 12:
                row = int.from_bytes(body[:4], "little")
                if body[11] & _HIDDEN:
                    hidden.add(row)
            elif kind in _CELLS_WITH_VALUE and len(body) >= 9:
                column = int.from_bytes(body[:4], "little")
                text, lost = self._cell(kind, body)
                if text:
                    rows.setdefault(row, {})[column] = text
                if lost:
                    rounded.append((row, column))
            elif kind == _MERGE and len(body) >= 16:
                top, bottom, left, right = struct.unpack_from("<4L", body)
                merged.append((top, left, bottom, right))
        return sheet_of_rows(
            name, rows.items(), self._file, rounded=rounded, merged=merged, hidden_rows=hidden, epoch=self.epoch
        )

    def _cell(self, kind: int, body: bytes) -> tuple[str, bool]:
        """Return what a cell says, and whether it is a number whose last digits are lost."""
        if kind in (_TEXT, _TEXT_OF_FORMULA):
            return clean(_wide(body, 8)[0]), False
        if kind == _SHARED_TEXT:
            index = int.from_bytes(body[8:12], "little")
            return (self._texts[index] if index < len(self._texts) else ""), False
        if kind in (_TRUTH, _TRUTH_OF_FORMULA):
            return ("TRUE" if body[8] else "FALSE"), False
        if kind in (_ERROR, _ERROR_OF_FORMULA):
            return ERRORS.get(body[8], ""), False
        if kind == _SHORT_NUMBER and len(body) >= 12:
            value = short_number(int.from_bytes(body[8:12], "little"))
        elif kind in (_NUMBER, _NUMBER_OF_FORMULA) and len(body) >= 16:
            value = float(struct.unpack_from("<d", body, 8)[0])
        else:
            return "", False
        text, lost, style = number_text(value), is_rounded(value), int.from_bytes(body[4:7], "little")
        if style in self._dates:
            text = date_text(value, self.epoch) or text
        elif style in self._shown and not lost:
            text = self._shown[style].text(value, text)
        return text, lost and bool(text)

    def _targets(self, file: str) -> dict[str, str]:
        data = self._parts.read("xl/_rels/workbook.bin.rels")
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise BadInput("file-unreadable", file=file, reason="DOCTYPE")
        try:
            relations = ET.fromstring(data) if data else ET.Element("none")
        except ET.ParseError as error:
            raise BadInput("file-unreadable", file=file, reason=str(error)) from error
        return {
            element.get("Id", ""): posixpath.normpath(posixpath.join("xl", element.get("Target", ""))).lstrip("/")
            for element in relations.iter()
        }

    def _number_formats(self) -> dict[int, NumberFormat]:
        codes: dict[int, str] = {}
        formats: dict[int, NumberFormat] = {}
        within, style = False, 0
        for kind, body in _records(self._parts.read("xl/styles.bin")):
            if kind == _FORMAT and len(body) >= 6:
                codes[int.from_bytes(body[:2], "little")] = _wide(body, 2)[0]
            elif kind in (_CELL_FORMATS_BEGIN, _CELL_FORMATS_END):
                within = kind == _CELL_FORMATS_BEGIN
            elif kind == _CELL_FORMAT and within and len(body) >= 4:
                number = int.from_bytes(body[2:4], "little")
                shown = number_format(number, codes.get(number, ""), self.epoch)
                if is_date_format(number, codes.get(number, "")):
                    self._dates.add(style)
                elif shown is not None:
                    formats[style] = shown
                style += 1
        return formats


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < end and shift < 28:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """Return a text in UTF-16 behind its length, and where it ends."""
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + 2 * min(length, len(body))
    return body[at + 4 : end].decode("utf-16-le", "ignore"), end
