"""Work for which the present event has to be over first, and the paint that it has asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(owner: QObject, do: Callable[[], object]) -> QTimer:
    """Return a timer whose ``start()`` does something once the present event is over, however often it is asked.

    What is begun by a paint event waits for it so: work that starts shows its bar and changes texts, and whatever Qt
    lays out or paints under a brush that is in use ends the program sooner or later. It has a turn of the event loop
    for itself: in the next one Qt paints what was asked for at the same time, and both together would be a long one.

    Parameters
    ----------
    owner : QObject
        Nothing is done any more when it is gone.
    do : callable
    """
    timer, after_paint = (QTimer(owner, singleShot=True, interval=0) for _ in range(2))
    timer.timeout.connect(after_paint.start)
    after_paint.timeout.connect(do)
    return timer
