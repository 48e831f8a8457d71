"""Shapes as batches that Qt paints quickly: a few polygons to a path, sorted by place, each with its bounds.

Measured on two cores with 120,802 polygons of 900,000 vertices (a province at one glance): paths of about 300 vertices
fill in 80 ms without antialiasing and in 330 ms with it; paths of 6,000 vertices in 156 and 1,018 ms. Their borders,
each once, take 50 to 70 ms as antialiased lines of one dot, and 1,100 ms a fraction wider. So ground is filled without
antialiasing, which also leaves no seam between neighbours, and its edges are smoothed by the lines painted on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtGui import QPainterPath

from gridmap.ground.tiling.edges import point_keys
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from layers.marks import Box
from ui.look.shapes import path_through

BATCH: Final = 300
"""Vertices to a path, about."""

JOINED: Final = 1500
"""Vertices of polygons that are joined, about."""

MOST_JOINED: Final = 1200
"""Of which no more may be left: a path of so many is filled more slowly than several."""

Keys = npt.NDArray[np.uint64]

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_STRIDE: Final = np.uint64(0xD1B54A32D192ED03)


@dataclass(frozen=True, eq=False)
class Batches:
    """Paths in local coordinates (metres east and south of an origin) with their bounds in the plan's CRS.

    Attributes
    ----------
    paths : list of QPainterPath
    bounds : float64 (n, 4)
        West, south, east, north.
    """

    paths: list[QPainterPath]
    bounds: FloatArray

    def __len__(self) -> int:
        return len(self.paths)

    def touching(self, box: Box) -> list[QPainterPath]:
        """Return the paths whose bounds touch a box."""
        west, south, east, north = box
        b = self.bounds
        hit = (b[:, 0] <= east) & (b[:, 2] >= west) & (b[:, 1] <= north) & (b[:, 3] >= south)
        return [self.paths[i] for i in np.flatnonzero(hit)]


NO_BATCHES: Final = Batches([], np.empty((0, 4)))


def filled(shapes: ShapeArray, origin: tuple[float, float]) -> Batches:
    """Return the polygons among shapes as paths to fill."""
    xy, ring, polygon = _vertices(shapes)
    return _batches(xy, _begins(ring), polygon, origin) if len(xy) else NO_BATCHES


def joined(shapes: ShapeArray, origin: tuple[float, float]) -> Batches:
    """Return the same ground as :func:`filled`, polygons that lie together as one.

    An edge that two of them run through in opposite directions is left out of both. How often the edges that are left
    run round a point is what it was, so that the same dots are filled, whatever the polygons are like.
    """
    xy, ring, polygon = _vertices(shapes)
    if not len(xy):
        return NO_BATCHES
    points = point_keys(xy)
    edge = np.flatnonzero(np.append((ring[1:] == ring[:-1]) & (points[1:] != points[:-1]), False))
    first = np.searchsorted(polygon, np.arange(int(polygon[-1]) + 1))
    large = first // JOINED
    left = edge[_left_over(points[edge], points[edge + 1], large[polygon[edge]])]
    many = np.bincount(large[polygon[left]], minlength=int(large[-1]) + 1) > MOST_JOINED
    # Where more are left than a path should have, fewer polygons are joined.
    lot: IntArray = np.cumsum(_begins(np.where(many[large], first // BATCH, -1 - large)))
    left = edge[_left_over(points[edge], points[edge + 1], lot[polygon[edge]])]
    if not len(left):
        return NO_BATCHES
    order, begins = _in_rings(points[left], points[left + 1], lot[polygon[left]])
    left = left[order]
    return _batches(xy[left], begins, lot[polygon[left]], origin)


def _vertices(shapes: ShapeArray) -> tuple[FloatArray, IntArray, IntArray]:
    """Return the vertices of the polygons among shapes, with the numbers of their ring and polygon.

    Polygons that lie together come together.
    """
    parts = shapely.get_parts(shapes)
    parts = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]
    if not len(parts):
        return np.empty((0, 2)), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    parts = shapely.orient_polygons(parts[_by_place(parts)])
    rings, owner = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return xy, ring, owner[ring]


def _left_over(one: Keys, two: Keys, group: IntArray) -> BoolArray:
    """Tell which edges are left when those of a group that run to and fro between two points take each other away."""
    low, high = np.minimum(one, two), np.maximum(one, two)
    key = (low * _MIX ^ high) + group.astype(np.uint64) * _STRIDE
    is_forth = one < two
    order = np.lexsort((is_forth, key))
    key, is_forth = key[order], is_forth[order]
    begin = np.flatnonzero(_begins(key))
    size = np.diff(begin, append=len(key))
    forth = np.add.reduceat(is_forth.astype(np.int64), begin)
    back = size - forth
    # Of each pair of points those back come first, then those forth; the surplus of either stays.
    place = np.arange(len(key)) - np.repeat(begin, size)
    more_forth = np.repeat(forth - back, size)
    stays = np.where(is_forth, place >= np.repeat(size, size) - more_forth, place < -more_forth)
    result = np.empty(len(key), dtype=bool)
    result[order] = stays
    return result


def _in_rings(one: Keys, two: Keys, group: IntArray) -> tuple[IntArray, BoolArray]:
    """Order edges so that each ends where the next begins, ring by ring, and tell where rings begin.

    As many edges of a group leave a point as reach it; where there are several, which follows which does not matter.
    """
    apart = group.astype(np.uint64) * _STRIDE
    after = np.empty(len(one), dtype=np.int64)
    after[np.argsort(two + apart, kind="stable")] = np.argsort(one + apart, kind="stable")
    least, ahead = np.arange(len(one)), after
    while (least[after] != least).any():  # the least edge of each ring, looked for twice as far ahead each time
        least, ahead = np.minimum(least, least[ahead]), ahead[ahead]
    is_last = after == least
    steps, ahead = np.where(is_last, 0, 1), np.where(is_last, np.arange(len(one)), after)
    while (more := steps[ahead]).any():  # how many edges there are to the last of its ring, likewise
        steps, ahead = steps + more, ahead[ahead]
    order = np.lexsort((-steps, least))
    return order, _begins(least[order])


def outlined(shapes: ShapeArray, origin: tuple[float, float]) -> Batches:
    """Return lines, and the rings of polygons, as paths to stroke."""
    parts = shapely.get_parts(shapes)
    flat = np.concatenate([parts[shapely.get_dimensions(parts) == 1], shapely.get_rings(parts)])
    flat = flat[~shapely.is_empty(flat)]
    if not len(flat):
        return NO_BATCHES
    flat = flat[_by_place(flat)]
    xy, line = shapely.get_coordinates(flat, return_index=True)
    return _batches(xy, _begins(line), line, origin)


def edges_once(shapes: ShapeArray, origin: tuple[float, float], longest: int = 0) -> Batches:
    """Return the edges of polygons as paths to stroke, an edge that two of them share only once.

    Parameters
    ----------
    shapes : object (n,)
    origin : (float, float)
    longest : int
        As for :func:`stroked`.
    """
    return stroked(lines_once([rings_of(shapes)])[0], origin, longest)


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines through points.

    Attributes
    ----------
    xy : float64 (n, 2)
        In the plan's CRS.
    line : int64 (n,)
        Which line a point is of; the points of one follow one another.
    """

    xy: FloatArray
    line: IntArray


def rings_of(shapes: ShapeArray) -> Lines:
    """Return the rings of the polygons among shapes, those that lie together one after the other."""
    parts = shapely.get_parts(shapes)
    parts = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]
    if not len(parts):
        return Lines(np.empty((0, 2)), np.empty(0, dtype=np.int64))
    rings = shapely.get_rings(parts[_by_place(parts)])
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return Lines(xy, ring)


def lines_once(several: Sequence[Lines]) -> list[Lines]:
    """Return lines without the edges that came before, in the same lines or in those before them."""
    counts = [len(lines.xy) for lines in several]
    xy = np.concatenate([lines.xy for lines in several])
    number = np.repeat(np.arange(len(several)), counts)
    line = np.concatenate([lines.line for lines in several])
    goes_on = (line[1:] == line[:-1]) & (number[1:] == number[:-1])
    edge = np.flatnonzero(np.append(goes_on & (xy[1:] != xy[:-1]).any(axis=1), False)) if len(xy) else line
    points = point_keys(xy)
    one, two = points[edge], points[edge + 1]
    _, first = np.unique(np.minimum(one, two) * _MIX ^ np.maximum(one, two), return_index=True)
    edge = edge[np.sort(first)]
    cuts = np.searchsorted(number[edge], np.arange(len(several) + 1))
    return [_run_on(xy, edge[cuts[i] : cuts[i + 1]]) for i in range(len(several))]


def _run_on(xy: FloatArray, edge: IntArray) -> Lines:
    """Return edges, each from a point to the one behind it, as lines; those that follow one another run on as one."""
    if not len(edge):
        return Lines(np.empty((0, 2)), np.empty(0, dtype=np.int64))
    begins = np.concatenate([[True], np.diff(edge) != 1])
    line = np.cumsum(begins) - 1
    count = int(line[-1]) + 1
    at = np.arange(len(edge)) + line
    point = np.empty(len(edge) + count, dtype=np.int64)
    point[at] = edge
    last = np.append(np.flatnonzero(begins)[1:] - 1, len(edge) - 1)
    point[at[last] + 1] = edge[last] + 1
    line_of_point = np.empty(len(point), dtype=np.int64)
    line_of_point[at] = line
    line_of_point[at[last] + 1] = line[last]
    return Lines(xy[point], line_of_point)


def thinned(lines: Lines, tolerance_m: float) -> Lines:
    """Return lines without vertices that lie so near to the line between others; where they end stays."""
    if not len(lines.xy):
        return lines
    simpler = shapely.simplify(shapely.linestrings(lines.xy, indices=lines.line), tolerance_m, preserve_topology=False)
    return Lines(*shapely.get_coordinates(simpler, return_index=True))


def stroked(lines: Lines, origin: tuple[float, float], longest: int = 0) -> Batches:
    """Return lines as paths to stroke.

    Parameters
    ----------
    lines : Lines
    origin : (float, float)
    longest : int
        Lines are cut into pieces of so many vertices, each a path of its own: a wide antialiased line is painted many
        times quicker in short pieces. 0 leaves them whole.
    """
    xy, line = lines.xy, lines.line
    if not len(xy):
        return NO_BATCHES
    if longest:
        point, line = _in_pieces(np.arange(len(line)), line, longest)
        xy = xy[point]
    return _batches(xy, _begins(line), line, origin, longest or BATCH)


def _in_pieces(point: IntArray, line: IntArray, longest: int) -> tuple[IntArray, IntArray]:
    """Cut lines; the point at a cut ends one piece and begins the next."""
    first = np.flatnonzero(_begins(line))
    place = np.arange(len(line)) - np.repeat(first, np.diff(np.append(first, len(line))))
    is_last = np.append(line[1:] != line[:-1], True)
    cut = (place > 0) & (place % longest == 0) & ~is_last
    times = np.where(cut, 2, 1)
    start = np.zeros(int(times.sum()), dtype=bool)
    position = np.cumsum(times) - times
    start[position[_begins(line)]] = True
    start[position[cut] + 1] = True
    return np.repeat(point, times), np.cumsum(start) - 1


def _begins(index: IntArray) -> BoolArray:
    return np.concatenate([[True], index[1:] != index[:-1]])


def _by_place(shapes: ShapeArray) -> IntArray:
    """Return an order in which shapes that lie together come together (Morton's curve over their middles)."""
    if len(shapes) == 1:
        return np.zeros(1, dtype=np.int64)
    bounds = shapely.bounds(shapes)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    least = middle.min(axis=0)
    reach = max(float((middle.max(axis=0) - least).max()), 1e-9)
    cell = ((middle - least) / reach * 1023).astype(np.uint64)
    code = np.zeros(len(shapes), dtype=np.uint64)
    for bit in range(10):
        code |= ((cell[:, 0] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(2 * bit)
        code |= ((cell[:, 1] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(2 * bit + 1)
    return np.argsort(code, kind="stable")


def _batches(
    xy: FloatArray, begins: BoolArray, owner: IntArray, origin: tuple[float, float], size: int = BATCH
) -> Batches:
    cuts = np.flatnonzero(_begins(owner))
    batch = cuts // size
    cuts = cuts[_begins(batch)]
    bounds = np.stack(
        [
            np.minimum.reduceat(xy[:, 0], cuts),
            np.minimum.reduceat(xy[:, 1], cuts),
            np.maximum.reduceat(xy[:, 0], cuts),
            np.maximum.reduceat(xy[:, 1], cuts),
        ],
        axis=1,
    )
    local = np.stack([xy[:, 0] - origin[0], origin[1] - xy[:, 1]], axis=1)
    paths = [
        path_through(local[first:last], begins[first:last])
        for first, last in zip(cuts.tolist(), [*cuts[1:].tolist(), len(xy)], strict=True)
    ]
    return Batches(paths, bounds)
