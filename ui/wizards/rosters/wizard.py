"""The wizard for lists: files, columns, rows, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.session import Session
from ui.session.settings import Settings
from ui.wizards.rosters.columns_step import ColumnsStep
from ui.wizards.rosters.done_step import DoneStep
from ui.wizards.rosters.files_step import FilesStep
from ui.wizards.rosters.rows_step import RowsStep
from ui.wizards.rosters.work import RosterWork


class RosterWizard(RosterWork):
    """Brings lists into the open project, as one step that one undo takes back.

    Parameters
    ----------
    files : sequence of Path
        Lists to begin with.

    Attributes
    ----------
    files, columns, rows, summary : Step
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        settings: Settings,
        files: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, words, settings, parent)
        self.files, self.columns, self.rows = FilesStep(self), ColumnsStep(self), RowsStep(self)
        self.summary = DoneStep(self)
        self.begin([self.files, self.columns, self.rows, self.summary])
        self.files.read(list(files))


def open_lists(desk: Desk, words: Words, settings: Settings, files: Sequence[Path], window: QWidget) -> RosterWizard:
    """Show the wizard for lists over a window with an open project, and return it."""
    wizard = RosterWizard(desk.session, words, settings, files, window)
    wizard.open()
    return wizard
