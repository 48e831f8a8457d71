"""What is asked about vertices and borders of many pieces of work at once: see :mod:`gridmap.reshaping.together`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling.edges import point_keys
from gridmap.ground.tiling.hairs import without_hairs_of_each
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.reshaping.rings import (
    are_in,
    are_their_corners,
    distinct,
    polygon_of,
    rings_with,
    rings_without,
    with_vertices,
    without_vertices,
)
from gridmap.reshaping.shape_seen import FEW, OUTWARD, Looked, bounds_of, vertices_of
from gridmap.reshaping.together import parted, shapes_from

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_POLYGON: Final = int(shapely.GeometryType.POLYGON)

VerticesAsked = tuple[Sequence[Looked], shapely.Geometry, float]
OwnersAsked = tuple[FloatArray, Sequence[Looked], float]
VerticesAndShape = tuple[shapely.Geometry, FloatArray, float]
RingsEdit = Callable[[Sequence[FloatArray], Sequence[tuple[FloatArray, float]]], list[FloatArray]]


def vertices_near_lines(asked: list[VerticesAsked]) -> list[FloatArray]:
    """Return the vertices of some shapes that lie within so many metres of a line, each once. Shapes (k, 2).

    Parameters
    ----------
    asked : list of (shapes, line, metres)
    """
    if len(asked) == 1:
        return [_vertices_near_line(*asked[0])]
    lines = shapes_from([line for _, line, _ in asked])
    boxes = shapely.bounds(lines) + np.array([[within] for *_, within in asked]) * OUTWARD
    looked = [one for mine, *_ in asked for one in mine]
    of = np.repeat(np.arange(len(asked)), [len(mine) for mine, *_ in asked])
    xy, pair = _vertices_in(looked, boxes[of])
    of = of[pair]
    key = point_keys(xy) + of.astype(np.uint64) * _MIX
    first = np.sort(np.unique(key, return_index=True)[1])  # in the order of first appearance
    xy, of = xy[first], of[first]
    count = np.bincount(of, minlength=len(asked))
    shapely.prepare(lines[count > FEW])
    within = np.array([metres for *_, metres in asked])[of]
    near = _within(lines[of], xy, within)
    return parted(xy[near], np.bincount(of[near], minlength=len(asked)).tolist())


def lacking_and_having(asked: list[OwnersAsked]) -> list[tuple[BoolArray, BoolArray]]:
    """Return which points each shape lacks that its border passes through, and which it has. Shapes (k, n).

    Parameters
    ----------
    asked : list of (points, shapes, metres)
    """
    if len(asked) == 1:
        return [_lacks_and_has(*asked[0])]
    rows = np.array([len(points) for points, *_ in asked], dtype=np.int64)
    columns = np.array([len(mine) for _, mine, _ in asked], dtype=np.int64)
    size = rows * columns
    looked = [one for _, mine, _ in asked for one in mine]
    points = np.concatenate([mine for mine, *_ in asked])
    of_pair, of = (np.repeat(np.arange(len(asked)), count) for count in (columns, size))
    within = np.array([metres for *_, metres in asked])
    boxes = bounds_of(looked) + within[of_pair, None] * OUTWARD
    place = np.arange(len(of)) - (np.cumsum(size) - size)[of]
    point = (np.cumsum(rows) - rows)[of] + place // columns[of]
    pair = (np.cumsum(columns) - columns)[of] + place % columns[of]
    x, y, box = points[point, 0], points[point, 1], boxes[pair]
    inside = (x >= box[:, 0]) & (y >= box[:, 1]) & (x <= box[:, 2]) & (y <= box[:, 3])
    lacks, has = np.zeros((2, len(of)), dtype=bool)
    at = np.flatnonzero(inside)
    if len(at):
        point, pair = point[at], pair[at]
        has[at] = _are_vertices(points, point, pair, looked)
        at, point, pair = (column[~has[at]] for column in (at, point, pair))
        borders = np.full(len(looked), None, dtype=object)
        for one, points_near in enumerate(np.bincount(pair, minlength=len(looked)).tolist()):
            if points_near:
                borders[one] = looked[one].border if points_near <= FEW else looked[one].prepared_border
        lacks[at] = _within(borders[pair], points[point], within[of[at]])
    shaped = zip(parted(lacks, size.tolist()), parted(has, size.tolist()), rows, columns, strict=True)
    return [(one.reshape(k, n), two.reshape(k, n)) for one, two, k, n in shaped]


def _vertices_near_line(looked: Sequence[Looked], line: shapely.Geometry, within: float) -> FloatArray:
    """Do what :func:`vertices_near_lines` does for one line, which takes fewer steps."""
    xy = np.concatenate([np.empty((0, 2)), *vertices_of(looked)])
    x_min, y_min, x_max, y_max = shapely.bounds(line) + within * OUTWARD
    x, y = xy[:, 0], xy[:, 1]
    near = np.flatnonzero((x >= x_min) & (x <= x_max) & (y >= y_min) & (y <= y_max))
    if not len(near):
        return xy[:0]
    xy = distinct(xy[near])
    if len(xy) > FEW:
        shapely.prepare(line)
    return xy[shapely.dwithin(line, shapely.points(xy), within)]


def _lacks_and_has(points: FloatArray, looked: Sequence[Looked], within: float) -> tuple[BoolArray, BoolArray]:
    """Do what :func:`lacking_and_having` does for one lot of points, which takes fewer steps."""
    keys, boxes = point_keys(points), bounds_of(looked) + within * OUTWARD
    x, y = points[:, :1], points[:, 1:]
    lacks = (x >= boxes[:, 0]) & (y >= boxes[:, 1]) & (x <= boxes[:, 2]) & (y <= boxes[:, 3])
    has = np.zeros_like(lacks)
    for one in np.flatnonzero(lacks.any(axis=0)).tolist():
        has[:, one] = looked[one].has(keys)
    lacks &= ~has
    point, shape = lacks.nonzero()
    if len(point):
        borders = np.full(len(looked), None, dtype=object)
        for one, points_near in Counter(shape.tolist()).items():
            borders[one] = looked[one].border if points_near <= FEW else looked[one].prepared_border
        lacks[point, shape] = shapely.dwithin(borders[shape], shapely.points(points[point]), within)
    return lacks, has


def _are_vertices(points: FloatArray, point: IntArray, pair: IntArray, looked: Sequence[Looked]) -> BoolArray:
    """Return which points are, bit for bit, vertices of the shape that each is paired with. Shape (p,)."""
    boxes = np.full((len(looked), 4), np.nan)
    order = np.argsort(pair, kind="stable")
    here = points[point[order]]
    first = np.flatnonzero(np.diff(pair[order], prepend=-1))
    boxes[pair[order][first]] = np.concatenate(
        [np.minimum.reduceat(here, first), np.maximum.reduceat(here, first)], axis=1
    )
    xy, of = _vertices_in(looked, boxes)
    mine = point_keys(points)[point] + pair.astype(np.uint64) * _MIX
    return are_in(mine, point_keys(xy) + of.astype(np.uint64) * _MIX)


def _vertices_in(looked: Sequence[Looked], boxes: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the vertices of each shape that lie in the box beside it, and the place of the shape. Shape (k, 2)."""
    mine = bounds_of(looked)
    meet = (mine[:, 0] <= boxes[:, 2]) & (mine[:, 2] >= boxes[:, 0])
    meet &= (mine[:, 1] <= boxes[:, 3]) & (mine[:, 3] >= boxes[:, 1])
    at = np.flatnonzero(meet)
    xy = vertices_of([looked[one] for one in at.tolist()])
    count = np.array([len(ring) for ring in xy], dtype=np.int64)
    every = np.concatenate([np.empty((0, 2)), *xy])
    x = every[:, 0]
    here = np.flatnonzero((x >= np.repeat(boxes[at, 0], count)) & (x <= np.repeat(boxes[at, 2], count)))
    xy_here, of = every[here], np.repeat(at, count)[here]  # few
    here = (xy_here[:, 1] >= boxes[of, 1]) & (xy_here[:, 1] <= boxes[of, 3])
    return xy_here[here], of[here]


def _within(lines: ShapeArray, xy: FloatArray, metres: FloatArray) -> BoolArray:
    """Return which points lie so many metres from the line beside each. Shape (k,).

    In one thread: two that ask the same prepared line would get into each other's way.
    """
    return np.asarray(shapely.dwithin(lines, shapely.points(xy), metres), dtype=bool)


def with_vertices_each(asked: list[VerticesAndShape]) -> list[shapely.Geometry]:
    """Return shapes, each as :func:`gridmap.reshaping.rings.with_vertices` returns it.

    Parameters
    ----------
    asked : list of (shape, points, metres)
    """
    if len(asked) == 1:
        return [with_vertices(*asked[0])]
    shapes, count = shapes_from([shape for shape, *_ in asked]), np.array([len(points) for _, points, _ in asked])
    alike = are_their_corners([points for _, points, _ in asked], count, shapes)
    return _with_other_rings(asked, np.flatnonzero((count > 0) & ~alike).tolist(), rings_with)


def without_vertices_each(asked: list[VerticesAndShape]) -> list[shapely.Geometry]:
    """Return shapes, each as :func:`gridmap.reshaping.rings.without_vertices` returns it.

    Parameters
    ----------
    asked : list of (shape, points, metres)
    """
    if len(asked) == 1:
        return [without_vertices(*asked[0])]
    return _with_other_rings(asked, [row for row, one in enumerate(asked) if len(one[1])], rings_without)


def _with_other_rings(asked: list[VerticesAndShape], rows: list[int], edit: RingsEdit) -> list[shapely.Geometry]:
    """Return shapes, those in some rows with what comes of their rings; the same objects where none changes."""
    result = [shape for shape, *_ in asked]
    shapes = shapes_from([result[row] for row in rows])
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return result
    of = shape_of_part[part_of_ring]
    before = parted(shapely.get_coordinates(rings), shapely.get_num_coordinates(rings).tolist())
    after = edit(before, [asked[rows[row]][1:] for row in of.tolist()])
    changed = np.array([one is not two for one, two in zip(before, after, strict=True)], dtype=bool)
    rings_of = np.bincount(of, minlength=len(rows))
    single = np.flatnonzero(changed & (rings_of[of] == 1) & (shapely.get_type_id(shapes)[of] == _POLYGON))
    if len(single):  # most are
        edited = [after[ring] for ring in single.tolist()]
        row_of = np.repeat(np.arange(len(single)), [len(ring) for ring in edited])
        made = shapely.polygons(shapely.linearrings(np.concatenate(edited), indices=row_of))
        for row, polygon in zip(of[single].tolist(), made, strict=True):
            result[rows[row]] = polygon
        changed[single] = False
    for row in np.unique(of[changed]).tolist():
        mine = [
            polygon_of([after[ring] for ring in np.flatnonzero(part_of_ring == part).tolist()])
            for part in np.flatnonzero(shape_of_part == row).tolist()
        ]
        several = shapely.get_type_id(shapes[row]) != _POLYGON
        result[rows[row]] = shapely.multipolygons(mine) if several else mine[0]
    return result


def without_hairs_each(asked: list[tuple[shapely.Geometry, float]]) -> list[shapely.Geometry]:
    """Return shapes, each as :func:`gridmap.ground.tiling.hairs.without_hairs` returns it.

    Parameters
    ----------
    asked : list of (shape, metres), all with the same metres
    """
    return without_hairs_of_each(shapes_from([shape for shape, _ in asked]), asked[0][1]).tolist()
