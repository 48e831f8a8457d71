"""What an .xlsx says beside the values of its cells: hidden rows, formats, the epoch, how far sheets reach."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from xml.etree import ElementTree as ET

from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.gray import gray_rows, gray_styles, hidden_columns
from gridmap.exchange.tables.number_formats import NumberFormat, number_format
from gridmap.exchange.tables.parts import Parts
from gridmap.exchange.tables.sheet import MOST_CELLS, column_number, is_error
from gridmap.exchange.tables.workbooks import Extras
from gridmap.model.errors import BadInput

_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER: Final = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_FIRST_NUMBERS: Final = re.compile(rb"<row r=\"(\d{1,7})\"")
_NUMBERS: Final = re.compile(rb"<row\b[^>]*?\br=\"(\d{1,7})\"")
_HIDDEN: Final = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b")
_FAR_COLUMN: Final = re.compile(rb"r=[\"'][A-Z]{2,3}\d")  # no word boundary, which would be looked for at each byte
_PLACED: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"'][A-Z]{1,3}\d+[\"']")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})\d+[\"'][^>]*(?<!/)>")
_PLACE: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
_STYLED: Final = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*?\bs=[\"'](\d+)[\"'][^>]*(?<!/)>"
)
_FAILED: Final = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})</",
    re.DOTALL,
)
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


class XlsxExtras:
    """Looks things up in the parts of an .xlsx."""

    def __init__(self, parts: Parts, file: str) -> None:
        self._parts = parts
        book = self._tree("xl/workbook.xml", file)
        self.epoch: Epoch = 1900
        self._places: dict[str, str] = {}
        if book is not None:
            targets = self._targets(file)
            for element in book.iter():
                if _local(element.tag) == "workbookPr" and element.get("date1904", "0") in ("1", "true"):
                    self.epoch = 1904
                elif _local(element.tag) == "sheet":
                    ids = [value for key, value in element.items() if _local(key) == "id" and key.startswith("{")]
                    self._places[element.get("name", "")] = targets.get(ids[0], "") if ids else ""
        styles = self._tree("xl/styles.xml", file)
        self._formats = {} if styles is None else self._number_formats(styles)
        self._gray = frozenset() if styles is None else gray_styles(styles)

    def of(self, number: int, name: str) -> Extras:
        """Return what is known of a sheet."""
        data = self._parts.read(self._places.get(name, "")) if self._places.get(name) else b""
        rows, hidden = _rows_of(data)
        columns = 26
        if rows * columns > MOST_CELLS or _FAR_COLUMN.search(data) or not _COLUMN.search(data):
            rows, columns = _reach(data, rows)
        formats: dict[tuple[int, int], NumberFormat] = {}
        if self._formats:
            for column, row_text, style in _STYLED.findall(data):
                shown = self._formats.get(int(style))
                if shown is not None:
                    formats[int(row_text) - 1, column_number(column.decode())] = shown
        return Extras(rows, columns, hidden, formats, _errors(data), gray_rows(data, self._gray), hidden_columns(data))

    def _targets(self, file: str) -> dict[str, str]:
        relations = self._tree("xl/_rels/workbook.xml.rels", file)
        targets = {}
        for element in relations.iter() if relations is not None else ():
            target = element.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[element.get("Id", "")] = place
        return targets

    def _number_formats(self, styles: ET.Element) -> dict[int, NumberFormat]:
        """Return the formats that matter by the number of the cell's style."""
        codes = {
            int(element.get("numFmtId", "0")): element.get("formatCode", "")
            for element in styles.iter()
            if _local(element.tag) == "numFmt" and element.get("numFmtId", "0").isdigit()
        }
        formats: dict[int, NumberFormat] = {}
        for group in styles.iter():
            if _local(group.tag) == "cellXfs":
                for style, element in enumerate(group):
                    text = element.get("numFmtId", "0")
                    number = int(text) if text.isdigit() else 0
                    shown = number_format(number, codes.get(number, ""), self.epoch)
                    if shown is not None:
                        formats[style] = shown
        return formats

    def _tree(self, name: str, file: str) -> ET.Element | None:
        data = self._parts.read(name)
        if _DECLARATION.search(data):
            raise BadInput("file-unreadable", file=file, reason=f"{name}: DOCTYPE")
        try:
            return ET.fromstring(data) if data else None
        except ET.ParseError as error:
            raise BadInput("file-unreadable", file=file, reason=f"{name}: {error}") from error


def _rows_of(data: bytes) -> tuple[int, frozenset[int]]:
    """Return the number of the last row, and which rows (from 0) are hidden."""
    start = data.find(b"<sheetData")
    if start < 0 or data.find(b"hidden", start) < 0:
        count = data.count(b"<row")
        for numbered in (_FIRST_NUMBERS, _NUMBERS):
            numbers = numbered.findall(data)
            if len(numbers) == count:
                return max(map(int, numbers), default=0), frozenset()
    hidden, last = set(), 0
    for found in _ROW.finditer(data):
        place = _ROW_NUMBER.search(found[1])
        last = max(last + 1 if place is None else int(place[1]), last)
        if b"hidden" in found[1] and _HIDDEN.search(found[1]):
            hidden.add((int(place[1]) if place else last) - 1)
    return last, frozenset(hidden)


def _errors(data: bytes) -> dict[int, list[tuple[int, str]]]:
    """Return by row what cells show whose formulas have failed, with their columns; from 0."""
    errors: dict[int, list[tuple[int, str]]] = {}
    if b't="e"' in data or b"t='e'" in data:
        for column, row, text in _FAILED.findall(data):
            shown = text.decode("utf-8", "replace").strip()
            if is_error(shown):
                errors.setdefault(int(row) - 1, []).append((column_number(column.decode()), shown))
    return errors


def _reach(data: bytes, last: int) -> tuple[int, int]:
    """Return how many rows and columns the cells take that hold anything; those at the end may have formats only."""
    places = _PLACE.findall(data)
    if not places or len(_CELL.findall(data)) > len(_PLACED.findall(data)):  # some do not say where they are
        return last, min(16_384, max(26, len(_CELL.findall(data))))
    rows = [int(row) for _, row in places]
    columns = [column_number(letters.decode()) for letters in {letters for letters, _ in places}]
    return max(rows) - min(rows) + 1, max(columns) - min(columns) + 1


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]
