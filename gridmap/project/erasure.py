"""Take a person out of one project file for good; :mod:`gridmap.project.forgetting` does it with all drafts."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from gridmap.model.change import Change
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.project.opening import must_be_ours, ready_for_writing
from gridmap.project.project import Project
from gridmap.project.saying_why import saying_why
from gridmap.project.without_plan import connected
from gridmap.storage import erasing, migrations
from gridmap.storage import file as project_file
from gridmap.storage.erasing import Erased
from gridmap.storage.traces import Roster, Traces

# ---- an open project -------------------------------------------------------------------------------------------------


def roster(project: Project) -> Roster:
    """Return every worker whom the tables or the journal know, in all forms of the row."""
    with project.file.asked():
        return erasing.roster_of(project.file.connection)


def would_erase(project: Project, traces: Traces, workers: frozenset[int]) -> Erased:
    """Return what :func:`erase` would rewrite; nothing is written."""
    with project.file.asked(), project_file.snapshot(project.file.connection):
        return erasing.erase(project.file.connection, traces, workers, write=False)


def must_be_erasable(project: Project) -> None:
    """Make sure, as far as one can know beforehand, that :func:`erase` can be done.

    Raises
    ------
    ReadOnly, GridMapError
        As :func:`erase`.
    """
    project.must_be_writable()
    file = project.file
    with file.asked():
        file.must_be_the_same_file()
        project_file.settle(file.connection)
        erasing.prepare(file.connection, str(file.path))
        file.must_be_as_it_was_read()


def erase(project: Project, traces: Traces, workers: frozenset[int]) -> Erased:
    """Take a person out of tables and journal for good; :mod:`gridmap.project.forgetting` does it with all drafts.

    It has a line in the history that does not say who it was, and which undo steps over: every step before it can
    still be taken back and done again.

    Parameters
    ----------
    traces : Traces
        What stands for the person.
    workers : frozenset of int
        Ids of the rows that are the person.

    Raises
    ------
    ReadOnly, GridMapError
        As :meth:`gridmap.project.project.Project.perform`. After ``disk-full`` and ``file-busy`` the person may be
        forgotten already, and what is left to do is done when the project is opened the next time.
    """
    must_be_erasable(project)
    file = project.file
    with file.asked(), without_garbage_collection(), project_file.transaction(file.connection):
        file.must_be_as_it_was_read()
        erased = erasing.erase_for_good(file.connection, traces, workers, file.who)
    file.count_lines()
    project.plan = project.plan.apply(_change_of_cells(project.plan, erased))
    with file.asked():
        erasing.finish(file.connection)
    return erased


def _change_of_cells(plan: Plan, erased: Erased) -> Change:
    """Return the change of a plan that other texts in some cells of its file make."""
    put = {}
    for table, columns in erased.cells.items():
        known = plan.tables[table].index
        ids = sorted({row for cells in columns.values() for row in cells} & set(known.tolist()))
        rows = edited_rows(plan, table, ids)
        for column, cells in columns.items():
            rows[column] = [cells.get(row, text) for row, text in zip(ids, rows[column].tolist(), strict=True)]
        put[table] = rows
    return change_of(plan, erasing.LABEL, put=put)


# ---- a file whose plan nobody needs ----------------------------------------------------------------------------------


@contextlib.contextmanager
def file_without_plan(path: Path, who: str, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a project file to take a person out of it, without reading its plan, and close it again.

    Raises
    ------
    ReadOnly
        ``project-in-use`` if somebody has it open, unless it is opened for reading only.
    NotAProject, GridMapError
        As :meth:`gridmap.project.project.Project.open`, and ``file-busy`` if another program has it open.
    """
    with connected(path, None if read_only else who) as connection:
        if read_only:
            migrations.version_of(connection, str(path))
            connection.execute("PRAGMA query_only = ON")
        else:
            must_be_ours(connection, path)
            ready_for_writing(connection, str(path))
            erasing.prepare(connection, str(path))
        yield connection


def erase_in_file(
    path: Path, connection: sqlite3.Connection, traces: Traces, workers: frozenset[int], who: str
) -> Erased:
    """Do to a file of :func:`file_without_plan` what :func:`erase` does to an open project."""
    with saying_why(path):
        with project_file.transaction(connection):
            erased = erasing.erase_for_good(connection, traces, workers, who)
        erasing.finish(connection)
    return erased
