"""Which of many lines is nearest to each of many points, and where along it: exactly, and by arrays.

The lines are taken apart into straight segments, and these are entered in square cells. A point looks at the cells
around its own; what it finds is the nearest if the block of cells reaches as far, and otherwise it looks at as large a
block as that takes. What is far from everything is left to a tree of the lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cells import CELL_M, Cells, as_complex, as_places, begins, firsts, portions
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray

MOST_CELLS: Final = 128
"""How many cells around its own a point looks at; what is farther off is asked of the tree."""
MOST_PAIRS: Final = 200
"""With how many segments a point is compared on average; where there are more, the tree is the quicker."""
_MOST_PIECES: Final = 20
"""In how many cells a segment is entered on average; where there are more, the tree is the quicker."""


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
        count, cells = len(points), self.cells
        line, along, away = np.full(count, -1, np.int64), np.zeros(count), np.full(count, np.inf)
        left = np.ones(count, dtype=bool)
        if cells is not None and count and len(self.line):
            known = cells.no_farther(points, within_m)
            far = np.minimum(known, within_m)
            is_close = far <= MOST_CELLS * CELL_M
            left = ~is_close & np.isfinite(known)
            rows = np.flatnonzero(is_close & np.isfinite(known))
            for some, runs in cells.around(points[rows], far[rows]):
                mine = rows[some]
                if runs.pairs.sum() > MOST_PAIRS * len(mine):
                    left[mine] = True
                    continue
                for few in portions(runs.pairs):
                    here = mine[few]
                    line[here], along[here], away[here] = self._among(points[here], runs.entries(few), runs.pairs[few])
        rows = np.flatnonzero(left)
        if len(rows):
            spots = shapely.points(points[rows])
            (_, which), away[rows] = self._tree.query_nearest(spots, return_distance=True, all_matches=False)
            line[rows] = self.line[which]
            along[rows] = self.before_m[which] + shapely.line_locate_point(self._tree.geometries[which], spots)
        beyond = ~(away <= within_m)
        line[beyond], along[beyond], away[beyond] = -1, 0.0, np.inf
        return line, along, away

    def _among(self, points: FloatArray, entry: IntArray, pairs: IntArray) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return for each point which line is nearest among the segments in some cells, how far along, and how far.

        Parameters
        ----------
        entry : int64 (k,)
            Entries in the cells, one point's after the other's.
        pairs : int64 (n,)
            How many of them each point has.

        Returns
        -------
        int64 (n,), float64 (n,), float64 (n,)
            Infinitely far without any entry.
        """
        assert self.cells is not None
        segment = self.cells.segment[entry]
        (begin, turn), length = self._turned, self.length_m
        # Turned so that the segment lies on the real axis from 0: then a place is along it and aside of it.
        place = np.repeat(as_complex(points), pairs)
        place -= begin[segment]
        place *= turn[segment]
        along = np.minimum(place.real, length[segment])
        np.maximum(along, 0.0, out=along)
        far = (place.real - along) ** 2 + place.imag**2
        found = (np.full(len(points), -1, np.int64), np.zeros(len(points)), np.full(len(points), np.inf))
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


def _lengths(steps: FloatArray) -> FloatArray:
    return np.sqrt(steps[:, 0] ** 2 + steps[:, 1] ** 2)
