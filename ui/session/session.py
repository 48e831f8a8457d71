"""What the window is about: the open project, its findings, the selection; panels and canvas watch it.

There is one session to a window. Everything that changes the project goes through :meth:`Session.perform`,
:meth:`Session.undo` and :meth:`Session.redo`; everything that shows the project listens to its signals. So panels
know the session and not each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import shapely
from PySide6.QtCore import QObject, Signal

from gridmap.checks import Finding, Findings
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import GridMapError
from gridmap.model.making import change_between
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.model.wanted import to_the_end
from gridmap.people.privacy import Profile
from gridmap.project.project import Project
from gridmap.project.reading_again import ReadAgain
from gridmap.storage.traces import Person
from ui.session.background import Background
from ui.session.checking import Checked, Checking
from ui.session.counted_day import CountedDay
from ui.session.freeing import free_elsewhere
from ui.session.jobs import Job
from ui.session.known_first import read_again
from ui.session.steps import Action, Step
from ui.session.watching import Watching


class Session(QObject):
    """The open project and what the window is looking at.

    Attributes
    ----------
    project : Project or None
    plan : Plan
        The plan of the project; an empty one if none is open. It never changes, a new one takes its place.
    findings : Findings or None
        Of the present plan; ``None`` until its check is done.
    selection : tuple of int
        Ids of the selected grids, the one selected last at the end.
    finding : Finding or None
        The finding that somebody is looking at.
    person : int
        Id of the worker whose page is shown, 0 for none.
    privacy : Profile
        What panels show of people, and so what is copied from them, and what files are written with.
    day : CountedDay
        The day for which everything counts who answers for what; :attr:`on` is its date.
    checking : Checking
        The check of the plan, whose outcome is :attr:`findings`.
    background : Background
        Slow work; ``start`` is its :meth:`Background.start`.
    """

    opened = Signal()
    """A project was opened; ``plan`` is new and nothing of before counts."""
    leaving = Signal()
    """The project that is open, if any, is about to be closed, whether or not another one takes its place."""
    closed = Signal()
    plan_changed = Signal(object, object, object)
    """Old plan, new plan, and the Change between them (``None`` for a change of projects)."""
    findings_changed = Signal(object, object, object)
    """Findings, and tuples of the findings that the last change brought and cleared (empty after opening)."""
    selection_changed = Signal(tuple)
    finding_changed = Signal(object)
    """The finding that is looked at, or ``None``; also where a check found the same one again."""
    finding_wanted = Signal(object)
    """A finding that somebody asks to see: the map goes there."""
    person_wanted = Signal(int)  # id of a worker whose page somebody asks to see
    role_wanted = Signal(str)  # key of a role that somebody asks to see on the map
    stepped = Signal(object)
    """A :class:`~ui.session.steps.Step`: an edit was done, taken back or done again."""
    noted = Signal()
    """Something was written into the history that changed nothing: an export."""
    privacy_changed = Signal()
    view_wanted = Signal(object)
    """A shape in the plan's CRS that the map should show."""
    working = Signal(object)
    """A :class:`Job` that somebody may want to see and cancel, with its sentence's key in ``objectName``."""
    file_changed = Signal()
    """Another program has changed the file of the project that is shown; :meth:`reload` reads it again."""
    complained = Signal(object)
    """A :class:`GridMapError` (or another exception) to tell the user."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self._nothing = Plan(load_scheme())
        self.plan: Plan = self._nothing
        self.findings: Findings | None = None
        self.selection: tuple[int, ...] = ()
        self.finding: Finding | None = None
        self.person = 0
        self.privacy: Profile = "briefing"
        self.day = CountedDay(self)
        self.day.changed.connect(self._count_another_day)
        self.background = Background(self)
        self.background.working.connect(self.working)
        self.background.failed.connect(self.complained)
        self.start = self.background.start
        self.checking = Checking(self.background, self)
        self.changed_elsewhere = False
        """Whether that was told and the file not read again since."""
        self._watching = Watching(self)
        self._watching.touched.connect(lambda _: self.look_for_changes())

    @property
    def is_working(self) -> bool:
        """Whether anything goes on in the background."""
        return self.background.is_working

    @property
    def on(self) -> dt.date:
        """The day for which assignments and links of branches count."""
        return self.day.date

    # ---- opening and closing -----------------------------------------------------------------------------------------

    def take(self, project: Project, *, check: bool = True) -> None:
        """Show a project that was just opened; the one that was open is closed.

        Parameters
        ----------
        check : bool
            Whether its plan is to be checked; not if another division of it is shown at once.
        """
        self.leaving.emit()
        if self.project is not None:
            self.project.close()
        self.background.turn()
        self._set(project, project.plan)
        self.opened.emit()
        if check:
            self._recheck(None)

    def close(self) -> None:
        """Close the project, after waiting for work that is going on."""
        self.background.end()
        self.checking.forget()
        self.leaving.emit()
        if self.project is not None:
            self.project.close()
            self._set(None, self._nothing)
            self.closed.emit()

    def _set(self, project: Project | None, plan: Plan) -> None:
        before, found = self.plan, self.findings
        self.project, self.plan = project, plan
        self.changed_elsewhere = False
        self._watching.follow_only(project.path if project is not None else None)
        self.findings, self.person = None, 0
        self.select(())
        self.look_at(None)
        self.plan_changed.emit(before, plan, None)
        self.day.choose(None)
        if before is not self._nothing:
            free_elsewhere(before, found)

    # ---- changing ----------------------------------------------------------------------------------------------------

    @property
    def can_edit(self) -> bool:
        """Whether a project is open and may be changed."""
        return self.project is not None and not self.project.read_only

    def perform(self, edit: Edit, *, mends: bool = False) -> Change | None:
        """Do an edit; what goes wrong is told through :attr:`complained` and ``None`` returned.

        Parameters
        ----------
        mends : bool
            Whether it mends findings: who asks for that looks at a list, and is shown where it was done.
        """
        return self._change(lambda project: project.perform(edit), "mend" if mends else "do")

    def undo(self) -> Change | None:
        """Take back the latest edit."""
        return self._change(lambda project: project.undo(), "undo")

    def redo(self) -> Change | None:
        """Do again what was undone last."""
        return self._change(lambda project: project.redo(), "redo")

    def go_to(self, seq: int) -> Change | None:
        """Go to a point of the history."""
        return self._change(lambda project: project.go_to(seq), "jump")

    def reload(self, then: Callable[[Change | None], None]) -> Job | None:
        """Read the project again, in the background, after another program has changed its file; also a draft of it.

        Parameters
        ----------
        then : callable
            Called with what is different, ``None`` if nothing is.
        """
        project = self.project
        if project is None:
            return None

        def take(read: ReadAgain) -> None:
            if project is self.project and read.before is project.plan:
                self.changed_elsewhere = False
                then(self._change(lambda project: project.take_again(read)))
                return
            read.close()
            if project is self.project:  # an edit was done meanwhile
                self.reload(then)

        return self.start(
            "job-reloading",
            lambda job: read_again(project, job),
            take,
            lambda job: job.failed.connect(self._not_reloaded),
        )

    def _not_reloaded(self) -> None:
        self.changed_elsewhere = False  # so that it is offered again

    def look_for_changes(self) -> None:
        """See whether another program has changed the file meanwhile, and say so once."""
        project = self.project
        if project is None or self.changed_elsewhere or not project.is_changed_elsewhere:
            return
        self.changed_elsewhere = True
        self.file_changed.emit()

    def _change(self, act: Callable[[Project], Change | None], action: Action | None = None) -> Change | None:
        if self.project is None:
            return None
        before, known = self.plan, self.findings
        try:
            change = act(self.project)
        except GridMapError as error:
            self.complained.emit(error)
            return None
        if change:
            self._follow(before, change, known)
            if action is not None:
                self.stepped.emit(Step(action, change.label, change.values, before, self.plan, change))
        return change

    def forget(
        self, person: Person, then: Callable[[Any], None], watch: Callable[[Job], object] | None = None
    ) -> Job | None:
        """Forget a person in the background; whoever asks for it lets nothing else be changed meanwhile.

        Parameters
        ----------
        then : callable
            Called with the :class:`gridmap.project.forgetting.Forgotten`.
        watch : callable, optional
            As for :meth:`start`. What was begun is finished even if the job is cancelled.
        """
        project, before, known = self.project, self.plan, self.findings
        if project is None:
            return None

        def work(job: Job) -> object:
            from gridmap.project.forgetting import forget_person

            with to_the_end():
                return forget_person(project, person, progress=lambda done, of: job.say(done / of))

        def catch_up() -> None:  # also where it broke off, or nobody waits for the result any more
            if self.project is project and project.plan is not before:
                self._follow(before, change_between(before, project.plan, "forget-person"), known)

        def connect(job: Job) -> None:
            job.ended.connect(catch_up)
            if watch is not None:
                watch(job)

        return self.start("job-forgetting", work, then, connect)

    def catch_up(self, change: Change, action: Action = "do") -> None:
        """Show what the project is after a change that was written to it in the background.

        Parameters
        ----------
        change : Change
            From the plan that is shown to that of the project; whoever made it let nothing else be changed meanwhile.
        action : str
            As what the step is told.
        """
        before = self.plan
        if self.project is not None and self.project.plan is not before:
            self._follow(before, change, self.findings)
            self.stepped.emit(Step(action, change.label, change.values, before, self.plan, change))

    def switch(self, project: Project, change: Change) -> None:
        """Look at another division of the same ground: a draft, or the project again.

        Parameters
        ----------
        project : Project
            The other one stays open; whoever opened it closes it.
        change : Change
            From the present plan to that of the other.
        """
        before, known = self.plan, self.findings
        self.project = project
        self.changed_elsewhere = False
        self._watching.follow_only(project.path)
        self._follow(before, change, known)

    def _follow(self, before: Plan, change: Change, known: Findings | None) -> None:
        assert self.project is not None
        self.plan = self.project.plan
        gone = {*self.selection}.difference(self.plan.there(self.selection))
        self.plan_changed.emit(before, self.plan, change)
        if gone:
            self.select(grid for grid in self.selection if grid not in gone)
        self._recheck(known)

    # ---- checking ----------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Check the whole plan again, after a check that was stopped for instance."""
        if self.project is not None:
            self._recheck(None)

    def _recheck(self, known: Findings | None) -> None:
        """Check the present plan in the background; what the change did not concern is carried over."""
        plan, day = self.plan, self.on

        def take(checked: Checked) -> None:
            if plan is not self.plan or day != self.on:
                return  # newer ones are being checked
            findings = self.findings = checked.findings
            self.findings_changed.emit(findings, checked.brought, checked.cleared)
            if self.finding is not None:
                self._keep_looking_at(next((f for f in findings.open if f.id == self.finding.id), None))

        self.checking.begin(plan, day, known, take)

    def _count_another_day(self) -> None:
        self.findings = None  # nothing is known of that day yet
        if self.project is not None:
            self._recheck(None)

    # ---- looking -----------------------------------------------------------------------------------------------------

    def select(self, grids: Iterable[int]) -> None:
        """Select grids, the one that matters most at the end."""
        selection = tuple(dict.fromkeys(map(int, grids)))
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit(selection)

    def look_at(self, finding: Finding | None) -> None:
        """Look at a finding (or at none): the map goes there and lights it up."""
        self._keep_looking_at(finding)
        if finding is not None:
            self.finding_wanted.emit(finding)

    def _keep_looking_at(self, finding: Finding | None) -> None:
        if finding is not self.finding:
            self.finding = finding
            self.finding_changed.emit(finding)

    def show_person(self, worker: int) -> None:
        """Ask for the page of a worker; of one who is not there nothing is shown."""
        if worker in self.plan.tables["workers"].index:
            self.person = worker
            self.person_wanted.emit(worker)

    def show_people(self, privacy: Profile) -> None:
        """Show of people what a profile shows, in panels, in what is copied from them, and in files."""
        if privacy != self.privacy:
            self.privacy = privacy
            self.privacy_changed.emit()

    def show(self, shape: shapely.Geometry | None) -> None:
        """Ask the map to show a shape."""
        if shape is not None and not shape.is_empty:
            self.view_wanted.emit(shape)
