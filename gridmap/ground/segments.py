"""Which of many lines is nearest to each of many points, and where along it: exactly, and by arrays.

The lines are taken apart into straight segments, and these are entered in square cells. A point looks at the cells
around its own; what it finds is the nearest if the block of cells reaches as far, and otherwise it looks at as large a
block as that takes. What is far from everything is left to a tree of the lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

CELL_M: Final = 64.0
MOST_CELLS: Final = 8
"""How many cells around its own a point looks at one ring after the other."""
_FARTHER: Final = (16, 32, 64, 128)
"""How many the few look at that find nothing there, before the tree is asked."""

MOST_PAIRS: Final = 200
"""With how many segments a point is compared on average; where there are more, the tree is the quicker."""
_MOST_PIECES: Final = 20
"""In how many cells a segment is entered on average; where there are more, the tree is the quicker."""
_MOST_EMPTY: Final = 8
"""How many cells there may be for each entry so that they are counted in a table."""
_AT_ONCE: Final = 60_000
"""How many pairs of a point and a segment are looked at together: what stays in the processor's own memory."""
_BITS: Final = 62
"""So many has a number for sure."""
_ROUNDING: Final = 1e-6
"""Cells by which a distance may come out too short."""


@dataclass(frozen=True, eq=False)
class Segments:
    """Lines as their straight segments, in the order of the lines; none of them is without any length.

    Attributes
    ----------
    count : int
        How many lines there are.
    line : int64 (s,)
        That of each segment.
    begin, end : float64 (s, 2)
        Where each begins and ends, metres.
    length_m, before_m : float64 (s,)
        How long it is, and how long its line is before it.
    """

    count: int
    line: IntArray
    begin: FloatArray
    end: FloatArray
    length_m: FloatArray
    before_m: FloatArray

    @classmethod
    def of(cls, lines: ShapeArray) -> Segments:
        """Take LineStrings with finite coordinates apart."""
        places, line = shapely.get_coordinates(lines, return_index=True)
        at = as_complex(places)
        here = np.flatnonzero((line[1:] == line[:-1]) & (at[1:] != at[:-1]))
        begin, end = as_places(at[here]), as_places(at[here + 1])
        return cls._of(len(lines), line[here].astype(np.int64), begin, end, _lengths(end - begin))

    @classmethod
    def _of(cls, count: int, line: IntArray, begin: FloatArray, end: FloatArray, length: FloatArray) -> Segments:
        before = np.cumsum(length) - length
        first = firsts(line)
        before -= np.repeat(before[first], np.diff(first, append=len(line)))
        return cls(count, line, begin, end, length, before)

    def lengths_m(self) -> FloatArray:
        """Return the length of each line. Shape (e,)."""
        return np.bincount(self.line, weights=self.length_m, minlength=self.count).astype(np.float64)

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Return where each line begins and where it ends, of lines that have a length. Shapes (e, 2)."""
        first = firsts(self.line)
        last = np.append(first[1:], len(self.line))[: len(first)] - 1
        return self.begin[first], self.end[last]

    def cut(self, segment: IntArray, places: npt.NDArray[np.complex128]) -> Segments:
        """Return the lines cut at places on some segments; each piece between two cuts is a line of its own.

        Parameters
        ----------
        segment : int64 (k,)
        places : complex128 (k,)
            Where each is cut, in any order, any of them several times.
        """
        starts = begins(self.line)
        begin, end = as_complex(self.begin), as_complex(self.end)
        at_end = places == end[segment]
        inside = ~(at_end | (places == begin[segment]))
        vertex = segment[~inside] + at_end[~inside]
        starts[vertex[vertex < len(starts)]] = True
        if not inside.any():
            line = np.cumsum(starts) - 1
            pieces = self._of(int(line.max(initial=-1)) + 1, line, self.begin, self.end, self.length_m)
            for known in ("cells", "_turned"):  # the segments are the very same
                if known in self.__dict__:
                    pieces.__dict__[known] = self.__dict__[known]
            return pieces
        segment, places = segment[inside], places[inside]
        order = np.lexsort((np.abs(places - begin[segment]), segment))
        segment, places = segment[order], places[order]
        anew = np.append(True, (segment[1:] != segment[:-1]) | (places[1:] != places[:-1]))
        segment, places = segment[anew], places[anew]
        line = np.cumsum(np.insert(starts, segment + 1, True)) - 1
        begin, end = np.insert(begin, segment + 1, places), np.insert(end, segment, places)
        at, to = as_places(begin), as_places(end)
        pieces = self._of(int(line[-1]) + 1, line, at, to, _lengths(to - at))
        if (cells := self.__dict__.get("cells")) is not None:
            pieces.__dict__["cells"] = cells.cut(np.bincount(segment, minlength=len(starts)))
        return pieces

    def without(self, lines: IntArray) -> Segments:
        """Return the others, numbered anew in their order."""
        stays = np.ones(self.count, dtype=bool)
        stays[lines] = False
        here = stays[self.line]
        line = (np.cumsum(stays) - 1)[self.line[here]]
        return self._of(int(stays.sum()), line, self.begin[here], self.end[here], self.length_m[here])

    def nearest(self, points: FloatArray, within_m: float = np.inf) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return the nearest line of each point; there must be one.

        Parameters
        ----------
        points : float64 (n, 2)
            Finite.
        within_m : float
            Of a point that is farther from every line nothing is said but that.

        Returns
        -------
        line : int64 (n,)
            Any of several that are as near; -1 where none is within reach.
        along_m, away_m : float64 (n,)
            How far along the line its nearest place is, and how far that is from the point; 0 and infinity where none
            is within reach.
        """
        count = len(points)
        line, along, away = np.full(count, -1, np.int64), np.zeros(count), np.full(count, np.inf)
        wanted = np.ones(count, dtype=np.int64)  # how many cells around its own each point has to look at next
        for reach in (*range(1, MOST_CELLS + 1), *_FARTHER):
            rows = np.flatnonzero((wanted > 0) & (wanted <= reach))
            if not len(rows) or self.cells is None:
                continue
            start, number = self.cells.around(points[rows], reach, away[rows])
            if number.sum() > MOST_PAIRS * len(rows):
                break
            for some in portions(number.sum(axis=1)):
                mine = rows[some]
                found = self._among(points[mine], start[some], number[some])
                nearer = found[2] <= away[mine]
                mine = mine[nearer]
                line[mine], along[mine], away[mine] = (column[nearer] for column in found)
            far = away[rows]
            farther = np.ceil(np.where(np.isfinite(far), far, 2 * reach * CELL_M) / CELL_M)
            done = np.minimum(far, within_m) <= reach * CELL_M
            wanted[rows] = np.where(done, 0, np.maximum(farther, reach + 1))
        rows = np.flatnonzero(wanted)
        if len(rows):
            spots = shapely.points(points[rows])
            (_, which), away[rows] = self._tree.query_nearest(spots, return_distance=True, all_matches=False)
            line[rows] = self.line[which]
            along[rows] = self.before_m[which] + shapely.line_locate_point(self._tree.geometries[which], spots)
        beyond = ~(away <= within_m)
        line[beyond], along[beyond], away[beyond] = -1, 0.0, np.inf
        return line, along, away

    def _among(self, points: FloatArray, start: IntArray, number: IntArray) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return for each point which line is nearest among the segments in some cells, how far along, and how far.

        Parameters
        ----------
        start, number : int64 (n, r)
            Runs of entries in the cells.

        Returns
        -------
        int64 (n,), float64 (n,), float64 (n,)
            Infinitely far without any entry.
        """
        assert self.cells is not None
        pairs = number.sum(axis=1)
        ends = np.cumsum(number.ravel())
        entry = np.repeat(start.ravel() - ends + number.ravel(), number.ravel())
        entry += np.arange(len(entry))
        segment = self.cells.segment[entry]
        (begin, turn), length = self._turned, self.length_m
        # Turned so that the segment lies on the real axis from 0: then a place is along it and aside of it.
        place = np.repeat(points[:, 0] + 1j * points[:, 1], pairs)
        place -= begin[segment]
        place *= turn[segment]
        along = np.minimum(place.real, length[segment])
        np.maximum(along, 0.0, out=along)
        far = (place.real - along) ** 2 + place.imag**2
        found = (np.zeros(len(points), np.int64), np.zeros(len(points)), np.full(len(points), np.inf))
        some = np.flatnonzero(pairs)
        if len(some):
            pairs = pairs[some]
            least = np.minimum.reduceat(far, np.cumsum(pairs) - pairs)
            best = np.flatnonzero(far == np.repeat(least, pairs))[::-1]  # so that the first of several stays
            at, of = np.repeat(some, pairs)[best], segment[best]
            found[0][at] = self.line[of]
            found[1][at] = self.before_m[of] + along[best]
            found[2][at] = np.sqrt(far[best])
        return found

    @cached_property
    def _turned(self) -> tuple[npt.NDArray[np.complex128], npt.NDArray[np.complex128]]:
        """Where each segment begins, and what turns its direction to the east."""
        begin = as_complex(self.begin)
        turn: npt.NDArray[np.complex128] = (as_complex(self.end) - begin).conj() / self.length_m
        return begin, turn

    @cached_property
    def _tree(self) -> shapely.STRtree:
        """Every segment, in their order."""
        return shapely.STRtree(shapely.linestrings(np.stack([self.begin, self.end], axis=1)))

    @cached_property
    def cells(self) -> Cells | None:
        """The cells, none where segments are so long that they would be in too many."""
        pieces = np.maximum(np.ceil(self.length_m / CELL_M), 1.0)
        if not pieces.sum() <= _MOST_PIECES * len(pieces) + 1000:
            return None
        return Cells.of(self.begin, self.end, pieces.astype(np.int64))


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
    """

    origin: FloatArray
    width: int
    cell: IntArray
    segment: IntArray
    begun: IntArray

    @classmethod
    def of(cls, begin: FloatArray, end: FloatArray, pieces: IntArray) -> Cells:
        """Enter segments, cut into pieces no longer than a cell, in all cells that the box around a piece touches."""
        begin, end = np.ascontiguousarray(begin.T), np.ascontiguousarray(end.T)
        segment, first, last = np.arange(len(pieces)), np.floor(begin / CELL_M), np.floor(end / CELL_M)
        long = np.flatnonzero(pieces > 1)
        if len(long):
            cuts = pieces[long] - 1
            of, ends = np.repeat(long, cuts), np.cumsum(cuts)
            share = (np.arange(len(of)) - np.repeat(ends - cuts, cuts) + 1) / pieces[of]
            at = np.floor((begin[:, of] + (end[:, of] - begin[:, of]) * share) / CELL_M)
            after = np.roll(at, -1, axis=1)
            after[:, ends - 1], last[:, long] = last[:, long], at[:, ends - cuts]
            segment = np.concatenate([segment, of])
            first, last = (np.concatenate(pair, axis=1) for pair in ((first, at), (last, after)))
        origin = np.minimum(first.min(axis=1, initial=np.inf), last.min(axis=1, initial=np.inf))
        (west, south), (east, north) = ((at - origin[:, None]).astype(np.int64) for at in (first, last))
        width = int(max(west.max(initial=0), east.max(initial=0))) + 1
        across, up = np.flatnonzero(west != east), np.flatnonzero(south != north)
        both = across[south[across] != north[across]]
        south, north = south * width, north * width
        cell = [south + west, south[across] + east[across], north[up] + west[up], north[both] + east[both]]
        entered = np.concatenate(cell)
        segment = np.concatenate([segment, segment[across], segment[up], segment[both]])
        return cls(origin, width, *_in_order(entered, segment), cell[0])

    def cut(self, times: IntArray) -> Cells:
        """Return the cells after each segment is cut so many times: all its pieces may lie where it may."""
        number = times[self.segment] + 1
        ends = np.cumsum(number)
        piece = np.arange(int(number.sum())) - np.repeat(ends - number, number)
        first = np.arange(len(times)) + np.cumsum(times) - times
        segment = np.repeat(first[self.segment], number) + piece
        return Cells(self.origin, self.width, np.repeat(self.cell, number), segment, self.begun)

    def around(self, points: FloatArray, reach: int, away: FloatArray) -> tuple[IntArray, IntArray]:
        """Return the runs of entries in the block of cells around that of each point, row by row.

        Parameters
        ----------
        away : float64 (n,)
            How far the nearest segment is that is known already: cells that are farther are left out.

        Returns
        -------
        start, number : int64 (n, 2 reach + 1)
        """
        cells = np.clip(points / CELL_M - self.origin, -1e9, 1e9)
        at = np.floor(cells)
        off = np.arange(-reach, reach + 1.0)
        rows = (at[:, 1, None] + off).astype(np.int64) * self.width
        west, east = at[:, :1] - reach, at[:, :1] + reach
        if np.isfinite(away).any():
            up = (cells - at)[:, 1:]  # how far into its own row
            aside = np.where(off > 0, off - up, up - 1.0 - off)
            aside[:, reach] = 0.0
            left = (away[:, None] / CELL_M + _ROUNDING) ** 2 - aside**2
            width = np.sqrt(np.maximum(left, 0.0))
            west = np.where(left < 0, 1.0, np.maximum(np.floor(cells[:, :1] - width), west))
            east = np.where(left < 0, -1.0, np.minimum(np.floor(cells[:, :1] + width), east))
        west = np.maximum(west, 0).astype(np.int64)
        east = np.minimum(east, self.width - 1).astype(np.int64)
        start, end = self._before(rows + west), self._before(rows + east + 1)
        return start, np.maximum(end - start, 0)

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


def _in_order(cell: IntArray, segment: IntArray) -> tuple[IntArray, IntArray]:
    """Return entries by their cells, and in each by their segments: both in one number, which is quicker to sort."""
    bits = int(segment.max(initial=0)).bit_length()
    if int(cell.max(initial=0)).bit_length() + bits > _BITS:
        order = np.lexsort((segment, cell))
        return cell[order], segment[order]
    both = np.sort(cell << bits | segment)
    return both >> bits, both & ((1 << bits) - 1)


def _lengths(steps: FloatArray) -> FloatArray:
    return np.sqrt(steps[:, 0] ** 2 + steps[:, 1] ** 2)


def portions(pairs: IntArray) -> list[slice]:
    """Return slices of what has so many pairs that each has together no more than some 60,000, or one row each."""
    number = np.cumsum(pairs) // _AT_ONCE
    ends = [*np.flatnonzero(number[1:] != number[:-1]) + 1, len(pairs)]
    return [slice(first, last) for first, last in zip([0, *ends[:-1]], ends, strict=True)]
