"""What a thread that nobody waits for says arrives in the window's thread, where somebody is still there to hear it."""

from __future__ import annotations

import threading
import weakref

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.session.telling import Hears, told_by_thread

WAIT = 20_000


class _Listener(Hears):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, int]] = []

    def hear(self, said: object) -> None:
        self.heard.append((said, threading.get_ident()))


def test_what_was_worked_out_elsewhere_is_heard_in_the_window_s_thread(qtbot: QtBot) -> None:
    listener = _Listener()
    thread = told_by_thread("test", threading.get_ident, listener)
    qtbot.waitUntil(lambda: bool(listener.heard), timeout=WAIT)
    [(worked_in, heard_in)] = listener.heard
    assert worked_in != heard_in == threading.get_ident() and thread.daemon


@pytest.mark.parametrize("ends_by", ["qt", "python"])
def test_nobody_is_told_who_has_gone_meanwhile(qtbot: QtBot, ends_by: str) -> None:
    listener, goes_on, other = _Listener(), threading.Event(), _Listener()
    alive, heard = weakref.ref(listener), listener.heard
    thread = told_by_thread("test", lambda: goes_on.wait(WAIT / 1000), listener)
    if ends_by == "qt":
        shiboken6.delete(listener)
    else:
        del listener
        assert alive() is None  # the thread does not hold it, or it would end there
    goes_on.set()
    thread.join(WAIT / 1000)
    told_by_thread("test", lambda: "after it", other)
    qtbot.waitUntil(lambda: bool(other.heard), timeout=WAIT)
    QApplication.processEvents()
    assert heard == [] and [said for said, _ in other.heard] == ["after it"]
