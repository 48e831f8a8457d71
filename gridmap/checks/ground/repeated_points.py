"""Shapes in which a vertex comes twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.cores import in_lots
from gridmap.ground.tiling import validity
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.kept import kept_by_row
from gridmap.model.plan import Plan


@kept_by_row("grids", "geometry")
def repeats_points(plan: Plan, at: IntArray) -> BoolArray:
    """Return which grids have a shape in which some vertex comes twice in a row; kept with the plan. Shape (n,)."""
    return np.concatenate(in_lots(_repeats, plan.all_shapes[at]))


@check(
    "repeated-points",
    severity="notice",
    group="ground",
    source="Oracle Spatial, ORA-13356: adjacent points in a geometry are redundant",
    reads=("grids.geometry",),
    again=changed_grids,
)
def repeated_points(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell in which shapes a vertex comes twice in a row, which does no harm here but is refused by other programs.

    Shapes that are not valid are told for that alone.
    """
    at = scope.at(plan)
    at = at[(repeats_points(plan) & validity(plan))[at]]
    points, row = _repeated(plan.all_shapes[at])
    count = np.bincount(row, minlength=len(at))
    where = shapely.multipoints(shapely.points(points), indices=row) if len(at) else np.empty(0, dtype=object)
    yield from about_rows(plan, "repeated-points", plan.ids[at][:, None].tolist(), where=where, count=count)


def _repeats(shapes: ShapeArray) -> BoolArray:
    xy = shapely.get_coordinates(shapes)
    same = np.flatnonzero((xy[1:, 0] == xy[:-1, 0]) & (xy[1:, 1] == xy[:-1, 1]))
    result = np.zeros(len(shapes), dtype=bool)
    # The last point of a ring may be the first of the next, which is no repetition: so ring by ring, of those few.
    suspect = np.unique(np.searchsorted(np.cumsum(shapely.get_num_coordinates(shapes)), same, side="right"))
    result[suspect[_repeated(shapes[suspect])[1]]] = True
    return result


def _repeated(shapes: ShapeArray) -> tuple[np.ndarray, IntArray]:
    """Return the vertices that come again right after themselves, and the row of each one's shape, ascending."""
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    polygonal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of_ring = shapely.get_rings(parts[polygonal], return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    again = np.flatnonzero((xy[1:] == xy[:-1]).all(axis=1) & (ring[1:] == ring[:-1]))
    return xy[again], shape_of_part[polygonal][part_of_ring[ring[again]]].astype(np.int64)
