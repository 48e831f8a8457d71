"""How indicators went, on paper: a picture for a page of text, and pages of their own after a map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF

from gridmap.figures.courses import Course
from ui.look.course_chart import inks_on_paper, paint_course
from ui.outputs.paper.furniture import BODY, NUMBER, SMALL, draw_heading
from ui.outputs.paper.head_and_foot import HeadAndFoot
from ui.outputs.paper.proportions import proportions_of
from ui.outputs.paper.sheet import UNITS, Sheet, Type
from ui.words.courses import course_in_words, source_in_words
from ui.words.messages import Language, text

ROW_MM: Final = 46.0
"""Height of a row of charts on paper."""

_GAP_SHARE: Final = 0.04
_HEAD_SHARE: Final = 0.12
_FOOT_SHARE: Final = 0.06

_LEAST_MM: Final = 58.0
_MOST_MM: Final = 112.0
"""Height of a chart with its words on a page of its own, at least and at most."""
_HEADING_MM: Final = 8.0
_LINE_MM: Final = BODY.size_mm * 1.4
_NUMBER: Final = (10, 10)
_NAME: Final = Type(NUMBER.size_mm * 1.2, bold=True, colour=NUMBER.colour)


def height_mm(count: int) -> float:
    """Return the height of the picture of so many courses, in millimetres of paper."""
    return ROW_MM * ((count + 1) // 2)


@dataclass(frozen=True, eq=False)
class CoursesPage:
    """Courses in two columns, each below its name; one alone takes the whole width."""

    courses: Sequence[Course]
    language: Language

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the page."""
        columns = min(len(self.courses), 2)
        gap = sheet.width_mm * _GAP_SHARE
        wide = (sheet.width_mm - gap * (columns - 1)) / max(columns, 1)
        high = sheet.height_mm / max((len(self.courses) + 1) // 2, 1)
        for number, course in enumerate(self.courses):
            x, y = (number % 2) * (wide + gap), (number // 2) * high
            name = course.indicator.name.in_language(self.language)
            sheet.text(x, y + BODY.size_mm * 1.1, name, NUMBER, room=wide)
            head, foot = high * _HEAD_SHARE, high * _FOOT_SHARE
            room = QRectF(x * UNITS, (y + head) * UNITS, wide * UNITS, (high - head - foot) * UNITS)
            sheet.painter.setFont(SMALL.font(sheet.family))
            paint_course(sheet.painter, room, course, self.language, inks_on_paper())


@dataclass(frozen=True)
class TrendPage:
    """A page with courses of indicators after the map of them: each with its name, its line and target, and in words.

    Attributes
    ----------
    courses : sequence of Course
        From the function that slides, text and web page ask too.
    number : (int, int)
        Which page of how many.
    """

    frame: HeadAndFoot
    heading: str
    courses: Sequence[Course]
    number: tuple[int, int] = _NUMBER

    def in_pages(self, sheet: Sheet, before: int) -> list[TrendPage]:
        """Return as many pages as the courses take, about as many on each, numbered after those before them."""
        rows = max(int(self._room(sheet) / _LEAST_MM), 1)
        count = math.ceil(len(self.courses) / (2 * rows))
        each = math.ceil(len(self.courses) / max(count, 1))
        return [
            replace(self, courses=self.courses[page * each :][:each], number=(before + page + 1, before + count))
            for page in range(count)
        ]

    def _room(self, sheet: Sheet) -> float:
        """Return how high all charts may be together, millimetres of the sheet."""
        p, width = proportions_of(sheet), self._width(sheet)
        head, foot = self.frame.head_height(sheet, p, width, self.heading), self._foot(sheet)
        return sheet.height_mm - 2 * p.margin - head - foot - _HEADING_MM

    def _width(self, sheet: Sheet) -> float:
        return sheet.width_mm - 2 * proportions_of(sheet).margin

    def _foot(self, sheet: Sheet) -> float:
        return self.frame.foot_height(sheet, proportions_of(sheet), self._width(sheet), _NUMBER)

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the page."""
        p, language = proportions_of(sheet), self.frame.language
        x, width = p.margin, self._width(sheet)
        y = p.margin + self.frame.paint_head(sheet, p, x, p.margin, width, self.heading)
        draw_heading(sheet, x, y, width, text("course-heading", language))
        sheet.text(x + width, y + 3.0, text("course-of-now", language), SMALL, "right", room=width * 0.7)
        columns = min(len(self.courses), 2)
        rows = math.ceil(len(self.courses) / columns)
        high, gap = min(self._room(sheet) / rows, _MOST_MM), p.gutter * 2
        wide = (width - gap * (columns - 1)) / columns
        for place, course in enumerate(self.courses):
            left, top = x + (place % columns) * (wide + gap), y + _HEADING_MM + (place // columns) * high
            self._paint_course(sheet, course, left, top, wide, high - p.section)
        self.frame.paint_foot(sheet, x, sheet.height_mm - p.margin, width, self.number)

    def _paint_course(self, sheet: Sheet, course: Course, x: float, y: float, width: float, height: float) -> None:
        """Draw one course: its name above the line, what it says and where the target is from below."""
        language = self.frame.language
        sheet.text(x, y + _NAME.size_mm, course.indicator.name.in_language(language), _NAME, room=width)
        told = [(line, BODY) for line in sheet.lines_of(course_in_words(course, language), BODY, width)]
        told += [(line, SMALL) for line in sheet.lines_of(source_in_words(course.indicator, language), SMALL, width)]
        if course.lacks:
            told = [(line, type_) for line, type_ in told if type_ is SMALL]  # why is said where the line would be
        told = [(line, type_) for line, type_ in told if line]
        top, bottom = y + _NAME.size_mm * 1.6, y + height - len(told) * _LINE_MM
        for number, (line, type_) in enumerate(told, start=1):
            sheet.text(x, bottom + number * _LINE_MM - 0.6, line, type_, room=width)
        room = QRectF(x * UNITS, top * UNITS, width * UNITS, (bottom - top) * UNITS)
        sheet.painter.setFont(BODY.font(sheet.family))
        paint_course(sheet.painter, room, course, language, inks_on_paper())
