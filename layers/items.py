"""Items on the map: each at its place by how far it has come, and grids by how many there are to their residents."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from dataclasses import replace
from typing import ClassVar, Final

import numpy as np
import shapely

from gridmap.figures.items import (
    median_age_by_grid,
    open_by_grid,
    per_thousand_residents,
    raised_by_grid,
    solved_by_grid,
)
from gridmap.ground.items import AGES, ItemState, item_points, item_states
from gridmap.ground.placement import residents_by_grid
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.plan import Plan
from layers import palette
from layers.detail import level_of_detail
from layers.marks import Box, Entry, Layer, Legend, Marks, touching
from layers.states import States
from layers.style import Style

RATE_STEPS: Final = (1.0, 3.0, 6.0, 10.0)
"""Items to 1,000 residents at which the next class of :class:`ItemRate` begins."""

_STATES: Final = (ItemState.RAISED, ItemState.ASSIGNED, ItemState.SOLVED, ItemState.EVALUATED)
_CELL: Final = 14
"""From afar items of one state within so many dots are one symbol."""
_SEVERAL: Final = (2, 10)
"""How many items make the next larger symbol."""
_LARGER: Final = (1.0, 1.4, 1.9)


class Items(Layer):
    """Items at their places, by how far they have come on a day; from afar neighbours are one larger symbol."""

    key: ClassVar[str] = "items"
    counts_on_a_day: ClassVar[bool] = True
    opacity_in_editing: ClassVar[float] = 0.4
    names: ClassVar[tuple[str, ...]] = ("raised", "assigned", "solved", "evaluated")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the items that have a place and are raised by the day; those that are open lie on top."""
        state, points = item_states(plan, self.on).astype(np.int64), item_points(plan)
        rows = np.flatnonzero((state >= ItemState.RAISED) & touching(points, window))
        size, cell = np.ones(len(rows), dtype=np.int64), _CELL * level_of_detail(detail_m)
        if cell and len(rows):
            places = np.floor(shapely.get_coordinates(points[rows]) / cell).astype(np.int64)
            groups = np.column_stack([state[rows], places])
            _, first, size = np.unique(groups, axis=0, return_index=True, return_counts=True)
            rows = rows[first]
        order = np.argsort(-state[rows], kind="stable")
        rows, size = rows[order], size[order]
        style = state[rows] * len(_LARGER) + np.searchsorted(_SEVERAL, size, side="right")
        ids = plan.tables["items"].index.to_numpy()
        return Marks(ids[rows], points[rows], style, _styles(), legend=self._legend(state))

    def _legend(self, state: IntArray) -> Legend:
        number = np.bincount(state[state >= ItemState.RAISED], minlength=len(_STATES)).tolist()
        entries = [
            Entry(f"legend-items-{name}", (palette.ITEMS[known],), count, "point")
            for name, known, count in zip(self.names, _STATES, number, strict=True)
        ]
        return Legend("legend-items", tuple(entries))


def _styles() -> tuple[Style, ...]:
    styles = (palette.ITEMS[state] for state in _STATES)
    return tuple(replace(style, symbol_mm=style.symbol_mm * larger) for style in styles for larger in _LARGER)


class ItemClasses(States):
    """Grids of the deepest level in classes of a figure of their items; those of which it says nothing are not asked.

    Attributes
    ----------
    steps : tuple of float
        The figure at which each class but the first begins.
    """

    counts_on_a_day: ClassVar[bool] = True
    steps: ClassVar[tuple[float, ...]]

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    @abstractmethod
    def figure(self, plan: Plan) -> FloatArray:
        """Return the figure of every grid, NaN where there is none. Shape (n,)."""

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids of the deepest level that have the figure."""
        return (plan.ranks == plan.ranks.max(initial=0)) & ~np.isnan(self.figure(plan))

    def states(self, plan: Plan) -> IntArray:
        """Return the class of every grid."""
        return np.searchsorted(self.steps, np.nan_to_num(self.figure(plan)), side="right").astype(np.int64)


class ItemsOpen(ItemClasses):
    """Grids by how many of their items are open on a day; those in which none was ever raised are not asked."""

    key: ClassVar[str] = "item-open"
    styles: ClassVar[tuple[Style, ...]] = palette.ITEM_RATE
    names: ClassVar[tuple[str, ...]] = ("lowest", "low", "middle", "high", "highest")
    steps: ClassVar[tuple[float, ...]] = (1.0, 2.0, 4.0, 8.0)

    def figure(self, plan: Plan) -> FloatArray:
        """Return how many items are open."""
        return np.where(raised_by_grid(plan, self.on) > 0, open_by_grid(plan, self.on), np.nan)


class ItemsSolved(ItemClasses):
    """Grids by the share of their items that are solved on a day."""

    key: ClassVar[str] = "item-solved"
    styles: ClassVar[tuple[Style, ...]] = palette.ITEM_RATE[::-1]
    names: ClassVar[tuple[str, ...]] = ("lowest", "low", "middle", "high", "highest")
    steps: ClassVar[tuple[float, ...]] = (0.5, 0.75, 0.9, 1.0)

    def figure(self, plan: Plan) -> FloatArray:
        """Return the share of what was raised that is solved."""
        raised = raised_by_grid(plan, self.on)
        return np.divide(solved_by_grid(plan, self.on), raised, out=np.full(len(raised), np.nan), where=raised > 0)


class ItemsAge(ItemClasses):
    """Grids by how old their open items are on a day, by the median in days: the classes of the ageing of items."""

    key: ClassVar[str] = "item-age"
    styles: ClassVar[tuple[Style, ...]] = palette.ITEM_RATE[:4]
    names: ClassVar[tuple[str, ...]] = ("lowest", "low", "middle", "high")
    steps: ClassVar[tuple[float, ...]] = tuple(days + 1.0 for days in AGES)

    def figure(self, plan: Plan) -> FloatArray:
        """Return the median age of the open items, in whole days."""
        return np.floor(median_age_by_grid(plan, self.on))


class ItemRate(States):
    """Grids by the items that were raised in them by a day, to 1,000 residents; classes that any two maps share."""

    key: ClassVar[str] = "item-rate"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.ITEM_RATE
    names: ClassVar[tuple[str, ...]] = ("lowest", "low", "middle", "high", "highest")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids of the deepest level in which anybody lives."""
        return (plan.ranks == plan.ranks.max(initial=0)) & (residents_by_grid(plan) > 0)

    def states(self, plan: Plan) -> IntArray:
        """Return the class of every grid, 0 for the fewest."""
        rate = np.nan_to_num(per_thousand_residents(plan, self.on))
        return np.searchsorted(RATE_STEPS, rate, side="right").astype(np.int64)
