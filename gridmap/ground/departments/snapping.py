"""What a department's grids would be if each were made of whole base grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.ground.departments.laid_over import LaidOver
from gridmap.ground.departments.pieces import exact_union
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray


@dataclass(frozen=True, eq=False)
class Snapped:
    """A department's grids as unions of whole base grids, in the order of ``laid.pieces.grids``.

    Every base grid goes whole to the grid that it mostly is (:attr:`LaidOver.home`); one of which most is in none stays
    without, so that a department's ground neither grows nor shrinks by whole base grids that it hardly touches.

    Attributes
    ----------
    laid : LaidOver
        As it is now.
    shape : object (d,)
        The union of the base grids with their exact borders; ``None`` for a grid that gets nothing. The present shape
        where it is that union already.
    area_m2 : float64 (d,)
    before, after, gained, lost : int64 (d,)
        Households now, with whole base grids, and those that come and go.
    base_grids : int64 (d,)
        How many base grids it gets.
    """

    laid: LaidOver
    shape: ShapeArray
    area_m2: FloatArray
    before: IntArray
    after: IntArray
    gained: IntArray
    lost: IntArray
    base_grids: IntArray

    @property
    def changes(self) -> BoolArray:
        """Which grids get another shape. Shape (d,)."""
        now = self.laid.pieces.grid_shapes
        return np.array([one is not two for one, two in zip(now, self.shape, strict=True)], dtype=bool)

    @property
    def moved(self) -> int:
        """Households that change their grid, come into one or leave it: each counts once."""
        laid = self.laid
        elsewhere = int(laid.households[~laid.at_home].sum() + laid.outside_households.sum())
        return elsewhere + int(laid.bare_households[laid.home >= 0].sum())

    @property
    def vanishing(self) -> IntArray:
        """Ids of the department's grids that get no base grid at all."""
        return self.laid.pieces.grids[self.base_grids == 0]

    @property
    def tied(self) -> IntArray:
        """Ids of the base grids that another grid of the department has as much of."""
        return self.laid.pieces.base[self.laid.tied]

    @property
    def left_out(self) -> IntArray:
        """Ids of the base grids that stay without, though a grid of the department holds ground or households there."""
        laid = self.laid
        touched = np.unique(laid.at[laid.is_ground | (laid.households > 0)])
        return laid.pieces.base[touched[laid.home[touched] < 0]]


def snapped(laid: LaidOver) -> Snapped:
    """Return what the grids of a department would be if each were made of whole base grids."""
    pieces, few = laid.pieces, len(laid.pieces.grids)
    shape = np.full(few, None, dtype=object)
    with_home = np.flatnonzero(laid.home >= 0)
    order = with_home[np.argsort(laid.home[with_home], kind="stable")]
    counts = np.bincount(laid.home[with_home], minlength=few)
    for place, members in enumerate(np.split(order, np.cumsum(counts)[:-1]) if few else ()):
        if len(members):
            union = exact_union(pieces.base_shapes[members])
            now = pieces.grid_shapes[place]
            shape[place] = now if shapely.equals_exact(now, union, normalize=True) else union
    away = ~laid.at_home
    base = np.flatnonzero(laid.home >= 0)
    to = laid.home[laid.at]
    comes = away & (to >= 0)
    lost = np.bincount(laid.grid[away], weights=laid.households[away], minlength=few) + laid.outside_households
    gained = np.bincount(to[comes], weights=laid.households[comes], minlength=few).astype(np.float64)
    gained += np.bincount(laid.home[base], weights=laid.bare_households[base], minlength=few)
    after = np.bincount(laid.home[base], weights=laid.of_base[base], minlength=few)
    return Snapped(
        laid,
        shape,
        np.nan_to_num(shapely.area(shape)),
        laid.of_grid,
        after.astype(np.int64),
        gained.astype(np.int64),
        lost.astype(np.int64),
        counts.astype(np.int64),
    )
