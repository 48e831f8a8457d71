"""What the window needs later, read ahead of need: a wizard's first opening would stand still for its libraries.

The window is up without them, and quickly. Once nothing else goes on they are read in another thread, one after the
other, so that whoever asks for a dialog then waits for its widgets only.
"""

from __future__ import annotations

import importlib
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from gridmap.model.scheme import SHIPPED, load_scheme
from ui.session.jobs import Job
from ui.session.session import Session
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


class ReadAhead(QObject):
    """Reads all of it once, as soon as the session is quiet.

    Parameters
    ----------
    session : Session
    parent : QObject, optional
    """

    ended = Signal()
    """All is read, or what could not be was given up."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
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
            self._timer.stop()
            self.job = Job(read, self)
            self.job.ended.connect(self.ended)
            self.job.start()

    def let_go(self) -> None:
        """Stop reading, and wait until that has stopped."""
        self._timer.stop()
        if self.job is not None:
            self.job.end()


def read(job: Job) -> None:
    """Read everything, in whichever thread calls; stops between two modules if the job is cancelled."""
    for name in MODULES:
        job.step()
        importlib.import_module(name)
    for key in SHIPPED:
        job.step()
        load_scheme(key)
    from ui.dialogs.help_window import chapters_in

    for language in LANGUAGES:
        job.step()
        chapters_in(language)
    read_sounds(job)
