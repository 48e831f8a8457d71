"""Where what a wizard has prepared is stored: into the open project, or into a new one that is made only then."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.session.jobs import Job
from ui.session.known_first import work_out_first
from ui.session.performing import performed
from ui.session.session import Session


class Target(ABC):
    """The plan that something is to come into, and how it is stored; :meth:`store` runs in another thread."""

    @property
    @abstractmethod
    def plan(self) -> Plan:
        """The plan as it is."""

    @abstractmethod
    def store(self, job: Job, edit: Edit | None) -> None:
        """Store an edit as one step, or nothing but the project itself; given up it leaves everything as it was."""

    @abstractmethod
    def show(self) -> None:
        """Let the window show what was stored; in its thread, after :meth:`store`."""

    @abstractmethod
    def discard(self) -> None:
        """Take away what was stored and is not shown."""


class OpenProject(Target):
    """The project that is open, or the draft of it that is shown."""

    def __init__(self, session: Session) -> None:
        assert session.project is not None
        self._session, self._project = session, session.project
        self._change: Change | None = None

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    def store(self, job: Job, edit: Edit | None) -> None:
        """Do the edit; it is one step of the history."""
        if edit is not None:
            self._change = performed(self._project, edit, job)

    def show(self) -> None:
        """Let the window follow."""
        if self._change and self._session.project is self._project:
            self._session.catch_up(self._change)
        self._change = None

    def discard(self) -> None:
        """Let the window follow: what is in the file is in the file, and one undo takes it back."""
        self.show()


class NewProject(Target):
    """A project that is not there yet: nothing of it is written before everything else is done.

    Parameters
    ----------
    session : Session
        Shows it in the end.
    path : Path
    plan : Plan
        What it begins with.
    """

    def __init__(self, session: Session, path: Path, plan: Plan) -> None:
        self._session, self.path, self._plan = session, path, plan
        self._made: Project | None = None

    @property
    def plan(self) -> Plan:
        """The plan that it begins with."""
        return self._plan

    def store(self, job: Job, edit: Edit | None) -> None:
        """Make the file and do the edit in it; if that fails or is given up there is no file."""
        job.step()
        project = Project.create(self.path, self._plan)
        try:
            if edit is not None:
                performed(project, edit, job)
            work_out_first(project.plan, job.step)
        except BaseException:
            _remove(project)
            raise
        self._made = project

    def show(self) -> None:
        """Open it in the window."""
        if self._made is not None:
            project, self._made = self._made, None
            self._session.take(project)

    def discard(self) -> None:
        """Take the file away again."""
        if self._made is not None:
            project, self._made = self._made, None
            _remove(project)


def _remove(project: Project) -> None:
    path = project.path
    project.close()
    for left in (path, path.with_name(f"{path.name}-journal")):
        left.unlink(missing_ok=True)
