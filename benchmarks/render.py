"""Full repaints, frames while panning and zooming, hover and click at 1920x1080; peer: QGIS's own renderer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.measure import Bench, Timing, best_of, spoken, timed

if TYPE_CHECKING:
    from ui.canvas.map_canvas import MapCanvas

WIDTH, HEIGHT = 1920, 1080
BUDGET_REPAINT: Final = {"city": 0.030, "province": 0.120}
BUDGET_FRAME: Final = 0.016
BUDGET_ANSWER: Final = 0.010
SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
_TIMES: Final = 5
_FRAMES: Final = 150


def run(bench: Bench) -> None:
    """Measure each size with the level that fits the scale and with all grids forced."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.canvas.map_canvas import MapCanvas
    from ui.look.fonts import qt_application
    from ui.look.words import Words
    from ui.session.desk import Desk

    app = qt_application()
    for size in bench.sizes:
        desk = Desk()
        desk.session.plan = bench.fresh_plan(size)
        canvas = MapCanvas(desk, Words("zh"))
        canvas.resize(WIDTH, HEIGHT)
        canvas.show()
        timing = timed(lambda canvas=canvas: _settle(canvas))
        bench.add("first picture of an open plan, with names", size, timing)
        deepest = max(level.rank for level in desk.session.plan.scheme.levels)
        for what, rank in (("level that fits", None), ("all grids", deepest)):
            canvas.pictures.set_level(rank)
            canvas.fit()
            _settle(canvas)
            _measure(bench, size, canvas, what, app.processEvents, peer_rank=rank or canvas.shown_rank)
        canvas.let_go()
        canvas.deleteLater()
        app.processEvents()


def _measure(
    bench: Bench, size: str, canvas: MapCanvas, what: str, process: Callable[[], None], peer_rank: int
) -> None:
    from ui.canvas.renderer import MARGIN_PX

    timing = best_of(_TIMES, canvas.pictures.repaint_now)
    peer_seconds, told = _qgis(bench, size, canvas, peer_rank)
    bench.add(
        f"full repaint, {what}",
        size,
        timing,
        budget=BUDGET_REPAINT[size],
        peer="QGIS" if peer_seconds is not None else "",
        peer_seconds=peer_seconds,
        note=f"with {MARGIN_PX} px beyond each edge; {told}",
    )
    steps = {
        "panning": lambda i: canvas.pan(9 if i % 100 < 50 else -9, 4 if i % 60 < 30 else -4),
        "zooming": lambda i: canvas.zoom(1.12 if i % 40 < 20 else 1 / 1.12, 700, 400),
    }
    for name, step in steps.items():
        canvas.fit()
        _settle(canvas)
        bench.add(f"frame while {name}, {what}", size, _each(step, process), budget=BUDGET_FRAME)
    canvas.fit()
    _settle(canvas)
    for name, step in {
        "hover": lambda i: canvas.grid_under(100 + 11 * i, 200 + 4 * i),
        "click": lambda i: canvas.select_at(100 + 11 * i, 200 + 4 * i, False),
    }.items():
        bench.add(f"{name}, {what}", size, _each(step, process), budget=BUDGET_ANSWER)
    canvas.session.select(())


def _each(step: Callable[[int], object], process: Callable[[], None]) -> Timing:
    """Return the 95th percentile of how long a step takes until its frame is painted."""
    wall, cpu = np.empty(_FRAMES), np.empty(_FRAMES)
    for i in range(_FRAMES):
        start, begun = time.perf_counter(), time.process_time()
        step(i)
        process()
        wall[i], cpu[i] = time.perf_counter() - start, time.process_time() - begun
    note = f"95th percentile of {_FRAMES}, median {spoken(float(np.median(wall)))}, slowest {spoken(float(wall.max()))}"
    return Timing(float(np.quantile(wall, 0.95)), float(np.quantile(cpu, 0.95)), note)


def _settle(canvas: MapCanvas) -> None:
    """Let the canvas draw to the end."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + 300
    while canvas.is_busy:
        if time.monotonic() > end:
            raise TimeoutError("the canvas does not come to rest")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    QApplication.processEvents()


def _qgis(bench: Bench, size: str, canvas: MapCanvas, rank: int) -> tuple[float | None, str]:
    """Time QGIS on the same grids and waters at the same size, antialiased; the better of its two ways."""
    if not bench.peers or not SYSTEM_PYTHON.exists():
        return None, ""
    there = subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    if there.returncode:
        return None, "QGIS is not installed"
    scheme = canvas.session.plan.scheme
    kinds = [kind.key for kind in reversed(scheme.kinds) if kind.level.rank <= rank]
    script = Path(__file__).with_name("render_in_qgis.py")
    command = [SYSTEM_PYTHON, script, bench.path(size), str(WIDTH), str(HEIGHT), "3", *kinds]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    try:
        found = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        print(done.stderr[-2000:], file=sys.stderr)
        return None, "QGIS failed"
    best = {way: min(found[way]) for way in ("parallel", "sequential")}
    told = (
        f"QGIS parallel {best['parallel']:.3g} s, sequential {best['sequential']:.3g} s, {found['features']} features; "
    )
    return min(best.values()), told
