"""A picture of how indicators went, for a page of text: two charts beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from gridmap.figures.courses import Course
from ui.look.course_chart import inks_on_paper, paint_course
from ui.outputs.paper.furniture import BODY, NUMBER, SMALL
from ui.outputs.paper.sheet import UNITS, Sheet
from ui.words.messages import Language

ROW_MM: Final = 46.0
"""Height of a row of charts on paper."""

_GAP_SHARE: Final = 0.04
_HEAD_SHARE: Final = 0.12
_FOOT_SHARE: Final = 0.06


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
