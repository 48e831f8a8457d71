"""How the course of an indicator is said: its scale, its values and target, and why there is no line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from gridmap.figures.courses import Course
from gridmap.figures.rows import column_of
from gridmap.model.indicators import Indicator
from ui.words.indicators import state_in_a_sentence, value_of_whole
from ui.words.messages import Language, text
from ui.words.trends import difference_of

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MARKS: Final = 4
_LITTLE: Final = 0.02
"""Of the highest value: so much lies at least above and below a line."""


@dataclass(frozen=True)
class Scale:
    """From where to where a scale goes, and the values that it names, lowest first."""

    low: float
    high: float
    marks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return where a value stands, 0 at the low end and 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def scale_of(course: Course) -> Scale:
    """Return a scale on which a course and its target are seen; it begins with 0 unless all lies in its upper half."""
    asked = course.indicator
    values = [value for _, value in course.known] + [asked.target]
    low, high = min(values), max(values)
    room = max((high - low) / 4, high * _LITTLE, 1e-6)
    low = 0.0 if 2 * low <= high else low - room
    high = high + room
    ceiling = 1.0 if asked.is_share else math.inf
    rough = (min(high, ceiling) - low) / _MARKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    low = max(math.floor(low / step + 1e-9), 0) * step
    high = min(math.ceil(high / step - 1e-9) * step, ceiling)
    count = math.floor((high - low) / step + 1e-9)
    return Scale(low, high, tuple(low + step * at for at in range(count + 1)))


def mark_in_words(asked: Indicator, value: float) -> str:
    """Return a value on the scale, without its unit."""
    return f"{100 * value:.3g}%" if asked.is_share else f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"


def target_in_words(asked: Indicator, language: Language) -> str:
    """Return what the target line is called."""
    return text("course-target", language, target=value_of_whole(asked, asked.target))


def why_no_line(course: Course, language: Language) -> str:
    """Return why no line is drawn, ``""`` where one is."""
    if not course.lacks:
        return ""
    if course.lacks == "data":
        return text("course-no-data", language)
    [(day, value)] = course.known
    return text("course-no-earlier", language, day=day.isoformat(), value=value_of_whole(course.indicator, value))


def course_in_words(course: Course, language: Language) -> str:
    """Return a course as one sentence: from what to what it went, the target, and whether it is reached; or why not."""
    if course.lacks:
        return why_no_line(course, language)
    asked, (first, *_, last) = course.indicator, course.known
    change = difference_of(column_of(asked), course.difference, language)
    return text(
        "course-said",
        language,
        first=first[0].isoformat(),
        before=value_of_whole(asked, first[1]),
        last=last[0].isoformat(),
        after=value_of_whole(asked, last[1]),
        change=text("course-same", language) if change == "0" else change,
        target=value_of_whole(asked, asked.target),
        state=state_in_a_sentence(course.is_reached, language),
    )


def rows_in_words(course: Course, language: Language) -> list[tuple[str, str, str]]:
    """Return a line for each day: the day, the value, and by how much it differs from the day before with data."""
    rows, before = [], math.nan
    for day, value in zip(course.days, course.values, strict=True):
        change = difference_of(column_of(course.indicator), value - before, language)
        rows.append((day.isoformat(), value_of_whole(course.indicator, value), change))
        before = before if math.isnan(value) else value
    return rows


def source_in_words(asked: Indicator, language: Language) -> str:
    """Return the unit and the document behind an indicator, ``""`` where the scheme says neither."""
    said = {"unit": asked.unit, "source": asked.source.in_language(language)}
    parts = [text(f"course-{key}", language, what=what) for key, what in said.items() if what]
    return "  ·  ".join(parts)


def courses_for_page(found: Iterable[Course], language: Language) -> list[dict[str, Any]]:
    """Return courses as a page that draws itself reads them: only numbers to draw, everything else in words.

    ``points`` are left to right and bottom to top, 0 to 1.
    """
    return [_for_page(course, language) for course in found]


def _for_page(course: Course, language: Language) -> dict[str, Any]:
    asked, scale = course.indicator, scale_of(course)
    return {
        "name": asked.name.in_language(language),
        "said": course_in_words(course, language),
        "source": source_in_words(asked, language),
        "target": target_in_words(asked, language),
        "at": round(scale.share(asked.target), 4),
        "marks": [[round(scale.share(mark), 4), mark_in_words(asked, mark)] for mark in scale.marks],
        "points": []
        if course.lacks
        else [
            [
                round(place_of_day(course, day), 4),
                round(scale.share(value), 4),
                day.isoformat(),
                value_of_whole(course.indicator, value),
            ]
            for day, value in course.known
        ],
    }


def place_of_day(course: Course, day: dt.date) -> float:
    """Return where a day stands between the first and the last one, 0 to 1."""
    length = (course.days[-1] - course.days[0]).days
    return (day - course.days[0]).days / length if length else 0.5
