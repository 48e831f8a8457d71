"""Which shapes are on the map is the same whether one is asked or thousands, which are looked at by box and length."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.ground.tiling import is_on_the_map
from gridmap.ground.tiling.valid import _MANY, FARTHEST_M

WELL = [(0.0, 0.0), (9e5, 0.0), (9e5, 9e5), (0.0, 9e5)]
FAR = 2 * FARTHEST_M


def shapes_with(x: float) -> dict[str, shapely.Geometry | None]:
    """Return shapes of all types with a vertex at x, somewhere that is not their first."""
    ring = [*WELL, (x, 5.0), WELL[0]]
    square = shapely.Polygon([*WELL, WELL[0]])
    hole = (
        [(x, 1.0), (x, 2.0), (x, 3.0), (x, 1.0)] if np.isfinite(x) else [(1.0, 1.0), (x, 2.0), (2.0, 3.0), (1.0, 1.0)]
    )
    return {
        "point": shapely.Point(x, 1.0),
        "points": shapely.MultiPoint([(1.0, 1.0), (x, 1.0)]),
        "line": shapely.LineString([*WELL, (x, 5.0)]),
        "lines": shapely.MultiLineString([WELL, [(1.0, 1.0), (x, 1.0)]]),
        "polygon": shapely.Polygon(ring),
        "hole": shapely.Polygon(WELL, [hole]),
        "polygons": shapely.MultiPolygon([square, shapely.Polygon(ring)]),
        "collection": shapely.GeometryCollection([square, shapely.Point(x, 1.0)]),
    }


@pytest.mark.parametrize(
    ("x", "expected"), [(7.0, True), (FAR, False), (-FAR, False), (np.inf, False), (np.nan, False)]
)
@pytest.mark.parametrize("what", shapes_with(7.0))
def test_a_shape_is_told_alike_alone_and_among_many(what, x, expected):
    with np.errstate(all="ignore"):
        shape = shapes_with(x)[what]
    alone = np.array([shape, None, shapely.Polygon()], dtype=object)
    assert is_on_the_map(alone).tolist() == [expected, True, True]
    among = np.concatenate([alone, np.full(2 * _MANY, shapely.box(0, 0, 1, 1), dtype=object), alone])
    found = is_on_the_map(among)
    assert found[:3].tolist() == [expected, True, True] and found[-3:].tolist() == [expected, True, True]
    assert found[3:-3].all()
