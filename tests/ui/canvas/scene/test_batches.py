"""Batches of paths: all of the ground, every edge once, found by place."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPointF
from shapely import Polygon, box

from ui.canvas.scene.batches import BATCH, edges_once, filled, outlined


def length_of(batches):
    return sum(path.length() for path in batches.paths)


def test_a_border_that_two_share_is_one_line():
    #  +---+---+
    #  | a | b |   edges: 6 around, 1 between
    #  +---+---+
    squares = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    assert length_of(edges_once(squares, (0.0, 0.0))) == pytest.approx(7)
    assert length_of(outlined(squares, (0.0, 0.0))) == pytest.approx(8)


def test_local_coordinates_go_east_and_south():
    [path] = filled(np.array([box(10, 20, 30, 50)], dtype=object), (10.0, 50.0)).paths
    rect = path.boundingRect()
    assert (rect.left(), rect.top(), rect.right(), rect.bottom()) == (0, 0, 20, 30)


def test_a_hole_stays_open_whichever_way_its_ring_runs():
    ring = [(4, 4), (6, 4), (6, 6), (4, 6)]
    for hole in (ring, ring[::-1]):
        shape = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [hole])
        [path] = filled(np.array([shape], dtype=object), (0.0, 10.0)).paths
        assert path.contains(QPointF(1, 1)) and not path.contains(QPointF(5, 5))


def test_batches_are_small_and_found_by_place():
    cells = np.array([box(x, y, x + 1, y + 1) for x in range(40) for y in range(40)], dtype=object)
    batches = filled(cells, (0.0, 40.0))
    assert len(batches) >= 1600 * 5 / (BATCH + 5)
    assert max(path.elementCount() for path in batches.paths) <= BATCH + 5
    found = batches.touching((3.2, 3.2, 3.8, 3.8))
    assert 1 <= len(found) < len(batches) / 4
    assert any(path.contains(QPointF(3.5, 36.5)) for path in found)


def test_nothing_makes_no_batches():
    nothing = np.array([Polygon(), shapely.Point(1, 1)], dtype=object)
    assert len(filled(nothing, (0.0, 0.0))) == len(edges_once(nothing, (0.0, 0.0))) == 0
