"""Exempt areas in which people live."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import placement
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.ground.unheld import exempt_area_of
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
    of_building = exempt_area_of(plan)
    row = np.flatnonzero((of_building >= 0) & (households > 0))
    if not len(row):
        return
    ground, areas, area = exempt_ground(plan), plan.tables["exempt_areas"], of_building[row]
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
