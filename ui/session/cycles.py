"""Python's search for cycles, kept in the window's thread.

Python looks for cycles in whichever thread happens to have made many objects. If rubbish of Qt's is among them, its
destructors run there: a tree of widgets ended in a thread that reads a file, while the window's thread ends another
one, and each waits for the lock that the other has. The window stood still for good.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from gridmap.model.cycles import are_made_to_be_left_out, things_are_left_out

_EVERY_MS: Final = 1000
_GLANCE_MS: Final = 100
_MANY: Final = 20_000
"""So many objects that came since the last look are looked through at once, which takes 2 ms."""
_MIDDLE: Final = 1


class CycleSearch(QObject):
    """Turns Python's own search for cycles off, and looks for them now and then in the thread that made this.

    What is looked through, and how often, follows Python's own thresholds for its three generations; after
    :meth:`take_up_again` all of it at the next look. What the program is made of, its modules and the dictionaries of
    its libraries, is put away at the start and when all of it is read (:meth:`put_away`), and never taken up again: it
    goes with the program, and to look through it takes twenty times as long as through the window and a city, whose
    shapes are left out (:func:`gridmap.model.cycles.left_out`). Nothing else is put away. A dialog that was closed, or
    a plan that it had, would stay for good if a search that nobody feels could not find it: of 1.9 GB after two minutes
    of anything at all half was such rubbish once. What comes in by the ten thousand is looked through as it comes, and
    counts as old then.

    Parameters
    ----------
    parent : QObject, optional
    """

    looked_through = Signal()
    """Everything was looked through because that was owed, and what was free was let go."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._owes = False
        gc.disable()
        gc.freeze()
        things_are_left_out(True)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._often = QTimer(self)
        self._often.setInterval(_GLANCE_MS)
        self._often.timeout.connect(self.glance)
        self._often.start()

    def look(self) -> int:
        """Collect the oldest generation that is due, and those younger; return how many objects were let go."""
        if are_made_to_be_left_out():
            return 0
        if self._owes:
            self._owes = False
            found = gc.collect()
            self.looked_through.emit()
            return found
        due = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if gc.get_count()[0] > _MANY:
            due.append(_MIDDLE)
        return gc.collect(max(due)) if due else 0

    def glance(self) -> int:
        """Collect what came since the last look, if that is much; return how many objects were let go."""
        return gc.collect(_MIDDLE) if gc.get_count()[0] > _MANY and not are_made_to_be_left_out() else 0

    def put_away(self) -> None:
        """Look through nothing that is there now, once the program has been read; what came last is looked through."""
        gc.collect(_MIDDLE)
        gc.freeze()

    def take_up_again(self) -> None:
        """Look through everything that is not put away at the next look, say after a project was closed."""
        self._owes = True

    def end(self) -> None:
        """Leave the search to Python again, as it was."""
        self._timer.stop()
        self._often.stop()
        things_are_left_out(False)
        gc.unfreeze()
        if self._was_on:
            gc.enable()
