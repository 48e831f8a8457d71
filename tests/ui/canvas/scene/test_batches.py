"""Batches of paths: all of the ground, every edge once, found by place."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from shapely import Polygon, box

from ui.canvas.scene.batches import BATCH, edges_once, filled, joined, outlined


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


def dots_of(batches):
    image = QImage(160, 160, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(3.7, 3.7)
    for path in batches.paths:
        painter.fillPath(path, QColor("black"))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(160, 160, 4)[:, :, 0] == 0


def test_polygons_that_lie_together_are_filled_as_one_and_no_dot_is_another(qapp):
    rng = np.random.default_rng(7)
    corner = np.stack(np.meshgrid(np.arange(41.0), np.arange(41.0)), axis=2) + rng.uniform(-0.3, 0.3, (41, 41, 2))
    cells = np.array(
        [
            Polygon([corner[y, x], corner[y, x + 1], corner[y + 1, x + 1], corner[y + 1, x]])
            for y in range(40)
            for x in range(40)
            if rng.random() < 0.9  # the others are holes, some of them joined at a corner
        ],
        dtype=object,
    )
    one, other = joined(cells, (0.0, 41.0)), filled(cells, (0.0, 41.0))
    count = [sum(path.elementCount() for path in batches.paths) for batches in (one, other)]
    assert count[0] < count[1] / 2
    dots = dots_of(other)
    assert 10_000 < dots.sum() < dots.size and (dots_of(one) == dots).all()


def test_what_lies_over_one_another_or_crosses_itself_is_filled_as_before(qapp):
    #  two of the same, one turned the other way round, one over both, a ring in a ring, and a bow that crosses itself
    bow = Polygon([(20, 20), (30, 30), (30, 20), (20, 30)])
    odd = [
        box(1, 1, 9, 9), box(1, 1, 9, 9), box(1, 1, 9, 9).reverse(), box(5, 5, 15, 15), box(9, 1, 12, 9), bow,
        Polygon([(20, 1), (36, 1), (36, 15), (20, 15)], [[(24, 4), (24, 10), (30, 10), (30, 4)]]), box(24, 4, 30, 10),
    ]  # fmt: skip
    shapes = np.array(odd, dtype=object)
    assert (dots_of(joined(shapes, (0.0, 41.0))) == dots_of(filled(shapes, (0.0, 41.0)))).all()


def test_the_joined_are_found_by_place_too():
    cells = np.array([box(x, y, x + 1, y + 1) for x in range(60) for y in range(60)], dtype=object)
    batches = joined(cells, (0.0, 60.0))
    found = batches.touching((3.2, 3.2, 3.8, 3.8))
    assert 1 <= len(found) < len(batches)
    assert any(path.contains(QPointF(3.5, 56.5)) for path in found)


def test_nothing_makes_no_batches():
    nothing = np.array([Polygon(), shapely.Point(1, 1)], dtype=object)
    assert len(filled(nothing, (0.0, 0.0))) == len(edges_once(nothing, (0.0, 0.0))) == 0
    assert len(joined(nothing, (0.0, 0.0))) == 0
