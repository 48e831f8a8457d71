"""What happens to a project file before anybody edits it: it is made, looked at, mended, read, or salvaged."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from gridmap.model.errors import BadInput, GridMapError, NotAProject, Problem, ReadOnly
from gridmap.model.plan import Plan
from gridmap.project.saying_why import saying_why
from gridmap.storage import (
    counting,
    early_reading,
    erasing,
    foreign,
    geopackage,
    journal,
    layout,
    lock,
    migrations,
    soundness,
)
from gridmap.storage import draft_mark as drafts
from gridmap.storage import file as project_file
from gridmap.storage.geopackage import Progress
from gridmap.storage.layout import JOURNAL, META
from gridmap.storage.lock import Holder, Lock
from gridmap.storage.soundness import Examination


class ReadFile(NamedTuple):
    """What a file holds, and the connection to go on with."""

    connection: sqlite3.Connection
    plan: Plan
    problems: tuple[Problem, ...] = ()
    strange: tuple[Problem, ...] = ()
    examination: Examination | None = None


# ---- a new file ------------------------------------------------------------------------------------------------------


def lock_of_new(path: Path, who: str, *, overwrite: bool) -> Lock:
    """Take the lock of a file that is to be made, after looking whether it may be; raises as :meth:`Project.create`."""
    if path.exists() and not overwrite:
        raise BadInput("file-exists", file=str(path))
    if path.is_dir():
        raise BadInput("file-is-folder", file=str(path))
    must_have_a_folder(path)
    with saying_why(path):
        held = lock.acquire(path, who)
    if isinstance(held, Holder):
        raise GridMapError("project-in-use", file=str(path), **held.words())
    return held


def must_have_a_folder(path: Path) -> None:
    """Make sure that the folder is there in which a file is to be made."""
    if not path.absolute().parent.is_dir():
        raise BadInput("folder-not-found", file=str(path), folder=str(path.absolute().parent))


def new_file(path: Path, plan: Plan) -> ReadFile:
    """Write a plan into a new file, whose lock is held, and open it."""
    geopackage.write_plan(path, plan)
    connection = project_file.connect(path)
    project_file.settle(connection)
    layout.trust(connection)
    return ReadFile(connection, plan)


# ---- a file that is there --------------------------------------------------------------------------------------------


def lock_if_writable(path: Path, who: str) -> Lock | Holder | None:
    """Take the lock of a file or say who holds it; ``None`` if the file can only be read."""
    if project_file.is_writable(path):
        # A folder that may only be read holds no lock; SQLite could not change the file there either.
        with contextlib.suppress(OSError):
            return lock.acquire(path, who)
    return None


def read_file(path: Path, progress: Progress | None, *, writing: bool) -> ReadFile:
    """Read a file after looking whether it is whole and what stands in it; what runs by itself is not let run."""
    file = str(path)
    connection = project_file.connect(path)
    examination: Examination | None = None
    early = early_reading.taken(path)
    try:
        with soundness.patience(connection, path):
            migrations.version_of(connection, file)
            found = soundness.examined(path, connection)
            if isinstance(found, Examination):
                examination = found
            elif found.faults:
                raise damaged(path, found.faults)
            current = migrations.is_current(connection, file)
            schema = foreign.look(connection, file)
            first: list[Problem] = []
            if early is not None:
                early.end()  # what is being read could not be written to
            if writing and not schema.strange:
                trees = [] if isinstance(found, Examination) else found.trees
                if trees is None:
                    trees = soundness.broken_trees(connection)
                first = ready_for_writing(connection, file, trees)
            else:
                connection.execute("PRAGMA query_only = ON")
                if not current:
                    connection = _as_of_now(connection, file)
            with project_file.snapshot(connection):
                counts = counting.rows_of_tables(connection, schema.unreadable)
                if not writing or schema.strange:
                    first += counting.lost_rows(connection, file, schema.unreadable, counts)
                if early is not None and (schema.strange or not early.is_of_now()):
                    early = None
                plan, problems = geopackage.read_plan(
                    connection, file, progress, unreadable=schema.unreadable, counts=counts, early=early
                )
                problems = [*schema.strange, *first, *problems]
                if JOURNAL not in schema.unreadable:
                    problems += [
                        Problem("journal-line-unusable", file=file, sheet=JOURNAL, row=seq, column="seq")
                        for seq in journal.unnumbered(connection)
                    ]
                copy, more = _clean_copy(connection, plan, schema, file) if schema.strange else (None, [])
        if copy is not None:
            connection.close()
        return ReadFile(copy or connection, plan, (*problems, *more), schema.strange, examination)
    except BaseException:
        if early is not None:
            early.give_up()
        if examination is not None:
            examination.give_up()
        connection.close()
        raise


def salvaged_file(path: Path, progress: Progress | None) -> ReadFile:
    """Read of a damaged file what can be read, and go on with a copy in memory."""
    connection = project_file.connect(path, cut_off=True)
    with contextlib.closing(connection), soundness.patience(connection, path):
        connection.execute("PRAGMA query_only = ON")
        if not migrations.is_current(connection, str(path)):
            raise NotAProject("file-damaged", file=str(path), reason="older version")
        schema = foreign.look(connection, str(path))
        plan, problems = geopackage.read_plan(
            connection, str(path), progress, unreadable=schema.unreadable, salvage=True
        )
        copy, more = _clean_copy(connection, plan, schema, str(path))
        return ReadFile(copy, plan, (*schema.strange, *problems, *more), schema.strange)


def _clean_copy(
    connection: sqlite3.Connection, plan: Plan, schema: foreign.Schema, file: str
) -> tuple[sqlite3.Connection, list[Problem]]:
    """Return a project in memory with a plan, and with the journal and the mark of a draft of another connection."""
    copy, problems = geopackage.clean_copy(plan), []
    lost = 0
    try:
        if JOURNAL not in schema.unreadable:
            lost = journal.copy(connection, copy)
        mark = None if META in schema.unreadable else drafts.mark_of(connection)
        if mark is not None:
            drafts.put_mark(copy, mark)
    except sqlite3.DatabaseError:
        problems.append(Problem("journal-unreadable", file=file, sheet=JOURNAL))
    if lost:
        problems.append(Problem("journal-lines-lost", file=file, sheet=JOURNAL, values={"count": lost}))
    return copy, problems


def _as_of_now(connection: sqlite3.Connection, file: str) -> sqlite3.Connection:
    """Return a connection to a copy in memory of a file of an older version, brought up to the present one."""
    copy = project_file.in_memory_copy(connection)
    connection.close()
    layout.trust(copy)
    with project_file.transaction(copy):
        migrations.migrate(copy, file)
    return copy


def damaged(path: Path, found: list[str]) -> GridMapError:
    """Return the error for a file in which faults were found, unless a second look finds none any more."""
    found = soundness.faults_of(path)
    if not found:
        return GridMapError("file-not-read", file=str(path), reason="quick_check")
    return NotAProject("file-damaged", file=str(path), reason="; ".join(found))


def ready_for_writing(connection: sqlite3.Connection, file: str, trees: Collection[str] = ()) -> list[Problem]:
    """Bring a file into the form that this version writes, and say what was mended.

    Parameters
    ----------
    trees : collection of str
        Tables whose R-tree is spoilt.
    """
    project_file.settle(connection)
    layout.trust(connection)
    with project_file.transaction(connection):
        migrations.migrate(connection, file)
        lost = counting.lost_rows(connection, file, ())
        for problem in lost:  # told once: from here on the count is that of what is there
            geopackage.renew_counts(connection, problem.sheet)
        rebuilt = geopackage.mend_trees(connection, file, trees)
        problems = [*lost, *rebuilt, *geopackage.restore_layout(connection, file)]
    try:
        erasing.finish(connection)  # a person was forgotten, and the program killed before the file was written anew
    except sqlite3.OperationalError as error:  # no room, or another program reads; the file is whole and can be used
        problems.append(Problem("forget-unfinished", file=file, values={"reason": str(error)}))
    return problems


def must_be_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that nothing in a file runs by itself but what GridMap wrote, before it is changed."""
    migrations.version_of(connection, str(path))
    strange = foreign.look(connection, str(path)).strange
    if strange:
        raise refusal_of_strange(strange, path)


def refusal_of_strange(strange: tuple[Problem, ...], path: Path) -> ReadOnly:
    """Return the error for a file in which something stands that could run at an edit."""
    names = list(dict.fromkeys(str(p.values.get("name") or p.sheet) for p in strange))
    return ReadOnly("project-strange", file=str(path), names=names)
