"""The bar of the tools that change boundaries, at the left of the window while a project may be changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from ui.look.words import Words
from ui.session.session import Session
from ui.window.actions import ActionSpec

_ICON_PX: Final = 18
_TIGHT: Final = "QToolButton { padding: 0 6px; } QToolBar::separator { margin: 2px 6px; }"
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
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for spec in specs:
            if spec.menu == MENU and spec.bar:
                if spec.before and self.actions():
                    self.addSeparator()
                self.addAction(actions[spec.key])
        self.toggleViewAction().setVisible(False)
        session.closed.connect(self.show_if_useful)
        words.changed.connect(self.set_texts)
        self.set_texts()
        self.hide()

    def set_texts(self) -> None:
        """Set the texts in the present language."""
        self.setWindowTitle(self.words(f"menu-{MENU}"))
        self.setAccessibleName(self.words(f"menu-{MENU}"))

    def show_labels(self, shown: bool) -> None:
        """Have names beside the icons, all beginning at one line, or icons alone."""
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(beside if shown else alone)
        buttons = [self.widgetForAction(action) for action in self.actions()]
        buttons = [button for button in buttons if isinstance(button, QToolButton)]
        for button in buttons:
            button.setMinimumWidth(0)
        widest = max(button.sizeHint().width() for button in buttons) if shown else 0
        for button in buttons:
            button.setMinimumWidth(widest)
        self._space()

    def show_if_useful(self) -> None:
        """Be there while there is something to change."""
        self._space()
        self.setVisible(self.session.can_edit)

    def _space(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(1)  # the style sheet says so too, but is asked too early

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the tools closer together where they would not have room."""
        super().resizeEvent(event)
        tight = event.size().height() < self._wanted_px
        if tight != bool(self.styleSheet()):
            self.setStyleSheet(_TIGHT if tight else "")
            self._space()

    @property
    def _wanted_px(self) -> int:
        """Height that the tools need with room between them."""
        tools = sum(not action.isSeparator() for action in self.actions())
        return tools * (_ICON_PX + 11) + (len(self.actions()) - tools) * 12 + 8
