"""Where names are written: inside what they name where there is room, and never over one another."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.wanted import must_be_wanted

NEAR_SEATS: Final = 7
"""How many of the places for a label are close enough to be taken for a small thing."""

_PAIRS: Final = 4_000_000
"""So many pairs of labels at most are held against one another at once; of more each is placed after the other."""
_ASK_EVERY: Final = 256
"""After so many labels one asks whether they are still wanted."""

_STEPS: Final = np.array(
    [
        *((0, 0), (0, 0.9), (0, -0.9), (0.35, 0), (-0.35, 0), (0.3, 0.9), (-0.3, -0.9)),
        *((0, 1.8), (0, -1.8), (0.7, 0), (-0.7, 0), (0.6, 1.2), (-0.6, 1.2), (0.6, -1.2), (-0.6, -1.2)),
    ]
)
SEATS: Final = len(_STEPS)
"""How many places there are for a label, see :func:`seats`."""


def seats(
    shapes: ShapeArray, width: FloatArray, height: FloatArray, asked: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return places for the middle of each label, the best first, and how much room there is at the best.

    The best is where the label fits with the most room: the centre of the largest ellipse inside the shape that is as
    wide for its height as the label is. The others lie around it, the nearer ones first.

    Parameters
    ----------
    shapes : object (n,)
        Polygons, lines or points; of several parts the largest counts.
    width, height : float64 (n,)
        Size of the labels in the units of the shapes.
    asked : float64 (n,), optional
        How much room a label must have to be written: of shapes that surely have less, the best place is any inside
        them, and the room one that is no less than they have.

    Returns
    -------
    places : float64 (n, SEATS, 2)
    room : float64 (n,)
        How many times the ellipse in the shape is as high as the label; 0 for lines and points.
    """
    n = len(shapes)
    room = np.zeros(n)
    if not n:
        return np.empty((0, SEATS, 2)), room
    part = _largest_part(shapes)
    best = np.empty((n, 2))
    is_area = shapely.get_dimensions(part) == 2
    best[~is_area] = shapely.get_coordinates(shapely.point_on_surface(part[~is_area]))
    area = np.flatnonzero(is_area)
    if len(area):
        # The largest ellipse of a shape is the largest circle of the shape squeezed by the label's proportions.
        squeeze = np.maximum(width[area] / np.maximum(height[area], 1e-9), 1e-3)
        xy, index = shapely.get_coordinates(part[area], return_index=True)
        xy[:, 0] /= squeeze[index]
        squeezed = shapely.set_coordinates(part[area].copy(), xy)
        extent = shapely.bounds(squeezed)
        across = (extent[:, 2:] - extent[:, :2]).min(axis=1)
        room[area] = across / np.maximum(height[area], 1e-9)
        hopeless = np.zeros(len(area), dtype=bool)
        if asked is not None:
            hopeless = room[area] < asked[area]
            some = np.flatnonzero(~hopeless & (asked[area] > 0))  # where nothing is left inside of a rim so broad
            rim = asked[area[some]] * height[area[some]] / 2
            some = some[shapely.is_empty(shapely.buffer(squeezed[some], -rim, quad_segs=1))]
            hopeless[some], room[area[some]] = True, np.nextafter(asked[area[some]], 0.0)
        best[area[hopeless]] = shapely.get_coordinates(shapely.point_on_surface(part[area[hopeless]]))
        area, squeeze, squeezed = area[~hopeless], squeeze[~hopeless], squeezed[~hopeless]
        tolerance = np.maximum(across[~hopeless] / 40, 1e-3)
        circle = shapely.maximum_inscribed_circle(_plainer(squeezed, tolerance), tolerance)
        centre = shapely.get_coordinates(shapely.get_point(circle, 0))
        room[area] = 2 * shapely.length(circle) / np.maximum(height[area], 1e-9)
        best[area] = centre * np.stack([squeeze, np.ones(len(area))], axis=1)
    size = np.stack([width, height], axis=1)
    return best[:, None, :] + _STEPS[None] * size[:, None, :], room


def _plainer(shapes: ShapeArray, tolerance: FloatArray) -> ShapeArray:
    """Return polygons without what is smaller than half a tolerance, each, where that leaves a polygon."""
    plain = shapely.simplify(shapes, tolerance / 2, preserve_topology=False)
    usable = (shapely.get_type_id(plain) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(plain)
    usable &= shapely.is_valid(plain)
    return np.where(usable, plain, shapes)


def _largest_part(shapes: ShapeArray) -> ShapeArray:
    if (shapely.get_type_id(shapes) < shapely.GeometryType.MULTIPOINT).all():
        return shapes
    parts, index = shapely.get_parts(shapes, return_index=True)
    size = shapely.area(parts) + shapely.length(parts) * 1e-9
    order = np.lexsort((-size, index))
    first = np.concatenate([[True], np.diff(index[order]) != 0])
    return parts[order[first]]


def place_labels(
    places: FloatArray,
    width: FloatArray,
    height: FloatArray,
    weight: FloatArray,
    frame: tuple[float, float, float, float],
    taken: FloatArray | None = None,
) -> IntArray:
    """Choose for each label one of its places so that no two overlap and none leaves the frame.

    Greedy: labels of more weight choose first; one that finds no room is left out.

    Parameters
    ----------
    places : float64 (n, c, 2)
        Middles to try, the best first.
    width, height : float64 (n,)
        Size of the labels, with the space that should stay free around them.
    weight : float64 (n,)
    frame : (west, south, east, north)
    taken : float64 (k, 4), optional
        Boxes (west, south, east, north) that must stay free, such as those of labels that stand already.

    Returns
    -------
    int64 (n,)
        Which of its places a label gets, -1 for none.

    Raises
    ------
    GivenUp
        If the work in which this is done is not wanted any more: labels of a whole province take seconds.
    """
    n = len(places)
    chosen = np.full(n, -1, dtype=np.int64)
    half = np.stack([width, height], axis=1)[:, None, :] / 2
    boxes = np.concatenate([places - half, places + half], axis=2)  # (n, c, 4)
    west, south, east, north = frame
    inside: BoolArray = (
        (boxes[..., 0] >= west) & (boxes[..., 1] >= south) & (boxes[..., 2] <= east) & (boxes[..., 3] <= north)
    )
    fixed = np.empty((0, 4)) if taken is None else taken
    few = n * (n + len(fixed)) <= _PAIRS
    if n and few and inside[:, 0].all() and _are_apart(boxes[:, 0], fixed):
        return np.zeros(n, dtype=np.int64)
    full = np.empty((len(fixed) + n, 4))
    full[: len(fixed)] = fixed
    count = len(fixed)
    reach = np.concatenate([np.fmin.reduce(boxes[..., :2], axis=1), np.fmax.reduce(boxes[..., 2:], axis=1)], axis=1)
    for turn, i in enumerate(np.argsort(-weight, kind="stable")):
        if turn % _ASK_EVERY == 0:
            must_be_wanted()
        box, there, all_of = boxes[i], full[:count], reach[i]
        there = there[(there[:, :2] < all_of[2:]).all(axis=1) & (there[:, 2:] > all_of[:2]).all(axis=1)]
        free = np.flatnonzero(inside[i] & ~_are_hit(box, there))
        if len(free):
            chosen[i] = free[0]
            full[count] = box[free[0]]
            count += 1
    return chosen


def _are_hit(boxes: FloatArray, there: FloatArray) -> BoolArray:
    """Whether each of some boxes overlaps one of those that stand there. Shape (c,)."""
    hits: BoolArray = (
        (boxes[:, None, 0] < there[None, :, 2])
        & (boxes[:, None, 2] > there[None, :, 0])
        & (boxes[:, None, 1] < there[None, :, 3])
        & (boxes[:, None, 3] > there[None, :, 1])
    )
    return np.asarray(hits.any(axis=1))


def _are_apart(boxes: FloatArray, fixed: FloatArray) -> bool:
    """Whether no two boxes overlap, and none of them a fixed one: then each has the best of its places."""
    every = np.concatenate([boxes, fixed])
    hits = (boxes[:, None, :2] < every[None, :, 2:]).all(axis=2) & (boxes[:, None, 2:] > every[None, :, :2]).all(axis=2)
    return np.count_nonzero(hits) == len(boxes)  # each overlaps itself


def short_name(name: str) -> str:
    """Return a name as maps write it, without the committee that governs the place: 建农村委会 is 建农村."""
    for tail, short in _TAILS:
        if name.endswith(tail) and len(name) > len(tail) + 1:
            return name[: -len(tail)].removesuffix(short) + short
    return name


def in_lines(label: str, longest: int) -> str:
    """Break a long label into two lines of about one length: at a space, or between Chinese words as far as known."""
    if len(label) <= longest:
        return label
    inside = {at + i for word in _WORDS for at in _finds(label, word) for i in range(1, len(word))}
    middle = len(label) / 2
    breaks = [i for i in range(1, len(label)) if label[i] == " " or (_is_han(label[i]) and _is_han(label[i - 1]))]
    if not breaks:
        return label
    at = min(breaks, key=lambda i: (i in inside, abs(i - middle), -i))
    return f"{label[:at].rstrip()}\n{label[at:].lstrip()}"


_TAILS: Final = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("居民委员会", "社区"),
    ("居委会", "社区"),
)
_WORDS: Final = (
    "中心", "产业", "农业", "保税", "办事处", "街道", "工业", "度假区", "度假", "开发区", "开发", "技术", "旅游",
    "物流", "现代", "生态", "示范", "社区", "管理", "经济", "高新", "园区", "风景区",
)  # fmt: skip


def _finds(label: str, word: str) -> list[int]:
    return [i for i in range(len(label) - len(word) + 1) if label.startswith(word, i)]


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"
