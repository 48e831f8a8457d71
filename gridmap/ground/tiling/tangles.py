"""Shapes that cross themselves so often that nobody can say which ground they mean.

A polygon drawn by hand that crosses itself does so a few times, and what it encloses is soon worked out. One of 3,000
random points crosses itself two million times; every overlay with it takes minutes, and what comes out is no place that
anybody meant. Such a shape has no ground here. What decides is a count, never a clock, so that every computer says the
same.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

CROSSINGS: Final = (1_000, 20_000)
"""What a shape may have, all its rings and parts together: one for each of its segments, within these bounds.

A village that somebody put together from thousands of carelessly drawn plots has about as many. A thousand are repaired
in a few hundredths of a second, twenty thousand in less than one.
"""

_CONTACTS_PER_CROSSING: Final = 5
"""Vertices of one border that lie on another cost the repair about as much as this many of them cost one crossing."""

_MOST_PAIRS: Final = 2_000_000
"""Pairs of segments with overlapping boxes that are looked at; borders of places come nowhere near."""

_AT_ONCE: Final = (4, 64)
"""Segments that are looked at together: few at first, since those of a tangle cross enough others, and then more."""

_ALL_AT_ONCE: Final = 250
"""Segments that have so few pairs that looking at all of them costs less than looking in steps."""

_FIRST: Final = 1_000


def are_too_tangled(shapes: ShapeArray) -> BoolArray:
    """Return which shapes :func:`is_too_tangled`; most are cleared all at once. Shape (n,)."""
    starts, ends, row = _segments(shapes)
    number = np.bincount(row, minlength=len(shapes))
    pairs = np.bincount(row, weights=_near_by_easting(starts, ends, row), minlength=len(shapes))
    most = np.clip(number, *CROSSINGS)
    result = np.zeros(len(shapes), dtype=bool)
    for i in np.flatnonzero((number * (number - 1) // 2 > most) & (pairs > most)).tolist():
        result[i] = is_too_tangled(shapes[i])
    return result


def _near_by_easting(starts: FloatArray, ends: FloatArray, row: IntArray) -> IntArray:
    """Return of how many later segments of its shape each shares some easting, or of a few more. Shape (n,)."""
    if not len(starts):
        return np.empty(0, dtype=np.int64)
    west, east = np.minimum(starts[:, 0], ends[:, 0]), np.maximum(starts[:, 0], ends[:, 0])
    least = float(west.min())
    apart = 2 * (float(east.max()) - least) + 1.0  # shapes lie side by side, so that one sort does for all
    slack = 4 * float(np.spacing(apart * (int(row.max()) + 1)))
    begin = np.sort(row * apart + (west - least))
    until = np.searchsorted(begin, row * apart + (east - least) + slack, side="right")
    before = np.searchsorted(begin, row * apart + (west - least))
    return np.asarray(until - before - 1, dtype=np.int64)


def is_too_tangled(shape: shapely.Geometry) -> bool:
    """Whether the borders of a polygonal shape cross each other more often than :data:`CROSSINGS` allows.

    Borders that share a segment or a vertex do not cross. All coordinates must be finite.
    """
    starts, ends, _ = _segments(np.array([shape], dtype=object))
    most = int(np.clip(len(starts), *CROSSINGS))
    some = _FIRST
    while some < len(starts):  # what is tangled throughout shows it soon
        if _cross_more_often(starts[:some], ends[:some], most):
            return True
        some *= 8
    return _cross_more_often(starts, ends, most)


def _segments(shapes: ShapeArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return the two ends of each segment of the rings of all polygons in shapes, those in collections too.

    And the place of the shape that each is of, ascending.
    """
    row = np.arange(len(shapes))
    while (shapely.get_type_id(shapes) >= shapely.GeometryType.MULTIPOINT).any():
        shapes, of = shapely.get_parts(shapes, return_index=True)
        row = row[of]
    polygonal = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    rings, polygon = shapely.get_rings(shapes[polygonal], return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    joined = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    return xy[:-1][joined], xy[1:][joined], row[polygonal][polygon[ring[:-1][joined]]]


def _cross_more_often(starts: FloatArray, ends: FloatArray, most: int) -> bool:
    if len(starts) * (len(starts) - 1) // 2 <= most:
        return False
    if len(starts) <= _ALL_AT_ONCE and _pairs_that_may_meet(starts, ends) <= most:
        return False
    tree = shapely.STRtree(shapely.linestrings(np.stack([starts, ends], axis=1)))
    crossings = contacts = pairs = 0
    first, step = 0, _AT_ONCE[0] if len(starts) > _ALL_AT_ONCE else len(starts)
    while first < len(starts):
        one, two = tree.query(tree.geometries[first : first + step])
        one += first
        first, step = first + step, min(2 * step, _AT_ONCE[1])
        later = two > one  # each pair once
        one, two = one[later], two[later]
        across, along = _meetings(starts[one], ends[one], starts[two], ends[two])
        pairs += len(one)
        crossings += int(across.sum())
        contacts += int(along.sum())
        if crossings + contacts // _CONTACTS_PER_CROSSING > most or pairs > _MOST_PAIRS:
            return True
    return False


def _pairs_that_may_meet(starts: FloatArray, ends: FloatArray) -> int:
    """Return how many pairs of segments have boxes that meet, for so few that all pairs can be looked at."""
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    meet = (low[:, None, 0] <= high[None, :, 0]) & (low[:, None, 1] <= high[None, :, 1])
    return (int(np.count_nonzero(meet & meet.T)) - len(starts)) // 2


def _meetings(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return which segments a-b and c-d cross at a point inside both, and of which an end lies inside the other."""
    side_of_c, side_of_d = _side(a, b, c), _side(a, b, d)
    side_of_a, side_of_b = _side(c, d, a), _side(c, d, b)
    crosses = (side_of_c * side_of_d < 0) & (side_of_a * side_of_b < 0)
    touches = np.zeros(len(a), dtype=bool)
    for p, q, point, side in ((a, b, c, side_of_c), (a, b, d, side_of_d), (c, d, a, side_of_a), (c, d, b, side_of_b)):
        on = np.flatnonzero(side == 0)
        inside = ((point[on] - p[on]) * (point[on] - q[on])).sum(axis=1) < 0
        touches[on[inside]] = True
    return crosses, touches


def _side(a: FloatArray, b: FloatArray, point: FloatArray) -> FloatArray:
    """Return on which side of the line from a to b points lie: 1, -1, or 0 on it."""
    along, to = b - a, point - a
    return np.asarray(np.sign(along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]))
