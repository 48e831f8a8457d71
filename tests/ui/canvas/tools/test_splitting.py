"""Grids split along a line and into equal shares, and merged again."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from gridmap.ground.placement import households_by_grid, households_of_buildings
from ui.canvas.editing.figures import rows_of
from ui.canvas.tools import merging
from ui.look.words import Words
from ui.panels.editing import EditingPanel


def codes(plan):
    return set(plan.grids["code"])


def test_a_line_across_a_grid_splits_it(hand, desk, session, ids, tiled, area):
    #  +---+---+    +-+-+---+
    #  | A |        |A|n|          households: 100 on the left of the line, 60 on its right
    #  +---+   ->   +-+-+
    hand.take("split")
    hand.click(1.8, 4.3)
    hand.point(1.8, 3)
    hand.settle()
    assert desk.editing.outcome.refused is not None  # it does not divide yet, and nobody is told so
    assert not hand.canvas.tool.says_reasons
    hand.double(1.8, 1.9)
    hand.settle()
    rows = rows_of(desk.editing.outcome)
    assert {row.households[1] for row in rows} == {100, 60}
    hand.key(Qt.Key.Key_Return)
    [new] = set(session.plan.ids.tolist()) - {1, 2, 3, 4, 5, 11, 12, 13, 14}
    assert session.plan.value(new, "code") == "320582100201003"
    assert area(ids.A) == pytest.approx(1.8 * 2, abs=0.1)
    assert area(ids.A) + area(new) == pytest.approx(8)
    assert tiled()
    session.undo()
    assert area(ids.A) == 8


def test_which_half_keeps_the_code_is_chosen(hand, desk, session, ids, area):
    hand.take("split")
    hand.click(1.8, 4.3)
    hand.double(1.8, 1.9)
    hand.settle()
    desk.editing.choose("keeps", "left")  # from north to south the east is on the left
    desk.editing.choose("name", "西片")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) == pytest.approx(2.2 * 2, abs=0.1)
    assert "西片" in set(session.plan.grids["name"])


def test_a_line_that_divides_nothing_is_refused_once_it_is_ended(hand, desk, session):
    plan = session.plan
    hand.take("split")
    hand.click(1.5, 2.6)
    hand.double(2.5, 3.4)
    hand.settle()
    assert hand.canvas.tool.says_reasons
    assert desk.editing.outcome.refused.key == "line-does-not-divide"
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan


def test_a_line_by_hand_splits_too(hand, session, tiled):
    hand.take("split")
    before = len(session.plan.ids)
    hand.drag((6.1, 4.3), (6.0, 3.3), (6.2, 2.2), (6.0, 1.0), (6.1, -0.3))
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert len(session.plan.ids) == before + 1
    assert tiled()


def test_a_grid_is_split_into_equal_shares(hand, desk, session, ids, tiled, area):
    hand.take("split-equally")
    hand.click(9.5, 3.5)
    hand.settle()
    assert session.selection == (ids.D,)
    desk.editing.choose("direction", "ns")
    desk.editing.choose("parts", 4)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    village = session.plan.children(ids.OTHER)
    assert len(village) == 4
    assert sum(area(int(grid)) for grid in village) == pytest.approx(16)
    assert tiled()


def test_shares_that_cannot_be_equal_say_why(qtbot, hand, desk, ids):
    panel = EditingPanel(desk, Words("zh"))
    qtbot.addWidget(panel)
    hand.take("split-equally")
    hand.click(1.0, 1.0)  # B: one home of 200 households, one of 40
    hand.settle()
    assert desk.editing.outcome.change is not None
    assert "200" in panel.reason.text() and "120" in panel.reason.text()
    panel.let_go()


def test_grids_are_merged_by_clicks(hand, desk, session, ids, tiled, area):
    hand.take("merge")
    hand.click(1, 3)
    hand.settle()
    assert desk.editing.outcome is None
    hand.click(1, 1)
    hand.settle()
    assert session.selection == (ids.A, ids.B)
    assert desk.editing.values["into"] == ids.B  # 240 households against 160
    desk.editing.choose("into", ids.A)
    hand.settle()
    [stays] = [row for row in rows_of(desk.editing.outcome) if row.grid == ids.A]
    assert stays.households == (160, 400)
    hand.key(Qt.Key.Key_Return)
    assert area(ids.A) == 16
    assert session.selection == (ids.A,)
    assert session.plan.tables["retired_codes"]["code"].tolist() == ["320582100201002"]
    assert tiled()


@pytest.fixture
def counting(session, monkeypatch):
    """Which threads have counted the households of a plan of which nobody knows yet who holds its buildings."""
    threads, gate = list[int](), threading.Event()

    def count(plan):
        threads.append(threading.get_ident())
        assert gate.wait(20)
        return households_by_grid(plan)

    monkeypatch.setattr(merging, "AT_ONCE", 0)
    monkeypatch.setattr(merging, "households_by_grid", count)
    del session.plan.results[households_of_buildings.key]
    yield threads, gate
    gate.set()


def test_who_stays_is_found_out_in_another_thread_where_that_takes_long(qtbot, hand, desk, session, ids, counting):
    threads, gate = counting
    hand.take("merge")
    session.select([ids.A, ids.B])
    assert desk.editing.outcome is None and not desk.editing.is_waiting
    qtbot.waitUntil(lambda: bool(threads), timeout=20_000)
    session.select([ids.B, ids.A])  # which has nobody count a second time
    gate.set()
    qtbot.waitUntil(lambda: desk.editing.outcome is not None, timeout=20_000)
    assert desk.editing.values["into"] == ids.B  # 240 households against 160
    [other] = {*threads[:1]}
    assert other != threading.get_ident() and threads.count(other) == 1


def test_a_tool_that_was_put_away_meanwhile_proposes_nothing(qtbot, hand, desk, session, ids, counting):
    threads, gate = counting
    hand.take("merge")
    session.select([ids.A, ids.B])
    qtbot.waitUntil(lambda: bool(threads), timeout=20_000)
    hand.take("split-equally")
    gate.set()
    qtbot.waitUntil(lambda: not session.is_working, timeout=20_000)
    hand.settle()
    assert "into" not in {option.key for option in desk.editing.options}


def test_after_an_undo_what_fits_the_selection_is_proposed_again(hand, desk, session, ids):
    hand.take("split-equally")
    hand.click(9.5, 3.5)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    assert len(session.plan.children(ids.OTHER)) == 2
    session.undo()
    hand.settle()
    assert desk.editing.outcome.plan is session.plan
    assert desk.editing.outcome.effect.before.households.max() == 90


def test_a_second_click_leaves_a_grid_out(hand, desk, session, ids):
    hand.take("merge")
    for place in ((1, 3), (1, 1), (1, 3)):
        hand.click(*place)
    hand.settle()
    assert session.selection == (ids.B,)
    assert desk.editing.outcome is None


def test_grids_of_two_villages_are_not_merged_while_their_border_is_locked(hand, desk, session, ids):
    plan = session.plan
    hand.take("merge")
    hand.click(1, 3)
    hand.click(6, 1)
    hand.settle()
    assert desk.editing.outcome.refused is not None
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan
