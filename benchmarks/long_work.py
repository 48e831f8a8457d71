"""Long work in the real window: ``python -m benchmarks.long_work --size province [--only open] [--stops 3]``.

Begins each long work as a user would, and prints when its bar first moved, how long it stood still at most, where it
ended, and what kept the window's thread meanwhile while the map was moved (``benchmarks/watchdog.py``). Then begins it
again and stops it at several moments: how long until it had ended, and what it left behind. Exit code 1 if anything
went wrong.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from benchmarks.endurance import resident_mb
from benchmarks.watchdog import LIMIT_S, Watchdog

if TYPE_CHECKING:
    from ui.session.jobs import Job
    from ui.window.main_window import MainWindow
    from ui.wizards.frame import Wizard

BUILDINGS: Final = 200_000
_LONGEST_S: Final = 900.0
_MOVE_EVERY_S: Final = 0.15
WORKS: Final = (
    "open", "check", "mend", "page", "web", "workbook", "geodata", "copy", "boundaries", "buildings",
)  # fmt: skip


@dataclass
class Watched:
    """One job: when its bar moved, and when it had ended; seconds after its start."""

    job: Job
    begun: float = field(default_factory=time.perf_counter)
    moved: list[tuple[float, float]] = field(default_factory=list)
    ended_s: float = 0.0
    failed: Exception | None = None

    def __post_init__(self) -> None:
        self.key = self.job.objectName()
        self.job.progressed.connect(lambda share: self.moved.append((self.now, share)))
        self.job.failed.connect(self._fail)
        self.job.ended.connect(self._end)

    @property
    def now(self) -> float:
        """Seconds since its start."""
        return time.perf_counter() - self.begun

    def _fail(self, error: Exception) -> None:
        self.failed = error

    def _end(self) -> None:
        self.ended_s = self.now

    def report(self) -> str:
        """Return one line about it."""
        times = [0.0, *(at for at, _ in self.moved), self.ended_s]
        stood = max(((after - before, before) for before, after in pairwise(times)))
        shares = [share for _, share in self.moved]
        back = " GOES BACK" if any(b < a - 1e-9 for a, b in pairwise(shares)) else ""
        first = f"{self.moved[0][0]:.2f} s" if self.moved else "NEVER"
        last = f"{shares[-1]:.0%}" if shares else "-"
        told = f"{len(self.moved):5d} steps, first {first}, stood {stood[0]:.2f} s from {stood[1]:.2f} s on, last {last}"
        return f"    {self.key:26} {self.ended_s:6.2f} s: {told}{back}{f' FAILED {self.failed!r}' if self.failed else ''}"


class Trial:
    """The window, and a hand that begins long work in it, moves the map meanwhile and stops it."""

    def __init__(self, folder: Path, size: str, project: Path, boundaries: Path, buildings: Path) -> None:
        from ui.look.words import Words
        from ui.session.settings import Settings
        from ui.window.main_window import MainWindow

        self.folder, self.size, self.project = folder, size, project
        self.boundaries, self.buildings = boundaries, buildings
        self.troubles: list[str] = []
        self.jobs: list[Watched] = []
        self.window: MainWindow = MainWindow(Settings(folder / "settings.ini"), Words("zh"))
        self.window.resize(1366, 768)
        self.window.show()
        self.session = self.window.session
        self.session.working.connect(self._watch)
        self.session.complained.connect(lambda error: self.trouble(f"complained: {error!r}"))
        self._moved = 0.0
        self._dog: Watchdog | None = None

    def trouble(self, what: str) -> None:
        """Note what went wrong."""
        self.troubles.append(what)
        print(f"    !! {what}", flush=True)

    def _watch(self, job: Job) -> None:
        self.jobs.append(Watched(job))

    # ---- waiting -----------------------------------------------------------------------------------------------------

    def until(self, done: Callable[[], bool], doing: str = "", longest_s: float = _LONGEST_S) -> bool:
        """Let the window work until something is so, and move the map meanwhile; return whether it is so."""
        end = time.monotonic() + longest_s
        while not done():
            if time.monotonic() > end:
                return False
            if self._dog is not None:
                with self._dog.turn(doing):
                    QApplication.processEvents()
            else:
                QApplication.processEvents()
            if time.monotonic() - self._moved > _MOVE_EVERY_S:
                self._moved = time.monotonic()
                self._move_map(doing)
            time.sleep(0.002)
        return True

    def _move_map(self, doing: str) -> None:
        canvas = self.window.canvas
        if self.session.project is None or QApplication.activeModalWidget() is not None:
            return
        at = QPointF(canvas.rect().center() + QPoint(int(40 * (self._moved % 3)), 20))
        delta = QPoint(0, 120 if int(self._moved * 10) % 2 else -120)
        wheel = QWheelEvent(
            at, canvas.mapToGlobal(at), QPoint(), delta, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        if self._dog is not None:
            with self._dog.turn(f"{doing}: wheel"):
                QApplication.sendEvent(canvas, wheel)
        else:
            QApplication.sendEvent(canvas, wheel)

    def rest(self, doing: str = "") -> None:
        """Wait until nothing goes on."""
        if not self.until(lambda: not self.session.is_working and not self.window.canvas.is_busy, doing):
            self.trouble(f"{doing}: does not come to rest")

    @contextmanager
    def watched(self, what: str) -> Iterator[None]:
        """Watch the window's thread meanwhile, and tell what was found."""
        self.jobs.clear()
        self._dog = Watchdog(LIMIT_S[self.size])
        begun = time.perf_counter()
        yield
        self._dog.stop()
        print(f"{what}: {time.perf_counter() - begun:.1f} s, {resident_mb():.0f} MB")
        for job in self.jobs:
            if job.ended_s > 0.3:
                print(job.report())
        print("  " + self._dog.report().replace("\n", "\n  "), flush=True)
        self._dog = None

    def job(self, key: str, after: int = 0, doing: str = "") -> Watched:
        """Wait for a job with a key and return it."""
        found: list[Watched] = []

        def there() -> bool:
            found[:] = [one for one in self.jobs[after:] if one.key == key]
            return bool(found)

        if not self.until(there, doing, 120):
            raise TimeoutError(key)
        return found[0]

    def left(self) -> dict[str, Any]:
        """Return what stopped work might leave behind."""
        return {
            "files": sorted(one.name for one in self.folder.rglob("*") if one.is_file()),
            "threads": threading.active_count(),
            "edits": self.session.project.last_line if self.session.project is not None else -1,
        }

    # ---- stopping ----------------------------------------------------------------------------------------------------

    def stop_at(
        self, what: str, begin: Callable[[], object], key: str, times_s: list[float], stop: Callable[[], object]
    ) -> None:
        """Begin work several times and stop it after so many seconds of its job."""
        from ui.session.jobs import Job  # noqa: F401 - the thing that is stopped

        self.rest()
        before = self.left()
        for at in times_s:
            self.jobs.clear()
            begin()
            job = self.job(key)
            self.until(lambda job=job, at=at: job.now >= at or job.ended_s > 0, what)  # type: ignore[misc]
            if job.ended_s:
                print(f"  {what}: over before {at:.1f} s")
                self.rest()
                self.close_dialogs()
                break
            asked = time.perf_counter()
            stop()
            if not self.until(lambda job=job: job.ended_s > 0, what, 120):  # type: ignore[misc]
                self.trouble(f"{what}: goes on after a stop at {at:.1f} s")
            took = time.perf_counter() - asked
            self.close_dialogs()
            self.rest()
            time.sleep(0.1)
            left = self.left()
            odd = {name: (before[name], left[name]) for name in left if left[name] != before[name]}
            slow = "  SLOW" if took > 2 else ""
            print(f"  {what}: stop at {at:6.1f} s ended it in {took:5.2f} s{slow}{f', LEFT {odd}' if odd else ''}")
            sys.stdout.flush()

    def close_dialogs(self) -> None:
        """Leave whatever stands over the window."""
        for _ in range(6):
            for one in self.window.findChildren(QDialog):
                if one.isVisible():
                    one.reject()
            self.until(lambda: False, longest_s=0.05)

    def press_stop(self) -> None:
        """Press the button beside the bar at the bottom of the window."""
        button = self.window.status._stop
        if not button.isVisible():
            self.trouble("no button to stop")
            for job in self.jobs:
                job.job.cancel()
            return
        button.click()


def spread(total_s: float, count: int) -> list[float]:
    """Return moments spread over a time."""
    return [total_s * (0.02 + 0.96 * number / max(count - 1, 1)) for number in range(count)]


# ---- works -----------------------------------------------------------------------------------------------------------


def open_(trial: Trial, stops: int) -> None:
    """Open a project."""
    with trial.watched("open"):
        trial.window.open_project(trial.project)
        job = trial.job("job-opening", doing="opening")
        trial.until(lambda: job.ended_s > 0, "opening")
        trial.until(lambda: trial.session.findings is not None, "after opening")
        trial.rest("after opening")
    if stops:
        trial.session.close()
        trial.stop_at(
            "open",
            lambda: trial.window.open_project(trial.project),
            "job-opening",
            spread(job.ended_s, stops),
            trial.press_stop,
        )
        trial.session.close()
        trial.window.open_project(trial.project)
        trial.until(lambda: trial.session.findings is not None)
        trial.rest()
        if trial.session.project is None or trial.session.project.read_only:
            trial.trouble("is read only after openings that were stopped")


def check(trial: Trial, stops: int) -> None:
    """Check the whole plan."""
    with trial.watched("check"):
        trial.session.check()
        job = trial.job("job-checking", doing="checking")
        trial.until(lambda: job.ended_s > 0, "checking")
        trial.rest("checked")
    if stops:
        trial.stop_at(
            "check",
            trial.session.check,
            "job-checking",
            spread(job.ended_s, stops),
            trial.press_stop,
        )


def mend(trial: Trial, stops: int) -> None:
    """Mend everything that may be mended unattended, take it back, and stop it."""
    from PySide6.QtCore import QTimer

    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            for button in box.buttons():
                if box.buttonRole(button) == QMessageBox.ButtonRole.AcceptRole:
                    button.click()
                    return
            box.close()
        elif not asked:
            QTimer.singleShot(100, answer)

    with trial.watched("mend"):
        QTimer.singleShot(100, answer)
        trial.window.actions_by_key["mend-all"].trigger()
        job = trial.job("cli-fixing", doing="mending")
        trial.until(lambda: job.ended_s > 0, "mending")
        trial.until(lambda: bool(asked), "mending asks")
        trial.rest("mended")
    print("   ", asked[0].replace("\n", " ") if asked else "NOTHING ASKED")
    with trial.watched("undo the mending"):
        assert trial._dog is not None
        with trial._dog.turn("undo"):
            trial.session.undo()
        trial.rest("undone")
    if stops:
        trial.stop_at(
            "mend",
            trial.window.actions_by_key["mend-all"].trigger,
            "cli-fixing",
            spread(job.ended_s, stops),
            trial.press_stop,
        )


def _export(trial: Trial, stops: int, what: str, suffix: str) -> None:
    """Write a map through the dialog."""
    from ui.dialogs.export import ExportDialog

    out = trial.folder / "out"

    def begin() -> ExportDialog:
        out.mkdir(exist_ok=True)
        trial.window.actions_by_key["export-map"].trigger()
        trial.until(lambda: bool(_visible(trial.window, ExportDialog)), "dialog")
        [dialog] = _visible(trial.window, ExportDialog)
        dialog.format.setCurrentIndex(dialog.format.findData(suffix))
        dialog._changed()
        trial.until(lambda: False, "dialog", 0.3)
        dialog.write(dialog.wish(), out / f"map.{suffix}")
        return dialog

    def stop() -> None:
        [dialog] = _visible(trial.window, ExportDialog)
        dialog.leave.click()

    with trial.watched(what):
        dialog = begin()
        job = trial.job("job-exporting", doing=what)
        trial.until(lambda: job.ended_s > 0, what)
        trial.rest(what)
    print("   ", dialog.told.text().replace("\n", " "), [f"{p.name} {p.stat().st_size:,}" for p in out.iterdir()])
    trial.close_dialogs()
    shutil.rmtree(out)
    out.mkdir()
    if stops:
        trial.stop_at(what, begin, "job-exporting", spread(job.ended_s, stops), stop)
    shutil.rmtree(out)


def _visible(window: MainWindow, kind: type[Any]) -> list[Any]:
    return [one for one in window.findChildren(kind) if one.isVisible()]


def _asked(trial: Trial, stops: int, what: str, action: str, key: str, name: str) -> None:
    """Write a file that an action of the menu asks for."""
    from ui.window import file_actions

    out = trial.folder / "out"
    out.mkdir(exist_ok=True)
    file_actions.ask_where = lambda *_, **__: (out / name, "")  # type: ignore[assignment]

    def begin() -> None:
        trial.window.actions_by_key[action].trigger()

    def stop() -> None:
        from ui.dialogs.waiting import Waiting

        waiting = _visible(trial.window, Waiting)
        if waiting:
            waiting[0].reject()
        else:
            trial.press_stop()

    with trial.watched(what):
        begin()
        job = trial.job(key, doing=what)
        trial.until(lambda: job.ended_s > 0, what)
        trial.rest(what)
    print("   ", [f"{p.name} {p.stat().st_size:,}" for p in out.iterdir()])
    shutil.rmtree(out)
    out.mkdir()
    if stops:
        trial.stop_at(what, begin, key, spread(job.ended_s, stops), stop)
    shutil.rmtree(out)


def _wizard(trial: Trial, stops: int, what: str, files: list[Path]) -> None:
    """Bring files in by their wizard, take that back, and stop each of its works."""
    from ui.wizards.frame import Wizard

    def begin() -> Wizard:
        trial.window.bringing_in.take(files)
        trial.until(lambda: bool(_visible(trial.window, Wizard)), what)
        [wizard] = _visible(trial.window, Wizard)
        wizard.background.working.connect(trial._watch)
        for job in wizard.background._jobs:
            trial._watch(job)
        return wizard  # type: ignore[no-any-return]

    def on(wizard: Wizard, doing: str) -> bool:
        """Press the button that goes on, and wait; return whether the wizard is still there."""
        if not trial.until(lambda: not wizard.is_working, doing):
            trial.trouble(f"{what}: {doing} does not end")
        print(f"    step {wizard.step.key}: {wizard.told.text()[:150]!r}")
        lacking = wizard.step.stands_in_the_way()
        if lacking:
            trial.trouble(f"{what} at {wizard.step.key}: {lacking}")
            return False
        assert trial._dog is not None
        with trial._dog.turn(f"{doing}: goes on"):
            wizard.go.click()
        trial.until(lambda: not _alive(wizard) or not wizard.is_working, doing)
        trial.until(lambda: False, f"{doing}: shown", 0.5)
        return _alive(wizard)

    with trial.watched(what):
        wizard = begin()
        for number in range(8):
            if not on(wizard, f"{what} {number}"):
                break
        trial.close_dialogs()
        trial.rest(f"{what} shown")
    total = {one.key: one.ended_s for one in trial.jobs}
    print(f"    edits: {trial.session.project.last_line if trial.session.project else None}")
    with trial.watched(f"undo {what}"):
        assert trial._dog is not None
        with trial._dog.turn("undo"):
            trial.session.undo()
        trial.rest("undone")
    if stops:
        _stop_wizard(trial, stops, what, begin, total)


def _stop_wizard(trial: Trial, stops: int, what: str, begin: Callable[[], Wizard], total: dict[str, float]) -> None:
    """Stop each work of a wizard at several moments, and go on to the next one."""
    wizard = begin()
    trial.rest()
    before = {**trial.left(), "threads": 0}
    for _ in range(8):
        if not _alive(wizard):
            break
        trial.until(lambda: not wizard.is_working, what)
        key = ""
        for number in range(stops):
            trial.jobs.clear()
            wizard.go.click()
            if not _alive(wizard) or not trial.jobs:
                break
            job = trial.jobs[-1]
            key, at = job.key, spread(total.get(job.key, 1.0), stops)[number]
            trial.until(lambda job=job, at=at: job.now >= at or job.ended_s > 0, what)  # type: ignore[misc]
            if job.ended_s:
                print(f"  {what} {key}: over before {at:.1f} s")
                break
            asked = time.perf_counter()
            wizard.leave.click()
            trial.until(lambda: not _alive(wizard) or not wizard.is_working, what)
            took = time.perf_counter() - asked
            slow = "  SLOW" if took > 2 else ""
            print(f"  {what} {key}: stop at {at:6.1f} s ended it in {took:5.2f} s{slow}")
            left = {**trial.left(), "threads": 0}
            if left != before:
                trial.trouble(f"{what} {key}: LEFT { {n: (before[n], left[n]) for n in left if left[n] != before[n]} }")
            sys.stdout.flush()
        else:
            trial.jobs.clear()
            wizard.go.click()
            trial.until(lambda: not _alive(wizard) or not wizard.is_working, what)
        if key.startswith("job-storing"):
            break
    trial.close_dialogs()
    trial.rest()


def _alive(wizard: Any) -> bool:
    import shiboken6

    return shiboken6.isValid(wizard) and wizard.isVisible()


def run(trial: Trial, name: str, stops: int) -> None:
    """Try one work."""
    match name:
        case "open":
            open_(trial, stops)
        case "check":
            check(trial, stops)
        case "mend":
            mend(trial, stops)
        case "page":
            _export(trial, stops, "page", "pdf")
        case "web":
            _export(trial, stops, "web", "html")
        case "workbook":
            _asked(trial, stops, "workbook", "export-workbook", "job-exporting", "book.xlsx")
        case "geodata":
            _asked(trial, stops, "geodata", "export-workbook", "job-exporting", "book.gpkg")
        case "copy":
            _asked(trial, stops, "copy", "save-copy", "job-saving-copy", "copy.gpkg")
        case "boundaries":
            _wizard(trial, stops, "boundaries", [trial.boundaries])
        case "buildings":
            _wizard(trial, stops, "buildings", [trial.buildings])


def main() -> int:
    """Try what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_work", description=__doc__)
    parser.add_argument("--size", choices=("town", "city", "province"), default="city")
    parser.add_argument("--only", action="append", choices=WORKS)
    parser.add_argument("--stops", type=int, default=4)
    parser.add_argument("--folder", type=Path, default=Path("build/long_work"))
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.look.fonts import qt_application
    from ui.session.cycles import CycleSearch

    app = qt_application()
    app.setQuitOnLastWindowClosed(False)
    CycleSearch(app)
    project, boundaries, buildings = inputs(chosen.folder, chosen.size)
    folder = Path(tempfile.mkdtemp(prefix="gridmap-long-work-"))
    shutil.copy(project, folder / "p.gpkg")
    trial = Trial(folder, chosen.size, folder / "p.gpkg", boundaries, buildings)
    works = chosen.only or list(WORKS)
    if "open" not in works:
        works.insert(0, "open")
    for name in works:
        run(trial, name, chosen.stops if not chosen.only or name in chosen.only else 0)
    trial.window.close()
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(trial.troubles)} troubles, {resident_mb():.0f} MB")
    return 1 if trial.troubles else 0


def inputs(folder: Path, size: str) -> tuple[Path, Path, Path]:
    """Make what is tried, if it is not there: a project with defects, its grids as shapefiles, a list of buildings."""
    from benchmarks.lists import building_rows
    from gridmap.project.project import Project
    from sample_data.defects import plant
    from sample_data.make import make_plan
    from ui.outputs.ledger.geodata import export_geodata

    folder.mkdir(parents=True, exist_ok=True)
    project, boundaries, buildings = folder / f"{size}.gpkg", folder / f"{size}.shp", folder / f"{size}.csv"
    if not project.exists():
        plan, _ = plant(make_plan(size, 2020), 2020, 3 if size == "town" else 12)
        Project.create(project, plan).close()
    lowest = folder / f"{size}_comprehensive.shp"
    if not lowest.exists() or not buildings.exists():
        with Project.open(project) as opened:
            export_geodata(opened.plan, boundaries)
            with buildings.open("w", encoding="gb18030", newline="") as out:
                csv.writer(out).writerows(building_rows(opened.plan, BUILDINGS))
    return project, lowest, buildings


if __name__ == "__main__":
    sys.exit(main())
