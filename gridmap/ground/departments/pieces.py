"""The ground that the grids of a department and the base grids have in common, and what only one of the two holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.ground.placement import divided_further
from gridmap.ground.tiling import is_ground, is_valid, made_valid, valid_shapes
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray, positions_in, shapes_where
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

_COLLECTION: Final = 7
_EXACT: Final = 1e-9
"""Part of its area by which a union of shapes that only touch may differ from the sum."""
BASE: Final = ("grids.geometry", "grids.kind", "grids.parent")
"""What the base grids depend on."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """The ground of a department's grids cut along the borders of the base grids, and the other way round.

    Attributes
    ----------
    grids : int64 (d,)
        Ids in ``department_grids`` of those that have ground, ascending.
    grid_shapes : object (d,)
        Their ground; of an invalid shape that which it encloses.
    base : int64 (b,)
        Ids of the base grids, ascending.
    base_shapes : object (b,)
    grid, at : int64 (k,)
        For each piece its places in ``grids`` and ``base``; in the order of the places.
    shape : object (k,)
        Polygons and multipolygons; of a base grid that lies in a department's grid as a whole its very shape.
    is_ground : bool (k,)
        Whether a piece is wider than the scheme's ``sliver_width``, on the whole or at one place.
    outside : object (d,)
        What of each department's grid no base grid holds, ``None`` for nothing.
    bare : object (b,)
        What of each base grid no grid of the department holds, ``None`` for nothing.
    outside_is_ground : bool (d,)
    bare_is_ground : bool (b,)
        Whether these are wide enough, as for ``is_ground``.
    """

    grids: IntArray
    grid_shapes: ShapeArray
    base: IntArray
    base_shapes: ShapeArray
    grid: IntArray
    at: IntArray
    shape: ShapeArray
    is_ground: BoolArray
    outside: ShapeArray
    outside_is_ground: BoolArray
    bare: ShapeArray
    bare_is_ground: BoolArray

    @property
    def area_m2(self) -> FloatArray:
        """The area of each piece. Shape (k,)."""
        return shapely.area(self.shape)


def base_grids(plan: Plan) -> IntArray:
    """Return the positions in ``plan.ids`` of the base grids: the deepest with ground, that nothing divides further.

    They share out ground; a grid of a kind that must be divided and is not is none.
    """
    there = plan.shares_ground & ~shapely.is_missing(valid_shapes(plan)) & ~divided_further(plan)
    return np.flatnonzero(there)


def ground_of_departments(plan: Plan) -> ShapeArray:
    """Return the ground of every row of ``department_grids``, ``None`` where it has none. Shape (r,)."""
    shapes = np.asarray(plan.tables["department_grids"].geometry.array, dtype=object)
    shapes = shapes_where(~shapely.is_empty(shapes), shapes)
    return made_valid(shapes, is_valid(shapes))


def pieces_of(plan: Plan, department: str) -> Pieces:
    """Return the pieces of a department; kept with the plan, and following changes of the base grids."""
    known = _by_department(plan)
    if department not in known:
        table = plan.tables["department_grids"]
        shapes = ground_of_departments(plan)
        rows = np.flatnonzero((table["department"] == department).to_numpy() & ~shapely.is_missing(shapes))
        known[department] = _cut(plan, table.index.to_numpy()[rows], shapes[rows])
    return known[department]


@kept(*BASE, "department_grids")
def _by_department(plan: Plan) -> dict[str, Pieces]:
    return {}


@_by_department.follows
def _(old: Plan, new: Plan, change: Change, result: dict[str, Pieces]) -> dict[str, Pieces] | None:
    """Cut only the base grids again that a change touches, and look at the department's grids around them again."""
    if "department_grids" in change.rows:
        return None
    base = base_grids(new)
    ids, shapes = new.ids[base], valid_shapes(new)[base]
    return {department: _followed(new, pieces, ids, shapes) for department, pieces in result.items()}


def _cut(plan: Plan, grids: IntArray, grid_shapes: ShapeArray) -> Pieces:
    at = base_grids(plan)
    base, base_shapes = plan.ids[at], valid_shapes(plan)[at]
    grid, place, shape = _common(grid_shapes, base_shapes)
    outside, bare = _less(grid_shapes, base_shapes), _less(base_shapes, grid_shapes)
    return Pieces(
        grids,
        grid_shapes,
        base,
        base_shapes,
        grid,
        place,
        shape,
        wide_enough(shape, plan),
        outside,
        wide_enough(outside, plan),
        bare,
        wide_enough(bare, plan),
    )


def _followed(plan: Plan, old: Pieces, base: IntArray, shapes: ShapeArray) -> Pieces:
    """Return the pieces with other base grids; those of base grids that are the same objects are taken over."""
    before = positions_in(old.base, base)
    same = before >= 0
    same[same] = [one is two for one, two in zip(old.base_shapes[before[same]], shapes[same], strict=True)]
    if same.all() and len(base) == len(old.base):
        return old
    now = positions_in(base, old.base[old.at])
    stay = now >= 0
    stay[stay] = same[now[stay]]
    other = np.flatnonzero(~same)
    grid, at, shape = _common(old.grid_shapes, shapes[other])
    wide = wide_enough(shape, plan)
    grid, at = np.concatenate([old.grid[stay], grid]), np.concatenate([now[stay], other[at]])
    order = np.lexsort((at, grid))
    gone = np.setdiff1d(np.arange(len(old.base)), before[same])
    touched = shapely.STRtree(old.grid_shapes).query(np.concatenate([shapes[other], old.base_shapes[gone]]))[1]
    touched = np.unique(touched)
    near = np.unique(shapely.STRtree(shapes).query(old.grid_shapes[touched])[1])
    outside = old.outside.copy()
    outside[touched] = _less(old.grid_shapes[touched], shapes[near])
    bare = np.full(len(base), None, dtype=object)
    bare[same] = old.bare[before[same]]
    bare[other] = _less(shapes[other], old.grid_shapes)
    return Pieces(
        old.grids,
        old.grid_shapes,
        base,
        shapes,
        grid[order],
        at[order],
        np.concatenate([old.shape[stay], shape])[order],
        np.concatenate([old.is_ground[stay], wide])[order],
        outside,
        wide_enough(outside, plan),
        bare,
        wide_enough(bare, plan),
    )


def _common(grids: ShapeArray, base: ShapeArray) -> tuple[IntArray, IntArray, ShapeArray]:
    """Return the pairs that have ground in common, by grid and base grid, and that ground.

    A base grid that lies in a grid as a whole is not cut, so that nothing of it is lost to rounding.
    """
    tree = shapely.STRtree(base)
    grid, at = tree.query(grids, predicate="intersects")
    order = np.lexsort((at, grid))
    grid, at = grid[order], at[order]
    inside, of = tree.query(grids, predicate="covers")
    whole = np.isin(grid * len(base) + at, inside * len(base) + of)
    shape = base[at]
    shape[~whole] = only_areas(shapely.intersection(grids[grid[~whole]], base[at[~whole]]))
    there = ~shapely.is_missing(shape)
    return grid[there], at[there], shape[there]


def _less(shapes: ShapeArray, others: ShapeArray) -> ShapeArray:
    """Return what is left of shapes without the ground of others, ``None`` where nothing is."""
    left = np.full(len(shapes), None, dtype=object)
    if not len(others):
        return shapes.copy()
    if len(shapes):
        all_others = exact_union(others)
        shapely.prepare(all_others)
        open_ = np.flatnonzero(~shapely.covers(all_others, shapes))
        left[open_] = only_areas(shapely.difference(shapes[open_], all_others))
    return left


def exact_union(shapes: ShapeArray) -> shapely.Geometry:
    """Return the union of shapes; with their exact borders if they do no more than touch, as grids should."""
    try:
        union = shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:
        return shapely.union_all(shapes)
    total = float(shapely.area(shapes).sum())
    fine = shapely.is_valid(union) and abs(union.area - total) <= _EXACT * total
    return union if fine else shapely.union_all(shapes)


def only_areas(shapes: ShapeArray) -> ShapeArray:
    """Return the polygons of shapes without the points and lines beside them, ``None`` where there is no area."""
    result = shapes.copy()
    for i in np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION).tolist():
        parts = shapely.get_parts(shapes[i])
        result[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    result[~(shapely.area(result) > 0)] = None
    return result


def wide_enough(shapes: ShapeArray, plan: Plan) -> BoolArray:
    """Return which shapes are no mere differences of drawing: wider than ``sliver_width`` at some place. Shape (n,)."""
    parts, row = shapely.get_parts(shapes, return_index=True)
    wide = np.zeros(len(shapes), dtype=bool)
    wide[row[is_ground(parts, plan.scheme.limit("sliver_width"))]] = True
    return wide
