"""Rings of points as people list them, made into the area that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

_FEWEST: Final = 3
# Of more rings than this it is not asked which lie in others: no grid has so many, and it would take for ever.
_MOST_NESTED: Final = 1000


def rings_of(points: npt.NDArray[np.float64]) -> list[npt.NDArray[np.float64]]:
    """Return a list of points cut into rings: where the first point of a ring comes again, that ring ends.

    Parameters
    ----------
    points : array, shape (n, 2)
    """
    rings: list[npt.NDArray[np.float64]] = []
    begin = 0
    listed = points.tolist()
    for end, point in enumerate(listed):
        if end - begin >= _FEWEST and point == listed[begin]:
            rings.append(points[begin : end + 1])
            begin = end + 1
    if begin < len(points):
        rings.append(points[begin:])
    return rings


def area_of_rings(rings: Sequence[Sequence[tuple[float, float]] | npt.NDArray[np.float64]]) -> shapely.Geometry | None:
    """Return the area of rings: one that lies in another is a hole of it, one beside it another part."""
    outers: list[tuple[shapely.Polygon, list[shapely.Polygon]]] = []
    areas = [shapely.Polygon(ring) for ring in rings if len(ring) >= _FEWEST]
    areas = [area for area in areas if area.area > 0] or areas[:1]
    if len(areas) > _MOST_NESTED:
        return shapely.MultiPolygon(areas)
    for area in sorted(areas, key=lambda each: -each.area):
        inside = area.representative_point() if area.is_valid else None
        outer = next((holes for whole, holes in outers if inside is not None and whole.covers(inside)), None)
        if outer is None:
            outers.append((area, []))
        else:
            outer.append(area)
    parts = [shapely.Polygon(whole.exterior, [hole.exterior for hole in holes]) for whole, holes in outers]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
