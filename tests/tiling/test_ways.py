"""Edges that follow one another go into one line, as far as nobody else meets them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.ground.tiling.edges import edges_of
from gridmap.ground.tiling.faces import faces_between, ways

SQUARE = shapely.box(0, 0, 2, 2)
NOISE_M = 1e-5


def drawn(*shapes, family=None, reverse=False):
    edges = edges_of(np.array(shapes, dtype=object))
    edges = edges.reversed() if reverse else edges
    of = np.zeros(len(edges), np.int64) if family is None else np.array(family)[edges.owner]
    lines, numbers = ways(edges, of)
    return [shapely.get_coordinates(line).tolist() for line in lines], numbers.tolist()


def test_a_ring_that_nobody_meets_is_one_line_the_way_it_goes():
    [line], _ = drawn(shapely.Polygon([(0, 0), (2, 0), (2, 2), (0, 2)]))
    assert line == [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    [back], _ = drawn(shapely.Polygon([(0, 0), (0, 2), (2, 2), (2, 0)]))  # drawn clockwise, so read from its end
    assert back == [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    [turned], _ = drawn(shapely.Polygon([(0, 0), (2, 0), (2, 2), (0, 2)]), reverse=True)
    assert turned == line[::-1]


def test_lines_end_where_a_ring_of_the_family_meets_them_and_nowhere_for_one_of_another():
    touching = shapely.Polygon([(2, 2), (4, 2), (4, 4)])  # at the corner (2, 2), which no ring begins with but its own
    square = shapely.Polygon([(0, 0), (2, 0), (2, 2), (0, 2)])
    lines, _ = drawn(square, touching)
    assert lines == [[[0, 0], [2, 0], [2, 2]], [[2, 2], [0, 2], [0, 0]], [[2, 2], [4, 2], [4, 4], [2, 2]]]
    apart, families = drawn(square, touching, family=[5, 3])
    assert len(apart) == 2 and families == [5, 3]


def test_holes_and_shells_are_lines_of_their_own():
    holed = shapely.Polygon(SQUARE.exterior.coords, [[(0.5, 0.5), (1.5, 0.5), (1.5, 1.5)]])
    lines, _ = drawn(holed)
    assert sorted(map(len, lines)) == [4, 5]


@pytest.mark.parametrize("turn", [False, True])
def test_faces_are_what_polygonising_all_edges_noded_gives(turn):
    shapes = np.array([SQUARE, shapely.box(1, 1, 3, 3), shapely.box(2, 0, 4, 1), shapely.box(10, 10, 11, 11)])
    edges = edges_of(shapes)
    edges = edges.reversed() if turn else edges
    family = np.array([0, 0, 0, 7])[edges.owner]
    faces, of = faces_between(edges, family, NOISE_M)
    noded = shapely.union_all([shape.boundary for shape in shapes])
    expected = shapely.get_parts(shapely.polygonize([noded]))
    assert len(faces) == len(expected) and sorted(of.tolist()) == [0, 0, 0, 0, 7]
    assert all(any(shapely.equals(face, one) for one in expected) for face in faces)
