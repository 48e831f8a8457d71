"""What leaves a project is noted in its journal: which file, for whom, how much.

It is no edit: undo steps over it, and nothing in the plan changes. Where the journal can't be written to (somebody else
has the project open, the file is read-only, an older version made it) what was exported stays, and whoever exported is
told that it isn't noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gridmap.model.errors import ReadOnly
from gridmap.people.privacy import Profile
from gridmap.project.opening import must_be_ours
from gridmap.project.project import Project
from gridmap.project.without_plan import connected
from gridmap.storage import file as project_file
from gridmap.storage import journal, migrations
from gridmap.storage.journal import HistoryEntry

LABEL: Final = "export"
SHOWN: Final = "show-people"
"""Label of a line that says that people were shown in full in a window."""
Values = Mapping[str, str | int | float]


def export_values(file: Path, privacy: Profile, count: int) -> dict[str, str | int | float]:
    """Return what a line says of an export: the file's name without its folder, the profile, how many grids or rows."""
    return {"file": file.name, "privacy": privacy, "count": count}


def note_shown(project: Project, privacy: Profile) -> None:
    """Add a line to the journal of an open project: people are shown as a profile shows them; raises as the next."""
    note_export(project, {"privacy": privacy}, SHOWN)


def note_export(project: Project, values: Values, label: str = LABEL) -> None:
    """Add a line about an export to the journal of an open project.

    Raises
    ------
    ReadOnly
        If the project is open for reading only.
    GridMapError
        As :meth:`gridmap.project.project.Project.perform`.
    """
    project.must_be_writable()
    with project.file.asked():
        project.file.must_be_the_same_file()
        with project_file.transaction(project.file.connection):
            project.file.must_be_as_it_was_read()
            journal.append(project.file.connection, [_line(project.last_line, project.who, values, label)], {})
    project.file.count_lines()


def note_export_in_file(path: Path, who: str, values: Values) -> None:
    """Add a line about an export to the journal of a project that isn't open here, without reading its plan.

    Raises
    ------
    ReadOnly
        ``project-in-use`` with who has it open, ``file-not-writable``, ``project-of-older-version``, or because other
        things than GridMap's lie in the file.
    NotAProject, GridMapError
        As :meth:`gridmap.project.project.Project.open`.
    """
    with connected(path, who) as connection:
        if not migrations.is_current(connection, str(path)):
            raise ReadOnly("project-of-older-version", file=str(path))
        must_be_ours(connection, path)
        with project_file.transaction(connection):
            _, last = journal.undo_stack(connection)
            journal.append(connection, [_line(last, who, values)], {})


def _line(last: int, who: str, values: Values, label: str = LABEL) -> HistoryEntry:
    return HistoryEntry(last + 1, datetime.now(UTC), who, "export", label, values, last + 1)
