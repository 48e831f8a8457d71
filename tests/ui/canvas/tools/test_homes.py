"""Buildings given to a grid with the ground around them, by clicks and by lasso."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gridmap.edits import PutRows
from gridmap.ground.placement import building_points, households_by_grid
from ui.canvas.tools import homes
from ui.canvas.tools.homes import ring_of, ring_places

CTRL = Qt.KeyboardModifier.ControlModifier


def households(session, grid):
    plan = session.plan
    return int(households_by_grid(plan)[plan.positions([grid])[0]])


def test_a_building_is_given_with_the_ground_around_it(hand, session, ids, tiled):
    hand.take("give-buildings")
    hand.click(3.5, 0.5, CTRL)
    assert session.selection == (ids.B,)
    hand.click(2, 2.1)
    assert hand.canvas.tool.chosen == (2,)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert (households(session, ids.A), households(session, ids.B)) == (100, 300)
    assert tiled()
    assert hand.canvas.tool.chosen == ()


def test_a_lasso_takes_several_and_a_click_lets_one_be(hand, desk, ids):
    hand.take("give-buildings")
    hand.drag((1, 1), (1, 3.9), (2.6, 3.9), (2.6, 1), (1.1, 1))
    assert set(hand.canvas.tool.chosen) == {1, 2, 3}
    hand.click(1.5, 3.5)
    assert set(hand.canvas.tool.chosen) == {2, 3}
    assert desk.editing.outcome is None  # nobody is chosen to receive them
    hand.click(3.5, 3.5, CTRL)
    hand.settle()
    assert desk.editing.outcome is not None
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.tool.chosen == ()


def test_buildings_of_the_grid_itself_are_not_given(hand, desk, ids):
    hand.take("give-buildings")
    hand.click(3.5, 3.5, CTRL)
    hand.click(2, 2.1)
    hand.settle()
    assert desk.editing.outcome.refused.key == "nothing-to-give"


def test_a_plain_click_beside_buildings_says_who_receives_them(hand, session, ids, tiled):
    hand.take("give-buildings")
    hand.click(2, 2.1)
    hand.click(3.5, 0.5)  # no building stands there
    assert session.selection == (ids.B,)
    assert hand.canvas.tool.chosen == (2,)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert (households(session, ids.A), households(session, ids.B)) == (100, 300)
    assert tiled()


def test_of_rings_that_look_like_one_only_one_is_painted_and_none_outside_of_the_view():
    pixels = np.array([[10.0, 10.0], [10.4, 10.6], [300.0, 200.0], [500.0, 10.0], [-3.0, 5.0], [np.nan, 4.0]])
    assert ring_places(pixels, 400, 300).tolist() == [[10, 10], [300, 200], [-3, 5]]


def painted(tool, ratio: float) -> QImage:
    """What a tool paints over a map that has nothing else, on a screen of some pixel ratio."""
    view = tool.ground.view
    image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    tool.paint(painter)
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_rings_stand_where_they_would_one_by_one(hand, ids, ratio):
    hand.take("give-buildings")
    hand.drag((1, 1), (1, 3.9), (2.6, 3.9), (2.6, 1), (1.1, 1))
    tool = hand.canvas.tool
    look, places = hand.canvas.appearance, []
    for building in tool.chosen:
        point = building_points(tool.plan)[tool.plan.buildings.index.get_loc(building)]
        places.append(tool.ground.view.to_screen(point.x, point.y))
    found = painted(tool, ratio)
    wanted = QImage(found.size(), found.format())
    wanted.setDevicePixelRatio(ratio)
    wanted.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wanted)
    ring = ring_of(QColor(look.surface), QColor(look.accent), ratio)
    for px, py in places:
        painter.drawImage(QPoint(round(px) - 9, round(py) - 9), ring)
    painter.end()
    assert len(places) == 3 and found == wanted


def test_rings_are_painted_anew_only_for_another_view_choice_or_plan(hand, session, ids, monkeypatch):
    hand.take("give-buildings")
    hand.drag((1, 1), (1, 3.9), (2.6, 3.9), (2.6, 1), (1.1, 1))
    tool, asked = hand.canvas.tool, []
    find = homes.ring_places
    monkeypatch.setattr(homes, "ring_places", lambda *given: asked.append(len(given[0])) or find(*given))
    first = painted(tool, 1.0)
    del asked[:]
    tool.move(QPointF(5, 5), Qt.KeyboardModifier.NoModifier, down=False)
    assert painted(tool, 1.0) == first and asked == []
    hand.canvas.navigation.pan(30, 0)
    moved = painted(tool, 1.0)
    assert asked == [3] and moved != first
    hand.canvas.navigation.pan(-30, 0)
    tool._toggle(1)
    assert painted(tool, 1.0) != first and asked == [3, 2]
    before = painted(tool, 1.0)
    rows = session.plan.buildings.loc[[2]].copy()
    rows["geometry"] = rows.geometry.translate(50, 0)
    assert session.perform(PutRows("import", put={"buildings": rows}))
    assert tool.chosen and painted(tool, 1.0) != before
