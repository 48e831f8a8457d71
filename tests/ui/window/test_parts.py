"""Going from part to part of a window leaves nothing that keeps the window when it has closed."""

import gc
import weakref

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QWidget

from ui.window.parts import Parts


class Window(QMainWindow):
    """A window of Python's own, as the program's is."""


def test_a_window_that_was_gone_around_goes_when_it_closes(qtbot):
    window = Window()
    part = QWidget()
    window.setCentralWidget(part)
    button = QPushButton("a", part)
    window.show()
    parts = Parts(window, [part], {}, {}, lambda key: None)
    for _ in range(2):
        last = QLabel("b", part)  # the window follows on it in the chain of Tab
        button.setFocusPolicy(button.focusPolicy().NoFocus)
        parts.step(1)
        last.setParent(None)
        last.deleteLater()
        del last
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert shiboken6.ownedByPython(window)
    gone = weakref.ref(window)
    window.close()
    window.deleteLater()
    del window, part, button, parts
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None


def test_the_keys_go_to_the_uppermost_control_however_late_it_was_made(qtbot):
    window = Window()
    qtbot.addWidget(window)
    part = QWidget()
    window.setCentralWidget(part)
    below, above = QPushButton("a", part), QPushButton("b", part)
    below.move(0, 60)
    window.show()
    window.activateWindow()
    Parts(window, [part], {}, {}, lambda key: None).step(1)
    assert window.focusWidget() is above
