"""What the window needs later is read ahead of need, in another thread, and nothing is forgotten."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import ui
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.session import whereabouts
from ui.session.jobs import Cancelled, Job
from ui.window import ahead
from ui.window.ahead import MODULES, ReadAhead

ROOMS = ("window", "panels", "session", "canvas", "dialogs", "wizards", "look")
ONLY_THEN = {
    "sample_data.defects",  # the sample's town is made in another thread
    "sample_data.make",
}


def imported_in_functions() -> set[str]:
    """Modules that functions of the window's rooms import when they are called."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (Path(ui.__file__).parent / room).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef):
                    inside = list(ast.walk(function))
                    found |= {one.module for one in inside if isinstance(one, ast.ImportFrom) and one.module}
                    found |= {name.name for one in inside if isinstance(one, ast.Import) for name in one.names}
    return found


def test_whatever_a_function_of_the_window_imports_is_read_before_it_is_called():
    wanted = imported_in_functions() - ONLY_THEN
    assert "ui.dialogs.export" in wanted
    script = "\n".join(
        (
            "import importlib, sys, ui.window.app",
            "from ui.window.ahead import MODULES",
            "for name in MODULES: importlib.import_module(name)",
            "print(*sys.modules)",
        )
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not wanted - set(told.stdout.split())


def test_what_a_part_waits_for_is_among_what_is_read_ahead():
    asked: set[str] = set()
    for path in (Path(ui.__file__).parent / "window").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "when_read" in source and path.name != "ahead.py":
            asked |= {one for one in re.findall(r'"(ui\.[a-z_.]+)"', source) if one.count(".") >= 2}
    assert "ui.outputs.rosters.forms" in asked
    assert asked <= set(MODULES)


class Quiet(QObject):
    is_working = True
    plan = Plan(load_scheme())


class Library:
    """Stands in for the modules: each is read when the test says so, in the thread that reads ahead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[str] = []
        self.threads: set[int] = set()
        self._goes = threading.Semaphore(0)
        monkeypatch.setattr(ahead, "MODULES", ("one", "two", "three", "four"))
        monkeypatch.setattr(ahead, "SHIPPED", ())
        monkeypatch.setattr(ahead, "LANGUAGES", ())
        monkeypatch.setattr(ahead, "read_sounds", lambda job: None)
        monkeypatch.setattr(ahead.importlib, "import_module", self.bring_in)

    def bring_in(self, name: str) -> None:
        assert self._goes.acquire(timeout=10)
        self.threads.add(threading.get_ident())
        self.read.append(name)

    def let(self, count: int) -> None:
        """Let so many modules be read."""
        self._goes.release(count)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    return Library(monkeypatch)


@pytest.fixture
def asking(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_who_asks_early_is_served_first_and_the_window_goes_on_meanwhile(qtbot, library, asking):
    reading, done = ReadAhead(Quiet()), []  # type: ignore[arg-type]
    reading.when_read(asking, lambda: done.append("three"), "three")
    reading.when_read(asking, lambda: done.append("both"), "four", "one")
    assert done == [], "nothing is read in the window's thread"
    library.let(1)
    qtbot.waitUntil(lambda: done == ["three"])
    library.let(3)
    qtbot.waitUntil(lambda: len(done) == 2)
    assert library.read == ["three", "four", "one", "two"]
    assert threading.get_ident() not in library.threads
    reading.when_read(asking, lambda: done.append("at once"), "two")
    assert done[-1] == "at once"
    reading.let_go()


def test_the_cursor_tells_that_something_is_on_its_way(qtbot, library, asking, qapp):
    reading, done = ReadAhead(Quiet()), []  # type: ignore[arg-type]
    reading.when_read(asking, lambda: done.append(1), "one")
    assert qapp.overrideCursor().shape() == Qt.CursorShape.BusyCursor
    library.let(4)
    qtbot.waitUntil(lambda: done == [1])
    assert qapp.overrideCursor() is None
    reading.let_go()


@pytest.mark.parametrize("how", ["closed", "gone", "under another dialog"])
def test_what_was_asked_for_in_a_window_that_cannot_show_it_is_not_done(qtbot, library, how):
    window, reading, done = QWidget(), ReadAhead(Quiet()), []  # type: ignore[arg-type]
    window.show()
    reading.when_read(window, lambda: done.append(1), "one")
    over = QDialog()
    qtbot.addWidget(over)
    if how == "closed":
        window.close()
    elif how == "gone":
        shiboken6.delete(window)
    else:
        over.open()
    library.let(4)
    qtbot.waitUntil(lambda: reading.job is not None and reading.job.is_out)
    QApplication.processEvents()
    assert library.read[0] == "one"
    assert done == []
    over.close()
    reading.let_go()
    if shiboken6.isValid(window):
        window.close()
        window.deleteLater()


def test_what_cannot_be_read_is_left_to_whoever_asked(qtbot, library, asking, monkeypatch):
    def broken(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(ahead.importlib, "import_module", broken)
    reading, done = ReadAhead(Quiet()), []  # type: ignore[arg-type]
    reading.when_read(asking, lambda: done.append(1), "one")
    qtbot.waitUntil(lambda: done == [1])
    reading.let_go()


def test_it_waits_until_nothing_else_goes_on_and_reads_in_another_thread(qtbot, monkeypatch):
    read_in: list[int] = []
    monkeypatch.setattr(ahead, "read", lambda job, *_: read_in.append(threading.get_ident()))
    monkeypatch.setattr(ahead, "_QUIET_MS", 1)
    monkeypatch.setattr(ahead, "_PATIENCE", 10_000)
    session = Quiet()
    reading, ended = ReadAhead(session), list[int]()  # type: ignore[arg-type]
    reading.ended.connect(lambda: ended.append(len(read_in)))
    qtbot.wait(20)
    assert reading.job is None
    session.is_working = False
    qtbot.waitUntil(lambda: bool(read_in))
    assert read_in != [threading.get_ident()]
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [1], "told once all is read"
    reading.let_go()


def test_how_places_become_degrees_is_found_ahead_of_the_first_project(qtbot, monkeypatch):
    monkeypatch.setattr(ahead, "read", lambda *_: None)
    monkeypatch.setattr(ahead, "_QUIET_MS", 1)
    whereabouts._way_to_degrees.cache_clear()
    session = Quiet()
    session.is_working = False
    reading, ended = ReadAhead(session), list[int]()  # type: ignore[arg-type]
    reading.ended.connect(lambda: ended.append(1))
    qtbot.waitUntil(lambda: bool(ended))
    before = whereabouts._way_to_degrees.cache_info()
    whereabouts._way_to_degrees(session.plan.crs.to_wkt())
    assert (before.currsize, whereabouts._way_to_degrees.cache_info().hits) == (1, before.hits + 1)
    reading.let_go()


def test_it_does_not_wait_for_ever_for_a_session_that_always_works(qtbot, monkeypatch):
    read_in: list[int] = []
    monkeypatch.setattr(ahead, "read", lambda job, *_: read_in.append(threading.get_ident()))
    monkeypatch.setattr(ahead, "_QUIET_MS", 1)
    monkeypatch.setattr(ahead, "_PATIENCE", 3)
    reading = ReadAhead(Quiet())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(read_in))
    reading.let_go()


def test_a_window_that_closes_does_not_wait_for_all_of_it(monkeypatch):
    read: list[str] = []
    job = Job(ahead.read)

    def bring_in(name: str) -> None:
        read.append(name)
        job.cancel()

    monkeypatch.setattr(ahead.importlib, "import_module", bring_in)
    with pytest.raises(Cancelled):
        ahead.read(job)
    assert read == [MODULES[0]]
