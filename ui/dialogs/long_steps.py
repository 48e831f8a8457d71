"""What takes its time to store goes on below a bar over the window: undo, redo, jumps, and edits that write much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from ui.dialogs.waiting import Waiting
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.performing import Act, act_in_background
from ui.session.session import Session
from ui.session.steps import Action

LONG_BYTES: Final = 1_000_000
"""Changes of more than that keep the window's thread for too long: measured, 10 to 40 ms for each million."""
LONG_WAY: Final = 8
"""As do more steps than that, however small they are: 2 ms each at the size of a city, 5 at that of a province."""


def undo(session: Session, words: Words, window: QWidget) -> None:
    """Take back the latest edit."""
    project = session.project
    if project is None or not _is_long(project, project.file.stack.done[-1:]):
        session.undo()
    else:
        _act(session, words, window, lambda project: project.undo(), "undo")


def redo(session: Session, words: Words, window: QWidget) -> None:
    """Do again what was undone last."""
    project = session.project
    if project is None or not _is_long(project, project.file.stack.undone[-1:]):
        session.redo()
    else:
        _act(session, words, window, lambda project: project.redo(), "redo")


def go_to(session: Session, words: Words, window: QWidget, seq: int) -> None:
    """Go to a point of the history, over all that was done since."""
    project = session.project
    if project is None or not is_far(project, seq):
        session.go_to(seq)
    else:
        _act(session, words, window, lambda project: project.go_to(seq), "jump")


def store(session: Session, words: Words, window: QWidget, edit: Edit, then: Callable[[Change], object]) -> None:
    """Do an edit that writes much, below a bar.

    Parameters
    ----------
    then : callable
        Called with the change once the window shows it; not if there was nothing to do, or it was given up.
    """
    stored: list[Change] = []

    def act(project: Project) -> Change:
        change = project.perform(edit)
        stored.extend([change] if change else [])
        return change

    def told() -> None:
        if session.project is project:
            for change in stored:
                then(change)

    def watch(job: Job) -> None:
        waiting.follow(job)
        job.ended.connect(told)

    project = session.project
    waiting = Waiting(words("job-storing"), window, stop=words("job-stop"))
    act_in_background(session, act, "do", watch)


def is_far(project: Project, seq: int) -> bool:
    """Whether the way to a point of the history takes too long for the window's thread."""
    try:
        return _is_long(project, [target for _, target in project.file.steps_to(seq)])
    except GridMapError:  # whoever goes there is told
        return False


def _is_long(project: Project, lines: Sequence[int]) -> bool:
    try:
        return len(lines) > LONG_WAY or project.file.bytes_of(lines) > LONG_BYTES
    except GridMapError:  # whoever takes the step is told
        return False


def _act(session: Session, words: Words, window: QWidget, act: Act, action: Action) -> None:
    waiting = Waiting(words("job-storing"), window, stop=words("job-stop"))
    act_in_background(session, act, action, waiting.follow)
