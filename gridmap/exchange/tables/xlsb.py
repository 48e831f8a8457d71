"""What an .xlsb says beside the values of its cells ([MS-XLSB] 2.1.4: records of a number, a length and bytes)."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.number_formats import NumberFormat, number_format
from gridmap.exchange.tables.parts import Parts
from gridmap.exchange.tables.sheet import Merge
from gridmap.exchange.tables.workbooks import Extras
from gridmap.model.errors import BadInput

_ROW: Final = 0
_CELLS_WITH_VALUE: Final = range(2, 12)
_FORMAT: Final = 44
_CELL_FORMATS_BEGIN: Final = 617
_CELL_FORMATS_END: Final = 618
_CELL_FORMAT: Final = 47
_BOOK: Final = 153
_SHEET: Final = 156
_MERGE: Final = 176
_HIDDEN: Final = 0x10


class XlsbExtras:
    """Looks things up in the parts of an .xlsb."""

    def __init__(self, parts: Parts, file: str) -> None:
        self._parts = parts
        self.epoch: Epoch = 1900
        targets = self._targets(file)
        self._places: dict[str, str] = {}
        for kind, body in _records(parts.read("xl/workbook.bin")):
            if kind == _BOOK and body[:1] and body[0] & 1:
                self.epoch = 1904
            elif kind == _SHEET and len(body) > 12:
                relation, end = _wide(body, 8)
                name, _ = _wide(body, end)
                self._places[name] = targets.get(relation, "")
        self._formats = self._number_formats()

    def of(self, number: int, name: str) -> Extras:
        """Return what is known of a sheet."""
        place = self._places.get(name, "")
        row = first = last = columns = 0
        hidden: set[int] = set()
        merged: list[Merge] = []
        formats: dict[tuple[int, int], NumberFormat] = {}
        begun = False
        for kind, body in _records(self._parts.read(place) if place else b""):
            if kind == _ROW and len(body) >= 12:
                row = int.from_bytes(body[:4], "little")
                if body[11] & _HIDDEN:
                    hidden.add(row)
            elif kind in _CELLS_WITH_VALUE and len(body) >= 8:
                first, last, begun = (min(first, row), max(last, row), True) if begun else (row, row, True)
                column = int.from_bytes(body[:4], "little")
                columns = max(columns, column + 1)
                shown = self._formats.get(int.from_bytes(body[4:7], "little"))
                if shown is not None:
                    formats[row, column] = shown
            elif kind == _MERGE and len(body) >= 16:
                top, bottom, left, right = struct.unpack_from("<4L", body)
                merged.append((top, left, bottom, right))
        return Extras(last - first + 1, columns, frozenset(hidden), formats, tuple(merged))

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
                if shown is not None:
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
