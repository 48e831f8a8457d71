"""Drafts in the window: one is opened beside the project, compared with it, applied to it, dropped or left.

While a draft is open the session shows it and edits it like any project; the project stays open behind it, so that
nobody else changes it meanwhile and the draft can be applied.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gridmap.model.change import Change, compose
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.outcome.outcome import Known
from gridmap.project.drafts import (
    Division,
    DraftFile,
    begin_draft,
    drafts_of,
    drop_draft,
    is_applied,
    to_apply,
)
from gridmap.project.project import Project
from gridmap.storage.draft_mark import DraftMark
from ui.session.freeing import free_elsewhere
from ui.session.jobs import Job
from ui.session.session import Session

if TYPE_CHECKING:
    from gridmap.project.comparison import Comparison


class Drafting(QObject):
    """The drafts of the open project.

    Attributes
    ----------
    base : Project or None
        The project, while a draft of it is shown.
    comparison : Comparison or None
        Of the project and the draft as it is now; ``None`` until it is asked for and done.
    """

    changed = Signal()
    """A draft was opened or left."""
    compared = Signal(object)
    """A :class:`Comparison`, or ``None`` when there is none any more."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.base: Project | None = None
        self.comparison: Comparison | None = None
        self._compares = False
        self._job: Job | None = None
        self._ahead = Change("", {})
        self._untaken: list[Project] = []
        self._entering: Job | None = None
        self._path: Path | None = None
        session.plan_changed.connect(self._plan_changed)
        session.day.changed.connect(self._count_another_day)
        session.leaving.connect(self.let_go)

    # ---- what there is -----------------------------------------------------------------------------------------------

    @property
    def mark(self) -> DraftMark | None:
        """What the draft that is shown says of itself, ``None`` while the project is shown."""
        return self.session.project.draft if self.base is not None and self.session.project is not None else None

    @property
    def drafts(self) -> list[DraftFile]:
        """The drafts that lie beside the project."""
        project = self.base or self.session.project
        return [] if project is None else drafts_of(project.path)

    @property
    def can_apply(self) -> bool:
        """Whether a draft is shown that changes anything, and its project may be changed."""
        base, draft = self.base, self.session.project
        return base is not None and draft is not None and not base.read_only and bool(draft.can_undo)

    @property
    def is_applied(self) -> bool:
        """Whether the draft that is shown was applied before, and only its file was left."""
        return self.base is not None and self.mark is not None and is_applied(self.mark, self.base)

    # ---- in and out --------------------------------------------------------------------------------------------------

    def begin(self, title: str) -> Job | None:
        """Begin a draft and show it; what goes wrong is told by the session."""
        project = self.session.project
        if project is None or self.base is not None:
            return None
        return self._enter(lambda: begin_draft(project, title))

    def enter(self, path: Path) -> Job | None:
        """Show a draft that lies beside the project."""
        if self.session.project is None or self.base is not None:
            return None
        if self._entering is not None and self._path == path:  # a double click where a click is enough
            return self._entering
        return self._enter(lambda: path, path)

    def _enter(self, place: Callable[[], Path], path: Path | None = None) -> Job:
        """Bring a draft; one that is on its way is given up, so that the one asked for last comes."""
        if self._entering is not None:
            self._entering.cancel()
        project, plan = self.session.project, self.session.plan
        brought: list[Project] = []

        def work(job: Job) -> Division:
            with contextlib.ExitStack() as opened:
                draft = opened.enter_context(Project.open(place(), progress=job.count))
                seen = Division.seen_from(plan, draft)
                self._untaken.append(draft)
                brought.append(draft)
                opened.pop_all()
            return seen

        def take(draft: Division) -> None:
            if draft.project not in self._untaken or self.session.project is not project:
                return  # another project or draft has come meanwhile; it is closed below
            self._untaken.remove(draft.project)
            if self.session.plan is plan:
                self.show(draft)
            else:  # somebody has gone on working meanwhile
                self.show(Division.seen_from(self.session.plan, draft.project))

        def close(job: Job) -> None:
            if self._entering is job:
                self._entering = None
            for draft in brought:
                if draft in self._untaken:
                    self._untaken.remove(draft)
                    _let_go(draft)

        def watch(job: Job) -> None:
            self._entering, self._path = job, path
            job.ended.connect(lambda: close(job))

        return self.session.start("job-opening-draft", work, take, watch)

    def _close_untaken(self) -> None:
        """Close what was on its way to a project that is left."""
        while self._untaken:
            _let_go(self._untaken.pop())

    def show(self, draft: Division) -> None:
        """Show a draft of the open project."""
        assert self.session.project is not None
        base = self.session.project
        self.session.switch(draft.project, draft.change)
        self.base, self._ahead = base, draft.change
        self.changed.emit()

    def leave(self, applied: Change | None = None) -> None:
        """Show the project again; the draft stays in its file.

        Parameters
        ----------
        applied : Change, optional
            What was done to the project meanwhile.
        """
        if self.base is None or self.session.project is None:
            return
        base, draft, self.base = self.base, self.session.project, None
        self._forget()
        back = self._ahead.inverted()
        self.session.switch(base, back if applied is None else compose(back, applied))
        _let_go(draft)
        self.changed.emit()

    def apply(self, then: Callable[[Change], object] | None = None) -> Job | None:
        """Apply the draft to the project in one step and show the project; the draft's file goes.

        What it changes is worked out in the background, and anew if project or draft are other ones when that is done.
        What is refused the session tells.

        Parameters
        ----------
        then : callable, optional
            Called with what it did to the project, once that is shown.
        """
        base, draft = self.base, self.session.project
        if base is None or draft is None:
            return None
        try:
            edit = to_apply(draft, base)
        except GridMapError as error:
            self.session.complained.emit(error)
            return None
        plan, drafted = base.plan, draft.plan

        def take(change: Change) -> None:
            if self.base is not base or self.session.project is not draft:
                return
            if base.plan is not plan or draft.plan is not drafted:
                self.apply(then)
                return
            try:
                base.perform(Known(change))
            except GridMapError as error:
                self.session.complained.emit(error)
                return
            self._done_with(draft.path, change)
            if then is not None:
                then(change)

        return self.session.start("job-applying-draft", lambda _: edit.change(plan), take, apart=True)

    def drop(self) -> None:
        """Show the project again and remove the draft for good."""
        if self.base is not None and self.session.project is not None:
            self._done_with(self.session.project.path)

    def _done_with(self, path: Path, applied: Change | None = None) -> None:
        self.leave(applied)
        try:
            drop_draft(path)
        except GridMapError as error:
            self.session.complained.emit(error)

    def let_go(self) -> None:
        """Close the project behind the draft that is shown; the session closes the draft."""
        self._close_untaken()
        if self.base is not None:
            _let_go(self.base)
            self.base = None
            self._forget()
            self.changed.emit()

    # ---- comparing ---------------------------------------------------------------------------------------------------

    def compare(self, wanted: bool = True) -> None:
        """Compare the draft with the project, now and after every edit, or no longer."""
        self._compares = wanted
        if wanted:
            self._compare()
        elif self.comparison is not None:
            self.comparison = None
            self.compared.emit(None)

    def _plan_changed(self, _before: Plan, _after: Plan, change: Change | None) -> None:
        if self.base is not None and change is not None:
            self._ahead = compose(self._ahead, change)
            if self._compares:
                self._compare()

    def _count_another_day(self) -> None:
        if self._compares:
            self.comparison = None  # of another day; its successor is told of when it is there
            self._compare()

    def _compare(self) -> None:
        if self.base is None:
            return
        before, after, on = self.base.plan, self.session.plan, self.session.on
        if self._job is not None:
            self._job.cancel()

        def take(comparison: Comparison) -> None:
            if self.base is not None and after is self.session.plan and on == self.session.on:
                self.comparison = comparison
                self.compared.emit(comparison)

        def work(job: Job) -> Comparison:
            from gridmap.project.comparison import compare

            comparison = compare(before, after, on=on)
            job.step()
            _ = comparison.old_borders  # worked out here and not while the map is painted
            return comparison

        self._job = self.session.start("job-comparing", work, take, apart=True)
        self._job.ended.connect(self._ended)

    def _ended(self) -> None:
        if self.sender() is self._job:
            self._job = None

    def _forget(self) -> None:
        self._compares = False
        if self.comparison is not None:
            self.comparison = None
            self.compared.emit(None)


def _let_go(project: Project) -> None:
    """Close a draft, or what stood behind it; its plan ends in another thread once nobody has it."""
    project.close()
    free_elsewhere(project.plan)
