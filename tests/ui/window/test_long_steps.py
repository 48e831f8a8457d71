"""Undo, redo and jumps over large changes go on in the background, below a bar; small ones are done at once."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading

import pytest
from pytestqt.qtbot import QtBot

from gridmap.edits import (
    ApplySuggestion,
    AssignGrids,
    EndAssignment,
    GiveBuildings,
    NewBorders,
    Redivide,
    SetAttributes,
)
from gridmap.model.errors import GridMapError
from gridmap.people.suggestions import Given, Suggestion
from gridmap.storage import journal
from ui.dialogs import long_steps
from ui.dialogs.set_attributes import SetAttributesDialog
from ui.dialogs.waiting import Waiting
from ui.panels.history import HistoryPanel
from ui.window.main_window import MainWindow

WAIT = 20_000


@pytest.fixture
def noted(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window after two edits."""
    session = opened.session
    grids = tuple(session.plan.grids.index.tolist())
    for note in ("一", "二"):
        session.perform(SetAttributes("grids", grids, {"note": note}))
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    return opened


def notes(window: MainWindow) -> set[str]:
    assert window.session.plan is window.session.project.plan
    return set(window.session.plan.grids["note"])


def threads_that_write(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the thread of each step that is written from now on."""
    wrote: list[int] = []
    file = window.session.project.file
    write = file.write
    monkeypatch.setattr(file, "write", lambda *all_: (wrote.append(threading.get_ident()), write(*all_)))
    return wrote


def test_a_small_change_is_taken_back_at_once(qtbot: QtBot, noted: MainWindow) -> None:
    noted.actions_by_key["undo"].trigger()
    assert notes(noted) == {"一"} and not noted.findChildren(Waiting)
    noted.actions_by_key["redo"].trigger()
    assert notes(noted) == {"二"} and not noted.findChildren(Waiting)


def test_a_large_change_is_taken_back_done_again_and_jumped_over_in_another_thread(
    qtbot: QtBot, noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_steps, "LONG_BYTES", 1000)
    session, wrote = noted.session, threads_that_write(noted, monkeypatch)
    history = noted.arrangement.panel(HistoryPanel)
    jump = next(row for row in range(history.model.rowCount()) if history.model.seq(row) == 0)
    for step, action, after in (
        (noted.actions_by_key["undo"].trigger, "undo", {"一"}),
        (noted.actions_by_key["redo"].trigger, "redo", {"二"}),
        (lambda: history._go(history.model.index(jump, 0)), "jump", {""}),
    ):
        with qtbot.waitSignal(session.stepped, timeout=WAIT) as told:
            step()
            assert [bar.isVisible() for bar in noted.findChildren(Waiting)] == [True]
        assert told.args[0].action == action and notes(noted) == after
        qtbot.waitUntil(lambda: not noted.findChildren(Waiting), timeout=WAIT)
    assert len(wrote) == 3 and threading.get_ident() not in wrote


def test_how_far_a_point_is_says_what_is_done_on_the_way_and_not_the_lines_between(
    noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, project = noted.session, noted.session.project
    session.undo()
    session.undo()
    assert project.last_line == 4
    monkeypatch.setattr(long_steps, "LONG_BYTES", 1000)
    assert [long_steps.is_far(project, seq) for seq in range(5)] == [False, True, True, True, False]
    monkeypatch.undo()
    monkeypatch.setattr(long_steps, "LONG_WAY", 1)
    assert [long_steps.is_far(project, seq) for seq in range(5)] == [False, False, True, False, False]
    assert not long_steps.is_far(project, 99)


def test_an_edit_that_writes_much_is_stored_in_another_thread_and_told_once_the_window_shows_it(
    qtbot: QtBot, noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, wrote, told = noted.session, [], list[object]()
    write = session.project.file.write
    monkeypatch.setattr(
        session.project.file, "write", lambda *all_: (wrote.append(threading.get_ident()), write(*all_))
    )
    grids = tuple(session.plan.grids.index.tolist())
    for note, shown in (("三", {"三"}), ("三", None)):  # the second time there is nothing to do
        edit = SetAttributes("grids", grids, {"note": note})
        long_steps.store(session, noted.words, noted, edit, lambda change: told.append((change.label, notes(noted))))
        assert [bar.isVisible() for bar in noted.findChildren(Waiting)] == [True]
        qtbot.waitUntil(lambda: not noted.findChildren(Waiting) and not session.is_working, timeout=WAIT)
        assert told[1 if shown is None else 0 :] == ([] if shown is None else [("set-attributes", shown)])
    assert len(wrote) == 1 and threading.get_ident() not in wrote
    noted.actions_by_key["undo"].trigger()
    assert notes(noted) == {"二"}


def test_a_step_that_is_stopped_leaves_everything_as_it_was(
    qtbot: QtBot, noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_steps, "LONG_BYTES", 1000)
    session, wrote = noted.session, []
    write = session.project.file.write

    def stopped(*given: object) -> None:
        wrote.append(1)
        [bar] = noted.findChildren(Waiting)
        bar._job.cancel()
        write(*given)

    monkeypatch.setattr(session.project.file, "write", stopped)
    before = session.plan
    noted.actions_by_key["undo"].trigger()
    qtbot.waitUntil(lambda: wrote == [1] and not noted.findChildren(Waiting), timeout=WAIT)
    assert session.plan is before and notes(noted) == {"二"} and session.project.can_undo


def test_what_cannot_be_measured_is_told_as_the_step_itself_tells_it(
    qtbot: QtBot, noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = noted.session.project
    assert project.file.bytes_of([]) == 0
    assert project.file.bytes_of([1, 2]) == sum(project.file.bytes_of([line]) for line in (1, 2)) > 1000
    complaints: list[Exception] = []
    noted.session.complained.disconnect()
    noted.session.complained.connect(complaints.append)

    def broken(*_: object) -> int:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(journal, "bytes_of", broken)
    monkeypatch.setattr(journal, "change_of_line", broken)
    noted.actions_by_key["undo"].trigger()
    assert len(complaints) == 1 and notes(noted) == {"二"}


def test_an_edit_of_many_rows_from_a_form_or_the_menu_is_stored_in_another_thread(
    qtbot: QtBot, noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_steps, "MANY_ROWS", 1)
    session, wrote = noted.session, threads_that_write(noted, monkeypatch)
    grids = session.plan.ids.tolist()

    def fill() -> SetAttributesDialog:
        session.select(grids)
        noted.actions_by_key["set-attributes"].trigger()
        dialog = noted.findChild(SetAttributesDialog)
        dialog.texts["note"].setText("三")
        dialog.texts["note"].setModified(True)
        return dialog

    dialog = fill()
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog.accept()
        assert [bar.isVisible() for bar in noted.findChildren(Waiting)] == [True]
    assert notes(noted) == {"三"}
    qtbot.waitUntil(lambda: not noted.findChildren(SetAttributesDialog) and not session.is_working, timeout=WAIT)
    with qtbot.waitSignal(session.stepped, timeout=WAIT):
        noted.menus.locks.refresh()
        noted.menus.locks.grids.trigger()
    assert noted.desk.editing.locks.grids == set(grids)
    assert len(wrote) == 2 and threading.get_ident() not in wrote

    session.undo()
    session.undo()

    def fails(*_: object) -> None:
        raise GridMapError("disk-full", file="town.gpkg")

    told: list[str] = []
    monkeypatch.setattr("ui.window.main_window.QMessageBox.warning", lambda *args: told.append(args[2]))
    monkeypatch.setattr(session.project.file, "write", fails)
    dialog = fill()
    before = session.plan
    dialog.accept()
    qtbot.waitUntil(lambda: bool(told) and not noted.findChildren(Waiting), timeout=WAIT)
    assert session.plan is before and dialog.isVisible(), "what failed can be tried again"
    session.plan_changed.emit(before, before, None)
    assert not dialog.isVisible(), "another plan closes it as ever"


def test_what_is_accepted_on_the_map_and_writes_many_rows_is_stored_in_another_thread(
    qtbot: QtBot, noted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, wrote, editing = noted.session, threads_that_write(noted, monkeypatch), noted.desk.editing
    grids = tuple(session.plan.ids.tolist())
    editing.propose(SetAttributes("grids", grids, {"note": "五"}))
    monkeypatch.setattr(long_steps, "MANY_ROWS", len(grids) - 1)
    with qtbot.waitSignal(session.stepped, timeout=WAIT) as told:
        assert editing.accept() and editing.outcome is None and not editing.is_waiting
        assert [bar.isVisible() for bar in noted.findChildren(Waiting)] == [True] and notes(noted) == {"二"}
    assert told.args[0].label == "set-attributes" and notes(noted) == {"五"}
    qtbot.waitUntil(lambda: not noted.findChildren(Waiting), timeout=WAIT)
    monkeypatch.setattr(long_steps, "MANY_ROWS", len(grids))
    editing.propose(SetAttributes("grids", grids, {"note": "六"}))
    assert editing.accept() and notes(noted) == {"六"} and not noted.findChildren(Waiting)
    assert [thread == threading.get_ident() for thread in wrote] == [False, True]


def test_how_many_rows_an_edit_writes_is_told_by_what_it_names() -> None:
    new = NewBorders((1, 2, 3), (), ())
    assert long_steps.rows_of(Redivide((new, new))) == 6
    assert long_steps.rows_of(GiveBuildings((4, 5), 1)) == 2
    assert long_steps.rows_of(AssignGrids(1, (1, 2), "grid_worker", "2026-01-01")) == 2
    given = (Given(1, 2, 3, "grid_worker"), Given(4, 2, 0, "grid_worker"))
    suggested = Suggestion(given, (), 1, 0, True, dt.date(2026, 1, 1))
    assert long_steps.rows_of(ApplySuggestion(suggested)) == 4
    assert long_steps.rows_of(EndAssignment(7, "2026-01-01")) == 0


def test_one_row_from_a_form_is_stored_at_once(noted: MainWindow) -> None:
    done: list[int] = []
    grid = noted.session.plan.ids.tolist()[:1]
    edit = SetAttributes("grids", tuple(grid), {"note": "四"})
    long_steps.perform(noted.session, noted.words, noted, edit, lambda: done.append(1))
    assert done == [1] and not noted.findChildren(Waiting)
    assert noted.session.plan.value(grid[0], "note") == "四"
