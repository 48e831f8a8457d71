"""Edits that take long are worked out off the window's thread; what is accepted is what was seen or asked for last."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
import shapely
from PySide6.QtCore import Qt

from gridmap.edits import MoveVertex
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.outcome.outcome import Outcome, work_out
from ui.session import editing as module

ALT = Qt.KeyboardModifier.AltModifier


class Slow:
    """Moves a vertex, but not before it is let."""

    def __init__(self, gate: threading.Event, to: tuple[float, float]) -> None:
        self.gate, self.to = gate, to
        self.threads: list[int] = []

    def change(self, plan: Plan) -> Change:
        self.threads.append(threading.get_ident())
        assert self.gate.wait(20)
        return MoveVertex((500_200.0, 3_500_200.0), self.to).change(plan)


@pytest.fixture
def gate():
    """Closed until somebody opens it, and open in the end whatever happens."""
    gate = threading.Event()
    yield gate
    gate.set()


def expect_long(desk):
    desk.editing._cost_ms[Slow] = 50.0


def test_what_took_long_before_does_not_stop_the_window(qtbot, desk, session, canvas, gate):
    expect_long(desk)
    edit = Slow(gate, (500_200.0, 3_500_210.0))
    desk.editing.propose(edit)
    qtbot.waitUntil(lambda: bool(edit.threads))
    assert edit.threads[0] != threading.get_ident()
    assert desk.editing.is_waiting
    canvas.grab()  # it paints meanwhile
    gate.set()
    qtbot.waitUntil(lambda: desk.editing.outcome is not None)
    assert desk.editing.outcome.edit is edit
    assert desk.editing.outcome.effect is not None


def test_a_kind_that_nobody_has_tried_in_a_large_plan_does_not_stop_the_window_either(
    qtbot, desk, session, gate, monkeypatch
):
    monkeypatch.setattr(module, "LARGE_PLAN", len(session.plan.ids))
    gate.set()
    first, second = Slow(gate, (500_200.0, 3_500_210.0)), Slow(gate, (500_200.0, 3_500_220.0))
    desk.editing.propose(first)
    qtbot.waitUntil(lambda: desk.editing.outcome is not None)
    assert threading.get_ident() not in first.threads and desk.editing.outcome.edit is first
    desk.editing._cost_ms[Slow] = 0.1  # it was quick
    desk.editing.propose(second)
    qtbot.waitUntil(lambda: desk.editing.outcome.edit is second)
    assert second.threads == [threading.get_ident()]


def test_after_one_that_took_long_a_quick_one_does_not_promise_that_the_next_is(qtbot, desk, session, gate):
    gate.set()
    editing = desk.editing
    first = work_out(session.plan, Slow(gate, (500_200.0, 3_500_210.0)))
    editing._show(replace(first, took_ms=200.0))
    editing._show(replace(first, took_ms=0.1))
    edit = Slow(gate, (500_200.0, 3_500_220.0))
    editing.propose(edit)
    qtbot.waitUntil(lambda: editing.outcome is not None and editing.outcome.edit is edit)
    assert threading.get_ident() not in edit.threads
    for _ in range(12):
        editing._show(replace(first, took_ms=0.1))
    edit = Slow(gate, (500_200.0, 3_500_230.0))
    editing.propose(edit)
    qtbot.waitUntil(lambda: editing.outcome.edit is edit)
    assert edit.threads == [threading.get_ident()]


class Wide(Slow):
    """The same, and it says over which ground it goes."""

    def __init__(self, gate: threading.Event, to: tuple[float, float], side_m: float) -> None:
        super().__init__(gate, to)
        self.area = shapely.box(0, 0, side_m, side_m)


def test_one_over_much_more_ground_than_the_last_is_as_if_nobody_had_tried_it(qtbot, desk, session, gate, monkeypatch):
    monkeypatch.setattr(module, "LARGE_PLAN", len(session.plan.ids))
    gate.set()
    editing = desk.editing
    editing._show(replace(work_out(session.plan, Wide(gate, (500_200.0, 3_500_210.0), 100.0)), took_ms=0.1))
    for side, is_here in ((150.0, True), (310.0, False)):  # 2.25 and, after that, 4.3 times the ground
        edit = Wide(gate, (500_200.0, 3_500_220.0), side)
        editing.propose(edit)
        qtbot.waitUntil(lambda edit=edit: editing.outcome.edit is edit)
        assert (threading.get_ident() in edit.threads) is is_here


def test_of_what_is_proposed_meanwhile_only_the_last_is_worked_out(qtbot, desk, session, gate):
    expect_long(desk)
    edits = [Slow(gate, (500_200.0, 3_500_210.0 + number)) for number in range(4)]
    desk.editing.propose(edits[0])
    qtbot.waitUntil(lambda: bool(edits[0].threads))
    for edit in edits[1:]:
        desk.editing.propose(edit)
    gate.set()
    qtbot.waitUntil(lambda: not desk.editing.is_waiting)
    assert desk.editing.outcome.edit is edits[3]
    assert not edits[1].threads
    assert not edits[2].threads


def test_what_is_dropped_while_it_is_worked_out_never_shows(qtbot, desk, session, gate):
    expect_long(desk)
    edit, shown = Slow(gate, (500_200.0, 3_500_210.0)), []
    desk.editing.propose(edit)
    qtbot.waitUntil(lambda: bool(edit.threads))
    desk.editing.outcome_changed.connect(lambda: shown.append(desk.editing.outcome))
    desk.editing.drop()
    gate.set()
    qtbot.waitUntil(lambda: not session.is_working)
    assert not [outcome for outcome in shown if isinstance(outcome, Outcome)]
    assert desk.editing.outcome is None


def test_enter_while_it_is_worked_out_does_it(qtbot, desk, session, gate):
    expect_long(desk)
    edit, plan = Slow(gate, (500_200.0, 3_500_210.0)), session.plan
    desk.editing.propose(edit)
    qtbot.waitUntil(lambda: bool(edit.threads))
    gate.set()
    assert desk.editing.accept()
    assert session.plan is not plan
    qtbot.waitUntil(lambda: not session.is_working)
    assert desk.editing.outcome is None


def test_an_outcome_of_a_plan_of_before_is_not_shown(qtbot, desk, session, gate):
    expect_long(desk)
    edit = Slow(gate, (500_200.0, 3_500_210.0))
    desk.editing.propose(edit)
    qtbot.waitUntil(lambda: bool(edit.threads))
    session.perform(MoveVertex((500_300.0, 3_500_200.0), (500_300.0, 3_500_205.0)))
    gate.set()
    qtbot.waitUntil(lambda: not session.is_working)
    assert desk.editing.outcome is None


def test_a_whole_drag_by_way_of_the_other_thread(hand, session, tiled, monkeypatch):
    monkeypatch.setattr(module, "BUDGET_MS", -1.0)
    hand.take("vertices")
    hand.press(2, 2)
    for step in range(8):
        hand.point(2, 2 + 0.03 * (step + 3), down=True, keys=ALT)
    hand.release(2, 2 + 0.03 * 10)
    assert session.project.undo_entry.label == "move-vertex"
    placed = {(round(x - 500_000, 1), round(y - 3_500_000, 1)) for x, y in session.plan.shape(11).exterior.coords}
    assert any(abs(x - 200) < 2 and abs(y - 230) < 2 for x, y in placed)
    assert tiled()
