"""Python's search for cycles, kept in the window's thread.

Python looks for cycles in whichever thread happens to have made many objects. If rubbish of Qt's is among them, its
destructors run there: a tree of widgets ended in a thread that reads a file, while the window's thread ends another
one, and each waits for the lock that the other has. The window stood still for good.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_EVERY_MS: Final = 1000
_SOON, _LATE = 60, 600
"""After how many looks everything is looked through though somebody may wait: if it is owed, and in any case."""
_OLDEST: Final = 2
_MANY: Final = 50_000
"""So many objects between two looks are a project that was read or checked."""


class CycleSearch(QObject):
    """Turns Python's own search for cycles off, and looks for them now and then in the thread that made this.

    What is looked through, and how often, follows Python's own thresholds for its three generations. What will stay is
    put away and not looked through again: what the program is made of, what comes in by the ten thousand, and what a
    look at the oldest generation has left. To look through a whole city and the program took a third of a second. What
    is put away goes as soon as nobody has it. What it leaves in cycles is looked for when nobody looks at the program,
    and at the latest a minute after :meth:`take_up_again`, or ten after the last time. Else dialogs that were closed,
    and plans that they had, would fill the memory of who never leaves the window: of 1.9 GB after two minutes of
    anything at all half was such rubbish.

    Parameters
    ----------
    parent : QObject, optional
    """

    looked_through = Signal()
    """Everything was looked through, and what was free was let go."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._owes, self._looks = False, 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect the oldest generation that is due, and those younger; return how many objects were let go."""
        self._looks += 1
        if self._looks >= _LATE or (self._owes and (self._looks >= _SOON or not _is_looked_at())):
            self._owes, self._looks = False, 0
            gc.unfreeze()
            found = self._look_at_all()
            self.looked_through.emit()
            return found
        if gc.get_count()[0] > _MANY:
            gc.freeze()
            return 0
        due = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if due and max(due) == _OLDEST:
            return self._look_at_all()
        return gc.collect(max(due)) if due else 0

    def take_up_again(self) -> None:
        """Look through what was put away as well, say after a project was closed, soon or once nobody waits."""
        if not self._owes:
            self._owes, self._looks = True, 0

    def _look_at_all(self) -> int:
        """Collect whatever is not put away, and put away what is left."""
        found = gc.collect()
        gc.freeze()
        return found

    def end(self) -> None:
        """Leave the search to Python again, as it was."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_on:
            gc.enable()


def _is_looked_at() -> bool:
    """Whether somebody may be waiting for the window: a window of the program is there, and has the keys."""
    if QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive:
        return False
    return any(widget.isVisible() and not widget.isMinimized() for widget in QApplication.topLevelWidgets())
