"""A user who does anything at all: ``python -m benchmarks.endurance --actions 20000``, an hour's worth of them.

Drives the real window with clicks, keys, drags, the wheel, edits, themes, languages, docks, and opening and closing of
projects and of the window itself, all from one seed. Prints exceptions and warnings of Qt with what was done before
them, the memory in use after every quarter, and what has kept the window's thread for too long
(``benchmarks/watchdog.py``). Exit code 1 if anything went wrong, memory keeps growing, or the thread was kept.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.office_files import office_files
from benchmarks.random_user import RandomUser
from benchmarks.rescue import Deadman, within_a_loop
from benchmarks.watchdog import LIMIT_S, Watchdog
from ui.session.cycles import CycleSearch
from ui.session.freeing import is_freeing, when_plans_went
from ui.session.jobs import left_alone
from ui.session.memory import GivingBack, give_back

MOST_GROWTH: Final = 0.10
"""Share by which memory may grow from the second quarter, when all caches are full, to the last."""

_SAY_EVERY_MIN: Final = 5.0
_LET_GO_S: Final = 60.0


def resident_mb() -> float:
    """Return the memory that the process holds now, MB (on Linux; the most it ever held elsewhere)."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def left_behind() -> dict[str, int]:
    """Count what a closed window might leave: widgets, threads of Python and of Qt."""
    gc.collect()
    widgets = [widget for widget in QApplication.allWidgets() if isinstance(widget, QWidget)]
    threads = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
    return {
        "widgets": len(widgets),
        "threads": len(threads),
        "pool": QThreadPool.globalInstance().activeThreadCount(),
    }


def until_let_go() -> None:
    """Wait for work that was left to itself with the window, and for what it was made of; a province takes seconds."""
    end = time.monotonic() + _LET_GO_S
    while (left_alone() or is_freeing()) and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


def quarter(number: int, minutes: float) -> float:
    """Tell what is left after a window has gone; return the memory, MB."""
    until_let_go()
    left = ", ".join(f"{count} {what}" for what, count in left_behind().items())
    give_back()
    memory = resident_mb()
    print(f"{number} actions, {minutes:.1f} min: {memory:.0f} MB, left: {left}", flush=True)
    return memory


def asked() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description=__doc__)
    parser.add_argument("--actions", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=0.0, help="stop after so long, whatever the count")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", choices=("town", "city", "province"), default="town")
    parser.add_argument("--events", action="store_true", help="name Qt's own work by the events that it was for")
    parser.add_argument("--long-turns", type=Path, help="a file for a line about every turn that was too long")
    return parser.parse_args()


def made_of(size: str, folder: Path) -> tuple[list[Path], list[Path]]:
    """Write two projects of a size, with defects, and the files of an office; return the paths of both."""
    from gridmap.project.project import Project
    from sample_data.defects import plant
    from sample_data.make import make_plan

    projects = [folder / "one.gpkg", folder / "two.gpkg"]
    for number, path in enumerate(projects):
        plan, _ = plant(make_plan(size, 2020 + number), 2020, 3)
        Project.create(path, plan).close()
    return projects, office_files(folder / "files", plan)


def as_in_the_program(app: QApplication) -> tuple[CycleSearch, GivingBack]:
    """Switch threads, look for cycles and hand memory back as the program does."""
    from ui.window.app import SWITCH_S

    sys.setswitchinterval(SWITCH_S)
    cycles, giving_back = CycleSearch(app), GivingBack(app)
    cycles.looked_through.connect(giving_back.begin)
    when_plans_went(giving_back.begin)
    return cycles, giving_back


def driven(
    user: RandomUser, actions: int, minutes: float, deadman: Deadman, watchdog: Watchdog
) -> Iterator[tuple[int, float]]:
    """Take steps, so many or for so long; yield after each quarter how many were taken, and in how many minutes."""
    begun, said, quarters = time.monotonic(), 0.0, 0
    for number in range(1, actions + 1):
        deadman.alive()
        user.step()
        watchdog.measure_the_machine()
        took = (time.monotonic() - begun) / 60
        share = max(number / actions, took / minutes if minutes else 0.0)
        if took >= said + _SAY_EVERY_MIN:
            said = took
            print(f"{number} actions, {took:.1f} min: {resident_mb():.0f} MB, the window open", flush=True)
        if 4 * share >= quarters + 1:
            quarters += 1
            yield number, took
        if share >= 1:
            return


def main() -> int:
    """Run for some actions or minutes and print what was found."""
    chosen = asked()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.look.fonts import qt_application
    from ui.look.words import Words
    from ui.session.settings import Settings
    from ui.window.ahead import ReadAhead
    from ui.window.main_window import MainWindow

    app = qt_application()
    app.setQuitOnLastWindowClosed(False)
    cycles, giving_back = as_in_the_program(app)
    ahead: list[ReadAhead] = []
    folder = Path(tempfile.mkdtemp(prefix="gridmap-endurance-"))

    def make() -> MainWindow:
        window = MainWindow(Settings(folder / "settings.ini"), Words("zh"))
        window.session.closed.connect(cycles.take_up_again)
        if not ahead:
            ahead.append(ReadAhead(window.session, app))
            ahead[0].ended.connect(cycles.put_away)
        window.ahead = ahead[0]
        window.resize(1366, 768)
        window.show()
        return window

    projects, files = made_of(chosen.size, folder)
    watchdog = Watchdog(LIMIT_S[chosen.size], events=chosen.events, long_turns=chosen.long_turns)
    user, deadman = RandomUser(make, projects, folder, chosen.seed, files, watchdog), Deadman()
    user.hear = lambda trouble: print(f"-- after {user.done.total()} actions\n{trouble}", flush=True)
    quarters = list[float]()

    def act() -> None:
        with user.watching():
            user.window.open_project(projects[0])
            for said in driven(user, chosen.actions, chosen.minutes, deadman, watchdog):
                user.let_go()
                cycles.look()  # no window is there
                quarters.append(quarter(*said))

    within_a_loop(act)
    deadman.stop()
    watchdog.stop()
    ahead[0].let_go()
    giving_back.let_go()
    print(watchdog.report(), "\ndone:", ", ".join(f"{name} {count}" for name, count in user.done.most_common()))
    print(f"{len(user.troubles)} troubles; memory at quarters: {', '.join(f'{mb:.0f}' for mb in quarters)} MB")
    shutil.rmtree(folder, ignore_errors=True)
    grows = len(quarters) >= 3 and quarters[-1] > quarters[1] * (1 + MOST_GROWTH)
    return 1 if user.troubles or grows or watchdog.too_long_cpu else 0


if __name__ == "__main__":
    sys.exit(main())
