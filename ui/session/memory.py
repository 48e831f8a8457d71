"""Handing memory back: what a closed project held is free, but the C library keeps it for later."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

from PySide6.QtCore import QObject

from ui.session.jobs import Job


class GivingBack(QObject):
    """Gives back in another thread what a closed project held: it takes a tenth of a second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None

    def begin(self) -> None:
        """Begin to give back, unless that goes on already."""
        if self.job is None or self.job.is_out:
            self.let_go()
            self.job = Job(lambda _: give_back(), self).start()

    def let_go(self) -> None:
        """Wait until it is done."""
        if self.job is not None:
            self.job.discard()
            self.job = None


def give_back() -> None:
    """Hand what is free back to the system, where the C library can be asked to (glibc); nothing happens elsewhere.

    After an hour of opening and closing, half of the memory that a process seemed to use was free pieces in the stores
    that glibc keeps for each thread.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
