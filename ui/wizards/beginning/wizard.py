"""The wizard that makes a new project: scheme, files, place, and then the boundaries among the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from gridmap.exchange.first_look import LayerSeen
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.settings import Settings
from ui.wizards.beginning.files_step import FilesStep
from ui.wizards.beginning.place_step import PlaceStep
from ui.wizards.beginning.scheme_step import SchemeStep
from ui.wizards.boundaries.steps import BoundarySteps
from ui.wizards.frame import Coming, Wizard
from ui.wizards.target import NewProject, Target


class NewProjectWizard(Wizard):
    """Makes a project; its file is written when all else is done, and not at all if the wizard is left before.

    Attributes
    ----------
    lists : tuple of Path
        Lists among the files, which are brought in once the project is open.
    """

    title_key = "wizard-new-project"

    def __init__(
        self,
        desk: Desk,
        words: Words,
        settings: Settings,
        files: Iterable[Path] = (),
        schemes: Iterable[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._desk = desk
        self._target: NewProject | None = None
        self._scheme, self._place = Coming(self, SchemeStep), Coming(self, _PlaceOfProject)
        self._files = Coming(self, _FilesOfProject)
        self.boundaries = BoundarySteps(self, self._where, desk.session, settings)
        self.begin([self._scheme, self._files, self._place])
        self.files.changed.connect(self._files_changed)
        self.files.add(files)
        for path in schemes:
            self.scheme.add(path)

    @property
    def scheme(self) -> SchemeStep:
        """The step that asks for a scheme."""
        return self._scheme.step

    @property
    def files(self) -> FilesStep:
        """The step that asks for files."""
        return self._files.step

    @property
    def place(self) -> PlaceStep:
        """The step that asks where the project lies."""
        return self._place.step

    @property
    def lists(self) -> tuple[Path, ...]:
        """The lists among the files."""
        return self.files.sorted.lists

    def _where(self) -> Target:
        """Return the project that is to be made; it is known once the place is."""
        assert self._target is not None
        return self._target

    def _files_changed(self) -> None:
        """Ask for boundaries only if there are any."""
        known = self.files.sorted.boundaries
        self.boundaries.take_files(known)
        steps: list[Coming[Any]] = [self._scheme, self._files, self._place]
        self.set_steps([*steps, *self.boundaries.steps] if known else steps)
        self.show_state()

    def look(self, go: Callable[[], None]) -> None:
        """Look at the boundaries among the files, for their place, and go on."""
        files, scheme, work = self.files.sorted.boundaries, self.scheme.scheme, self.boundaries.work
        everything = (*files, *self.lists)

        def suggest() -> None:
            where = next((one.seen.where for one in work.wanted if one.seen.where is not None), None)
            self.place.suggest(scheme, everything, where)
            go()

        if not files or work.knows(files, scheme):
            suggest()
            return

        def take(seen: tuple[LayerSeen, ...]) -> None:
            work.take(files, scheme, seen)
            suggest()

        self.work("job-looking-at-files", lambda job: work.look(files, scheme, job), take, apart=True)

    def begin_plan(self) -> None:
        """Take the plan that the project begins with, once its place is known."""
        plan, path = self.place.plan, self.place.path
        assert plan is not None
        if self._target is None or self._target.path != path or self._target.plan is not plan:
            self._target = NewProject(self._desk.session, path, plan)

    def finish(self) -> None:
        """Make the project with all that is shown, and open it."""
        target, edit = self._target, self.boundaries.work.edit if self.files.sorted.boundaries else None
        assert target is not None

        def store(job: Job) -> None:
            target.store(job, edit)

        def show(_: None) -> None:
            self.boundaries.work.remember()
            target.show()
            self.accept()

        self.work("job-creating", store, show)

    def let_go(self) -> None:
        """Stop the work of the map; a file that was made and is not shown goes again."""
        self.boundaries.let_go()
        if self._target is not None:
            self._target.discard()


class _FilesOfProject(FilesStep):
    """The files of a new project, looked at before one goes on."""

    def __init__(self, wizard: NewProjectWizard) -> None:
        super().__init__(wizard)
        self._new = wizard

    def forward(self, go: Callable[[], None]) -> None:
        """Look at the files for their place."""
        self._new.look(go)


class _PlaceOfProject(PlaceStep):
    """The place of a new project, which begins its plan."""

    def __init__(self, wizard: NewProjectWizard) -> None:
        super().__init__(wizard)
        self.leaves = wizard.begin_plan
