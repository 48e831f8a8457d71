"""Exempt areas in which people live."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import building_points, placement, unplaced
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.model.plan import Plan


@check(
    "exempt-with-households",
    severity="error",
    group="ground",
    source="docs/design.md, Facts of the domain",
    reads=(*HOUSEHOLDS, "exempt_areas"),
)
def exempt_with_households(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find exempt areas with households inside: an area used as an excuse leaves them to nobody.

    Buildings that a grid holds all the same are not counted. The finding stands for all of its buildings, which are
    not told again as buildings in no grid.
    """
    households = plan.buildings["households"].to_numpy()
    rows = np.flatnonzero(unplaced(plan) & (households > 0))
    if not len(rows):
        return
    ground, areas = exempt_ground(plan), plan.tables["exempt_areas"]
    row, area = shapely.STRtree(ground).query(building_points(plan)[rows], predicate="intersects")
    order = np.lexsort((area, row))
    row, area = row[order], area[order]
    first = np.unique(row, return_index=True)[1]  # where two areas meet or overlap, the building counts once
    row, area = rows[row[first]], area[first]
    parent = areas["parent"].to_numpy()
    reached = scope.has_rows(plan, placement(plan).holder[row]) | scope.has_rows(plan, parent[area])
    found = np.unique(area[reached])
    counted = np.bincount(area, minlength=len(areas))
    inside = np.bincount(area, weights=households[row], minlength=len(areas)).astype(np.int64)
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
