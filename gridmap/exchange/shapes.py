"""Shapes as files have them, made into what a plan can hold: polygons of finite coordinates."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, ShapeArray

# Parts whose common ground is less than this share of their own only adjoin.
_SHARED: Final = 1e-9


def only_polygons(shapes: ShapeArray) -> tuple[ShapeArray, BoolArray]:
    """Return the polygons that shapes consist of, and which of them held something else as well or only.

    A multipolygon of one part becomes that part. What has no polygon in it becomes ``None``.
    """
    types = shapely.get_type_id(shapes)
    result = shapes.copy()
    single = (types == shapely.GeometryType.MULTIPOLYGON) & (shapely.get_num_geometries(shapes) == 1)
    result[single] = shapely.get_geometry(shapes[single], 0)
    polygonal = np.isin(types, [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
    empty = shapely.is_empty(shapes)
    others = ~polygonal & ~shapely.is_missing(shapes) & ~empty
    result[~polygonal] = None
    for row in np.flatnonzero(others & (types == shapely.GeometryType.GEOMETRYCOLLECTION)):
        parts = _parts_of(shapes[row])
        found = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        others[row] = len(found) < len(parts) or not found
        if found:
            result[row] = found[0] if len(found) == 1 else shapely.multipolygons(found)
    return result, others


def united_parts(shapes: ShapeArray) -> tuple[ShapeArray, BoolArray]:
    """Return shapes of which the parts that adjoin are one, and which of them had such parts.

    Parts that overlap stay as they are: which of them is meant is not for a reader to say.
    """
    several = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON)
    changed = np.zeros(len(shapes), dtype=bool)
    broken = several[~shapely.is_valid(shapes[several])]
    result = shapes.copy()
    for row in broken.tolist():
        parts = shapely.get_parts(shapes[row])
        if not shapely.is_valid(parts).all():
            continue
        whole = shapely.union_all(parts)
        apart = float(shapely.area(parts).sum())
        fewer = shapely.get_num_geometries(whole) < len(parts)
        if fewer and whole.geom_type in ("Polygon", "MultiPolygon") and abs(whole.area - apart) <= _SHARED * apart:
            result[row], changed[row] = whole, True
    return result, changed


def _parts_of(shape: shapely.Geometry) -> list[shapely.Geometry]:
    inner = getattr(shape, "geoms", None)
    return [shape] if inner is None else [part for each in inner for part in _parts_of(each)]


def finite(shapes: ShapeArray) -> BoolArray:
    """Return which shapes have only finite coordinates; a missing one has none that is not. Shape (n,)."""
    coordinates, number = shapely.get_coordinates(shapes, return_index=True)
    result = np.ones(len(shapes), dtype=bool)
    result[number[~np.isfinite(coordinates).all(axis=1)]] = False
    return result
