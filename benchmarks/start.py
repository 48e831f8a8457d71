"""From the word to the answer: whole processes of the command line, and the window until it is up.

Peers are what GridMap stands on, alone in a process: click for the version, geopandas for a check, Qt's widgets and
geopandas for the window. With ``--against FOLDER``, another clone of GridMap (an earlier commit for instance), they are
the same commands of that clone. Runs of both take turns, so that both suffer alike from what else the machine does.
"""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.measure import Bench, Timing, spoken

ROOT: Final = Path(__file__).parents[1]
BUDGET_VERSION: Final = 0.10
BUDGET_CHECK: Final = 0.6
BUDGET_UP: Final = 1.3
_TURNS: Final = 9
_PATIENCE_S: Final = 120
"""A window that is not up by then never will be; the benchmark ends with that, and leaves none behind."""

Seconds = tuple[float, float]
"""On the wall, and of the processor."""


def run(bench: Bench) -> None:
    """Start everything some times."""
    town, city = bench.path("town", defects=True).resolve(), bench.path("city").resolve()
    bare = lambda modules: lambda: _process(ROOT, f"import {modules}")  # noqa: E731
    for what, words, size, peer, modules, budget in (
        ("gridmap --version", ["--version"], "-", "import click", "click", BUDGET_VERSION),
        ("gridmap --help", ["--help"], "-", "import click", "click", None),
        ("gridmap check", ["check", str(town)], "town", "import click, geopandas", "click, geopandas", BUDGET_CHECK),
    ):
        other, other_name = bare(modules), peer
        if bench.against:
            other, other_name = _command(bench.against, words), bench.against.name
        _compare(bench, what, size, _command(ROOT, words), other, other_name, budget)
    other, other_name = bare("geopandas, PySide6.QtWidgets"), "import geopandas, PySide6.QtWidgets"
    if bench.against:
        other, other_name = _window(bench.against, city), bench.against.name
    _compare(bench, "the window, until it is up", "city", _window(ROOT, city), other, other_name, BUDGET_UP)


def _compare(
    bench: Bench,
    what: str,
    size: str,
    own: Callable[[], Seconds],
    other: Callable[[], Seconds],
    other_name: str,
    budget: float | None,
) -> None:
    """Run both in turn, and add a line with the shortest of each."""
    own(), other()  # what is on the disk gets into the memory, and byte code is written
    ours, theirs = [], []
    for _ in range(_TURNS):
        ours.append(own())
        if bench.peers or bench.against:
            theirs.append(other())
    wall, cpu = (min(run[i] for run in ours) for i in (0, 1))
    note = f"{_TURNS} runs, slowest {spoken(max(wall for wall, _ in ours))}"
    if theirs:
        note += f"; the peer's processor time {spoken(min(cpu for _, cpu in theirs))}"
    bench.add(
        what,
        size,
        Timing(wall, cpu, note),
        budget=budget,
        peer=other_name if theirs else "",
        peer_seconds=min(wall for wall, _ in theirs) if theirs else None,
    )


def _command(clone: Path, words: list[str]) -> Callable[[], Seconds]:
    """Return what runs the command line of a clone, as its console script would."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(clone / "setup.cfg", encoding="utf-8")
    module, main = settings["options.entry_points"]["console_scripts"].split("=")[1].strip().split(":")
    code = f"import sys; sys.argv = {['gridmap', *words]!r}; from {module} import {main}; {main}()"
    return lambda: _process(clone, code)


def _window(clone: Path, project: Path) -> Callable[[], Seconds]:
    def started() -> Seconds:
        words = ["-m", "benchmarks.window_process", str(project), str(time.time()), "start"]
        done = subprocess.run(
            [sys.executable, *words],
            cwd=clone,
            env={"QT_QPA_PLATFORM": "offscreen", **environment(clone)},
            check=True,
            capture_output=True,
            timeout=_PATIENCE_S,
            text=True,
        )
        wall, cpu = json.loads(done.stdout.strip().splitlines()[-1])["up"]
        return wall, cpu

    return started


def _process(clone: Path, code: str) -> Seconds:
    """Run statements in a process of their own, with the packages of a clone."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=clone,
        env=environment(clone),
        check=False,  # errors found make a check end with 1
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wall, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def environment(clone: Path) -> dict[str, str]:
    """Return what a process of a clone has around it."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**known, "PYTHONPATH": str(clone)}
