"""Inhabited buildings that no grid holds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.codes.childless import without_children
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import building_points, placement, unplaced
from gridmap.ground.tiling import tiling
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan


def buildings_in_no_grid(plan: Plan, scope: Scope) -> IntArray:
    """Return the rows of the buildings that no grid holds and that no other finding stands for.

    Left out are those in a gap, on exempt ground, and in a grid that must be divided and is not.
    """
    holder = placement(plan).holder
    rows = np.flatnonzero(unplaced(plan) & scope.has_rows(plan, holder))
    if not len(rows):
        return rows
    at = plan.positions(holder[rows])
    held = np.flatnonzero(at >= 0)
    rows = np.delete(rows, held[without_children(plan, at[held])])
    whole = scope.grids is None
    told = [exempt_ground(plan), tiling(plan, None if whole else np.unique(holder[rows])).gaps.shape]
    inside, _ = shapely.STRtree(np.concatenate(told)).query(building_points(plan)[rows], predicate="intersects")
    return np.delete(rows, np.unique(inside))


@check(
    "building-in-no-grid",
    severity="error",
    group="buildings",
    source="docs/design.md, What it is for",
    reads=(*HOUSEHOLDS, "exempt_areas"),
)
def inhabited_buildings_in_no_grid(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find buildings with households that no grid holds, mostly because they lie outside the whole plan.

    Households in a gap, on exempt ground, or in a grid that is not divided as it must be, are told with that finding
    and not once more here.
    """
    rows = buildings_in_no_grid(plan, scope)
    yield from about_buildings(plan, "building-in-no-grid", rows[plan.buildings["households"].to_numpy()[rows] > 0])


def about_buildings(plan: Plan, rule: str, rows: IntArray) -> Iterator[Finding]:
    """Yield a finding for each of some buildings, with the grid that holds it as far as one does, and its plate."""
    buildings, holder = plan.buildings, placement(plan).holder[rows]
    yield from about_rows(
        plan,
        rule,
        [(grid,) if grid else () for grid in holder.tolist()],
        buildings=buildings.index.to_numpy()[rows][:, None].tolist(),
        where=np.asarray(buildings.geometry.array, dtype=object)[rows],
        households=buildings["households"].to_numpy()[rows],
    )
