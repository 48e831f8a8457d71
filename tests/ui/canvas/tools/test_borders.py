"""Whole borders dragged, borders drawn anew, borders that follow a road."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt

from gridmap.model.plan import Plan
from ui.canvas.editing.figures import rows_of

X, Y = 500_000.0, 3_500_000.0
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def peopled(peopled: Plan) -> Plan:
    """The division with a road in A that runs 30 m above the border with B, and bends in the middle.

    A   ___/\\___
    --------------
    B
    """
    road = shapely.LineString([(X + x, Y + y) for x, y in [(0, 230), (180, 230), (200, 250), (220, 230), (400, 230)]])
    roads = gpd.GeoDataFrame({"name": ["路"]}, geometry=[road], index=[1], crs=peopled.crs)
    return Plan(peopled.scheme, {**peopled.tables, "roads": roads})


def test_a_border_is_dragged_as_a_whole(hand, desk, session, ids, tiled, area):
    hand.take("move-border")
    to = hand.off(1.5, 2, 0, 23)
    hand.press(1.5, 2)
    hand.point(*to, down=True, keys=ALT)
    hand.settle()
    assert {row.grid for row in rows_of(desk.editing.outcome)} >= {ids.A, ids.B}
    hand.release(*to)
    assert area(ids.B) == pytest.approx(4 * to[1], abs=0.01)
    assert area(ids.A) + area(ids.B) == 16
    assert tiled()
    assert session.project.undo_entry.label == "move-border"


def test_the_border_that_could_be_dragged_is_shown_and_a_small_drag_does_nothing(hand, session, ids):
    hand.take("move-border")
    plan, tool = session.plan, hand.canvas.tool
    hand.point(1.5, 2)
    assert tool._under.pair == (ids.A, ids.B)
    hand.point(1.5, 3)
    assert tool._under is None
    hand.drag((1.5, 2), hand.off(1.5, 2, 1, 2))
    assert session.plan is plan


def test_a_held_border_goes_as_far_as_is_typed(hand, session, ids, area, tiled):
    hand.take("move-border")
    hand.click(1.5, 2)
    hand.type("0, -50")
    assert area(ids.B) == pytest.approx(4 * 1.5)
    assert tiled()
    hand.click(1.5, 1.5)
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.tool.anchor is None


def test_escape_lets_a_dragged_border_be(hand, session):
    plan = session.plan
    hand.take("move-border")
    hand.press(1.5, 2)
    hand.point(1.5, 2.4, down=True)
    hand.settle()
    hand.key(Qt.Key.Key_Escape)
    hand.release(1.5, 2.4)
    assert session.plan is plan


def test_a_border_of_two_villages_is_locked(hand, desk, session, ids):
    plan = session.plan
    hand.take("move-border")
    hand.drag((4, 1), hand.off(4, 1, 30, 0))
    assert desk.editing.outcome.refused.key == "border-locked"
    assert session.plan is plan
    desk.editing.lock_level(2, locked=False)
    hand.settle()
    hand.drag((4, 1), hand.off(4, 1, 30, 0))
    assert session.plan is not plan


def test_a_border_is_drawn_anew_from_place_to_place(hand, desk, ids, tiled, area):
    #      __
    #  ---/  \---   B gets a piece of A
    hand.take("reshape")
    for place in ((1, 2), (1.5, 2.6), (2.5, 2.6)):
        hand.click(*place, ALT if place[1] > 2 else Qt.KeyboardModifier.NoModifier)
    hand.double(3, 2)
    hand.settle()
    assert desk.editing.outcome.refused is None
    hand.key(Qt.Key.Key_Return)
    assert area(ids.B) == pytest.approx(8 + 1.5 * 0.6, abs=0.03)
    assert tiled()


def test_a_line_that_meets_no_border_is_refused(hand, desk, session):
    plan = session.plan
    hand.take("reshape")
    hand.click(5, 1)
    hand.double(7, 1)
    hand.settle()
    assert desk.editing.outcome.refused is not None
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan


def test_a_border_follows_the_road_between_two_places(hand, desk, session, ids, tiled, area):
    hand.take("follow")
    hand.click(1, 2)
    hand.point(3, 2)
    hand.settle()
    assert desk.editing.outcome.change is not None  # seen before the end is set
    hand.click(3, 2)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert area(ids.B) == pytest.approx(8 + 2 * 0.3 + 0.04, abs=0.01)
    xy = shapely.get_coordinates(session.plan.shape(ids.B))
    assert (np.abs(xy - [X + 200, Y + 250]).sum(axis=1) < 1e-6).any()
    assert tiled()


def test_where_no_road_is_that_is_said(hand, desk):
    desk.editing.lock_level(1, locked=False)
    hand.take("follow")
    hand.click(8, 1)
    hand.click(8, 3)
    hand.settle()
    assert desk.editing.outcome.refused.key == "no-line-here"


def test_a_typed_offset_is_seen_before_it_counts(qtbot, hand, desk, session, ids, area):
    hand.take("move-border")
    hand.click(1.5, 2)
    plan, field = session.plan, hand.canvas.editing.place_field
    qtbot.keyClicks(hand.canvas, "0")
    qtbot.keyClicks(field.field, ", -50")
    hand.settle()
    assert desk.editing.outcome.change is not None and desk.editing.is_provisional
    assert {row.grid for row in rows_of(desk.editing.outcome)} >= {ids.A, ids.B}
    assert "-50.00" in field.hint.text()
    assert session.plan is plan
    qtbot.keyClick(field.field, Qt.Key.Key_Escape)
    hand.settle()
    assert desk.editing.outcome is None and session.plan is plan  # it never counted
    hand.type("0, -50")
    assert area(ids.B) == pytest.approx(4 * 1.5)
