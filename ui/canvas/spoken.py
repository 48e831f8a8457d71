"""What a screen reader is told of the map: what is selected, in words, whenever that changes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.session.session import Session
from ui.words.grid_names import grid_name

_NAMED: Final = 3
"""So many of several grids are named."""


def selection_in_words(plan: Plan, selection: tuple[int, ...], words: Words) -> str:
    """Return what is selected: a grid by its kind, its name and what it lies in, several by their number."""
    chosen = plan.there(selection)
    if not chosen:
        return words("spoken-nothing")
    if len(chosen) > 1:
        return words("spoken-several", count=len(chosen), grids=[grid_name(plan, grid) for grid in chosen[-_NAMED:]])
    [grid] = chosen
    kind, above = str(plan.value(grid, "kind")), int(plan.value(grid, "parent"))
    kind_named = words.name(plan.scheme.kind(kind).name) if kind in plan.scheme else kind
    if plan.positions([above])[0] < 0:
        return words("spoken-grid", kind=kind_named, grid=grid_name(plan, grid))
    return words("spoken-grid-in", kind=kind_named, grid=grid_name(plan, grid), above=grid_name(plan, above))


def announce(widget: QWidget, said: str) -> None:
    """Have a screen reader say something about a widget, if anybody listens to one."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, said))


class Spoken(QObject):
    """Keeps what a screen reader says of a map: the selection, and what the keys do there.

    Parameters
    ----------
    session : Session
    words : Words
    widget : QWidget
        The map.
    """

    def __init__(self, session: Session, words: Words, widget: QWidget) -> None:
        super().__init__(widget)
        self._session, self._words, self._widget = session, words, widget
        self._watched = [
            (session.selection_changed, session.selection_changed.connect(self._tell)),
            (words.changed, words.changed.connect(self.describe)),
        ]
        self.describe()

    def let_go(self) -> None:
        """Stop watching."""
        for signal, connection in self._watched:
            signal.disconnect(connection)
        self._watched.clear()

    def describe(self) -> None:
        """Describe the map in the present language."""
        say, session = self._words, self._session
        chosen = selection_in_words(session.plan, session.selection, say)
        self._widget.setAccessibleDescription(say("spoken-map", chosen=chosen, help=say("canvas-help")))

    def _tell(self) -> None:
        announce(self._widget, selection_in_words(self._session.plan, self._session.selection, self._words))
        self.describe()
