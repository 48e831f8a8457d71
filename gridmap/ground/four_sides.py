"""What a grid is bounded by on each of its four sides: roads and waters along its border, else the grid beyond.

Descriptions of extent in official lists say it so: east to a road, south to a river, west to the next grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan

Side = Literal["east", "south", "west", "north"]
SIDES: Final[tuple[Side, ...]] = ("east", "south", "west", "north")
"""In the order in which they are said."""

Thing = Literal["road", "water", "grid", "outside"]
_THINGS: Final[tuple[Thing, ...]] = ("road", "water", "grid", "outside")

STEP_M: Final = 25.0
"""How far apart the border is looked at."""
REACH_M: Final = 30.0
"""A road or a water is along the border if its middle line, or its bank, is no farther off."""
LEAST_SHARE: Final = 0.25
"""A thing is said of a side if it runs along so much of it."""
_BEYOND_M: Final = 3.0
_MOST: Final = 2
_LONGEST_PART: Final = 2000


@dataclass(frozen=True)
class Bound:
    """Something that bounds a side.

    Attributes
    ----------
    thing : "road", "water", "grid" or "outside"
        ``"outside"`` is where no grid of the same level lies beyond.
    name : str
        Of the road or the water; blank for the others.
    grid : int
        Id of the grid beyond, 0 for the others.
    share : float
        Of the side, 0 to 1.
    """

    thing: Thing
    name: str
    grid: int
    share: float


def four_sides(plan: Plan, grids: IntArray) -> dict[int, dict[Side, tuple[Bound, ...]]]:
    """Return what bounds some grids of one level on each side, what runs along most of it first, two things at most.

    A place of the border belongs to the side that its outward direction looks to: east between north-east and
    south-east. A road or water with a name within :data:`REACH_M` is the bound there, and of the two the nearer one;
    else the grid of the same level beyond.

    Parameters
    ----------
    grids : int64 (n,)
        Ids; those without ground are left out of the result.
    """
    shapes = valid_shapes(plan)[plan.positions(grids)]
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    grids, shapes = np.asarray(grids, dtype=np.int64)[there], shapes[there]
    if not len(grids):
        return {}
    points, whose, side, outward = _border_points(shapes)
    road, road_off = _nearest(plan.tables["roads"], points)
    water, water_off = _nearest(plan.tables["water"], points)
    near_road, near_water = road >= 0, (water >= 0) & ~((road >= 0) & (road_off <= water_off))
    beyond = _beyond(plan, grids, whose, shapely.points(shapely.get_coordinates(points) + outward * _BEYOND_M))
    thing = np.where(near_water, 1, np.where(near_road, 0, np.where(beyond > 0, 2, 3)))
    what = np.where(thing == 1, water, np.where(thing == 0, road, np.where(thing == 2, beyond, 0)))
    names = [_names(plan.tables["roads"]), _names(plan.tables["water"])]
    counted = pd.DataFrame({"grid": whose, "side": side, "thing": thing, "what": what})
    for number, known in enumerate(names):  # pieces of one road are one road
        rows = counted["thing"] == number
        counted.loc[rows, "what"] = known[1][counted.loc[rows, "what"].to_numpy()]
    count = counted.groupby(["grid", "side", "thing", "what"]).size().reset_index(name="count")
    count["share"] = count["count"] / count.groupby(["grid", "side"])["count"].transform("sum")
    count = count.sort_values(["grid", "side", "count", "thing", "what"], ascending=[True, True, False, True, True])
    result: dict[int, dict[Side, tuple[Bound, ...]]] = {int(grid): dict.fromkeys(SIDES, ()) for grid in grids.tolist()}
    for at, side_no, kind, which, share in zip(
        *(count[column].tolist() for column in ("grid", "side", "thing", "what", "share")), strict=True
    ):
        own = result[int(grids[at])]
        there_are = own[SIDES[side_no]]
        if len(there_are) >= _MOST or (there_are and share < LEAST_SHARE):
            continue
        name = names[kind][0][which] if kind < 2 else ""
        own[SIDES[side_no]] = (*there_are, Bound(_THINGS[kind], name, which if kind == 2 else 0, float(share)))
    return result


def _border_points(shapes: ShapeArray) -> tuple[ShapeArray, IntArray, IntArray, FloatArray]:
    """Return places along the outer borders with whose they are, to which side they look, and outward directions."""
    parts, whose = shapely.get_parts(shapely.orient_polygons(shapes, exterior_cw=False), return_index=True)
    area = shapely.get_dimensions(parts) == 2
    rings, whose = shapely.get_exterior_ring(parts[area]), whose[area]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    begin = np.flatnonzero(ring[1:] == ring[:-1])
    one, two = xy[begin], xy[begin + 1]
    length = np.hypot(*(two - one).T)
    used = length > 0
    one, two, length, begin = one[used], two[used], length[used], begin[used]
    pieces = np.clip(np.ceil(length / STEP_M), 1, _LONGEST_PART).astype(np.int64)
    segment = np.repeat(np.arange(len(length)), pieces)
    place = np.arange(len(segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = ((place + 0.5) / pieces[segment])[:, None]
    points = one[segment] * (1 - share) + two[segment] * share
    along = ((two - one) / length[:, None])[segment]
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1)  # the ring goes counter-clockwise, its ground to the left
    flat = np.abs(outward[:, 0]) >= np.abs(outward[:, 1])
    side = np.where(flat, np.where(outward[:, 0] > 0, 0, 2), np.where(outward[:, 1] < 0, 1, 3))
    return shapely.points(points), whose[ring[begin]][segment], side, outward


def _nearest(table: pd.DataFrame, points: ShapeArray) -> tuple[IntArray, FloatArray]:
    """Return the row of the nearest thing with a name within reach of each place, -1 for none, and how far it is."""
    named = np.flatnonzero((table["name"] != "").to_numpy())
    found = np.full(len(points), -1, dtype=np.int64)
    off = np.full(len(points), np.inf)
    shapes = np.asarray(table.geometry.array, dtype=object)[named]
    parts, whose = shapely.get_parts(shapes, return_index=True)
    area = shapely.get_dimensions(parts) == 2
    rings, of_part = shapely.get_rings(parts[area], return_index=True)
    lines = np.concatenate([rings, parts[shapely.get_dimensions(parts) == 1]])
    whose = np.concatenate([whose[area][of_part], whose[shapely.get_dimensions(parts) == 1]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    begin = np.flatnonzero(line[1:] == line[:-1])  # edge by edge: the distance to a long line asks every edge of it
    if not len(begin):
        return found, off
    edges = shapely.linestrings(np.stack([xy[begin], xy[begin + 1]], axis=1))
    (point, edge), distance = shapely.STRtree(edges).query_nearest(
        points, max_distance=REACH_M, return_distance=True, all_matches=False
    )
    found[point], off[point] = named[whose[line[begin[edge]]]], distance
    return found, off
    (point, line), distance = shapely.STRtree(lines).query_nearest(
        points, max_distance=REACH_M, return_distance=True, all_matches=False
    )
    found[point], off[point] = named[line], distance
    return found, off


def _names(table: pd.DataFrame) -> tuple[list[str], IntArray]:
    """Return the different names of a table, and the number of each row's name."""
    numbers, unique = pd.factorize(table["name"].to_numpy(dtype=object))
    return [str(name) for name in unique], np.asarray(numbers, dtype=np.int64)


def _beyond(plan: Plan, grids: IntArray, whose: IntArray, places: ShapeArray) -> IntArray:
    """Return the id of another grid of the level of the grids that holds each place, 0 for none."""
    rank = int(plan.ranks[plan.positions(grids[:1])[0]])
    others = np.flatnonzero((plan.ranks == rank) & plan.shares_ground)
    ground = valid_shapes(plan)[others]
    found = np.zeros(len(places), dtype=np.int64)
    place, other = shapely.STRtree(ground).query(places, predicate="intersects")
    different = plan.ids[others[other]] != grids[whose[place]]
    found[place[different]] = plan.ids[others[other[different]]]
    return found
