"""Which buildings are within a distance along roads for sure, and which may be, told before their nearest road is.

By square cells: the nearest road of a building is no farther than any road in the cells around it, so that it lies in
so many cells around the building. If no road in these is reached within the distance, the building is not; if all of
them are, with the farthest way onto one to spare, it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

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

_FLAGS: Final = 1 + _SURE
"""What is held of a segment for each limit: that some of it is reached, and that not all is with so much to spare."""
_AT_ONCE: Final = 8 // _FLAGS

_Flags = npt.NDArray[np.uint8]
_Cellwise = TypeVar("_Cellwise", bound=npt.NDArray[Any])


@dataclass(frozen=True, eq=False)
class Bounds:
    """A limit, and between what the distance of all places on each segment is.

    Attributes
    ----------
    least_m, most_m : float64 (s,)
        No roundings are in them: who is not sure gives a little less, or more.
    limit_m : float
    """

    least_m: FloatArray
    most_m: FloatArray
    limit_m: float


@dataclass(frozen=True, eq=False)
class Reach:
    """Cells of a network in rows and columns.

    Attributes
    ----------
    cells : Cells
    needed : uint8 (height, width)
        Place in :data:`_ROUNDS` of what holds for a building in each cell; as many as these where no road is near.
    """

    cells: Cells
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
        return cls(cells, needed)

    def told(self, points: FloatArray, asked: Sequence[Bounds]) -> list[tuple[BoolArray, BoolArray]]:
        """Return which points are within each of some limits for sure, and which others may be. Shapes (n,).

        Parameters
        ----------
        points : float64 (n, 2)
            Finite.
        """
        column, row = np.floor(points / CELL_M - self.cells.origin).T
        height, width = self.needed.shape
        inside = (column >= 0) & (row >= 0) & (column < width) & (row < height)
        at = np.where(inside, row * width + column, 0).astype(np.int64)
        needed = np.where(inside, self.needed.ravel()[at], len(_ROUNDS))
        found = []
        for few in (asked[first : first + _AT_ONCE] for first in range(0, len(asked), _AT_ONCE)):
            told = self._flags_around(at, needed, few)
            for number in range(len(few)):
                reached, *farther = (told & (1 << number * _FLAGS + flag) != 0 for flag in range(_FLAGS))
                spared = np.zeros(len(points), dtype=bool)
                for away, too_far in enumerate(farther):
                    spared |= (needed == away) & ~too_far
                found.append((reached & spared, reached & ~spared | (needed == len(_ROUNDS))))
        return found

    def _flags_around(self, at: IntArray, needed: IntArray, asked: Sequence[Bounds]) -> _Flags:
        """Return the flags of all segments that may be nearest to points in some cells. Shape (n,)."""
        flags = np.zeros(len(asked[0].least_m), dtype=np.uint8)
        for number, bounds in enumerate(asked):
            told = [bounds.least_m <= bounds.limit_m]
            for away, _ in _ROUNDS[:_SURE]:
                told.append(~(bounds.most_m <= bounds.limit_m - sqrt(2) * (away + 1) * CELL_M))
            for flag, segments in enumerate(told):
                flags |= segments.astype(np.uint8) << (number * _FLAGS + flag)
        cells, starts = np.zeros(self.needed.shape, dtype=np.uint8), self.cells.starts
        cells.ravel()[self.cells.cell[starts]] = np.bitwise_or.reduceat(flags[self.cells.segment], starts)
        found, done = np.zeros(len(at), dtype=np.uint8), 0
        for number, (_, around) in enumerate(_ROUNDS):
            cells, done = _spread(cells, around - done), around
            rows = np.flatnonzero(needed == number)
            found[rows] = cells.ravel()[at[rows]]
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
