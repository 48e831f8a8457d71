"""The check of the plan that is shown: begun anew after every change, and by whoever wants all of it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gridmap.checks import Findings, run_checks
from gridmap.model.plan import Plan
from ui.session.background import Background
from ui.session.jobs import Job


class Checking(QObject):
    """Checks one plan at a time in the background; an earlier check is given up.

    Parameters
    ----------
    background : Background
    parent : QObject
    """

    changed = Signal()
    """A check begins, or ends: with findings, which come first, or without, if it was stopped or failed."""

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._job: Job | None = None

    @property
    def is_going(self) -> bool:
        """Whether a plan is being checked, or waits for that."""
        return self._job is not None

    def begin(self, plan: Plan, on: dt.date, take: Callable[[Findings], None], *, whole: bool) -> None:
        """Check a plan for a day; what was found before and is not concerned by a change is carried over.

        Parameters
        ----------
        take : callable
            Called with the findings.
        whole : bool
            Whether nothing is known yet: then it can wait for the map, and can be stopped.
        """
        if self._job is not None:
            self._job.cancel()

        def work(job: Job) -> Findings:
            findings = run_checks(plan, on=on, progress=lambda _, done, of: job.step(done / of))
            job.step(1.0)
            return findings

        def watch(job: Job) -> None:
            job.is_stoppable = whole
            job.ended.connect(lambda: self._ended(job))
            self._job = job
            self.changed.emit()

        self._background.start("job-checking", work, take, watch, patient=whole, apart=True)

    def forget(self) -> None:
        """Forget a check that was ended, with the project."""
        self._job = None

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
