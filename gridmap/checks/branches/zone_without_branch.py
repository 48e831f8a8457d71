"""Party-building zones without a branch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import households_in
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.model.arrays import positions_in, shapes_where
from gridmap.model.plan import Plan


@check(
    "zone-without-branch",
    severity="warning",
    group="branches",
    source="docs/design.md, What it is for",
    reads=("branches.id", "zones", "buildings.geometry", "buildings.households"),
)
def zones_without_branch(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party-building zones whose leading branch is not recorded or does not exist."""
    zones = plan.tables["zones"]
    branch = positions_in(plan.tables["branches"].index.to_numpy(), zones["branch"].to_numpy())
    at = np.flatnonzero(branch < 0)
    shapes = np.asarray(zones.geometry.array, dtype=object)[at]
    shapes = made_valid(shapes_where(~shapely.is_empty(shapes), shapes), is_valid(shapes))
    inside = scope.reaches(plan, shapes)
    at, shapes = at[inside], shapes[inside]
    yield from about_rows(
        plan,
        "zone-without-branch",
        [()] * len(at),
        where=shapes,
        about=[f"zone {number}" for number in zones.index[at].tolist()],
        name=zones["name"].to_numpy(dtype=object)[at],
        area_m2=np.nan_to_num(shapely.area(shapes)),
        households=households_in(plan, shapes),
    )
