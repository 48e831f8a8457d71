"""Make the pictures of the guide: the real window does each of the ten jobs, without a screen, in both languages.

    python -m tools.guide_pictures [FOLDER]

Mouse and keys are those that the guide names. The pictures go into ``docs/images/guide`` as ``JOB-zh.png`` and
``JOB-en.png``; what they show is the sample town with a gap planted.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gridmap.checks import Finding
from gridmap.ground.placement import building_points
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from sample_data.make import make_plan
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.link_branch import LinkBranchDialog
from ui.look.words import Words
from ui.panels.findings import FindingsPanel
from ui.session.drafting import Drafting
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH, Language

FOLDER: Final = Path("docs/images/guide")
SIZE: Final = (1366, 768)
GRID: Final = "320582107001008"
"""The grid that the jobs are done to: in the middle of the town, with homes."""

WITH_GAP: Final = "320582107002001"
"""The grid that lacks some ground."""

DRAG: Final = QPoint(-4, -34)
"""How far the border is dragged, pixels."""

_LEFT: Final = Qt.MouseButton.LeftButton
_NONE: Final = Qt.KeyboardModifier.NoModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_FREQUENT: Final = 208
_LONGEST_S: Final = 120.0


class Stage:
    """The window with the sample town, and a hand that does what the guide says.

    Parameters
    ----------
    folder : Path
        For the project; nothing of it is kept.
    language : "zh" or "en"
    """

    def __init__(self, town: Path, folder: Path, language: Language) -> None:
        self.path = folder / "town.gpkg"
        shutil.copy(town, self.path)
        settings = Settings(folder / "settings.ini")
        settings.language = language
        self.window = MainWindow(settings, Words(language))
        self.window.resize(*SIZE)
        self.window.show()
        self.session, self.canvas = self.window.session, self.window.canvas
        self.window.open_project(self.path)
        self.until(lambda: self.session.findings is not None)
        self.settle()

    # ---- waiting -----------------------------------------------------------------------------------------------------

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        begun = time.monotonic()
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if time.monotonic() - begun > _LONGEST_S:
                raise TimeoutError("the window does not come to rest")

    def settle(self) -> None:
        """Wait until everything is worked out and drawn."""
        for _ in range(3):
            self.until(
                lambda: (
                    not self.session.is_working and not self.canvas.is_busy and not self.window.desk.editing.is_waiting
                )
            )
            QTest.qWait(120)

    # ---- places ------------------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self.session.plan

    @property
    def grid(self) -> int:
        """Id of :data:`GRID`."""
        return int(self.plan.ids_with_codes([GRID])[0])

    def neighbour(self) -> int:
        """Return the comprehensive grid of the same village with the longest border with :data:`GRID`."""
        plan = self.plan
        kin = [
            g for g in plan.siblings(self.grid).tolist() if g != self.grid and plan.value(g, "kind") == "comprehensive"
        ]
        border = shapely.boundary(plan.shape(self.grid))
        return max(kin, key=lambda other: border.intersection(plan.shape(other)).length)

    def shared_with(self, other: int) -> shapely.Geometry:
        """Return the border of :data:`GRID` with another grid, as one line where it is one."""
        return shapely.line_merge(shapely.intersection(*self.plan.shapes([self.grid, other])))

    def look(self, shape: shapely.Geometry, share: float = 0.55) -> None:
        """Show a shape."""
        self.canvas.zoom_to(shape, share)
        self.settle()

    def pixel(self, x: float, y: float) -> QPoint:
        """Return where a place is on the canvas."""
        px, py = self.canvas.view.to_screen(x, y)
        return QPoint(round(px), round(py))

    def inner(self, grid: int) -> QPoint:
        """Return a pixel inside a grid."""
        return self.pixel(*shapely.get_coordinates(shapely.point_on_surface(self.plan.shape(grid)))[0])

    # ---- the hand ----------------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key in the window."""
        self.window.activateWindow()
        QTest.keyClick(self.window, key, modifier)

    def take(self, key: str) -> None:
        """Take a tool, with room for the map and its panel in front."""
        self.window.docks["findings"].hide()
        self.window.docks["editing"].raise_()
        self.window.actions_by_key[f"tool-{key}"].trigger()
        self.settle()

    def click(self, at: QPoint, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Click on the map."""
        QTest.mouseMove(self.canvas, at)
        QTest.mouseClick(self.canvas, _LEFT, modifier, at)
        self.settle()

    def draw(self, *places: QPoint) -> None:
        """Click point by point and end with a double click."""
        for place in places[:-1]:
            QTest.mouseMove(self.canvas, place)
            QTest.mouseClick(self.canvas, _LEFT, _NONE, place)
            QTest.qWait(60)
        QTest.mouseMove(self.canvas, places[-1])
        QTest.mouseClick(self.canvas, _LEFT, _NONE, places[-1])
        QTest.mouseDClick(self.canvas, _LEFT, _NONE, places[-1])
        self.settle()

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, drag and keep the button down."""
        QTest.mouseMove(self.canvas, start)
        QTest.mousePress(self.canvas, _LEFT, _ALT, start)
        for step in range(1, 9):
            self._move(start + (end - start) * (step / 8))
            QTest.qWait(30)
        self.settle()

    def _move(self, at: QPoint) -> None:
        """Move the pointer with the button down and Alt held, so that it snaps to nothing."""
        place = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(self.canvas.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            _LEFT,
            _ALT,
        )
        QApplication.sendEvent(self.canvas, event)

    def let_go(self, at: QPoint) -> None:
        """Let the button go."""
        QTest.mouseRelease(self.canvas, _LEFT, _ALT, at)
        self.settle()

    # ---- pictures ----------------------------------------------------------------------------------------------------

    def picture(self, *over: QWidget) -> QImage:
        """Return a picture of the window with dialogs or menus over it, each in the middle unless it has a place."""
        image = self.window.grab().toImage()
        painter = QPainter(image)
        for widget in over:
            shown = widget.grab()
            place = QRect(0, 0, widget.width(), widget.height())
            if isinstance(widget, QDialog):
                place.moveCenter(QRect(0, 0, *SIZE).center())
            else:
                place.moveTopLeft(self.window.mapFromGlobal(widget.pos()))
            painter.fillRect(place.adjusted(-1, -1, 1, 1), Qt.GlobalColor.gray)
            painter.drawPixmap(place.topLeft(), shown)
        painter.end()
        return image

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def in_few_colours(image: QImage) -> QImage:
    """Return a picture in 256 of its colours: a third of the size on the disk, and the same to the eye.

    They are the most frequent ones, and then those that are furthest from all of them: a dot of ten pixels in a colour
    of its own keeps it.
    """
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    colours, which, count = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = ((colours[:, None] >> np.array([16, 8, 0], np.uint32)) & 255).astype(np.int16)
    chosen = np.argsort(-count, kind="stable")[:_FREQUENT]
    furthest = np.abs(parts[:, None, :] - parts[chosen]).sum(axis=2).min(axis=1)
    for _ in range(256 - _FREQUENT):
        far = int(furthest.argmax())
        chosen = np.append(chosen, far)
        furthest = np.minimum(furthest, np.abs(parts - parts[far]).sum(axis=1))
    distance = np.abs(parts[:, None, :] - parts[chosen]).sum(axis=2)
    indices = np.ascontiguousarray(distance.argmin(axis=1).astype(np.uint8)[which.reshape(pixels.shape)])
    height, width = indices.shape
    result = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8).copy()
    result.setColorTable((colours[chosen] | 0xFF000000).tolist())
    return result


Job = Callable[[Stage], QImage]


def with_a_gap(plan: Plan) -> Plan:
    """Return a plan in which a grid lacks some ground on its border, with the homes there."""
    grid = int(plan.ids_with_codes([WITH_GAP])[0])
    shape = plan.shapes([grid])[0]
    homes = shapely.intersection(shape, shapely.points(shapely.get_coordinates(building_points(plan))))
    homes = homes[~shapely.is_empty(homes)]
    edge = shapely.boundary(shape)
    home = homes[int(shapely.distance(edge, homes).argmin())]
    hole = shapely.buffer(shapely.line_interpolate_point(edge, shapely.line_locate_point(edge, home)), 75, quad_segs=3)
    rows = edited_rows(plan, "grids", [grid], geometry=[shapely.difference(shape, hole)])
    return plan.apply(change_of(plan, "gap", put={"grids": rows}))


# ---- the jobs --------------------------------------------------------------------------------------------------------


def opening(stage: Stage) -> QImage:
    """Open a project: the map, the hierarchy, the findings."""
    stage.look(stage.plan.shape(int(stage.plan.ids[0])), 0.9)
    return stage.picture()


def gap(stage: Stage) -> QImage:
    """Find a gap, and look at what mends it."""
    panel = stage.window.panels["findings"]
    assert isinstance(panel, FindingsPanel)
    panel.rule.setCurrentIndex(panel.rule.findData("gap"))
    stage.press(Qt.Key.Key_F8)
    stage.settle()
    finding = stage.session.finding
    assert isinstance(finding, Finding)
    assert finding.rule == "gap"
    menu = panel.mend.menu()
    menu.popup(panel.mend.mapToGlobal(QPoint(0, 0)))
    stage.settle()
    menu.move(panel.mend.mapToGlobal(QPoint(panel.mend.width() - menu.width(), -menu.height())))
    image = stage.picture(menu)
    menu.close()
    return image


def border(stage: Stage) -> QImage:
    """Drag the border between two grids, with the figures before and after beside the pointer."""
    other = stage.neighbour()
    shared = stage.shared_with(other)
    stage.take("move-border")
    stage.look(shapely.union_all(stage.plan.shapes([stage.grid, other])), 0.8)
    middle = shapely.line_interpolate_point(shared, 0.45, normalized=True)
    start = stage.pixel(middle.x, middle.y)
    stage.drag(start, start + DRAG)
    image = stage.picture()
    stage.press(Qt.Key.Key_Escape)
    stage.let_go(start + DRAG)
    return image


def split(stage: Stage) -> QImage:
    """Split a grid along a line that is drawn across it."""
    shape = stage.plan.shape(stage.grid)
    stage.take("split")
    stage.look(shape, 0.7)
    west, _, east, _ = shapely.bounds(shape).tolist()
    y = shapely.point_on_surface(shape).y
    stage.draw(stage.pixel(west - 5, y - 10), stage.pixel((west + east) / 2, y + 10), stage.pixel(east + 5, y))
    return stage.picture()


def merge(stage: Stage) -> QImage:
    """Merge two grids that are clicked one after the other."""
    other = stage.neighbour()
    stage.take("merge")
    stage.look(shapely.union_all(stage.plan.shapes([stage.grid, other])), 0.7)
    stage.click(stage.inner(stage.grid))
    stage.click(stage.inner(other))
    return stage.picture()


def carve(stage: Stage) -> QImage:
    """Carve a dedicated grid out of a comprehensive one by drawing around it."""
    shape = stage.plan.shape(stage.grid)
    stage.take("carve")
    stage.look(shape, 0.7)
    inner = shapely.point_on_surface(shape)
    x, y, half = inner.x, inner.y, 45.0
    corners = [(x - half, y - half), (x - half, y + half), (x + half, y + half), (x + half, y - half)]
    stage.draw(*(stage.pixel(*corner) for corner in corners))
    stage.window.desk.editing.choose("name", "东门小学")
    stage.settle()
    return stage.picture()


def assign(stage: Stage) -> QImage:
    """Assign a worker in the details of a grid."""
    stage.look(stage.plan.shape(stage.grid))
    stage.session.select([stage.grid])
    stage.window.docks["inspector"].raise_()
    dialog = AssignWorkerDialog(stage.session, stage.window.words, stage.grid, stage.window)
    dialog.open()
    stage.settle()
    return _and_closed(stage, dialog)


def link(stage: Stage) -> QImage:
    """Link a party branch in the details of a grid."""
    stage.look(stage.plan.shape(stage.grid))
    stage.session.select([stage.grid])
    stage.window.docks["inspector"].raise_()
    dialog = LinkBranchDialog(stage.session, stage.window.words, stage.grid, stage.window)
    dialog.open()
    stage.settle()
    return _and_closed(stage, dialog)


def plan(stage: Stage) -> QImage:
    """Try a plan: in a draft ground is given away, and the draft compared with the division in force."""
    drafting: Drafting = stage.window.desk.drafting
    drafting.begin(stage.window.words("draft-number", number=1))
    stage.until(lambda: drafting.mark is not None)
    stage.settle()
    other = stage.neighbour()
    stage.take("move-border")
    stage.look(shapely.union_all(stage.plan.shapes([stage.grid, other])), 0.7)
    shared = stage.shared_with(other)
    middle = shapely.line_interpolate_point(shared, 0.45, normalized=True)
    start = stage.pixel(middle.x, middle.y)
    stage.drag(start, start + DRAG)
    stage.let_go(start + DRAG)
    stage.take("pan")
    stage.window.docks["findings"].show()
    stage.window.docks["inspector"].raise_()
    stage.session.select([stage.grid])
    stage.window.actions_by_key["compare-draft"].trigger()
    stage.until(lambda: drafting.comparison is not None)
    assert drafting.comparison is not None
    stage.look(drafting.comparison.ground.geometry.union_all(), 0.5)
    stage.window.resizeDocks([stage.window.docks["comparison"]], [230], Qt.Orientation.Vertical)
    stage.settle()
    return stage.picture()


def export(stage: Stage) -> QImage:
    """Export the map: the dialog with its preview."""
    stage.look(stage.plan.shape(int(stage.plan.ids[0])), 0.9)
    stage.window.actions_by_key["export-map"].trigger()
    dialog = next(widget for widget in stage.window.findChildren(QDialog) if widget.isVisible())
    QTest.qWait(1500)
    stage.settle()
    return _and_closed(stage, dialog)


def _and_closed(stage: Stage, dialog: QDialog) -> QImage:
    image = stage.picture(dialog)
    dialog.close()
    stage.settle()
    return image


JOBS: Final[dict[str, Job]] = {
    "01-open": opening,
    "02-gap": gap,
    "03-border": border,
    "04-split": split,
    "05-merge": merge,
    "06-carve": carve,
    "07-assign": assign,
    "08-link": link,
    "09-plan": plan,
    "10-export": export,
}
"""All jobs of the guide, by the name of their picture."""


def make_pictures(folder: Path, sample: Plan, jobs: Mapping[str, Job], only: tuple[str, ...] = ()) -> list[Path]:
    """Make the pictures of all jobs, or of some, in both languages and return where they are.

    Parameters
    ----------
    folder : Path
    sample : Plan
        What the window shows before each job.
    jobs : mapping of str to Job
        By the names of the pictures.
    only : tuple of str
        Names; all if there are none.
    """
    app = QApplication.instance() or QApplication([sys.argv[0]])
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as place:
        town = Path(place) / "sample.gpkg"
        Project.create(town, sample).close()
        for language in BOTH:
            for name, job in jobs.items():
                if only and name not in only:
                    continue
                work = Path(place) / f"{name}-{language}"
                work.mkdir()
                stage = Stage(town, work, language)
                try:
                    image = job(stage)
                finally:
                    stage.close()
                path = folder / f"{name}-{language}.png"
                in_few_colours(image).save(str(path))
                made.append(path)
    assert app is not None
    return made


def main(folder: Path, sample: Plan, jobs: Mapping[str, Job]) -> None:
    """Make the pictures into the folder that is named first, or where the guide looks for them; others are names."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else folder
    for path in make_pictures(folder, sample, jobs, tuple(sys.argv[2:])):
        print(path)


if __name__ == "__main__":
    main(FOLDER, with_a_gap(make_plan("town", 2020)), JOBS)
