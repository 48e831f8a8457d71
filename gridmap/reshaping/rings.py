"""Vertices of single shapes: put in, snapped to, taken out, without moving anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import as_numbers, point_keys
from gridmap.ground.tiling.widths import is_ground
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

RingEdit = Callable[[FloatArray], FloatArray]

_MANY = 100_000  # pairs of points and edges from which on a tree finds the close ones sooner than a table of all


def with_vertices(shape: shapely.Geometry, points: FloatArray, noise: float) -> shapely.Geometry:
    """Return a shape that has all those points as vertices that lie on its border.

    Vertices that lie within ``noise`` of a point move to it; a point that lies within ``noise`` of an edge is put in
    there. Points elsewhere do nothing. The shape itself is returned if nothing changes.

    Parameters
    ----------
    shape : Polygon or MultiPolygon
    points : float64 (k, 2)
    noise : float
        Metres.
    """
    if not len(points) or are_its_corners(points, shape):
        return shape
    return _each_ring(shape, lambda ring: _ring_with(ring, points, noise))


def are_its_corners(points: FloatArray, shape: shapely.Geometry) -> bool:
    """Whether some points, each once, are just the vertices of a polygon without holes, so that none has to move."""
    if shape.geom_type != "Polygon" or shapely.get_num_coordinates(shape) != len(points) + 1:
        return False
    if shapely.get_num_interior_rings(shape):
        return False
    ring = shapely.get_coordinates(shape)[:-1]
    return bool((np.sort(point_keys(ring)) == np.sort(point_keys(points))).all())


def are_their_corners(points: Sequence[FloatArray], count: IntArray, shapes: ShapeArray) -> BoolArray:
    """Return for each shape what :func:`are_its_corners` does of the points, so many, beside it. Shape (n,)."""
    alike = np.asarray(shapely.get_num_coordinates(shapes) == count + 1)
    alike &= (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON) & (count > 0)
    at = np.flatnonzero(alike)
    at = at[shapely.get_num_interior_rings(shapes[at]) == 0]
    alike[:] = False
    if len(at):
        row = np.repeat(np.arange(len(at)), count[at])
        last = np.cumsum(count[at] + 1) - 1  # of each ring, the first once more
        rings = np.delete(shapely.get_coordinates(shapes[at]), last, axis=0)
        mine, theirs = (point_keys(xy) for xy in (rings, np.concatenate([points[one] for one in at.tolist()])))
        same = mine[np.lexsort((mine, row))] == theirs[np.lexsort((theirs, row))]
        alike[at] = np.logical_and.reduceat(same, np.cumsum(count[at]) - count[at])
    return alike


def without_vertices(shape: shapely.Geometry, points: FloatArray, noise: float) -> shapely.Geometry:
    """Return a shape without those of its vertices that are among the points and do not bend its border.

    A vertex goes only if it lies within ``noise`` of the border that is left.
    """
    if not len(points):
        return shape
    keys = point_keys(points)
    return _each_ring(shape, lambda ring: _ring_without(ring, keys, noise))


def with_vertex_at(shape: shapely.Geometry, point: FloatArray, place: FloatArray) -> shapely.Geometry | None:
    """Return a shape with its vertices at a point moved to another place, where those that meet become one.

    ``None`` if a ring would collapse or turn over; whether the shape is valid is for the caller to ask.

    Parameters
    ----------
    shape : Polygon or MultiPolygon
    point, place : float64 (2,)
        Only vertices that lie exactly at the point move.
    """

    def moved(ring: FloatArray) -> FloatArray:
        there = (ring == point).all(axis=1)
        return _undoubled(ring, np.where(there[:, None], place, ring)) if there.any() else ring

    return _unless_turned(shape, moved)


def with_vertex_at_each(shapes: ShapeArray, point: FloatArray, place: FloatArray) -> ShapeArray:
    """Return some shapes, each as :func:`with_vertex_at` returns it. Shape (n,)."""
    xy, of = shapely.get_coordinates(shapes, return_index=True)
    there = (xy[:, 0] == point[0]) & (xy[:, 1] == point[1])
    if ((xy[:, 0] == place[0]) & (xy[:, 1] == place[1])).any():  # vertices may become one
        return np.array([None, *(with_vertex_at(shape, point, place) for shape in shapes)], dtype=object)[1:]
    moves = np.zeros(len(shapes), dtype=bool)
    moves[of[there]] = True
    xy[there] = place
    result, before = shapes.copy(), shapes[moves]
    result[moves] = after = shapely.set_coordinates(before.copy(), xy if moves.all() else xy[moves[of]])
    turned = _turns(before) != _turns(after)
    if turned.any():
        rings = shapely.get_num_interior_rings(shapely.get_parts(before)) + 1
        part_of = shapely.get_parts(before, return_index=True)[1]
        result[np.flatnonzero(moves)[np.repeat(part_of, rings)[turned]]] = None
    return result


def _turns(shapes: ShapeArray) -> BoolArray:
    """Return which rings of some shapes, one after the other, run counter-clockwise."""
    return np.asarray(shapely.is_ccw(shapely.get_rings(shapely.get_parts(shapes))))


def without_vertex(shape: shapely.Geometry, point: FloatArray) -> shapely.Geometry | None:
    """Return a shape without its vertices at a point, whether they bend its border or not.

    ``None`` if a ring would collapse or turn over; whether the shape is valid is for the caller to ask.
    """

    def left(ring: FloatArray) -> FloatArray:
        stays = ~(ring[:-1] == point).all(axis=1)
        if stays.all():
            return ring
        return np.vstack([ring[:-1][stays], ring[:-1][stays][:1]])

    return _unless_turned(shape, left)


def _unless_turned(shape: shapely.Geometry, edit: RingEdit) -> shapely.Geometry | None:
    try:
        edited = _each_ring(shape, edit)
    except (ValueError, shapely.GEOSException):  # fewer than three vertices are no ring
        return None
    if edited is shape:
        return shape
    before, after = (shapely.is_ccw(shapely.get_rings(shapely.get_parts(one))) for one in (shape, edited))
    return edited if (before == after).all() else None


def distinct(points: FloatArray) -> FloatArray:
    """Return each point once, in the order of first appearance."""
    if len(points) <= FEW:
        found = dict.fromkeys(as_numbers(points).tolist())
        return points if len(found) == len(points) else np.array(list(found)).view(np.float64).reshape(-1, 2)
    keys = point_keys(points)
    order = keys.argsort(kind="stable")
    ascending = keys[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = ascending[1:] != ascending[:-1]
    return points if first.all() else points[np.sort(order[first])]


FEW = 50  # points up to which Python tells them apart sooner than arrays do


def is_among(points: FloatArray, others: FloatArray) -> BoolArray:
    """Return which points are, bit for bit, among others. Shape (k,)."""
    return are_in(point_keys(points), point_keys(others))


def are_in(keys: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> BoolArray:
    """Return which keys are among others, as :func:`numpy.isin` does, quicker where they are few. Shape (k,)."""
    if not len(others):
        return np.zeros(len(keys), dtype=bool)
    ascending = np.sort(others)
    return ascending[np.minimum(ascending.searchsorted(keys), len(ascending) - 1)] == keys


def ground_of(shape: shapely.Geometry, narrowest: float) -> shapely.Geometry | None:
    """Return the polygons of an overlay's result that are wide enough to be ground, as one shape; ``None`` if none is.

    Unlike :func:`gridmap.ground.tiling.polygons_in` it leaves rings and parts as they come.
    """
    if shape.geom_type == "Polygon" and 2 * shape.area > narrowest * shape.length:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    parts = parts[is_ground(parts, narrowest)]
    if not len(parts):
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def polygon_of(rings: Sequence[FloatArray]) -> shapely.Polygon:
    """Return the polygon of an outer ring and its holes, each float64 (k, 2)."""
    return shapely.polygons(rings[0], holes=[shapely.linearrings(ring) for ring in rings[1:]] or None)


def _each_ring(shape: shapely.Geometry, edit: RingEdit) -> shapely.Geometry:
    if shape.geom_type == "Polygon" and not shapely.get_num_interior_rings(shape):  # most are
        before = shapely.get_coordinates(shape)
        after = edit(before)
        return shape if after is before else shapely.polygons(after)
    return _each_of_many_rings(shape, edit)


def _each_of_many_rings(shape: shapely.Geometry, edit: RingEdit) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    changed = False
    for i, part in enumerate(parts):
        before = [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
        after = [edit(ring) for ring in before]
        if any(one is not two for one, two in zip(before, after, strict=True)):
            parts[i] = polygon_of(after)
            changed = True
    if not changed:
        return shape
    return parts[0] if shapely.get_type_id(shape) == shapely.GeometryType.POLYGON else shapely.multipolygons(parts)


def _ring_with(ring: FloatArray, points: FloatArray, noise: float) -> FloatArray:
    low, high = ring.min(axis=0) - noise, ring.max(axis=0) + noise
    points = points[((points >= low) & (points <= high)).all(axis=1)]
    if not len(points):
        return ring
    snapped = _ring_snapped(ring, points, noise)
    points = points[~is_among(points, snapped)]
    if not len(points):
        return snapped
    point, edge = _close(points, np.minimum(snapped[:-1], snapped[1:]), np.maximum(snapped[:-1], snapped[1:]), noise)
    start, step = snapped[edge], snapped[edge + 1] - snapped[edge]
    length_2 = (step**2).sum(axis=1)
    offset = points[point] - start
    along = (offset * step).sum(axis=1) / np.where(length_2 > 0, length_2, 1.0)
    foot = np.clip(along, 0.0, 1.0)[:, None] * step
    distance = np.sqrt(((offset - foot) ** 2).sum(axis=1))
    order = np.lexsort((edge, distance, point))
    order = order[distance[order] <= noise]
    put = order[np.flatnonzero(np.diff(point[order], prepend=-1))]  # each point goes into the edge nearest to it
    if not len(put):
        return snapped
    put = put[np.lexsort((along[put], edge[put]))]
    return _with_rows(snapped, edge[put] + 1, points[point[put]])


def _with_rows(ring: FloatArray, before: IntArray, points: FloatArray) -> FloatArray:
    """Return a ring with points put in before some of its rows, which ascend; sooner than :func:`numpy.insert` does."""
    at = before + np.arange(len(points))
    stays = np.ones(len(ring) + len(points), dtype=bool)
    stays[at] = False
    result = np.empty((len(stays), 2))
    result[at], result[stays] = points, ring
    return result


def rings_with(rings: Sequence[FloatArray], wanted: Sequence[tuple[FloatArray, float]]) -> list[FloatArray]:
    """Return closed rings, each with those points as vertices that :func:`with_vertices` would give it.

    A ring that stays as it is comes back as the same object.

    Parameters
    ----------
    rings : list of float64 (k, 2)
    wanted : list of (points, metres)
        For each ring.
    """
    result = list(rings)
    xy, count = np.concatenate(rings), np.array([len(ring) for ring in rings])
    points, asked = np.concatenate([mine for mine, _ in wanted]), np.array([len(mine) for mine, _ in wanted])
    noise = np.array([metres for _, metres in wanted])
    ring_of, ring_of_point = np.repeat(np.arange(len(rings)), count), np.repeat(np.arange(len(rings)), asked)
    start = np.flatnonzero(ring_of[1:] == ring_of[:-1])  # of each edge
    low, high = np.minimum(xy[start], xy[start + 1]), np.maximum(xy[start], xy[start + 1])
    point, edge = _close_in_rings(points, ring_of_point, low, high, ring_of[start], noise)
    offset, step = points[point] - xy[start[edge]], xy[start[edge] + 1] - xy[start[edge]]
    length_2 = (step**2).sum(axis=1)
    along = (offset * step).sum(axis=1) / np.where(length_2 > 0, length_2, 1.0)
    foot = np.clip(along, 0.0, 1.0)[:, None] * step
    distance = np.sqrt(((offset - foot) ** 2).sum(axis=1))
    ends = np.stack([offset, points[point] - xy[start[edge] + 1]])
    off_end = np.sqrt((ends**2).sum(axis=2))
    is_vertex = (ends == 0).all(axis=2).any(axis=0)
    # A vertex within noise of a point moves there, which may change all else: that is done ring by ring.
    snaps = (off_end <= noise[ring_of_point[point]]) & ~(ends == 0).all(axis=2)
    moving = np.zeros(len(rings), dtype=bool)
    moving[ring_of_point[point[snaps.any(axis=0)]]] = True
    for ring in np.flatnonzero(moving).tolist():
        result[ring] = _ring_with(rings[ring], *wanted[ring])
    there = np.zeros(len(points), dtype=bool)
    there[point[is_vertex]] = True
    order = np.lexsort((edge, distance, point))
    near = distance[order] <= noise[ring_of_point[point[order]]]
    order = order[near & ~there[point[order]] & ~moving[ring_of_point[point[order]]]]
    put = order[np.flatnonzero(np.diff(point[order], prepend=-1))]  # each point goes into the edge nearest to it
    put = put[np.lexsort((along[put], edge[put]))]
    ring_of_put = ring_of_point[point[put]]
    first = np.cumsum(count) - count
    for ring in np.unique(ring_of_put).tolist():
        mine = put[ring_of_put == ring]
        result[ring] = _with_rows(rings[ring], start[edge[mine]] - first[ring] + 1, points[point[mine]])
    return result


def _close_in_rings(
    points: FloatArray, ring_of_point: IntArray, low: FloatArray, high: FloatArray, ring: IntArray, noise: FloatArray
) -> tuple[IntArray, IntArray]:
    """Return pairs of points and boxes, given by their corners, of one ring that are within noise of one another."""
    rings = len(noise)
    low, high = low - noise[ring, None], high + noise[ring, None]
    west_south, east_north = np.full((rings, 2), np.inf), np.full((rings, 2), -np.inf)
    np.minimum.at(west_south, ring_of_point, points)
    np.maximum.at(east_north, ring_of_point, points)
    boxes = np.flatnonzero(((low <= east_north[ring]) & (high >= west_south[ring])).all(axis=1))
    first = np.cumsum(np.bincount(ring_of_point, minlength=rings)) - np.bincount(ring_of_point, minlength=rings)
    pairs = np.bincount(ring_of_point, minlength=rings)[ring[boxes]]
    box = np.repeat(boxes, pairs)
    place = np.arange(len(box)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    point = first[ring[box]] + place
    x, y = points[point, 0], points[point, 1]
    holds = (low[box, 0] <= x) & (x <= high[box, 0]) & (low[box, 1] <= y) & (y <= high[box, 1])
    return point[holds], box[holds]


def _close(points: FloatArray, low: FloatArray, high: FloatArray, noise: float) -> tuple[IntArray, IntArray]:
    """Return pairs of points and boxes, given by their corners, that are within noise of one another."""
    here = (low <= points.max(axis=0) + noise) & (high >= points.min(axis=0) - noise)
    boxes = np.flatnonzero(here[:, 0] & here[:, 1])
    low, high = low[boxes] - noise, high[boxes] + noise
    if len(points) * len(boxes) > _MANY:
        tree = shapely.STRtree(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
        point, box = tree.query(shapely.points(points), predicate="intersects")
    else:
        holds = (points[:, None, :] >= low) & (points[:, None, :] <= high)
        point, box = np.nonzero(holds[:, :, 0] & holds[:, :, 1])
    return point.astype(np.int64), boxes[box]


def _ring_snapped(ring: FloatArray, points: FloatArray, noise: float) -> FloatArray:
    """Move vertices that are within noise of a point to that point: they are meant to be the same place."""
    point, vertex = _close(points, ring[:-1], ring[:-1], noise)
    apart = np.sqrt(((ring[vertex] - points[point]) ** 2).sum(axis=1))
    vertex, point, apart = vertex[apart <= noise], point[apart <= noise], apart[apart <= noise]
    order = np.lexsort((apart, vertex))
    vertex, point = vertex[order], point[order]
    first = np.concatenate([[True], vertex[1:] != vertex[:-1]]) if len(vertex) else np.zeros(0, dtype=bool)
    vertex, point = vertex[first], point[first]
    moves = (ring[vertex] != points[point]).any(axis=1)
    if not moves.any():
        return ring
    result = ring.copy()
    result[vertex] = points[point]
    result[-1] = result[0]
    result = _undoubled(ring, result)
    return result if len(result) > 3 else ring


def _undoubled(before: FloatArray, after: FloatArray) -> FloatArray:
    """Return a closed ring of which some vertices moved with one vertex where two have become one place."""
    doubled = (np.diff(after, axis=0) == 0).all(axis=1) & (np.diff(before, axis=0) != 0).any(axis=1)
    if not doubled.any():
        return after
    result = after[np.concatenate([[True], ~doubled])]
    result[-1] = result[0]
    return result


def _ring_without(ring: FloatArray, keys: np.ndarray, noise: float) -> FloatArray:
    open_ring = ring[:-1]
    goes = are_in(point_keys(open_ring), keys)
    if not goes.any() or (~goes).sum() < 3:
        return ring
    # Turn the ring so that it starts at a vertex that stays, then measure how far each that goes lies off its edge.
    first = int(np.flatnonzero(~goes)[0])
    turned, gone = np.roll(open_ring, -first, axis=0), np.roll(goes, -first)
    stays = np.flatnonzero(~gone)
    before = stays[np.cumsum(~gone) - 1]
    after = np.append(stays, 0)[np.cumsum(~gone)]
    a, b = turned[before], turned[after]
    step = b - a
    length = np.sqrt((step**2).sum(axis=1))
    cross = step[:, 0] * (turned[:, 1] - a[:, 1]) - step[:, 1] * (turned[:, 0] - a[:, 0])
    off = np.abs(cross) / np.where(length > 0, length, 1.0)
    bends = gone & ((off > noise) | (length == 0))
    keep = ~gone
    # One that bends keeps the whole run of vertices between two that stay, so that nothing moves.
    keep |= np.isin(before, before[bends])
    if keep.all():
        return ring
    kept = turned[keep]
    return np.vstack([kept, kept[:1]])


def rings_without(rings: Sequence[FloatArray], unwanted: Sequence[tuple[FloatArray, float]]) -> list[FloatArray]:
    """Return closed rings, each without those vertices that :func:`without_vertices` would leave out.

    A ring that stays as it is comes back as the same object.

    Parameters
    ----------
    rings : list of float64 (k, 2)
    unwanted : list of (points, metres)
        For each ring.
    """
    result = list(rings)
    points, number = np.concatenate([mine for mine, _ in unwanted]), [len(mine) for mine, _ in unwanted]
    noise = np.array([metres for _, metres in unwanted])
    count = np.array([len(ring) - 1 for ring in rings])
    xy = np.concatenate([ring[:-1] for ring in rings])
    every, of = np.arange(len(rings)), np.repeat(np.arange(len(rings)), count)
    mine, theirs = point_keys(xy) + _apart(of), point_keys(points) + _apart(np.repeat(every, number))
    goes = are_in(mine, theirs)
    some = np.bincount(of[goes], minlength=len(rings))
    changes = (some > 0) & (count - some >= 3)
    if not changes.any():
        return result
    # Turn each ring so that it starts at a vertex that stays, then measure how far each that goes lies off its edge.
    begin = np.cumsum(count) - count
    turn = np.zeros(len(rings), dtype=np.int64)
    stays = np.flatnonzero(~goes)[::-1]
    turn[of[stays]] = stays - begin[of[stays]]  # the first one stands
    here = np.flatnonzero(changes[of])
    of = of[here]
    at = begin[of] + (here - begin[of] + turn[of]) % count[of]
    xy, gone = xy[at], goes[at]
    place = np.arange(len(xy))
    first = np.flatnonzero(np.diff(of, prepend=-1))
    before = np.maximum.accumulate(np.where(gone, 0, place))
    after = np.minimum.accumulate(np.where(gone, len(xy), place)[::-1])[::-1]
    start = np.repeat(first, np.diff(first, append=len(xy)))
    last = np.repeat(np.append(first[1:], len(xy)), np.diff(first, append=len(xy)))
    after = np.where(after < last, after, start)
    row = np.flatnonzero(gone)
    a, b = xy[before[row]], xy[after[row]]
    step = b - a
    length = np.sqrt((step**2).sum(axis=1))
    cross = step[:, 0] * (xy[row, 1] - a[:, 1]) - step[:, 1] * (xy[row, 0] - a[:, 0])
    off = np.abs(cross) / np.where(length > 0, length, 1.0)
    bends = row[(off > noise[of[row]]) | (length == 0)]
    # One that bends keeps the whole run of vertices between two that stay, so that nothing moves.
    run = np.zeros(len(xy), dtype=bool)
    run[before[bends]] = True
    keep = ~gone | run[before]
    for low, high in zip(first.tolist(), [*first[1:].tolist(), len(xy)], strict=True):
        if not keep[low:high].all():
            kept = xy[low:high][keep[low:high]]
            result[int(of[low])] = np.vstack([kept, kept[:1]])
    return result


def _apart(number: IntArray) -> npt.NDArray[np.uint64]:
    """Return what keeps keys of different rings apart."""
    return number.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
