"""What the window does to help: the guide, at the place that one asks about, the sheet of keys, and the tour."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtGui import QAction, QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gridmap.model.errors import BadInput
from ui.look.words import Words
from ui.window.frame import Frame
from ui.window.help_topics import FIRST, USUAL, Topic, topic_of

_SHORTCUT = "help-shortcut"


class HelpActions(QObject):
    """The part of the window that explains.

    Parameters
    ----------
    words : Words
    actions : mapping of str to QAction
        Their keys stand on the sheet of keys; F1 is that of ``"help"``.
    project_is_open : callable
    frame : Frame
    """

    def __init__(
        self, words: Words, actions: Mapping[str, QAction], project_is_open: Callable[[], bool], frame: Frame
    ) -> None:
        super().__init__(frame.window())
        self._words, self._actions, self._is_open, self._frame = words, actions, project_is_open, frame
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._following: QMetaObject.Connection | None = app.focusChanged.connect(self._focus_changed)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            "help": self.help_here,
            "first-map": self.show_first_map,
            "guide": self.show_guide,
            "keys": self.show_keys,
        }

    def let_go(self) -> None:
        """Watch no longer which window is in front."""
        if self._following is not None:
            self._app.focusChanged.disconnect(self._following)
            self._following = None

    # ---- F1 ----------------------------------------------------------------------------------------------------------

    def help_here(self) -> None:
        """Show what the guide says about what the pointer is at, else about what has the keys."""
        from ui.dialogs.help_window import HelpWindow

        window = self._app.activeModalWidget() or self._app.activeWindow() or self._frame.window()
        if isinstance(window, HelpWindow):
            return
        under = self._app.widgetAt(QCursor.pos())
        here = under if under is not None and under.window() is window else None
        has_keys = self._app.focusWidget()
        topic = topic_of(here) or topic_of(has_keys) or topic_of(window)
        self.show(topic or (USUAL if self._is_open() else FIRST))

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let F1 help in every dialog: the window's own F1 does not reach there."""
        dialog = now.window() if now is not None else None
        if isinstance(dialog, QDialog) and dialog.findChild(QShortcut, _SHORTCUT) is None:
            shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), dialog, self.help_here)
            shortcut.setObjectName(_SHORTCUT)

    # ---- the guide ---------------------------------------------------------------------------------------------------

    def show_first_map(self) -> None:
        """Show how one comes from files to a map in five minutes."""
        self.show(FIRST)

    def show_guide(self) -> None:
        """Show the guide with all jobs."""
        self.show(Topic("guide"))

    def show(self, topic: Topic) -> None:
        """Show a chapter in the window of help; one that stands before a modal dialog belongs to that."""
        from ui.dialogs.help_window import HelpWindow, has_pages

        if not has_pages():
            self._frame.complain(BadInput("pages-not-found"))
            return
        modal = self._app.activeModalWidget()
        parent = modal if modal is not None else self._frame.window()
        if isinstance(parent, HelpWindow):
            parent.show_chapter(topic.chapter, topic.section)
            return
        options = Qt.FindChildOption.FindDirectChildrenOnly
        found = [one for one in parent.findChildren(HelpWindow, options=options) if one.isVisible()]
        window = found[0] if found else HelpWindow(self._words, parent)
        window.show()
        window.show_chapter(topic.chapter, topic.section)
        window.raise_()
        window.activateWindow()

    def show_keys(self) -> None:
        """Show all keys on one sheet."""
        from ui.dialogs.keys_sheet import KeysSheet
        from ui.window.key_groups import key_groups

        sheet = KeysSheet(self._words, key_groups(self._actions, self._words), self._frame.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
