"""The real window as a process of its own: start, first picture, frames and answers with all panels open, memory.

No peer: QGIS, ArcGIS and the like show other things at the start. The drawing itself is compared in ``render.py``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any, Final

from benchmarks.measure import Bench, Timing, spoken

BUDGET_UP: Final = 1.5
BUDGET_DRAWN: Final = {"city": 1.0, "province": 6.0}
BUDGET_FRAME: Final = 0.016
BUDGET_ANSWER: Final = 0.010
BUDGET_MEMORY_GB: Final = 2.5
_TIMES: Final = {"city": 4, "province": 2}


def run(bench: Bench) -> None:
    """Start the window some times with each size, and once to move around in it."""
    for size in bench.sizes:
        starts = [_started(bench, size, "start") for _ in range(_TIMES[size])]
        up, up_cpu = (min(start["up"][i] for start in starts) for i in (0, 1))
        note = f"{len(starts)} starts, slowest {spoken(max(start['up'][0] for start in starts))}"
        bench.add("window up after the start of the process", size, Timing(up, up_cpu, note), budget=BUDGET_UP)
        drawn, drawn_cpu = (min(start["drawn"][i] - start["up"][i] for start in starts) for i in (0, 1))
        opened = min(start["opened"][0] - start["up"][0] for start in starts)
        note = f"{spoken(opened)} of it for reading the file"
        bench.add("first picture after that", size, Timing(drawn, drawn_cpu, note), budget=BUDGET_DRAWN[size])
        found = _started(bench, size, "all")
        for what, budget in (
            ("panning", BUDGET_FRAME),
            ("zooming", BUDGET_FRAME),
            ("hover", BUDGET_ANSWER),
            ("click", BUDGET_ANSWER),
        ):
            for scale in ("whole", "close"):
                one = found[f"{what}, {scale}"]
                note = (
                    f"until the map shows it: 95th percentile, median {spoken(one['median'])}, "
                    f"slowest {spoken(one['slowest'])}; with all panels, median {spoken(one['with_panels'])}"
                )
                timing = Timing(one["wall"], one["cpu"], note)
                bench.add(f"{what} in the window, {scale}, all panels open", size, timing, budget=budget)
        bench.say_memory("the window with all panels open and searched", size, found["memory_gb"], BUDGET_MEMORY_GB)


def _started(bench: Bench, size: str, what: str) -> dict[str, Any]:
    """Run the window in a process of its own and return what it noted."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    command = [sys.executable, "-m", "benchmarks.window_process", str(bench.path(size)), str(time.time()), what]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    noted: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return noted
