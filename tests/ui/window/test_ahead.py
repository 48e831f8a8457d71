"""What the window needs later is read ahead of need, in another thread, and nothing is forgotten."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import ui
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


class Quiet(QObject):
    is_working = True


def test_it_waits_until_nothing_else_goes_on_and_reads_in_another_thread(qtbot, monkeypatch):
    read_in: list[int] = []
    monkeypatch.setattr(ahead, "read", lambda job: read_in.append(threading.get_ident()))
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


def test_it_does_not_wait_for_ever_for_a_session_that_always_works(qtbot, monkeypatch):
    read_in: list[int] = []
    monkeypatch.setattr(ahead, "read", lambda job: read_in.append(threading.get_ident()))
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
