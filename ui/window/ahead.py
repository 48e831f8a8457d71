"""What the window needs later, read ahead of need: a wizard's first opening would stand still for its libraries.

The window is up without them, and quickly. Once nothing else goes on they are read in another thread, one after the
other, so that whoever asks for a dialog then waits for its widgets only. Who asks earlier is served first, and the
window goes on meanwhile: to read them in its own thread took a quarter of a second.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from gridmap.model.scheme import SHIPPED, load_scheme
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.whereabouts import find_way_to_degrees
from ui.window.search_box import read_sounds
from ui.words.messages import LANGUAGES

_QUIET_MS: Final = 250
"""So often one looks whether nothing goes on."""
_PATIENCE: Final = 16
"""After so many looks it begins whatever goes on: who opens one project after another asks for a dialog as well."""
MODULES: Final = (
    "gridmap.search.pinyin", "ui.wizards.opening", "ui.wizards.beginning.wizard", "ui.wizards.boundaries.wizard",
    "ui.wizards.rosters.wizard", "ui.dialogs.export", "ui.dialogs.export_choices", "ui.dialogs.set_attributes",
    "ui.dialogs.divide", "ui.dialogs.divide_many", "gridmap.division.proposals", "ui.panels.comparison",
    "ui.dialogs.help_window", "ui.dialogs.keys_sheet", "ui.window.key_groups", "ui.dialogs.portfolios",
    "ui.dialogs.add_worker", "ui.dialogs.branch", "ui.dialogs.confirming", "ui.dialogs.merging",
    "ui.dialogs.move_buildings", "ui.dialogs.zone", "ui.dialogs.suggestion", "ui.dialogs.staffing_sketch",
    "ui.dialogs.bad_cells", "ui.dialogs.people_lists", "ui.dialogs.printing", "ui.dialogs.base_map",
    "ui.canvas.base_map.printed", "ui.canvas.editing.changes", "ui.panels.people.seen", "ui.outputs.export",
    "ui.outputs.formats", "ui.outputs.lists.staffing", "ui.outputs.lists.vacancies", "ui.outputs.record",
    "ui.outputs.rosters.forms", "gridmap.exchange.headers", "gridmap.exchange.reference", "gridmap.exchange.rosters",
    "gridmap.exchange.rosters.fields", "gridmap.exchange.sources", "gridmap.exchange.tables",
    "gridmap.exchange.tables.dates", "gridmap.exchange.tables.numbers", "gridmap.ground.zones",
    "gridmap.people.foresight", "gridmap.people.turnover", "gridmap.project.earlier", "gridmap.project.forgetting",
    "gridmap.exchange.department_grids", "ui.dialogs.snap_department", "ui.dialogs.stages", "ui.panels.departments",
    "ui.dialogs.facility", "ui.dialogs.compound", "gridmap.exchange.rosters.houses",
    "ui.outputs.department_layers", "ui.outputs.lists.departments", "ui.dialogs.samples", "platformdirs",
    "PySide6.QtNetwork", "rapidfuzz.process",
)  # fmt: skip
"""What functions of the window's rooms import when they are called; those first that are asked for first."""


@dataclass(frozen=True)
class _Wish:
    """What somebody wants to do once some modules are read."""

    names: tuple[str, ...]
    window: QWidget
    do: Callable[[], object]


class ReadAhead(QObject):
    """Reads all of it once, as soon as the session is quiet or somebody asks for a part of it.

    Parameters
    ----------
    session : Session
    parent : QObject, optional
    """

    ended = Signal()
    """All is read, or what could not be was given up."""
    _read_one = Signal()
    """From the other thread: one more module is read."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left, self._lock = list(MODULES), threading.Lock()
        self._known: set[str] = set()
        self._wishes: list[_Wish] = []
        self._is_over = False
        self._read_one.connect(self._grant)
        self.job: Job | None = None
        """The reading, once it has begun."""
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if not self._session.is_working or self._looks >= _PATIENCE:
            self._begin()

    def _begin(self) -> None:
        self._timer.stop()
        if self.job is None:
            self.job = Job(self._read, self)
            self.job.ended.connect(self._end)
            self.job.start()

    def _read(self, job: Job) -> None:
        read(job, self._next(), self._knows)
        find_way_to_degrees(self._session.plan)  # with no project yet the map says where the pointer is as well

    def _next(self) -> Iterator[str]:
        """Yield the modules in the other thread; which is the next one may change until it is asked for."""
        while True:
            with self._lock:
                if not self._left:
                    return
                name = self._left.pop(0)
            yield name

    def _knows(self, name: str) -> None:
        self._known.add(name)
        self._read_one.emit()

    def when_read(self, window: QWidget, do: Callable[[], object], *names: str) -> None:
        """Do something once modules are read: at once if they are, else in a later turn.

        It is not done any more if the window is gone or closed by then, or another dialog stands over it.

        Parameters
        ----------
        window : QWidget
            In which it is asked for.
        do : callable
        names : str
            Some of :data:`MODULES`.
        """
        missing = [name for name in names if name not in self._known]
        if not missing or self._is_over:
            do()
            return
        if not self._wishes:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._wishes.append(_Wish(tuple(missing), window, do))
        wanted = list(dict.fromkeys(name for wish in self._wishes for name in wish.names))
        with self._lock:
            first = [name for name in wanted if name in self._left]
            self._left = first + [name for name in self._left if name not in first]
        self._begin()

    def _grant(self) -> None:
        """Do what was waited for and can be done by now."""
        ready = [wish for wish in self._wishes if self._is_over or self._known.issuperset(wish.names)]
        if not ready:
            return
        self._wishes = [wish for wish in self._wishes if not any(wish is one for one in ready)]
        if not self._wishes:
            QGuiApplication.restoreOverrideCursor()
        for wish in ready:
            over = QApplication.activeModalWidget()
            if shiboken6.isValid(wish.window) and wish.window.isVisible() and over is None:
                wish.do()

    def _end(self) -> None:
        """All is read, or what could not be read is told to whoever asks for it."""
        self._is_over = True
        self._grant()
        self.ended.emit()

    def let_go(self) -> None:
        """Stop reading, and wait until that has stopped; what waits for it is not done."""
        self._timer.stop()
        if self._wishes:
            QGuiApplication.restoreOverrideCursor()
            self._wishes = []
        if self.job is not None:
            self.job.end()


def read(job: Job, names: Iterable[str] = MODULES, told: Callable[[str], object] = str) -> None:
    """Read everything, in whichever thread calls; stops between two modules if the job is cancelled.

    Parameters
    ----------
    job : Job
    names : iterable of str
        The modules.
    told : callable
        Called with each when it is read.
    """
    for name in names:
        job.step()
        importlib.import_module(name)
        told(name)
    for key in SHIPPED:
        job.step()
        load_scheme(key)
    from ui.dialogs.help_window import chapters_in

    for language in LANGUAGES:
        job.step()
        chapters_in(language)
    read_sounds(job)
