"""The three steps for boundaries together: they share the work, and what was prepared is made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gridmap.exchange.boundary_outcome import PreparedBoundaries
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.settings import Settings
from ui.wizards.boundaries.columns_step import ColumnsStep
from ui.wizards.boundaries.outcome_step import OutcomeStep
from ui.wizards.boundaries.preview import Preview, preview_of
from ui.wizards.boundaries.sources_step import SourcesStep
from ui.wizards.boundaries.work import Work, prepared_of
from ui.wizards.frame import Coming, Wizard
from ui.wizards.target import Target


class BoundarySteps:
    """Makes the steps for a wizard.

    Parameters
    ----------
    wizard : Wizard
    target : callable
        Returns where the boundaries are to come into.
    session : Session
        Says how much of people is shown.
    settings : Settings
    files : iterable of Path

    Attributes
    ----------
    work : Work
    """

    def __init__(
        self,
        wizard: Wizard,
        target: Callable[[], Target],
        session: Session,
        settings: Settings,
        files: Iterable[Path] = (),
    ) -> None:
        self._wizard, self._target = wizard, target
        self.work = Work(settings)
        self._preview: Preview | None = None
        self._sources = Coming(wizard, SourcesStep, self.work, target, self.prepare, files)
        self._columns = Coming(wizard, ColumnsStep, self.work, self.prepare, session, settings)
        self._outcome = Coming(wizard, OutcomeStep, self.work, self.prepare, lambda: self._preview, session)

    @property
    def steps(self) -> tuple[Coming[Any], ...]:
        """The steps in their order."""
        return self._sources, self._columns, self._outcome

    @property
    def sources(self) -> SourcesStep:
        """The step that shows the files and what was found in them."""
        return self._sources.step

    @property
    def columns(self) -> ColumnsStep:
        """The step that shows what each column is."""
        return self._columns.step

    @property
    def outcome(self) -> OutcomeStep:
        """The step that shows what would come in."""
        return self._outcome.step

    def take_files(self, files: tuple[Path, ...]) -> None:
        """Take other files; without any, no step is made for them."""
        if files or self._sources.is_made:
            self.sources.files = files

    def prepare(self, go: Callable[[], None]) -> None:
        """Work out what would come in, unless that is known, and go on then."""
        plan = self._target().plan
        if self.work.is_prepared(plan):
            go()
            return
        asked, files, options = self.work.prepare(plan)

        def work(job: Job) -> tuple[PreparedBoundaries, Preview]:
            prepared = prepared_of(plan, files, options, job)
            return prepared, preview_of(prepared, job)

        def take(made: tuple[PreparedBoundaries, Preview]) -> None:
            self.work.take_prepared(asked, made[0])
            self._preview = made[1]
            go()

        self._wizard.work("job-preparing-boundaries", work, take, apart=True)

    def let_go(self) -> None:
        """Stop all work of the map."""
        if self._outcome.is_made:
            self.outcome.let_go()
