"""Buildings and door plates, by thousands and in columns: where each is, and which building of the plan it is.

A row with coordinates stands where they say; one without is put at the inner point of the grid that it names. A
building of the plan is the row's if plate and compound are the same and the place is too (to a centimetre, or in the
same grid for a row that names only that), or if no other has both and it stands nearby.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.exchange.datum import Source, move, source_named
from gridmap.exchange.tables import Coordinates, read_coordinates
from gridmap.ground.placement import building_points, placement
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.errors import BadInput
from gridmap.model.making import edited_rows
from gridmap.model.plan import Plan

TextArray = npt.NDArray[np.object_]

FAR_M: Final = 20_000.0
"""So far from all grids of the plan no building of the place can be."""
_CLOSE_M: Final = 100.0
_SAME_M: Final = 0.01
_COMPOUND_M: Final = 2000.0


@dataclass(frozen=True, eq=False)
class Houses:
    """The good rows of a list of buildings. Shapes (n,), ``xy`` (n, 2).

    Attributes
    ----------
    xy : float64
        In the plan's CRS.
    grid : int64
        The grid that a row without coordinates names, 0 for one with coordinates.
    households, residents : int64
        -1 where the list says nothing.
    """

    door_plate: TextArray
    compound: TextArray
    xy: FloatArray
    grid: IntArray
    households: IntArray
    residents: IntArray


def places_of(first: TextArray, second: TextArray | None) -> Coordinates:
    """Return places as :func:`gridmap.exchange.tables.read_coordinates` does, plain numbers by the column."""
    if second is None:
        return read_coordinates(first, second)
    a, b = (pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce").to_numpy(float) for cells in (first, second))
    degrees = (np.abs(a) <= 180) & (np.abs(b) <= 180)
    north_first = (a >= 1e6) & (a < 1e7) & (np.abs(b) < 1e6)
    in_china = degrees & (a > 70) & (a < 140) & (b > 0) & (b < 55)
    turned = degrees & (b > 70) & (b < 140) & (a > 0) & (a < 55)
    metres = (np.abs(a) > 180) & (np.abs(b) >= 1e6) & (np.abs(a) < 1e8) & (np.abs(b) < 1e7) & ~north_first
    plain = in_china | turned | metres | (north_first & (np.abs(b) > 180))
    blank = (first == "") & (second == "")
    swapped = turned | north_first
    found = Coordinates(
        np.stack([np.where(swapped, b, a), np.where(swapped, a, b)], axis=1),
        degrees.copy(),
        swapped & plain,
        np.full(len(first), "", dtype=object),
    )
    found.xy[~plain] = np.nan
    rest = np.flatnonzero(~plain & ~blank)
    if len(rest):
        others = read_coordinates(first[rest], second[rest])
        for ours, theirs in (
            (found.xy, others.xy),
            (found.degrees, others.degrees),
            (found.swapped, others.swapped),
            (found.doubts, others.doubts),
        ):
            ours[rest] = theirs
    return found


def projected(plan: Plan, found: Coordinates, crs: str | None) -> FloatArray:
    """Return coordinates in the plan's CRS, NaN where they cannot be there.

    Degrees are CGCS2000 (WGS 84 is the same to a few decimetres) and metres the plan's own, unless ``crs`` says more
    (``gcj02``, ``bd09``, or any CRS). A number of a zone in front of eastings is left out if the plan has none.
    """
    xy = found.xy.copy()
    there = np.isfinite(xy).all(axis=1)
    if crs is not None:
        xy[there] = move(xy[there], source_named(crs), plan.crs)
    else:
        degrees = there & found.degrees
        if degrees.any():
            xy[degrees] = move(xy[degrees], Source(source_named("EPSG:4490").crs), plan.crs)
        bounds = plan.grids.total_bounds if plan.has_shape.any() else np.full(4, np.nan)
        if not bounds[2] >= 1e7:
            zoned = there & ~degrees & (xy[:, 0] >= 1e7)
            xy[zoned, 0] %= 1e6
    xy[~np.isfinite(xy).all(axis=1)] = np.nan
    return xy


def far_away(plan: Plan, xy: FloatArray, file: str) -> BoolArray:
    """Return which places are far from all grids.

    Raises
    ------
    BadInput
        ``roster-places-elsewhere`` if most of them are: then the CRS is another one.
    """
    if not plan.has_shape.any() or not len(xy):
        return np.zeros(len(xy), dtype=bool)
    west, south, east, north = plan.grids.total_bounds
    x, y = xy[:, 0], xy[:, 1]
    there = np.isfinite(x)
    far = there & ((x < west - FAR_M) | (x > east + FAR_M) | (y < south - FAR_M) | (y > north + FAR_M))
    if far.sum() * 2 > there.sum():
        raise BadInput("roster-places-elsewhere", file=file, count=int(far.sum()), total=int(there.sum()))
    return far


def inner_points(plan: Plan, grids: IntArray) -> FloatArray:
    """Return the inner point of each grid, NaN for one without a shape or with grids below it. Shape (n, 2)."""
    result = np.full((len(grids), 2), np.nan)
    known, of = np.unique(grids, return_inverse=True)
    points = np.full((len(known), 2), np.nan)
    for number, grid in enumerate(known.tolist()):
        at = int(plan.positions([grid])[0])
        below = plan.positions(plan.children(grid)) if at >= 0 else np.empty(0, np.int64)
        if at >= 0 and plan.has_shape[at] and not (plan.shares_ground[below] & plan.has_shape[below]).any():
            inner = shapely.point_on_surface(plan.all_shapes[at])
            points[number] = (inner.x, inner.y)
    result[:] = points[of]
    return result


def rows_of_houses(plan: Plan, houses: Houses) -> tuple[gpd.GeoDataFrame, TextArray, BoolArray]:
    """Return the rows of ``buildings`` that a list leads to.

    Returns
    -------
    GeoDataFrame
        All buildings that the list names, as they will be.
    array of str
        ``new``, ``changed`` or ``same``, in their order.
    bool (n,)
        Which rows of the list repeat one before them.
    """
    table = plan.buildings
    plate, compound = (
        pd.factorize(np.concatenate([ours, table[name].to_numpy(dtype=object)]))[0]
        for name, ours in (("door_plate", houses.door_plate), ("compound", houses.compound))
    )
    key = plate.astype(np.int64) * (int(compound.max(initial=0)) + 1) + compound
    ours = pd.DataFrame(np.round(houses.xy / _SAME_M), columns=["x", "y"]).assign(key=key[: len(houses.xy)])
    unnamed = houses.door_plate == ""
    figures = [np.where(unnamed, values, 0) for values in (houses.households, houses.residents)]
    alike = np.flatnonzero(ours["key"].duplicated(keep=False))  # what no other row is called is not there twice
    twice = np.zeros(len(ours), dtype=bool)
    twice[alike] = ours.iloc[alike].assign(a=figures[0][alike], b=figures[1][alike]).duplicated()
    use = np.flatnonzero(~twice)
    target = _known(plan, houses, ours.iloc[use].reset_index(drop=True), key[len(houses.xy) :], use)
    return *_rows(plan, houses, use, target), twice


def _known(plan: Plan, houses: Houses, ours: pd.DataFrame, their_key: IntArray, use: IntArray) -> IntArray:
    """Return the row of ``plan.buildings`` that each row in use means, -1 for a new one."""
    target = np.full(len(use), -1, dtype=np.int64)
    if not len(plan.buildings):
        return target
    points = building_points(plan)
    there = ~shapely.is_missing(points)
    xy = np.full((len(points), 2), np.nan)
    xy[there] = shapely.get_coordinates(points[there])
    theirs = pd.DataFrame(np.round(xy / _SAME_M), columns=["x", "y"]).assign(key=their_key, row=np.arange(len(xy)))

    def match(left: pd.DataFrame, right: pd.DataFrame, on: list[str]) -> None:
        """Pair rows that agree, the first with the first where several do."""
        left, right = left[left["key"].isin(right["key"])], right[right["key"].isin(left["key"])]
        left = left.assign(nth=left.groupby(on).cumcount(), at=left.index)
        right = right.assign(nth=right.groupby(on).cumcount())
        pairs = left.merge(right[[*on, "nth", "row"]], on=[*on, "nth"])
        target[pairs["at"].to_numpy()] = pairs["row"].to_numpy()

    match(ours, theirs, ["key", "x", "y"])
    free = theirs[~np.isin(theirs["row"], target)]
    by_grid = (houses.grid[use] > 0) & (target < 0)
    if by_grid.any() and len(free):
        holder = placement(plan).holder
        match(
            ours[by_grid].assign(grid=houses.grid[use][by_grid]), free.assign(grid=holder[free["row"]]), ["key", "grid"]
        )
        free = free[~np.isin(free["row"], target)]
    left = ours[(target < 0) & ~by_grid & (houses.door_plate[use] != "") & ours["key"].isin(free["key"])]
    left, free = (frame[~frame["key"].duplicated(keep=False)] for frame in (left, free))
    pairs = left.assign(at=left.index).merge(free[["key", "row"]], on="key")
    at, row = pairs["at"].to_numpy(), pairs["row"].to_numpy()
    away = np.hypot(*(houses.xy[use[at]] - xy[row]).T)
    near = away <= np.where(houses.compound[use[at]] != "", _COMPOUND_M, _CLOSE_M)
    target[at[near]] = row[near]
    return target


def _rows(plan: Plan, houses: Houses, use: IntArray, target: IntArray) -> tuple[gpd.GeoDataFrame, TextArray]:
    """Return the rows of the buildings as they will be, those of the plan first, and their status."""
    old, new = np.flatnonzero(target >= 0), np.flatnonzero(target < 0)
    ids = plan.buildings.index.to_numpy()[target[old]]
    order = np.argsort(ids, kind="stable")
    old, ids = old[order], ids[order]
    first = np.concatenate([[True], ids[1:] != ids[:-1]]) if len(ids) else np.zeros(0, bool)
    old, ids = old[first], ids[first]
    rows = edited_rows(plan, "buildings", ids)
    changed = np.zeros(len(rows), dtype=bool)
    for column in ("households", "residents"):
        before, said = rows[column].to_numpy(), getattr(houses, column)[use[old]]
        after = np.where(said >= 0, said, before)
        changed |= after != before
        rows[column] = after
    shapes = np.asarray(rows.geometry.array, dtype=object).copy()
    is_point = (shapely.get_type_id(shapes) == shapely.GeometryType.POINT) & (houses.grid[use[old]] == 0)
    away = np.full(len(shapes), 0.0)
    away[is_point] = np.hypot(*(houses.xy[use[old]][is_point] - shapely.get_coordinates(shapes[is_point])).T)
    missing = shapely.is_missing(shapes)
    moves = (away > 2 * _SAME_M) | missing
    shapes[moves] = shapely.points(houses.xy[use[old]][moves])
    rows = rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=plan.crs))
    status = np.where(changed | moves, "changed", "same").astype(object)
    fresh = gpd.GeoDataFrame(
        {
            "door_plate": houses.door_plate[use[new]],
            "compound": houses.compound[use[new]],
            "households": np.maximum(houses.households[use[new]], 0),
            "residents": np.maximum(houses.residents[use[new]], 0),
        },
        index=pd.RangeIndex(plan.next_id("buildings"), plan.next_id("buildings") + len(new), name="id"),
        geometry=shapely.points(houses.xy[use[new]]),
        crs=plan.crs,
    )
    if not len(rows):
        return fresh, np.full(len(fresh), "new", dtype=object)
    both = pd.concat([rows, fresh]) if len(fresh) else rows
    return both, np.concatenate([status, np.full(len(fresh), "new", dtype=object)])
