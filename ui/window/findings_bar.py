"""The findings folded to a bar below the map, where the window is too low for map and table."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSizePolicy, QToolButton

from ui.look.appearance import Appearance, icon
from ui.look.words import Words
from ui.session.session import Session

LOW_PX: Final = 900
"""A window lower than this has no room for the table of findings beside a map that is worked on."""


class FindingsBar(QToolButton):
    """One line with the counts of findings; a click brings their panel back.

    It is there while the panel is closed in a low window: in such a window closing the panel is folding it. A window
    that becomes low folds the panel by itself, and brings it back when it is high again.

    Parameters
    ----------
    window : QMainWindow
        Its height decides.
    dock : QDockWidget
        With the panel of findings.
    session : Session
    words : Words

    Attributes
    ----------
    folded : bool
        Whether the panel is closed because the window was low, and not because the user wants it so.
    """

    def __init__(self, window: QMainWindow, dock: QDockWidget, session: Session, words: Words) -> None:
        super().__init__()
        self._window, self._dock, self._session, self._words = window, dock, session, words
        self.folded = False
        self.setObjectName("findings-bar")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        self.clicked.connect(self.unfold)
        dock.visibilityChanged.connect(self._settle)
        session.findings_changed.connect(self.set_texts)
        session.checking.changed.connect(self.set_texts)
        session.closed.connect(self._settle)
        words.changed.connect(self.set_texts)
        window.installEventFilter(self)

    def wear(self, appearance: Appearance) -> None:
        """Paint the arrow in the colours of an appearance."""
        self.setIcon(icon("chevron-up", appearance))

    def set_texts(self) -> None:
        """Say how many findings there are, in the present language."""
        say, findings = self._words, self._session.findings
        if findings is None:
            counts = say("window-checking" if self._session.checking.is_going else "window-not-checked")
        else:
            by = findings.by_severity
            counts = say("window-counts", errors=by["error"], warnings=by["warning"], notices=by["notice"])
        self.setText(f"{say('panel-findings')}   {counts}")
        self.setToolTip(say("findings-unfold"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(say("findings-unfold"))

    def fold_if_low(self) -> None:
        """Fold the panel if the window is low."""
        if self._window.height() < LOW_PX and not self._dock.isHidden() and not self._dock.isFloating():
            self.folded = True
            self._dock.hide()
        self._settle()

    def as_left(self, folded: bool) -> None:
        """Go by how the panel was left the last time, once it is so: what a low window folded is open in a high one.

        Parameters
        ----------
        folded : bool
            What :attr:`folded` was then.
        """
        self.folded = self._dock.isHidden() and (folded or self.folded)
        if self.folded and self._window.height() >= LOW_PX:
            self.unfold()
        self._settle()

    def unfold(self) -> None:
        """Bring the panel back."""
        self.folded = False
        self._dock.show()
        self._dock.raise_()
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fold when the window becomes low, unfold when it is high again."""
        if isinstance(event, QResizeEvent) and watched is self._window and self._session.project is not None:
            was, now = event.oldSize().height() < LOW_PX, event.size().height() < LOW_PX
            if now and not was:
                self.fold_if_low()
            elif was and not now and self.folded:
                self.unfold()
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        there = self._session.project is not None
        self.setVisible(there and self._dock.isHidden() and self._window.height() < LOW_PX)
        self.set_texts()
