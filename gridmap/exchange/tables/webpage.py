"""Tables of a web page, which many a system exports under the suffix .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from gridmap.exchange.tables.markup import whole
from gridmap.exchange.tables.sheet import MOST_CELLS, Merge, Sheet, clean, sheet_of_rows
from gridmap.exchange.tables.texts import decoded_text
from gridmap.model.errors import BadInput

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w\-]+)", re.IGNORECASE)
_NAMES: Final = re.compile(r"<x:Name>([^<]{1,64})</x:Name>", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d{1,2}")
_MOST_BYTES: Final = 100_000_000
_WIDEST: Final = 1000
_TALLEST: Final = 65_536


def read_webpage(data: bytes, file: str) -> list[Sheet]:
    """Read the tables of a web page, each as a sheet.

    Raises
    ------
    BadInput
        ``sheet-too-large``, ``tables-encoding-unknown``.
    """
    if len(data) > _MOST_BYTES:
        raise BadInput("sheet-too-large", file=file, sheet="", rows=0, columns=0, count=MOST_CELLS)
    said = _CHARSET.search(data[:4096])
    text, problems = decoded_text(data, file, said[1].decode("ascii") if said else "")
    reading = _Reading(file)
    reading.feed(text)
    reading.close()
    while reading.open:
        reading.end_table()
    names = _NAMES.findall(text[:200_000])
    tables = [table for table in reading.tables if table.rows]
    if len(names) != len(tables):
        names = [""] * len(tables)
    sheets = []
    for name, table in zip(names, tables, strict=True):
        read = sheet_of_rows(
            name,
            sorted(table.rows.items()),
            file,
            merged=table.merged,
            hidden_rows=table.hidden_rows,
            problems=tuple(problems),
        )
        sheets.append(read)
        problems = []
    return sheets


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, str]] = {}
        self.merged: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.row = -1
        self.column = 0
        self.at = 0  # where the open cell is
        self.until: dict[int, int] = {}  # column to the last row that a cell above covers
        self.words: list[str] | None = None
        self.number = ""


class _Reading(HTMLParser):
    """Takes the tables of a page; one within a cell of another stands by itself."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self._skipping = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._skipping += 1
        elif tag == "table":
            self.open.append(_Table())
            self.tables.append(self.open[-1])
        elif not self.open:
            return
        elif tag == "tr":
            self._end_cell()
            table = self.open[-1]
            table.row, table.column = table.row + 1, 0
            if _NOT_SHOWN.search(dict(attrs).get("style") or ""):
                table.hidden_rows.add(table.row)
        elif tag in ("td", "th"):
            self._begin_cell({key: value or "" for key, value in attrs})
        elif tag in ("br", "p", "div") and self.open[-1].words:
            self.open[-1].words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_starttag(tag, attrs)
        elif tag in ("td", "th", "tr"):
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._skipping = max(0, self._skipping - 1)
        elif tag == "table" and self.open:
            self.end_table()
        elif tag in ("td", "th", "tr") and self.open:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].words is not None and not self._skipping:
            self.open[-1].words.append(_BLANKS.sub(" ", data))

    def end_table(self) -> None:
        """End the innermost table that is open."""
        self._end_cell()
        self.open.pop()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        table = self.open[-1]
        table.row = max(table.row, 0)
        while table.until.get(table.column, -1) >= table.row:
            table.column += 1
        across = min(max(1, whole(attributes.get("colspan"), 1)), _WIDEST)
        down = min(max(1, whole(attributes.get("rowspan"), 1)), _TALLEST)
        self._cells += across
        if self._cells > MOST_CELLS or table.column > 16_384:
            raise BadInput(
                "sheet-too-large", file=self.file, sheet="", rows=table.row + 1, columns=table.column, count=MOST_CELLS
            )
        if across > 1 or down > 1:
            table.merged.append((table.row, table.column, table.row + down - 1, table.column + across - 1))
        if down > 1:
            for column in range(table.column, table.column + across):
                table.until[column] = table.row + down - 1
        table.words, table.number = [], attributes.get("x:num", "")
        table.at = table.column
        table.column += across

    def _end_cell(self) -> None:
        table = self.open[-1]
        if table.words is None:
            return
        text = clean("\n".join(line.strip() for line in "".join(table.words).split("\n")))
        if table.number.isdigit() and _SCIENTIFIC.fullmatch(text):
            text = table.number  # what Excel shows of a long number, and the number
        table.rows.setdefault(table.row, {})[table.at] = text
        table.words = None
