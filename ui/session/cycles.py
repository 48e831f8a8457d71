"""Python's search for cycles, kept in the window's thread.

Python looks for cycles in whichever thread happens to have made many objects. If rubbish of Qt's is among them, its
destructors run there: a tree of widgets ended in a thread that reads a file, while the window's thread ends another
one, and each waits for the lock that the other has. The window stood still for good.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 1000
_MANY: Final = 50_000
"""So many objects between two looks are a project that was read or checked: they stay until it is closed."""


class CycleSearch(QObject):
    """Turns Python's own search for cycles off, and looks for them now and then in the thread that made this.

    What is looked through, and how often, follows Python's own thresholds for its three generations. What comes in by
    the ten thousand is put away and not looked through at all: the shapes of a city alone took a tenth of a second each
    time. They go as soon as nobody has them; what they may leave in cycles is found after :meth:`take_up_again`.

    Parameters
    ----------
    parent : QObject, optional
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._put_away = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect the oldest generation that is due, and those younger; return how many objects were let go."""
        if gc.get_count()[0] > _MANY:
            gc.freeze()
            self._put_away = True
            return 0
        due = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        return gc.collect(max(due)) if due else 0

    def take_up_again(self) -> None:
        """Look through everything again from now on: what was put away has gone with its project."""
        if self._put_away:
            gc.unfreeze()
            self._put_away = False

    def end(self) -> None:
        """Leave the search to Python again, as it was."""
        self._timer.stop()
        self.take_up_again()
        if self._was_on:
            gc.enable()
