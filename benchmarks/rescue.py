"""Leaves the dialogs and menus in whose own loop a step of the random user has come to stand, and tells which stay.

All steps are taken within a loop of events (:func:`within_a_loop`), as those of a user are. A dialog that waits to be
deleted then waits until nothing that was opened meanwhile stands any more; outside of every loop Qt deletes it in the
loop of a message box that it has opened itself, and the box with it.

The looks are single shots, each set before the one at hand does anything: a timer that repeats is not heard in a loop
that its own slot has opened, and a key pressed here may open a message box that waits for an answer.
"""

from __future__ import annotations

import faulthandler
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

LOOK_MS: Final = 25
_WAITS: Final = 2
"""So many looks a dialog stands before a key is pressed."""
_TRIES: Final = 8
"""Until that look keys are pressed at random; then it is left as a user leaves it, by Esc or its cross."""
_LEFT_BY: Final = (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down)


def within_a_loop(work: Callable[[], object]) -> None:
    """Do some work in one turn of a loop of events of its own; raises what the work raises.

    Meanwhile the last window may close: all loops would end with it.
    """
    loop, raised = QEventLoop(), list[BaseException]()
    quits = QApplication.quitOnLastWindowClosed()
    QApplication.setQuitOnLastWindowClosed(False)

    def turn() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - Qt would only print it
            raised.append(error)
        finally:
            loop.quit()

    QTimer.singleShot(0, turn)
    loop.exec()
    QApplication.setQuitOnLastWindowClosed(quits)
    if raised:
        raise raised[0]


def delete_what_waits() -> None:
    """Delete what waits for that, as the loop of events does when a turn is over, however long the turn goes on."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Rescue:
    """Looks every few milliseconds, while a step goes on, whether something stands in the way of the next one.

    Parameters
    ----------
    dice : random.Random
    tell : callable
        Called with what is a fault of the program: a dialog that neither Esc nor its cross closes.
    longest_s : float
        So long a dialog may stay; work that must be finished keeps its bar until then.
    """

    def __init__(self, dice: random.Random, tell: Callable[[str], None], longest_s: float = 60.0) -> None:
        self._dice, self._tell, self._longest_s = dice, tell, longest_s
        self._on = self._in_step = False
        self._top: QWidget | None = None
        self._looks = 0
        self._since = 0.0

    def start(self) -> None:
        """Begin to look."""
        self._on = True
        QTimer.singleShot(LOOK_MS, self._look)

    def stop(self) -> None:
        """Look no longer."""
        self._on = False

    @contextmanager
    def step(self) -> Iterator[None]:
        """While this goes on, nothing may stand for long; between steps dialogs stay as they are."""
        before, self._in_step, self._top = self._in_step, True, None
        try:
            yield
        finally:
            self._in_step = before

    def _look(self) -> None:
        if not self._on:
            return
        QTimer.singleShot(LOOK_MS, self._look)
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if not self._in_step or top is None:
            self._top = None
            return
        if top is not self._top:
            self._top, self._looks, self._since = top, 0, time.monotonic()
        self._looks += 1
        if time.monotonic() - self._since > self._longest_s:
            self._tell(what_stays(top))
            self._force(top)
        elif self._looks > _TRIES:
            leave(top, by_key=self._looks % 2 == 1)
        elif self._looks > _WAITS:
            QTest.keyClick(top, self._dice.choice(_LEFT_BY))

    def _force(self, top: QWidget) -> None:
        self._top = None
        if isinstance(top, QDialog):
            QDialog.done(top, 0)  # past what the dialog makes of it
        if shiboken6.isValid(top):
            top.hide()


def leave(top: QWidget, *, by_key: bool) -> None:
    """Leave a dialog or a menu as a user can: by Esc, or by its cross."""
    if by_key:
        QTest.keyClick(top, Qt.Key.Key_Escape)
    if shiboken6.isValid(top) and not by_key:
        top.close()


def what_stays(top: QWidget) -> str:
    """Return what a dialog is that cannot be left, and where every thread stands."""
    text = top.text() if isinstance(top, QMessageBox) else ""
    said = f"{type(top).__module__}.{type(top).__name__} {top.windowTitle()!r} {text!r}"
    return f"cannot be left: {said}\n{stacks()}"


def stacks() -> str:
    """Return where every thread stands."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        return file.read()


class Deadman:
    """Ends the process, with the stacks of all threads, when nothing has come round for so long.

    Parameters
    ----------
    longest_s : float
    """

    def __init__(self, longest_s: float = 300.0) -> None:
        self._longest_s = longest_s
        with suppress(ImportError, AttributeError):  # no such signal on Windows
            import signal

            faulthandler.register(signal.SIGUSR1, file=sys.stderr, all_threads=True)

    def alive(self) -> None:
        """Say that it goes on; to be called at every step."""
        faulthandler.dump_traceback_later(self._longest_s, exit=True, file=sys.stderr)

    def stop(self) -> None:
        """Watch no longer."""
        faulthandler.cancel_dump_traceback_later()
