"""The indicators of a scheme worked out for a plan: what each unit has, whether that is enough, and the whole.

Every indicator comes down to two numbers of each unit, ``part`` and ``whole``, which add up: the value of any number of
units together is the sum of the parts by the sum of the wholes. So a village, its town and the city are told by one
function, and whoever shows an indicator takes it from here.

Where a plan has nothing at all of what is counted, on whatever day (no facility of the kind, nobody with the role),
nobody has collected it yet: there is no data, and nothing is lacking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.compound_places import compound_shapes
from gridmap.ground.compounds import compounds, compounds_named
from gridmap.ground.placement import (
    buildings_by_grid,
    holder_positions,
    households_by_grid,
    residents_by_grid,
    total_by_grid,
)
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.indicators.compounds import amounts_by_grid, amounts_of_compounds
from gridmap.indicators.facilities import (
    facilities_by_grid,
    facilities_in_force,
    facility_positions,
    of_kind,
)
from gridmap.indicators.remembered import READS, Amounts, remembered, remembered_amounts, remembered_units
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.indicators import COMPOUND, ROUNDING, Indicator
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from gridmap.people.branches import seats
from gridmap.people.staffing import counting

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Counted:
    """One indicator of a plan on a day.

    Attributes
    ----------
    indicator : Indicator
    at : int64 (u,)
        Where the units stand in ``plan.ids``; of compounds in :func:`gridmap.ground.compounds.compounds`.
    amount : float64 (u,)
        How much each has of what is counted; of "within_m" the households that are near.
    part, whole : float64 (u,)
        Add up to the value of several units, see the module; both 0 where there is no data.
    meets : bool (u,)
        Whether it is enough, among those with data.
    straight : int
        Households that count as near by a straight line, of "within_m", since they are far from every road.
    """

    indicator: Indicator
    at: IntArray
    amount: FloatArray
    part: FloatArray
    whole: FloatArray
    meets: BoolArray
    straight: int = 0

    @property
    def has_data(self) -> BoolArray:
        """Of which units anything can be said. Shape (u,)."""
        return self.whole > 0

    @cached_property
    def values(self) -> FloatArray:
        """The value of each unit: the amount where every unit must have some, else share or rate; NaN without data."""
        if self.indicator.form in ("at_least", "share_with"):
            return np.where(self.has_data, self.amount, np.nan)
        return np.divide(self.part, self.whole, out=np.full(len(self.at), np.nan), where=self.has_data)

    @cached_property
    def value(self) -> float:
        """The value of all units together, NaN without data."""
        whole = float(self.whole.sum())
        return float(self.part.sum()) / whole if whole else float("nan")

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; ``None`` without data."""
        return None if np.isnan(self.value) else self.indicator.is_reached_by(self.value)

    @cached_property
    def lacking(self) -> BoolArray:
        """Which units are found fault with. Shape (u,).

        Those with data that have not enough; of a share of units ("at_least", "share_with") only as long as the
        share is below the target, for the target itself allows that some have none.
        """
        found = self.has_data & ~self.meets
        if self.indicator.form in ("at_least", "share_with") and self.is_met:
            return np.zeros(len(found), dtype=bool)
        return found

    def by_row(self, row: IntArray, count: int) -> FloatArray:
        """Return the value of each of some rows, made of the units in it; NaN where none has data.

        Parameters
        ----------
        row : int64 (u,)
            The row of each unit, -1 for none.
        """
        here = row >= 0
        part, whole = (
            np.bincount(row[here], weights=values[here], minlength=count) for values in (self.part, self.whole)
        )
        return np.divide(part, whole, out=np.full(count, np.nan), where=whole > 0)


@kept_by_day(*READS)
def indicators(plan: Plan, on: dt.date) -> dict[str, Counted]:
    """Return the indicators of a plan's scheme on a day, by key, in their order; kept with the plan."""
    amounts, found = _Amounts(plan, on), {}
    for asked in plan.scheme.indicators:
        memory = remembered(plan, asked, is_of_compounds(plan, asked))
        if (on, asked.key) not in memory:
            memory[on, asked.key] = _counted(plan, asked, amounts)
        found[asked.key] = memory[on, asked.key]
    return found


def figures_of(plan: Plan, on: dt.date | None = None) -> dict[str, dict[str, Any]]:
    """Return for each indicator what is said of it as a whole.

    Returns
    -------
    dict of dict
        ``value`` (``None`` without data), ``target``, ``met`` (``None`` without data), ``units`` with data, how many of
        them are ``meeting`` it and how many are found ``lacking``, ``no_data`` for the other units, ``form``, ``per``,
        ``of``, and ``straight_line``, households measured so.
    """
    found = {}
    for key, counted in indicators(plan, on).items():
        asked, known = counted.indicator, counted.has_data
        found[key] = {
            "value": None if np.isnan(counted.value) else round(counted.value, 9),
            "target": asked.target,
            "met": counted.is_met,
            "units": int(known.sum()),
            "meeting": int((known & counted.meets).sum()),
            "lacking": int(counted.lacking.sum()),
            "no_data": int((~known).sum()),
            "form": asked.form,
            "per": asked.per,
            "of": asked.of if asked.subject in ("facility", "figure") else f"{asked.subject}:{asked.of}",
            "straight_line": counted.straight,
        }
    return found


def is_of_compounds(plan: Plan, asked: Indicator) -> bool:
    """Whether the units of an indicator are compounds and no grids."""
    named = (*(level.key for level in plan.scheme.levels), *(kind.key for kind in plan.scheme.kinds))
    return asked.per == COMPOUND and COMPOUND not in named


def rows_of_units(plan: Plan, counted: Counted, row_of: IntArray) -> IntArray:
    """Return the row of each unit of an indicator, -1 for none.

    A compound belongs to a row if all of its grids do; one without homes if the grid does in which it is.

    Parameters
    ----------
    row_of : int64 (n,)
        The row of each grid, -1 for none.
    """
    if not is_of_compounds(plan, counted.indicator):
        return row_of[counted.at]
    found = compounds(plan)
    compound, grid = found.reach
    rows = row_of[plan.positions(grid)]
    low, high = np.full(len(found), np.iinfo(np.int64).max), np.full(len(found), -1)
    np.minimum.at(low, compound, rows)
    np.maximum.at(high, compound, rows)
    return np.where(low == high, high, -1)[counted.at]


def _counted(plan: Plan, asked: Indicator, amounts: _Amounts) -> Counted:
    in_compounds = is_of_compounds(plan, asked)
    at = np.arange(len(compounds(plan))) if in_compounds else _units(plan, asked)
    known = amounts.is_recorded(asked, in_compounds)
    straight = 0
    if asked.form == "within_m":
        near, straight = amounts.households_near(asked, in_compounds)
        amount = near[at]
        part, whole = amount, amounts.of_figure("built" if in_compounds else "households", in_compounds, at)
    else:
        amount = amounts.of_units(asked, in_compounds, at)
        if asked.form == "per_1000":
            part, whole = 1000 * amount, amounts.of_figure(asked.base, in_compounds, at)
        else:
            least = asked.amount if asked.form == "at_least" else np.nextafter(0.0, 1.0)
            part, whole = (amount >= least - ROUNDING * (least > ROUNDING)).astype(float), np.ones(len(at))
    whole = whole.astype(float) * known
    part = np.where(whole > 0, part, 0.0)
    is_share_of_units = asked.form in ("at_least", "share_with")
    meets = part > 0 if is_share_of_units else part >= (asked.target - ROUNDING) * whole
    return Counted(asked, at, amount, part, whole, meets, straight if known else 0)


def _units(plan: Plan, asked: Indicator) -> IntArray:
    """Return where the grids stand that are units of an indicator, to read only. Shape (u,)."""
    key = (asked.per, asked.kinds, asked.setting)
    return _once(remembered_units(plan), key, lambda: np.flatnonzero(_is_unit(plan, asked)))


def _is_unit(plan: Plan, asked: Indicator) -> BoolArray:
    """Return which grids are units of an indicator. Shape (n,)."""
    scheme = plan.scheme
    if asked.per in (level.key for level in scheme.levels):
        which = plan.of_level(scheme.level(asked.per))
    else:
        which = plan.of_kinds([scheme.kind(asked.per)])
    if asked.kinds:
        which &= plan.of_kinds(scheme.kind(kind) for kind in asked.kinds)
    if asked.setting:
        which &= np.asarray(plan.grids["setting"].to_numpy(dtype=object) == asked.setting, dtype=bool)
    return which


def _once(memory: Amounts, key: tuple[object, ...], work: Callable[[], T]) -> T:
    """Return what a memory holds, working it out the first time."""
    if key not in memory:
        memory[key] = work()
    result: T = memory[key]
    return result


class _Amounts:
    """What the units of one plan have on a day; what several indicators count is counted once."""

    def __init__(self, plan: Plan, on: dt.date) -> None:
        self.plan, self.on = plan, on
        self._known: Amounts = {}

    def is_recorded(self, asked: Indicator, in_compounds: bool) -> bool:
        """Whether the plan has any of what is counted, on whatever day."""
        plan = self.plan
        if asked.subject in ("facility", "role", "tier"):
            memory = remembered_amounts(plan, asked.subject, in_compounds)
            return _once(memory, ("recorded", asked.of), lambda: self._is_said(asked.subject, asked.of))
        if asked.subject == "compound":
            return bool(amounts_of_compounds(plan, asked.of).any())
        return bool(self._figure(asked.of, in_compounds).any())

    def _is_said(self, subject: str, of: str) -> bool:
        if subject == "facility":
            return bool(of_kind(self.plan, of).any())
        table, column = ("assignments", "role") if subject == "role" else ("branches", "tier")
        return bool((self.plan.tables[table][column].to_numpy(dtype=object) == of).any())

    def of_figure(self, key: str, in_compounds: bool, at: IntArray) -> FloatArray:
        """Return households, residents, buildings or square kilometres of each unit. Shape of ``at``."""
        return np.asarray(self._figure(key, in_compounds)[at], dtype=np.float64)

    def of_units(self, asked: Indicator, in_compounds: bool, at: IntArray) -> FloatArray:
        """Return how much of what is counted each unit has. Shape of ``at``."""
        if asked.subject == "figure":
            return self.of_figure(asked.of, in_compounds, at)
        if asked.subject == "compound":
            return (amounts_of_compounds if in_compounds else amounts_by_grid)(self.plan, asked.of)[at]
        memory = remembered_amounts(self.plan, asked.subject, in_compounds)
        if asked.subject == "facility":
            key = (self.on, asked.of, asked.measure, in_compounds)
            if in_compounds:
                return _once(memory, key, lambda: self._of_compounds(asked))[at]
            return _once(memory, key, lambda: facilities_by_grid(self.plan, asked.of, self.on, asked.measure))[at]
        level = self.plan.scheme.level(asked.per)
        return _once(memory, (self.on, asked.of, level.key), lambda: self._different(asked, level))[at]

    def households_near(self, asked: Indicator, in_compounds: bool) -> tuple[FloatArray, int]:
        """Return the households of every grid or compound that live near, and how many were measured straight."""
        plan = self.plan
        from gridmap.indicators.roads import near_kind  # nothing else asks for roads

        which, straight = near_kind(plan, asked.of, self.on, asked.amount)
        households = plan.buildings["households"].to_numpy()
        near = np.where(which, households, 0)
        told = int(households[straight & (holder_positions(plan) >= 0)].sum())
        return (self._in_compounds(near) if in_compounds else total_by_grid(plan, near)), told

    def _figure(self, key: str, in_compounds: bool) -> npt.NDArray[Any]:
        """Return households, residents, buildings or square kilometres of every grid or compound, to read only."""
        return _once(self._known, (key, in_compounds), lambda: self._of_figure(key, in_compounds))

    def _of_figure(self, key: str, in_compounds: bool) -> npt.NDArray[Any]:
        plan = self.plan
        if in_compounds:
            found = compounds(plan)
            if key in ("households", "residents"):
                return np.asarray(getattr(found, key), dtype=float)
            if key == "built":  # households of the buildings alone, since what is declared stands nowhere
                return found.built[:, 0].astype(float)
            ground = np.asarray(plan.buildings.geometry.array, dtype=object)
            each = np.ones(len(ground)) if key == "buildings" else np.nan_to_num(shapely.area(ground)) / 1e6
            total = self._in_compounds(each)
            if key == "area":
                own = shapely.area(compound_shapes(plan)) / 1e6
                total[: found.listed] = np.where(np.isnan(own), total[: found.listed], own)
            return total
        if key == "area":
            return np.nan_to_num(shapely.area(valid_shapes(plan))) / 1e6
        if key == "buildings":
            return buildings_by_grid(plan)
        return households_by_grid(plan) if key == "households" else residents_by_grid(plan)

    def _in_compounds(self, values: npt.NDArray[Any]) -> FloatArray:
        """Add up a value of the buildings for every compound."""
        found = compounds(self.plan)
        mine = found.building_compound >= 0
        total = np.bincount(found.building_compound[mine], weights=values[mine], minlength=len(found))
        return total.astype(np.float64)

    def _of_compounds(self, asked: Indicator) -> FloatArray:
        """Add up the facilities of a kind for every compound: those that name it and lie near it."""
        plan, found = self.plan, compounds(self.plan)
        table = plan.tables["facilities"]
        at = facility_positions(plan)
        rows = np.flatnonzero(of_kind(plan, asked.of) & facilities_in_force(plan, self.on) & (at >= 0))
        mine = compounds_named(plan, at[rows], table["compound"].to_numpy(dtype=object)[rows])
        values = table[asked.measure].to_numpy()[rows]
        total = np.bincount(mine[mine >= 0], weights=values[mine >= 0], minlength=len(found))
        return total.astype(np.float64)

    def _different(self, asked: Indicator, level: Level) -> FloatArray:
        """Count different people of a role, or branches of a tier, in each grid of a level; shape (n,)."""
        plan = self.plan
        if asked.subject == "role":
            table = plan.tables["assignments"]
            rows = counting(plan, self.on) & (table["role"].to_numpy(dtype=object) == asked.of)
            what, grid = table["worker"].to_numpy()[rows], plan.positions(table["grid"].to_numpy()[rows])
        else:
            what, grid = seats(plan, on=self.on)
            here = plan.tables["branches"]["tier"].to_numpy(dtype=object)[what] == asked.of
            what, grid = what[here], grid[here]
        unit = plan.positions(plan.ancestors_at(level))[grid]
        order = np.lexsort((what, unit))
        unit, what = unit[order], what[order]
        first = (np.diff(unit, prepend=-1) > 0) | (np.diff(what, prepend=0) != 0)
        return np.bincount(unit[first & (unit >= 0)], minlength=len(plan.ids)).astype(float)
