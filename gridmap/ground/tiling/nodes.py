"""Edges of families cut wherever they meet: GEOS is asked only about those that meet anywhere but at their ends.

The others come out as they are, and what comes out is the same as if it were asked about all of them: none of these is
so near to anything but its neighbour that rounding could bring it there.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores
from gridmap.ground.tiling.bands import points_in_bands
from gridmap.ground.tiling.edges import ComplexArray, Edges, as_numbers
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

_NEAR_M: Final = 1e-5
"""Segments that come so near to each other go to GEOS.

That is more than a node may be off by rounding, and more than GEOS pulls together where rounding leaves no other way: a
millionth of a millionth of the coordinates.
"""

_MOST_PAIRS: Final = 100
"""Pairs on one easting for each segment from which on asking GEOS about all of them takes less."""

_FEW: Final = 100
"""Segments of which GEOS is asked about all as quickly."""

_FAMILIES_WORTH_A_THREAD: Final = 5


def cut_where_they_meet(edges: Edges, family: IntArray) -> tuple[Edges, IntArray]:
    """Return edges between nodes, which meet at their ends alone, and the family of each.

    Which way they run, and whose they are, is no longer told.

    Parameters
    ----------
    edges : Edges
    family : int64 (n,)
        Of each edge; those of different families do not see each other.
    """
    begin, end = edges.points[edges.at], edges.points[edges.at + 1]
    concerned = meet_on_the_way(begin, end, family) if len(begin) > _FEW else np.ones(len(begin), dtype=bool)
    cut = _cut_by_geos(begin[concerned], end[concerned], family[concerned])
    begin, end, family = (
        np.concatenate([column[~concerned], pieces]) for column, pieces in zip((begin, end, family), cut, strict=True)
    )
    points = np.stack([begin, end], axis=1).reshape(-1)
    none = np.zeros(len(begin), dtype=np.int64)
    return Edges(points, np.arange(0, len(points), 2), none.astype(bool), none), family


def meet_on_the_way(begin: ComplexArray, end: ComplexArray, family: IntArray) -> BoolArray:
    """Return which segments meet another of their family, or nearly so, anywhere but at an end of both. Shape (n,).

    Where telling that would take longer than it saves, all of them may.
    """
    pairs, meets = 0, np.zeros(len(begin), dtype=bool)
    west, east = np.minimum(begin.real, end.real), np.maximum(begin.real, end.real)
    south, north = np.minimum(begin.imag, end.imag), np.maximum(begin.imag, end.imag)
    for at, band in points_in_bands(west, family, west - _NEAR_M, east + _NEAR_M, family):
        pairs += len(at)
        if pairs > _MOST_PAIRS * len(begin):
            return np.ones(len(begin), dtype=bool)
        near = np.flatnonzero(
            (at != band) & (south[at] - _NEAR_M <= north[band]) & (south[band] - _NEAR_M <= north[at])
        )
        one, two = at[near], band[near]
        (a, b), (c, d) = ((begin[which], end[which]) for which in (one, two))
        apart = (_side(a, b, c) * _side(a, b, d) > 0) | (_side(c, d, a) * _side(c, d, b) > 0)
        by_begin, by_end = (a == c) | (a == d), (b == c) | (b == d)
        vertex, other = np.where(by_begin, a, b), np.where(by_begin, b, a)
        third = np.where(vertex == c, d, c)
        way, its_way = other - vertex, third - vertex
        length, its_length = np.abs(way), np.abs(its_way)
        between = np.conj(way) * its_way  # along and across
        clear = (np.abs(between.imag) > _NEAR_M * np.maximum(length, its_length)) | (between.real < 0)
        apart |= (by_begin ^ by_end) & clear & (np.minimum(length, its_length) > _NEAR_M)
        meets[one[~apart]] = True
        meets[two[~apart]] = True
    return meets


def _side(start: ComplexArray, end: ComplexArray, point: ComplexArray) -> IntArray:
    """Return on which side of lines points lie: 1 left, -1 right, 0 on them or nearly so. Shape (n,)."""
    step = end - start
    away = (np.conj(step) * (point - start)).imag
    return np.asarray(np.sign(away).astype(np.int64) * (np.abs(away) > _NEAR_M * np.abs(step)))


def _cut_by_geos(
    begin: ComplexArray, end: ComplexArray, family: IntArray
) -> tuple[ComplexArray, ComplexArray, IntArray]:
    """Return where the pieces of segments begin and end, and the family of each."""
    if not len(begin):
        return begin, end, family
    order = np.argsort(family, kind="stable")
    numbers, row = np.unique(family[order], return_inverse=True)
    lines = shapely.linestrings(_as_places(np.stack([begin[order], end[order]], axis=1).reshape(-1)).reshape(-1, 2, 2))
    bundles = shapely.multilinestrings(lines, indices=row)
    found = on_all_cores(_united, bundles, worth=_FAMILIES_WORTH_A_THREAD)
    parts, of = shapely.get_parts(found, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    places, goes_on = as_numbers(xy), np.flatnonzero(part[1:] == part[:-1])
    return places[goes_on], places[goes_on + 1], numbers[of[part[goes_on]]]


def _united(lines: ShapeArray) -> ShapeArray:
    return np.asarray(shapely.union_all(lines[:, None], axis=1), dtype=object)


def _as_places(points: ComplexArray) -> FloatArray:
    return points.view(np.float64).reshape(-1, 2)
