"""The window from its start page on, and a hand that does an officer's jobs in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTextBrowser, QWidget

from tools.guide_pictures import SIZE, Stage
from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.words.messages import Language

_LEFT: Final = Qt.MouseButton.LeftButton


class Day(Stage):
    """The window from its start page on, and a hand that does fifty jobs.

    Parameters
    ----------
    town : Path
        The project; a copy of it is worked on.
    folder : Path
        For that copy and whatever is written.
    language : Language
    look : str
        ``"light"`` or ``"dark"``.
    """

    def __init__(self, town: Path, folder: Path, language: Language, look: str) -> None:
        self.folder, self.path = folder, folder / "town.gpkg"
        shutil.copy(town, self.path)
        settings = Settings(folder / "settings.ini")
        settings.language = language
        settings.remember(self.path)
        self.window = MainWindow(settings, Words(language))
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.session, self.canvas = self.window.session, self.window.canvas
        self.window.actions_by_key[look].trigger()
        self.over: list[QWidget] = []
        self.kept: dict[str, Any] = {}

    # ---- the hand ----------------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window, once a dialog that was there has given the keys back."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        QTest.keyClick(self.window, key, modifier)

    def click_on(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on a widget, in its middle if nothing is said."""
        QTest.mouseClick(widget, _LEFT, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())
        self.settle()

    def click_link(self, page: QTextBrowser, link: str) -> None:
        """Click on the first link of a page that begins so."""
        block = page.document().begin()
        while block.isValid():
            parts = block.begin()
            while not parts.atEnd():
                fragment = parts.fragment()
                if fragment.charFormat().anchorHref().startswith(link):
                    cursor = QTextCursor(page.document())
                    cursor.setPosition(fragment.position() + 1)
                    page.setTextCursor(cursor)
                    page.ensureCursorVisible()
                    self.click_on(page.viewport(), page.cursorRect(cursor).center() + QPoint(3, 0))
                    return
                parts += 1
            block = block.next()
        raise AssertionError(f"no link {link!r} on the page")

    def type_in(self, text: str) -> None:
        """Type into the box that a command is about to open, and press Enter."""

        def answer() -> None:
            box = QApplication.activeModalWidget()
            if box is None:
                QTimer.singleShot(50, answer)
                return
            field = box.findChild(QLineEdit)
            assert field is not None
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)

        QTimer.singleShot(50, answer)

    def dialog(self, kind: type[QWidget] = QDialog) -> Any:
        """Return the dialog that is open."""
        self.until(lambda: any(one.isVisible() for one in self.window.findChildren(kind)))
        self.settle()
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def shown(self, *over: QWidget) -> None:
        """Have the picture show dialogs or menus over the window, which are closed after it."""
        self.over = list(over)

    def accept_proposal(self) -> None:
        """Press Enter on the map, where an edit is proposed."""
        self.until(lambda: not self.window.desk.editing.is_waiting)
        QTest.keyClick(self.canvas, Qt.Key.Key_Return)
        self.settle()

    def to_grid(self, share: float = 0.6) -> None:
        """Look at the grid that the jobs are done to."""
        self.look(self.plan.shape(self.grid), share)
