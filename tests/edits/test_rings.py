"""Vertices of many shapes moved at once are those of each of them moved by itself."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from gridmap.reshaping.edge_changes import EdgeChanges
from gridmap.reshaping.rings import with_vertex_at, with_vertex_at_each

#  (0,2)-(2,2)-(4,2)
#    |  A  |  B  |      C lies below both, as two parts; D has a hole with the corner (2, 2); E is elsewhere.
#  (0,0)-(2,0)-(4,0)
SHAPES = np.array(
    [
        box(0, 0, 2, 2),
        box(2, 0, 4, 2),
        shapely.MultiPolygon([box(0, -2, 2, 0), box(2, -3, 4, -1)]),
        Polygon([(-5, -5), (9, -5), (9, 9), (-5, 9)], [[(2, 2), (3, 3), (3, 2)]]),
        box(20, 20, 22, 22),
    ],
    dtype=object,
)


@pytest.mark.parametrize(
    ("point", "place"),
    [
        ((2.0, 2.0), (2.25, 2.5)),
        ((2.0, 0.0), (1.5, -0.25)),
        ((2.0, 2.0), (4.0, 2.0)),  # onto a neighbouring vertex: the two become one
        ((2.0, 2.0), (2.0, -6.0)),  # rings turn over
        ((7.0, 7.0), (8.0, 8.0)),  # nobody's
    ],
)
def test_many_shapes_are_moved_as_one_by_one(point, place):
    at, to = np.array(point), np.array(place)
    together = with_vertex_at_each(SHAPES, at, to)
    for shape, one in zip(SHAPES, together, strict=True):
        alone = with_vertex_at(shape, at, to)
        assert (one is None) == (alone is None)
        assert (one is shape) == (alone is shape)
        assert one is None or shapely.to_wkb(one) == shapely.to_wkb(alone)


def test_a_vertex_that_moves_changes_the_edges_on_both_sides_and_no_others():
    after = with_vertex_at_each(SHAPES[:2], np.array([2.0, 2.0]), np.array([2.5, 2.25]))
    changes = EdgeChanges.between(SHAPES[:2], after)
    assert np.bincount(changes.gone.owner).tolist() == np.bincount(changes.come.owner).tolist() == [2, 2]
    assert changes.bounds().tolist() == [0.0, 0.0, 4.0, 2.25]


def test_a_ring_that_begins_elsewhere_changes_no_edge():
    turned = np.array([Polygon([(2, 0), (2, 2), (0, 2), (0, 0)])], dtype=object)
    changes = EdgeChanges.between(SHAPES[:1], turned)
    assert not len(changes.gone) and not len(changes.come)
