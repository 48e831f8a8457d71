"""What the details ask of a plan and what takes its time: its history, where each building is, who is seated where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from gridmap.ground.placement import placement
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.branches import branches_of
from gridmap.storage.journal import HistoryEntry
from ui.session.jobs import Job
from ui.session.session import Session

_AT_ONCE: Final = 20_000
"""So many links of branches are gone through in the window's turn at most; those of a province take 100 ms."""


class KnownFacts:
    """Keeps them for the plan that is shown.

    Parameters
    ----------
    session : Session
    ready : callable
        Called when what was not known of the present plan is.
    """

    def __init__(self, session: Session, ready: Callable[[], None]) -> None:
        self._session, self._ready = session, ready
        self._read: tuple[Plan, list[HistoryEntry]] | None = None
        self._is_placing = False
        self._seated: dt.date | None = None
        """The day for which it was found out where the branches of a plan with many have their seats."""

    def forget(self, *, is_another: bool) -> None:
        """Let go of a plan in whose place one after an edit comes, or another project's, or it would stay."""
        self._read, self._is_placing = None, False
        if is_another:
            self._seated = None

    def entries(self) -> list[HistoryEntry]:
        """Return the history, read from the file once for each plan."""
        project, plan = self._session.project, self._session.plan
        if project is None:
            return []
        if self._read is None or self._read[0] is not plan:
            try:
                self._read = (plan, project.history())
            except GridMapError:  # the file is gone or busy; whoever changes something is told so
                return []
        return self._read[1]

    def is_placed(self) -> bool:
        """Whether it is known which grid holds each building and which branches; if not, it is found out."""
        plan, on = self._session.plan, self._session.on
        has_many = len(plan.tables["branch_grids"]) > _AT_ONCE
        if placement.is_known(plan) and (self._seated == on or not has_many):
            return True

        def find_out(_: Job) -> None:
            placement(plan)
            if has_many and len(plan.ids):
                branches_of(plan, int(plan.ids[0]), on)

        def take(_: object) -> None:
            if plan is self._session.plan:
                self._is_placing, self._seated = False, on
                self._ready()  # asks again, should the day be another by now

        if not self._is_placing:
            self._is_placing = True
            self._session.start("job-figures", find_out, take, apart=True)
        return False
