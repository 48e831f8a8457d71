"""What the parts of the window know of it: it tells, it complains, it has panels. None of them knows its class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from ui.panels.base import Panel


class Frame(Protocol):
    """The window, as one of its parts sees it."""

    def window(self) -> QWidget:
        """Return the window, for dialogs to stand before."""

    def told(self, text: str, ms: int = 5000) -> None:
        """Say something in passing, at the bottom of the window."""

    def complain(self, error: Exception) -> None:
        """Tell the user what went wrong."""

    def show_state(self) -> None:
        """Show what is open, in the title and by what can be done."""

    def add_panel(self, panel: Panel, area: Qt.DockWidgetArea, beside: str) -> QDockWidget:
        """Give a panel a place at a side of the window, as a tab beside another one."""

    def raise_panel(self, key: str) -> None:
        """Show a panel in front of those that share its place."""

    def when_read(self, do: Callable[[], object], *modules: str) -> None:
        """Do something for which libraries are needed once they are read: at once if they are."""
