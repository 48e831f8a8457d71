"""Which grid holds which building, and how many households live on a piece of ground.

A building is where its inner point is: the point itself, or for a footprint a point on its surface.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.plan import IntArray, Plan, ShapeArray, shapes_where
from gridmap.tiling.proof import valid_shapes


@dataclass(frozen=True, eq=False)
class Placement:
    """Where the buildings of a plan are.

    Attributes
    ----------
    holder : int64 (b,)
        Id of the deepest grid that shares out ground and holds the building, 0 if none does; of two on one level the
        lower id.
    also : int64 (k, 2)
        Rows of buildings that lie strictly inside more than one grid of their holder's level, and the other grid's id.
    """

    holder: IntArray
    also: IntArray


def building_points(plan: Plan) -> ShapeArray:
    """Return the inner point of every building, ``None`` where the shape is missing; kept with the plan. Shape (b,)."""
    found = plan.__dict__.get("_building_points")
    if found is None:
        shapes = np.asarray(plan.buildings.geometry.array, dtype=object)
        is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
        found = shapes.copy()
        found[~is_point] = shapely.point_on_surface(shapes[~is_point])
        found = plan.__dict__["_building_points"] = shapes_where(~shapely.is_empty(found), found)
    return found


def building_tree(plan: Plan) -> shapely.STRtree:
    """Return a spatial index of :func:`building_points`; kept with the plan."""
    found = plan.__dict__.get("_building_tree")
    if found is None:
        found = plan.__dict__["_building_tree"] = shapely.STRtree(building_points(plan))
    return found


def placement(plan: Plan) -> Placement:
    """Return which grid holds each building; kept with the plan."""
    found = plan.__dict__.get("_placement")
    if found is None:
        found = plan.__dict__["_placement"] = _place(plan)
    return found


def _place(plan: Plan) -> Placement:
    points = building_points(plan)
    holder = np.zeros(len(points), dtype=np.int64)
    also: list[IntArray] = []
    shapes = valid_shapes(plan)
    open_rows = np.flatnonzero(~shapely.is_missing(points))
    for level in reversed(plan.scheme.levels):
        grids = np.flatnonzero(plan.shares_ground & (plan.ranks == level.rank) & ~shapely.is_missing(shapes))
        if not len(grids) or not len(open_rows):
            continue
        point, grid = _holding(points[open_rows], shapes[grids])
        row, grid = open_rows[point], grids[grid]
        first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=bool)
        holder[row[first]] = plan.ids[grid[first]]
        if not first.all():
            also.append(_strictly_inside_others(points, shapes, row, grid, first, plan.ids))
        open_rows = open_rows[holder[open_rows] == 0]
    return Placement(holder, np.concatenate(also) if also else np.empty((0, 2), np.int64))


def _holding(points: ShapeArray, shapes: ShapeArray) -> tuple[IntArray, IntArray]:
    """Return pairs of points and shapes that hold them, by point and then by shape."""
    point, shape = shapely.STRtree(shapes).query(points, predicate="intersects")
    order = np.lexsort((shape, point))
    return point[order], shape[order]


def _strictly_inside_others(
    points: ShapeArray,
    shapes: ShapeArray,
    row: IntArray,
    grid: IntArray,
    first: npt.NDArray[np.bool_],
    ids: IntArray,
) -> IntArray:
    """Return (row, id) for second and later holders, unless the building just stands on the border of the two."""
    own = np.flatnonzero(first)[np.cumsum(first) - 1]
    later = np.flatnonzero(~first)
    inside = shapely.contains_properly(shapes[grid[later]], points[row[later]])
    inside &= shapely.contains_properly(shapes[grid[own[later]]], points[row[later]])
    later = later[inside]
    return np.stack([row[later], ids[grid[later]]], axis=1)


def households_in(plan: Plan, ground: ShapeArray) -> IntArray:
    """Return the households of the buildings whose inner point lies in each piece of ground. Shape (n,)."""
    piece, building = building_tree(plan).query(ground, predicate="intersects")
    households = plan.buildings["households"].to_numpy()
    return np.bincount(piece, weights=households[building], minlength=len(ground)).astype(np.int64)


def total_by_grid(plan: Plan, values: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Add up a value of the buildings for every grid, from those it holds itself and all that is below it.

    Parameters
    ----------
    values : (b,)
        One number for each building.

    Returns
    -------
    float64 (n,)
        In the order of ``plan.ids``.
    """
    at = plan.positions(placement(plan).holder)
    total = np.bincount(at[at >= 0], weights=values[at >= 0], minlength=len(plan.ids)).astype(np.float64)
    return rolled_up(plan, total)


def rolled_up(plan: Plan, own: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Add to what each grid has of its own what the grids below it have, along the stored parents. Shape (n,)."""
    total = own.astype(np.float64, copy=True)
    above = plan.positions(plan.parents)
    for level in reversed(plan.scheme.levels):  # the deepest level hands up first
        here = np.flatnonzero((plan.ranks == level.rank) & (above >= 0))
        here = here[plan.ranks[above[here]] < level.rank]
        np.add.at(total, above[here], total[here])
    return total


def households_by_grid(plan: Plan) -> IntArray:
    """Return the households of every grid with all below it; kept with the plan. Shape (n,)."""
    found = plan.__dict__.get("_households_by_grid")
    if found is None:
        total = total_by_grid(plan, plan.buildings["households"].to_numpy())
        found = plan.__dict__["_households_by_grid"] = total.astype(np.int64)
    return found


def residents_by_grid(plan: Plan) -> IntArray:
    """Return the residents of every grid with all below it; kept with the plan. Shape (n,)."""
    found = plan.__dict__.get("_residents_by_grid")
    if found is None:
        total = total_by_grid(plan, plan.buildings["residents"].to_numpy())
        found = plan.__dict__["_residents_by_grid"] = total.astype(np.int64)
    return found
