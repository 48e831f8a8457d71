"""What stands under a command as a whole process, and what each part of it takes, in seconds of the processor.

``python -m benchmarks.least_of_a_process PROJECT.gpkg``: processes of their own, the least of several, all in turn.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

_TURNS: Final = 5
_LIBRARIES: Final = "import click, numpy, pandas, shapely, pyproj, geopandas, rich.console, rich.table"
_OURS: Final = "import ui.program, ui.cli.fix, gridmap.project.project, gridmap.mending, ui.words.findings"
_QUICK_END: Final = "; import atexit, gc; atexit.register(gc.freeze)"
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


def spent(words: list[str]) -> tuple[float, str]:
    """Run a process of Python and return what it took of the processor, start and end included, and what it said."""
    quiet = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the command line has it
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, env=quiet)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stderr


def main() -> None:
    """Print a line for each."""
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        copy = str(Path(folder) / "copy.gpkg")
        whole = {
            "python alone": ["-c", "pass"],
            "the libraries, imported": ["-c", _LIBRARIES + _QUICK_END],
            "the same, taken apart at the end": ["-c", _LIBRARIES],
            "the libraries and GridMap's own modules": ["-c", f"{_LIBRARIES}\n{_OURS}{_QUICK_END}"],
            "gridmap check": ["-m", "ui", "check", copy],
            "gridmap fix": ["-m", "ui", "fix", copy],
        }
        taken: dict[str, list[float]] = {}
        for _ in range(_TURNS):
            for name, words in whole.items():
                shutil.copy(source, copy)
                taken.setdefault(name, []).append(spent(words)[0])
            shutil.copy(source, copy)
            for name, seconds in json.loads(spent(["-c", _PARTS, copy])[1].splitlines()[-1]).items():
                taken.setdefault(f"  {name}", []).append(seconds)
    for name, seconds in taken.items():
        print(f"{min(seconds):7.3f} s  {name}")


if __name__ == "__main__":
    main()
