"""What takes its time to store goes on below a bar over the window: undo, redo, jumps, and edits that write much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from gridmap.edits import ApplySuggestion, AsSeen, PutRows, Redivide, SetAttributes, Together
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import GridMapError
from gridmap.outcome.outcome import Known
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

MANY_ROWS: Final = 300
"""An edit that writes more rows is done below a bar: 400 grids of a city took 28 ms, all 1,413 of them 59."""


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


def perform(
    session: Session,
    words: Words,
    window: QWidget,
    edit: Edit,
    then: Callable[[], object],
    otherwise: Callable[[], object] = lambda: None,
) -> None:
    """Do an edit: at once, or below a bar if it is known to write many rows.

    Parameters
    ----------
    window : QWidget
        What the bar stands over.
    then : callable
        Called once the edit is done and the window shows it, also where there was nothing to do.
    otherwise : callable
        Called where the edit was refused, which the session tells, or given up.
    """
    if rows_of(edit) > MANY_ROWS:
        idle = lambda nothing: then() if nothing else otherwise()  # noqa: E731
        store(session, words, window, edit, lambda _: then(), idle)
    elif session.perform(edit) is None:
        otherwise()
    else:
        then()


def below_a_bar(session: Session, words: Words, window: QWidget, edit: Edit, *, mends: bool = False) -> bool:
    """Do an edit that is known to write many rows below a bar; return whether it is one.

    Parameters
    ----------
    mends : bool
        As for :meth:`ui.session.session.Session.perform`.
    """
    if rows_of(edit) <= MANY_ROWS:
        return False
    store(session, words, window, edit, lambda _: None, mends=mends)
    return True


def rows_of(edit: Edit) -> int:
    """Return how many rows an edit will write at least, as far as this is known before its change is worked out."""
    if isinstance(edit, SetAttributes):
        return len(edit.ids)
    if isinstance(edit, PutRows):
        return sum(map(len, edit.put.values())) + sum(map(len, edit.drop.values()))
    if isinstance(edit, Known | AsSeen):
        change = edit.change_of_plan if isinstance(edit, Known) else edit.seen
        return sum(len(rows.ids) for rows in change.rows.values())
    if isinstance(edit, Together):
        return sum(max(rows_of(one), 1) for one in edit.edits)
    if isinstance(edit, ApplySuggestion):
        return 2 * len(edit.suggestion.given)
    if isinstance(edit, Redivide):
        return sum(len(one.grids) for one in edit.villages)
    named = [getattr(edit, name, ()) for name in ("grids", "buildings")]  # each of them is written, with what is on it
    return sum(map(len, named))


def store(
    session: Session,
    words: Words,
    window: QWidget,
    edit: Edit,
    then: Callable[[Change], object],
    otherwise: Callable[[bool], object] = lambda nothing: None,
    *,
    mends: bool = False,
) -> None:
    """Do an edit that writes much, below a bar.

    Parameters
    ----------
    then : callable
        Called with the change once the window shows it; not if there was nothing to do, or it was given up.
    otherwise : callable
        Called where ``then`` is not, with whether there was nothing to do.
    mends : bool
        As for :meth:`ui.session.session.Session.perform`.
    """
    changes: list[Change] = []

    def act(project: Project) -> Change:
        change = project.perform(edit)
        changes.append(change)
        return change

    def told() -> None:
        here = session.project is project
        if here and changes and changes[0]:
            then(changes[0])
        else:
            otherwise(here and bool(changes))

    def watch(job: Job) -> None:
        waiting.follow(job)
        job.ended.connect(told)

    project = session.project
    waiting = Waiting(words("job-storing"), window, stop=words("job-stop"))
    act_in_background(session, act, "mend" if mends else "do", watch)


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
