"""Every place where a department's border runs through a base grid, the gravest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridmap.ground.departments.laid_over import LaidOver
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray


@dataclass(frozen=True, eq=False)
class Crossings:
    """Ground on the wrong side of a department's border, by households there, then by area, then by ids.

    Attributes
    ----------
    base : int64 (k,)
        Ids of the base grids that are crossed.
    home : int64 (k,)
        Ids in ``department_grids`` of the grid that each mostly is, 0 where most of it is in none.
    grid : int64 (k,)
        Ids of the grid of the department that holds the ground on the wrong side; 0 for ground of a base grid that no
        grid of the department holds.
    shape : object (k,)
        The place: the ground on the wrong side; ``None`` where there is none but a building on a border.
    area_m2, share : float64 (k,)
        Its area, and which part of the base grid it is, 0 to 1.
    households : int64 (k,)
        Households on the wrong side.
    """

    base: IntArray
    home: IntArray
    grid: IntArray
    shape: ShapeArray
    area_m2: FloatArray
    share: FloatArray
    households: IntArray

    def __len__(self) -> int:
        return len(self.base)


def crossings(laid: LaidOver) -> Crossings:
    """Return the crossings of a department, ranked by households on the wrong side, then by area."""
    which = np.flatnonzero(laid.misplaced)
    return _ranked(
        laid, laid.at[which], laid.grid[which], laid.shape[which], laid.area_m2[which], laid.households[which]
    )


def bare_ground(laid: LaidOver) -> Crossings:
    """Return base ground that no grid of the department holds, ranked alike; ``grid`` is 0 in all of them."""
    which = np.flatnonzero(laid.pieces.bare_is_ground | (laid.bare_households > 0))
    nobody = np.full(len(which), len(laid.pieces.grids))
    shapes = laid.pieces.bare[which]
    return _ranked(laid, which, nobody, shapes, laid.bare_m2[which], laid.bare_households[which])


@dataclass(frozen=True, eq=False)
class Outside:
    """Ground of a department's grids that no base grid holds, by households there, then by area.

    Attributes
    ----------
    grid : int64 (k,)
        Ids in ``department_grids``.
    shape : object (k,)
        ``None`` where there is none but a building that no base grid holds.
    area_m2 : float64 (k,)
    households : int64 (k,)
    """

    grid: IntArray
    shape: ShapeArray
    area_m2: FloatArray
    households: IntArray

    def __len__(self) -> int:
        return len(self.grid)


def ground_outside(laid: LaidOver) -> Outside:
    """Return the department's ground that no base grid holds, but for mere differences of drawing."""
    pieces = laid.pieces
    which = np.flatnonzero(pieces.outside_is_ground | (laid.outside_households > 0))
    area, households = laid.outside_m2[which], laid.outside_households[which]
    order = np.lexsort((pieces.grids[which], -area, -households))
    which = which[order]
    return Outside(pieces.grids[which], pieces.outside[which], area[order], households[order])


def _ranked(
    laid: LaidOver, at: IntArray, grid: IntArray, shape: ShapeArray, area_m2: FloatArray, households: IntArray
) -> Crossings:
    pieces = laid.pieces
    ids = np.append(pieces.grids, 0)
    base, home, holder = pieces.base[at], ids[laid.home[at]], ids[grid]
    order = np.lexsort((holder, base, -area_m2, -households))
    share = area_m2 / laid.area_of_base[at]
    return Crossings(
        base[order], home[order], holder[order], shape[order], area_m2[order], share[order], households[order]
    )
