"""What is refused is shown where it fails: the very place is marked, with a ring around what is small."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gridmap.edits import GiveGround, MoveVertex, ReshapeBorder
from gridmap.model.errors import Refused
from tests.ui.canvas.conftest import X, Y, ground
from tests.ui.conftest import faulty_village
from ui.canvas.highlight import Lit


def wrong(canvas, desk) -> Lit | None:
    return canvas.editing._proposal.wrong(desk.editing.outcome)


def red_near(canvas, x: float, y: float, reach: int = 24) -> int:
    """Count the pixels in the colour of errors around a place in hundreds of metres."""
    px, py = canvas.view.to_screen(X + 100 * x, Y + 100 * y)
    image, error = canvas.grab().toImage(), QColor(canvas.appearance.error)
    ratio = image.devicePixelRatio()
    found = 0
    for dx in range(-reach, reach + 1):
        for dy in range(-reach, reach + 1):
            colour = image.pixelColor(round((px + dx) * ratio), round((py + dy) * ratio))
            found += abs(colour.red() - error.red()) + abs(colour.green() - error.green()) < 30
    return found


def test_ends_off_the_border_are_ringed(hand, canvas, desk):
    hand.take("reshape")
    hand.click(5, 1)
    hand.double(7, 1)
    hand.settle()
    assert desk.editing.outcome.refused.key == "line-not-on-one-border"
    lit = wrong(canvas, desk)
    assert np.allclose(sorted(lit.points), [(X + 500, Y + 100), (X + 700, Y + 100)], atol=15)
    assert red_near(canvas, 5, 1) > 10
    assert red_near(canvas, 7, 1) > 10
    hand.key(Qt.Key.Key_Escape)
    assert red_near(canvas, 5, 1) == 0


def test_only_the_end_that_lies_on_no_border_is_at_fault(bare_division, ids):
    line = shapely.LineString([(X + 200, Y + 200), (X + 300, Y + 300)])
    with pytest.raises(Refused) as refused:
        ReshapeBorder(line).change(bare_division)
    assert refused.value.key == "line-not-on-one-border"
    assert shapely.equals(refused.value.where, shapely.MultiPoint([(X + 300, Y + 300)]))


def test_places_without_a_road_are_ringed_and_the_distance_is_said(hand, canvas, desk, words):
    desk.editing.lock_level(1, locked=False)
    hand.take("follow")
    hand.click(8, 1)
    hand.click(8, 3)
    hand.settle()
    refused = desk.editing.outcome.refused
    assert refused.key == "no-line-here"
    assert len(wrong(canvas, desk).points) == 2
    assert "400" in canvas.words.of(refused, desk.session.plan)


def test_the_gap_between_ground_and_receiver_is_drawn(bare_division, ids):
    with pytest.raises(Refused) as refused:
        GiveGround(ground(6, 1, 7, 2), ids.A).change(bare_division)
    assert refused.value.key == "ground-not-adjacent"
    assert refused.value.where.length == pytest.approx(200)
    assert np.allclose(sorted(shapely.get_coordinates(refused.value.where)[:, 0]), [X + 400, X + 600])


def test_the_part_of_a_line_that_leaves_the_two_grids_is_at_fault(bare_division, ids):
    corners = [(200, 200), (200, 300), (700, 300), (700, 200), (300, 200)]
    with pytest.raises(Refused) as refused:
        ReshapeBorder(shapely.LineString([(X + x, Y + y) for x, y in corners]), (ids.A, ids.B)).change(bare_division)
    assert refused.value.key == "line-leaves-grids"
    outside = shapely.LineString([(X + 400, Y + 300), (X + 700, Y + 300), (X + 700, Y + 200), (X + 400, Y + 200)])
    assert refused.value.where.length == pytest.approx(outside.length)
    assert shapely.hausdorff_distance(refused.value.where, outside) < 1e-6


def test_ground_that_would_lie_bare_is_told_with_its_place():
    #  +-----+--+      +-------++     EAST gives up the triangle beside the gap
    #  | gap | E|  ->  | gap  / |
    #  +-----+--+      +-----+--+
    with pytest.raises(Refused) as refused:
        MoveVertex((500_700, 3_500_200), (500_800, 3_500_200)).change(faulty_village())
    assert refused.value.key == "would-open-gap"
    triangle = shapely.Polygon([(500_700, 3_500_000), (500_700, 3_500_200), (500_800, 3_500_200)])
    assert shapely.symmetric_difference(refused.value.where, triangle).area < 1
    assert refused.value.values["area_m2"] == pytest.approx(10_000)
