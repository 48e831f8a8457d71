"""New grids and exempt areas on bare ground, drawn on the map."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from shapely import box

from gridmap.model.change import Change
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan

X, Y = 500_000.0, 3_500_000.0
HOLE = box(X + 500, Y + 100, X + 700, Y + 300)


class Bite:
    """Takes a square of 4 hectares out of the middle of C."""

    def change(self, plan: Plan) -> Change:
        cut = shapely.difference(plan.shape(13), HOLE)
        return change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [13], geometry=[cut])})


@pytest.fixture(autouse=True)
def hole(session, hand):
    assert session.perform(Bite()) is not None


def around(hand):
    hand.drag((4.7, 0.7), (7.3, 0.7), (7.3, 3.3), (4.7, 3.3), (4.7, 0.8))
    hand.settle()


def test_a_new_grid_takes_what_is_bare_of_the_area(hand, desk, session, ids, tiled):
    hand.take("draw-grid")
    assert not tiled()
    around(hand)
    assert [option.key for option in desk.editing.options] == ["kind", "name"]
    desk.editing.choose("name", "新网格")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    new = session.plan.grids.loc[session.plan.ids.max()]
    assert (new["name"], new["kind"], new["parent"], new["code"]) == (
        "新网格",
        "comprehensive",
        ids.HAMLET,
        "320582100202002",
    )
    assert new["geometry"].equals(HOLE)
    assert tiled()
    session.undo()
    assert not tiled()


def test_the_kind_is_chosen_in_the_panel(hand, desk, session):
    hand.take("draw-grid")
    around(hand)
    desk.editing.choose("kind", "dedicated")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert session.plan.grids.loc[session.plan.ids.max(), "kind"] == "dedicated"


def test_bare_ground_is_exempted_with_a_reason(hand, desk, session, ids, tiled):
    hand.take("exempt")
    around(hand)
    desk.editing.choose("exempt-kind", "lake")
    desk.editing.choose("reason", "湖面")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    [row] = session.plan.tables["exempt_areas"].to_dict("records")
    assert (row["kind"], row["reason"], row["parent"]) == ("lake", "湖面", ids.HAMLET)
    assert row["geometry"].equals(HOLE)
    assert tiled()


@pytest.mark.parametrize("tool", ["draw-grid", "exempt"])
def test_ground_that_somebody_holds_is_not_to_be_had(hand, desk, session, ids, tool):
    plan = session.plan
    hand.take(tool)
    hand.drag((9, 1), (11, 1), (11, 3), (9, 3))
    hand.settle()
    assert desk.editing.outcome.refused.key == "nothing-bare"
    assert desk.editing.outcome.refused.grids == (ids.D,)
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan


def test_a_bow_tie_is_no_new_grid_and_the_way_out_is_said(hand, desk, session):
    #   +   +        Both triangles hold bare ground; which of them was meant nobody knows.
    #   |\ /|
    #   |/ \|
    #   +   +
    plan = session.plan
    hand.take("draw-grid")
    for place in ((5.1, 1.2), (6.9, 2.8), (6.9, 1.2)):
        hand.click(*place)
    hand.double(5.1, 2.8)
    hand.settle()
    refused = desk.editing.outcome.refused
    assert (refused.key, refused.values["count"]) == ("drawing-crosses-itself", 2)
    assert "Esc" in hand.canvas.words.of(refused)
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan


def test_a_trembling_end_of_a_lasso_is_no_bow_tie(hand, desk, session, tiled):
    hand.take("draw-grid")
    hand.drag((4.7, 0.7), (7.3, 0.7), (7.3, 3.3), (4.7, 3.3), (4.72, 0.72), (4.9, 0.6))
    hand.settle()
    assert desk.editing.outcome.refused is None
    hand.key(Qt.Key.Key_Return)
    assert session.plan.grids.loc[session.plan.ids.max(), "geometry"].equals(HOLE)
    assert tiled()


def test_of_what_an_area_holds_whole_only_the_size_is_asked(desk, session, monkeypatch, hand):
    hand.take("draw-grid")
    tool, plan, cut = hand.canvas.tool, session.plan, []
    deepest = plan.ranks[plan.of_kinds([plan.scheme.kind("village")])][0]
    villages = np.flatnonzero((plan.ranks == deepest) & plan.has_shape)
    largest = int(plan.ids[villages[np.argmax(shapely.area(plan.all_shapes[villages]))]])
    intersection, here = shapely.intersection, threading.get_ident()

    def noting(one, two, **more):
        if threading.get_ident() == here:  # the check that follows the bite asks in another
            cut.append(len(one))
        return intersection(one, two, **more)

    monkeypatch.setattr(shapely, "intersection", noting)
    everything = box(*shapely.total_bounds(plan.all_shapes)).buffer(10)
    assert tool.parent_of(everything) == largest and cut == [0]
    corner = plan.shape(largest).representative_point().buffer(1)
    assert tool.parent_of(corner) == largest and cut == [0, 1]
    assert tool.parent_of(box(0, 0, 1, 1)) == 0
