"""Picture the running window for docs/images: town and city, Chinese and English, light and dark, laptop and 4K.

``python -m tools.screenshots`` makes the sample projects, opens each in the real window without a screen, does what a
user would do, and writes what the window shows. A process has one scale of the screen, so each scale runs in its own.
The pictures have 256 colours, which is enough for flat surfaces and takes a third of the room.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tools.office_files import boundaries_only, write_grids, write_next_months_list, write_office

if TYPE_CHECKING:
    from PIL import Image
    from PySide6.QtWidgets import QWidget

    from ui.window.main_window import MainWindow
    from ui.wizards.frame import Wizard
    from ui.wizards.rosters.wizard import RosterWizard
    from ui.words.messages import Language

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
LAPTOP: Final = (1366, 768)
DESK: Final = (1920, 1080)
"""In the window's own units; at twice the scale this is a screen of 3840 by 2160."""
_NAMES: Final = {"town": "大新镇.gpkg", "city": "张家港市.gpkg", "mended": "大新镇.gpkg"}
_OFFICE: Final = "大新镇"
"""The folder of the files that make the first map."""
_WAIT_S: Final = 120.0
_EXACT: Final = 224
"""So many of the 256 colours of a picture are those that most dots have."""


@dataclass(frozen=True)
class Shot:
    """One picture: of which sample, in which language and appearance, and what is done before."""

    name: str
    sample: str
    language: Language
    look: str
    act: Callable[[MainWindow], QWidget]
    scale: int = 1
    theme: str = "boundaries"


# ---- what is done ----------------------------------------------------------------------------------------------------


def a_gap_and_who_answers(window: MainWindow) -> QWidget:
    """Find a gap, go there, and ask a grid beside it who answers for it."""
    _look_at_a_gap(window)
    return window


def the_state_of_all(window: MainWindow) -> QWidget:
    """Show the whole, with the dashboard."""
    _settle(window)
    window.docks["dashboard"].raise_()
    window.canvas.fit()
    _settle(window)
    return window


def everything_at_once(window: MainWindow) -> QWidget:
    """On a large screen details and dashboard have room side by side."""
    from PySide6.QtCore import Qt

    _settle(window)
    right = Qt.DockWidgetArea.RightDockWidgetArea
    window.removeDockWidget(window.docks["dashboard"])
    window.addDockWidget(right, window.docks["dashboard"], Qt.Orientation.Horizontal)
    window.docks["dashboard"].show()
    window.resizeDocks([window.docks["inspector"], window.docks["dashboard"]], [330, 330], Qt.Orientation.Horizontal)
    window.resizeDocks([window.docks["findings"]], [300], Qt.Orientation.Vertical)
    _look_at_a_gap(window)
    return window


def layers_and_history(window: MainWindow) -> QWidget:
    """Give the gap to a neighbour, rename a grid, take that back, and show the history."""
    from gridmap.edits import SetAttributes
    from gridmap.mending import offers

    _look_at_a_gap(window)
    session = window.session
    assert session.finding is not None
    for offer in offers(session.plan, session.finding):
        if offer.edit is not None and session.perform(offer.edit):
            break
    session.perform(SetAttributes("grids", session.selection[:1], {"name": "示范网格"}))
    session.undo()
    window.docks["history"].raise_()
    _settle(window)
    return window


def the_layers(window: MainWindow) -> QWidget:
    """Show what the map is made of."""
    window.docks["layers"].raise_()
    _settle(window)
    return window


def the_export(window: MainWindow) -> QWidget:
    """Ask how the map shall be exported."""
    from ui.dialogs.export import ExportDialog

    _settle(window)
    window.files.export_map()
    [dialog] = window.findChildren(ExportDialog)
    _wait(lambda: not dialog.preview.pixmap().isNull())
    return dialog


def the_search(window: MainWindow) -> QWidget:
    """Look for something by its initials."""
    _settle(window)
    window.search_everything.ask()
    _settle(window)
    window.search_everything.field.setText("yst")
    return window.search_everything


VILLAGE: Final = "320582107201"
"""The village that is divided anew."""


def the_plans(window: MainWindow) -> QWidget:
    """Ask for new grids of a village: plans side by side."""
    from ui.dialogs.divide import DivideDialog

    _select(window, VILLAGE)
    window.drafts.divide()
    [dialog] = window.findChildren(DivideDialog)
    _wait(lambda: bool(dialog.proposals))
    _settle(window)
    return _over(window, dialog)


def the_plan_as_a_draft(window: MainWindow) -> QWidget:
    """Keep the first plan as a draft, and look at it beside the project."""
    from ui.dialogs.divide import DivideDialog

    _select(window, VILLAGE)
    window.drafts.divide()
    [dialog] = window.findChildren(DivideDialog)
    _wait(lambda: bool(dialog.proposals))
    dialog.draft.click()
    _wait(lambda: window.desk.drafting.mark is not None)
    _settle(window)
    _select(window, VILLAGE)
    return window


def all_villages(window: MainWindow) -> QWidget:
    """Ask for new grids of all villages of a town."""
    from ui.dialogs.divide_many import DivideManyDialog

    _select(window, VILLAGE[:9])
    window.drafts.divide()
    [dialog] = window.findChildren(DivideManyDialog)
    _wait(dialog.carry_out.isEnabled)
    _settle(window)
    return _over(window, dialog)


def _select(window: MainWindow, code: str) -> None:
    _settle(window)
    session = window.session
    [grid] = session.plan.ids_with_codes([code]).tolist()
    session.select([grid])
    session.show(session.plan.shape(grid).buffer(150))
    _settle(window)


def the_files_of_lists(window: MainWindow) -> QWidget:
    """Drop the list of next month on the window."""
    return _lists(window, 0)


def the_columns_of_lists(window: MainWindow) -> QWidget:
    """See what its columns are taken for."""
    return _lists(window, 1)


def the_outcome_of_lists(window: MainWindow) -> QWidget:
    """See what would come of it, and look at a row that stays out."""
    wizard = _lists(window, 2)
    wizard.rows.table.selectRow(0)
    return wizard


def _lists(window: MainWindow, steps: int) -> RosterWizard:
    from ui.wizards.rosters.wizard import open_lists

    _settle(window)
    assert window.session.project is not None
    file = write_next_months_list(
        window, window.session.project.path.with_name(window.words("roster-form-title-workers"))
    )
    wizard = open_lists(window.desk, window.words, window.settings, [file], window)
    wizard.resize(1080, 620)
    _wait(lambda: not wizard.is_working)
    wizard.files.is_dated.setChecked(True)
    for _ in range(steps):
        wizard.go_on()
        _wait(lambda: not wizard.is_working)
    return wizard


def the_start(window: MainWindow) -> QWidget:
    """Show what stands there before a project is open."""
    window.session.close()
    return window


def the_files(window: MainWindow) -> QWidget:
    """Drop the files of an office on the start page."""
    return _new_project(window, "files")


def the_place(window: MainWindow) -> QWidget:
    """Say what the project is called, where its file goes and where it lies."""
    from ui.wizards.beginning.place_step import PlaceStep

    wizard = _wizard(window, "place")
    assert isinstance(wizard.step, PlaceStep)
    wizard.step.file.blockSignals(True)
    wizard.step.file.setText(rf"D:\网格\{_OFFICE}\{_OFFICE}.gpkg")  # as on the machine of an office
    return _over(window, wizard)


def the_columns(window: MainWindow) -> QWidget:
    """See what the columns of the grids were taken for."""
    return _new_project(window, "columns")


def the_outcome(window: MainWindow) -> QWidget:
    """See what would come in, before it is stored."""
    return _new_project(window, "outcome")


def the_first_map(window: MainWindow) -> QWidget:
    """Store it: the map, the hierarchy and what the check finds."""
    wizard = _wizard(window, "outcome")
    wizard.go_on()
    _wait(lambda: window.session.project is not None and window.session.findings is not None)
    _settle(window)
    window.canvas.fit()
    _settle(window)
    return window


def the_shift(window: MainWindow) -> QWidget:
    """Bring the grids in again from a web map: the wizard notices where they lie, and asks."""
    from gridmap.project.project import Project

    folder = window.session.project.path.parent if window.session.project is not None else FOLDER
    path = folder / f"{_OFFICE}网格.gpkg"
    Project.create(path, boundaries_only()).close()
    window.open_project(path)
    _wait(lambda: window.session.project is not None and window.session.project.path == path)
    _settle(window)
    window.bringing_in.take([write_grids(folder / "高德导出.geojson", shifted=True)])
    return _over(window, _walked(window, "outcome"))


def _new_project(window: MainWindow, step: str) -> QWidget:
    return _over(window, _wizard(window, step))


def _wizard(window: MainWindow, step: str) -> Wizard:
    """Drop the files of an office on the start page, and go to a step of the wizard."""
    assert window.session.project is not None
    folder = window.session.project.path.parent / _OFFICE
    window.session.close()
    window.bringing_in.take(write_office(folder))
    return _walked(window, step)


def _walked(window: MainWindow, step: str) -> Wizard:
    """Go to a step of the wizard that is open."""
    from PySide6.QtWidgets import QApplication

    from ui.wizards.boundaries.columns_step import ColumnsStep
    from ui.wizards.boundaries.outcome_step import OutcomeStep
    from ui.wizards.frame import SIZE, Wizard

    [wizard] = [one for one in window.findChildren(Wizard) if one.isVisible()]
    wizard.resize(SIZE.boundedTo(window.size() - wizard.size() * 0.03))
    _wait(lambda: not wizard.is_working)
    while wizard.step.key != step:
        assert wizard.go.isEnabled(), wizard.told.text()
        wizard.go_on()
        _wait(lambda: not wizard.is_working)
    shown = wizard.step
    if isinstance(shown, ColumnsStep):
        shown.file.setFocus()  # as whoever chooses a file there does
        shown.file.setCurrentIndex(shown.file.count() - 1)
    if isinstance(shown, OutcomeStep):
        _wait(lambda: not shown.map.is_busy)
    until = time.monotonic() + 0.5
    _wait(lambda: time.monotonic() > until)
    QApplication.processEvents()
    return wizard


def _over(window: MainWindow, dialog: QWidget) -> QWidget:
    """Return a picture of the window with a dialog in its middle, as a user sees both."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QLabel

    shot = window.grab()
    painter = QPainter(shot)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 60))
    place = QRect(dialog.rect())
    place.moveCenter(window.rect().center())
    painter.fillRect(place.adjusted(-1, -1, 1, 1), Qt.GlobalColor.gray)
    painter.drawPixmap(place.topLeft(), dialog.grab())
    painter.end()
    dialog.close()
    label = QLabel()
    label.setPixmap(shot)
    label.resize(window.size())
    return label


def _look_at_a_gap(window: MainWindow) -> None:
    import shapely

    from gridmap.people.staffing import workers_of

    session = window.session
    _settle(window)
    plan, findings = session.plan, session.findings
    assert findings is not None
    gaps = [finding for finding in findings.open if finding.rule == "gap" and finding.where is not None]
    gap = next(finding for finding in gaps if finding.where.area < 500_000)
    session.look_at(gap)
    lowest = np.flatnonzero((plan.ranks == plan.ranks.max()) & plan.has_shape)
    near = lowest[np.argsort(shapely.distance(plan.all_shapes[lowest], gap.where), kind="stable")]
    grid = next(int(plan.ids[at]) for at in near if len(workers_of(plan, int(plan.ids[at]))))
    session.select([grid])
    session.show(gap.where.buffer(900))
    _settle(window)


SHOTS: Final = (
    Shot("city-zh-light", "city", "zh", "light", a_gap_and_who_answers),
    Shot("city-zh-dark", "city", "zh", "dark", the_state_of_all, theme="branches"),
    Shot("city-en-light", "city", "en", "light", the_state_of_all, theme="staffing"),
    Shot("city-en-dark", "city", "en", "dark", a_gap_and_who_answers, theme="gaps"),
    Shot("town-zh-light", "town", "zh", "light", layers_and_history),
    Shot("town-zh-dark", "town", "zh", "dark", the_layers, theme="workload"),
    Shot("town-en-light", "town", "en", "light", the_layers, theme="workload"),
    Shot("town-en-dark", "town", "en", "dark", layers_and_history),
    Shot("city-zh-light-4k", "city", "zh", "light", everything_at_once, 2, "staffing"),
    Shot("city-en-dark-4k", "city", "en", "dark", everything_at_once, 2),
    Shot("town-en-light-4k", "town", "en", "light", everything_at_once, 2),
    Shot("town-zh-dark-4k", "town", "zh", "dark", everything_at_once, 2, "branches"),
    Shot("export-zh", "city", "zh", "light", the_export),
    Shot("export-en", "city", "en", "light", the_export),
    Shot("search-zh", "city", "zh", "light", the_search),
    Shot("search-en", "city", "en", "light", the_search),
    *(
        Shot(f"lists-{step}-{language}", "town", language, "light", act)
        for step, act in (
            ("files", the_files_of_lists),
            ("columns", the_columns_of_lists),
            ("outcome", the_outcome_of_lists),
        )
        for language in ("zh", "en")
    ),
    *(
        Shot(f"divide-{name}-{language}", "mended", language, "light", act)
        for language in ("zh", "en")
        for name, act in (("plans", the_plans), ("draft", the_plan_as_a_draft), ("many", all_villages))
    ),
    Shot("start-zh", "town", "zh", "light", the_start),
    Shot("start-en", "town", "en", "light", the_start),
    *(
        Shot(f"first-{name}-{language}", "town", language, "light", act)
        for language in ("zh", "en")
        for name, act in (
            ("files", the_files),
            ("place", the_place),
            ("columns", the_columns),
            ("outcome", the_outcome),
            ("shift", the_shift),
            ("map", the_first_map),
        )
    ),
)


# ---- the window ------------------------------------------------------------------------------------------------------


def _wait(there: Callable[[], bool]) -> None:
    """Let the window work until something is there."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    until = time.monotonic() + _WAIT_S
    while not there():
        if time.monotonic() > until:
            raise TimeoutError("the window does not get ready")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _settle(window: MainWindow) -> None:
    """Wait until everything is worked out and painted, and for half a second nothing new has begun."""
    quiet = time.monotonic()

    def still() -> bool:
        nonlocal quiet
        session = window.session
        busy = session.is_working or window.canvas.is_busy or (session.project is not None and session.findings is None)
        if busy:
            quiet = time.monotonic()
        return time.monotonic() - quiet > 0.5

    _wait(still)


@contextmanager
def _opened(shot: Shot, samples: Path) -> Iterator[MainWindow]:
    from PySide6.QtWidgets import QApplication

    from ui.look.words import Words
    from ui.session.settings import Settings
    from ui.window.main_window import MainWindow

    with tempfile.TemporaryDirectory(prefix="gridmap-") as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.appearance, settings.language, settings.theme = shot.look, shot.language, shot.theme
        window = MainWindow(settings, Words(shot.language))
        window.resize(*(LAPTOP if shot.scale == 1 else DESK))
        window.show()
        os.environ["HOME"] = folder  # no path of this machine is in a picture
        project = Path(folder) / "GridMap" / _NAMES[shot.sample]
        project.parent.mkdir()
        project.write_bytes((samples / f"{shot.sample}.gpkg").read_bytes())
        window.open_project(project)
        _wait(lambda: window.session.findings is not None)
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            QApplication.processEvents()


def take(shot: Shot, samples: Path) -> Path:
    """Take a picture and return its file."""
    from PIL import Image

    with _opened(shot, samples) as window:
        widget = shot.act(window)
        _settle(window)
        file = FOLDER / f"window-{shot.name}.png"
        widget.grab().save(str(file))
        if widget is not window:
            widget.close()
    with Image.open(file) as picture:
        few = _in_few_colours(picture.convert("RGB"))
    few.save(file, optimize=True)
    return file


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in 256 colours: those of surfaces as they are, those of soft edges as near as may be."""
    from PIL import Image

    dots = np.asarray(picture)
    numbers = dots.reshape(-1, 3).astype(np.int64) @ np.array([65536, 256, 1])
    known, which, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    colours = np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1)
    counts[np.isin(known, [int(colour[1:], 16) for colour in _own_colours()])] += (
        numbers.size
    )  # dots of few pixels, too
    order = np.argsort(-counts, kind="stable")
    often, rare = order[:_EXACT], order[_EXACT:]
    chosen = colours[often]
    if len(rare):  # each of them once, so that a small mark in a colour of its own keeps it
        edges = Image.fromarray(colours[rare].astype(np.uint8)[None], "RGB")
        few = edges.quantize(256 - _EXACT, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
        chosen = np.concatenate([chosen, np.array(few).reshape(-1, 3)])[:256]
    place = np.empty(len(colours), dtype=np.uint8)
    for start in range(0, len(colours), 4096):
        part = colours[start : start + 4096]
        place[start : start + 4096] = ((part[:, None] - chosen[None]) ** 2).sum(axis=2).argmin(axis=1)
    result = Image.fromarray(place[which].reshape(dots.shape[:2]), "P")
    result.putpalette(chosen.ravel().tolist())
    return result


def _own_colours() -> list[str]:
    """Return the colours of the window, those of errors and warnings among them."""
    from dataclasses import asdict

    from ui.look.appearance import APPEARANCES

    return [colour for look in APPEARANCES.values() for colour in asdict(look).values() if colour.startswith("#")]


def make_samples(folder: Path) -> None:
    """Make the sample town and city, with faults to find, and a town that has none."""
    from gridmap.project.project import Project
    from sample_data.defects import plant
    from sample_data.make import make_plan

    for size, each in (("town", 3), ("city", 12)):
        Project.create(folder / f"{size}.gpkg", plant(make_plan(size, 2020), 2020, each)[0]).close()
    Project.create(folder / "mended.gpkg", make_plan("town", 2020)).close()


def main() -> int:
    """Take all pictures, or those whose names have a text; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="TEXT", help="pictures whose names have this text")
    parser.add_argument("--scale", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--samples", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    wanted = [shot for shot in SHOTS if asked.only in shot.name]
    if asked.scale:
        from PySide6.QtWidgets import QApplication

        app = QApplication([sys.argv[0]])
        for shot in wanted:
            if shot.scale == asked.scale:
                file = take(shot, asked.samples)
                print(f"{file.relative_to(FOLDER.parents[1])}  {file.stat().st_size / 1e3:,.0f} kB", flush=True)
        app.quit()
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gridmap-") as folder:
        make_samples(Path(folder))
        for scale in sorted({shot.scale for shot in wanted}):
            surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
            surroundings["LOGNAME"] = "wangmin"  # whose name the history has
            words = ["--only", asked.only, "--scale", str(scale), "--samples", folder]
            line = [sys.executable, "-m", "tools.screenshots", *words]
            code = subprocess.run(line, env=surroundings, cwd=FOLDER.parents[1], check=False).returncode
            if code:
                return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
