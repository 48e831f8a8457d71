"""The file of an open project as it is written to: every edit is one transaction, or has changed nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from gridmap.model.change import Change, compose
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput, GridMapError, Problem, Refused
from gridmap.model.plan import Plan
from gridmap.project.opening import damaged, must_have_a_folder
from gridmap.project.saying_why import saying_why
from gridmap.storage import draft_mark as drafts
from gridmap.storage import file as project_file
from gridmap.storage import geopackage, journal, lock, pages
from gridmap.storage.draft_mark import DraftMark
from gridmap.storage.file import FileIdentity
from gridmap.storage.journal import HistoryEntry, UndoStack
from gridmap.storage.lock import Holder
from gridmap.storage.soundness import Examination
from gridmap.storage.users import Users

_ASKED_EVERY: Final = 500
"""After so many steps of SQLite it is asked whether what is being written is still wanted."""


class OpenFile:
    """The file of an open project.

    Attributes
    ----------
    path : Path
        The file.
    connection : sqlite3.Connection
        Leads to it, or to a copy in memory if the project is open for reading only.
    who : str
        Whose name the history gets.
    stack : UndoStack
        Numbers of the lines that can be taken back and done again.
    last_line : int
        Number of the last line of the journal, 0 if there is none.
    file_version : int
        What SQLite counts the changes by others with; the plan of the project is the file at this number.
    draft : DraftMark or None
        What the file says of itself if it is a draft.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, who: str, examination: Examination | None = None
    ) -> None:
        self.path = path
        self.connection = connection
        self.who = who
        self._examination = examination
        self._users = Users()
        self._broken_trees: list[str] = []
        self._identity = FileIdentity.of(path)
        self._lines: tuple[tuple[int, int] | None, journal.Lines] = None, []
        """Lines of the journal, and by :meth:`_changes` up to when they stand as they did; ``None``: to be compared."""
        self._take_stock()

    def _take_stock(self) -> None:
        """Read from the file what can be undone, and which state of the file the plan stands for."""
        self.stack, self.last_line = journal.undo_stack(self.connection)
        self.file_version = project_file.data_version(self.connection)
        self._srs_ids = geopackage.srs_ids(self.connection)
        self.draft: DraftMark | None = drafts.mark_of(self.connection)

    def close(self) -> None:
        """End what looks at the file in the background, and the connection, once no other thread uses it."""
        if self._examination is not None:
            self._examination.give_up()
            self._examination = None
        self._users.close(self.connection.close)

    @contextlib.contextmanager
    def asked(self) -> Iterator[None]:
        """Ask :attr:`connection` inside: it stays open until then, and what it raises gets a key."""
        with self._users.one_more(), saying_why(self.path):
            yield

    def copy_to(
        self, path: Path, *, overwrite: bool, draft: DraftMark | None, progress: geopackage.Progress | None = None
    ) -> None:
        """Write a copy elsewhere; see :meth:`gridmap.project.project.Project.save_copy`."""
        if path.exists() and (not overwrite or path.samefile(self.path)):
            raise BadInput("file-exists", file=str(path))
        must_have_a_folder(path)
        with saying_why(path):
            held = lock.acquire(path, self.who)
            if isinstance(held, Holder):
                raise GridMapError("project-in-use", file=str(path), **held.words())
            try:
                finish = drafts.make_project if draft is None else partial(drafts.make_draft, mark=draft)
                with self._users.one_more():
                    project_file.copy_to(self.connection, path, finish, progress)
            finally:
                held.release()

    # ---- whether it is whole -----------------------------------------------------------------------------------------

    @property
    def is_being_examined(self) -> bool:
        """Whether the pages of a large file are still to be looked at."""
        return self._examination is not None

    def must_be_whole(self) -> None:
        """Wait until every page of a large file is looked at; of a smaller one it was done on opening."""
        if self._examination is not None:
            with saying_why(self.path, reading=True):
                found = self._examination.wait()
            if found:
                raise damaged(self.path, found)
            self._broken_trees = self._examination.broken_trees
            self._examination = None

    def mend_trees(self) -> tuple[Problem, ...]:
        """Make anew what the look at a large file has found; of a smaller one it was done on opening."""
        if not self._broken_trees:
            return ()
        with self.asked():
            self.must_be_the_same_file()
            with self._writing():
                mended = geopackage.mend_trees(self.connection, str(self.path), self._broken_trees)
        self._broken_trees = []
        return tuple(mended)

    # ---- the history -------------------------------------------------------------------------------------------------

    def entry(self, seq: int, action: journal.Action, change: Change, target: int) -> HistoryEntry:
        """Return a line for the journal, of now."""
        return HistoryEntry(seq, datetime.now(UTC), self.who, action, change.label, change.values, target)

    def bytes_of(self, lines: Sequence[int]) -> int:
        """Return how large the changes of some lines are, unpacked: it tells how long to do them again takes.

        Parameters
        ----------
        lines : sequence of int
            Their numbers; there may be none.
        """
        with self.asked():
            return sum(journal.bytes_of(self.connection, line) for line in lines)

    def line(self, seq: int) -> HistoryEntry | None:
        """Return a line of the journal."""
        with self.asked():
            return journal.line(self.connection, seq)

    def history(self) -> list[HistoryEntry]:
        """Return all lines of the journal, oldest first; after steps of our own those that are new are read alone."""
        with self.asked():
            until, known = self._lines
            now = self._changes()
            is_settled = not self.connection.in_transaction  # what another thread writes just now may be taken back
            lines = (journal.later if until == now else journal.history)(self.connection, known)
        self._lines = now if is_settled else None, lines
        return [entry for _, entry in lines]

    def _changes(self) -> tuple[int, int]:
        """Return what is another whenever somebody has changed the file, others or this connection."""
        return project_file.data_version(self.connection), self.connection.total_changes

    def change_of(self, target: int, crs: object) -> Change:
        """Return the change of the edit in a line; ``history-does-not-fit`` if it cannot be read."""
        with self.asked():
            try:
                with without_garbage_collection():
                    return journal.change_of_line(self.connection, target, crs)
            except ValueError as error:
                raise self.unfit(target) from error

    def standing_changes(self, crs: object) -> list[Change]:
        """Return the changes of all edits that stand, oldest first.

        Raises
        ------
        Refused
            ``history-does-not-fit`` if one cannot be read.
        """
        return [self.change_of(target, crs) for target in self.stack.done]

    def unfit(self, target: int) -> Refused:
        """Return the error that the edit in a line does not fit what is there."""
        line = self.line(target)
        return Refused("history-does-not-fit", seq=target, label=line.label if line else "")

    def step(self, action: journal.Action, target: int, plan: Plan, at: int = 1) -> tuple[Change, HistoryEntry]:
        """Return what takes the edit in a line back or does it again, and the line that says so, ``at`` after the last.

        Raises
        ------
        Refused
            ``history-does-not-fit`` if the plan is not what the edit has left, or was done on.
        """
        change = self.change_of(target, plan.crs)
        if action == "undo":
            change = change.inverted()
        if not change.fits(plan):
            raise self.unfit(target)
        return change, self.entry(self.last_line + at, action, change, target)

    def stack_at(self, seq: int) -> list[int]:
        """Return the lines whose edits stood right after a line, oldest first."""
        stack = UndoStack()
        if not 0 <= seq <= self.last_line:
            raise Refused("no-such-line", seq=seq, last=self.last_line)
        entries = self.history()
        try:
            for entry in entries:
                if entry.seq > seq:
                    break
                stack.follow(entry.action, entry.target)
        except ValueError as error:
            raise self.unfit(seq) from error
        return stack.done

    def steps_to(self, seq: int, now: Sequence[int] | None = None) -> list[tuple[journal.Action, int]]:
        """Return what is taken back and done again, one after the other, to be where it was right after a line.

        Parameters
        ----------
        seq : int
            Number of the line.
        now : sequence of int, optional
            The lines whose edits stand where one starts from; those that stand now if not said.

        Raises
        ------
        Refused
            ``no-such-line``; ``history-does-not-fit`` if the lines do not follow from each other.
        """
        wanted = self.stack_at(seq)
        now = self.stack.done if now is None else now
        common = next(
            (i for i, (a, b) in enumerate(zip(now, wanted, strict=False)) if a != b), min(len(now), len(wanted))
        )
        steps: list[tuple[journal.Action, int]] = [("undo", target) for target in reversed(now[common:])]
        return steps + [("redo", target) for target in wanted[common:]]

    def way_along(
        self,
        steps: Sequence[tuple[journal.Action, int]],
        plan: Plan,
        progress: Callable[[float], object] | None = None,
    ) -> tuple[Change | None, list[HistoryEntry]]:
        """Return what :meth:`steps_to` makes of the plan of then, as one change, and the lines of its steps."""
        entries, total = [], None
        for at, (action, target) in enumerate(steps, start=1):
            change, entry = self.step(action, target, plan, at)
            entries.append(entry)
            plan = plan.apply(change)
            total = change if total is None else compose(total, change)
            if progress is not None:
                progress(at / len(steps))
        return total, entries

    # ---- writing -----------------------------------------------------------------------------------------------------

    def write(self, change: Change, after: Plan, entries: list[HistoryEntry], changes: dict[int, Change]) -> None:
        """Write a change and its lines in one transaction.

        Parameters
        ----------
        after : Plan
            What the file holds then.
        changes : dict of int, Change
            The edits themselves, by the number of the line that gets them.
        """
        with self.asked():
            self.must_be_the_same_file()
            until, known = self._lines
            stands = until == self._changes()
            with without_garbage_collection(), self._writing():
                geopackage.write_change(self.connection, change, after, self._srs_ids)
                journal.append(self.connection, entries, changes)
            if stands and until is not None:  # to the journal lines were added, and nothing else was done to it
                self._lines = (until[0], self.connection.total_changes), known

    @contextlib.contextmanager
    def stopping(self, stops: Callable[[], bool] | None) -> Iterator[None]:
        """Have what is written inside broken off, and taken back, once a function says so."""
        if stops is None:
            yield
            return
        with self._users.one_more():
            self.connection.set_progress_handler(lambda: int(stops()), _ASKED_EVERY)
            try:
                yield
            finally:
                self.connection.set_progress_handler(None, 0)

    def follow(self, entries: Sequence[HistoryEntry]) -> None:
        """Let the undo stack follow lines that were written."""
        for entry in entries:
            self.stack.follow(entry.action, entry.target)
        self.last_line = entries[-1].seq

    def count_lines(self) -> None:
        """Read the number of the last line again, after a line that undo steps over."""
        with self._users.one_more():
            self.last_line = journal.undo_stack(self.connection)[1]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Change the file as the plan has it, all or nothing.

        To take back what could not be written SQLite reads the file again, which looks as if another program had
        changed it. It has not, if the file still says that it was changed as often as before.
        """
        commits: bytes | None = None
        try:
            with project_file.transaction(self.connection):
                self.must_be_as_it_was_read()
                commits = pages.commits(self.path)
                yield
        except BaseException:
            if commits is not None:
                self._see_that_nothing_changed(commits)
            raise

    def _see_that_nothing_changed(self, commits: bytes) -> None:
        with contextlib.suppress(sqlite3.Error, OSError), project_file.snapshot(self.connection):
            self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if pages.commits(self.path) == commits:
                self.file_version = project_file.data_version(self.connection)

    @property
    def is_changed_elsewhere(self) -> bool:
        """Whether another program has changed or replaced the file since it was read, as far as one can see now."""
        try:
            if FileIdentity.of(self.path) != self._identity:
                return True
            with self._users.one_more():
                return project_file.data_version(self.connection) != self.file_version
        except (sqlite3.Error, OSError):
            return False  # gone, or busy: whoever edits is told

    def must_be_as_it_was_read(self) -> None:
        """Make sure that no other program has written to the file; an edit would rest on what is not there any more."""
        if project_file.data_version(self.connection) != self.file_version:
            raise GridMapError("file-changed-elsewhere", file=str(self.path))

    def must_be_the_same_file(self) -> None:
        """Make sure that the path still leads to the file that is open; edits would go to one that nobody sees."""
        try:
            same = FileIdentity.of(self.path) == self._identity
        except OSError:
            same = False
        if not same:
            raise GridMapError("file-gone", file=str(self.path))
