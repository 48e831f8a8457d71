"""Households in grids where nobody is meant to live."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_rows, check
from gridmap.placement import building_points, households_by_grid, placement
from gridmap.plan import Plan
from gridmap.workload import household_standard


@check(
    "households-in-dedicated",
    severity="warning",
    group="buildings",
    source="households of the kind in the scheme",
    reads=(*HOUSEHOLDS, "grids.setting"),
)
def households_in_dedicated(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids of a kind without households, such as a school's, in which somebody lives all the same.

    The place is that of the inhabited buildings.
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
    homes = shapely.multipoints(building_points(plan)[inhabited[order]], indices=place[order])
    yield from about_rows(
        plan,
        "households-in-dedicated",
        ids[:, None].tolist(),
        where=homes,
        count=np.bincount(place, minlength=len(ids)),
    )
