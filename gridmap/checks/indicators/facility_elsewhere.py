"""Facilities that lie in another grid than a list says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import has_ground
from gridmap.indicators.facilities import facility_points, place_holders
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept(
    *("grids.geometry", "grids.kind", "grids.parent", "facilities.geometry", "facilities.grid"),
    itself=("grids.kind", "grids.parent", "facilities.grid"),
    through=(place_holders, facility_points, has_ground),
)
def disagreeing(plan: Plan) -> BoolArray:
    """Return which facilities have a place that is not in the grid that a list declares. Shape (f,).

    It may be in a grid below that one, or the list may know a smaller one than the ground does. A grid that shares out
    no ground, or has no shape, says nothing of where a facility lies.
    """
    declared = plan.positions(plan.tables["facilities"]["grid"].to_numpy())
    known = plan.shares_ground & plan.has_shape
    asked = (declared >= 0) & ~shapely.is_missing(facility_points(plan))
    asked &= np.append(known, False)[declared]
    at = plan.positions(place_holders(plan))
    agree = np.zeros(len(declared), dtype=bool)
    for one, two in ((at, declared), (declared, at)):
        climbing = one.copy()
        for _ in range(len(plan.scheme.levels) + 1):
            agree |= (climbing == two) & (climbing >= 0)
            climbing = np.append(plan.holders, -1)[climbing]
    return asked & ~agree


def rows_and_grids(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if it is the same facilities that disagree, and they say the same."""
    if "facilities" in change.rows:
        return None
    one, two = disagreeing(old), disagreeing(new)
    same = np.array_equal(one, two) and np.array_equal(place_holders(old)[one], place_holders(new)[two])
    return np.empty(0, dtype=np.int64) if same else None


@check(
    "facility-elsewhere",
    severity="notice",
    group="indicators",
    source="docs/project-file.md: of a facility with a place, the place says in which grid it is",
    reads=("grids.geometry", "grids.kind", "grids.parent", "facilities"),
    again=rows_and_grids,
)
def facilities_elsewhere(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find facilities whose place is not in the grid that a list declares; the place is what counts."""
    rows = np.flatnonzero(disagreeing(plan))
    if not len(rows):
        return
    table, holder = plan.tables["facilities"], place_holders(plan)[rows]
    declared = table["grid"].to_numpy()[rows]
    here = scope.has_rows(plan, declared) | scope.has_rows(plan, holder)
    rows, holder, declared = rows[here], holder[here], declared[here]
    yield from about_rows(
        plan,
        "facility-elsewhere",
        [(int(one), int(two)) if two else (int(one),) for one, two in zip(declared, holder, strict=True)],
        where=facility_points(plan)[rows],
        about=[str(id_) for id_ in table.index.to_numpy()[rows]],
        facility=table["name"].to_numpy(dtype=object)[rows].tolist(),
        kind=table["kind"].to_numpy(dtype=object)[rows].tolist(),
    )
