"""Square cells and the straight segments that may lie in them, so that only what is near has to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.model.arrays import BoolArray, FloatArray, IntArray

_Complex = npt.NDArray[np.complex128]

CELL_M: Final = 64.0

_MOST_EMPTY: Final = 8
"""How many cells there may be for each entry so that they are counted in a table."""
_AT_ONCE: Final = 60_000
"""How many pairs of a point and a segment are looked at together: what stays in the processor's own memory."""
_LOT: Final = 30_000
"""How many segments, or entries of them, are looked at at once."""
_BITS: Final = 62
"""So many has a number for sure."""
_ROUNDING: Final = 1e-6
"""Cells by which a distance may come out too short."""


@dataclass(frozen=True, eq=False)
class Cells:
    """In which cells segments may lie: entries in the order of the cells, these by rows, and in each of the segments.

    Attributes
    ----------
    origin : float64 (2,)
        Number of the westernmost column and of the southernmost row.
    width : int
        How many columns.
    cell, segment : int64 (k,)
    begun : int64 (p,)
        Cells in which a segment, or a piece of one, begins.
    begun_at : complex128 (p,)
        Where.
    """

    origin: FloatArray
    width: int
    cell: IntArray
    segment: IntArray
    begun: IntArray
    begun_at: npt.NDArray[np.complex128]

    @classmethod
    def of(cls, begin: FloatArray, end: FloatArray, pieces: IntArray) -> Cells:
        """Enter segments, cut into pieces no longer than a cell, in all cells that the box around a piece touches."""
        # In lots that stay in the processor's own memory: to make arrays of millions and throw them away takes longer.
        low, high = np.zeros((2, 2))
        if len(begin):
            corners = np.floor([f(places, axis=0) / CELL_M for f in (np.min, np.max) for places in (begin, end)])
            low, high = corners.min(axis=0), corners.max(axis=0)
        width, count = int(high[0] - low[0]) + 1, len(pieces)
        own, cuts, more = np.empty(count, dtype=np.int64), [], []
        for lot in range(0, count, _LOT):
            some = slice(lot, min(lot + _LOT, count))
            cells, places = _passed(begin[some], end[some], pieces[some], low, high)
            (west, south), (east, north) = cells
            of = np.concatenate([np.arange(some.start, some.stop), lot + places[0]])
            across, up = np.flatnonzero(west != east), np.flatnonzero(south != north)
            both = across[south[across] != north[across]]
            south, north = south * width, north * width
            cell = south + west
            own[some] = cell[: some.stop - lot]
            cuts.append((cell[some.stop - lot :], of[some.stop - lot :], places[1]))
            more += [(south[across] + east[across], of[across]), (north[up] + west[up], of[up])]
            more.append((north[both] + east[both], of[both]))
        begun = np.concatenate([own, *(cell for cell, _, _ in cuts)])
        begun_at = np.concatenate([as_complex(begin), *(at for _, _, at in cuts)])
        cell = np.concatenate([begun, *(cell for cell, _ in more)])
        segment = np.concatenate([np.arange(count), *(of for _, of, _ in cuts), *(of for _, of in more)])
        return cls(low, width, *_in_order(cell, segment), begun, begun_at)

    def cut(self, times: IntArray) -> Cells:
        """Return the cells after each segment is cut so many times: all its pieces may lie where it may."""
        first = np.arange(len(times)) + np.cumsum(times) - times
        cells, pieces = [], []
        for lot in range(0, len(self.segment), _LOT):
            segment, cell = self.segment[lot : lot + _LOT], self.cell[lot : lot + _LOT]
            number = times[segment] + 1
            ends = np.cumsum(number)
            pieces.append(np.repeat(first[segment] - ends + number, number) + np.arange(ends[-1]))
            cells.append(np.repeat(cell, number))
        cell, segment = (np.concatenate(some) if some else self.cell[:0] for some in (cells, pieces))
        return Cells(self.origin, self.width, cell, segment, self.begun, self.begun_at)

    def no_farther(self, points: FloatArray, within_m: float) -> FloatArray:
        """Return within what distance of each point a segment is for sure; infinity where none is within a distance.

        By one place in each of the four cells next to the point, cells twice as large from look to look.
        """
        known, left, level = np.full(len(points), np.inf), np.arange(len(points)), 0
        while len(left):
            places = self._places(level)
            known[left] = places.no_farther(points[left])
            left, level = left[np.isinf(known[left])], level + 1
            if places.side_m / 2 > within_m + 2 * CELL_M:  # a place is a piece's length from the others of it at most
                break
        return known

    def _places(self, level: int) -> _Places:
        """Return a place in each cell of a level; in the last of them there is but one cell."""
        while len(self._levels) <= level:
            self._levels.append(self._levels[-1].coarser())
        return self._levels[level]

    @cached_property
    def _levels(self) -> list[_Places]:
        row, column = np.divmod(self.begun, self.width)
        at = np.concatenate([[complex(np.inf, np.inf)], self.begun_at])
        most, level = 2 * len(self.cell) + 500_000, 0  # tables of mostly empty cells would take longer than they save
        while (self.height >> level) * (self.width >> level) > most:
            level += 1
        return [_Places.of(self.origin * CELL_M, CELL_M * 2**level, row >> level, column >> level, at)]

    def around(self, points: FloatArray, far_m: FloatArray) -> Iterator[tuple[slice, Runs]]:
        """Yield in portions the entries of all cells within some distance of each point, and perhaps a few others.

        Parameters
        ----------
        far_m : float64 (n,)
            No more than :data:`MOST_CELLS` cells.
        """
        (column, row), far = (points / CELL_M - self.origin).T, far_m / CELL_M + _ROUNDING
        low = np.maximum(np.floor(row - far), 0.0)
        rows = np.maximum(np.minimum(np.floor(row + far), self.height - 1.0) - low + 1.0, 0.0).astype(np.int64)
        for some in portions(rows) if len(rows) else ():
            yield some, self._runs(column[some], row[some], far[some], low[some], rows[some])

    def _runs(self, column: FloatArray, row: FloatArray, far: FloatArray, low: FloatArray, rows: IntArray) -> Runs:
        """Return the runs in so many rows of cells, from the lowest on, that are no farther from each point."""
        ends = np.cumsum(rows)
        of = np.repeat(np.arange(len(rows)), rows)
        line = np.arange(len(of)) + (low - ends + rows)[of]
        row, column = row[of], column[of]
        aside = np.maximum(np.maximum(line - row, row - line - 1.0), 0.0)
        half = np.sqrt(np.maximum(far[of] ** 2 - aside**2, 0.0))
        line *= self.width
        west = line + np.maximum(np.floor(column - half), 0.0)
        east = line + np.minimum(np.floor(column + half), self.width - 1.0)
        start = self._before(west.astype(np.int64))
        return Runs(start, np.maximum(self._before(east.astype(np.int64) + 1) - start, 0), ends)

    @cached_property
    def height(self) -> int:
        """How many rows."""
        return int(self.cell[-1]) // self.width + 1 if len(self.cell) else 0

    @cached_property
    def starts(self) -> IntArray:
        """Return the first entry of each cell that has any, in their order."""
        return firsts(self.cell)

    def _before(self, cell: IntArray) -> IntArray:
        """Return how many entries are in earlier cells."""
        if self.ends is None:
            return np.searchsorted(self.cell, cell)
        return self.ends[np.clip(cell, 0, len(self.ends) - 1)].astype(np.int64)

    @cached_property
    def ends(self) -> npt.NDArray[np.int32] | None:
        """How many entries come before each cell, as a table; none where it would be mostly of empty cells."""
        last = int(self.cell[-1]) if len(self.cell) else 0
        if last > _MOST_EMPTY * len(self.cell) + 1_000_000 or len(self.cell) > np.iinfo(np.int32).max:
            return None
        number = np.zeros(last + 2, dtype=np.int32)
        number[self.cell[self.starts] + 1] = np.diff(self.starts, append=len(self.cell))
        return np.cumsum(number, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs of entries, those of one point after those of the other.

    Attributes
    ----------
    start, number : int64 (r,)
        The first entry of each run, and how many it has.
    ends : int64 (n,)
        How many runs there are up to each point, its own among them.
    """

    start: IntArray
    number: IntArray
    ends: IntArray

    @cached_property
    def pairs(self) -> IntArray:
        """How many entries each point has. Shape (n,)."""
        before = np.concatenate([[0], np.cumsum(self.number)])
        return np.diff(before[self.ends], prepend=0)

    def entries(self, some: slice) -> IntArray:
        """Return the entries of some points."""
        runs = slice(self.ends[some.start - 1] if some.start else 0, self.ends[some.stop - 1])
        return in_runs(self.start[runs], self.number[runs])


@dataclass(frozen=True, eq=False)
class _Places:
    """One place on a segment in each cell of some size.

    Attributes
    ----------
    corner : float64 (2,)
        The south-western one of all cells, metres.
    side_m : float
    width : int
        How many columns, without the margin.
    row, column : int64 (c,)
        Cells in which a place is, some of them several times.
    at : complex128 (c + 1,)
        Where; the first is infinitely far.
    which : int32 ((height + 2) (width + 2),)
        The number of a place in each cell, by rows, with a margin of one cell around; 0 where there is none.
    """

    corner: FloatArray
    side_m: float
    width: int
    row: IntArray
    column: IntArray
    at: _Complex
    which: npt.NDArray[np.int32]

    @classmethod
    def of(cls, corner: FloatArray, side_m: float, row: IntArray, column: IntArray, at: _Complex) -> _Places:
        """Take one of several in the same cell."""
        width, height = int(column.max(initial=0)) + 1, int(row.max(initial=0)) + 1
        which = np.zeros((height + 2) * (width + 2), dtype=np.int32)
        which[(row + 1) * (width + 2) + column + 1] = np.arange(1, len(at), dtype=np.int32)
        return cls(corner, side_m, width, row, column, at, which)

    def coarser(self) -> _Places:
        """Return the same for cells twice as large."""
        some = self.which[np.flatnonzero(self.which != 0)]
        at = np.concatenate([self.at[:1], self.at[some]])
        return self.of(self.corner, 2 * self.side_m, self.row[some - 1] >> 1, self.column[some - 1] >> 1, at)

    def no_farther(self, points: FloatArray) -> FloatArray:
        """Return how far the nearest of the places is in the four cells next to each point. Shape (n,).

        They reach half a cell's side far from it, or farther.
        """
        wide = self.width + 2
        column, row = np.floor((points - self.corner) / self.side_m - 0.5).T  # the western ones, the southern ones
        column = np.clip(column, -1, self.width - 1)
        row = np.clip(row, -1, len(self.which) // wide - 3)
        own = ((row + 1) * wide + column + 1).astype(np.int64)
        steps = self.at[self.which[own + np.array([[0], [1], [wide], [wide + 1]])]]
        steps -= as_complex(points)
        squares: FloatArray = (steps.real**2 + steps.imag**2).min(axis=0)
        return np.sqrt(squares)


def as_complex(places: FloatArray) -> npt.NDArray[np.complex128]:
    """Return places of two coordinates as one number each, so that they can be compared at once. Shape (n,)."""
    return np.ascontiguousarray(places, dtype=np.float64).view(np.complex128)[:, 0]


def as_places(numbers: npt.NDArray[np.complex128]) -> FloatArray:
    """Return what :func:`as_complex` was given. Shape (n, 2)."""
    return numbers.view(np.float64).reshape(-1, 2)


def begins(numbers: npt.NDArray[Any]) -> BoolArray:
    """Return where among numbers another one begins than the one before. Shape (n,)."""
    found = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def firsts(numbers: npt.NDArray[Any]) -> IntArray:
    """Return the places of :func:`begins`."""
    return np.flatnonzero(begins(numbers))


def _passed(
    begin: FloatArray, end: FloatArray, pieces: IntArray, low: FloatArray, high: FloatArray
) -> tuple[IntArray, tuple[IntArray, _Complex]]:
    """Return in which cells, from the lowest on, the pieces of segments begin and end, shape (2, 2, p).

    First come those with which the segments begin, then the others: with them the segment of each, and where it begins.
    """
    begin, end = np.ascontiguousarray(begin.T), np.ascontiguousarray(end.T)
    first, last = np.floor(begin / CELL_M), np.floor(end / CELL_M)
    long = np.flatnonzero(pieces > 1)
    of, begun_at = long, np.empty(0, dtype=np.complex128)
    if len(long):
        cuts = pieces[long] - 1
        of, ends = np.repeat(long, cuts), np.cumsum(cuts)
        share = (np.arange(len(of)) - np.repeat(ends - cuts, cuts) + 1) / pieces[of]
        place = begin[:, of] + (end[:, of] - begin[:, of]) * share
        begun_at, at = place[0] + 1j * place[1], np.floor(place / CELL_M)
        after = np.roll(at, -1, axis=1)
        after[:, ends - 1], last[:, long] = last[:, long], at[:, ends - cuts]
        first, last = (np.concatenate(pair, axis=1) for pair in ((first, at), (last, after)))
    passed = np.clip(np.stack([first, last]), low[:, None], high[:, None]) - low[:, None]
    return passed.astype(np.int64), (of, begun_at)


def _in_order(cell: IntArray, segment: IntArray) -> tuple[IntArray, IntArray]:
    """Return entries by their cells, and in each by their segments: both in one number, which is quicker to sort."""
    bits = int(segment.max(initial=0)).bit_length()
    if int(cell.max(initial=0)).bit_length() + bits > _BITS:
        order = np.lexsort((segment, cell))
        return cell[order], segment[order]
    both = cell << bits
    both |= segment
    both.sort()
    segment = both & ((1 << bits) - 1)
    both >>= bits
    return both, segment


def in_runs(first: IntArray, number: IntArray) -> IntArray:
    """Return the numbers from each of some firsts on, so many of them, one run after the other."""
    ends = np.cumsum(number)
    return np.repeat(first - ends + number, number) + np.arange(ends[-1] if len(ends) else 0)


def portions(pairs: IntArray) -> list[slice]:
    """Return slices of what has so many pairs that each has together no more than some 60,000, or one row each."""
    number = np.cumsum(pairs) // _AT_ONCE
    ends = [*np.flatnonzero(number[1:] != number[:-1]) + 1, len(pairs)]
    return [slice(first, last) for first, last in zip([0, *ends[:-1]], ends, strict=True)]
