"""Vertices of single shapes: put in, snapped to, taken out, without moving anything else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from gridmap.plan import BoolArray, FloatArray, IntArray
from gridmap.tiling.edges import point_keys

RingEdit = Callable[[FloatArray], FloatArray]


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
    if not len(points):
        return shape
    return _each_ring(shape, lambda ring: _ring_with(ring, points, noise))


def without_vertices(shape: shapely.Geometry, points: FloatArray, noise: float) -> shapely.Geometry:
    """Return a shape without those of its vertices that are among the points and do not bend its border.

    A vertex goes only if it lies within ``noise`` of the border that is left.
    """
    if not len(points):
        return shape
    keys = point_keys(points)
    return _each_ring(shape, lambda ring: _ring_without(ring, keys, noise))


def distinct(points: FloatArray) -> FloatArray:
    """Return each point once, in the order of first appearance."""
    _, first = np.unique(point_keys(points), return_index=True)
    return points[np.sort(first)]


def is_among(points: FloatArray, others: FloatArray) -> BoolArray:
    """Return which points are, bit for bit, among others. Shape (k,)."""
    return np.isin(point_keys(points), point_keys(others))


def ground_of(shape: shapely.Geometry, narrowest: float) -> shapely.Geometry | None:
    """Return the polygons of an overlay's result that are wide enough to be ground, as one shape; ``None`` if none is.

    Unlike :func:`gridmap.tiling.polygons_in` it leaves rings and parts as they come.
    """
    if shape.geom_type == "Polygon":
        return shape if 2 * shape.area > narrowest * shape.length else None
    parts = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    parts = parts[2 * shapely.area(parts) > narrowest * shapely.length(parts)]
    if not len(parts):
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _each_ring(shape: shapely.Geometry, edit: RingEdit) -> shapely.Geometry:
    changed = False
    polygons = []
    for part in shapely.get_parts(shape):
        rings = []
        for ring in shapely.get_rings(part):
            before = shapely.get_coordinates(ring)
            after = edit(before)
            changed |= after is not before
            rings.append(after)
        polygons.append(shapely.Polygon(rings[0], rings[1:]))
    if not changed:
        return shape
    return (
        polygons[0] if shapely.get_type_id(shape) == shapely.GeometryType.POLYGON else shapely.multipolygons(polygons)
    )


def _ring_with(ring: FloatArray, points: FloatArray, noise: float) -> FloatArray:
    low, high = ring.min(axis=0) - noise, ring.max(axis=0) + noise
    points = points[((points >= low) & (points <= high)).all(axis=1)]
    if not len(points):
        return ring
    snapped = _ring_snapped(ring, points, noise)
    points = points[~is_among(points, snapped)]
    if not len(points):
        return snapped
    edges = _edges_near(snapped, points, noise)
    start, step = snapped[edges], snapped[edges + 1] - snapped[edges]
    if not len(edges):
        return snapped
    length_2 = (step**2).sum(axis=1)
    offset = points[:, None, :] - start[None, :, :]
    along = (offset * step).sum(axis=2) / np.where(length_2 > 0, length_2, 1.0)
    foot = np.clip(along, 0.0, 1.0)[:, :, None] * step
    distance = np.sqrt(((offset - foot) ** 2).sum(axis=2))
    nearest = distance.argmin(axis=1)
    put = np.flatnonzero(distance[np.arange(len(points)), nearest] <= noise)
    if not len(put):
        return snapped
    put = put[np.lexsort((along[put, nearest[put]], nearest[put]))]
    return np.insert(snapped, edges[nearest[put]] + 1, points[put], axis=0)


def _edges_near(ring: FloatArray, points: FloatArray, noise: float) -> IntArray:
    """Return the rows of the edges whose box meets the box of the points."""
    low, high = points.min(axis=0) - noise, points.max(axis=0) + noise
    start, end = ring[:-1], ring[1:]
    meets = (np.minimum(start, end) <= high) & (np.maximum(start, end) >= low)
    return np.flatnonzero(meets[:, 0] & meets[:, 1])


def _ring_snapped(ring: FloatArray, points: FloatArray, noise: float) -> FloatArray:
    """Move vertices that are within noise of a point to that point: they are meant to be the same place."""
    low, high = points.min(axis=0) - noise, points.max(axis=0) + noise
    there = (ring[:-1] >= low) & (ring[:-1] <= high)
    rows = np.flatnonzero(there[:, 0] & there[:, 1])
    near = np.abs(ring[rows, None, :] - points[None, :, :]).max(axis=2) <= noise
    vertex, point = np.nonzero(near)
    vertex = rows[vertex]
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
    # Two vertices that have become one place are one vertex.
    doubled = (np.diff(result, axis=0) == 0).all(axis=1) & (np.diff(ring, axis=0) != 0).any(axis=1)
    result = result[np.concatenate([[True], ~doubled])]
    result[-1] = result[0]
    return result if len(result) > 3 else ring


def _ring_without(ring: FloatArray, keys: np.ndarray, noise: float) -> FloatArray:
    open_ring = ring[:-1]
    goes = np.isin(point_keys(open_ring), keys)
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
