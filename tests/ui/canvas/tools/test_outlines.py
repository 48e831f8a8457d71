"""The outline of a compound drawn on the map with mouse and keys, and corrected by its vertices."""

from __future__ import annotations

import pytest
import shapely
from PySide6.QtCore import Qt
from shapely import box

from gridmap.edits import AddCompound

X, Y = 500_000.0, 3_500_000.0


def ground(west, south, east, north):
    return box(X + 100 * west, Y + 100 * south, X + 100 * east, Y + 100 * north)


@pytest.fixture(autouse=True)
def listed(session, desk, hand, ids):
    """Two compounds of the hamlet with C: one without an outline, and one with."""
    session.perform(AddCompound("新苑", ids.C))
    session.perform(AddCompound("旧苑", ids.C, ground(6.5, 0.5, 7.5, 3.5)))
    desk.editing.compound = 1
    desk.editing.tool_wanted.connect(lambda key: hand.take(key or "pan"))


def outline(session, compound=1):
    return session.plan.tables["compounds"].geometry.loc[compound]


def test_an_outline_is_drawn_with_a_vertex_taken_back_and_undone(hand, session, canvas):
    hand.take("outline")
    for place in ((4.5, 0.5), (5.8, 0.5), (5.9, 1.9)):
        hand.click(*place)
    hand.key(Qt.Key.Key_Backspace)
    hand.click(5.8, 3.5)
    hand.click(4.5, 3.5)
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    assert outline(session) is None
    hand.key(Qt.Key.Key_Return)
    assert outline(session).symmetric_difference(ground(4.5, 0.5, 5.8, 3.5)).area < 150  # of 39,000: within a pixel
    assert canvas.tool.key == "outline-vertices"
    session.undo()
    assert outline(session) is None and canvas.tool.key == "pan"


def test_a_corner_snaps_to_the_outline_beside_and_escape_gives_up(hand, session, desk):
    hand.take("outline")
    hand.click(*hand.off(6.5, 0.5, 4, -4))
    assert hand.canvas.tool.corners == [(X + 650, Y + 50)]
    hand.key(Qt.Key.Key_Escape)
    assert not hand.canvas.tool.corners and desk.editing.outcome is None


def test_what_lies_in_another_compound_is_refused_and_cut_off_if_that_is_chosen(hand, session, desk):
    hand.take("outline")
    for place in ((5, 1), (7, 1), (7, 2)):
        hand.click(*place)
    hand.double(5, 2)
    hand.settle()
    refused = desk.editing.outcome.refused
    assert (refused.key, refused.values["compound"]) == ("outline-overlaps", "旧苑")
    hand.key(Qt.Key.Key_Return)
    assert outline(session) is None
    desk.editing.choose("outline-fitted", "fitted")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert shapely.area(shapely.intersection(outline(session), outline(session, 2))) < 1e-6
    assert outline(session).bounds[2] == pytest.approx(X + 650)


def test_vertices_are_dragged_put_in_and_taken_out_and_the_map_is_dragged_elsewhere(hand, session, desk, canvas):
    desk.editing.compound = 2
    hand.take("outline-vertices")
    hand.drag((7.5, 3.5), (7.2, 3.2))
    assert shapely.get_coordinates(outline(session, 2)).max(axis=0) == pytest.approx([X + 750, Y + 350], abs=1)
    moved = outline(session, 2)
    assert moved.area < ground(6.5, 0.5, 7.5, 3.5).area - 5_000
    hand.double(7.5, 1.5)
    assert shapely.get_num_coordinates(outline(session, 2)) == 6
    hand.key(Qt.Key.Key_Delete)
    assert outline(session, 2).equals_exact(moved, 1e-9, normalize=True)
    plan, view = session.plan, canvas.view
    hand.drag((5, 2), (5.5, 2.5))
    assert session.plan is plan and canvas.view != view
    for _ in range(3):
        session.undo()
    assert outline(session, 2).equals(ground(6.5, 0.5, 7.5, 3.5))


def test_a_vertex_dragged_out_of_the_village_stays_and_the_reason_can_be_read(hand, session, desk, canvas):
    desk.editing.compound = 2
    plan = session.plan
    hand.take("outline-vertices")
    hand.drag((7.5, 0.5), (8, 0.4), (9, 0.4))
    assert session.plan is plan
    refused = desk.editing.outcome.refused
    assert refused.key == "outline-outside" and "乙社区居委会" in canvas.words.of(refused)
