"""A dialog that says what is to be minded before its button is pressed: a limit, another town, why not at all."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gridmap.model.errors import GridMapError
from gridmap.people.privacy import shown_error
from ui.dialogs.base import EditDialog
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_SOON_MS: Final = 60


class MindingDialog(EditDialog):
    """Works out what its edit would bring for the worker who gets grids, soon after something was chosen.

    Subclasses call :meth:`look` whenever their fields change, and say by :meth:`gets` who gets the grids and when.

    Attributes
    ----------
    minded : QLabel
        What is to be minded, or why the edit would be refused.
    """

    def __init__(self, session: Session, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.minded = plain_label()
        self.minded.setProperty("role", "complaint")
        self.minded.setWordWrap(True)
        self.minded.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._mind)

    def ready(self) -> None:
        """Finish building: the sentence stands above the buttons."""
        super().ready()
        layout = self.layout()
        assert layout is not None
        layout.removeWidget(self.buttons)
        layout.addWidget(self.minded)
        layout.addWidget(self.buttons)
        self.look()

    def gets(self) -> tuple[int, dt.date]:
        """Return who gets grids by the edit, 0 for nobody, and from which day."""
        raise AssertionError("a dialog says who gets the grids")

    def look(self) -> None:
        """Work out soon what is to be minded."""
        self._soon.start()

    def done(self, result: int) -> None:
        """Close, and look at nothing any more."""
        self._soon.stop()
        super().done(result)

    def _mind(self) -> None:
        from gridmap.people.foresight import to_mind  # not before the window is up

        say, plan = self.words, self.session.plan
        edit, (worker, day) = self.edit(), self.gets()
        told: list[str] = []
        if edit is not None:
            try:
                after = plan.apply(edit.change(plan))
            except GridMapError as error:
                told = [say.of(shown_error(error, self.session.privacy), plan)]
                edit = None
            else:
                told = [say.of(problem) for problem in to_mind(plan, after, worker, day)] if worker else []
        self.do.setEnabled(edit is not None)
        self.minded.setText("\n".join(told))
        self.minded.setVisible(bool(told))
