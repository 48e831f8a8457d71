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
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

from gridmap.edits import Edit
from gridmap.model.change import Change, compose
from gridmap.model.errors import BadInput, GridMapError, NotAProject, Problem, ReadOnly, Refused
from gridmap.model.making import change_between, change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.storage import draft_mark as drafts
from gridmap.storage import erasing, foreign, geopackage, journal, layout, lock, migrations, soundness
from gridmap.storage import file as project_file
from gridmap.storage.beside import why_not_saved
from gridmap.storage.draft_mark import DraftMark
from gridmap.storage.erasing import Erased
from gridmap.storage.file import FileIdentity
from gridmap.storage.geopackage import Progress, RowsChangedElsewhere
from gridmap.storage.journal import HistoryEntry, UndoStack
from gridmap.storage.layout import JOURNAL, META
from gridmap.storage.lock import Holder, Lock
from gridmap.storage.soundness import Examination
from gridmap.storage.traces import Roster, Traces

_SALVAGED: Final = ("file-damaged",)

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
    strange : tuple of Problem
        What stands in the file that GridMap did not write and that could run at an edit. Then the project is open for
        reading only, as a copy in memory without it, which :meth:`save_copy` writes.
    damaged : bool
        Whether what is open is what could be read of a damaged file; for reading only, as above.
    who : str
        Whose name the history gets.
    draft : DraftMark or None
        What the file says of itself if it is a draft; see :mod:`gridmap.project.drafts`.
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
        strange: tuple[Problem, ...] = (),
        damaged: bool = False,
        examination: Examination | None = None,
    ) -> None:
        self.path = path
        self.plan = plan
        self.read_only = held is None
        self.locked_by = locked_by
        self.problems = problems
        self.strange = strange
        self.damaged = damaged
        self.who = who
        self._examination = examination
        self._broken_trees: list[str] = []
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
                layout.trust(connection)
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
        salvage: bool = False,
    ) -> Project:
        """Open a project file; for reading only if somebody else has it open already (see :attr:`locked_by`).

        Every page of the file is looked at first, of a large one meanwhile (see :meth:`must_be_whole`).

        Parameters
        ----------
        read_only : bool
            Whether to leave the file exactly as it is.
        progress : callable, optional
            Called now and then with how many rows are read and how many there are.
        salvage : bool
            Whether to read of a damaged file what can be read, for :meth:`save_copy` to write; :attr:`problems` count
            what is lost.

        Raises
        ------
        NotAProject
            ``file-not-found``, ``file-is-folder``, ``file-empty``, ``file-not-geopackage``, ``geopackage-not-project``,
            ``file-damaged``, ``file-from-newer-version``, ``file-too-old``, ``scheme-not-text``.
        BadInput
            If the scheme in the file cannot be read, or ``file-unreadable``.
        GridMapError
            ``file-busy`` if another program is just writing to it, ``file-not-read`` if the disk or the network does
            not give it out, ``file-endless``.
        """
        path = Path(path)
        project_file.look_at(path)
        who = who or lock.this_user()
        if salvage:
            return cls._salvaged(path, who, progress)
        held: Lock | Holder | None = None
        if not read_only and project_file.is_writable(path):
            # A folder that may only be read holds no lock; SQLite could not change the file there either.
            with contextlib.suppress(OSError):
                held = lock.acquire(path, who)
        mine = held if isinstance(held, Lock) else None
        try:
            with _saying_why(path, reading=True):
                read = _read(path, progress, writing=mine is not None)
            project = cls(
                path,
                read.connection,
                read.plan,
                held=None if read.strange else mine,
                locked_by=held if isinstance(held, Holder) else None,
                who=who,
                problems=read.problems,
                strange=read.strange,
                examination=read.examination,
            )
        except BaseException:
            if mine is not None:
                mine.release()
            raise
        if read.strange and mine is not None:
            mine.release()
        return project

    @classmethod
    def _salvaged(cls, path: Path, who: str, progress: Progress | None) -> Project:
        """Open what can be read of a damaged file, as a copy in memory."""
        with contextlib.ExitStack() as opened:
            try:
                project = opened.enter_context(cls.open(path, read_only=True, who=who, progress=progress))
                project.must_be_whole()
                opened.pop_all()
                return project
            except BadInput as error:
                if error.key not in _SALVAGED and not error.key.startswith("scheme-"):
                    raise
        with _saying_why(path, reading=True):
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
                return cls(
                    path,
                    copy,
                    plan,
                    held=None,
                    locked_by=None,
                    who=who,
                    problems=(*schema.strange, *problems, *more),
                    strange=schema.strange,
                    damaged=True,
                )

    def close(self) -> None:
        """Close the file and let others open it. The plan can still be read."""
        self._listeners.clear()
        if self._examination is not None:
            self._examination.give_up()
            self._examination = None
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

    @property
    def is_being_examined(self) -> bool:
        """Whether the pages of a large file are still to be looked at; see :meth:`must_be_whole`."""
        return self._examination is not None

    def must_be_whole(self) -> None:
        """Wait until every page of a large file is looked at; of a smaller one it was done on opening.

        Raises
        ------
        NotAProject
            ``file-damaged``
        GridMapError
            ``file-not-read`` if it could not be looked at to the end.
        """
        if self._examination is not None:
            with _saying_why(self.path, reading=True):
                found = self._examination.wait()
            if found:
                raise _damaged(self.path, found)
            self._broken_trees = self._examination.broken_trees
            self._examination = None

    def must_be_writable(self) -> None:
        """Make sure that edits can be performed.

        Raises
        ------
        ReadOnly
            ``project-in-use`` with who has it open, ``project-strange``, ``project-damaged``, or
            ``project-read-only``.
        NotAProject
            ``file-damaged``, as :meth:`must_be_whole`.
        """
        self.must_be_whole()
        if self.read_only:
            if self.damaged:
                raise ReadOnly("project-damaged", file=str(self.path))
            if self.strange:
                names = list(dict.fromkeys(str(p.values.get("name") or p.sheet) for p in self.strange))
                raise ReadOnly("project-strange", file=str(self.path), names=names)
            if self.locked_by is not None:
                raise ReadOnly("project-in-use", file=str(self.path), **self.locked_by.words())
            raise ReadOnly("project-read-only", file=str(self.path))
        self._mend_trees()

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
        """Take a person out of tables and journal for good; :mod:`gridmap.project.forgetting` does it with all drafts.

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
        with _saying_why(self.path, reading=True):
            project_file.look_at(self.path)
            read = _read(self.path, None, writing=self._lock is not None)
        if self._examination is not None:
            self._examination.give_up()
        self._connection.close()
        self._connection, self._examination, self._broken_trees = read.connection, read.examination, []
        self.problems, self.strange, self.damaged = read.problems, read.strange, False
        self.read_only = self._lock is None or bool(read.strange)
        self._identity = FileIdentity.of(self.path)
        self._take_stock()
        plan = read.plan
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
            with geopackage.without_garbage_collection(), self._writing():
                geopackage.write_change(self._connection, change, after, self._srs_ids)
                journal.append(self._connection, entries, changes or {})
        before, self.plan = self.plan, after
        for entry in entries:
            self._stack.follow(entry.action, entry.target)
        self._last_seq = entries[-1].seq
        self._tell(before, change)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Change the file as the plan has it, all or nothing.

        To take back what could not be written SQLite reads the file again, which looks as if another program had
        changed it. It has not, if the file still says that it was changed as often as before.
        """
        commits: bytes | None = None
        try:
            with project_file.transaction(self._connection):
                self._must_be_as_it_was_read()
                commits = project_file.commits(self.path)
                yield
        except BaseException:
            if commits is not None:
                self._see_that_nothing_changed(commits)
            raise

    def _see_that_nothing_changed(self, commits: bytes) -> None:
        with contextlib.suppress(sqlite3.Error, OSError), project_file.snapshot(self._connection):
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if project_file.commits(self.path) == commits:
                self._file_version = project_file.data_version(self._connection)

    @property
    def is_changed_elsewhere(self) -> bool:
        """Whether another program has changed or replaced the file since it was read, as far as one can see now."""
        if self.strange or self.damaged:
            return False
        try:
            if FileIdentity.of(self.path) != self._identity:
                return True
            return project_file.data_version(self._connection) != self._file_version
        except (sqlite3.Error, OSError):
            return False  # gone, or busy: whoever edits is told

    def _mend_trees(self) -> None:
        """Make anew what the look at a large file has found; of a smaller one it was done on opening."""
        if self._broken_trees:
            with _saying_why(self.path):
                self._must_be_the_same_file()
                with self._writing():
                    mended = geopackage.mend_trees(self._connection, str(self.path), self._broken_trees)
            self.problems += tuple(mended)
            self._broken_trees = []

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


class _Read(NamedTuple):
    """What a file holds, and the connection to go on with."""

    connection: sqlite3.Connection
    plan: Plan
    problems: tuple[Problem, ...]
    strange: tuple[Problem, ...]
    examination: Examination | None


def _read(path: Path, progress: Progress | None, *, writing: bool) -> _Read:
    """Read a file after looking whether it is whole and what stands in it; what runs by itself is not let run."""
    file = str(path)
    connection = project_file.connect(path)
    examination: Examination | None = None
    try:
        with soundness.patience(connection, path):
            migrations.version_of(connection, file)
            found = soundness.examined(path, connection)
            if isinstance(found, Examination):
                examination = found
            elif found:
                raise _damaged(path, found)
            current = migrations.is_current(connection, file)
            schema = foreign.look(connection, file)
            mended: list[Problem] = []
            if writing and not schema.strange:
                trees = [] if examination is not None else soundness.broken_trees(connection)
                mended = _ready_for_writing(connection, file, trees)
            else:
                connection.execute("PRAGMA query_only = ON")
                if not current:
                    connection = _as_of_now(connection, file)
            with project_file.snapshot(connection):
                lost = (
                    [] if writing and not schema.strange else geopackage.lost_rows(connection, file, schema.unreadable)
                )
                plan, problems = geopackage.read_plan(connection, file, progress, unreadable=schema.unreadable)
                problems = [*schema.strange, *mended, *lost, *problems]
                if JOURNAL not in schema.unreadable:
                    problems += [
                        Problem("journal-line-unusable", file=file, sheet=JOURNAL, row=seq, column="seq")
                        for seq in journal.unnumbered(connection)
                    ]
                copy, more = _clean_copy(connection, plan, schema, file) if schema.strange else (None, [])
        if copy is not None:
            connection.close()
        return _Read(copy or connection, plan, (*problems, *more), schema.strange, examination)
    except BaseException:
        if examination is not None:
            examination.give_up()
        connection.close()
        raise


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


def _damaged(path: Path, found: list[str]) -> GridMapError:
    """Return the error for a file in which faults were found, unless a second look finds none any more."""
    with contextlib.closing(project_file.connect(path)) as again:
        found = soundness.faults(again)
    if not found:
        return GridMapError("file-not-read", file=str(path), reason="quick_check")
    return NotAProject("file-damaged", file=str(path), reason="; ".join(found))


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
            _must_be_ours(connection, path)
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


def _must_be_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that nothing in a file runs by itself but what GridMap wrote, before it is changed."""
    migrations.version_of(connection, str(path))
    strange = foreign.look(connection, str(path)).strange
    if strange:
        names = list(dict.fromkeys(str(p.values.get("name") or p.sheet) for p in strange))
        raise ReadOnly("project-strange", file=str(path), names=names)


def _as_of_now(connection: sqlite3.Connection, file: str) -> sqlite3.Connection:
    """Return a connection to a copy in memory of a file of an older version, brought up to the present one."""
    copy = project_file.in_memory_copy(connection)
    connection.close()
    layout.trust(copy)
    with project_file.transaction(copy):
        migrations.migrate(copy, file)
    return copy


def _ready_for_writing(connection: sqlite3.Connection, file: str, trees: Collection[str] = ()) -> list[Problem]:
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
        lost = geopackage.lost_rows(connection, file, ())
        for problem in lost:  # told once: from here on the count is that of what is there
            geopackage.renew_counts(connection, problem.sheet)
        rebuilt = geopackage.mend_trees(connection, file, trees)
        problems = [*lost, *rebuilt, *geopackage.restore_layout(connection, file)]
    try:
        erasing.finish(connection)  # a person was forgotten, and the program killed before the file was written anew
    except sqlite3.OperationalError as error:  # no room, or another program reads; the file is whole and can be used
        problems.append(Problem("forget-unfinished", file=file, values={"reason": str(error)}))
    return problems


@contextlib.contextmanager
def _saying_why(path: Path, *, reading: bool = False) -> Iterator[None]:
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
        raise _translated(error, str(path), reading=reading) from error
    except OSError as error:
        if reading:
            raise GridMapError("file-not-read", file=str(path), reason=str(error)) from error
        if isinstance(error, PermissionError):
            raise BadInput("folder-not-writable", file=str(path), reason=str(error)) from error
        raise why_not_saved(error, path) from error


_READ_FAILED: Final = (266, 522, 6410, 7178, 8458)
"""SQLITE_IOERR_READ, SHORT_READ, MMAP, VNODE and CORRUPTFS (sqlite.org/rescode.html): nothing was given out."""


def _translated(error: sqlite3.Error, file: str, *, reading: bool = False) -> GridMapError:
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _READ_FAILED or (reading and code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)):
        return GridMapError("file-not-read", file=file, reason=str(error))
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return GridMapError("file-busy", file=file)
        case sqlite3.SQLITE_FULL:
            return GridMapError("disk-full", file=file)
        case sqlite3.SQLITE_IOERR:
            # What SQLite says where a disk has no room for what it keeps beside the file.
            return why_not_saved(error, Path(file), Path(file).absolute().parent)
        case sqlite3.SQLITE_READONLY:
            return ReadOnly("file-not-writable", file=file)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return NotAProject("file-damaged", file=file, reason=str(error))
        case _:
            return GridMapError("file-not-saved", file=file, reason=str(error))
