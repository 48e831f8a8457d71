"""The key below or beside a map: which grid each number stands for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gridmap.model.plan import Plan
from layers.labels import short_name
from ui.outputs.paper import furniture
from ui.outputs.paper.head_and_foot import HeadAndFoot
from ui.outputs.paper.names import NUMBER, Text
from ui.outputs.paper.proportions import proportions_of
from ui.outputs.paper.sheet import Sheet, Type
from ui.words.messages import Language, text

HEADING_MM: Final = 4.7 + 1.4
COLUMN_MM: Final = 50.0
ROW_MM: Final = 3.1
LEAST_ROW_MM: Final = 2.3
LEAST_COLUMN_MM: Final = 30.0
_SPARE: Final = 1.2
_ROW_BESIDE_MM: Final = 2.6
_COLUMN_BESIDE_MM: Final = 44.0
_MOST: Final = 0.42
"""Share of the map's height or width that a key may take."""
_WITH_CODE: Final = 0.75
"""Codes stand beside names where at least this share of the names leaves room: a few here and there say nothing."""


@dataclass(frozen=True)
class GridKey:
    """Numbers with the names and codes of the grids that they stand for.

    Parameters
    ----------
    numbered : sequence of Text
    left_out : sequence of int
        Ids of grids for which the map has no room at all; they are listed without a number.
    """

    plan: Plan
    numbered: Sequence[Text]
    left_out: Sequence[int]
    language: Language

    @staticmethod
    def fits(count: int, width: float, height: float) -> bool:
        """Whether the key of so many grids fits below or beside a map, with room to spare as :meth:`sizes_for`."""
        count = math.ceil(count * _SPARE)
        below = int(width / LEAST_COLUMN_MM) * int((height * _MOST - HEADING_MM) / LEAST_ROW_MM)
        beside = int(width * _MOST / LEAST_COLUMN_MM) * int((height - HEADING_MM) / LEAST_ROW_MM)
        return count <= max(below, beside)

    @staticmethod
    def sizes_for(count: int, width: float, height: float) -> tuple[float, float]:
        """Return how high the key of so many grids is below a map, and how wide beside it, millimetres; 0 for none.

        On the smaller map that is left a few more grids have no room, for whom there is some to spare.
        """
        if not count:
            return 0.0, 0.0
        count = math.ceil(count * _SPARE)
        columns = max(int(width / COLUMN_MM), 1)
        rows = max(int((height - HEADING_MM) / _ROW_BESIDE_MM), 1)
        return (
            min(HEADING_MM + math.ceil(count / columns) * ROW_MM, height * _MOST),
            min(math.ceil(count / rows) * _COLUMN_BESIDE_MM, width * _MOST),
        )

    def entries(self) -> list[tuple[str, str, str]]:
        """Return number, name and code of every grid that the key names."""
        numbers = [(text.words, text.grid) for text in self.numbered] + [("–", grid) for grid in self.left_out]
        rows = self.plan.positions([grid for _, grid in numbers])
        names, codes = (self.plan.grids[column].to_numpy(dtype=object)[rows] for column in ("name", "code"))
        return [
            (number, short_name(name) or code, code if name else "")
            for (number, _), name, code in zip(numbers, names, codes, strict=True)
        ]

    def paint(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        """Draw the key in columns that are read downwards; rows are lower where there are many."""
        furniture.draw_heading(sheet, x, y, width, text("map-key", self.language))
        entries = self.entries()
        columns = max(int(width / _COLUMN_BESIDE_MM), 1)
        rows = max(math.ceil(len(entries) / columns), 1)
        while (height - HEADING_MM) / rows < LEAST_ROW_MM and width / columns > LEAST_COLUMN_MM:
            columns += 1
            rows = math.ceil(len(entries) / columns)
        most = max(int((height - HEADING_MM) / LEAST_ROW_MM), 1)
        if rows > most:
            more = len(entries) - most * columns + 1
            entries = [*entries[: most * columns - 1], ("", text("map-and-more", self.language, count=more), "")]
            rows = most
        row_mm = min((height - HEADING_MM) / rows, ROW_MM)
        size = min(2.3, row_mm * 0.8)
        column = width / columns
        room = column - 8.0
        muted = Type(size * 0.85, colour=furniture.MUTED)
        taken_by = [sheet.text_width(code, muted) if code else 0.0 for _, _, code in entries]
        beside = [
            sheet.text_width(name, Type(size)) + taken + 2 <= room
            for (_, name, _), taken in zip(entries, taken_by, strict=True)
        ]
        with_codes = sum(beside) >= len(entries) * _WITH_CODE
        for place, (number, name, code) in enumerate(entries):
            left, base = x + (place // rows) * column, y + HEADING_MM + (place % rows) * row_mm + row_mm * 0.75
            sheet.text(left + 5.0, base, number, Type(size, bold=True, colour=NUMBER.colour), "right", room=5.0)
            taken = taken_by[place] if with_codes and beside[place] else 0.0
            sheet.text(left + 6.2, base, name, Type(size), room=room - (taken + 2 if taken else 0))
            if taken:
                sheet.text(left + column - 1.8, base, code, muted, "right", room=taken + 0.1)


# ---- a key on pages of its own ---------------------------------------------------------------------------------------

_NUMBER: Final = (10, 10)
_APART_ROW_MM: Final = 4.6
_APART_COLUMN_MM: Final = 68.0
_APART_SIZE_MM: Final = 3.0


@dataclass(frozen=True)
class KeyPage:
    """A page with a part of a key that has no room beside its map, in the type of the map's legend.

    Parameters
    ----------
    entries : sequence of (str, str, str)
        Number, name and code, as :meth:`GridKey.entries` has them.
    """

    frame: HeadAndFoot
    heading: str
    entries: Sequence[tuple[str, str, str]]
    number: tuple[int, int]

    def in_pages(self, sheet: Sheet) -> list[KeyPage]:
        """Return as many pages as the entries take, numbered after that of the map."""
        columns, rows = self.room_on(sheet, self.frame, self.heading)
        room = columns * rows
        count = math.ceil(len(self.entries) / room)
        return [
            replace(self, entries=self.entries[page * room : (page + 1) * room], number=(page + 2, count + 1))
            for page in range(count)
        ]

    @staticmethod
    def room_on(sheet: Sheet, frame: HeadAndFoot, heading: str) -> tuple[int, int]:
        """Return how many columns a page has, and how many rows."""
        p = proportions_of(sheet)
        width = sheet.width_mm - 2 * p.margin
        around = (
            frame.head_height(sheet, p, width, heading) + frame.foot_height(sheet, p, width, _NUMBER) + 2 * p.margin
        )
        height = sheet.height_mm - around - HEADING_MM - 2.0
        return max(int(width / _APART_COLUMN_MM), 1), max(int(height / _APART_ROW_MM), 1)

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the page."""
        p = proportions_of(sheet)
        x, width = p.margin, sheet.width_mm - 2 * p.margin
        y = p.margin + self.frame.paint_head(sheet, p, x, p.margin, width, self.heading)
        furniture.draw_heading(sheet, x, y, width, text("map-key", self.frame.language))
        y += HEADING_MM
        columns, rows = self.room_on(sheet, self.frame, self.heading)
        column = width / columns
        name_type, muted = Type(_APART_SIZE_MM), Type(_APART_SIZE_MM * 0.85, colour=furniture.MUTED)
        for place, (number, name, code) in enumerate(self.entries):
            left, base = x + (place // rows) * column, y + (place % rows + 0.75) * _APART_ROW_MM
            strong = Type(_APART_SIZE_MM, bold=True, colour=NUMBER.colour)
            sheet.text(left + 7.5, base, number, strong, "right", room=7.5)
            taken = sheet.text(left + column - 4.0, base, code, muted, "right", room=column * 0.5)
            sheet.text(left + 9.5, base, name, name_type, room=column - taken - 15.0)
        self.frame.paint_foot(sheet, x, sheet.height_mm - p.margin, width, self.number)
