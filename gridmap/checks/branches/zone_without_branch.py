"""Party-building zones without a branch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import rows_touched
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import building_points, households_in
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.model.arrays import IntArray, ShapeArray, positions_in, shapes_where
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept("branches.id", "zones")
def _leaderless(plan: Plan) -> tuple[IntArray, ShapeArray]:
    """Return the rows of the zones without a branch, and their ground."""
    zones = plan.tables["zones"]
    branch = positions_in(plan.tables["branches"].index.to_numpy(), zones["branch"].to_numpy())
    at = np.flatnonzero(branch < 0)
    shapes = np.asarray(zones.geometry.array, dtype=object)[at]
    return at, made_valid(shapes_where(~shapely.is_empty(shapes), shapes), is_valid(shapes))


def _otherwise_led(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the zones stay what they are and no building that a change touches is or was in one."""
    if not change.touched.isdisjoint(("branches.id", "zones")):
        return None
    _, shapes = _leaderless(new)
    touched = np.concatenate([building_points(plan)[rows_touched(plan, change)] for plan in (old, new)])
    inside, _ = shapely.STRtree(shapes).query(touched, predicate="intersects")
    return None if len(inside) else inside


@check(
    "zone-without-branch",
    severity="warning",
    group="branches",
    source="docs/design.md, What it is for",
    reads=("branches.id", "zones", "buildings.geometry", "buildings.households"),
    again=_otherwise_led,
)
def zones_without_branch(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party-building zones whose leading branch is not recorded or does not exist."""
    zones, (at, shapes) = plan.tables["zones"], _leaderless(plan)
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
