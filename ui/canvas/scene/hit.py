"""What lies under the cursor, or inside a rectangle or a lasso, by the plan's spatial index."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.extent import shown_boxes
from gridmap.ground.nearby import rows_near
from gridmap.ground.tiling.proof import grid_index, valid_shapes, valid_shapes_at
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.plan import Plan

_MANY: Final = 1_000
_TILES: Final = 64
_HAIR: Final = 1e-6
"""Of a tile; far more than sums of floating point are wrong by."""


def grid_at(plan: Plan, x: float, y: float, rank: int) -> int:
    """Return the id of the grid at a place, 0 for none.

    Of several the one of the deepest level counts that is not below ``rank``; of those of one level the smallest, so
    that one which lies on another can be reached.
    """
    place = shapely.Point(x, y)
    at = rows_near(plan, place)
    at = at[(plan.ranks[at] > 0) & (plan.ranks[at] <= rank)]
    at = at[shapely.intersects(valid_shapes_at(plan, at), place)]
    if not len(at):
        return 0
    at = at[plan.ranks[at] == plan.ranks[at].max()]
    return int(plan.ids[at[np.argmin(shapely.area(plan.all_shapes[at]))]])


def grids_inside(plan: Plan, area: shapely.Geometry, rank: int) -> IntArray:
    """Return the ids of the grids of the level that is shown whose inner point lies in an area, ascending.

    Of many, shapes are looked at along the rim of the area alone; what lies well inside is told by its box.
    """
    near = np.zeros(len(plan.ids), dtype=bool)
    near[grid_index(plan).query(area)[1]] = True
    at = np.flatnonzero(near & (plan.ranks == rank) & (rank > 0))
    if not len(at):
        return np.empty(0, dtype=np.int64)
    shapely.prepare(area)
    inside, unsure = np.zeros(len(at), dtype=bool), np.arange(len(at))
    if len(at) > _MANY and area.area > 0:
        inside, outside = _told_by_box(area, shown_boxes(plan)[at])
        unsure = np.flatnonzero(~inside & ~outside)
    unsure = unsure[shapely.intersects(area, valid_shapes(plan)[at[unsure]])]
    inside[unsure] = shapely.intersects(area, shapely.point_on_surface(plan.all_shapes[at[unsure]]))
    return plan.ids[at[inside]]


def _told_by_box(area: shapely.Geometry, boxes: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return which boxes lie in tiles that an area covers whole, and which in tiles that it does not touch. Shape (n,).

    Parameters
    ----------
    area : geometry
        Prepared; of some size.
    boxes : float64 (n, 4)
        West, south, east and north; nan for none.
    """
    west, south, east, north = area.bounds
    x, y = np.linspace(west, east, _TILES + 1), np.linspace(south, north, _TILES + 1)
    left, low = (edges.ravel() for edges in np.meshgrid(x[:-1], y[:-1], indexing="ij"))
    right, high = (edges.ravel() for edges in np.meshgrid(x[1:], y[1:], indexing="ij"))
    tiles = shapely.box(left, low, right, high)
    place = (boxes - (west, south, west, south)) / (np.array([east - west, north - south] * 2) / _TILES)
    place += (-_HAIR, -_HAIR, _HAIR, _HAIR)  # what ends where a tile does is taken to reach into the next
    on = np.flatnonzero((place >= 0).all(axis=1) & (place < _TILES).all(axis=1))
    i, j, to_i, to_j = (np.floor(place[on]).astype(np.int64) + np.array([0, 0, 1, 1])).T

    def in_such(tile: BoolArray) -> BoolArray:
        others = np.zeros((_TILES + 1, _TILES + 1), dtype=np.int64)  # that are not such, to the left of and below each
        others[1:, 1:] = (~tile).reshape(_TILES, _TILES).cumsum(axis=0).cumsum(axis=1)
        found = np.zeros(len(boxes), dtype=bool)
        found[on] = others[to_i, to_j] - others[i, to_j] - others[to_i, j] + others[i, j] == 0
        return found

    return in_such(shapely.covers(area, tiles)), in_such(~shapely.intersects(area, tiles))
