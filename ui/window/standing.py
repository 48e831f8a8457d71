"""Where a window stands: never outside of what its screen has free, and as large as a small screen allows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

ROOMY: Final = QSize(1440, 900)
"""Free room of a screen, below which the window takes all of it."""
USUAL: Final = QSize(1280, 800)
"""Size of the window at first on a screen with room, unless more of it is better used."""
_SHARE: Final = 0.85


def first_place(free: QRect) -> tuple[QRect, bool]:
    """Return where a window stands that never stood anywhere, and whether it is maximised.

    Parameters
    ----------
    free : QRect
        What the screen has beside task bars, in its own coordinates.
    """
    wanted = USUAL.expandedTo(QSize(round(free.width() * _SHARE), round(free.height() * _SHARE))).boundedTo(free.size())
    place = QRect(free.topLeft(), wanted)
    place.moveCenter(free.center())
    return place, free.width() < ROOMY.width() or free.height() < ROOMY.height()


def brought_in(frame: QRect, free: QRect) -> QRect:
    """Return the rectangle nearest to another one that lies in what a screen has free."""
    size = frame.size().boundedTo(free.size())
    left = min(max(frame.left(), free.left()), free.right() + 1 - size.width())
    top = min(max(frame.top(), free.top()), free.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def come_up(window: QWidget, *, stood: bool) -> None:
    """Show a window: as it stood last, else as its screen allows; in both cases on the screen.

    Parameters
    ----------
    window : QWidget
        Has its place of last time already, if it has one.
    stood : bool
        Whether it has one.
    """
    free = window.screen().availableGeometry()
    whole = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
    if not stood:
        place, maximised = first_place(free)
        window.setGeometry(place)
        if maximised:
            window.setWindowState(Qt.WindowState.WindowMaximized)
    window.show()
    if not window.windowState() & whole:  # only now the frame is known
        frame, inner = window.frameGeometry(), window.geometry()
        place = brought_in(frame, free)
        if place != frame:
            window.setGeometry(
                place.adjusted(
                    inner.left() - frame.left(),
                    inner.top() - frame.top(),
                    inner.right() - frame.right(),
                    inner.bottom() - frame.bottom(),
                )
            )
