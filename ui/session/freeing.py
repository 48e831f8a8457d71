"""Letting go of what a closed project was made of, away from the window's thread.

A plan is millions of small things, and whoever lets go of it last ends them all: 15 ms for a city, 130 for a province.
No object of Qt is among them, so another thread may do it, a few at a time so that it does not keep Python's lock.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from gridmap.model.plan import Plan

THREAD: Final = "freeing"
_AT_ONCE: Final = 1_000
"""So many shapes or texts are let go of together; between two lots the window's thread may have its turn."""
_LOOK_MS: Final = 20
_LONGEST_S: Final = 20.0
"""So long at most others are waited for: a draft, say, may have a plan for as long as it likes."""
_OURS: Final = 2
"""How often Python counts what stands in a list and is asked about."""


def free_elsewhere(*things: object) -> None:
    """Let go of things in another thread, once nobody else has them; returns at once.

    Parameters
    ----------
    things : object
        Plans, scenes, or what is small beside one; no object of Qt. ``None`` is passed over.
    """
    _freeing().wait_for(thing for thing in things if thing is not None)


class _Freeing(QObject):
    """Waits until nobody else has what is to be let go of; the thread then lasts only as long as that takes."""

    plans_went = Signal()
    """What there was to let go of has gone, and a plan was among it."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.held: list[list[Any]] = []
        self._threads: list[threading.Thread] = []
        self._had_plan = False
        self._until: list[float] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def wait_for(self, things: Iterable[object]) -> None:
        new = [[thing] for thing in things]
        self.held += new
        self._until += [time.monotonic() + _LONGEST_S] * len(new)
        self._timer.start()

    def _look(self) -> None:
        free = [sys.getrefcount(one[0]) <= _OURS for one in self.held]
        if any(free):
            things = [one.pop() for one, is_free in zip(self.held, free, strict=True) if is_free]
            self._had_plan |= any(isinstance(thing, Plan) for thing in things)
            self._threads.append(threading.Thread(target=_free, args=(things,), name=THREAD, daemon=True))
            self._threads[-1].start()
            del things
        now = time.monotonic()
        stay = [bool(one) and now < until for one, until in zip(self.held, self._until, strict=True)]
        self.held = [one for one, stays in zip(self.held, stay, strict=True) if stays]
        self._until = [until for until, stays in zip(self._until, stay, strict=True) if stays]
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if not self.held and not self._threads:
            self._timer.stop()
            if self._had_plan:
                self._had_plan = False
                self.plans_went.emit()


def is_freeing() -> bool:
    """Whether anything has still to be let go of, or goes just now."""
    return bool(_freeing().held) or any(thread.name == THREAD for thread in threading.enumerate())


def when_plans_went(then: Callable[[], object]) -> None:
    """Call something whenever plans have gone and nothing else is on its way: their memory can be handed back now."""
    _freeing().plans_went.connect(then)


@cache
def _freeing() -> _Freeing:
    return _Freeing(QCoreApplication.instance())


def _free(things: list[Any]) -> None:
    while things:
        lots = _lots_of(things[-1]) if isinstance(things[-1], Plan) else []
        things.pop()
        while lots:
            lots.pop()
            time.sleep(0)


def _lots_of(plan: Plan) -> list[NDArray[Any]]:
    """Hold each shape and text of a plan once more, in lots: what held them before ends quickly, and they by lots."""
    lots = []
    for table in plan.tables.values():
        for name in table.columns:
            column = np.asarray(table[name])
            if column.dtype == object:
                lots += [column[at : at + _AT_ONCE].copy() for at in range(0, len(column), _AT_ONCE)]
            time.sleep(0)
    return lots
