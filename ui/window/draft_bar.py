"""The coloured bar above the map that says that a draft is shown, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton

from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.desk import Desk

_BUTTONS: Final = ("compare-draft", "apply-draft", "leave-draft", "drop-draft")


class DraftBar(QFrame):
    """Shown while the session shows a draft.

    Parameters
    ----------
    desk : Desk
    words : Words
    actions : mapping of str to QAction
        The window's actions by key; the buttons are some of these.
    """

    def __init__(self, desk: Desk, words: Words, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.drafting, self.words = desk.drafting, words
        self.setObjectName("draft-bar")
        self.setProperty("role", "draft")
        self.name, self.note = plain_label(), plain_label()
        bold = self.name.font()
        bold.setBold(True)
        self.name.setFont(bold)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name.setMinimumWidth(80)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 5)
        layout.setSpacing(8)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.note)
        self.buttons: dict[str, QToolButton] = {}
        for key in _BUTTONS:
            button = QToolButton()
            button.setDefaultAction(actions[key])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(button)
            self.buttons[key] = button
        desk.drafting.changed.connect(self.set_texts)
        words.changed.connect(self.set_texts)
        self.set_texts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the note where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        buttons = sum(button.sizeHint().width() + 8 for button in self.buttons.values())
        wanted = self.name.sizeHint().width() + self.note.sizeHint().width() + buttons + 48
        self.note.setVisible(wanted <= self.width())

    def set_texts(self) -> None:
        """Say which draft is shown, or hide."""
        mark = self.drafting.mark
        self.setVisible(mark is not None)
        if mark is not None:
            self.name.setText(self.words("draft-bar", title=mark.title))
            self.name.setToolTip(self.words("draft-bar-note"))
            self.note.setText(self.words("draft-bar-note"))
            self.setAccessibleName(self.name.text())
            self._fit()
