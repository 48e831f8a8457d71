"""What the window exports is noted in the project's history; where it cannot be, that is said and nothing is lost."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap.model.errors import GridMapError, Problem
from gridmap.people.privacy import Profile
from ui.session.session import Session
from ui.words.messages import Language, message_of

if TYPE_CHECKING:
    from gridmap.project.project import Project


def note_export(
    session: Session, file: Path, privacy: Profile, count: int, language: Language, project: Project | None = None
) -> tuple[Problem, ...]:
    """Note what was exported in the open project; return what has to be said if that could not be done.

    Parameters
    ----------
    file : Path
        What was written.
    count : int
        How many grids or rows it has.
    project : Project, optional
        Where it is noted; the one that is shown by default. A record is noted in the project that the draft is of.
    """
    from gridmap.project import noting  # not before the window is up

    project = project or session.project
    if project is None:
        return ()
    try:
        noting.note_export(project, noting.export_values(file, privacy, count))
    except GridMapError as error:
        return (Problem("export-not-noted", values={"reason": message_of(error, language)}),)
    session.noted.emit()
    return ()


def note_shown(session: Session) -> None:
    """Note in the open project that the window shows people in full; one that may not be written to is not noted in."""
    from gridmap.project import noting  # not before the window is up

    if session.project is None or session.privacy != "internal":
        return
    with contextlib.suppress(GridMapError):
        noting.note_shown(session.project, session.privacy)
        session.noted.emit()
