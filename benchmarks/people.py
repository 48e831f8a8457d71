"""The tables of people and the findings with 120,000 rows: frames while scrolling, sorting by each column, filtering.

No peer: a sheet of that length has no window of ours around it. Everything runs in a process of its own, offscreen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measure import Bench, Timing, spoken

ROWS: Final = 120_000
FRAME_S: Final = 1 / 60
FINDINGS_S: Final = 0.3
FINDINGS: Final = "findings"
SCROLLS: Final = 300
SIZE: Final = (884, 320)
"""Of the table in a window of 1366x768."""


def run(bench: Bench) -> None:
    """Scroll, sort and filter a table of assignments, the city's over and over again."""
    if "city" not in bench.sizes:
        return
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    command = [
        sys.executable,
        "-m",
        "benchmarks.people",
        str(bench.path("city")),
        str(bench.path("city", defects=True)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, list[list[float]]] = json.loads(done.stdout.strip().splitlines()[-1])
    wall, cpu = min(found.pop(FINDINGS))
    timing = Timing(wall, cpu, "their sentences are there")
    bench.add(f"{ROWS:,} findings, sorted by a figure and searched for a text", "city", timing, budget=FINDINGS_S)
    for what, frames in found.items():
        wall, cpu = np.array(frames).T
        late = float(np.percentile(cpu, 95))
        note = (
            f"{len(cpu)} frames: 95th percentile of the processor's time, median {spoken(float(np.median(cpu)))}, "
            f"slowest {spoken(float(cpu.max()))}; wall {spoken(float(np.percentile(wall, 95)))}"
        )
        bench.add(f"{ROWS:,} rows, {what}", "city", Timing(late, late, note), budget=FRAME_S)


def _measure(path: Path) -> dict[str, list[list[float]]]:
    """Return wall and processor time of every frame, in seconds, by what was done."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from gridmap.project.project import Project
    from ui.look.words import Words
    from ui.panels.people.page import PeoplePage
    from ui.panels.people.tables import table_of

    app = QApplication.instance() or QApplication([])
    with Project.open(path, read_only=True) as project:
        few = table_of(project.plan, "assignments")
    source = np.arange(ROWS) % len(few.ids)
    first = np.searchsorted(few.row, source)
    first = np.minimum(first, len(few.row) - 1)
    table = replace(
        few,
        ids=np.arange(1, ROWS + 1),
        columns=tuple(
            replace(
                column,
                shown={profile: values[source] for profile, values in column.shown.items()},
                order=column.order[source],
            )
            for column in few.columns
        ),
        row=np.arange(ROWS),
        grid=few.grid[first],
    )
    page = PeoplePage("assignments", Words("zh"), "briefing", [])
    page.resize(*SIZE)
    page.show()
    page.show_table(table)
    app.processEvents()
    view, model = page.view, page.model
    frames: dict[str, list[list[float]]] = {"scrolled": [], "sorted": [], "filtered": []}

    def frame(what: str, do: object) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        do()  # type: ignore[operator]
        view.viewport().repaint()
        frames[what].append([time.perf_counter() - wall, time.process_time() - cpu])
        app.processEvents()

    bar = view.verticalScrollBar()
    steps = np.linspace(0, bar.maximum(), SCROLLS).astype(int).tolist()
    for step in steps:
        frame("scrolled", lambda step=step: bar.setValue(step))
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        for column in range(model.columnCount()):
            frame("sorted", lambda column=column, order=order: model.sort(column, order))
    for part in range(2, 24):
        fits = np.arange(ROWS) % part == 0
        frame("filtered", lambda fits=fits: page.show_table(table, fits))
    page.close()
    return frames


def _findings(path: Path) -> list[list[float]]:
    """Return wall and processor time of a list of findings that is sorted and searched, in seconds, for some runs."""
    from types import SimpleNamespace
    from typing import Any, cast

    from PySide6.QtCore import Qt

    from gridmap.checks import run_checks
    from gridmap.project.project import Project
    from ui.look.words import Words
    from ui.panels.findings_model import FindingsModel

    with Project.open(path, read_only=True) as project:
        few = run_checks(project.plan).open
        many = tuple(
            replace(few[i % len(few)], values={**few[i % len(few)].values, "households": i % 977}) for i in range(ROWS)
        )
        model = FindingsModel(Words("zh"))
        model.show_findings(many, project.plan)
        make = model.sentences()
        assert make is not None
        model.take_sentences(make(cast("Any", SimpleNamespace(step=lambda share: None))))
        runs = []
        for _ in range(5):
            model.set_filter("", (), "")
            model.sort(-1)
            wall, cpu = time.perf_counter(), time.process_time()
            model.sort(3, Qt.SortOrder.DescendingOrder)
            model.set_filter("error", (), "网格")
            runs.append([time.perf_counter() - wall, time.process_time() - cpu])
    return runs


if __name__ == "__main__":
    measured = _measure(Path(sys.argv[1]))
    measured[FINDINGS] = _findings(Path(sys.argv[2]))
    print(json.dumps(measured))
