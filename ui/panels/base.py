"""What every panel is: a widget that watches the session and lets go of it when it closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMetaObject, SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from ui.look.words import Words
from ui.session.desk import Desk

SIDE_PX: Final = 240
"""Least width of a panel beside the map: on a screen of 1366 by 768 half of the window is map."""


class Panel(QWidget):
    """A part of the window that docks.

    Subclasses set :attr:`key`, build their widgets in ``__init__``, watch signals with :meth:`watch`, and give all
    their texts in :meth:`set_texts`, which is called once by :meth:`ready` and after every change of language.

    Attributes
    ----------
    key : str
        Name of the panel: ``panel-KEY`` in ``ui/words/sentences`` is its title, and its place is remembered under it.
    """

    key = ""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.session = desk.session
        self.words = words
        self.setObjectName(self.key)
        self._watched: list[tuple[SignalInstance, QMetaObject.Connection]] = []

    def watch(self, signal: SignalInstance, slot: Callable[..., object]) -> None:
        """Connect a signal for as long as the panel lives."""
        self._watched.append((signal, signal.connect(slot)))

    def ready(self) -> None:
        """Finish building: set the texts, now and after every change of language."""
        self.watch(self.words.changed, self.set_texts)
        self.set_texts()

    def set_texts(self) -> None:
        """Set every text of the panel in the present language."""
        raise AssertionError("a panel gives its texts")

    def let_go(self) -> None:
        """Stop watching; called when the window closes."""
        for signal, connection in self._watched:
            signal.disconnect(connection)
        self._watched.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the session."""
        self.let_go()
        super().closeEvent(event)
