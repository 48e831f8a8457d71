"""Buildings that two grids hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import building_points, placement
from gridmap.ground.tiling import tiling
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def _otherwise_shared(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the same buildings lie in the same grids, none was touched, and all that is told is the same.

    All that is told of them already are the overlaps and overhangs.
    """
    one, two = placement(old), placement(new)
    rows, before = two.also[:, 0], one.also[:, 0]
    ids, ids_before = new.buildings.index.to_numpy()[rows], old.buildings.index.to_numpy()[before]
    same = np.array_equal(ids, ids_before) and np.array_equal(one.also[:, 1], two.also[:, 1])
    if same and not len(rows):
        return rows
    if not same or not np.array_equal(one.holder[before], two.holder[rows]):
        return None
    if np.isin(change.ids("buildings"), ids).any():
        return None
    told = [[*map(id, tiling(plan).overlaps.shape), *map(id, tiling(plan).overhangs.shape)] for plan in (old, new)]
    return rows[:0] if told[0] == told[1] else None


@check(
    "building-in-two-grids",
    severity="error",
    group="buildings",
    source="docs/design.md, What it is for",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    again=_otherwise_shared,
)
def buildings_in_two_grids(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find buildings that lie inside two grids of one level, where no overlap and no overhang says so already.

    That is so where the two have different parents and neither reaches outside its own, or where one has none.
    """
    also, holder = placement(plan).also, placement(plan).holder
    here = scope.has_rows(plan, also[:, 1]) | scope.has_rows(plan, holder[also[:, 0]])
    also = also[here]
    if not len(also):
        return
    # The families of the two, or those of everything if that is known anyway.
    grids = np.unique(np.concatenate([also[:, 1], holder[also[:, 0]]]))
    families = None if scope.grids is None else np.unique(plan.parents[plan.positions(grids)])
    ground = tiling(plan, families)
    told = shapely.STRtree(np.concatenate([ground.overlaps.shape, ground.overhangs.shape]))
    inside, _ = told.query(building_points(plan)[also[:, 0]], predicate="intersects")
    also = np.delete(also, np.unique(inside), axis=0)
    rows, number = np.unique(also[:, 0], return_inverse=True)
    others = listed(number.reshape(-1), also[:, 1], len(rows))
    buildings = plan.buildings
    yield from about_rows(
        plan,
        "building-in-two-grids",
        [[first, *more] for first, more in zip(holder[rows].tolist(), others, strict=True)],
        buildings=buildings.index.to_numpy()[rows][:, None].tolist(),
        where=np.asarray(buildings.geometry.array, dtype=object)[rows],
        households=buildings["households"].to_numpy()[rows],
    )
