"""The wizard for lists: files, columns, rows, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.session import Session
from ui.session.settings import Settings
from ui.wizards.frame import Coming
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
        self._files, self._columns = Coming(self, FilesStep), Coming(self, ColumnsStep)
        self._rows, self._summary = Coming(self, RowsStep), Coming(self, DoneStep)
        self.begin([self._files, self._columns, self._rows, self._summary])
        self.files.read(list(files))

    @property
    def files(self) -> FilesStep:
        """The step that asks for files."""
        return self._files.step

    @property
    def columns(self) -> ColumnsStep:
        """The step that shows what each column is."""
        return self._columns.step

    @property
    def rows(self) -> RowsStep:
        """The step that shows what would come of each row."""
        return self._rows.step

    @property
    def summary(self) -> DoneStep:
        """The step that tells what was stored."""
        return self._summary.step


def open_lists(desk: Desk, words: Words, settings: Settings, files: Sequence[Path], window: QWidget) -> RosterWizard:
    """Show the wizard for lists over a window with an open project, and return it."""
    wizard = RosterWizard(desk.session, words, settings, files, window)
    wizard.open()
    return wizard
