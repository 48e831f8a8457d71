"""Lines cut wherever they meet, by the cells of their segments.

Only segments in one cell can meet, and of those only such of different chains: a chain is a stretch of a line that
goes on to one quarter of the sky, so that it never meets itself. Most roads meet at a vertex of both, or cross plainly;
the few pairs of which rounding errors would have to decide are asked of GEOS.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cells import Cells, as_complex, begins, in_runs, portions
from gridmap.ground.segments import MOST_PAIRS, Segments
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray

_Places = npt.NDArray[np.complex128]
_Signs = npt.NDArray[np.int8]
_Cuts = tuple[IntArray, _Places]
"""Segments, and at which places they are cut."""

_MIXED: Final = 0.6180339887498949
"""By how much the northing counts in a number of both coordinates."""
_DOUBT: Final = 1e-15
"""Share of its two products by which their difference may come out wrong."""


def noded(lines: ShapeArray) -> tuple[Segments, IntArray, int]:
    """Cut LineStrings with finite coordinates wherever they meet; what several have in common is there once.

    Returns
    -------
    edges : Segments
        The pieces between nodes.
    ends : int64 (e, 2)
        Numbers of the nodes at which each begins and ends.
    nodes : int
        How many there are.
    """
    whole = Segments.of(lines)
    pairs = None if whole.cells is None else _Pairs(whole, whole.cells)
    if pairs is None or pairs.number.sum() > MOST_PAIRS * len(whole.line):
        edges = Segments.of(_by_geos(lines))
    else:
        edges = whole.cut(*_joined([cut for one, two in pairs.in_portions() for cut in _meetings(whole, one, two)]))
    number, nodes = _numbered(as_complex(np.concatenate(edges.ends())))
    ends = np.ascontiguousarray(number.reshape(2, -1).T)
    single = np.flatnonzero(np.bincount(edges.line, minlength=edges.count) == 1)
    key = ends[single].min(axis=1) * nodes + ends[single].max(axis=1)
    again = np.ones(len(single), dtype=bool)
    again[np.unique(key, return_index=True)[1]] = False
    if again.any():
        edges, ends = edges.without(single[again]), np.delete(ends, single[again], axis=0)
    return edges, ends, nodes


def _numbered(places: _Places) -> tuple[IntArray, int]:
    """Return a number for each place, the same for the same places, and how many numbers there are. Shape (n,).

    They are sorted by one number made of both coordinates, which is hardly ever the same for different places.
    """
    mixed = places.real + places.imag * _MIXED
    order = np.argsort(mixed)
    mixed, at = mixed[order], places[order]
    anew = begins(mixed)
    if (begins(at) & ~anew).any():
        nodes, number = np.unique(places, return_inverse=True)
        return number.astype(np.int64), len(nodes)
    number = np.empty(len(places), dtype=np.int64)
    number[order] = np.cumsum(anew) - 1
    return number, int(anew.sum())


def _by_geos(lines: ShapeArray) -> ShapeArray:
    """Do the same where segments are too long or too dense for cells."""
    try:
        cut = shapely.node(shapely.multilinestrings(lines))
    except shapely.GEOSException:  # a few that meet in rounding errors alone; this takes longer, and is sure
        cut = shapely.union_all(lines)
    edges = shapely.get_parts(cut)
    return edges[shapely.length(edges) > 0]


class _Pairs:
    """Pairs of segments of different chains that have a cell in common.

    Attributes
    ----------
    number : int64 (c,)
        How many pairs of entries there are in each cell that more than one chain passes.
    """

    def __init__(self, lines: Segments, cells: Cells) -> None:
        self._segment, self._chain = cells.segment, _chains(lines)[cells.segment]
        self._low = as_complex(np.minimum(lines.begin, lines.end))
        self._high = as_complex(np.maximum(lines.begin, lines.end))
        first = cells.starts
        entries = np.diff(first, append=len(cells.cell))
        several = np.flatnonzero(self._chain[first] != self._chain[first + entries - 1])  # by segments, thus by chains
        self._first, self._entries = first[several], entries[several]
        self.number = self._entries * (self._entries - 1) // 2

    def in_portions(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield the two segments of each pair whose boxes touch, the lower one first, some of them several times.

        In portions that fit the processor.
        """
        for some in portions(self.number) if len(self.number) else ():
            first, entries = self._first[some], self._entries[some]
            entry = in_runs(first, entries)
            later = np.repeat(first + entries, entries) - entry - 1  # with so many of its cell each is still to compare
            one, two = np.repeat(entry, later), in_runs(entry + 1, later)
            apart = np.flatnonzero(self._chain[one] != self._chain[two])
            one, two = self._segment[one[apart]], self._segment[two[apart]]
            for _ in range(2):  # neither may lie wholly east or north of the other
                low, high = self._low[one], self._high[two]
                touches = np.flatnonzero((low.real <= high.real) & (low.imag <= high.imag))
                one, two = two[touches], one[touches]
            yield one, two


def _chains(lines: Segments) -> IntArray:
    """Return the number of the chain of each segment. Shape (s,)."""
    step = lines.end - lines.begin
    quarter = 2 * (step[:, 0] >= 0).astype(np.int8) + (step[:, 1] >= 0)
    return np.cumsum(begins(lines.line) | begins(quarter))


def _meetings(lines: Segments, one: IntArray, two: IntArray) -> list[_Cuts]:
    """Return where pairs of segments, the lower one first, have to be cut since they meet."""
    to_begin, to_end = _sides(lines, one, two)
    may = np.flatnonzero(to_begin * to_end <= 0)  # else the second lies on one side of the first
    one, two, to_begin, to_end = one[may], two[may], to_begin[may], to_end[may]
    from_begin, from_end = _sides(lines, two, one)
    may = np.flatnonzero(from_begin * from_end <= 0)
    one, two, to_begin, to_end = one[may], two[may], to_begin[may], to_end[may]
    crossing = (to_begin * to_end < 0) & (from_begin * from_end < 0)[may]
    begin, end = as_complex(lines.begin), as_complex(lines.end)
    (a, b), (c, d) = ((begin[which], end[which]) for which in (one, two))
    at_begin, same = (a == c) | (a == d), (a == c) | (b == c)
    shared = at_begin | same | (b == d)
    vertex = np.where(at_begin, a, b)
    away = np.conj(np.where(at_begin, b, a) - vertex) * (np.where(same, d, c) - vertex)
    plain = shared & ((to_begin != 0) | (to_end != 0) | (away.real < 0))  # they go on in different directions
    cut = plain & ~((two == one + 1) & (lines.line[one] == lines.line[two]))  # a line goes on from its own segment
    cuts = [(which[cut], vertex[cut]) for which in (one, two)]
    if crossing.any():
        a, b, c, d = (places[crossing] for places in (a, b, c, d))
        share = _cross(c - a, d - c) / _cross(b - a, d - c)
        cuts += [(which[crossing], a + np.clip(share, 0.0, 1.0) * (b - a)) for which in (one, two)]
    left = np.flatnonzero(~(plain | crossing))
    if len(left):
        cuts += _asked_of_geos(lines, one[left], two[left])
    return cuts


def _sides(lines: Segments, of: IntArray, other: IntArray) -> tuple[_Signs, _Signs]:
    """Return on which side of segments others begin and end: 1 left, -1 right, 0 on them or in doubt. Shapes (m,)."""
    begin, end = as_complex(lines.begin), as_complex(lines.end)
    start = begin[of]
    step = end[of] - start
    found = []
    for places in (begin, end):
        way = places[other] - start
        left, right = step.real * way.imag, step.imag * way.real
        away = left - right
        sure = np.abs(away) > _DOUBT * (np.abs(left) + np.abs(right))
        found.append(np.sign(away).astype(np.int8) * sure)
    return found[0], found[1]


def _cross(one: _Places, two: _Places) -> FloatArray:
    return (np.conj(one) * two).imag


def _asked_of_geos(lines: Segments, one: IntArray, two: IntArray) -> list[_Cuts]:
    shapes = [shapely.linestrings(np.stack([lines.begin[which], lines.end[which]], axis=1)) for which in (one, two)]
    places, pair = shapely.get_coordinates(shapely.intersection(*shapes), return_index=True)
    return [(which[pair], as_complex(places)) for which in (one, two)]


def _joined(cuts: list[_Cuts]) -> _Cuts:
    if not cuts:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.complex128)
    segment, places = zip(*cuts, strict=True)
    return np.concatenate(segment), np.concatenate(places)
