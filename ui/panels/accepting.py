"""Enter in a list beside the map: with an edit waiting to be accepted, it accepts, as the button says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.session.editing import Editing


class AcceptsByEnter(QObject):
    """Lets Enter accept in a list in which one chooses the grids of an edit.

    Parameters
    ----------
    view : QAbstractItemView
        Keeps what this makes.
    editing : Editing
    """

    def __init__(self, view: QAbstractItemView, editing: Editing) -> None:
        super().__init__(view)
        self._editing = editing
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept with Enter, and keep it from the list, if there is anything to accept."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        outcome = self._editing.outcome
        ready = outcome is not None and outcome.change is not None and not self._editing.is_provisional
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not ready:
            return False
        self._editing.accept_wanted.emit()
        return True
