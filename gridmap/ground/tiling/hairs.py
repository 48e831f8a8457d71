"""Hairs: spikes and slits of a border, and whole holes, that are narrower than rounding.

A hair encloses no ground that anybody could measure, so that a shape with hairs is valid and no overlay tells them; but
its neighbours do not have them, a shift of the coordinates turns them into a border that crosses itself, and a program
that buffers or draws the shape shows them as long needles.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cores import in_lots
from gridmap.ground.tiling.edges import twice_area_of_rings
from gridmap.ground.tiling.widths import is_ground
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray


def hairs_in(shapes: ShapeArray, noise: float) -> tuple[FloatArray, IntArray]:
    """Return where valid polygons have hairs: the tip of each spike and slit, a vertex of each hole that is all hair.

    A part that is nothing but hair is a sliver and not told here.

    Parameters
    ----------
    shapes : object (n,)
        Polygons and multipolygons; missing ones have no hairs.
    noise : float
        Metres; what is wider is ground.

    Returns
    -------
    points : float64 (k, 2)
    row : int64 (k,)
        Place of each point's shape, ascending.
    """
    found = in_lots(lambda some: (*_hairs_in(some, noise), len(some)), shapes)
    first = np.cumsum([0, *(count for *_, count in found)])
    rows = [row + before for (_, row, _), before in zip(found, first, strict=False)]
    return np.concatenate([points for points, *_ in found]), np.concatenate(rows)


class KnownHairs:
    """Where shapes have hairs, known by the shapes as objects: for who asks about many of them again and again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[shapely.Geometry, FloatArray]] = {}

    def hairs_in(self, shapes: ShapeArray, noise: float) -> tuple[FloatArray, IntArray]:
        """Do what :func:`hairs_in` does, looking only at shapes that are new."""
        new = [row for row, shape in enumerate(shapes) if shape is not None and id(shape) not in self._known]
        points, of = hairs_in(shapes[new], noise)
        found = np.split(points, np.searchsorted(of, np.arange(1, len(new))))
        self._known.update((id(shapes[row]), (shapes[row], mine)) for row, mine in zip(new, found, strict=False))
        every = [self._known[id(shape)][1] if shape is not None else _NOWHERE for shape in shapes]
        rows = np.repeat(np.arange(len(shapes)), [len(mine) for mine in every])
        return np.concatenate([_NOWHERE, *every]), rows


_NOWHERE = np.empty((0, 2))


def _hairs_in(shapes: ShapeArray, noise: float) -> tuple[FloatArray, IntArray]:
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return np.empty((0, 2)), np.empty(0, np.int64)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    is_hole = np.concatenate([[False], part_of_ring[1:] == part_of_ring[:-1]])
    is_thin = _is_thin(rings, noise)
    count = shapely.get_num_coordinates(rings)
    first_of_thin_hole = (np.cumsum(count) - count)[is_thin & is_hole]
    tip = _tips(xy, ring, noise)
    at = np.sort(np.concatenate([tip[~is_thin[ring[tip]]], first_of_thin_hole]))
    return xy[at], shape_of_part[part_of_ring[ring[at]]].astype(np.int64)


def are_hairy(shapes: ShapeArray, noise: float) -> BoolArray:
    """Return which polygons have hairs, or rings that are nothing but hair; :func:`without_hairs` leaves others alone.

    Shape (n,).
    """
    result = np.zeros(len(shapes), dtype=bool)
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    if len(rings):
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        hairy = np.concatenate([np.flatnonzero(_is_thin(rings, noise)), ring[_tips(xy, ring, noise)]])
        result[shape_of_part[part_of_ring[hairy]]] = True
    return result


def without_hairs(shape: shapely.Geometry, noise: float) -> shapely.Geometry:
    """Return a valid polygon or multipolygon without its hairs, holes and parts that are nothing but hair among them.

    All other vertices stay as they are. The shape itself is returned if it has no hairs, or if it is all hair.
    """
    return without_hairs_of_each(np.array([shape], dtype=object), noise)[0]


def without_hairs_of_each(shapes: ShapeArray, noise: float) -> ShapeArray:
    """Return shapes, each as :func:`without_hairs` returns it. Shape (n,)."""
    result = shapes.copy()
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return result
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    thin = _is_thin(rings, noise)
    first = np.searchsorted(ring, np.arange(len(rings) + 1)).tolist()
    lines = [xy[low:high] for low, high in pairwise(first)]
    hairy = [i for i in np.unique(ring[_tips(xy, ring, noise)]).tolist() if not thin[i] and len(lines[i]) > _TRIANGLE]
    after = dict(zip(hairy, _rings_without_hairs([lines[i] for i in hairy], noise), strict=True))
    made: dict[int, shapely.Geometry] = {}
    concerned = shape_of_part[part_of_ring[np.array([*np.flatnonzero(thin), *hairy], dtype=np.int64)]]
    for row in sorted(set(concerned.tolist())):
        polygons = []
        for part in range(*np.searchsorted(shape_of_part, [row, row + 1]).tolist()):
            mine = range(*np.searchsorted(part_of_ring, [part, part + 1]).tolist())
            if thin[mine.start]:
                continue
            if not any(thin[i] or i in after for i in mine):
                polygons.append(parts[part])
                continue
            shell, *holes = [after.get(i, lines[i]) for i in mine if not thin[i]]
            polygons.append(shapely.Polygon(shell, holes))
        if polygons:
            made[row] = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    for row, is_valid in zip(made, shapely.is_valid([*made.values()]).tolist(), strict=True):
        if is_valid:
            result[row] = made[row]
    return result


def _is_thin(rings: ShapeArray, noise: float) -> BoolArray:
    """Return which rings enclose nothing wider than noise, on the whole or at one place."""
    xy, count = shapely.get_coordinates(rings), shapely.get_num_coordinates(rings).astype(np.int64)
    twice_area = np.abs(twice_area_of_rings(xy, np.cumsum(count) - count, count))
    thin = np.asarray(twice_area <= noise * shapely.length(rings), dtype=bool)
    thin[thin] = ~is_ground(shapely.polygons(rings[thin]), noise)
    return thin


def _tips(xy: FloatArray, ring: npt.NDArray[np.integer], noise: float) -> IntArray:
    """Return the rows of vertices at which a ring turns back upon itself. Rings are closed, one after the other.

    Vertices within noise of the one before count as one with it, so that a tip may be blunt.
    """
    step = xy[1:] - xy[:-1]
    within = ring[1:] == ring[:-1]  # whether a step is one of a ring
    short = within & (_squared(step) <= noise * noise)
    if not short.any():
        return _sharp_tips(xy, step, within, noise)
    blunt = np.zeros(int(ring[-1]) + 1, dtype=bool)
    blunt[ring[1:][short]] = True
    maybe_blunt = blunt[ring]
    rows, others = np.flatnonzero(maybe_blunt), np.flatnonzero(~maybe_blunt)
    tips = rows[_blunt_tips(xy[rows], ring[rows], noise)]
    if len(others):
        sharp, of = xy[others], ring[others]
        tips = np.concatenate([tips, others[_sharp_tips(sharp, sharp[1:] - sharp[:-1], of[1:] == of[:-1], noise)]])
    return np.sort(tips)


def _sharp_tips(xy: FloatArray, step: FloatArray, within: BoolArray, noise: float) -> IntArray:
    """Return the tips of rings of which no vertex lies within noise of the one before.

    Parameters
    ----------
    step : float64 (n - 1, 2)
        From each vertex to the next.
    within : bool (n - 1,)
        Whether the next vertex is of the same ring.
    """
    turns = step[:-1, 0] * step[1:, 0] + step[:-1, 1] * step[1:, 1] < 0
    turns &= within[:-1] & within[1:]
    at = np.flatnonzero(turns) + 1  # few; the rest is asked of them alone
    first = np.concatenate([[0], np.flatnonzero(~within) + 1])
    last = np.append(first[1:], len(xy)) - 1  # the first vertex again: before it comes the one before the last
    at, before = np.concatenate([at, first]), np.concatenate([at - 1, last - 1])
    return np.sort(_turning_back(xy, at, before, at + 1, noise))


def _turning_back(xy: FloatArray, at: IntArray, before: IntArray, after: IntArray, noise: float) -> IntArray:
    """Return those rows at which the way from one row to another turns back upon itself."""
    back, on = xy[before] - xy[at], xy[after] - xy[at]
    turns = np.flatnonzero(back[:, 0] * on[:, 0] + back[:, 1] * on[:, 1] > 0)
    at, back, on = at[turns], back[turns], on[turns]
    across = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0])
    one, two = np.hypot(*back.T), np.hypot(*on.T)
    return at[(np.minimum(one, two) > noise) & (across <= noise * np.maximum(one, two))]


def _blunt_tips(xy: FloatArray, ring: npt.NDArray[np.integer], noise: float) -> IntArray:
    """Return the tips of rings of which vertices may lie within noise of the one before."""
    step = np.diff(xy, axis=0)
    same_ring = ring[1:] == ring[:-1]
    # The last vertex of a ring is its first again, and is left out.
    stays = np.append(np.concatenate([[True], ~same_ring | (_squared(step) > noise * noise)])[:-1], True)
    is_last = np.append(~same_ring, True)
    # A ring may begin in the middle of a blunt tip: before its first vertex comes the one before the last.
    begin, end = np.flatnonzero(np.append(True, ~same_ring)), np.flatnonzero(is_last) - 1
    others = np.bincount(ring[stays & ~is_last], minlength=int(ring[-1]) + 1)[ring[begin]] > 1
    stays[begin[others & (_squared(xy[begin] - xy[end]) <= noise * noise)]] = False
    at = np.flatnonzero(stays & ~is_last)
    number = ring[at]
    first = np.flatnonzero(np.concatenate([[True], number[1:] != number[:-1]]))
    last = np.append(first[1:], len(at)) - 1
    before, after = np.arange(len(at)) - 1, np.arange(len(at)) + 1
    before[first], after[last] = last, first
    return _turning_back(xy, at, at[before], at[after], noise)


def _squared(step: FloatArray) -> FloatArray:
    """Return the squared length of each step. Shape (n,)."""
    return step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1]


def _rings_without_hairs(rings: list[FloatArray], noise: float) -> list[FloatArray]:
    """Take the tips off closed rings until they have none; what is left of each hair is one vertex at its root."""
    left, doubtful = list(rings), [i for i, ring in enumerate(rings) if len(ring) > _TRIANGLE]
    while doubtful:
        number = np.repeat(np.arange(len(doubtful)), [len(left[i]) for i in doubtful])
        tips = _tips(np.concatenate([left[i] for i in doubtful]), number, noise)
        with_tip, which = np.unique(number[tips], return_index=True)
        begin = np.searchsorted(number, with_tip)
        some = [doubtful[i] for i in with_tip.tolist()]
        for i, tip in zip(some, (tips[which] - begin).tolist(), strict=True):
            left[i] = _without_tip(left[i], tip, noise)
        doubtful = [i for i in some if len(left[i]) > _TRIANGLE]
    return left


_TRIANGLE = 3
"""Points up to which a closed ring is not asked for tips."""


def _without_tip(ring: FloatArray, tip: int, noise: float) -> FloatArray:
    """Take one tip off a closed ring."""
    open_ring = np.concatenate([ring[tip:-1], ring[:tip]])  # the tip first
    blunt = 1 + int(np.argmax(np.append(np.hypot(*(open_ring[1:] - open_ring[:-1]).T) > noise, True)))
    kept = open_ring[blunt:]
    if len(kept) > 1 and np.hypot(*(kept[0] - kept[-1])) <= noise:  # the two sides of the hair meet at its root
        kept = kept[:-1]
    return np.concatenate([kept, kept[:1]])
