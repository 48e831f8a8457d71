"""Layers of what a city counts: facilities as symbols, and units by whether they reach what the scheme asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import cycle
from typing import ClassVar, Final, cast

import numpy as np

from gridmap.ground.compounds import compounds
from gridmap.indicators.counted import Counted, indicators, is_of_compounds
from gridmap.indicators.facilities import facilities_in_force, facility_points, facility_positions
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from layers import palette
from layers.clusters import CLUSTER_DOTS, LARGER, SEVERAL, clustered
from layers.compounds import OfCompounds
from layers.marks import Box, Entry, Layer, Legend, Marks, Words, touching
from layers.states import States
from layers.style import Style, Symbol, TextStyle

INDICATOR: Final = "indicator-"
"""What the keys of the layers of single indicators begin with."""

_NUMBER: Final = TextStyle(1.7)


_SAID: Final = {
    "met": "legend-indicator-met",
    "under": "legend-indicator-under",
    "far-under": "legend-indicator-far-under",
    "not-asked": "legend-indicator-not-asked",
}


class IndicatorStates(States):
    """Units of the deepest level that an indicator asks about, by how many of the indicators they fall short of.

    What is asked of a grid above is asked of those below it too. Indicators of compounds are no matter of grids.
    """

    key: ClassVar[str] = "indicators"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.INDICATOR
    names: ClassVar[tuple[str, ...]] = ("met", "one", "several")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def asked(self, plan: Plan) -> BoolArray:
        """Return the units of the deepest level of which anything can be said."""
        known = np.zeros(len(plan.ids), dtype=bool)
        for counted in self._of_grids(plan):
            known[counted.at[counted.has_data]] = True
        deepest = plan.ranks[known].max(initial=0)
        return self._below(plan, known) & (plan.ranks == deepest) & (deepest > 0)

    def states(self, plan: Plan) -> IntArray:
        """Return 0 where nothing is lacking, 1 for one indicator, 2 for several."""
        short = np.zeros(len(plan.ids), dtype=np.int64)
        for counted in self._of_grids(plan):
            missed = np.zeros(len(plan.ids), dtype=bool)
            missed[counted.at[counted.has_data & ~counted.meets]] = True
            short += self._below(plan, missed)
        return np.minimum(short, 2)

    def _of_grids(self, plan: Plan) -> list[Counted]:
        return [
            counted for counted in indicators(plan, self.on).values() if not is_of_compounds(plan, counted.indicator)
        ]

    def _below(self, plan: Plan, which: BoolArray) -> BoolArray:
        """Return which grids are among some or below one of them."""
        found = which.copy()
        for level in plan.scheme.levels:
            at = plan.positions(plan.ancestors_at(level))
            found |= np.append(which, False)[at]
        return found


class OneIndicator(States):
    """Units by how near they come to what one indicator asks: enough, more than half of it, less.

    Parameters
    ----------
    indicator : str
        Its key in the scheme.
    on : date, optional
    """

    key: ClassVar[str] = INDICATOR
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.INDICATOR
    names: ClassVar[tuple[str, ...]] = ("met", "under", "far-under")

    def __init__(self, indicator: str = "", on: dt.date | None = None) -> None:
        self.indicator, self.on = indicator, on
        self.__dict__["key"] = f"{INDICATOR}{indicator}"

    def asked(self, plan: Plan) -> BoolArray:
        """Return the units of which anything can be said."""
        which = np.zeros(len(plan.ids), dtype=bool)
        counted = self._counted(plan)
        if counted is not None:
            which[counted.at[counted.has_data]] = True
        return which

    def states(self, plan: Plan) -> IntArray:
        """Return 0 enough, 1 at least half of it, 2 less."""
        state, counted = np.zeros(len(plan.ids), dtype=np.int64), self._counted(plan)
        if counted is not None:
            state[counted.at] = _nearness(counted)
        return state

    def legend(self, plan: Plan) -> Legend:
        """Return the states under the name of the indicator."""
        told = super().legend(plan)
        begins = len(f"legend-{self.key}-")
        entries = tuple(replace(entry, words=_SAID[str(entry.words)[begins:]]) for entry in told.entries)
        return Legend(_name_of(plan, self.indicator), entries)

    def _counted(self, plan: Plan) -> Counted | None:
        counted = indicators(plan, self.on).get(self.indicator)
        return None if counted is None or is_of_compounds(plan, counted.indicator) else counted


class CompoundIndicator(OfCompounds):
    """Compounds by how near they come to what one indicator asks of each: enough, more than half of it, less.

    Parameters
    ----------
    indicator : str
        Its key in the scheme.
    on : date, optional
    """

    key: ClassVar[str] = INDICATOR
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.COMPOUND_STATES
    words: ClassVar[tuple[str, ...]] = (_SAID["met"], _SAID["under"], _SAID["far-under"])

    def __init__(self, indicator: str = "", on: dt.date | None = None) -> None:
        self.indicator, self.on = indicator, on
        self.__dict__["key"] = f"{INDICATOR}{indicator}"

    def states(self, plan: Plan) -> IntArray:
        """Return 0 enough, 1 at least half of it, 2 less, -1 without data."""
        counted = indicators(plan, self.on).get(self.indicator)
        state = np.full(len(compounds(plan)), -1, dtype=np.int64)
        if counted is not None and is_of_compounds(plan, counted.indicator):
            state[counted.at] = np.where(counted.has_data, _nearness(counted), -1)
        return state

    def heading(self, plan: Plan) -> Words:
        """Return the name of the indicator."""
        return _name_of(plan, self.indicator)


def _nearness(counted: Counted) -> IntArray:
    """Return for each unit of an indicator 0 for enough, 1 for at least half of it, 2 for less. Shape (u,)."""
    asked = counted.indicator
    wanted = asked.target if asked.form in ("per_1000", "within_m") else max(asked.amount, 1.0)
    values = np.nan_to_num(counted.values)
    return np.where(counted.meets, 0, np.where(2 * values >= wanted, 1, 2)).astype(np.int64)


def _name_of(plan: Plan, indicator: str) -> Words:
    known: dict[str, Words] = {one.key: one.name for one in plan.scheme.indicators}
    return known.get(indicator, "layer-indicators")


class Facilities(Layer):
    """Facilities, organisations and units with a place, by kind; from afar one symbol stands for several near by."""

    key: ClassVar[str] = "facilities"
    counts_on_a_day: ClassVar[bool] = True

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the facilities of the kinds that the scheme knows; the key is the first one's id."""
        kind, points = self._kinds(plan), facility_points(plan)
        rows = np.flatnonzero((kind >= 0) & touching(points, window))
        ids = plan.tables["facilities"].index.to_numpy()
        rows, number = clustered(rows, kind, points, CLUSTER_DOTS * detail_m)
        label = np.array([f"{count:,}" if count > 1 else "" for count in number.tolist()], dtype=object)
        styles = _styles(plan.scheme)
        weight = number.astype(np.float64)
        style = len(LARGER) * kind[rows] + np.searchsorted(SEVERAL, number, side="right")
        return Marks(ids[rows], points[rows], style, styles, label, weight, self.legend(plan))

    def legend(self, plan: Plan) -> Legend:
        """Return the kinds of which any is drawn with how many are, and how many of these kinds have no place."""
        kind = self._kinds(plan)
        placed = np.array([point is not None for point in facility_points(plan)], dtype=bool)
        count = plan.tables["facilities"]["count"].to_numpy()
        styles = _styles(plan.scheme)
        entries, left_out = [], ~placed & (facility_positions(plan) >= 0)
        unplaced = 0
        for number, known in enumerate(plan.scheme.facilities):
            here = int(count[(kind == number) & placed].sum())
            if here:
                entries.append(Entry(known.name, (styles[len(LARGER) * number],), here, "point"))
                unplaced += int(count[(kind == number) & left_out].sum())
        if unplaced:
            entries.append(Entry("legend-facilities-unplaced", (), unplaced, "point"))
        return Legend("legend-facilities" if entries else "", tuple(entries))

    def _kinds(self, plan: Plan) -> IntArray:
        """Return the place in the scheme of each facility's kind, -1 for one that it does not know, or not then."""
        place = {kind.key: number for number, kind in enumerate(plan.scheme.facilities)}
        kinds = plan.tables["facilities"]["kind"].tolist()
        found = np.fromiter((place.get(kind, -1) for kind in kinds), dtype=np.int64, count=len(kinds))
        return np.where(facilities_in_force(plan, self.on), found, -1)


def _styles(scheme: Scheme) -> tuple[Style, ...]:
    """Return the symbols of each kind of facilities: for one in the kind's shape, for several a disc with a number."""
    colours = palette.FACILITIES
    styles: list[Style] = []
    for colour, kind in zip(cycle(colours), scheme.facilities, strict=False):
        number = replace(colour.text or _NUMBER, colour="#ffffff", halo=colour.symbol_fill, bold=True)
        disc = replace(colour, symbol="circle", text=number)
        styles.append(replace(colour, symbol=cast(Symbol, kind.symbol)))
        styles += [replace(disc, symbol_mm=disc.symbol_mm * larger) for larger in LARGER[1:]]
    return tuple(styles) or (colours[0],)


def layers_of_indicators(scheme: Scheme, on: dt.date | None = None) -> list[Layer]:
    """Return a layer for each indicator of a scheme, in their order: of grids or of compounds."""
    named = {*(level.key for level in scheme.levels), *(kind.key for kind in scheme.kinds)}
    return [
        OneIndicator(one.key, on) if one.per in named else CompoundIndicator(one.key, on) for one in scheme.indicators
    ]
