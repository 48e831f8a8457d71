"""Households in grids where nobody is meant to live."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_or_moved
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import building_points, households_by_grid, placement, rehoused
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.people.workload import household_standard


def _otherwise_inhabited(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the grids that changed, that hold other households, or that hold a building that moved or is new there."""
    before, after = rehoused(old, new, change)
    holders = np.concatenate([placement(old).holder[before], placement(new).holder[after]])
    return np.union1d(changed_or_moved(old, new, change), holders)


@check(
    "households-in-dedicated",
    severity="warning",
    group="buildings",
    source="households of the kind in the scheme",
    reads=(*HOUSEHOLDS, "grids.setting"),
    again=_otherwise_inhabited,
)
def households_in_dedicated(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids of a kind without households, such as a school's, in which somebody lives all the same.

    The place is that of the inhabited buildings, the grid itself where a list declares households and no building has
    any.
    """
    _, most = household_standard(plan)
    at = scope.at(plan)
    at = at[(most[at] == 0) & (households_by_grid(plan)[at] > 0)]
    if not len(at):
        return
    ids = plan.ids[at]
    inhabited = np.flatnonzero((plan.buildings["households"].to_numpy() > 0) & np.isin(placement(plan).holder, ids))
    place = np.searchsorted(ids, placement(plan).holder[inhabited])
    order = np.argsort(place, kind="stable")
    homes = plan.shapes(ids).copy()
    with_homes, number = np.unique(place[order], return_inverse=True)
    if len(with_homes):
        homes[with_homes] = shapely.multipoints(building_points(plan)[inhabited[order]], indices=number)
    yield from about_rows(
        plan,
        "households-in-dedicated",
        ids[:, None].tolist(),
        where=homes,
        count=np.bincount(place, minlength=len(ids)),
    )
