"""What takes its time to be written, done in the background; nothing else may be changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.steps import Action

Act = Callable[[Project], "Change | None"]
"""What is done to a project: an edit, an undo, a jump."""


def performed(project: Project, edit: Edit, job: Job) -> Change:
    """Do an edit in another thread; what is given up while it is written is taken back."""
    change = _acted(project, lambda project: project.perform(edit), job)
    assert change is not None
    return change


def _acted(project: Project, act: Act, job: Job) -> Change | None:
    job.step()
    try:
        with project.file.stopping(lambda: job.is_cancelled):
            return act(project)
    except GridMapError:
        job.step()  # raises if it was given up: that is what went wrong
        raise


def perform_in_background(
    session: Session, edit: Edit, action: Action, watch: Callable[[Job], object] | None = None
) -> Job | None:
    """Do an edit as :func:`act_in_background` does."""
    return act_in_background(session, lambda project: project.perform(edit), action, watch)


def act_in_background(
    session: Session, act: Act, action: Action, watch: Callable[[Job], object] | None = None
) -> Job | None:
    """Do something to the open project in another thread, and let the window follow.

    Parameters
    ----------
    act : callable
        Takes the project and returns the change, ``None`` if there was nothing to do.
    action : str
        As what the step is told.
    watch : callable, optional
        As for :meth:`ui.session.background.Background.start`. Whoever calls this keeps everything else from being
        changed until the job has ended; given up, it leaves everything as it was.
    """
    project = session.project
    if project is None:
        return None
    done: list[Change] = []

    def work(job: Job) -> None:
        change = _acted(project, act, job)
        if change:
            done.append(change)

    def follow() -> None:  # also what was written before somebody gave it up
        if done and session.project is project:
            session.catch_up(done[0], action)

    def connect(job: Job) -> None:
        job.ended.connect(follow)
        if watch is not None:
            watch(job)

    return session.start("job-storing", work, None, connect)
