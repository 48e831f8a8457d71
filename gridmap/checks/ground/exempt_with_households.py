"""Exempt areas in which people live."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import rows_touched
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import placement
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.ground.unheld import exempt_area_of
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def _otherwise_lived_in(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the same people as before live in the same exempt areas."""
    if not change.touched.isdisjoint(("exempt_areas", "grids.id")):
        return None
    same = exempt_area_of(old) is exempt_area_of(new) and "buildings.id" not in change.touched
    if same and (exempt_area_of(new)[rows_touched(new, change)] < 0).all():
        return np.empty(0, dtype=np.int64)
    (one, before), (two, after) = (_homes(plan) for plan in (old, new))
    same = len(one) == len(two) and (exempt_area_of(old)[one] == exempt_area_of(new)[two]).all()
    return two[:0] if same and np.array_equal(before, after) else None


def _homes(plan: Plan) -> tuple[IntArray, IntArray]:
    """Return the rows of the buildings in exempt areas with households, and how many those are."""
    households = plan.buildings["households"].to_numpy()
    row = np.flatnonzero((exempt_area_of(plan) >= 0) & (households > 0))
    return row, households[row]


@check(
    "exempt-with-households",
    severity="error",
    group="ground",
    source="docs/design.md, Facts of the domain",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    again=_otherwise_lived_in,
)
def exempt_with_households(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find exempt areas with households inside: an area used as an excuse leaves them to nobody.

    Buildings that a grid holds all the same are not counted. The finding stands for all of its buildings, which are
    not told again as buildings in no grid.
    """
    row, households = _homes(plan)
    if not len(row):
        return
    ground, areas, area = exempt_ground(plan), plan.tables["exempt_areas"], exempt_area_of(plan)[row]
    parent = areas["parent"].to_numpy()
    reached = scope.has_rows(plan, placement(plan).holder[row]) | scope.has_rows(plan, parent[area])
    found = np.unique(area[reached])
    counted = np.bincount(area, minlength=len(areas))
    inside = np.bincount(area, weights=households, minlength=len(areas)).astype(np.int64)
    known = plan.positions(parent[found]) >= 0
    yield from about_rows(
        plan,
        "exempt-with-households",
        [(int(grid),) if there else () for grid, there in zip(parent[found], known, strict=True)],
        where=ground[found],
        about=[f"exempt area {number}" for number in areas.index[found].tolist()],
        name=areas["name"].to_numpy(dtype=object)[found],
        area_m2=shapely.area(ground[found]),
        households=inside[found],
        count=counted[found],
    )
