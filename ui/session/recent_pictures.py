"""A small picture of the ground of each project that was open, for the page that lists them.

It shows shapes and nothing else: no name, no number, no person. It is made off the window's thread when a project is
opened for the first time and when one is left that was changed, and lies with what is kept for the user on this
computer. Nobody misses one that could not be written.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen

from gridmap.ground.tiling import is_on_the_map
from gridmap.model.arrays import IntArray
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.storage.whole_files import write_whole
from layers import palette
from ui.look.painting import ended
from ui.look.shapes import MapFrame, filled_paths, line_paths
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.settings import Settings

WIDTH_PX: Final = 96
HEIGHT_PX: Final = 64
_SHARPNESS: Final = 2
_MOST_SHAPES: Final = 2_000
"""More are no shapes any more at this size; the level above is shown."""
_LINE: Final = "#8d8470"
"""Seen on light and on dark."""


class RecentPictures(QObject):
    """Makes the pictures of the projects of a session, and finds them.

    Parameters
    ----------
    session : Session
    settings : Settings
        Know where pictures are kept, and which projects are still listed.

    Signals
    -------
    made : ()
        There is a new picture.
    """

    made = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings
        self._is_old = False
        """Whether the plan that is shown is another than that of the picture."""
        self._jobs: set[Job] = set()
        session.opened.connect(self._opened)
        session.plan_changed.connect(self._plan_changed)
        session.leaving.connect(self._leaving)

    def of(self, project: Path) -> Path:
        """Return where the picture of a project is, or would be; its name does not tell which project it is."""
        return self._settings.cache / "recent" / f"{hashlib.sha256(str(project).encode()).hexdigest()[:24]}.png"

    def _plan_changed(self, _before: Plan, _plan: Plan, change: object) -> None:
        self._is_old = self._is_old or change is not None

    def _opened(self) -> None:
        project = self._session.project
        self._is_old = False
        if project is not None and not self.of(project.path.resolve()).is_file():
            plan, file = self._session.plan, self.of(project.path.resolve())
            self._session.start(
                "job-figures", lambda _: self._make(plan, file), lambda _: self.made.emit(), patient=True, apart=True
            )

    def _leaving(self) -> None:
        """Draw what is left if it was changed; a draft has no picture, and its project keeps the one it has."""
        project = self._session.project
        if project is not None and self._is_old and project.draft is None:
            plan, file = self._session.plan, self.of(project.path.resolve())
            job = Job(lambda _: self._make(plan, file), self)  # the session's own end with the project
            self._jobs.add(job)
            job.finished.connect(lambda _: self.made.emit())
            job.ended.connect(lambda: self._forget(job))
            job.start()
        self._is_old = False

    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        job.leave()

    def let_go(self) -> None:
        """Leave what is being drawn to itself when the window closes; the program ends after its thread."""
        for job in list(self._jobs):
            self._forget(job)

    def _make(self, plan: Plan, file: Path) -> None:
        """Draw and write a picture, and remove those of projects that are not listed any more."""
        picture = ground_of_plan(plan)
        if picture is None:
            return
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(picture)
        with contextlib.suppress(OSError, GridMapError):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(file, bytes(data.data()))
            listed = {file, *map(self.of, self._settings.recent)}
            for other in file.parent.glob("*.png"):
                if other not in listed:
                    other.unlink(missing_ok=True)


def ground_of_plan(plan: Plan) -> QImage | None:
    """Return a picture of the ground of a plan on no ground of its own, ``None`` if it has none."""
    at = _shown(plan)
    shapes = plan.all_shapes[at]
    if not len(shapes):
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    width, height, margin = WIDTH_PX * _SHARPNESS, HEIGHT_PX * _SHARPNESS, 2.0 * _SHARPNESS
    scale = min((width - 2 * margin) / max(east - west, 1.0), (height - 2 * margin) / max(north - south, 1.0))
    x, y, half_x, half_y = (west + east) / 2, (south + north) / 2, width / scale / 2, height / scale / 2
    frame = MapFrame(0, 0, width, height, (x - half_x, y - half_y, x + half_x, y + half_y))
    on_page = frame.shapes_on_page(shapely.simplify(shapes, 0.5 / scale))
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with ended(QPainter(image)) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        tint = _tops(plan, at) % len(palette.TINTS)
        for number in np.unique(tint).tolist():
            for path in filled_paths(on_page[tint == number]):
                painter.fillPath(path, QColor(palette.TINTS[number]))
        pen = QPen(QColor(_LINE), 0.5 * _SHARPNESS)
        for path in line_paths(on_page):
            painter.strokePath(path, pen)
    return image


def _shown(plan: Plan) -> IntArray:
    """Return the positions of the grids of the lowest level of which there are not too many."""
    there = plan.has_shape & (plan.ranks > 0)
    there[there] = is_on_the_map(plan.all_shapes[there])
    found = np.empty(0, dtype=np.int64)
    for rank in np.unique(plan.ranks[there]).tolist():
        at = np.flatnonzero(there & (plan.ranks == rank))
        if len(at) <= _MOST_SHAPES or not len(found):
            found = at
    return found


def _tops(plan: Plan, at: IntArray) -> IntArray:
    """Return for some grids the position of the grid at the top of their chain of parents."""
    for _ in plan.scheme.levels:
        above = plan.positions(plan.parents[at])
        at = np.where(above >= 0, above, at)
    return at
