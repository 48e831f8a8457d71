"""Which grid holds which building, and how many households live on a piece of ground.

A building is where its inner point is: the point itself, or for a footprint a point on its surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.point_index import PointIndex, PointsInCells, in_order
from gridmap.ground.spatial_index import SpatialIndex
from gridmap.ground.tiling.proof import grid_index, valid_shapes
from gridmap.ground.tiling.valid import is_on_the_map
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, moved_rows, positions_in, shapes_where
from gridmap.model.change import Change
from gridmap.model.cycles import left_out, soon_left_out
from gridmap.model.kept import kept, once_for_change
from gridmap.model.plan import Plan

_MANY: Final = 50
"""For so many grids to a point, or fewer, it is quicker to ask the grids which points they hold."""

_PLACED: Final = ("grids.geometry", "grids.kind", "grids.parent", "buildings.geometry")
_DECLARED: Final = ("grids.declared_households", "grids.declared_residents")


@dataclass(frozen=True, eq=False)
class Placement:
    """Where the buildings of a plan are.

    Attributes
    ----------
    holder : int64 (b,)
        Id of the deepest grid that shares out ground and holds the building, 0 if none does; of several on one level
        the smallest, which is the one that was carved out where one was; but none without a parent if one has one.
    also : int64 (k, 2)
        Rows of buildings that lie strictly inside more than one grid of their holder's level, and the other grid's id,
        in the order of rows and ids.
    """

    holder: IntArray
    also: IntArray


@kept("buildings.geometry")
def building_points(plan: Plan) -> ShapeArray:
    """Return the inner point of every building, ``None`` where it has none; kept with the plan. Shape (b,)."""
    return _inner_points(np.asarray(plan.buildings.geometry.array, dtype=object))


@kept("buildings.geometry")
def building_index(plan: Plan) -> PointIndex:
    """Return an index of :func:`building_points`; kept with the plan and following edits."""
    return PointIndex.of(plan.buildings.index.to_numpy(), building_points(plan))


@kept(*_PLACED)
def placement(plan: Plan) -> Placement:
    """Return which grid holds each building; kept with the plan and following edits."""
    points = building_points(plan)
    holder = np.zeros(len(points), dtype=np.int64)
    also: list[IntArray] = []
    shapes = valid_shapes(plan)
    open_rows = np.flatnonzero(~shapely.is_missing(points))
    for level in reversed(plan.scheme.levels):
        grids = np.flatnonzero(plan.shares_ground & (plan.ranks == level.rank) & ~shapely.is_missing(shapes))
        if not len(grids) or not len(open_rows):
            continue
        if len(open_rows) * 2 > len(points):
            grid, row = building_index(plan).query(shapes[grids])
            still_open = holder[row] == 0
            row, grid = row[still_open], grid[still_open]
        else:
            grid, at = PointsInCells.of(points[open_rows]).held_by(shapes[grids])
            row = open_rows[at]
        also.append(_settle(plan, row, grids[grid], holder))
        open_rows = open_rows[holder[open_rows] == 0]
    return Placement(holder, _in_order(np.concatenate([*also, np.empty((0, 2), np.int64)])))


@kept(*_PLACED)
def holder_positions(plan: Plan) -> IntArray:
    """Return where the grid that holds each building stands in ``plan.ids``, -1 for none. Shape (b,)."""
    return plan.positions(placement(plan).holder)


@holder_positions.follows
def _(old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray | None:
    if old.ids is not new.ids:
        return None
    rows, now = rehoused(old, new, change)
    if not len(rows) and not len(now):
        return result
    at = moved_rows(old.buildings.index.to_numpy(), new.buildings.index.to_numpy(), result, -1)
    at[now] = new.positions(placement(new).holder[now])
    return at


@once_for_change
def rehoused(old: Plan, new: Plan, change: Change) -> tuple[IntArray, IntArray]:
    """Return the rows of the buildings that a change touches or that another grid holds after it.

    Returns
    -------
    before, after : int64 (k,), int64 (m,)
        Rows in the old plan, ascending, and in the new one: the same buildings but for those that went or came.
    """
    old_ids, new_ids = old.buildings.index.to_numpy(), new.buildings.index.to_numpy()
    one, two, touched = placement(old), placement(new), change.ids("buildings")
    if one is two and not len(touched):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    differs = moved_rows(old_ids, new_ids, one.holder, -1) != two.holder
    at = positions_in(new_ids, touched)
    differs[at[at >= 0]] = True
    after = np.flatnonzero(differs)
    before = positions_in(old_ids, np.union1d(new_ids[after], touched))
    return before[before >= 0], after


def has_ground(plan: Plan) -> BoolArray:
    """Return :attr:`gridmap.model.plan.Plan.has_shape`, the very same after a change that leaves it as it is."""
    return plan.has_shape


@kept("grids.geometry", "grids.kind", "grids.parent", itself=("grids.kind", "grids.parent"), through=(has_ground,))
def divided_further(plan: Plan) -> BoolArray:
    """Return which grids are divided further: their kind must be, or a grid below shares out their ground. (n,)."""
    divided = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.children_required)
    above = plan.parent_positions[plan.shares_ground & plan.has_shape]
    divided[above[above >= 0]] = True
    return divided


@kept(*_PLACED, through=(divided_further, holder_positions))
def unplaced(plan: Plan) -> BoolArray:
    """Return which buildings no grid holds for good: none at all, or only one that is divided further. Shape (b,).

    A grid is divided further if its kind must be, or if a grid below it shares out its ground. A building without a
    place is unplaced.
    """
    divided, at = divided_further(plan), holder_positions(plan)
    return (at < 0) | divided[at] if len(divided) else at < 0


def _in_order(pairs: IntArray) -> IntArray:
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _settle(plan: Plan, row: IntArray, grid: IntArray, holder: IntArray) -> IntArray:
    """Write down the smallest grid that holds each building in ``holder`` and return who else does, for ``also``.

    ``row`` (buildings) and ``grid`` (positions) are pairs of one level.
    """
    if not len(row):
        return np.empty((0, 2), np.int64)
    row, grid = smallest_first(plan, row, grid)
    first = np.concatenate([[True], row[1:] != row[:-1]])
    holder[row[first]] = plan.ids[grid[first]]
    if first.all():
        return np.empty((0, 2), np.int64)
    points, shapes = building_points(plan), valid_shapes(plan)
    own = np.flatnonzero(first)[np.cumsum(first) - 1]
    later = np.flatnonzero(~first)  # a building on the border of two grids is in the first alone
    inside = shapely.contains_properly(shapes[grid[later]], points[row[later]])
    inside &= shapely.contains_properly(shapes[grid[own[later]]], points[row[later]])
    later = later[inside]
    return np.stack([row[later], plan.ids[grid[later]]], axis=1)


def smallest_first(plan: Plan, row: IntArray, grid: IntArray) -> tuple[IntArray, IntArray]:
    """Return the pairs by building, for each building the smallest grid first, those whose parent does not fit last."""
    order = in_order(row)
    row, grid = row[order], grid[order]
    again = np.concatenate([[False], row[1:] == row[:-1]])
    several = np.flatnonzero(again | np.append(again[1:], False))
    if len(several):
        some = grid[several]
        found, where = np.unique(some, return_inverse=True)
        area = shapely.area(valid_shapes(plan)[found])[where]
        astray = ~plan.parent_fits[some] & (plan.ranks[some] > 1)
        grid[several] = some[np.lexsort((some, area, astray, row[several]))]
    return row, grid


def deepest_at(plan: Plan, points: ShapeArray) -> IntArray:
    """Return the id of the deepest grid that shares out ground and holds each point, as :func:`placement` has it.

    Parameters
    ----------
    points : object (m,)
        In the plan's CRS; ``None`` is nowhere.

    Returns
    -------
    int64 (m,)
        0 where no grid holds the point.
    """
    if _MANY * len(points) > len(plan.ids):
        return _deepest_of_many(plan, points)
    point, grid = grid_index(plan).query(points, predicate="intersects")
    ranks = plan.ranks[grid].astype(np.int64)
    counts = plan.shares_ground[grid] & (ranks > 0)
    point, grid, ranks = point[counts], grid[counts], ranks[counts]
    found = np.zeros(len(points), dtype=np.int64)
    if not len(point):
        return found
    astray = ~plan.parent_fits[grid] & (ranks > 1)
    order = np.lexsort((grid, shapely.area(valid_shapes(plan)[grid]), astray, -ranks, point))
    first = np.concatenate([[True], np.diff(point[order]) != 0])
    found[point[order[first]]] = plan.ids[grid[order[first]]]
    return found


def _deepest_of_many(plan: Plan, points: ShapeArray) -> IntArray:
    """Do the same level by level: each shape is prepared once, and the large ones see only what none below them has."""
    found, shapes = np.zeros(len(points), dtype=np.int64), valid_shapes(plan)
    left = np.flatnonzero(~shapely.is_missing(points))
    for level in reversed(plan.scheme.levels):
        grids = np.flatnonzero(plan.shares_ground & (plan.ranks == level.rank) & ~shapely.is_missing(shapes))
        if not len(left) or not len(grids):
            continue
        grid, at = PointsInCells.of(points[left]).held_by(shapes[grids])
        row, grid = smallest_first(plan, left[at], grids[grid])
        first = np.diff(row, prepend=-1) > 0
        found[row[first]] = plan.ids[grid[first]]
        left = left[found[left] == 0]
    return found


def inner_points(shapes: ShapeArray) -> ShapeArray:
    """Return the place of each shape as one point in it, ``None`` where it has none on the map. Shape (n,)."""
    return _inner_points(shapes)


def _inner_points(shapes: ShapeArray) -> ShapeArray:
    there = is_on_the_map(shapes)
    found = shapes if there.all() else shapes_where(there, shapes)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    with soon_left_out():
        if is_point.any():
            found = found.copy()
            found[~is_point] = left_out(shapely.point_on_surface(found[~is_point]))
        else:
            found = left_out(shapely.point_on_surface(found))
    empty = shapely.is_empty(found)
    return shapes_where(~empty, found) if empty.any() else found


@building_points.follows
def _(old: Plan, new: Plan, change: Change, result: ShapeArray) -> ShapeArray:
    ids = new.buildings.index.to_numpy()
    moved = moved_rows(old.buildings.index.to_numpy(), ids, result, None)
    at = positions_in(ids, change.ids("buildings"))
    at = at[at >= 0]
    moved[at] = _inner_points(np.asarray(new.buildings.geometry.array, dtype=object)[at])
    return moved


@building_index.follows
def _(old: Plan, new: Plan, change: Change, result: PointIndex) -> PointIndex:
    return result.following(new.buildings.index.to_numpy(), change.ids("buildings"), building_points(new))


def grids_that_hold_anew(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the ids of the grids of which what lies in them has to be asked again after a change. Shape (k,)."""
    grids, rows = change.ids("grids"), change.rows.get("grids")
    if rows is not None and rows.keeps_ids and not rows.changed_columns & {"geometry", "kind", "parent"}:
        return grids[:0]
    if rows is not None and (not rows.keeps_ids or rows.changed_columns & {"kind", "parent"}):
        at_home = moved_rows(old.ids, new.ids, old.parent_fits, False)
        return np.union1d(grids, new.ids[at_home != new.parent_fits])
    return grids


def holders_followed(
    old: Plan, new: Plan, change: Change, holders: IntArray, table: str, points: ShapeArray, index: SpatialIndex
) -> IntArray:
    """Return :func:`deepest_at` of the points of a table after a change, from what it was before.

    Only rows that changed and those that a changed grid holds or held are looked at.

    Parameters
    ----------
    holders : int64 (r,)
        Ids of the grids before the change, 0 for none.
    table : str
    points : object (n,)
        Of the table after the change; ``None`` for a row without a place.
    index : SpatialIndex
        Of these points.

    Returns
    -------
    int64 (n,)
    """
    ids = new.tables[table].index.to_numpy()
    holder = moved_rows(old.tables[table].index.to_numpy(), ids, holders, 0)
    grids = grids_that_hold_anew(old, new, change)
    here = new.positions(grids)
    here = here[here >= 0]
    inside = np.empty(0, dtype=np.int64)
    if len(here) and len(ids):
        _, inside = index.query(valid_shapes(new)[here], predicate="intersects")
    touched = positions_in(ids, change.ids(table))
    again = np.unique(np.concatenate([np.flatnonzero(np.isin(holder, grids)), inside, touched[touched >= 0]]))
    if len(again):
        holder[again] = deepest_at(new, points[again])
    return holders if np.array_equal(holder, holders) else holder


@placement.follows
def _(old: Plan, new: Plan, change: Change, result: Placement) -> Placement | None:
    """Place anew only buildings that changed and those that a changed grid holds or held."""
    grids, buildings = grids_that_hold_anew(old, new, change), change.ids("buildings")
    old_ids, new_ids = old.buildings.index.to_numpy(), new.buildings.index.to_numpy()
    holder = moved_rows(old_ids, new_ids, result.holder, 0)
    also_row = positions_in(new_ids, old_ids[result.also[:, 0]])
    also = np.stack([also_row, result.also[:, 1]], axis=1)[also_row >= 0]

    most, held = 1000 + len(new_ids) // 5, np.flatnonzero(np.isin(holder, grids))
    if len(held) > most:  # without a look at who will be
        return None
    here = new.positions(grids)
    _, inside = building_index(new).query(valid_shapes(new)[here[here >= 0]], predicate="intersects")
    again = np.unique(
        np.concatenate([held, also[np.isin(also[:, 1], grids), 0], inside, positions_in(new_ids, buildings)])
    )
    again = again[again >= 0]
    if len(again) > most:
        return None
    holder[again] = 0
    also = also[~np.isin(also[:, 0], again)]
    also = _in_order(np.concatenate([also, *_placed_again(new, again, holder)]))
    same = np.array_equal(holder, result.holder) and np.array_equal(also, result.also)
    return result if same and np.array_equal(old_ids, new_ids) else Placement(holder, also)


def _placed_again(plan: Plan, rows: IntArray, holder: IntArray) -> list[IntArray]:
    """Write down the holders of some buildings in ``holder``, where they have none, and return who else holds them.

    The grids near by are asked for the buildings, level by level from the deepest, and not the other way round: so each
    shape is prepared once, and the large ones of the upper levels only where none below them holds a building.
    """
    points, shapes = building_points(plan)[rows], valid_shapes(plan)
    near = np.unique(grid_index(plan).query(points)[1])
    near = near[plan.shares_ground[near]]
    tree, also = shapely.STRtree(points), []
    for level in reversed(plan.scheme.levels):
        if (holder[rows] > 0).all():
            break
        grids = near[plan.ranks[near] == level.rank]
        grid, at = tree.query(shapes[grids], predicate="intersects")
        still_open = holder[rows[at]] == 0
        also.append(_settle(plan, rows[at[still_open]], grids[grid[still_open]], holder))
    return also


def households_in(plan: Plan, ground: ShapeArray) -> IntArray:
    """Return the households of the buildings whose inner point lies in each piece of ground. Shape (n,)."""
    piece, building = building_index(plan).query(ground, predicate="intersects")
    if not len(building):
        return np.zeros(len(ground), dtype=np.int64)
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
    at = holder_positions(plan)
    total = np.bincount(at[at >= 0], weights=values[at >= 0], minlength=len(plan.ids)).astype(np.float64)
    return rolled_up(plan, total)


def rolled_up(plan: Plan, own: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Add to what each grid has of its own what the grids below it have, along the stored parents. Shape (n,)."""
    total = own.astype(np.float64, copy=True)
    above = plan.holders
    for level in reversed(plan.scheme.levels):  # the deepest level hands up first
        here = np.flatnonzero((plan.ranks == level.rank) & (above >= 0))
        np.add.at(total, above[here], total[here])
    return total


def households_by_grid(plan: Plan) -> IntArray:
    """Return the households of every grid with all below it; kept with the plan. Shape (n,).

    Those of the buildings; where no building of a grid has any, what a list declares (:func:`declared_own`).
    """
    return _with_declared(plan, households_of_buildings(plan), "households")


def residents_by_grid(plan: Plan) -> IntArray:
    """Return the residents of every grid with all below it as :func:`households_by_grid` does. Shape (n,)."""
    return _with_declared(plan, residents_of_buildings(plan), "residents")


@kept(*_PLACED, "buildings.households")
def households_of_buildings(plan: Plan) -> IntArray:
    """Return the households of the buildings of every grid with all below it; kept with the plan. Shape (n,)."""
    return total_by_grid(plan, plan.buildings["households"].to_numpy()).astype(np.int64)


@kept(*_PLACED, "buildings.residents")
def residents_of_buildings(plan: Plan) -> IntArray:
    """Return the residents of the buildings of every grid with all below it; kept with the plan. Shape (n,)."""
    return total_by_grid(plan, plan.buildings["residents"].to_numpy()).astype(np.int64)


def _with_declared(plan: Plan, counted: IntArray, what: str) -> IntArray:
    return counted + declared_by_grid(plan, what) if what in _are_declared(plan) else counted


@kept(*_DECLARED)
def _are_declared(plan: Plan) -> frozenset[str]:
    """Return which of the figures are declared of any grid at all."""
    return frozenset(what for what in ("households", "residents") if plan.grids[f"declared_{what}"].to_numpy().any())


def declared_own(plan: Plan, what: str) -> IntArray:
    """Return what is declared of every grid itself and counts in the figures, 0 where it does not. Shape (n,).

    It counts where the buildings in a grid and below it have none at all, and nothing that counts is declared of the
    grids below it: a figure of the parts comes before one of the whole. Of an overlay it does not count, as it holds no
    building either.

    Parameters
    ----------
    what : "households" or "residents"
    """
    return _declared(plan)[what][0]


def declared_by_grid(plan: Plan, what: str) -> IntArray:
    """Return what is declared (:func:`declared_own`) of every grid and of all below it. Shape (n,)."""
    return _declared(plan)[what][1]


@kept(
    *_PLACED,
    *_DECLARED,
    "buildings.households",
    "buildings.residents",
    itself=("grids.kind", "grids.parent", *_DECLARED),
    through=(households_of_buildings, residents_of_buildings),
)
def _declared(plan: Plan) -> dict[str, tuple[IntArray, IntArray]]:
    """Return by figure what counts of each grid itself, and with all below it."""
    found = {}
    for what, counted in (("households", households_of_buildings), ("residents", residents_of_buildings)):
        said = np.maximum(plan.grids[f"declared_{what}"].to_numpy(), 0)
        own, total = np.zeros(len(said), dtype=np.int64), np.zeros(len(said), dtype=np.int64)
        if said.any():
            bare = counted(plan) == 0
            for rank in (level.rank for level in reversed(plan.scheme.levels)):
                here = np.flatnonzero(plan.ranks == rank)
                own[here] = np.where(bare[here] & (total[here] == 0) & plan.shares_ground[here], said[here], 0)
                total[here] += own[here]
                up = here[plan.holders[here] >= 0]
                np.add.at(total, plan.holders[up], total[up])
        found[what] = (own, total)
    return found


@kept(*_PLACED)
def buildings_by_grid(plan: Plan) -> IntArray:
    """Return the number of buildings of every grid with all below it; kept with the plan. Shape (n,)."""
    return total_by_grid(plan, _values(plan, "")).astype(np.int64)


def _values(plan: Plan, column: str) -> IntArray:
    """Return a column of the buildings, or ones for no column."""
    return plan.buildings[column].to_numpy() if column else np.ones(len(plan.buildings), dtype=np.int64)


def _followed(column: str, old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray | None:
    """Take from the grids above what has moved out of them, and give it to those above the new place."""
    rows = change.rows.get("grids")
    if rows is not None and (not rows.keeps_ids or rows.changed_columns & {"kind", "parent"}):
        return None
    before, after = rehoused(old, new, change)
    if not len(before) and not len(after):
        return result
    total = result.copy()
    for plan, moving, sign in ((old, before, -1), (new, after, 1)):
        at, value = holder_positions(plan)[moving], sign * _values(plan, column)[moving]
        while len(at):
            at, value = at[at >= 0], value[at >= 0]
            np.add.at(total, at, value)
            at = plan.holders[at]
    return total


buildings_by_grid.follows(partial(_followed, ""))
households_of_buildings.follows(partial(_followed, "households"))
residents_of_buildings.follows(partial(_followed, "residents"))
