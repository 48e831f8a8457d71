"""The check of the plan that is shown: begun anew after every change, and by whoever wants all of it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from gridmap.checks import Finding, Findings, difference, run_checks
from gridmap.model.plan import Plan
from ui.session.background import Background
from ui.session.jobs import Job


class Checked(NamedTuple):
    """What a check found, and what is gone and new since what was known before; nothing where nothing was known."""

    findings: Findings
    cleared: tuple[Finding, ...]
    brought: tuple[Finding, ...]


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

    def begin(self, plan: Plan, on: dt.date, known: Findings | None, take: Callable[[Checked], None]) -> None:
        """Check a plan for a day; what was found before and is not concerned by a change is carried over.

        Parameters
        ----------
        known : Findings, optional
            What was found before. Where nothing is known yet the check can wait for the map, and can be stopped.
        take : callable
            Called with what was found.
        """
        whole = known is None
        if self._job is not None:
            self._job.cancel()

        def work(job: Job) -> Checked:
            findings = run_checks(plan, on=on, progress=lambda _, done, of: job.step(done / of))
            job.step(1.0)
            return Checked(findings, *(difference(known, findings) if known else ((), ())))

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
