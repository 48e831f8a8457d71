"""What the details ask of a plan and what takes its time: its history, what its grids hold, who is seated where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from gridmap.figures.items import raised_by_grid
from gridmap.figures.statistics import homes_and_ground
from gridmap.ground.placement import (
    buildings_by_grid,
    declared_by_grid,
    households_by_grid,
    placement,
    residents_by_grid,
)
from gridmap.indicators.facilities import facilities_of_grid
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.branches import branch_state, branches_of, known_links
from gridmap.people.chains import upward
from gridmap.people.roles import missing_roles
from gridmap.people.staffing import has_ended, needs_full_time_worker, staffing_state
from gridmap.people.workload import has_standard, workload_state
from gridmap.storage.journal import HistoryEntry
from ui.session.jobs import Job
from ui.session.session import Session

_FEW: Final = 150
"""The figures of so many grids at most are added up in the window's turn; those of all of a province take 150 ms."""
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
        self._added: tuple[tuple[int, ...], dict[str, int | float]] | None = None
        """Very many grids of the plan, and their figures."""
        self._adding: tuple[tuple[int, ...], Job] | None = None

    def forget(self, *, is_another: bool) -> None:
        """Let go of a plan in whose place one after an edit comes, or another project's, or it would stay."""
        self._read, self._is_placing = None, False
        self._drop_figures()
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

    def figures(self, grids: tuple[int, ...]) -> dict[str, int | float] | None:
        """Return what :func:`homes_and_ground` says of some grids of the plan, ``None`` if it is still found out."""
        plan = self._session.plan
        if len(grids) <= _FEW:
            self._drop_figures()
            return homes_and_ground(plan, grids)
        if self._added is not None and self._added[0] == grids:
            return self._added[1]
        if self._adding is None or self._adding[0] != grids:
            self._drop_figures()

            def take(figures: dict[str, int | float]) -> None:
                if plan is self._session.plan and self._adding == (grids, job):
                    self._added, self._adding = (grids, figures), None
                    self._ready()

            job = self._session.start("job-figures", lambda _: homes_and_ground(plan, grids), take, apart=True)
            self._adding = (grids, job)
        return None

    def _drop_figures(self) -> None:
        """Let go of the figures of very many grids, and give up those that are being added up."""
        adding, self._added, self._adding = self._adding, None, None
        if adding is not None:
            adding[1].cancel()

    def is_placed(self) -> bool:
        """Whether it is known which grid holds each building and which branches; if not, it is found out."""
        plan, on = self._session.plan, self._session.on
        has_many = len(plan.tables["branch_grids"]) > _AT_ONCE
        if placement.is_known(plan) and (self._seated == on or not has_many):
            return True

        def find_out(_: Job) -> None:
            placement(plan)
            if has_many and len(plan.ids):
                _ask_for_all(plan, on)

        def take(_: object) -> None:
            if plan is self._session.plan:
                self._is_placing, self._seated = False, on
                self._ready()  # asks again, should the day be another by now

        if not self._is_placing:
            self._is_placing = True
            self._session.start("job-figures", find_out, take, apart=True)
        return False


def _ask_for_all(plan: Plan, on: dt.date) -> None:
    """Ask for everything that the page of a grid asks of the whole plan, so that the page itself only looks it up."""
    grid = int(plan.ids[0])
    branches_of(plan, grid, on)
    known_links(plan, on)
    if len(plan.tables["branches"]):
        upward(plan, 0)
    households_by_grid(plan)
    residents_by_grid(plan)
    buildings_by_grid(plan)
    declared_by_grid(plan, "households")
    has_standard(plan)
    workload_state(plan)
    needs_full_time_worker(plan)
    staffing_state(plan, [grid])
    branch_state(plan, [grid])
    missing_roles(plan, on)
    raised_by_grid(plan, on)
    facilities_of_grid(plan, grid, on)
    has_ended(plan, on)
