"""The chosen grids that are lit up: few at once, many once they are ready, and never one that is not chosen."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gridmap.edits import MoveVertex
from gridmap.model.plan import Plan
from gridmap.outcome.outcome import work_out
from tests.ui.canvas.conftest import X, Y, division, ground
from ui.canvas import chosen
from ui.canvas.chosen import ChosenGrids
from ui.canvas.highlight import Lit, grids_lit
from ui.session.jobs import Job

A, B, C, D = 11, 12, 13, 14
ALL = (X - 100, Y - 100, X + 1300, Y + 500)


@pytest.fixture
def plan() -> Plan:
    return division()


@pytest.fixture
def grids(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChosenGrids]:
    """Makes more than one grid ready in another thread."""
    monkeypatch.setattr(chosen, "AT_ONCE", 1)
    parent = QObject()
    found = ChosenGrids(parent)
    yield found
    if shiboken6.isValid(found):
        found.let_go()


def test_work_outlives_who_asked_for_it(
    qtbot: QtBot, grids: ChosenGrids, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that was deleted with the map while its thread works would stop the window, or end the program."""
    goes_on, ended = threading.Event(), list[bool]()
    monkeypatch.setattr(chosen, "grids_lit", lambda *given: goes_on.wait(20) and grids_lit(*given))
    grids.of(plan, (A, C, D), 0.0, ALL)
    [job] = grids.findChildren(Job)
    job.destroyed.connect(lambda: ended.append(True))
    grids.let_go()
    assert grids.findChildren(Job) == [] and not ended
    shiboken6.delete(grids)
    assert not ended
    goes_on.set()
    qtbot.waitUntil(lambda: ended == [True], timeout=20_000)


def bounds(lit: list[Lit]) -> list[tuple[float, ...]]:
    """Return where what is lit up lies, in hundreds of metres."""
    return [tuple((value - (X, Y)[i % 2]) / 100 for i, value in enumerate(one.bounds)) for one in lit]


def test_few_are_lit_up_at_once_and_none_where_none_is_chosen(grids: ChosenGrids, plan: Plan) -> None:
    assert bounds(grids.of(plan, (A,), 0.0, ALL)) == [(0, 2, 4, 4)]
    assert not grids.is_working
    assert grids.of(plan, (), 0.0, ALL) == []


def test_many_are_lit_up_once_they_are_ready(qtbot: QtBot, grids: ChosenGrids, plan: Plan) -> None:
    with qtbot.waitSignal(grids.ready):
        assert grids.of(plan, (A, C, D), 0.0, ALL) == [] and grids.is_working
        assert grids.of(plan, (A, C, D), 0.0, ALL) == []  # asked for by each painting, and begun once
    lit = grids.of(plan, (A, C, D), 0.0, ALL)
    assert bounds(lit) == [(0, 0, 12, 4)] and len(lit[0].areas.paths) > 0
    assert not grids.is_working and grids.of(plan, (A, C, D), 0.0, ALL) == lit


def test_those_that_are_added_are_lit_up_at_once_beside_the_others(
    qtbot: QtBot, grids: ChosenGrids, plan: Plan
) -> None:
    with qtbot.waitSignal(grids.ready):
        grids.of(plan, (A, B), 0.0, ALL)
    with qtbot.waitSignal(grids.ready):
        assert bounds(grids.of(plan, (A, B, D), 0.0, ALL)) == [(0, 0, 4, 4), (8, 0, 12, 4)]
    assert bounds(grids.of(plan, (A, B, D), 0.0, ALL)) == [(0, 0, 12, 4)]


def test_what_is_chosen_no_more_is_dark_at_once(qtbot: QtBot, grids: ChosenGrids, plan: Plan) -> None:
    with qtbot.waitSignal(grids.ready):
        grids.of(plan, (A, C, D), 0.0, ALL)
    with qtbot.waitSignal(grids.ready):
        assert grids.of(plan, (A, C), 0.0, ALL) == []
    assert bounds(grids.of(plan, (A, C), 0.0, ALL)) == [(0, 0, 8, 4)]


def test_at_another_scale_what_is_ready_serves_until_it_is_ready_anew(
    qtbot: QtBot, grids: ChosenGrids, plan: Plan
) -> None:
    with qtbot.waitSignal(grids.ready):
        grids.of(plan, (A, C), 4.0, ALL)
    coarse = grids.of(plan, (A, C), 4.0, ALL)
    with qtbot.waitSignal(grids.ready):
        assert grids.of(plan, (A, C), 0.0, ALL) == coarse
    fine = grids.of(plan, (A, C), 0.0, ALL)
    assert fine != coarse
    count = [sum(path.elementCount() for path in lit[0].areas.paths) for lit in (coarse, fine)]
    assert count[0] < count[1], "a vertex at each hundred metres is there once nothing is simplified"


def test_only_what_may_come_in_sight_is_made_ready(grids: ChosenGrids, plan: Plan) -> None:
    west = ground(0, 0, 2, 2).bounds
    assert bounds(grids.of(plan, (B, D), 0.0, west)) == [(0, 0, 4, 2)] and not grids.is_working


def test_after_an_edit_the_grids_are_lit_up_as_they_are_then(qtbot: QtBot, grids: ChosenGrids, plan: Plan) -> None:
    with qtbot.waitSignal(grids.ready):
        grids.of(plan, (A, B), 0.0, ALL)
    outcome = work_out(plan, MoveVertex((X, Y + 400), (X - 50, Y + 400)))
    assert outcome.change is not None
    after = plan.apply(outcome.change)
    grids.plan_changed()
    with qtbot.waitSignal(grids.ready):
        assert bounds(grids.of(after, (A, B), 0.0, ALL)) == [(0, 0, 4, 4)]
    assert bounds(grids.of(after, (A, B), 0.0, ALL)) == [(-0.5, 0, 4, 4)]


def test_of_another_plan_nothing_is_lit_up_that_was_ready(qtbot: QtBot, grids: ChosenGrids, plan: Plan) -> None:
    with qtbot.waitSignal(grids.ready):
        grids.of(plan, (A, B), 0.0, ALL)
    other = farther_east(plan)
    grids.forget()
    with qtbot.waitSignal(grids.ready):
        assert grids.of(other, (A, B), 0.0, ALL) == []
    assert bounds(grids.of(other, (A, B), 0.0, ALL)) == [(1, 0, 5, 4)]


def farther_east(plan: Plan) -> Plan:
    """Return the plan a hundred metres farther east."""
    table = plan.tables["grids"].copy()
    table["geometry"] = table.geometry.translate(100.0, 0.0)
    return Plan(plan.scheme, {"grids": table})
