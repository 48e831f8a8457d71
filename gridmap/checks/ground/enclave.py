"""Ground that lies wholly inside another grid of the same level."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_ground
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import polygons_in, valid_shapes
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, moved_rows
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@check(
    "enclave",
    severity="notice",
    group="ground",
    limits=("coordinate_noise",),
    source="docs/design.md, Proving that children tile a parent",
    reads=HOUSEHOLDS,
    by_place=True,
)
def enclaves(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell which grids of the upper levels lie in a hole of another grid of their level: an enclave and not a gap.

    A hole that nobody fills is a gap of the grid above, or exempt. Grids that are carved out of others, and those of
    the lowest level, lie inside each other as a rule and are not told. An enclave that is there only because the grids
    above the two are enclaves of each other is told for those.
    """
    inside, outside, ground = enclosed(plan)
    if not len(ground):
        return
    pairs = np.stack([plan.ids[inside], plan.ids[outside]], axis=1)
    above = np.stack([plan.parents[inside], plan.parents[outside]], axis=1)
    told = set(map(tuple, pairs.tolist()))
    seen = np.fromiter((pair[0] != pair[1] and tuple(pair) in told for pair in above.tolist()), bool, len(above))
    here = np.isin(pairs, scope.grids).any(axis=1) if scope.grids is not None else np.ones(len(pairs), dtype=bool)
    chosen = np.flatnonzero(here & ~seen)
    chosen = chosen[np.lexsort((*shapely.bounds(ground[chosen])[:, :2].T, *pairs[chosen].T))]
    yield from about_ground(plan, scope, "enclave", [tuple(pair) for pair in pairs[chosen].tolist()], ground[chosen])


@kept("grids.geometry", "grids.kind")
def enclosed(plan: Plan) -> tuple[IntArray, IntArray, ShapeArray]:
    """Return which grid of an upper level lies in a hole of which other (positions), and the ground of it there."""
    shapes = valid_shapes(plan)
    upper = _upper(plan)
    carved = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.ground == "carve")
    around = np.flatnonzero(_holed(plan))
    parts, of_part = shapely.get_parts(shapes[around], return_index=True)
    holed = shapely.get_num_interior_rings(parts) > 0
    around, parts = around[of_part[holed]], parts[holed]
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    inner = np.concatenate([[False], of_ring[1:] == of_ring[:-1]]) if len(rings) else np.zeros(0, dtype=bool)
    holes, around = shapely.polygons(rings[inner]), around[of_ring[inner]]
    hole, inside = grid_index(plan).query(holes, predicate="intersects")
    same = upper[inside] & ~carved[inside] & (plan.ranks[inside] == plan.ranks[around[hole]]) & (inside != around[hole])
    hole, inside = hole[same], inside[same]
    ground, row = polygons_in(shapely.intersection(holes[hole], shapes[inside]), plan.scheme.limit("coordinate_noise"))
    return inside[row], around[hole[row]], ground


@enclosed.follows
def _(
    old: Plan, new: Plan, change: Change, result: tuple[IntArray, IntArray, ShapeArray]
) -> tuple[IntArray, IntArray, ShapeArray] | None:
    """Keep it as long as no grid of an upper level changed: the lowest grids have no part in it."""
    rows = change.rows["grids"]
    if not rows.keeps_ids or any(_upper(plan)[plan.positions(rows.ids)].any() for plan in (old, new)):
        return None
    return result


def _upper(plan: Plan) -> BoolArray:
    """Return which grids share out ground on a level above the lowest. Shape (n,)."""
    return plan.shares_ground & (plan.ranks < len(plan.scheme.levels))


@kept("grids.geometry", "grids.kind")
def _holed(plan: Plan) -> BoolArray:
    """Return which grids of the upper levels have a hole. Shape (n,)."""
    holed = np.zeros(len(plan.ids), dtype=bool)
    at = np.flatnonzero(_upper(plan))
    holed[at] = _with_holes(valid_shapes(plan)[at])
    return holed


@_holed.follows
def _(old: Plan, new: Plan, change: Change, result: BoolArray) -> BoolArray:
    holed = moved_rows(old.ids, new.ids, result, False)
    at = new.positions(change.ids("grids"))
    at = at[at >= 0]
    holed[at] = _upper(new)[at] & _with_holes(valid_shapes(new)[at])
    return holed


def _with_holes(shapes: ShapeArray) -> BoolArray:
    holed: BoolArray = shapely.get_num_interior_rings(shapes) > 0
    several = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON)
    parts, of_part = shapely.get_parts(shapes[several], return_index=True)  # copies them, and most are in one part
    holed[several[of_part[shapely.get_num_interior_rings(parts) > 0]]] = True
    return holed
