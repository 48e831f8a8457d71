"""Who else holds some ground: grids with another parent or with none, and whoever is left with its households."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.placement import building_index, building_points
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of
from gridmap.reshaping.together import Steps, alone, row_by_row, shapes_from

SCRAP_M: Final = 0.01
"""Width up to which ground is only where borders do not quite meet, metres."""


class Held:
    """Who else holds pieces of ground, and what they leave, worked out ahead; it counts while their shapes stay."""

    def __init__(self) -> None:
        self._known: dict[int, _Held] = {}
        self._alike: dict[bytes, _Held] = {}  # the same by the ground itself
        self._sides: dict[int, _Sides] = {}

    def look(self, grounds: ShapeArray, others: list[ShapeArray]) -> None:
        """Work it out for many pieces of ground, given the shapes of the others near each, unless it is known."""
        alike = shapely.to_wkb(grounds).tolist()
        new = []
        for row, (ground, shapes) in enumerate(zip(grounds, others, strict=True)):
            known = self._alike.get(alike[row])  # a gap that was looked at again is another object, and often the same
            if known is not None and _are_same(known[1], shapes):
                self._known[id(ground)] = (ground, *known[1:])
            else:
                new.append(row)
        grounds, others = grounds[new], [others[row] for row in new]
        count = [len(shapes) for shapes in others]
        held = np.split(_hold(np.concatenate([_NONE, *others]), np.repeat(grounds, count)), np.cumsum(count))
        shared = [row for row, mine in enumerate(held[: len(grounds)]) if mine.any()]
        wholes = shapes_from([_whole(others[row][held[row]]) for row in shared])
        left = grounds.copy()
        left[shared] = _left(grounds[shared], wholes)
        for row, seen in zip(new, zip(grounds, others, held, left, strict=False), strict=True):
            self._known[id(seen[0])] = self._alike[alike[row]] = seen

    def sides(
        self, plan: Plan, ground: shapely.Geometry, near: IntArray, parent: int, rank: int
    ) -> tuple[IntArray, IntArray]:
        """Return :func:`own_and_others` of those near a piece of ground: what it was last if they are the same.

        Each piece must be asked about with the same parent and level always.
        """
        known = self._sides.get(id(ground))
        if known is None or known[1] is not plan or len(known[2]) != len(near) or not (known[2] == near).all():
            known = self._sides[id(ground)] = (ground, plan, near, *own_and_others(plan, near, parent, rank))
        return known[3:]

    def who(self, ground: shapely.Geometry, shapes: ShapeArray) -> Steps[BoolArray]:
        """Return, step by step, which of some shapes near a piece of ground hold some of it."""
        _, known, held, _ = self._known.get(id(ground), _UNKNOWN)
        if _are_same(known, shapes):
            return held
        return (yield _HELD, (shapes, np.full(len(shapes), ground)))

    def left(self, ground: shapely.Geometry, holders: ShapeArray) -> Steps[shapely.Geometry | None]:
        """Return, step by step, what those who hold some of a piece of ground leave of it, ``None`` if nothing."""
        _, known, held, left = self._known.get(id(ground), _UNKNOWN)
        if _are_same(known[held], holders):
            return left
        [of_it] = yield _LEFT, (shapes_from([ground]), shapes_from([_whole(holders)]))
        return of_it


_Held = tuple[shapely.Geometry, ShapeArray, BoolArray, shapely.Geometry | None]
"""A piece of ground, the others near it, which of these hold some of it, and what they leave."""

_Sides = tuple[shapely.Geometry, Plan, IntArray, IntArray, IntArray]
"""A piece of ground, the plan, those near the ground, which of these share it out, and which are others."""

_NONE: Final = np.empty(0, dtype=object)
_UNKNOWN: Final = (None, _NONE, np.empty(0, dtype=bool), None)


def _are_same(one: ShapeArray, two: ShapeArray) -> bool:
    return len(one) == len(two) and all(a is b for a, b in zip(one, two, strict=True))


def _hold(shapes: ShapeArray, grounds: ShapeArray) -> BoolArray:
    """Return which shapes hold some of the ground beside them, and not just where borders do not quite meet."""
    pieces = grounds.copy()
    other = ~_are_alike(shapes, grounds)
    pieces[other] = shapely.intersection(shapes[other], grounds[other])
    held = np.asarray(shapely.area(pieces) > 0)
    held[held] = [ground_of(piece, SCRAP_M) is not None for piece in pieces[held]]
    return held


def _whole(holders: ShapeArray) -> shapely.Geometry:
    return holders[0] if len(holders) == 1 else shapely.union_all(holders)


def _left(grounds: ShapeArray, wholes: ShapeArray) -> ShapeArray:
    """Return what others leave of pieces of ground, ``None`` where they leave nothing. Shape (n,)."""
    result = np.full(len(grounds), None, dtype=object)
    # Of ground that is just a grid's nothing is left, and GEOS often fails at it first, and tries again and again.
    other = ~_are_alike(wholes, grounds)
    pieces = shapely.difference(grounds[other], wholes[other])
    result[other] = shapes_from([ground_of(left, SCRAP_M) for left in pieces])
    return result


def _are_alike(shapes: ShapeArray, grounds: ShapeArray) -> BoolArray:
    """Return which shapes have the very same vertices as the ground beside them, wherever their rings begin."""
    alike = np.asarray(shapely.get_num_coordinates(shapes) == shapely.get_num_coordinates(grounds))
    at = np.flatnonzero(alike)
    alike[at] = shapely.equals_identical(shapely.normalize(shapes[at]), shapely.normalize(grounds[at]))
    return alike


_HELD: Final = row_by_row(_hold)
_LEFT: Final = row_by_row(_left)


def own_and_others(plan: Plan, near: IntArray, parent: int, rank: int) -> tuple[IntArray, IntArray]:
    """Return which of some grids share out a parent's ground (0: have none), and which others are of a level.

    Those of an unknown kind are among the others, whatever the level.
    """
    at = plan.positions(near)
    ranks, below = plan.ranks[at], plan.parent_fits[at]
    own = plan.shares_ground[at] & ((below & (plan.parents[at] == parent)) if parent else ~below)
    return near[own], near[((ranks == rank) | (ranks == 0)) & ~own]


def strangers_on(work: Reshaping, ground: shapely.Geometry, parent: int, rank: int) -> list[int]:
    """Return the ids of the grids of a level, or of an unknown kind, that hold some ground and are not the parent's."""
    return alone(strangers_among(work, work.near(ground), ground, parent, rank, Held()))


def strangers_among(
    work: Reshaping, near: IntArray, ground: shapely.Geometry, parent: int, rank: int, known: Held
) -> Steps[list[int]]:
    """Do what :func:`strangers_on` does, step by step, given those near the ground and what is known of it."""
    _, others = known.sides(work.plan, ground, near, parent, rank)
    if not len(others):
        return []
    held = yield from known.who(ground, work.shapes(others))
    return others[held].tolist()


def without_strangers(work: Reshaping, ground: shapely.Geometry, strangers: list[int]) -> shapely.Geometry | None:
    """Return the ground that such grids leave, ``None`` if they leave none."""
    return alone(without_strangers_there(work, ground, strangers, Held()))


def without_strangers_there(
    work: Reshaping, ground: shapely.Geometry, strangers: list[int], known: Held
) -> Steps[shapely.Geometry | None]:
    """Do what :func:`without_strangers` does, step by step, given what is known of the ground."""
    if not strangers:
        return ground
    return (yield from known.left(ground, work.shapes(strangers)))


def households_left_alone(plan: Plan, grid: int, ground: shapely.Geometry) -> int:
    """Return the households on some ground of a grid that no grid beside it would hold if the grid gave it up."""
    _, building = building_index(plan).query(ground, predicate="intersects")
    building = building[plan.buildings["households"].to_numpy()[building] > 0]
    if not len(building):
        return 0
    point, other = grid_index(plan).query(building_points(plan)[building], predicate="intersects")
    at = int(plan.positions([grid])[0])
    beside = plan.shares_ground[other] & (plan.ranks[other] == plan.ranks[at]) & (other != at)
    alone = np.setdiff1d(np.arange(len(building)), point[beside])
    return int(plan.buildings["households"].to_numpy()[building[alone]].sum())
