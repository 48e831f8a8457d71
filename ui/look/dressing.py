"""Puts an appearance on the whole program, and another one in its place without laying anything out again.

Whoever gives Qt another sheet has every widget dressed once for each that it stands in; whoever takes the sheet off
first has all of them undressed, dressed and laid out twice, those too that nobody sees. Two appearances differ in
nothing but colours. So the sheet is a file in memory: its place stays, what it says changes, and the widgets are
dressed by it one by one, those that are seen at once and the others a few in a turn.
"""

from __future__ import annotations

import struct
from typing import Final

import shiboken6
from PySide6.QtCore import Qt, QTimer, qRegisterResourceData, qUnregisterResourceData
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QLayout, QLineEdit, QStyle, QWidget

from ui.look.appearance import Appearance, palette_of, sheet_of
from ui.look.fonts import chinese_family

AT_ONCE: Final = 40
"""So many widgets that nobody sees are dressed in a turn of the event loop."""
_NAME: Final = "gridmap.qss"
_SHEET: Final = f"file:///:/{_NAME}"  # as QApplication.setStyleSheet reads it; the rest is the place of a resource
_FORMAT: Final = 1  # of resources: without the time of a change
_FOLDER: Final = 2
_CROSS: Final = "_q_qlineeditclearaction"  # as Qt names what the button of QLineEdit.setClearButtonEnabled does
_OF_A_DOCK: Final = {
    "qt_dockwidget_closebutton": QStyle.StandardPixmap.SP_TitleBarCloseButton,
    "qt_dockwidget_floatbutton": QStyle.StandardPixmap.SP_TitleBarNormalButton,
}


def apply(app: QApplication, appearance: Appearance) -> None:
    """Give the whole program an appearance; what is not seen now follows within some turns of the event loop."""
    if app.styleSheet() == _SHEET:
        _change(app, appearance)
        return
    app.setStyle("Fusion")
    font = QFont(chinese_family())
    font.setPointSizeF(10.0)
    app.setFont(font)
    undress(app)
    app.setPalette(palette_of(appearance))
    dress(app, appearance)


def undress(app: QApplication) -> None:
    """Take the sheet off, for as long as a window is built.

    Where there is a sheet, Qt dresses a widget anew, and all that stands in it, each time that it is put into another.
    What is built without is dressed once, by :func:`dress`: the main window is built in half of the time.
    """
    _rest.drop()
    if app.styleSheet():
        app.setStyleSheet("")


def dress(app: QApplication, appearance: Appearance) -> None:
    """Put on the sheet of an appearance, over all widgets that there are and those to come."""
    _file.hold(sheet_of(appearance))
    app.setStyleSheet(_SHEET)
    for window in app.topLevelWidgets():
        for layout in window.findChildren(QLayout):
            layout.invalidate()  # what is hidden does not tell its layout that it takes more room now
    for widget in app.allWidgets():
        _renew_pictures(widget)


def dress_the_rest() -> None:
    """Dress now what is left of a change of the appearance."""
    _rest.finish()


def _change(app: QApplication, appearance: Appearance) -> None:
    """Have another appearance in the place of the present one."""
    _file.hold(sheet_of(appearance))
    app.setPalette(palette_of(appearance))
    style = app.style()
    style.unpolish(app)  # forgets what the sheet said
    style.polish(app)
    widgets = app.allWidgets()
    for widget in widgets:
        if widget.isVisible():
            _dress_one(widget)
    _rest.begin([widget for widget in widgets if not widget.isVisible()])


def _dress_one(widget: QWidget) -> None:
    widget.style().polish(widget)
    _renew_pictures(widget)
    QWidget.update(widget)


def _renew_pictures(widget: QWidget) -> None:
    """Give a widget the pictures that the sheet names where Qt asks for them once, when it makes what shows them."""
    style, direct = widget.style(), Qt.FindChildOption.FindDirectChildrenOnly
    if isinstance(widget, QLineEdit) and widget.isClearButtonEnabled():
        cross = widget.findChild(QAction, _CROSS, direct)
        if cross is not None:
            cross.setIcon(style.standardIcon(QStyle.StandardPixmap.SP_LineEditClearButton, None, widget))
    elif isinstance(widget, QDockWidget):
        for name, picture in _OF_A_DOCK.items():
            button = widget.findChild(QAbstractButton, name, direct)
            if button is not None:
                button.setIcon(style.standardIcon(picture, None, widget))


class _Rest:
    """What is still to be dressed."""

    def __init__(self) -> None:
        self._left: list[QWidget] = []

    def begin(self, widgets: list[QWidget]) -> None:
        """Dress these from the next turn on, and none that were left from before."""
        was_empty, self._left = not self._left, widgets
        if was_empty and widgets:
            QTimer.singleShot(0, self._some)

    def _some(self) -> None:
        self._dress(AT_ONCE)
        if self._left:
            QTimer.singleShot(0, self._some)

    def finish(self) -> None:
        self._dress(len(self._left))

    def drop(self) -> None:
        self._left = []

    def _dress(self, count: int) -> None:
        now, self._left = self._left[:count], self._left[count:]
        for widget in now:
            if shiboken6.isValid(widget):
                _dress_one(widget)


class _File:
    """A file in memory, at the root of Qt's resources."""

    def __init__(self) -> None:
        self._held: tuple[bytes, bytes, bytes] | None = None

    def hold(self, text: str) -> None:
        """Have it say something else."""
        if self._held is not None:
            qUnregisterResourceData(_FORMAT, *self._held)
        self._held = _resource(_NAME, text.encode())
        qRegisterResourceData(_FORMAT, *self._held)


def _resource(name: str, data: bytes) -> tuple[bytes, bytes, bytes]:
    """Return one file as Qt's resource compiler writes it: the tree, the names, what the files hold."""
    hashed = 0
    for letter in name.encode("utf-16-be")[1::2]:
        hashed = (hashed << 4) + letter
        hashed = (hashed ^ ((hashed & 0xF0000000) >> 23)) & 0x0FFFFFFF
    root = struct.pack(">IHII", 0, _FOLDER, 1, 1)  # its name, what it is, how many are in it, the first of them
    file = struct.pack(">IHHHI", 0, 0, 0, 1, 0)  # its name, what it is, country, language, where what it holds begins
    named = struct.pack(">HI", len(name), hashed) + name.encode("utf-16-be")
    return root + file, named, struct.pack(">I", len(data)) + data


_rest, _file = _Rest(), _File()
