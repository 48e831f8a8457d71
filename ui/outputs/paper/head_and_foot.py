"""What every page of a map begins and ends with: title, line below it, and where all of it comes from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyproj

from gridmap.model.plan import Plan
from ui.outputs.paper.contents import BAD, INK
from ui.outputs.paper.furniture import ACCENT, HAIRLINE, MUTED, SMALL
from ui.outputs.paper.proportions import Proportions
from ui.outputs.paper.sheet import ELLIPSIS, Sheet, Type
from ui.words.labels import dates_of, made_today
from ui.words.messages import Language, origin_of, text
from ui.words.titles import one_side

TITLE_LEADING: Final = 1.25
_FOOT_LINE_MM: Final = SMALL.size_mm * 1.35
_MOST_LINES: Final = 4
_BETWEEN: Final = "\u3000·\u3000"


@dataclass(frozen=True)
class HeadAndFoot:
    """What stands at the top and at the foot of the pages of one map.

    Parameters
    ----------
    on : date
        The day for which people count.
    mark, review, made_by, credit : str
        See :class:`ui.outputs.paper.map_page.MapPage`; whom the licence of a base map asks to name.
    """

    plan: Plan
    language: Language
    on: dt.date
    subtitle: str
    mark: str = ""
    review: str = ""
    made_by: str = ""
    credit: str = ""

    def paint_head(self, sheet: Sheet, p: Proportions, x: float, y: float, width: float, heading: str) -> float:
        """Write title and subtitle, the title in as many lines as it takes, and return how high it all is."""
        indent = p.bar[1] * 0.4
        room = self._title_room(sheet, p, width)
        if self.mark:
            mark = Type(p.mark, bold=True, colour=BAD)
            wide = self._mark_width(sheet, p, width)
            sheet.box(x + width - wide, y + p.mark * 0.4, wide, p.mark * 2.1, "", BAD, 0.1 * p.mark, radius=1.0)
            middle = x + width - wide / 2
            sheet.text(middle, y + p.mark * 1.8, self.mark, mark, "centre", room=wide - p.mark)
        lines, type_ = _title_in(sheet, heading, room, p.titles)
        more = (len(lines) - 1) * type_.size_mm * TITLE_LEADING
        sheet.box(x, y + p.bar[0], p.bar[1] / 8, p.bar[1] + more, ACCENT)
        for number, line in enumerate(lines):
            base = y + p.title_base + number * type_.size_mm * TITLE_LEADING
            sheet.text(x + indent, base, line, type_, room=room)
        below = Type(p.subtitle, colour=MUTED)
        sheet.text(x + indent + 0.2, y + p.subtitle_base + more, self.subtitle, below, room=width - indent)
        return p.header + more

    def head_height(self, sheet: Sheet, p: Proportions, width: float, heading: str) -> float:
        """Return how high the head is."""
        lines, type_ = _title_in(sheet, heading, self._title_room(sheet, p, width), p.titles)
        return p.header + (len(lines) - 1) * type_.size_mm * TITLE_LEADING

    def _title_room(self, sheet: Sheet, p: Proportions, width: float) -> float:
        mark = self._mark_width(sheet, p, width)
        return width - p.bar[1] * 0.4 - (mark + 4 if mark else 0.0)

    def _mark_width(self, sheet: Sheet, p: Proportions, width: float) -> float:
        if not self.mark:
            return 0.0
        return min(sheet.text_width(self.mark, Type(p.mark, bold=True)) + p.mark * 1.5, width * 0.4)

    def foot_height(self, sheet: Sheet, p: Proportions, width: float, number: tuple[int, int]) -> float:
        """Return how high the foot is, in as many lines as it takes beside the number of the page."""
        return p.footer + (len(self._foot_lines(sheet, width, number)[1]) - 1) * _FOOT_LINE_MM

    def paint_foot(
        self,
        sheet: Sheet,
        x: float,
        bottom: float,
        width: float,
        number: tuple[int, int],
        expected: tuple[int, int] | None = None,
    ) -> None:
        """Write where it all comes from and who made it, and which page of how many this is if there are several.

        Parameters
        ----------
        expected : (int, int)
            The number for which :meth:`foot_height` left room, if it was another one.
        """
        _, lines = self._foot_lines(sheet, width, expected or number)
        room = self._foot_room(sheet, width, number)
        rule = bottom - (len(lines) - 1) * _FOOT_LINE_MM - SMALL.size_mm * 2.04
        sheet.line(x, rule, x + width, rule, HAIRLINE, 0.18)
        sheet.text(x + width, bottom, self._maker(number), SMALL, "right", room=width * 0.5)
        origin = origin_of(self.plan.facts(), self.language)
        for number_of_line, line in enumerate(lines):
            base = bottom - (len(lines) - 1 - number_of_line) * _FOOT_LINE_MM
            if number_of_line == 0 and origin and line.startswith(origin):
                strong = Type(SMALL.size_mm, bold=True, colour=ACCENT)
                taken = sheet.text(x, base, origin, strong, room=room) + SMALL.size_mm
                sheet.text(x + taken, base, line.removeprefix(origin).lstrip(f" {_BETWEEN}"), SMALL, room=room - taken)
            else:
                sheet.text(x, base, line, SMALL, room=room)

    def _maker(self, number: tuple[int, int]) -> str:
        made = [self.made_by] if self.made_by else []
        made.append(made_today(self.language))
        if number[1] > 1:
            made.append(text("map-page", self.language, page=number[0], pages=number[1]))
        return _BETWEEN.join(made)

    def _foot_room(self, sheet: Sheet, width: float, number: tuple[int, int]) -> float:
        return width - min(sheet.text_width(self._maker(number), SMALL), width * 0.5) - 6

    def _foot_lines(self, sheet: Sheet, width: float, number: tuple[int, int]) -> tuple[float, list[str]]:
        """Return how wide the lines of the foot may be, and the lines."""
        facts = self.plan.facts()
        room = self._foot_room(sheet, width, number)
        parts = [origin_of(facts, self.language), self.review]
        parts.append(text("map-crs", self.language, crs=_crs_name(self.plan.crs)))
        parts.append(dates_of(facts, self.on, self.language))
        parts.append(self.credit)
        if facts.get("source"):
            parts.append(text("map-source", self.language, source=facts["source"]))
        if facts.get("names"):
            parts.append(one_side(facts["names"], self.language))
        lines = sheet.lines_of(_BETWEEN.join(part for part in parts if part), SMALL, room * 0.97)
        more = "".join(lines[_MOST_LINES - 1 :])
        return room, [*lines[: _MOST_LINES - 1], *([more] if more else [])]


def _title_in(sheet: Sheet, title: str, room: float, sizes: tuple[tuple[float, int], ...]) -> tuple[list[str], Type]:
    """Return a title in lines with the type they are set in: large on one line if it can, smaller on several if not."""
    lines: list[str] = []
    type_ = Type(sizes[0][0], bold=True, colour=INK, spacing=0.05)
    for size, most in sizes:
        type_ = Type(size, bold=True, colour=INK, spacing=0.05)
        lines = sheet.lines_of(title, type_, room)
        if len(lines) <= most:
            return lines, type_
    return [*lines[:4], "".join(lines[4:6]) + ELLIPSIS], type_  # no title, but a name that means it ill


@lru_cache(maxsize=8)
def _crs_name(crs: pyproj.CRS) -> str:
    code = crs.to_epsg()
    return f"{crs.name} (EPSG:{code})" if code else crs.name
