"""A list on pages of A4, under a heading for each group, to be printed, signed and pinned up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF

from gridmap.model.plain_text import one_line, plain_text
from ui.look.fonts import chinese_family
from ui.outputs.paper.page import write_pages
from ui.outputs.paper.sheet import UNITS, Sheet, Type
from ui.words.labels import term
from ui.words.messages import origin_of, text

if TYPE_CHECKING:
    from ui.outputs.ledger.workbook import Column
    from ui.outputs.lists import Listed

UPRIGHT_MM: Final = (210.0, 297.0)
MARGIN: Final = 14.0
BETWEEN: Final = 3.0
"""Blank between two columns, mm."""

LINE: Final = 6.0
HEAD: Final = 8.0
GROUP: Final = 8.5
"""Heights of a row, of the headings, and of the heading of a group, mm."""

TITLE: Final = Type(6.2, bold=True)
SUBTITLE: Final = Type(3.1, colour="#52606d")
HEADING: Final = Type(3.0, bold=True, colour="#3e4c59")
GROUP_TYPE: Final = Type(3.7, bold=True, colour="#0b4f8a")
CELL: Final = Type(3.1)
SMALL: Final = Type(2.6, colour="#52606d")
HAIRLINE: Final = "#d9dee3"
RULE: Final = "#52606d"
BAND: Final = "#eef4fa"
HEAD_FILL: Final = "#f3f5f7"


@dataclass(frozen=True)
class _Line:
    """A line of the table: the heading of a group, or a row."""

    group: str = ""
    row: int = -1

    @property
    def height(self) -> float:
        return GROUP if self.row < 0 else LINE


def write_pdf(listed: Listed, path: Path) -> None:
    """Write a list as PDF, on as many pages as it takes; rows are never cut in two, headings come again on each.

    Raises as :func:`ui.outputs.paper.page.write_png` does.
    """
    short, long = UPRIGHT_MM
    upright = _wanted_width(listed, chinese_family()) <= short - 2 * MARGIN  # a code that is cut is none
    write_pages(
        lambda sheet: _Pages(listed, sheet).painters(),
        path,
        UPRIGHT_MM if upright else (long, short),
        title=plain_text(listed.title),
    )


def _wanted_width(listed: Listed, family: str) -> float:
    """Return how wide all columns that a page has are with what is between them, mm."""
    head, cell = (QFontMetricsF(type_.font(family)) for type_ in (HEADING, CELL))
    columns = listed.columns[1 if listed.groups else 0 :]
    widths = [
        max(
            head.horizontalAdvance(column.heading),
            *(cell.horizontalAdvance(words) for words in ["", *_longest([_cell(v, column) for v in column.values])]),
        )
        for column in columns
    ]
    return sum(widths) / UNITS + BETWEEN * (len(widths) - 1) + 2.0


class _Pages:
    """Lays a list out on pages and paints them."""

    def __init__(self, listed: Listed, sheet: Sheet) -> None:
        self.listed = listed
        self.sheet = sheet
        self.width = sheet.width_mm - 2 * MARGIN
        self.grouped = bool(listed.groups)
        self.columns = list(listed.columns[1 if self.grouped else 0 :])  # the group has its own line
        self.cells = [[_cell(value, column) for value in column.values] for column in self.columns]
        self.at = self._places()

    def painters(self) -> list[Callable[[], None]]:
        """Return for each page what paints it."""
        pages = list(self._pages())
        return [partial(self._paint, lines, number, len(pages)) for number, lines in enumerate(pages, start=1)]

    def _paint(self, lines: Sequence[_Line], number: int, pages: int) -> None:
        y = self._head(first=number == 1)
        for at, line in enumerate(lines):
            follows = at > 0 and line.row >= 0 and lines[at - 1].row >= 0
            y = self._line(line, y, above=lines[at - 1].row if follows else -1)
        if not len(self.listed):
            self.sheet.text(MARGIN, y + 8, text("list-nothing", self.listed.language), CELL)
        self._foot(number, pages)

    # ---- layout ------------------------------------------------------------------------------------------------------

    def _places(self) -> list[tuple[float, float]]:
        """Return left end and width of every column: numbers and short texts as they need, long texts share the rest.

        Widths are those of the widest text, as far as there is room for all; else the widest give way.
        """
        need = [
            max(
                [
                    self.sheet.text_width(column.heading, HEADING),
                    *(self.sheet.text_width(cell, CELL) for cell in _longest(cells)),
                ]
            )
            for column, cells in zip(self.columns, self.cells, strict=True)
        ]
        room = self.width - BETWEEN * (len(need) - 1) - 2.0
        most = max(need, default=0.0)
        while sum(min(width, most) for width in need) > room and most > 8.0:
            most -= 0.5
        widths = [min(width, most) for width in need]
        spare = max(0.0, room - sum(widths)) / max(len(widths), 1)
        places, x = [], MARGIN + 1.0
        for width in widths:
            places.append((x, width + spare))
            x += width + spare + BETWEEN
        return places

    def _pages(self) -> Iterator[list[_Line]]:
        """Yield the lines of each page; a group's heading never stands alone at the foot, and comes again overleaf."""
        bottom = self.sheet.height_mm - MARGIN - 8.0
        lines: list[_Line] = []
        y, group = self._top(first=True), None
        for row in range(len(self.listed)):
            own = self.listed.groups[row] if self.grouped else ""
            new = self.grouped and own != group
            if y + LINE + (GROUP if new else 0.0) > bottom:
                yield lines
                lines, y = [], self._top(first=False)
                new = self.grouped
            if new:
                lines.append(_Line(own))
                y += GROUP
                group = own
            lines.append(_Line(row=row))
            y += LINE
        yield lines

    def _top(self, *, first: bool) -> float:
        return MARGIN + (22.0 if first else 6.0) + HEAD

    # ---- painting ----------------------------------------------------------------------------------------------------

    def _head(self, *, first: bool) -> float:
        """Paint title and headings; return where the first line begins."""
        sheet, listed = self.sheet, self.listed
        if first:
            place = plain_text(listed.plan.facts().get("title", ""))
            sheet.text(MARGIN, MARGIN + 6.0, one_line(f"{place} {listed.title}".strip()), TITLE, room=self.width)
            said = "  ·  ".join([*(f"{key} {_number(value)}" for key, value in listed.facts), listed.dates])
            sheet.text(MARGIN, MARGIN + 13.5, one_line(said), SUBTITLE, room=self.width)
        else:
            sheet.text(MARGIN, MARGIN + 2.5, one_line(listed.title), SUBTITLE, room=self.width)
        y = self._top(first=first) - HEAD
        sheet.box(MARGIN, y, self.width, HEAD, HEAD_FILL)
        for column, where in zip(self.columns, self.at, strict=True):
            self._text(where, y + 5.4, column.heading, HEADING, column)
        sheet.line(MARGIN, y + HEAD, MARGIN + self.width, y + HEAD, RULE, 0.3)
        return y + HEAD

    def _line(self, line: _Line, y: float, above: int) -> float:
        """Paint a line; a first cell that says what the one right above it says stays blank, as in officers' lists."""
        sheet = self.sheet
        if line.row < 0:
            sheet.box(MARGIN, y + 0.6, self.width, GROUP - 0.6, BAND)
            rows = [at for at, group in enumerate(self.listed.groups) if group == line.group]
            words = text("list-of-group", self.listed.language, name=line.group, count=len(rows))
            sheet.text(MARGIN + 1.0, y + 6.0, one_line(words), GROUP_TYPE, room=self.width - 2)
            return y + GROUP
        for at, (column, place) in enumerate(zip(self.columns, self.at, strict=True)):
            cell = self.cells[at][line.row]
            same = self.grouped and at == 0 and above >= 0 and self.cells[at][above] == cell
            if not same:
                self._text(place, y + 4.2, cell, CELL, column)
        sheet.line(MARGIN, y + LINE, MARGIN + self.width, y + LINE, HAIRLINE, 0.12)
        return y + LINE

    def _text(self, place: tuple[float, float], baseline: float, words: str, type_: Type, column: Column) -> None:
        x, width = place
        if column.style in ("", "text"):
            self.sheet.text(x, baseline, words, type_, room=width)
        else:
            self.sheet.text(x + width, baseline, words, type_, "right", room=width)

    def _foot(self, number: int, pages: int) -> None:
        sheet, language = self.sheet, self.listed.language
        bottom = sheet.height_mm - MARGIN + 4.0
        sheet.line(MARGIN, bottom - 4.6, MARGIN + self.width, bottom - 4.6, HAIRLINE, 0.18)
        page = term("page", language, page=number, pages=pages)
        right = sheet.text(MARGIN + self.width, bottom, page, SMALL, "right")
        parts = [origin_of(self.listed.plan.facts(), language), self.listed.dates]
        said = one_line("  ·  ".join(part for part in parts if part))
        sheet.text(MARGIN, bottom, said, SMALL, room=self.width - right - 6)


def _longest(cells: Sequence[str]) -> list[str]:
    """Return the few longest of many texts, which are worth measuring."""
    return sorted(set(cells), key=len, reverse=True)[:40]


def _number(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _cell(value: object, column: Column) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.1%}" if column.style == "share" else f"{value:,.1f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return one_line(str(value))
