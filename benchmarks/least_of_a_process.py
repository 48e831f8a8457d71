"""What stands under a command as a whole process, and what each part of it takes, by the clock and by the processor.

``python -m benchmarks.least_of_a_process PROJECT.gpkg``: processes of their own, the least of several, all in turn, in
seconds. With what does of ``gridmap fix`` no more than mapshaper does (it reads, mends and writes, checks no rule and
tells nothing), with mapshaper where it is installed, and with geopandas, which reads the grids and writes them again.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import pyogrio

from benchmarks.fix import CLEAN, PEERS
from benchmarks.flat_layer import flat_layer
from gridmap.project.project import Project

_TURNS: Final = 5
_LIBRARIES: Final = "import click, numpy, pandas, shapely, pyproj, geopandas, rich.console, rich.table"
_OURS: Final = "import ui.program, ui.cli.fix, gridmap.project.project, gridmap.mending, ui.words.findings"
_QUICK_END: Final = "; import atexit, gc; atexit.register(gc.freeze)"
_READ_AND_WRITTEN: Final = """
import sys, geopandas
geopandas.read_file(sys.argv[1], layer="grids").to_file(sys.argv[1] + ".written.gpkg", engine="pyogrio")
"""
_MENDED_ALONE: Final = """
import gc, sys
gc.set_threshold(1_000_000, 50, 50)
from ui.cli.project import look_early, place_early
look_early(sys.argv[1])
from gridmap.project.project import Project
with Project.open(sys.argv[1]) as project:
    project.must_be_writable()
    place_early(project.plan)
    from gridmap.mending import fix_all
    project.perform(fix_all(project.plan))
"""
"""What ``gridmap fix`` does, but for checking all rules before and after, telling what comes of it, and the report."""
_PARTS: Final = """
import gc, json, sys, time
from pathlib import Path
gc.set_threshold(1_000_000, 50, 50)
from gridmap.checks import run_checks
from gridmap.mending import fix_all, preview
from gridmap.people.privacy import profile_named
from gridmap.project.project import Project
from ui.cli.fix import as_json, as_lines, show_mending
from ui.cli.terminal import Terminal
from ui.words.findings import Wording
taken, since = {}, time.process_time()
def part(name):
    global since
    taken[name], since = time.process_time() - since, time.process_time()
part("python and imports")
taken["python and imports"] = since
project = Project.open(sys.argv[1])
project.must_be_writable()
plan = project.plan
part("opening, with the look at all pages")
run_checks(plan)
part("all rules before, with the first look at the ground")
mending = fix_all(plan)
part("mending")
told = preview(plan, mending)
part("all rules after, the ground that moves, what differs")
show_mending(Terminal("en"), plan, mending, told, lambda: Wording(told.after, "en", profile_named("briefing")))
part("told on the terminal")
project.perform(mending)
part("written into the project and its journal")
Path(sys.argv[1] + ".json").write_text(as_lines(as_json(plan, mending, told, performed=True)), encoding="utf-8")
part("the report")
project.close()
print(json.dumps(taken), file=sys.stderr)
"""


def spent(command: list[str]) -> tuple[float, float, str]:
    """Run a process and return what it took by the clock and of the processor, all of it, and what it said."""
    quiet = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the command line has it
    quiet.pop("PYTHONDONTWRITEBYTECODE", None)  # who has the program installed has its modules compiled
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    clock, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # 1: something was found
        raise RuntimeError(done.stderr)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stderr


def commands(source: Path, copy: Path) -> dict[str, list[str]]:
    """Return what is measured, by name; each gets a new copy of the source."""
    python = {
        "python alone": ["-c", "pass"],
        "the libraries, imported": ["-c", _LIBRARIES + _QUICK_END],
        "the same, taken apart at the end": ["-c", _LIBRARIES],
        "the libraries and GridMap's own modules": ["-c", f"{_LIBRARIES}\n{_OURS}{_QUICK_END}"],
        "geopandas: the grids read and written": ["-c", _READ_AND_WRITTEN + _QUICK_END.removeprefix("; "), str(copy)],
        "gridmap check": ["-m", "ui", "check", str(copy)],
        "gridmap fix": ["-m", "ui", "fix", str(copy)],
        "mended, nothing checked or told": ["-c", _MENDED_ALONE + _QUICK_END.removeprefix("; "), str(copy)],
    }
    found = {name: [sys.executable, *words] for name, words in python.items()}
    mapshaper = shutil.which("mapshaper", path=str((PEERS / "node_modules" / ".bin").resolve()))
    if mapshaper is not None:
        flat = copy.with_name("flat.shp")
        with Project.open(source, read_only=True) as project:
            pyogrio.write_dataframe(flat_layer(project.plan), flat, encoding="UTF-8")
        result = str(copy.with_name("cleaned.shp"))
        found["mapshaper -clean"] = [mapshaper, "-i", str(flat), "-clean", *CLEAN, "-o", result]
    return found


def main() -> None:
    """Print a line for each."""
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.gpkg"
        whole = commands(source, copy)
        taken: dict[str, list[tuple[float, float]]] = {}
        parts: dict[str, list[float]] = {}
        for _ in range(_TURNS):
            for name, command in whole.items():
                shutil.copy(source, copy)
                taken.setdefault(name, []).append(spent(command)[:2])
            shutil.copy(source, copy)
            told = spent([sys.executable, "-c", _PARTS, str(copy)])[2]
            for name, seconds in json.loads(told.splitlines()[-1]).items():
                parts.setdefault(name, []).append(seconds)
    print("    clock  processor")
    for name, both in taken.items():
        clock, processor = (min(column) for column in zip(*both, strict=True))
        print(f"{clock:7.3f} s  {processor:7.3f} s  {name}")
    for name, seconds in parts.items():
        print(f"           {min(seconds):7.3f} s    {name}")


if __name__ == "__main__":
    main()
