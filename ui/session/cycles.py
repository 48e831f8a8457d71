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


class CycleSearch(QObject):
    """Turns Python's own search for cycles off, and looks for them now and then in the thread that made this.

    What is looked through, and how often, follows Python's own thresholds for its three generations.

    Parameters
    ----------
    parent : QObject, optional
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect the oldest generation that is due, and those younger; return how many objects were let go."""
        due = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        return gc.collect(max(due)) if due else 0

    def end(self) -> None:
        """Leave the search to Python again, as it was."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
