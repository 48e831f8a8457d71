"""The bar of the tools that change boundaries, at the left of the window while a project may be changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QWidget

from ui.look.words import Words
from ui.session.session import Session
from ui.window.actions import ActionSpec

MENU = "boundaries"
"""The menu whose actions the bar shows."""


class ModeBar(QToolBar):
    """Shows the actions of the menu "Edit boundaries" as icons, in groups as the menu has them."""

    def __init__(
        self,
        session: Session,
        words: Words,
        specs: Iterable[ActionSpec],
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.words = session, words
        self.setObjectName("modes")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setIconSize(QSize(18, 18))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for spec in specs:
            if spec.menu == MENU and spec.bar:
                if spec.before and self.actions():
                    self.addSeparator()
                self.addAction(actions[spec.key])
        self.toggleViewAction().setVisible(False)
        session.opened.connect(self._show_if_useful)
        session.closed.connect(self._show_if_useful)
        words.changed.connect(self.set_texts)
        self.set_texts()
        self.hide()

    def set_texts(self) -> None:
        """Set the texts in the present language."""
        self.setWindowTitle(self.words(f"menu-{MENU}"))
        self.setAccessibleName(self.words(f"menu-{MENU}"))

    def _show_if_useful(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(1)  # the style sheet says so too, but is asked too early
        self.setVisible(self.session.can_edit)
