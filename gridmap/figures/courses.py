"""How indicators went from day to day: the value of each on several days, to draw a line.

Every value is that of :func:`gridmap.indicators.counted.indicators`, which statistics, check and map ask too, or of
some grids that of :func:`gridmap.figures.statistics.of_grids`, so that a line ends where the figures stand.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gridmap.figures.rows import column_of
from gridmap.figures.statistics import of_grids
from gridmap.indicators.counted import indicators
from gridmap.model.errors import refuse_reversed
from gridmap.model.indicators import Indicator
from gridmap.model.plan import Plan

YEAR: Final = dt.timedelta(days=365)
"""How far back the course of an indicator goes where nobody says otherwise."""

_EVEN: Final = 5
_OF_HISTORY: Final = 4


@dataclass(frozen=True)
class Course:
    """The value of an indicator of the whole project on several days, the earliest first.

    Attributes
    ----------
    indicator : Indicator
        As the scheme has it on the last day.
    days : tuple of date
    values : tuple of float
        One to a day: a share from 0 to 1 or a rate, NaN where there is no data.
    """

    indicator: Indicator
    days: tuple[dt.date, ...]
    values: tuple[float, ...]

    @property
    def known(self) -> tuple[tuple[dt.date, float], ...]:
        """The days with data and the values."""
        return tuple((day, value) for day, value in zip(self.days, self.values, strict=True) if not math.isnan(value))

    @property
    def lacks(self) -> Literal["", "data", "earlier"]:
        """Why no line can be drawn: nothing is known on any day, or on one day alone; ``""`` if it can."""
        return "" if len(self.known) > 1 else "earlier" if self.known else "data"

    @property
    def difference(self) -> float:
        """How much more the last known value is than the first; NaN if fewer than two are known."""
        return self.known[-1][1] - self.known[0][1] if not self.lacks else math.nan

    @property
    def is_reached(self) -> bool | None:
        """Whether the last known value reaches the target; ``None`` without data."""
        return self.indicator.is_reached_by(self.known[-1][1]) if self.known else None


def days_between(first: dt.date, last: dt.date, told: Iterable[dt.date] = ()) -> list[dt.date]:
    """Return the days on which something is looked at: both ends, three evenly between, and some of those told.

    Parameters
    ----------
    told : iterable of date
        Days of which the history tells; of those between the ends at most four, evenly chosen.

    Raises
    ------
    BadInput
        ``days-reversed`` if the last day is before the first.
    """
    refuse_reversed(first, last)
    length = (last - first).days
    even = {first + dt.timedelta(days=round(length * step / (_EVEN - 1))) for step in range(_EVEN)}
    between = sorted({day for day in told if first < day < last})
    if len(between) > _OF_HISTORY:
        between = [between[round(at * (len(between) - 1) / (_OF_HISTORY - 1))] for at in range(_OF_HISTORY)]
    return sorted(even | set(between))


def courses(stages: Sequence[tuple[dt.date, Plan]], within: Sequence[int] = ()) -> tuple[Course, ...]:
    """Return the course of every indicator of which anything is known on one of some days, in the scheme's order.

    Parameters
    ----------
    stages : sequence of (date, Plan)
        Each day, the earliest first, with the plan as it was (:func:`gridmap.project.earlier.plans_on`); one and the
        same plan to compare what has days of its own alone.
    within : sequence of int
        Ids of grids: these and all below them; none for the whole.
    """
    if not stages:
        return ()
    counted = [_values(plan, day, within) for day, plan in stages]
    days = tuple(day for day, _ in stages)
    found = []
    for asked in stages[-1][1].scheme.indicators:
        values = tuple(known.get(asked.key, math.nan) for known in counted)
        if not all(math.isnan(value) for value in values):
            found.append(Course(asked, days, values))
    return tuple(found)


def courses_of_a_year(plan: Plan, on: dt.date, within: Sequence[int] = ()) -> tuple[Course, ...]:
    """Return the courses of the year before a day, in the grids and buildings of the plan on all days."""
    return courses([(day, plan) for day in days_between(on - YEAR, on)], within)


def _values(plan: Plan, on: dt.date, within: Sequence[int]) -> dict[str, float]:
    """Return the value of each indicator of a plan, or of some of its grids with all below them, on a day."""
    if not within:
        return {key: counted.value for key, counted in indicators(plan, on).items()}
    asked = [one for one in plan.scheme.indicators if indicators(plan, on)[one.key].is_met is not None]
    there = plan.there(within)
    row = of_grids(plan, there, on=on).iloc[0] if asked and there else {}
    return {one.key: float(row.get(column_of(one), math.nan)) for one in asked}
