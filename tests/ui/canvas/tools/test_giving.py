"""Ground given by lasso: who gets it, what is shown before, Enter and Escape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ui.canvas.tools import GiveArea

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def tool(hand):
    hand.take("give-area")


def test_a_lasso_by_hand_gives_to_the_selected_grid_on_enter(hand, desk, session, ids, area, tiled):
    #  +---+        +---+
    #  | A |        | A |     a bite out of B's top goes to A
    #  +---+   ->   | +-+
    #  | B |        +-+B|
    hand.click(1, 3, CTRL)
    assert session.selection == (ids.A,)
    plan = session.plan
    hand.drag((0.5, 2.4), (0.5, 1.4), (2.5, 1.4), (2.5, 2.4), (0.6, 2.4))
    hand.settle()
    assert session.plan is plan
    assert desk.editing.outcome.change is not None
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) == pytest.approx(8 + 2 * 0.6, abs=0.15)
    assert area(ids.A) + area(ids.B) == pytest.approx(16)
    assert tiled()
    assert desk.editing.outcome is None
    assert not hand.canvas.tool.corners


def test_corner_by_corner_the_grid_where_it_begins_receives(hand, session, ids, area, tiled):
    for place in ((3.5, 2.6), (3.5, 3.4), (4.6, 3.4)):
        hand.click(*place)
    hand.double(4.6, 2.6)
    hand.settle()
    hand.key(Qt.Key.Key_Enter)
    assert session.plan.shape(ids.A).area == 80_000  # A and C are of two villages: there is nothing of C to give
    assert tiled()


def test_escape_forgets_a_lasso_and_then_the_tool_is_ready_again(hand, desk, session, ids):
    plan = session.plan
    hand.drag((1, 1.5), (1, 2.5), (2, 2.5), (2, 1.5))
    hand.settle()
    hand.key(Qt.Key.Key_Escape)
    assert desk.editing.outcome is None
    assert session.plan is plan
    hand.drag((1, 1.5), (1, 2.5), (2, 2.5), (2, 1.5))
    hand.settle()
    assert desk.editing.outcome is not None


def test_another_grid_may_be_chosen_to_receive_it(hand, desk, ids, area):
    hand.drag((1, 1.5), (1, 2.5), (2, 2.5), (2, 1.5))
    hand.settle()
    [option] = desk.editing.options
    assert [grid for grid, _ in option.choices] == [ids.B, ids.A]
    desk.editing.choose("to", ids.A)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) > 8


def test_a_grid_cannot_be_swallowed_and_the_map_says_why(hand, desk, session, ids):
    plan = session.plan
    hand.click(1, 3, CTRL)
    hand.drag((-0.3, -0.3), (-0.3, 2.2), (4.3, 2.2), (4.3, -0.3))
    hand.settle()
    assert desk.editing.outcome.refused.key == "grid-would-vanish"
    assert desk.editing.outcome.refused.grids == (ids.B,)
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan
    assert desk.editing.outcome.refused is not None


def test_the_last_corner_is_taken_back_and_the_right_button_ends(hand, desk):
    for place in ((0.6, 1.4), (0.6, 2.4), (2.4, 2.4), (2.4, 3.4)):
        hand.click(*place)
    hand.key(Qt.Key.Key_Backspace)
    tool = hand.canvas.tool
    assert isinstance(tool, GiveArea)
    assert len(tool.corners) == 3
    hand.right(1, 1)
    hand.settle()
    assert tool.shape is not None
    assert desk.editing.outcome is not None


def test_corners_are_typed_one_after_the_other(hand, session):
    hand.type("500050, 3500150")
    hand.type("100, 0")
    hand.type("@100<90")
    tool = hand.canvas.tool
    assert tool.corners == [(500_050, 3_500_150), (500_150, 3_500_150), (500_150, pytest.approx(3_500_250))]
    hand.key(Qt.Key.Key_Return)
    assert tool.shape.area == pytest.approx(5_000)


def test_two_corners_enclose_nothing(hand, desk):
    hand.click(0.6, 1.4)
    hand.click(2.6, 1.4)
    hand.key(Qt.Key.Key_Return)
    assert desk.editing.outcome is None
    assert not hand.canvas.tool.corners


def test_a_plain_click_before_the_lasso_says_who_receives(hand, session, ids, area, tiled):
    hand.click(1, 3)
    hand.drag((0.5, 1.4), (0.5, 2.4), (2.5, 2.4), (2.5, 1.4), (0.6, 1.4))  # begins in B, which would have it else
    assert session.selection == (ids.A,)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) == pytest.approx(8 + 2 * 0.6, abs=0.15)
    assert tiled()


def test_a_plain_click_after_the_lasso_gives_it_to_another_grid(hand, desk, ids, area, tiled):
    hand.drag((1, 1.5), (1, 2.5), (2, 2.5), (2, 1.5))  # begins in B
    hand.settle()
    drawn = hand.canvas.tool.shape
    hand.click(3.5, 3.5)
    hand.settle()
    assert hand.canvas.tool.shape is drawn
    assert desk.editing.values["to"] == ids.A
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) > 8
    assert tiled()


def test_a_drag_after_the_lasso_begins_another_one(hand, desk, ids):
    hand.drag((1, 1.5), (1, 2.5), (2, 2.5), (2, 1.5))
    hand.settle()
    drawn = hand.canvas.tool.shape
    hand.drag((3, 1.5), (3, 2.5), (3.8, 2.5), (3.8, 1.5))
    hand.settle()
    assert not hand.canvas.tool.shape.intersects(drawn)
    assert desk.editing.outcome is not None
