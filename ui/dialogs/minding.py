"""A dialog that says what is to be minded before its button is pressed: a limit, another town, why not at all."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gridmap.edits import Edit
from gridmap.model.errors import GridMapError, Problem
from gridmap.model.plan import Plan
from gridmap.people.privacy import shown_error
from ui.dialogs.base import EditDialog
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.session import Session

_SOON_MS: Final = 60


class MindingDialog(EditDialog):
    """Works out what its edit would bring for the worker who gets grids, soon after something was chosen.

    Subclasses call :meth:`look` whenever their fields change, and say by :meth:`gets` who gets the grids and when.

    Attributes
    ----------
    minded : QLabel
        What is to be minded, or why the edit would be refused.
    """

    def __init__(self, session: Session, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.minded = plain_label()
        self.minded.setProperty("role", "complaint")
        self.minded.setWordWrap(True)
        self.minded.hide()
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._mind)

    def ready(self) -> None:
        """Finish building: the sentence stands above the buttons."""
        super().ready()
        layout = self.layout()
        assert layout is not None
        layout.removeWidget(self.buttons)
        layout.addWidget(self.minded)
        layout.addWidget(self.buttons)
        self.look()

    def gets(self) -> tuple[int, dt.date]:
        """Return who gets grids by the edit, 0 for nobody, and from which day."""
        raise AssertionError("a dialog says who gets the grids")

    def look(self) -> None:
        """Work out soon what is to be minded."""
        self._soon.start()

    def done(self, result: int) -> None:
        """Close, and look at nothing any more."""
        self._soon.stop()
        self._drop()
        super().done(result)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _mind(self) -> None:
        """Work out in the background what the edit brings: the ways between hundreds of grids take their time."""
        plan, edit, (worker, day) = self.session.plan, self.edit(), self.gets()
        self._drop()
        if edit is None:
            self._tell(())
            return
        asked = edit

        def take(found: tuple[Problem | GridMapError, ...]) -> None:
            self._job = None
            if plan is self.session.plan and asked == self.edit():
                self._tell(found)

        self._job = self.session.start("job-proposing", lambda _: minded(plan, asked, worker, day), take, apart=True)

    def _tell(self, found: tuple[Problem | GridMapError, ...]) -> None:
        """Show what is to be minded; what would be refused cannot be pressed."""
        say, session = self.words, self.session
        told = [
            say.of(shown_error(p, session.privacy) if isinstance(p, GridMapError) else p, session.plan) for p in found
        ]
        refused = any(isinstance(problem, GridMapError) for problem in found)
        self.do.setEnabled(self.edit() is not None and not refused)
        self.minded.setText("\n".join(told))
        self.minded.setVisible(bool(told))


def minded(plan: Plan, edit: Edit, worker: int, day: dt.date) -> tuple[Problem | GridMapError, ...]:
    """Return what an edit would bring about for who gets grids by it from a day on, or why it is refused."""
    from gridmap.people.foresight import to_mind  # not before the window is up

    try:
        after = plan.apply(edit.change(plan))
    except GridMapError as error:
        return (error,)
    return to_mind(plan, after, worker, day) if worker else ()
