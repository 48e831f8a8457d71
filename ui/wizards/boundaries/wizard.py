"""The wizard that brings boundaries into the open project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.settings import Settings
from ui.wizards.boundaries.steps import BoundarySteps
from ui.wizards.frame import Wizard
from ui.wizards.target import OpenProject


class BoundariesWizard(Wizard):
    """Files, columns, outcome; then everything is stored as one step of the history."""

    title_key = "boundaries-wizard"

    def __init__(
        self, desk: Desk, words: Words, settings: Settings, files: Iterable[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.target = OpenProject(desk.session)
        self.boundaries = BoundarySteps(self, lambda: self.target, desk.session, settings, files)
        self.begin(self.boundaries.steps)

    def finish(self) -> None:
        """Store what is shown, and close."""
        target, edit = self.target, self.boundaries.work.edit

        def store(job: Job) -> None:
            target.store(job, edit)

        def show(_: None) -> None:
            self.boundaries.work.remember()
            target.show()
            self.accept()

        self.work("job-storing", store, show)

    def let_go(self) -> None:
        """Stop the work of the map, and let the window follow what is in the file already."""
        self.boundaries.let_go()
        self.target.discard()


def open_boundaries(
    desk: Desk, words: Words, settings: Settings, files: tuple[Path, ...], window: QWidget
) -> BoundariesWizard:
    """Show the wizard over a window with an open project."""
    wizard = BoundariesWizard(desk, words, settings, files, window)
    wizard.open()
    return wizard
