"""What the window does about findings: go from one to the next, and mend what may be mended unattended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from gridmap.mending import Mending, Preview, fix_all, preview
from gridmap.model.plan import Plan
from ui.dialogs.waiting import Waiting
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.performing import perform_in_background
from ui.session.session import Session
from ui.window.frame import Frame

_WORKED_OUT: Final = 0.8
"""How much of the work is done when the mending is known, and what it would do is still to be seen."""
_WorkedOut = tuple[Plan, Mending, Preview]


class MendingActions(QObject):
    """The part of the window that deals with findings.

    Parameters
    ----------
    session : Session
    words : Words
    step : callable
        Looks at the finding that is so many further down the list.
    frame : Frame
    """

    def __init__(self, session: Session, words: Words, step: Callable[[int], object], frame: Frame) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._step, self._frame = session, words, step, frame

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            "next-finding": partial(self._step, 1),
            "previous-finding": partial(self._step, -1),
            "check-all": self._session.check,
            "mend-all": self.mend_all,
        }

    def mend_all(self) -> None:
        """Mend what may be mended unattended, after telling what that would do."""
        plan = self._session.plan

        def work(job: Job) -> _WorkedOut:
            mending = fix_all(plan, progress=lambda _, done, of: job.step(_WORKED_OUT * done / max(of, 1)))
            job.step(_WORKED_OUT)
            return plan, mending, preview(plan, mending)

        self._session.start("cli-fixing", work, self._ask, apart=True)

    def _ask(self, worked_out: _WorkedOut) -> None:
        plan, mending, told = worked_out
        say, window = self._words, self._frame.window()
        if plan is not self._session.plan:  # something was changed meanwhile
            if self._session.can_edit:
                self.mend_all()
            return
        if not mending.result:
            QMessageBox.information(window, say("action-mend-all"), say("fix-nothing"))
            return
        text = as_it_reads("\n\n".join(self._lines(mending, told)))
        asked = QMessageBox(QMessageBox.Icon.Question, say("action-mend-all"), text, parent=window)
        yes = asked.addButton(say("fix-do"), QMessageBox.ButtonRole.AcceptRole)
        asked.addButton(say("window-cancel"), QMessageBox.ButtonRole.RejectRole)
        asked.exec()
        if asked.clickedButton() is yes and plan is self._session.plan:
            waiting = Waiting(say("job-storing"), window, stop=say("job-stop"))
            perform_in_background(self._session, mending, "mend", waiting.follow)
        asked.deleteLater()

    def _lines(self, mending: Mending, told: Preview) -> list[str]:
        """Return what there is to say about a mending before it is done."""
        say, count, grids = self._words, len(mending.mended), len(mending.result.ids("grids"))
        area_m2, households = told.area_moved_m2, told.households_moved
        lines = [say("fix-plan", count=count, area_m2=area_m2, households=households, grids=grids)]
        if told.brought:
            lines.append(say("fix-brings-count", count=len(told.brought)))
        if mending.left:
            lines.append(say("fix-left-count", count=len(mending.left)))
        return lines
