"""What a thread that nobody waits for has to say, brought into the window's thread.

A signal must not be emitted there by somebody who may be deleted meanwhile: Qt would look for receivers in what is
gone. So it goes by way of an object that stays as long as the program.
"""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal


class Hears(QObject):
    """Somebody whom a thread has something to tell."""

    def hear(self, said: Any) -> None:
        """Take it, in the window's thread."""
        raise NotImplementedError


class _Messenger(QObject):
    _said = Signal(object, object)
    """From another thread: for whom, weakly held, and what."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._said.connect(self._pass_on)

    def bring(self, whom: weakref.ref[Hears], said: object) -> None:
        with contextlib.suppress(RuntimeError):  # the program ends
            self._said.emit(whom, said)

    def _pass_on(self, whom: weakref.ref[Hears], said: object) -> None:
        one = whom()
        if one is not None and shiboken6.isValid(one):
            one.hear(said)


PREFIX: Final = "told-"
"""So begin the names of these threads."""


@cache
def _messenger() -> _Messenger:
    return _Messenger(QCoreApplication.instance())


def told_by_thread(name: str, work: Callable[[], object], whom: Hears) -> threading.Thread:
    """Do some work in a thread that nobody waits for, and tell what comes of it, unless nobody is there any more.

    Parameters
    ----------
    name : str
        What the thread is for.
    work : callable
        Must not hold ``whom``, which would end in the other thread then.
    whom : Hears
    """
    messenger, held = _messenger(), weakref.ref(whom)
    thread = threading.Thread(target=lambda: messenger.bring(held, work()), name=PREFIX + name, daemon=True)
    thread.start()
    return thread
