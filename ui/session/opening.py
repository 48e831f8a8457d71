"""Bringing a project into a session: from its file, or made of a plan; a draft comes with the project beside it."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from gridmap.model.cycles import left_out
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.project.drafts import Division, project_of
from gridmap.project.project import Project
from ui.session.freeing import free_elsewhere
from ui.session.jobs import Job
from ui.session.known_first import work_out_first
from ui.session.session import Session

_Brought = tuple[Project, "Division | None", contextlib.ExitStack]
"""A project that a job has opened, the draft that was asked for with it, and what closes both."""


class Opening(QObject):
    """Opens projects in the background; the one that is open stays until the new one is there.

    Parameters
    ----------
    session : Session
        Takes what was opened.
    take_draft : callable
        Called with the :class:`Division` of a draft that was opened, once the session has its project.
    """

    def __init__(self, session: Session, take_draft: Callable[[Division], None]) -> None:
        super().__init__(session)
        self._session, self._take_draft = session, take_draft
        self._untaken: list[_Brought] = []
        self._bringing: Job | None = None
        self._path: Path | None = None
        session.leaving.connect(self._close_untaken)

    def open(self, path: str | Path) -> Job:
        """Open a project, or a draft with its project, which must lie beside it.

        One that is on its way already is not opened once more, as by a double click where a click is enough: the lock
        of the first would leave the second to be read only.
        """
        if self._bringing is not None and self._path == Path(path):
            return self._bringing

        def work(job: Job) -> _Brought:
            with contextlib.ExitStack() as opened:
                project = Project.open(path, progress=job.count)
                opened.callback(project.close)
                draft = None
                if project.draft is not None:
                    project, draft = Project.open(project_of(project)), project
                    opened.callback(project.close)
                division = None if draft is None else Division.seen_from(project.plan, draft)
                return self._brought(project, division, opened, job)

        opening = self._bring("job-opening", work)
        self._path = Path(path)
        return opening

    def create(self, path: str | Path, make: Callable[[Job], Plan]) -> Job:
        """Make a new project of a plan that is made in the background, for instance the sample city."""

        def work(job: Job) -> _Brought:
            plan = make(job)
            for name in (name for name, table in TABLES.items() if table.shape):
                left_out(np.asarray(plan.tables[name]["geometry"], dtype=object))
            with contextlib.ExitStack() as opened:
                project = Project.create(path, plan, overwrite=True)
                opened.callback(project.close)
                return self._brought(project, None, opened, job)

        return self._bring("job-creating", work)

    def _brought(self, project: Project, draft: Division | None, opened: contextlib.ExitStack, job: Job) -> _Brought:
        """Keep what a job has opened, in case that the window closes before it can be taken.

        What the window asks of every plan at once is worked out here, and not in its own thread.
        """
        work_out_first(project.plan, job.step)
        brought = project, draft, opened.pop_all()
        self._untaken.append(brought)
        return brought

    def _bring(self, key: str, work: Callable[[Job], _Brought]) -> Job:
        """Start bringing a project; one that is on its way is given up, so that the one asked for last comes."""
        if self._bringing is not None:
            self._bringing.cancel()
        self._path = None
        self._bringing = self._session.start(key, work, self._take, self._watch)
        return self._bringing

    def _watch(self, job: Job) -> None:
        job.ended.connect(lambda: self._ended(job))

    def _ended(self, job: Job) -> None:
        if job is self._bringing:
            self._bringing = None

    def _take(self, brought: _Brought) -> None:
        project, draft, _ = brought
        self._untaken.remove(brought)
        if _holds_it_itself(project) and self._session.project is not None:
            asked = self._path or project.path
            _let_go(brought)
            self._session.close()
            self._bringing = None
            self.open(asked)
            return
        self._session.take(project, check=draft is None)
        if draft is not None:
            self._take_draft(draft)

    def _close_untaken(self) -> None:
        """Close projects whose opening was given up, or overtaken by another one, after the file was open."""
        while self._untaken:
            _let_go(self._untaken.pop())


def _let_go(brought: _Brought) -> None:
    """Close what was opened and is not shown; a plan that nobody else has would end in the window's turn (130 ms)."""
    project, draft, opened = brought
    opened.close()
    free_elsewhere(project.plan, None if draft is None else draft.project.plan)


def _holds_it_itself(project: Project) -> bool:
    """Whether a project may only be read because this program has it open: it, or its draft, is opened once more."""
    holder = project.locked_by
    return holder is not None and holder.pid == os.getpid() and holder.host == platform.node()
