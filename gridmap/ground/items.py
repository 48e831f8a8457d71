"""Items: in which grid each is, how far it has come on a day, and for how long it has been open.

An item has days and no state: what it is on a day follows from them, so that every day of the past can be asked about.
One that was evaluated counts as solved, on the day of the evaluation if no other is said; one with a rating and no day
of it as evaluated when it was solved. A day that cannot be read is
none, and an item that nobody knows the first day of counts on no day.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.ground.placement import smallest_first
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.ground.tiling.valid import is_on_the_map
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, shapes_where
from gridmap.model.kept import kept, kept_by_day
from gridmap.model.plan import Plan

DAYS: Final = ("raised_on", "assigned_on", "solved_on", "evaluated_on")
"""The days of an item in the order in which they come."""

AGES: Final = (7, 30, 90)
"""Up to how many days an item is open in each class of age but the last."""

_DATED: Final = (*(f"items.{day}" for day in DAYS), "items.rating")

Days = npt.NDArray[np.datetime64]


class ItemState(IntEnum):
    """How far an item has come on a day."""

    NOT_YET = -1
    RAISED = 0
    ASSIGNED = 1
    SOLVED = 2
    EVALUATED = 3


@kept("items.geometry")
def item_points(plan: Plan) -> ShapeArray:
    """Return the inner point of every item, ``None`` for one without a place. Shape (m,)."""
    shapes = np.asarray(plan.tables["items"].geometry.array, dtype=object)
    found = shapes_where(is_on_the_map(shapes), shapes)
    other = shapely.get_type_id(found) > shapely.GeometryType.POINT
    found[other] = shapely.point_on_surface(found[other])
    return shapes_where(~shapely.is_empty(found), found)


@kept("items.geometry", "items.grid", "grids.geometry", "grids.kind", "grids.parent")
def item_holders(plan: Plan) -> IntArray:
    """Return where the grid of every item stands in ``plan.ids``, -1 for one that is in none. Shape (m,).

    It is the deepest grid that holds the item's place; for an item without a place, or with one that no grid holds,
    the grid that is declared of it.
    """
    holder = grids_at(plan, item_points(plan))
    declared = plan.positions(plan.tables["items"]["grid"].to_numpy())
    return np.where(holder >= 0, holder, declared)


def grids_at(plan: Plan, points: ShapeArray) -> IntArray:
    """Return which grid holds each of some points, as :func:`gridmap.ground.placement.placement` has it of buildings.

    Parameters
    ----------
    points : object (m,)
        In the plan's CRS; ``None`` for none.

    Returns
    -------
    int64 (m,)
        Positions in ``plan.ids``, -1 where no grid that shares out ground holds the point.
    """
    holder = np.full(len(points), -1, dtype=np.int64)
    shapes = valid_shapes(plan)
    rows = np.flatnonzero(~shapely.is_missing(points))
    for level in reversed(plan.scheme.levels):
        grids = np.flatnonzero(plan.shares_ground & (plan.ranks == level.rank) & ~shapely.is_missing(shapes))
        rows = rows[holder[rows] < 0]
        if not len(rows) or not len(grids):
            continue
        grid, point = shapely.STRtree(points[rows]).query(shapes[grids], predicate="intersects")
        if len(point):
            row, at = smallest_first(plan, rows[point], grids[grid])
            first = np.concatenate([[True], row[1:] != row[:-1]])
            holder[row[first]] = at[first]
    return holder


@kept(*_DATED)
def item_days(plan: Plan) -> dict[str, Days]:
    """Return the days of every item, NaT for none; ``done_on`` is the day on which it was solved. Shapes (m,)."""
    items = plan.tables["items"]
    days = {name: _as_days(items[name]) for name in DAYS}
    solved, evaluated = days["solved_on"], days["evaluated_on"]
    done = np.where(np.isnat(solved), evaluated, solved)
    rated = items["rating"].to_numpy() > 0
    return {**days, "evaluated_on": np.where(np.isnat(evaluated) & rated, done, evaluated), "done_on": done}


def _as_days(texts: pd.Series) -> Days:
    return pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce").to_numpy().astype("datetime64[D]")


@kept_by_day(*_DATED)
def item_states(plan: Plan, on: dt.date) -> npt.NDArray[np.int8]:
    """Return how far every item has come on a day, values of :class:`ItemState`. Shape (m,)."""
    days, day = item_days(plan), np.datetime64(on, "D")
    state = np.full(len(plan.tables["items"]), ItemState.NOT_YET, dtype=np.int8)
    for reached, name in (
        (ItemState.RAISED, "raised_on"),
        (ItemState.ASSIGNED, "assigned_on"),
        (ItemState.SOLVED, "done_on"),
        (ItemState.EVALUATED, "evaluated_on"),
    ):
        state[days[name] <= day] = reached  # nothing is before a day that is none
    state[~(days["raised_on"] <= day)] = ItemState.NOT_YET
    return state


def is_open(state: npt.NDArray[np.int8]) -> BoolArray:
    """Return which items are raised and not solved, of their states."""
    return (state >= ItemState.RAISED) & (state < ItemState.SOLVED)


def days_open(plan: Plan, on: dt.date | None = None) -> IntArray:
    """Return for how many days every item has been open on a day: until it was solved, or until that day. Shape (m,).

    -1 for one that is not raised yet; never below 0 otherwise.
    """
    day = np.datetime64(on or dt.date.today(), "D")
    state, days = item_states(plan, on), item_days(plan)
    until = np.where(state >= ItemState.SOLVED, days["done_on"], day)
    count = np.maximum((until - days["raised_on"]).astype(np.int64), 0)
    return np.where(state >= ItemState.RAISED, count, -1)


def is_overdue(plan: Plan, on: dt.date | None = None) -> BoolArray:
    """Return which items are open for more days than the scheme's ``item_days``. Shape (m,)."""
    late: BoolArray = days_open(plan, on) > plan.scheme.limit("item_days")
    return is_open(item_states(plan, on)) & late
