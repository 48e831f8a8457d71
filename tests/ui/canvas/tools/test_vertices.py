"""Vertices by mouse and keys: moved, added, removed, held, typed; what is shared moves for all."""

from __future__ import annotations

import pytest
import shapely
from PySide6.QtCore import Qt

from gridmap.edits import SetAttributes
from gridmap.people.workload import Workload
from ui.canvas.editing.figures import rows_of

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def tool(hand, desk):
    hand.take("vertices")
    desk.editing.lock_level(2, locked=False)


def vertices(session, grid):
    xy = shapely.get_coordinates(session.plan.shape(grid))
    return {(round((x - 500_000) / 100, 6), round((y - 3_500_000) / 100, 6)) for x, y in xy.tolist()}


def test_a_vertex_that_is_dragged_moves_for_all_who_share_it(hand, session, ids, tiled):
    #  A|C        A |C
    #  -+-   ->   --+     the vertex at 4, 2 belongs to A, B, C and both villages
    #  B|         B |
    place = hand.off(4, 2, 24, 6)
    hand.drag((4, 2), place, keys=ALT)
    moved = tuple(round(value, 3) for value in place)
    for grid in (ids.A, ids.B, ids.C, ids.VILLAGE, ids.HAMLET):
        assert (4.0, 2.0) not in vertices(session, grid)
        assert moved in {(round(x, 3), round(y, 3)) for x, y in vertices(session, grid)}
    assert tiled()
    assert session.project.undo_entry.label == "move-vertex"


def test_a_drag_of_three_pixels_does_nothing(hand, desk, session):
    plan = session.plan
    hand.drag((4, 2), hand.off(4, 2, 2, 1))
    assert session.plan is plan
    assert desk.editing.outcome is None


def test_escape_while_dragging_leaves_everything(hand, desk, session):
    plan = session.plan
    hand.press(4, 2)
    hand.point(*hand.off(4, 2, 20, 20), down=True)
    hand.settle()
    assert desk.editing.outcome is not None
    hand.key(Qt.Key.Key_Escape)
    assert desk.editing.outcome is None
    hand.release(*hand.off(4, 2, 20, 20))
    assert session.plan is plan


def test_an_edge_that_is_dragged_gets_a_vertex_there(hand, session, ids, tiled):
    place = hand.off(2.5, 2, 0, -12)
    hand.drag((2.5, 2), place, keys=ALT)
    assert session.plan.shape(ids.A).area < 80_000 < session.plan.shape(ids.B).area
    assert tiled()


def test_a_double_click_on_an_edge_puts_a_vertex_in_and_delete_takes_it_out(hand, session, ids, tiled):
    before = vertices(session, ids.A)
    hand.double(2.5, 2)
    assert len(vertices(session, ids.A) - before) == 1
    assert vertices(session, ids.A) - before <= vertices(session, ids.B)
    hand.key(Qt.Key.Key_Delete)
    assert vertices(session, ids.A) == before
    assert tiled()


def test_a_held_vertex_goes_where_digits_say(hand, session, ids, tiled):
    hand.click(2, 2)
    hand.type("0, 12.5")
    assert (2.0, 2.125) in vertices(session, ids.A)
    assert (2.0, 2.125) in vertices(session, ids.B)
    hand.click(3, 2)
    hand.type("@10<270")
    assert (3.0, 1.9) in vertices(session, ids.B)
    hand.click(1, 2)
    hand.type("500105, 3500190")
    assert (1.05, 1.9) in vertices(session, ids.A)
    assert tiled()


def test_what_cannot_be_read_is_said_and_changes_nothing(hand, canvas, session):
    plan = session.plan
    hand.click(2, 2)
    hand.type("12,,4")
    assert not canvas.editing.place_field.isHidden()
    assert "@25<90" in canvas.editing.place_field.hint.text()
    hand.qtbot.keyClick(canvas.editing.place_field.field, Qt.Key.Key_Escape)
    assert canvas.editing.place_field.isHidden()
    assert session.plan is plan


def test_a_dragged_vertex_snaps_to_another_one_unless_alt_is_held(hand, session, ids):
    near = hand.off(3, 3, 5, 3)
    hand.press(3, 2)
    hand.point(*near, down=True)
    hand.settle()
    assert hand.canvas.tool.snapped is None  # inside A there is nothing to snap to
    hand.release(*near)
    assert session.project.undo_entry.label == "move-vertex"
    session.undo()
    border = hand.off(3, 4, 4, 6)
    hand.drag((3, 2), border, keys=ALT)
    assert (3.0, 4.0) not in vertices(session, ids.B)
    session.undo()
    hand.press(3, 2)
    hand.point(*border, down=True)
    hand.settle()
    assert hand.canvas.tool.snapped.kind == "vertex"
    hand.release(*border)


def test_what_is_refused_is_said_and_does_nothing(hand, desk, session, ids):
    plan = session.plan
    hand.press(2, 2)
    hand.point(10, 3, down=True)
    hand.settle()
    assert desk.editing.outcome.refused is not None
    hand.release(10, 3)
    assert session.plan is plan
    hand.click(4, 2)
    hand.key(Qt.Key.Key_Delete)
    assert session.plan is plan
    assert desk.editing.outcome.refused.key == "vertex-joins-borders"


def test_away_from_borders_a_click_selects_and_a_drag_pans(hand, canvas, session, ids):
    hand.click(6.5, 1.5)
    assert session.selection == (ids.C,)
    before = canvas.view
    hand.drag((6.5, 1.5), (6.0, 1.5))
    assert canvas.view.x > before.x


def test_a_border_of_a_locked_level_stays_until_it_is_unlocked(hand, desk, session, tiled):
    desk.editing.lock_level(2, locked=True)
    plan, place = session.plan, hand.off(4, 2, 24, 6)
    hand.press(4, 2)
    hand.point(*place, down=True)
    hand.settle()
    assert desk.editing.outcome.refused.key == "border-locked"
    desk.editing.lock_level(2, locked=False)
    hand.settle()
    assert desk.editing.outcome.change is not None
    desk.editing.lock_level(2, locked=True)
    hand.release(*place)
    assert session.plan is plan
    hand.drag((2, 2), hand.off(2, 2, 0, 20))
    assert session.plan is not plan
    assert tiled()


def test_a_locked_grid_stays_whatever_its_level(hand, desk, session, ids):
    session.perform(SetAttributes("grids", (ids.A,), {"locked": True}))
    plan = session.plan
    hand.drag((2, 2), hand.off(2, 2, 0, 20))
    assert session.plan is plan
    assert desk.editing.outcome.refused.grids == (ids.A,)


def test_the_figures_follow_the_drag(hand, desk, ids):
    hand.press(2, 2)
    hand.point(2, 2.25, down=True)
    hand.settle()
    rows = {row.grid: row for row in rows_of(desk.editing.outcome)}
    assert rows[ids.A].households == (160, 100)
    assert rows[ids.B].households == (240, 300)
    assert rows[ids.B].residents == (720, 900)
    assert rows[ids.B].area_m2[1] == pytest.approx(80_000 + 100 * 25, rel=0.05)
    assert (rows[ids.B].standard[0], rows[ids.B].standard[1]) == (Workload.UNDER, Workload.WITHIN)
    hand.point(2, 2.05, down=True)
    hand.settle()
    assert rows_of(desk.editing.outcome)[0].households[0] == rows_of(desk.editing.outcome)[0].households[1]


def test_an_undone_move_can_be_done_again(hand, session, ids):
    hand.click(2, 2)
    hand.type("0, 12.5")
    moved = session.plan.shape(ids.A)
    session.undo()
    assert session.plan.shape(ids.A).area == 80_000
    session.redo()
    assert session.plan.shape(ids.A).equals_exact(moved, 0)
