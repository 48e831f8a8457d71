"""Shapes that can be worked with, and the ground of those that cannot."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores
from gridmap.ground.tiling.tangles import are_too_tangled
from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray

FARTHEST_M: Final = 1e9
"""No projected CRS has coordinates beyond this, metres: with its zone in front, an easting is 60,900,000 at most.

Farther out a coordinate is a mistake, and the area of a shape may no longer be a number.
"""

_POLYGONAL: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


_POINT, _LINE, _POLYGON = (
    int(kind) for kind in (shapely.GeometryType.POINT, shapely.GeometryType.LINESTRING, shapely.GeometryType.POLYGON)
)
"""Shapes of which, unless they have holes, box and length tell whether all coordinates are on the map."""

_MANY: Final = 1_000
_WORTH_A_THREAD: Final = 50

_FEW: Final = 5
"""Invalid shapes for which repairing them on another core pays."""

_WITH_A_HOLE: Final = 8
"""Coordinates that a polygon with a hole has at least: four for each ring."""


def is_valid(shapes: ShapeArray) -> BoolArray:
    """Return which shapes are valid polygons on the map, without empty parts (missing ones are not). Shape (n,).

    On as many threads as there are cores.
    """
    result = np.isin(shapely.get_type_id(shapes), _POLYGONAL) & ~_reaches_too_far(shapes) & ~_has_empty_part(shapes)
    result[result] = on_all_cores(shapely.is_valid, shapes[result], worth=_WORTH_A_THREAD)
    return result


def is_on_the_map(shapes: ShapeArray) -> BoolArray:
    """Return which shapes, of whatever type, have only coordinates that are numbers and no farther than anything is.

    Missing and empty ones are on the map. Shape (n,).
    """
    result = np.ones(len(shapes), dtype=bool)
    doubtful = np.arange(len(shapes))
    if len(shapes) > _MANY:  # reading all coordinates takes longer, and keeps all other threads waiting
        kind = shapely.get_type_id(shapes)
        doubt = ~((kind == _POINT) | (kind == _LINE) | (kind == _POLYGON))
        may_have_holes = np.flatnonzero(shapely.get_num_coordinates(shapes) >= _WITH_A_HOLE)
        doubt[may_have_holes] |= shapely.get_num_interior_rings(shapes[may_have_holes]) > 0
        with np.errstate(all="ignore"):
            doubt |= ~np.isfinite(shapely.length(shapes))  # no length comes of what is no number; a box leaves it out
        box = shapely.bounds(shapes)
        if not (box.min() >= -FARTHEST_M and box.max() <= FARTHEST_M):  # nor if one is no number
            doubt |= ~(np.abs(box) <= FARTHEST_M).all(axis=1)
        doubtful = np.flatnonzero(doubt)
    coordinates = shapely.get_coordinates(shapes[doubtful])
    if coordinates.max(initial=0) <= FARTHEST_M and coordinates.min(initial=0) >= -FARTHEST_M:  # no if one is no number
        return result
    coordinates, row = shapely.get_coordinates(shapes[doubtful], return_index=True)
    result[doubtful[row[~(np.abs(coordinates) <= FARTHEST_M).all(axis=1)]]] = False
    return result


def on_the_map(shapes: ShapeArray) -> ShapeArray:
    """Return those shapes that can be shown: there, not empty, and on the map. Shape (k,)."""
    there = shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)]
    return there[is_on_the_map(there)]


def made_valid(shapes: ShapeArray, valid: BoolArray) -> ShapeArray:
    """Return the shapes with the invalid ones replaced by what they enclose; the rest are the same objects.

    A part of a repaired shape that is no polygon is left out; what has no ground at all becomes ``None``, and so does
    what is too tangled to tell which ground it means.
    """
    repair = np.flatnonzero(~valid & ~shapely.is_missing(shapes))
    result = shapes.copy()
    if len(repair):
        result[repair] = on_all_cores(_grounds_of_invalid, shapes[repair], worth=_FEW)
    return result


def ground_within(line: FloatArray) -> shapely.Geometry | None:
    """Return the ground that a line drawn by hand goes around, once or more often; its ends need not meet.

    ``None`` if it goes around none, or is too tangled to tell which ground it means.

    Parameters
    ----------
    line : float64 (n, 2)
        At least three points.
    """
    shapes = np.array([shapely.Polygon(line)], dtype=object)
    ground: shapely.Geometry | None = made_valid(shapes, is_valid(shapes))[0]
    return ground


def _reaches_too_far(shapes: ShapeArray) -> BoolArray:
    box = shapely.bounds(shapes)
    return (np.abs(box) > FARTHEST_M).any(axis=1)


def _has_empty_part(shapes: ShapeArray) -> BoolArray:
    result = np.zeros(len(shapes), dtype=bool)
    several = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON)
    parts, row = shapely.get_parts(shapes[several], return_index=True)
    result[several[row[shapely.is_empty(parts)]]] = True
    return result


def _grounds_of_invalid(shapes: ShapeArray) -> ShapeArray:
    """Return what invalid shapes enclose, ``None`` for one of which that is nothing or cannot be told. Shape (n,)."""
    grounds = np.full(len(shapes), None, dtype=object)
    at = np.flatnonzero(shapely.get_dimensions(shapes) >= _OF_GROUND)
    at = at[is_on_the_map(shapes[at])]
    at = at[~are_too_tangled(shapes[at])]
    parts, of = shapely.get_parts(_repaired(shapely.force_2d(shapes[at])), return_index=True)
    polygons, of_part = shapely.get_parts(parts, return_index=True)  # a collection may hold multipolygons
    kept = np.flatnonzero(
        (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON) & (shapely.area(polygons) > 0)
    )
    polygons, row = polygons[kept], at[of[of_part[kept]]]
    alone = np.bincount(row, minlength=len(shapes))[row] == 1
    grounds[row[alone]] = polygons[alone]
    if not alone.all():
        polygons, row = polygons[~alone], row[~alone]
        several, number = np.unique(row, return_inverse=True)
        grounds[several] = shapely.multipolygons(polygons, indices=number)
        # Of a collection each member is repaired for itself, and two of them may hold the same ground.
        for i in several[~shapely.is_valid(grounds[several])].tolist():
            grounds[i] = shapely.union_all(polygons[row == i])
    return grounds


_OF_GROUND: Final = 2
"""The dimension of what has an area."""


def _repaired(shapes: ShapeArray) -> ShapeArray:
    """Return shapes made valid, ``None`` for one of which GEOS cannot make anything. Shape (n,)."""
    try:
        return np.asarray(shapely.make_valid(shapes, method="structure", keep_collapsed=False), dtype=object)
    except shapely.GEOSException:
        if len(shapes) == 1:
            return np.array([None], dtype=object)
        half = len(shapes) // 2
        return np.concatenate([_repaired(shapes[:half]), _repaired(shapes[half:])])
