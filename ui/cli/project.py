"""How verbs open a project: with a bar while it loads, and with what had to be left out told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ui.cli.terminal import Terminal
from ui.words.messages import message_of

if TYPE_CHECKING:
    from gridmap.model.errors import Problem
    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile
    from gridmap.project.project import Project

_PROBLEMS_SHOWN: Final = 10


@contextmanager
def opened(terminal: Terminal, file: str, *, read_only: bool = True) -> Iterator[Project]:
    """Open a project for the work inside, and close it.

    Raises
    ------
    NotAProject
        If the file is none, or from a newer version.
    GridMapError
        If it cannot be read.
    """
    from gridmap.project.project import Project

    with terminal.progress("cli-opening", file=file) as step:
        project = Project.open(file, read_only=read_only, progress=lambda done, total: step(done / max(total, 1)))
    with project:
        project.must_be_whole()  # what is not must not be counted with
        show_problems(terminal, project.problems)
        yield project


def look_early(file: str) -> None:
    """Have a file that is about to be opened looked at, and read, on another core while what opens it is imported."""
    from gridmap.storage import early_look

    early_look.begin(Path(file))
    from gridmap.storage import early_reading

    early_reading.begin(Path(file))


def place_early(plan: Plan) -> None:
    """Have the buildings of a plan that is about to be checked placed on another core while what checks is imported."""
    from gridmap.ground import early

    early.place_early(plan)


def open_plan(terminal: Terminal, file: str) -> Plan:
    """Return a project's plan, for verbs that change nothing; see :func:`opened`.

    Texts that no file can hold as they are get told, by row.
    """
    from gridmap.exchange.plain import strange_texts

    with opened(terminal, file) as project:
        show_problems(terminal, strange_texts(project.plan))
        return project.plan


def note_export(terminal: Terminal, project: str, file: Path, privacy: Profile, count: int) -> None:
    """Note in the journal of a project what was exported from it; where that cannot be done, say so and go on."""
    from gridmap.model.errors import GridMapError
    from gridmap.project.noting import export_values, note_export_in_file
    from gridmap.storage.lock import this_user

    try:
        note_export_in_file(Path(project), this_user(), export_values(file, privacy, count))
    except GridMapError as error:
        terminal.warn("export-not-noted", reason=message_of(error, terminal.language))


def show_problems(terminal: Terminal, problems: Iterable[Problem], *, limit: int | None = _PROBLEMS_SHOWN) -> None:
    """Print what was left out or changed while the rest of a file got in, the first ones or (``None``) all."""
    messages = [message_of(problem, terminal.language) for problem in problems]
    for message in messages[:limit]:
        terminal.warn("cli-problem", message=message)
    if limit is not None and len(messages) > limit:
        terminal.warn("cli-more-problems", count=len(messages) - limit)
