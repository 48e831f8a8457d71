"""Ctrl+C in a terminal while many files are checked: one line, nothing half written, and the next run goes on."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.program import command_line

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")

PATIENCE_S = 90.0
LINE = [sys.executable, "-m", "ui", "check"]
ENVIRONMENT = {"GRIDMAP_LANG": "en", "TERM": "xterm", "COLUMNS": "100"}


class Run:
    """A command line in a terminal of its own."""

    def __init__(self, *words: object) -> None:
        import pty

        self.said = b""
        self._pid, self._terminal = pty.fork()
        if not self._pid:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests that are run in the background are told to ignore it
            os.environ.update(ENVIRONMENT)
            os.execv(sys.executable, [*LINE, *map(str, words)])

    def until(self, so: Callable[[], bool]) -> None:
        """Listen until something is so."""
        begun = time.monotonic()
        while not so():
            assert time.monotonic() - begun < PATIENCE_S, self.said
            self._listen()

    def _listen(self) -> bool:
        os.set_blocking(self._terminal, False)
        try:
            heard = os.read(self._terminal, 65536)
        except BlockingIOError:
            time.sleep(0.005)
            return True
        except OSError:  # nobody is at the other end any more
            return False
        self.said += heard
        return bool(heard)

    def press_ctrl_c(self) -> None:
        os.write(self._terminal, b"\x03")

    def end(self) -> tuple[int, list[str]]:
        """Wait for the end; return the exit code and the lines that are left for the user to read."""
        begun = time.monotonic()
        while self._listen():
            assert time.monotonic() - begun < PATIENCE_S, self.said
        _, status = os.waitpid(self._pid, 0)
        os.close(self._terminal)
        text = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", self.said.decode()).replace("^C", "")
        lines = [line.rpartition("\r")[2].strip() for line in text.replace("\r\n", "\n").split("\n")]
        return os.waitstatus_to_exitcode(status), [line for line in lines if line and "Checking 3 files" not in line]


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a project as another program does that is writing: whoever wants to read it waits for some seconds."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


@pytest.fixture
def folder(towns: list[Path], tmp_path: Path) -> Path:
    place = tmp_path / "towns"
    place.mkdir()
    for town in towns:
        shutil.copy(town, place)
    return place


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_done_is_kept_and_the_next_run_goes_on_where_it_was_interrupted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, report, before = tmp_path / "kept", tmp_path / "report.json", everything_in(folder)
    with held(folder / "C.gpkg"):
        run = Run(folder, "--keep", keep, "--json", report)
        run.until(lambda: len(list(keep.glob("*.json"))) == 2)
        run.press_ctrl_c()
        assert run.end() == (130, ["Interrupted."])
    assert everything_in(folder) == before
    assert not report.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "towns"]
    kept = everything_in(keep)
    assert len(kept) == 2
    assert all(json.loads(content)["digest"] for content in kept.values())
    monkeypatch.setattr("gridmap.many.checking.in_processes", lambda work, jobs, n: enumerate(map(work, jobs)))
    again, anew = (
        CliRunner().invoke(command_line, ["check", str(folder), "--json", "-", "--keep", str(place)], env=ENVIRONMENT)
        for place in (keep, tmp_path / "other")
    )
    assert (again.exit_code, anew.exit_code) == (1, 1)
    assert "2 of 3 files have not changed" in again.stderr
    assert "have not changed" not in anew.stderr
    assert json.loads(again.stdout)["files"] == json.loads(anew.stdout)["files"]
    assert everything_in(keep).items() > kept.items()
    assert everything_in(folder) == before


@pytest.mark.parametrize("after_s", [0.0, 0.2])
def test_processes_that_are_just_starting_say_nothing_of_their_own(
    folder: Path, tmp_path: Path, after_s: float
) -> None:
    with held(folder / "A.gpkg"), held(folder / "B.gpkg"), held(folder / "C.gpkg"):
        run = Run(folder, "--keep", tmp_path / "kept")
        run.until(lambda: b"Checking 3 files" in run.said)
        time.sleep(after_s)
        run.press_ctrl_c()
        assert run.end() == (130, ["Interrupted."])
    assert list((tmp_path / "kept").iterdir()) == []


def test_ctrl_c_in_a_callback_which_python_cannot_interrupt_is_heeded_a_little_later() -> None:
    code = """
import signal, sys, threading, weakref
from ui.program import interrupt_again

class Thing:
    pass

def press(_):
    signal.raise_signal(signal.SIGINT)
    for _ in range(1000):
        pass

sys.unraisablehook = interrupt_again
signal.signal(signal.SIGINT, signal.default_int_handler)
thing = Thing()
told = weakref.ref(thing, press)
try:
    del thing
    print("on")
    threading.Event().wait(60)
except KeyboardInterrupt:
    print("interrupted")
told = weakref.ref(thing := Thing(), lambda _: 1 / 0)
del thing
print("told")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert run.stdout.split() == ["on", "interrupted", "told"]
    assert "KeyboardInterrupt" not in run.stderr and "ZeroDivisionError" in run.stderr
