"""The project: an open file, its plan, and its history; every edit goes through here.

    with Project.open("city.gpkg") as project:
        project.perform(SetAttributes("grids", (7,), {"name": "东门网格"}))
        project.undo()

An edit that returns is in the file, together with its line in the journal; one that raises has changed nothing, neither
in the file nor in :attr:`Project.plan`. A project belongs to one thread at a time; its plans may be read by any.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from gridmap.change import Change, change_between, change_of, compose, edited_rows
from gridmap.edits import Edit
from gridmap.errors import BadInput, GridMapError, NotAProject, Problem, ReadOnly, Refused
from gridmap.plan import Plan
from gridmap.storage import drafts, erasing, geopackage, journal, lock, migrations
from gridmap.storage import file as project_file
from gridmap.storage.drafts import DraftMark
from gridmap.storage.erasing import Erased
from gridmap.storage.file import FileIdentity
from gridmap.storage.geopackage import Progress, RowsChangedElsewhere
from gridmap.storage.journal import HistoryEntry, UndoStack
from gridmap.storage.lock import Holder, Lock
from gridmap.traces import Roster, Traces

Listener = Callable[[Plan, Plan, Change], None]
"""Called after every change with the plan before, the plan after, and the change between the two."""


class Project:
    """An open project file. Made by :meth:`create` and :meth:`open`.

    Attributes
    ----------
    path : Path
        The file.
    plan : Plan
        The plan as it is in the file now. A new one takes its place with every change.
    read_only : bool
        Whether nothing may be changed: it was asked for, somebody else has it open, or the file is write-protected.
    locked_by : Holder or None
        Who has it open, if that is why it is open for reading only.
    problems : tuple of Problem
        What other programs have left in the file that could not be understood, and what was mended on opening.
    who : str
        Whose name the history gets.
    draft : DraftMark or None
        What the file says of itself if it is a draft; see :mod:`gridmap.drafts`.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        plan: Plan,
        *,
        held: Lock | None,
        locked_by: Holder | None,
        who: str,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.path = path
        self.plan = plan
        self.read_only = held is None
        self.locked_by = locked_by
        self.problems = problems
        self.who = who
        self._connection = connection
        self._lock = held
        self._identity = FileIdentity.of(path)
        self._listeners: list[Listener] = []
        self._take_stock()

    # ---- opening and closing -----------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: str | Path, plan: Plan, *, who: str | None = None, overwrite: bool = False) -> Project:
        """Write a plan into a new project file and open it.

        Parameters
        ----------
        path : str or Path
            Should end in ``.gpkg``.
        who : str, optional
            Name for the history; the user's name on this computer if left out.
        overwrite : bool
            Whether a file that is there may be replaced. It stays as it was until the new one is complete.

        Raises
        ------
        BadInput
            ``file-exists``, ``folder-not-found``, ``folder-not-writable``, ``text-not-storable``.
        GridMapError
            ``project-in-use`` if somebody has the file open, ``disk-full``.
        """
        path = Path(path)
        if path.exists() and not overwrite:
            raise BadInput("file-exists", file=str(path))
        if path.is_dir():
            raise BadInput("file-is-folder", file=str(path))
        if not path.absolute().parent.is_dir():
            raise BadInput("folder-not-found", file=str(path), folder=str(path.absolute().parent))
        who = who or lock.this_user()
        with _saying_why(path):
            held = lock.acquire(path, who)
        if isinstance(held, Holder):
            raise GridMapError("project-in-use", file=str(path), **held.words())
        try:
            with _saying_why(path):
                geopackage.write_plan(path, plan)
                connection = project_file.connect(path)
                project_file.settle(connection)
                return cls(path, connection, plan, held=held, locked_by=None, who=who)
        except BaseException:
            held.release()
            raise

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        read_only: bool = False,
        who: str | None = None,
        progress: Progress | None = None,
    ) -> Project:
        """Open a project file; for reading only if somebody else has it open already (see :attr:`locked_by`).

        Parameters
        ----------
        read_only : bool
            Whether to leave the file exactly as it is.
        progress : callable, optional
            Called now and then with how many rows are read and how many there are.

        Raises
        ------
        NotAProject
            ``file-not-found``, ``file-is-folder``, ``file-empty``, ``file-not-geopackage``, ``geopackage-not-project``,
            ``file-damaged``, ``file-from-newer-version``, ``file-too-old``.
        BadInput
            If the scheme in the file cannot be read, or ``file-unreadable``.
        GridMapError
            ``file-busy`` if another program is just writing to it.
        """
        path = Path(path)
        project_file.look_at(path)
        who = who or lock.this_user()
        held: Lock | Holder | None = None
        if not read_only and project_file.is_writable(path):
            # A folder that may only be read holds no lock; SQLite could not change the file there either.
            with contextlib.suppress(OSError):
                held = lock.acquire(path, who)
        mine = held if isinstance(held, Lock) else None
        connection: sqlite3.Connection | None = None
        try:
            with _saying_why(path):
                connection = project_file.connect(path)
                if mine is None:
                    connection = _ready_for_reading(connection, str(path))
                    mended = []
                else:
                    mended = _ready_for_writing(connection, str(path))
                with project_file.snapshot(connection):
                    plan, problems = geopackage.read_plan(connection, str(path), progress)
                    return cls(
                        path,
                        connection,
                        plan,
                        held=mine,
                        locked_by=held if isinstance(held, Holder) else None,
                        who=who,
                        problems=(*mended, *problems),
                    )
        except BaseException:
            if connection is not None:
                connection.close()
            if mine is not None:
                mine.release()
            raise

    def close(self) -> None:
        """Close the file and let others open it. The plan can still be read."""
        self._listeners.clear()
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def save_copy(self, path: str | Path, *, overwrite: bool = False, draft: DraftMark | None = None) -> None:
        """Write a copy of the file with its whole history elsewhere; the project stays open where it is.

        Parameters
        ----------
        overwrite : bool
            Whether a file that is there may be replaced.
        draft : DraftMark, optional
            Makes the copy a draft, whose history begins with the copy. Without it a copy is a project of its own, that
            of a draft too.

        Raises
        ------
        BadInput
            ``file-exists``, ``folder-not-found``, ``folder-not-writable``.
        GridMapError
            ``project-in-use`` if somebody has the other file open, ``disk-full``.
        """
        path = Path(path)
        if path.exists() and (not overwrite or path.samefile(self.path)):
            raise BadInput("file-exists", file=str(path))
        if not path.absolute().parent.is_dir():
            raise BadInput("folder-not-found", file=str(path), folder=str(path.absolute().parent))
        with _saying_why(path):
            held = lock.acquire(path, self.who)
            if isinstance(held, Holder):
                raise GridMapError("project-in-use", file=str(path), **held.words())
            try:
                finish = drafts.make_project if draft is None else partial(drafts.make_draft, mark=draft)
                project_file.copy_to(self._connection, path, finish)
            finally:
                held.release()

    # ---- changing ----------------------------------------------------------------------------------------------------

    def must_be_writable(self) -> None:
        """Make sure that edits can be performed.

        Raises
        ------
        ReadOnly
            ``project-in-use`` with who has it open, or ``project-read-only``.
        """
        if self.read_only:
            if self.locked_by is not None:
                raise ReadOnly("project-in-use", file=str(self.path), **self.locked_by.words())
            raise ReadOnly("project-read-only", file=str(self.path))

    def perform(self, edit: Edit) -> Change:
        """Do an edit: in the file first, then in :attr:`plan`, then tell the listeners.

        Returns
        -------
        Change
            What it did; if that is nothing, nothing was written either.

        Raises
        ------
        Refused
            If the edit may not be done.
        ReadOnly
            If the project is open for reading only.
        GridMapError
            ``file-busy``, ``file-changed-elsewhere``, ``file-gone``, ``disk-full``, ``file-not-saved``.
        """
        self.must_be_writable()
        change = edit.change(self.plan)
        if change:
            seq = self._last_seq + 1
            entry = self._entry(seq, "do", change, seq)
            self._record(change, [entry], {seq: change})
        return change

    def undo(self) -> Change | None:
        """Take back the latest edit that stands; ``None`` if there is none.

        Raises
        ------
        Refused
            ``history-does-not-fit`` if another program has changed the rows of that edit meanwhile.
        ReadOnly, GridMapError
            As :meth:`perform`.
        """
        self.must_be_writable()
        if not self._stack.done:
            return None
        target = self._stack.done[-1]
        change = self._change_of(target).inverted()
        self._must_fit(change, target)
        self._record(change, [self._entry(self._last_seq + 1, "undo", change, target)])
        return change

    def redo(self) -> Change | None:
        """Do again the edit that was taken back last; ``None`` if there is none, or an edit was done since.

        Raises
        ------
        Refused, ReadOnly, GridMapError
            As :meth:`undo`.
        """
        self.must_be_writable()
        if not self._stack.undone:
            return None
        target = self._stack.undone[-1]
        change = self._change_of(target)
        self._must_fit(change, target)
        self._record(change, [self._entry(self._last_seq + 1, "redo", change, target)])
        return change

    def go_to(self, seq: int) -> Change | None:
        """Bring the plan to where it was right after a line of the history (0: before the first), in one step.

        What stood then and does not now is done again, what stands now and did not then is taken back. The history gets
        a line for each, so this can be undone like anything else.

        Returns
        -------
        Change or None
            All of it as one change; ``None`` if the plan is there already.

        Raises
        ------
        Refused
            ``no-such-line``, or as :meth:`undo`.
        ReadOnly, GridMapError
            As :meth:`perform`.
        """
        self.must_be_writable()
        wanted = self._stack_at(seq)
        now = self._stack.done
        common = next(
            (i for i, (a, b) in enumerate(zip(now, wanted, strict=False)) if a != b), min(len(now), len(wanted))
        )
        entries, total, plan = [], None, self.plan
        steps = [("undo", target) for target in reversed(now[common:])] + [
            ("redo", target) for target in wanted[common:]
        ]
        for at, (action, target) in enumerate(steps, start=1):
            change = self._change_of(target)
            if action == "undo":
                change = change.inverted()
            if not change.fits(plan):
                raise self._unfit(target)
            entries.append(self._entry(self._last_seq + at, "undo" if action == "undo" else "redo", change, target))
            plan = plan.apply(change)
            total = change if total is None else compose(total, change)
        if total is not None:
            self._record(total, entries)
        return total

    def roster(self) -> Roster:
        """Return every worker whom the tables or the journal know, in all forms of the row."""
        with _saying_why(self.path):
            return erasing.roster_of(self._connection)

    def would_erase(self, traces: Traces, workers: frozenset[int]) -> Erased:
        """Return what :meth:`erase` would rewrite; nothing is written."""
        with _saying_why(self.path), project_file.snapshot(self._connection):
            return erasing.erase(self._connection, traces, workers, write=False)

    def must_be_erasable(self) -> None:
        """Make sure, as far as one can know beforehand, that :meth:`erase` can be done.

        Raises
        ------
        ReadOnly, GridMapError
            As :meth:`erase`.
        """
        self.must_be_writable()
        with _saying_why(self.path):
            self._must_be_the_same_file()
            project_file.settle(self._connection)
            erasing.prepare(self._connection, str(self.path))
            self._must_be_as_it_was_read()

    def erase(self, traces: Traces, workers: frozenset[int]) -> Erased:
        """Take a person out of tables and journal for good, as :mod:`gridmap.forgetting` does it with all drafts.

        It has a line in the history that does not say who it was, and which undo steps over: every step before it can
        still be taken back and done again. The listeners are told of a change named ``forget-person``.

        Parameters
        ----------
        traces : Traces
            What stands for the person.
        workers : frozenset of int
            Ids of the rows that are the person.

        Raises
        ------
        ReadOnly, GridMapError
            As :meth:`perform`. After ``disk-full`` and ``file-busy`` the person may be forgotten already, and what is
            left to do is done when the project is opened the next time.
        """
        self.must_be_erasable()
        with (
            _saying_why(self.path),
            geopackage.without_garbage_collection(),
            project_file.transaction(self._connection),
        ):
            self._must_be_as_it_was_read()
            erased = erasing.erase_for_good(self._connection, traces, workers, self.who)
        self._last_seq = journal.undo_stack(self._connection)[1]
        change = _change_of_cells(self.plan, erased)
        before, self.plan = self.plan, self.plan.apply(change)
        self._tell(before, change)
        with _saying_why(self.path):
            erasing.finish(self._connection)
        return erased

    def reload(self) -> Change | None:
        """Read the file again after another program has changed it; ``None`` if the plan is still the same.

        Listeners are told of the difference as of any other change.

        Raises
        ------
        BadInput, GridMapError
            As :meth:`open`; the project stays as it is then.
        """
        with _saying_why(self.path):
            project_file.look_at(self.path)
            connection = project_file.connect(self.path)
            try:
                if self.read_only:
                    connection, mended = _ready_for_reading(connection, str(self.path)), []
                else:
                    mended = _ready_for_writing(connection, str(self.path))
                with project_file.snapshot(connection):
                    plan, problems = geopackage.read_plan(connection, str(self.path))
                    self._connection, connection = connection, self._connection
                    self._identity = FileIdentity.of(self.path)
                    self._take_stock()
            finally:
                connection.close()
        self.problems = (*mended, *problems)
        change = change_between(self.plan, plan, "changed-elsewhere")
        before, self.plan = self.plan, plan
        if not change:
            return None
        self._tell(before, change)
        return change

    # ---- history -----------------------------------------------------------------------------------------------------

    @property
    def last_line(self) -> int:
        """Number of the last line of the journal, 0 if there is none."""
        return self._last_seq

    def standing_changes(self) -> list[Change]:
        """Return the changes of all edits that stand, oldest first.

        Raises
        ------
        Refused
            ``history-does-not-fit`` if one cannot be read.
        """
        return [self._change_of(target) for target in self._stack.done]

    def history(self) -> list[HistoryEntry]:
        """Return all lines of the journal, oldest first."""
        with _saying_why(self.path):
            return journal.history(self._connection)

    @property
    def standing(self) -> tuple[int, ...]:
        """Numbers of the lines whose edits stand, oldest first; the last is where the history is now."""
        return tuple(self._stack.done)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return not self.read_only and bool(self._stack.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return not self.read_only and bool(self._stack.undone)

    @property
    def undo_entry(self) -> HistoryEntry | None:
        """The line of the edit that :meth:`undo` would take back."""
        return self._line(self._stack.done[-1]) if self._stack.done else None

    @property
    def redo_entry(self) -> HistoryEntry | None:
        """The line of the edit that :meth:`redo` would do again."""
        return self._line(self._stack.undone[-1]) if self._stack.undone else None

    @property
    def undo_label(self) -> str:
        """The label of the edit that :meth:`undo` would take back, ``""`` if there is none."""
        entry = self.undo_entry
        return entry.label if entry else ""

    @property
    def redo_label(self) -> str:
        """The label of the edit that :meth:`redo` would do again, ``""`` if there is none."""
        entry = self.redo_entry
        return entry.label if entry else ""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a function called after every change; call what is returned to stop that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _take_stock(self) -> None:
        """Read from the file what can be undone, and which state of the file the plan stands for."""
        self._stack, self._last_seq = journal.undo_stack(self._connection)
        self._file_version = project_file.data_version(self._connection)
        self._srs_ids = geopackage.srs_ids(self._connection)
        self.draft = drafts.mark_of(self._connection)

    def _entry(self, seq: int, action: journal.Action, change: Change, target: int) -> HistoryEntry:
        return HistoryEntry(seq, datetime.now(UTC), self.who, action, change.label, change.values, target)

    def _line(self, seq: int) -> HistoryEntry | None:
        with _saying_why(self.path):
            return journal.line(self._connection, seq)

    def _change_of(self, target: int) -> Change:
        with _saying_why(self.path):
            try:
                with geopackage.without_garbage_collection():
                    return journal.change_of_line(self._connection, target, self.plan.crs)
            except ValueError as error:
                raise self._unfit(target) from error

    def _must_fit(self, change: Change, target: int) -> None:
        if not change.fits(self.plan):
            raise self._unfit(target)

    def _unfit(self, target: int) -> Refused:
        line = self._line(target)
        return Refused("history-does-not-fit", seq=target, label=line.label if line else "")

    def _stack_at(self, seq: int) -> list[int]:
        stack = UndoStack()
        if not 0 <= seq <= self._last_seq:
            raise Refused("no-such-line", seq=seq, last=self._last_seq)
        with _saying_why(self.path):
            entries = journal.history(self._connection)
        try:
            for entry in entries:
                if entry.seq > seq:
                    break
                stack.follow(entry.action, entry.target)
        except ValueError as error:
            raise self._unfit(seq) from error
        return stack.done

    def _record(self, change: Change, entries: list[HistoryEntry], changes: dict[int, Change] | None = None) -> None:
        """Write a change and its lines in one transaction, then let the plan follow, then tell the listeners."""
        after = self.plan.apply(change)
        with _saying_why(self.path):
            self._must_be_the_same_file()
            with geopackage.without_garbage_collection(), project_file.transaction(self._connection):
                self._must_be_as_it_was_read()
                geopackage.write_change(self._connection, change, after, self._srs_ids)
                journal.append(self._connection, entries, changes or {})
        before, self.plan = self.plan, after
        for entry in entries:
            self._stack.follow(entry.action, entry.target)
        self._last_seq = entries[-1].seq
        self._tell(before, change)

    def _must_be_as_it_was_read(self) -> None:
        if project_file.data_version(self._connection) != self._file_version:
            raise GridMapError("file-changed-elsewhere", file=str(self.path))

    def _must_be_the_same_file(self) -> None:
        try:
            same = FileIdentity.of(self.path) == self._identity
        except OSError:
            same = False
        if not same:
            raise GridMapError("file-gone", file=str(self.path))

    def _tell(self, before: Plan, change: Change) -> None:
        """Tell all listeners; if one fails the others are still told, and then the error goes on its way."""
        with contextlib.ExitStack() as calls:
            for listener in reversed(self._listeners):
                calls.callback(listener, before, self.plan, change)


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


@contextlib.contextmanager
def file_without_plan(path: Path, who: str, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a project file to take a person out of it, without reading its plan, and close it again.

    Raises
    ------
    ReadOnly
        ``project-in-use`` if somebody has it open, unless it is opened for reading only.
    NotAProject, GridMapError
        As :meth:`Project.open`, and ``file-busy`` if another program has it open.
    """
    with _saying_why(path), contextlib.ExitStack() as opened:
        project_file.look_at(path)
        if not read_only:
            if not project_file.is_writable(path):
                raise ReadOnly("file-not-writable", file=str(path))
            held = lock.acquire(path, who)
            if isinstance(held, Holder):
                raise ReadOnly("project-in-use", file=str(path), **held.words())
            opened.callback(held.release)
        connection = project_file.connect(path)
        opened.callback(connection.close)
        if read_only:
            migrations.version_of(connection, str(path))
            connection.execute("PRAGMA query_only = ON")
        else:
            _ready_for_writing(connection, str(path))
            erasing.prepare(connection, str(path))
        yield connection


def erase_in_file(
    path: Path, connection: sqlite3.Connection, traces: Traces, workers: frozenset[int], who: str
) -> Erased:
    """Do to a file of :func:`file_without_plan` what :meth:`Project.erase` does to an open project."""
    with _saying_why(path):
        with project_file.transaction(connection):
            erased = erasing.erase_for_good(connection, traces, workers, who)
        erasing.finish(connection)
    return erased


def _ready_for_reading(connection: sqlite3.Connection, file: str) -> sqlite3.Connection:
    """Return a connection to read from: the same, or one to a copy in memory if the file is of an older version."""
    connection.execute("PRAGMA query_only = ON")
    if migrations.is_current(connection, file):
        return connection
    copy = project_file.in_memory_copy(connection)
    connection.close()
    with project_file.transaction(copy):
        migrations.migrate(copy, file)
    return copy


def _ready_for_writing(connection: sqlite3.Connection, file: str) -> list[Problem]:
    """Bring a file into the form that this version writes, and say what was mended."""
    migrations.version_of(connection, file)
    project_file.settle(connection)
    with project_file.transaction(connection):
        migrations.migrate(connection, file)
        problems = geopackage.restore_layout(connection, file)
    try:
        erasing.finish(connection)  # a person was forgotten, and the program killed before the file was written anew
    except sqlite3.OperationalError as error:  # no room, or another program reads; the file is whole and can be used
        problems.append(Problem("forget-unfinished", file=file, values={"reason": str(error)}))
    return problems


@contextlib.contextmanager
def _saying_why(path: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into errors with a key."""
    try:
        yield
    except GridMapError:
        raise
    except RowsChangedElsewhere as error:
        raise GridMapError("file-changed-elsewhere", file=str(path)) from error
    except UnicodeEncodeError as error:
        raise BadInput("text-not-storable", file=str(path), value=ascii(error.object)) from error
    except sqlite3.Error as error:
        raise _translated(error, str(path)) from error
    except OSError as error:
        if isinstance(error, PermissionError):
            raise BadInput("folder-not-writable", file=str(path), reason=str(error)) from error
        raise GridMapError("file-not-saved", file=str(path), reason=str(error)) from error


def _translated(error: sqlite3.Error, file: str) -> GridMapError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return GridMapError("file-busy", file=file)
        case sqlite3.SQLITE_FULL:
            return GridMapError("disk-full", file=file)
        case sqlite3.SQLITE_READONLY:
            return ReadOnly("file-not-writable", file=file)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return NotAProject("file-damaged", file=file, reason=str(error))
        case _:
            return GridMapError("file-not-saved", file=file, reason=str(error))
