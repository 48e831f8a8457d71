"""The project: an open file, its plan, and its history; every edit goes through here.

    with Project.open("city.gpkg") as project:
        project.perform(SetAttributes("grids", (7,), {"name": "东门网格"}))
        project.undo()

An edit that returns is in the file, together with its line in the journal; one that raises has changed nothing, neither
in the file nor in :attr:`Project.plan`. A project belongs to one thread at a time; its plans may be read by any.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import BadInput, ReadOnly
from gridmap.model.making import change_between
from gridmap.model.plan import Plan
from gridmap.project import opening
from gridmap.project.open_file import OpenFile
from gridmap.project.opening import ReadFile, read_file
from gridmap.project.reading_again import ReadAgain
from gridmap.project.saying_why import saying_why
from gridmap.storage import file as project_file
from gridmap.storage import lock
from gridmap.storage.draft_mark import DraftMark
from gridmap.storage.geopackage import Progress
from gridmap.storage.journal import HistoryEntry
from gridmap.storage.lock import Holder, Lock

_SALVAGED: Final = ("file-damaged",)


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
    file : OpenFile
        The file as it is written to. It is for :mod:`gridmap.project`; everybody else performs edits.
    """

    def __init__(
        self, path: Path, read: ReadFile, held: Lock | Holder | None, who: str, *, damaged: bool = False
    ) -> None:
        self._lock = held if isinstance(held, Lock) and not read.strange else None
        self.path = path
        self.plan = read.plan
        self.read_only = self._lock is None
        self.locked_by = held if isinstance(held, Holder) else None
        self.problems = read.problems
        self.strange = read.strange
        self.damaged = damaged
        self.who = who
        self.file = OpenFile(path, read.connection, who, read.examination)

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
        return _created(Path(path), plan, who or lock.this_user(), overwrite=overwrite)

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
            return _salvaged(path, who, progress)
        return _opened(path, who, progress, read_only=read_only)

    def close(self) -> None:
        """Close the file and let others open it. The plan can still be read."""
        self.file.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *raised: object) -> None:
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
        self.file.copy_to(Path(path), overwrite=overwrite, draft=draft)

    # ---- changing ----------------------------------------------------------------------------------------------------

    @property
    def is_being_examined(self) -> bool:
        """Whether the pages of a large file are still to be looked at; see :meth:`must_be_whole`."""
        return self.file.is_being_examined

    def must_be_whole(self) -> None:
        """Wait until every page of a large file is looked at; of a smaller one it was done on opening.

        Raises
        ------
        NotAProject
            ``file-damaged``
        GridMapError
            ``file-not-read`` if it could not be looked at to the end.
        """
        self.file.must_be_whole()

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
            raise _why_read_only(self)
        self.problems += self.file.mend_trees()

    def perform(self, edit: Edit) -> Change:
        """Do an edit: in the file first, then in :attr:`plan`.

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
            seq = self.file.last_line + 1
            entry = self.file.entry(seq, "do", change, seq)
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
        if not self.file.stack.done:
            return None
        change, entry = self.file.step("undo", self.file.stack.done[-1], self.plan)
        self._record(change, [entry])
        return change

    def redo(self) -> Change | None:
        """Do again the edit that was taken back last; ``None`` if there is none, or an edit was done since.

        Raises
        ------
        Refused, ReadOnly, GridMapError
            As :meth:`undo`.
        """
        self.must_be_writable()
        if not self.file.stack.undone:
            return None
        change, entry = self.file.step("redo", self.file.stack.undone[-1], self.plan)
        self._record(change, [entry])
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
        total, entries = self.file.way_along(self.file.steps_to(seq), self.plan)
        if total is not None:
            self._record(total, entries)
        return total

    def reload(self) -> Change | None:
        """Read the file again after another program has changed it; ``None`` if the plan is still the same.

        Raises
        ------
        BadInput, GridMapError
            As :meth:`open`; the project stays as it is then.
        """
        return self.take_again(self.read_again())

    def read_again(self, progress: Progress | None = None) -> ReadAgain:
        """Read the file again, the first half of :meth:`reload`; what the project is does not change by it.

        Returns
        -------
        ReadAgain
            For :meth:`take_again`, or to be closed.

        Raises
        ------
        BadInput, GridMapError
            As :meth:`open`.
        """
        before = self.plan
        with saying_why(self.path, reading=True):
            project_file.look_at(self.path)
            read = read_file(self.path, progress, writing=self._lock is not None)
        file = OpenFile(self.path, read.connection, self.who, read.examination)
        return ReadAgain(before, file, read, change_between(before, read.plan, "changed-elsewhere"))

    def take_again(self, read: ReadAgain) -> Change | None:
        """Take what was read again, the second half of :meth:`reload`; the plan must still be the one of then."""
        if read.before is not self.plan:
            raise ValueError("the plan was changed since the file was read again")
        self.file.close()
        self.file = read.file
        self.problems, self.strange, self.damaged = read.read.problems, read.read.strange, False
        self.read_only = self._lock is None or bool(read.read.strange)
        self.plan = read.read.plan
        return read.change or None

    @property
    def is_changed_elsewhere(self) -> bool:
        """Whether another program has changed or replaced the file since it was read, as far as one can see now."""
        return not (self.strange or self.damaged) and self.file.is_changed_elsewhere

    # ---- history -----------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> DraftMark | None:
        """What the file says of itself if it is a draft; see :mod:`gridmap.project.drafts`."""
        return self.file.draft

    @property
    def last_line(self) -> int:
        """Number of the last line of the journal, 0 if there is none."""
        return self.file.last_line

    def history(self) -> list[HistoryEntry]:
        """Return all lines of the journal, oldest first."""
        return self.file.history()

    @property
    def standing(self) -> tuple[int, ...]:
        """Numbers of the lines whose edits stand, oldest first; the last is where the history is now."""
        return tuple(self.file.stack.done)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return not self.read_only and bool(self.file.stack.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return not self.read_only and bool(self.file.stack.undone)

    @property
    def undo_entry(self) -> HistoryEntry | None:
        """The line of the edit that :meth:`undo` would take back."""
        return self.file.line(self.file.stack.done[-1]) if self.file.stack.done else None

    @property
    def redo_entry(self) -> HistoryEntry | None:
        """The line of the edit that :meth:`redo` would do again."""
        return self.file.line(self.file.stack.undone[-1]) if self.file.stack.undone else None

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _record(self, change: Change, entries: list[HistoryEntry], changes: dict[int, Change] | None = None) -> None:
        """Write a change and its lines in one transaction, then let the plan follow."""
        after = self.plan.apply(change)
        self.file.write(change, after, entries, changes or {})
        self.plan = after
        self.file.follow(entries)


def _created(path: Path, plan: Plan, who: str, *, overwrite: bool) -> Project:
    """Write a plan into a new file and open it, under a lock that is given back if that fails."""
    held = opening.lock_of_new(path, who, overwrite=overwrite)
    try:
        with saying_why(path):
            return Project(path, opening.new_file(path, plan), held, who)
    except BaseException:
        held.release()
        raise


def _opened(path: Path, who: str, progress: Progress | None, *, read_only: bool) -> Project:
    """Open a file, for writing if it may be written and is nobody else's."""
    held = None if read_only else opening.lock_if_writable(path, who)
    mine = held if isinstance(held, Lock) else None
    try:
        with saying_why(path, reading=True):
            read = read_file(path, progress, writing=mine is not None)
        project = Project(path, read, held, who)
    except BaseException:
        if mine is not None:
            mine.release()
        raise
    if read.strange and mine is not None:
        mine.release()
    return project


def _salvaged(path: Path, who: str, progress: Progress | None) -> Project:
    """Open what can be read of a damaged file, as a copy in memory."""
    with contextlib.ExitStack() as opened:
        try:
            project = opened.enter_context(Project.open(path, read_only=True, who=who, progress=progress))
            project.must_be_whole()
            opened.pop_all()
            return project
        except BadInput as error:
            if error.key not in _SALVAGED and not error.key.startswith("scheme-"):
                raise
    with saying_why(path, reading=True):
        read = opening.salvaged_file(path, progress)
        return Project(path, read, None, who, damaged=True)


def _why_read_only(project: Project) -> ReadOnly:
    """Return the error for an edit of a project that is open for reading only."""
    file = str(project.path)
    if project.damaged:
        return ReadOnly("project-damaged", file=file)
    if project.strange:
        return opening.refusal_of_strange(project.strange, project.path)
    if project.locked_by is not None:
        return ReadOnly("project-in-use", file=file, **project.locked_by.words())
    return ReadOnly("project-read-only", file=file)
