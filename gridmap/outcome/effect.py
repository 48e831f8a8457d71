"""What a change means for the grids: ground, buildings, households and residents before and after, standard met or not.

Only the buildings near the edges that change are placed anew, so this is quick enough to be asked at every move of the
mouse while a border is dragged.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.ground.placement import (
    building_index,
    building_points,
    buildings_by_grid,
    households_by_grid,
    placement,
    rehoused,
    residents_by_grid,
)
from gridmap.ground.tiling.proof import grid_index, valid_shapes
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray, positions_in, shapes_where
from gridmap.model.change import Change, Rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from gridmap.people.workload import UNBOUNDED, standard_of, workload_of
from gridmap.reshaping.edge_changes import EdgeChanges, edge_changes
from gridmap.reshaping.soundness import parents_fit

NO_STANDARD = -1
"""Instead of a :class:`gridmap.people.workload.Workload`: the grid is not there, or nothing is set for its kind."""

_NO_AREA = 1e-3  # m2; less is rounding

_READ = ("code", "kind", "parent", "setting", "geometry")

_COUNTED = (buildings_by_grid, households_by_grid, residents_by_grid)


@dataclass(frozen=True, eq=False)
class Figures:
    """What grids hold, with everything below them; zeros for a grid that is not there.

    Attributes
    ----------
    area_m2 : float64 (n,)
    buildings, households, residents : int64 (n,)
    standard : int8 (n,)
        Values of :class:`gridmap.people.workload.Workload`, or :data:`NO_STANDARD`.
    """

    area_m2: FloatArray
    buildings: IntArray
    households: IntArray
    residents: IntArray
    standard: npt.NDArray[np.int8]

    def only(self, which: BoolArray) -> Figures:
        """Return the figures of some of the grids."""
        return Figures(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Effect:
    """The grids that a change gives other ground, people, kind or parent, with what they hold before and after.

    Attributes
    ----------
    grid : int64 (n,)
        Ids, ascending.
    code : object (n,)
        Codes after the change; of a grid that goes, the one before.
    rank : int64 (n,)
        Rank of each one's level, 0 if its kind is unknown.
    before, after : Figures
    is_new, is_gone : bool (n,)
        Whether the change brings the grid, or takes it away.
    building, building_from, building_to : int64 (k,)
        Ids of the buildings that another grid holds afterwards, ascending, with the grid before and after; 0 for none.
    """

    grid: IntArray
    code: npt.NDArray[np.object_]
    rank: IntArray
    before: Figures
    after: Figures
    is_new: BoolArray
    is_gone: BoolArray
    building: IntArray
    building_from: IntArray
    building_to: IntArray


def effect(plan: Plan, change: Change) -> Effect:
    """Return what a change means for the grids of a plan, which stays as it is.

    Parameters
    ----------
    plan : Plan
        The plan that the change starts from.
    change : Change
        What an edit returned.
    """
    if "buildings" in change.rows:
        return effect_between(plan, plan.apply(change), change)
    sides = _Sides(plan, change)
    row, holder, taker = _moving(plan, sides)
    more = _flow(plan, sides, row, holder, taker)
    grid = np.union1d(sides.touched, np.array([key for key, flow in more.items() if flow.any()], dtype=np.int64))
    at = plan.positions(grid)
    count = np.stack([counted(plan)[at] for counted in _COUNTED], axis=1) * (at >= 0)[:, None]
    none = np.zeros(len(_COUNTED), dtype=np.int64)
    flow = np.array([more.get(key, none) for key in grid.tolist()], dtype=np.int64).reshape(count.shape)
    ids = plan.buildings.index.to_numpy()
    return _of(sides, grid, count, count + flow, ids[row], holder, taker)


def effect_between(old: Plan, new: Plan, change: Change) -> Effect:
    """Return what :func:`effect` does where the plan after the change is there already, or buildings change too."""
    sides = _Sides(old, change)
    counts = [np.stack([counted(plan) for counted in _COUNTED], axis=1) for plan in (old, new)]
    where = new.positions(old.ids)
    same = where >= 0
    same[same] = (counts[0][same] == counts[1][where[same]]).all(axis=1)
    stays = np.isin(new.ids, old.ids, assume_unique=True)
    grid = np.unique(np.concatenate([sides.touched, old.ids[~same], new.ids[~stays]]))
    before, after = (
        count[plan.positions(grid)] * (plan.positions(grid) >= 0)[:, None]
        for plan, count in zip((old, new), counts, strict=True)
    )
    rows, now = rehoused(old, new, change)
    old_ids, new_ids = old.buildings.index.to_numpy(), new.buildings.index.to_numpy()
    building = np.union1d(old_ids[rows], new_ids[now])
    holder, taker = (_held_by(plan, ids, building) for plan, ids in ((old, old_ids), (new, new_ids)))
    moves = holder != taker
    return _of(sides, grid, before, after, building[moves], holder[moves], taker[moves])


_Places = tuple[IntArray, IntArray, IntArray, IntArray] | None
"""Which grids are among some rows and where, which are touched by no row and where these stand in the plan.

``None`` where the grids are just those of the rows.
"""


class _Sides:
    """The rows of grids that a change replaces, and what it replaces them by."""

    def __init__(self, plan: Plan, change: Change) -> None:
        rows = change.rows.get("grids")
        self.plan = plan
        if rows is None:
            rows = Rows(plan.grids.iloc[:0], plan.grids.iloc[:0])
        self.rows = rows
        self.touched = rows.ids
        if rows.keeps_ids and not rows.changed_columns & {"geometry", "kind", "parent", "setting"}:
            self.touched = self.touched[:0]
        self.before_ids = self.after_ids = rows.ids
        if not rows.keeps_ids:
            self.before_ids, self.after_ids = rows.before.index.to_numpy(), rows.after.index.to_numpy()
        self.reshapes_only = rows.keeps_ids and not rows.changed_columns & {"kind", "parent"}
        self._asked: tuple[IntArray, list[_Places]] | None = None  # the grids that were asked for last
        self._frames = _frames_of(rows)
        self.shapes_after = self._frames[1]["geometry"]
        self.kind_after = _numbers(plan.scheme, self._frames[1]["kind"])

    def column(self, name: str, grid: IntArray, *, new: bool) -> npt.NDArray[np.object_]:
        """Return a column for some grids as it is before or after; ``None`` for one that is not there."""
        places = self._places(grid)[new]
        if places is None:
            return self._frames[new][name]
        there, at, untouched, where = places
        values = np.full(len(grid), None, dtype=object)
        values[there] = self._frames[new][name][at]
        if len(untouched):
            values[untouched] = self.plan.grids[name].array[where]
        return values

    def _places(self, grid: IntArray) -> list[_Places]:
        """Return for both sides where grids stand among the rows, and which of them the change does not touch."""
        if self._asked is None or self._asked[0] is not grid:
            both = [positions_in(ids, grid) for ids in (self.before_ids, self.after_ids)]
            untouched = np.flatnonzero((both[0] < 0) & (both[1] < 0))
            where = self.plan.positions(grid[untouched])
            untouched, where = untouched[where >= 0], where[where >= 0]
            places: list[_Places] = []
            for ids, at in zip((self.before_ids, self.after_ids), both, strict=True):
                there = np.flatnonzero(at >= 0)
                all_of_them = len(there) == len(grid) == len(ids)
                places.append(None if all_of_them else (there, at[there], untouched, where))
            self._asked = (grid, places)
        return self._asked[1]

    def parent(self, grid: int) -> int:
        """Return the parent of a grid after the change; of one that goes, the one before; 0 for none."""
        for frame, ids in zip(self._frames[::-1], (self.after_ids, self.before_ids), strict=True):
            at = positions_in(ids, [grid])[0]
            if at >= 0:
                return int(frame["parent"][at])
        at = self.plan.positions([grid])[0]
        return int(self.plan.parents[at]) if at >= 0 else 0


def _frames_of(rows: Rows) -> tuple[dict[str, npt.NDArray[np.object_]], dict[str, npt.NDArray[np.object_]]]:
    """Return those columns of the rows before and after that are read; one that did not change is the very same."""
    key = f"{__name__}.columns"
    if key not in rows.results_before:
        rows.results_before[key] = {name: np.asarray(rows.columns[0][name], dtype=object) for name in _READ}
    before: dict[str, npt.NDArray[np.object_]] = rows.results_before[key]  # type: ignore[assignment]
    stays = _READ if rows.keeps_ids else ()
    after = {
        name: before[name]
        if name in stays and name not in rows.changed_columns
        else np.asarray(rows.columns[1][name], dtype=object)
        for name in _READ
    }
    return before, after


def _of(
    sides: _Sides,
    grid: IntArray,
    before: IntArray,
    after: IntArray,
    building: IntArray,
    holder: IntArray,
    taker: IntArray,
) -> Effect:
    kinds = [sides.column("kind", grid, new=new) for new in (False, True)]
    there = [~pd.isna(kind) for kind in kinds]
    codes = [sides.column("code", grid, new=new) for new in (False, True)]
    scheme = sides.plan.scheme
    ranks = np.array([*(kind.level.rank for kind in scheme.kinds), 0])
    numbers: list[npt.NDArray[np.int16]] = []
    standards: list[tuple[IntArray, IntArray]] = []
    for new in (False, True):
        if new and sides.reshapes_only and "setting" not in sides.rows.changed_columns:
            numbers, standards = numbers * 2, standards * 2
            break
        numbers.append(_numbers(scheme, kinds[new]))
        standards.append(standard_of(scheme, numbers[new], sides.column("setting", grid, new=new)))
    before_it, after_it = (
        _figures(numbers[new], standards[new], sides.column("geometry", grid, new=new), count)
        for new, count in ((False, before), (True, after))
    )
    # A vertex more on a border that stays where it is concerns nobody.
    differs = (there[0] != there[1]) | (before != after).any(axis=1) | (kinds[0] != kinds[1])
    differs |= np.abs(before_it.area_m2 - after_it.area_m2) > _NO_AREA
    differs |= sides.column("parent", grid, new=False) != sides.column("parent", grid, new=True)
    differs |= _marked(grid, holder) | _marked(grid, taker)
    last = np.where(there[1], numbers[1], numbers[0])
    return Effect(
        grid=grid[differs],
        code=np.where(there[1], codes[1], codes[0])[differs],
        rank=ranks[last][differs],
        before=before_it.only(differs),
        after=after_it.only(differs),
        is_new=~there[0][differs],
        is_gone=~there[1][differs],
        building=building,
        building_from=holder,
        building_to=taker,
    )


def _figures(
    numbers: npt.NDArray[np.int16], standard: tuple[IntArray, IntArray], shape: ShapeArray, count: IntArray
) -> Figures:
    least, most = standard
    state = workload_of(count[:, 1], least, most)
    state[(most <= 0) | (most >= UNBOUNDED) | (numbers < 0)] = NO_STANDARD
    return Figures(np.nan_to_num(shapely.area(shape)), count[:, 0], count[:, 1], count[:, 2], state)


def _marked(ascending: IntArray, ids: IntArray) -> BoolArray:
    """Return which of some ids are among others. Shape of the first, (n,)."""
    marked = np.zeros(len(ascending), dtype=bool)
    at = positions_in(ascending, ids)
    marked[at[at >= 0]] = True
    return marked


def _numbers(scheme: Scheme, kind: npt.NDArray[np.object_]) -> npt.NDArray[np.int16]:
    return np.array([scheme.kind_index(key) if key is not None else -1 for key in kind], dtype=np.int16)


def _held_by(plan: Plan, ids: IntArray, building: IntArray) -> IntArray:
    at = positions_in(ids, building)
    return np.where(at >= 0, placement(plan).holder[at], 0) if len(ids) else np.zeros(len(building), np.int64)


# ---- buildings that change hands -------------------------------------------------------------------------------------


def _moving(plan: Plan, sides: _Sides) -> tuple[IntArray, IntArray, IntArray]:
    """Return the rows of the buildings that another grid holds after a change, with that before and that after it."""
    row = _near_changes(plan, sides)
    holder = placement(plan).holder[row]
    if not len(row):
        return row, holder, holder
    share = np.array([*(kind.shares_ground for kind in plan.scheme.kinds), False])[sides.kind_after]
    ids, shapes = sides.after_ids[share], sides.shapes_after[share]
    rank_of_kind = np.array([*(kind.level.rank for kind in plan.scheme.kinds), 0])
    rank = rank_of_kind[sides.kind_after[share]]
    points = building_points(plan)[row]
    point, at = shapely.STRtree(shapes).query(points, predicate="intersects")
    # Where no grid that changed has a part, the building stays where it is.
    changed = sides.before_ids
    concerned = np.union1d(point, np.flatnonzero(positions_in(changed, holder) >= 0))
    again, other = grid_index(plan).query(points[concerned], predicate="intersects")
    stays = plan.shares_ground[other] & (positions_in(changed, plan.ids[other]) < 0)
    again, other = again[stays], other[stays]
    candidates = np.concatenate([point, concerned[again]])
    grid = np.concatenate([ids[at], plan.ids[other]])
    depth = np.concatenate([rank[at], plan.ranks[other]])
    strange = np.concatenate([~parents_fit(plan, sides.rows.columns[1])[share][at], ~plan.parent_fits[other]]) & (
        depth > 1
    )
    area = np.concatenate([shapely.area(shapes)[at], shapely.area(valid_shapes(plan)[other])])
    # As in gridmap.ground.placement: the deepest level counts, then whose parent fits, then the smallest grid.
    order = np.lexsort((grid, area, strange, -depth, candidates))
    candidates, grid = candidates[order], grid[order]
    first = np.flatnonzero(np.diff(candidates, prepend=-1))
    taker = holder.copy()
    taker[concerned] = 0
    taker[candidates[first]] = grid[first]
    moves = holder != taker
    return row[moves], holder[moves], taker[moves]


def _near_changes(plan: Plan, sides: _Sides) -> IntArray:
    """Return the rows of the buildings in the rectangle around all edges that change, ascending."""
    if not len(sides.touched) or not len(plan.buildings):
        return np.empty(0, np.int64)
    bounds = edge_changes(sides.rows).bounds()[None, :] if sides.reshapes_only else _bounds_of_recast(sides)
    if np.isnan(bounds).all():
        return np.empty(0, np.int64)
    x_min, y_min = np.nanmin(bounds[:, :2], axis=0)
    x_max, y_max = np.nanmax(bounds[:, 2:], axis=0)
    return np.sort(building_index(plan).in_box(float(x_min), float(y_min), float(x_max), float(y_max)))


def _bounds_of_recast(sides: _Sides) -> FloatArray:
    """Return the boxes of the edges that change, and of grids that become of another kind. Shape (k, 4).

    Of another kind a grid may hold other buildings with the same shape.
    """
    before = sides.column("geometry", sides.touched, new=False)
    after = sides.column("geometry", sides.touched, new=True)
    kinds = [sides.column("kind", sides.touched, new=new) for new in (False, True)]
    recast = np.asarray(kinds[0] != kinds[1], dtype=bool)
    changes = EdgeChanges.between(shapes_where(~recast, before), shapes_where(~recast, after))
    return np.concatenate([changes.bounds()[None, :], shapely.bounds(before[recast]), shapely.bounds(after[recast])])


def _flow(
    plan: Plan, sides: _Sides, row: IntArray, holder: IntArray, taker: IntArray
) -> dict[int, npt.NDArray[np.int64]]:
    """Return by grid what it gains of everything that is counted, along the parents as they are after the change."""
    flow: dict[int, npt.NDArray[np.int64]] = {}

    def climb(grid: int, amount: npt.NDArray[np.int64]) -> None:
        for _ in plan.scheme.levels:
            if grid <= 0:
                return
            flow[grid] = flow.get(grid, 0) + amount
            grid = sides.parent(grid)

    # First grids go to another parent with everything in them, then buildings go from grid to grid.
    both = np.intersect1d(sides.before_ids, sides.after_ids) if not sides.reshapes_only else sides.touched[:0]
    old, new = (sides.column("parent", both, new=new).astype(np.int64) for new in (False, True))
    at = plan.positions(both)
    for place in np.flatnonzero(old != new).tolist():
        inside = np.array([counted(plan)[at[place]] for counted in _COUNTED])
        climb(int(old[place]), -inside)
        climb(int(new[place]), inside)
    if not len(row):
        return flow
    buildings = plan.buildings
    amount = np.stack(
        [np.ones(len(row), np.int64), *(buildings[c].to_numpy()[row] for c in ("households", "residents"))]
    )
    for grids, sign in ((holder, -1), (taker, 1)):
        known, of = np.unique(grids, return_inverse=True)
        for number, grid in enumerate(known.tolist()):
            climb(grid, sign * amount[:, of == number].sum(axis=1))
    return flow
