"""Buildings given to a grid with the ground around them, by clicks and by lasso."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from gridmap.ground.placement import households_by_grid
from ui.canvas.tools.homes import ring_places

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
