"""Outlines of planted defects: uneven blobs, bumps of a border, strips along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import FloatArray

LEAST_PUSH_M: Final = 0.08


def blob(rng: np.random.Generator, centre: FloatArray, area_m2: float) -> shapely.Polygon:
    """Draw an uneven polygon around a point that is star-shaped and has about a given area.

    Its vertices lie at most :func:`reach_m` from the centre, on whole millimetres.
    """
    count = int(rng.integers(5, 14))
    angle = (np.arange(count) + rng.uniform(-0.3, 0.3, count)) * (2 * np.pi / count)
    xy = rng.uniform(0.75, 1.25, count)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    x, y = xy.T
    area = 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    return shapely.Polygon(np.round(centre + xy * np.sqrt(area_m2 / area), 3))


def reach_m(area_m2: float) -> float:
    """Return a radius that holds every blob of an area, with a metre to spare."""
    return 1.35 * float(np.sqrt(area_m2)) + 1.0


def run_of_vertices(ring: FloatArray, wanted: FloatArray, at: FloatArray, most: int) -> FloatArray:
    """Return consecutive vertices of a closed ring around one of them, as far as they are among the wanted ones.

    Parameters
    ----------
    ring : (n, 2)
        First and last point the same.
    wanted : (k, 2)
        Vertices that may be part of the run; must include ``at``.
    at : (2,)
    most : int
        The run goes at most so many vertices either way.

    Returns
    -------
    (m, 2)
        In the order of the ring; empty if ``at`` is no vertex of it.
    """
    key, good = _keys(ring[:-1]), _keys(wanted)
    start = np.flatnonzero(key == _keys(at[None])[0])
    if len(start) != 1:
        return np.empty((0, 2))
    usable = np.isin(key, good)
    count, first = len(key), int(start[0])
    back = forth = 0
    while back < most and back < count - 1 and usable[(first - back - 1) % count]:
        back += 1
    while forth < most and forth + back < count - 1 and usable[(first + forth + 1) % count]:
        forth += 1
    run: FloatArray = ring[(first + np.arange(-back, forth + 1)) % count]
    return run


def is_broad(ground: Sequence[shapely.Polygon], width_m: float) -> bool:
    """Whether each polygon has a place of that width; hairs of its border, narrower than rounding, do not matter."""
    return bool((shapely.area(shapely.buffer(np.array(ground, dtype=object), -width_m / 2)) > 0).all())


def edges_at(shape: shapely.Geometry, ground: shapely.Geometry) -> list[shapely.LineString]:
    """Return the edges of a shape that meet a piece of ground."""
    found: list[shapely.LineString] = []
    west, south, east, north = ground.bounds
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        xy = shapely.get_coordinates(ring)
        low, high = np.minimum(xy[:-1], xy[1:]), np.maximum(xy[:-1], xy[1:])
        near = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
        edges = shapely.linestrings(np.stack([xy[:-1][near], xy[1:][near]], axis=1))
        found += edges[shapely.intersects(edges, ground)].tolist()
    return found


def push(area_m2: float, length_m: float) -> float:
    """Return how far to push the middle of a stretch of border for it to sweep an area, in metres.

    Not so little that rounding would show, and not farther than half its length.
    """
    return max(min(1.5 * area_m2 / max(length_m, 1.0), 0.5 * length_m), LEAST_PUSH_M)


def moved(shape: shapely.Geometry, before: FloatArray, after: FloatArray) -> shapely.Geometry:
    """Return a shape with some of its vertices elsewhere; the others are the same to the last bit."""
    new = dict(zip(_keys(before).tolist(), after.tolist(), strict=True))

    def move(xy: FloatArray) -> FloatArray:
        xy = xy.copy()
        for i in np.flatnonzero(np.isin(_keys(xy), list(new))).tolist():
            xy[i] = new[_keys(xy[i : i + 1])[0]]
        return xy

    return shapely.transform(shape, move)


def bump(run: FloatArray, offset: FloatArray) -> FloatArray:
    """Return a run of vertices pushed aside, most in the middle and not at all at its ends; on whole millimetres."""
    place = np.linspace(-1.0, 1.0, len(run))
    pushed = np.round(run + (1.0 - place**2)[:, None] * offset, 3)
    pushed[0], pushed[-1] = run[0], run[-1]
    return pushed


def _keys(xy: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    return np.ascontiguousarray(xy[:, 0] + 1j * xy[:, 1])
