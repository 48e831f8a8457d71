"""Long work in the window: it says how far it is, ends when it is stopped, leaves nothing, and can be begun again."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ui.dialogs.waiting import Waiting
from ui.session.jobs import Job
from ui.window import status_bar
from ui.window.main_window import MainWindow

WAIT = 20_000


def stop_button(window: MainWindow) -> QPushButton:
    return window.status._stop


def at_work(window: MainWindow, key: str, gate: threading.Event, share: float | None = None) -> Job:
    """Begin work that goes on until a gate opens."""

    def work(job: Job) -> None:
        job.step(share)
        while not gate.wait(0.005):
            job.step()

    return window.session.start(key, work)


def test_the_line_says_how_much_is_done_and_stops_it(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)
    gate = threading.Event()
    job = at_work(opened, "job-exporting", gate, 0.25)
    qtbot.waitUntil(lambda: opened.status._label.text().endswith("25%"), timeout=WAIT)
    assert opened.status._label.text().startswith(opened.words("job-exporting"))
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        qtbot.mouseClick(stop_button(opened), Qt.MouseButton.LeftButton)
    assert not gate.is_set()
    qtbot.waitUntil(stop_button(opened).isHidden, timeout=WAIT)
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)


def test_work_that_is_mostly_quick_is_shown_when_it_is_not(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)
    monkeypatch.setattr(status_bar, "_PATIENCE_MS", 30)
    gate = threading.Event()
    at_work(opened, "job-figures", gate)
    assert not opened.status._label.isVisible()
    qtbot.waitUntil(opened.status._label.isVisible, timeout=WAIT)
    gate.set()
    qtbot.waitUntil(opened.status._label.isHidden, timeout=WAIT)


def test_a_check_that_was_stopped_says_so_and_is_done_when_it_is_asked_for(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, say = opened.session, opened.words
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    found, gate, begun = session.findings, threading.Event(), threading.Event()

    def slow(*_: object, progress: object, **__: object) -> object:
        begun.set()
        while not gate.wait(0.005):
            progress("gap", 1, 2)
        return found

    with monkeypatch.context() as patch:
        patch.setattr("ui.session.checking.run_checks", slow)
        patch.setattr(status_bar, "_PATIENCE_MS", 0)
        session.findings = None
        session.check()
        qtbot.waitUntil(lambda: begun.is_set() and stop_button(opened).isVisible(), timeout=WAIT)
        assert opened.status.counts.text() == say("window-checking")
        qtbot.mouseClick(stop_button(opened), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert opened.status.counts.text() == say("window-not-checked")
    assert say("window-not-checked") in opened.findings_bar.text()
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        opened.actions_by_key["check-all"].trigger()
    assert len(session.findings.open) == len(found.open)
    assert say("window-not-checked") not in opened.status.counts.text()


def test_what_was_mended_is_told_after_it_was_stored_in_the_background_or_not_at_all(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, window_thread, stored = opened.session, threading.get_ident(), []
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    monkeypatch.setattr("ui.window.mending_actions.QMessageBox.exec", lambda box: box.buttons()[0].click())
    before, lines = session.plan, session.project.last_line
    write, follow, followed = session.project.file.write, Waiting.follow, list[Job]()

    def noted(waiting: Waiting, job: Job) -> None:
        followed.append(job)
        follow(waiting, job)

    def watched(*args: object) -> None:
        stored.append(threading.get_ident())
        if len(stored) == 1:
            followed[-1].cancel()
        write(*args)

    monkeypatch.setattr(Waiting, "follow", noted)

    monkeypatch.setattr(session.project.file, "write", watched)
    opened.actions_by_key["mend-all"].trigger()
    qtbot.waitUntil(lambda: len(stored) == 1 and not session.is_working, timeout=WAIT)
    assert session.plan is before
    assert session.project.plan is before
    assert session.project.last_line == lines
    with qtbot.waitSignal(session.stepped, timeout=WAIT) as told:
        opened.actions_by_key["mend-all"].trigger()
    assert told.args[0].action == "mend"
    assert session.plan is session.project.plan is not before
    assert window_thread not in stored
    assert len(followed) == len(stored) == 2  # below one bar each time
    qtbot.waitUntil(lambda: not [one for one in opened.findChildren(QDialog) if one.isVisible()], timeout=WAIT)


def test_a_bar_over_the_window_stops_what_may_be_stopped_and_waits_for_what_may_not(
    qtbot: QtBot, opened: MainWindow
) -> None:
    for stop in ("", opened.words("job-stop")):
        gate = threading.Event()
        waiting = Waiting(opened.words("job-saving-copy"), opened, stop)
        job = at_work(opened, "job-saving-copy", gate)
        waiting.follow(job)
        assert waiting.findChildren(QLabel)[0].text() == opened.words("job-saving-copy")
        assert waiting.stop.isVisible() == bool(stop)
        qtbot.keyClick(waiting, Qt.Key.Key_Escape)
        assert job.is_cancelled == bool(stop)
        assert waiting.isVisible()
        gate.set()
        qtbot.waitUntil(lambda: not opened.findChildren(Waiting), timeout=WAIT)


def test_the_project_that_is_open_is_opened_again_and_can_still_be_edited(qtbot: QtBot, opened: MainWindow) -> None:
    path = opened.session.project.path
    with qtbot.waitSignal(opened.session.findings_changed, timeout=WAIT):
        opened.open_project(path)
    assert opened.session.project.path == path
    assert opened.session.can_edit
