"""Facilities, organisations and units: which grid each belongs to, which are there on a day, and how many they are.

A facility is where its place is; a list may say the grid too, which counts where there is no place or no grid holds it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from gridmap.ground.placement import deepest_at, holders_followed, inner_points, rolled_up
from gridmap.ground.spatial_index import SpatialIndex
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.kept import kept, kept_by_day, kept_by_row
from gridmap.model.plan import Plan

_PLACED: Final = ("facilities.geometry", "grids.geometry", "grids.kind", "grids.parent")


@kept_by_row("facilities", "geometry")
def facility_points(plan: Plan, rows: IntArray) -> ShapeArray:
    """Return the inner point of every facility, ``None`` where it has no place; kept with the plan. Shape (f,)."""
    return inner_points(np.asarray(plan.tables["facilities"].geometry.array, dtype=object)[rows])


@kept("facilities.geometry")
def facility_index(plan: Plan) -> SpatialIndex:
    """Return a spatial index of :func:`facility_points`; kept with the plan and following edits."""
    return SpatialIndex.of(plan.tables["facilities"].index.to_numpy(), facility_points(plan))


@facility_index.follows
def _(old: Plan, new: Plan, change: Change, result: SpatialIndex) -> SpatialIndex:
    ids = new.tables["facilities"].index.to_numpy()
    return result.following(ids, change.ids("facilities"), facility_points(new))


@kept(*_PLACED)
def place_holders(plan: Plan) -> IntArray:
    """Return the id of the deepest grid in which each facility lies, 0 for none; it follows edits. Shape (f,)."""
    return deepest_at(plan, facility_points(plan))


@place_holders.follows
def _(old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray:
    return holders_followed(old, new, change, result, "facilities", facility_points(new), facility_index(new))


@kept(*_PLACED, "facilities.grid", itself=("facilities.grid", "grids.id"), through=(place_holders,))
def facility_positions(plan: Plan) -> IntArray:
    """Return where the grid of every facility stands in ``plan.ids``, -1 for one that is not assigned. Shape (f,).

    That in which its place lies; without a place, or where no grid holds it, that which a list declares.
    """
    holder = place_holders(plan)
    declared = plan.tables["facilities"]["grid"].to_numpy()
    return plan.positions(np.where(holder > 0, holder, declared))


@kept_by_day("facilities.from_date", "facilities.until_date")
def facilities_in_force(plan: Plan, on: dt.date) -> BoolArray:
    """Return which facilities are there on a day: begun, and not ended before it. Shape (f,)."""
    table, day = plan.tables["facilities"], on.isoformat()
    begin, end = (table[name].to_numpy(dtype=object).astype(str) for name in ("from_date", "until_date"))
    return (begin <= day) & ((end == "") | (end >= day))


def of_kind(plan: Plan, kind: str) -> BoolArray:
    """Return which facilities are of a kind, on whatever day. Shape (f,)."""
    return np.asarray(plan.tables["facilities"]["kind"].to_numpy(dtype=object) == kind, dtype=bool)


def facilities_by_grid(plan: Plan, kind: str, on: dt.date | None = None, measure: str = "count") -> FloatArray:
    """Return how many facilities of a kind every grid has with all below it on a day. Shape (n,).

    Parameters
    ----------
    measure : "count", "members" or "people"
        The column that is added up.
    """
    own = np.zeros(len(plan.ids))
    at = facility_positions(plan)
    rows = np.flatnonzero(of_kind(plan, kind) & facilities_in_force(plan, on) & (at >= 0))
    np.add.at(own, at[rows], plan.tables["facilities"][measure].to_numpy()[rows])
    return rolled_up(plan, own)


def facilities_of_grid(plan: Plan, grid: int, on: dt.date | None = None) -> dict[str, int]:
    """Return what :func:`facilities_by_grid` counts for one grid, of every kind of the scheme, in one go.

    Parameters
    ----------
    grid : int
        Its id.
    """
    at, here = facility_positions(plan), int(plan.positions([grid])[0])
    below = (at == here) & (at >= 0)
    for level in reversed(plan.scheme.levels):  # as they are rolled up: the deepest level hands up first
        hands_up = (at >= 0) & (plan.ranks[at] == level.rank)
        at = np.where(hands_up & (plan.holders[at] >= 0), plan.holders[at], np.where(hands_up, -1, at))
        below |= (at == here) & (at >= 0)
    rows = np.flatnonzero(below & facilities_in_force(plan, on))
    kinds, counts = (plan.tables["facilities"][name].to_numpy()[rows] for name in ("kind", "count"))
    return {kind.key: int(counts[kinds == kind.key].sum()) for kind in plan.scheme.facilities}


def facility_figures(plan: Plan, on: dt.date | None = None) -> dict[str, dict[str, int]]:
    """Return for each kind of the scheme what there is of it on a day.

    Returns
    -------
    dict of dict
        ``rows`` of the table, ``count`` for how many they stand, ``members`` and ``people`` whom they have, and
        ``unassigned``, of the count, in no grid.
    """
    table, there, at = plan.tables["facilities"], facilities_in_force(plan, on), facility_positions(plan)
    found = {}
    for kind in plan.scheme.facilities:
        rows = of_kind(plan, kind.key) & there
        sums = {name: int(table[name].to_numpy()[rows].sum()) for name in ("count", "members", "people")}
        unassigned = int(table["count"].to_numpy()[rows & (at < 0)].sum())
        found[kind.key] = {"rows": int(rows.sum()), **sums, "unassigned": unassigned}
    return found
