"""How wide ground is: on the whole, and where it is widest."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray

REACH: Final = 4.0
"""How far off an edge a vertex may lie and be one that its owner lacks, in units of the noise.

A face narrower than the noise (twice area over perimeter) is no ground, but the tip of a triangle is twice as far from
the side across, and of a face that is thinner elsewhere more. What was told as neither would be told by nobody.
"""

_HIGH: Final = 3.0  # a triangle is at most so many times as high as it is wide, on its longest side


def width(shapes: ShapeArray) -> FloatArray:
    """Return how wide pieces of ground are: twice the area over the perimeter, metres. Shape (n,)."""
    perimeter = shapely.length(shapes)
    return np.divide(2 * shapely.area(shapes), perimeter, out=np.zeros(len(shapes)), where=perimeter > 0)


def is_ground(polygons: ShapeArray, narrowest: float) -> BoolArray:
    """Return which polygons are wide enough to be ground, on the whole or at one place. Shape (n,).

    A long hair with a little ground at its end is narrow on the whole, and the ground is there all the same. The place
    counts if vertices there may lie farther off the border across than :data:`REACH`.

    Parameters
    ----------
    polygons : object (n,)
    narrowest : float
        Metres; what is narrower is rounding.
    """
    result = width(polygons) > narrowest
    unsure = np.flatnonzero(~result & (shapely.get_num_coordinates(polygons) > _TRIANGLE))
    if len(unsure):
        triangles, row = shapely.get_parts(_triangles(polygons[unsure]), return_index=True)
        result[unsure[row[width(triangles) > narrowest * REACH / _HIGH]]] = True
    return result


_TRIANGLE: Final = 4
"""Coordinates of a triangle, which is nowhere wider than on the whole."""


def _triangles(polygons: ShapeArray) -> ShapeArray:
    """Return polygons cut into triangles; one too thin for numbers of this size to tell its corners has none."""
    try:
        return shapely.constrained_delaunay_triangles(polygons)
    except shapely.errors.GEOSException:
        if len(polygons) == 1:
            return np.array([shapely.GeometryCollection()], dtype=object)
        half = len(polygons) // 2
        return np.concatenate([_triangles(polygons[:half]), _triangles(polygons[half:])])
