"""Where the compounds of the list are: the grid that each lies in, and the buildings that lie in its shape."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.cores import query
from gridmap.ground.placement import building_index, building_points, deepest_at, holders_followed, inner_points
from gridmap.ground.spatial_index import SpatialIndex
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, moved_rows, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import kept, kept_by_row
from gridmap.model.plan import Plan

_PLACED: Final = ("compounds.geometry", "grids.geometry", "grids.kind", "grids.parent")


@kept_by_row("compounds", "geometry")
def compound_shapes(plan: Plan, rows: IntArray) -> ShapeArray:
    """Return the outline of every compound of the list, made valid, ``None`` where it has none. Shape (r,)."""
    shapes = np.asarray(plan.tables["compounds"].geometry.array, dtype=object)[rows]
    return made_valid(shapes, is_valid(shapes))


@kept_by_row("compounds", "geometry")
def compound_points(plan: Plan, rows: IntArray) -> ShapeArray:
    """Return an inner point of every compound of the list, ``None`` where it has no shape. Shape (r,)."""
    return inner_points(np.asarray(plan.tables["compounds"].geometry.array, dtype=object)[rows])


@kept("compounds.geometry")
def _index(plan: Plan) -> SpatialIndex:
    return SpatialIndex.of(plan.tables["compounds"].index.to_numpy(), compound_points(plan))


@_index.follows
def _(old: Plan, new: Plan, change: Change, result: SpatialIndex) -> SpatialIndex:
    return result.following(new.tables["compounds"].index.to_numpy(), change.ids("compounds"), compound_points(new))


@kept(*_PLACED)
def _holders(plan: Plan) -> IntArray:
    """Return the id of the deepest grid in which the inner point of each compound lies, 0 for none. Shape (r,)."""
    return deepest_at(plan, compound_points(plan))


@_holders.follows
def _(old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray:
    return holders_followed(old, new, change, result, "compounds", compound_points(new), _index(new))


@kept(*_PLACED, "compounds.grid", itself=("compounds.grid", "grids.id"), through=(_holders,))
def listed_positions(plan: Plan) -> IntArray:
    """Return where the grid of every compound of the list stands in ``plan.ids``, -1 for none. Shape (r,).

    That in which its shape lies; without a shape, or where no grid holds it, that which the list says.
    """
    holder = _holders(plan)
    return plan.positions(np.where(holder > 0, holder, plan.tables["compounds"]["grid"].to_numpy()))


@kept("buildings.geometry", "compounds.geometry")
def rows_by_place(plan: Plan) -> IntArray:
    """Return in which compound's shape each building lies, by its place in the list, -1 for none. Shape (b,).

    Of several that hold it, the smallest.
    """
    found = np.full(len(plan.buildings), -1, dtype=np.int64)
    rows = np.flatnonzero(has_shape(plan))
    return _in_shapes(plan, rows, np.arange(len(found)), found) if len(rows) else found


@rows_by_place.follows
def _(old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray:
    """Place anew only buildings that changed, and those that a changed shape holds or held."""
    ids, known = new.buildings.index.to_numpy(), new.tables["compounds"].index.to_numpy()
    found = moved_rows(old.buildings.index.to_numpy(), ids, result, -1)
    again = [positions_in(ids, change.ids("buildings"))]
    rows = change.rows.get("compounds")
    if rows is not None and not (rows.keeps_ids and "geometry" not in rows.changed_columns):
        was = np.append(old.tables["compounds"].index.to_numpy(), 0)[found]
        again.append(np.flatnonzero(np.isin(was, rows.ids)))
        here = positions_in(known, rows.ids)
        _, inside = building_index(new).query(compound_shapes(new)[here[here >= 0]], predicate="intersects")
        again.append(inside)
        found = np.where(was > 0, positions_in(known, was), -1)
    buildings = np.unique(np.concatenate(again))
    buildings = buildings[buildings >= 0]
    shaped = np.flatnonzero(has_shape(new))
    if len(buildings):
        found[buildings] = -1
    return _in_shapes(new, shaped, buildings, found) if len(buildings) and len(shaped) else found


def _in_shapes(plan: Plan, rows: IntArray, buildings: IntArray, found: IntArray) -> IntArray:
    """Write down for some buildings in which of some compounds' shapes they lie."""
    shapes = compound_shapes(plan)[rows]
    tree = shapely.STRtree(building_points(plan)[buildings])
    one, at = query(tree, shapes, "intersects", None)
    area = shapely.area(shapes)
    order = np.lexsort((rows[one], area[one]))[::-1]  # the smallest is written last
    found[buildings[at[order]]] = rows[one[order]]
    return found


def has_shape(plan: Plan) -> BoolArray:
    """Return which compounds of the list have a shape. Shape (r,)."""
    return ~shapely.is_missing(compound_shapes(plan))
