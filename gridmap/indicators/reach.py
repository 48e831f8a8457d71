"""Which buildings are within a distance along roads for sure, and which may be, told before their nearest road is.

By square cells: the nearest road of a building is no farther than any road in the cells around it, so that it lies in
so many cells around the building. If no road in these is reached within the distance, the building is not; if all of
them are, with the farthest way onto one to spare, it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from gridmap.ground.cells import CELL_M, Cells
from gridmap.ground.segments import Segments
from gridmap.model.arrays import BoolArray, FloatArray, IntArray

_ROUNDS: Final = ((0, 2), (1, 3), (2, 5), (4, 8))
"""Where a road begins in so many cells around that of a building, the nearest is in so many others around it.

For it is sqrt(2) (k + 1) cells away at most: 1.42, 2.83, 4.25 and 7.08.
"""
_SURE: Final = 2
"""In so many of the rounds it is asked whether all roads are reached; farther off, hardly any building is near."""
_MOST_CELLS: Final = 30
"""For so many cells for each building asked it pays to go through all of them."""

_Cellwise = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class Reach:
    """Cells of a network in rows and columns.

    Attributes
    ----------
    cells : Cells
    edge : int64 (k,)
        That of each entry in the cells.
    needed : uint8 (height, width)
        Place in :data:`_ROUNDS` of what holds for a building in each cell; as many as these where no road is near.
    """

    cells: Cells
    edge: IntArray
    needed: np.ndarray[tuple[int, int], np.dtype[np.uint8]]

    @classmethod
    def of(cls, edges: Segments, points: int) -> Reach | None:
        """Prepare to be asked for so many points; ``None`` if that does not pay."""
        cells = edges.cells
        if cells is None or not len(cells.cell):
            return None
        height = int(cells.cell[-1]) // cells.width + 1
        if height * cells.width > _MOST_CELLS * points:
            return None
        begun = np.zeros((height, cells.width), dtype=bool)
        begun.ravel()[cells.begun] = True
        needed = np.full(begun.shape, len(_ROUNDS), dtype=np.uint8)
        done = 0
        for around, _ in _ROUNDS:
            begun, done = _spread(begun, around - done), around
            needed -= begun
        return cls(cells, edges.line[cells.segment], needed)

    def told(
        self, points: FloatArray, least_m: FloatArray, most_m: FloatArray, limit_m: float
    ) -> tuple[BoolArray, BoolArray]:
        """Return which points are within a limit for sure, and which others may be. Shapes (n,).

        Parameters
        ----------
        points : float64 (n, 2)
            Finite.
        least_m, most_m : float64 (e,)
            Between what the distance of all places on each edge is, metres.
        limit_m : float
        """
        near = np.zeros(self.needed.shape, dtype=bool)
        may = self.needed == len(_ROUNDS)
        reached, done = self._where(least_m <= limit_m), 0
        for number, (away, around) in enumerate(_ROUNDS):
            reached, done = _spread(reached, around - done), around
            here = reached & (self.needed == number)
            if number < _SURE:
                spare = limit_m - sqrt(2) * (away + 1) * CELL_M
                sure = here & ~_spread(self._where(~(most_m <= spare)), around)
                near |= sure
                here &= ~sure
            may |= here
        column, row = np.floor(points / CELL_M - self.cells.origin).T
        height, width = self.needed.shape
        inside = (column >= 0) & (row >= 0) & (column < width) & (row < height)
        at = np.where(inside, row * width + column, 0).astype(np.int64)
        return near.ravel()[at] & inside, may.ravel()[at] | ~inside

    def _where(self, edges: BoolArray) -> _Cellwise:
        """Return the cells in which some edges are entered."""
        found = np.zeros(self.needed.shape, dtype=bool)
        found.ravel()[self.cells.cell[edges[self.edge]]] = True
        return found


def _spread(cells: _Cellwise, by: int) -> _Cellwise:
    """Return the cells and all so many around each of them."""
    for _ in range(by):
        wider = cells.copy()
        wider[:, 1:] |= cells[:, :-1]
        wider[:, :-1] |= cells[:, 1:]
        cells = wider.copy()
        cells[1:] |= wider[:-1]
        cells[:-1] |= wider[1:]
    return cells
