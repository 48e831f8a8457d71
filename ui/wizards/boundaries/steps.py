"""The three steps for boundaries together: they share the work, and what was prepared is made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from gridmap.exchange.boundary_outcome import PreparedBoundaries
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.settings import Settings
from ui.wizards.boundaries.columns_step import ColumnsStep
from ui.wizards.boundaries.outcome_step import OutcomeStep
from ui.wizards.boundaries.preview import Preview, preview_of
from ui.wizards.boundaries.sources_step import SourcesStep
from ui.wizards.boundaries.work import Work, prepared_of
from ui.wizards.frame import Step, Wizard
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
    sources, columns, outcome : Step
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
        self.sources = SourcesStep(wizard, self.work, target, self.prepare, files)
        self.columns = ColumnsStep(wizard, self.work, self.prepare, session, settings)
        self.outcome = OutcomeStep(wizard, self.work, self.prepare, lambda: self._preview, session)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in their order."""
        return self.sources, self.columns, self.outcome

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

        self._wizard.work("job-preparing-boundaries", work, take)

    def let_go(self) -> None:
        """Stop all work of the map."""
        self.outcome.let_go()
