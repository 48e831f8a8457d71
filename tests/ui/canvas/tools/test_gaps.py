"""Gaps filled and overhangs clipped with a click."""

from __future__ import annotations

import pytest
import shapely
from PySide6.QtCore import Qt
from shapely import box

from gridmap.checks import Finding
from gridmap.mending import offers
from gridmap.model.change import Change
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.panels.editing import EditingPanel

X, Y = 500_000.0, 3_500_000.0


class Reshaped:
    """Gives a grid another shape, whatever becomes of the ground."""

    def __init__(self, grid: int, how, piece: shapely.Polygon) -> None:
        self.grid, self.how, self.piece = grid, how, piece

    def change(self, plan: Plan) -> Change:
        shape = self.how(plan.shape(self.grid), self.piece)
        return change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [self.grid], geometry=[shape])})


@pytest.fixture
def gap(qtbot, session, ids):
    """A hectare that B lost, at the border with A."""
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        session.perform(Reshaped(ids.B, shapely.difference, box(X + 100, Y + 100, X + 200, Y + 200)))


def test_a_gap_goes_to_the_grid_with_the_longest_border(hand, desk, ids, tiled, gap, area):
    hand.take("fill-gap")
    hand.click(1.5, 1.5)
    hand.settle()
    assert [grid for grid, _ in desk.editing.options[0].choices] == [ids.B, ids.A]
    hand.key(Qt.Key.Key_Return)
    assert area(ids.B) == 8
    assert tiled()


def test_a_gap_goes_to_another_grid_that_is_chosen(hand, desk, ids, tiled, gap, area):
    hand.take("fill-gap")
    hand.click(1.5, 1.5)
    desk.editing.choose("to", ids.A)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) == 9
    assert tiled()


def test_where_no_gap_is_nothing_happens_and_that_is_said(hand, desk, session, ids, gap):
    plan = session.plan
    hand.take("fill-gap")
    hand.click(3, 3)
    hand.settle()
    assert desk.editing.outcome.refused.key == "no-gap-here"
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan


def test_what_reaches_over_the_border_is_clipped(hand, desk, session, ids, area):
    session.perform(Reshaped(ids.D, shapely.union, box(X + 1200, Y, X + 1210, Y + 400)))
    hand.take("clip")
    hand.click(11, 1.5)
    hand.settle()
    assert session.selection == (ids.D,)
    assert desk.editing.outcome.change is not None
    hand.key(Qt.Key.Key_Return)
    assert area(ids.D) == 16
    hand.settle()
    assert desk.editing.outcome.refused.key == "changes-nothing"


# ---- what to mind ----------------------------------------------------------------------------------------------------


def finding_of(session, rule: str) -> Finding:
    [finding] = [one for one in session.findings.open if one.rule == rule]
    return finding


@pytest.fixture
def reason(qtbot, desk):
    """Return what the panel beside the map says about the edit in hand."""
    panel = EditingPanel(desk, Words("zh"))
    qtbot.addWidget(panel)
    return lambda: "" if panel.reason.isHidden() else panel.reason.text()


def test_a_gap_that_nobody_would_fill_unattended_is_filled_with_the_warning_of_the_list(
    qtbot, hand, desk, session, ids, gap, reason
):
    warnings = {offer.warning for offer in offers(session.plan, finding_of(session, "gap")) if offer.warning}
    assert warnings == {"too-large"}
    hand.take("fill-gap")
    hand.click(1.5, 1.5)
    hand.settle()
    assert desk.editing.warning == "too-large" and reason() == Words("zh").of_warning("too-large") != ""
    desk.editing.choose("to", ids.A)
    hand.settle()
    assert reason() == Words("zh").of_warning("too-large")
    hand.key(Qt.Key.Key_Escape)
    assert desk.editing.warning == reason() == ""


def test_a_narrow_gap_is_filled_without_a_warning(qtbot, hand, desk, session, ids, reason):
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        session.perform(Reshaped(ids.B, shapely.difference, box(X + 100, Y + 196, X + 200, Y + 200)))
    hand.take("fill-gap")
    hand.click(1.5, 1.98)
    hand.settle()
    assert desk.editing.outcome.change is not None and reason() == ""


@pytest.mark.parametrize(("wide", "warning"), [(4, ""), (200, "too-large")])
def test_a_clip_has_the_warning_of_the_list_as_well(qtbot, hand, desk, session, ids, reason, wide, warning):
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        session.perform(Reshaped(ids.D, shapely.union, box(X + 1200, Y, X + 1200 + wide, Y + 400)))
    hand.take("clip")
    hand.click(11, 1.5)
    hand.settle()
    assert desk.editing.outcome.change is not None and reason() == Words("zh").of_warning(warning)
