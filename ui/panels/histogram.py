"""How many grids have how many households, as bars with the standard behind them."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from gridmap.model.arrays import IntArray
from ui.look.painting import ended

_BIN: Final = 50
"""Households that a bar stands for."""
_APART_PX: Final = 6
_MOST_BINS: Final = 20
"""Grids with more households than these bars reach to are in the last one."""


def histogram(households: IntArray) -> IntArray:
    """Return how many grids have 0 to 49 households, 50 to 99 and so on; the last bar has all that are beyond it."""
    if not len(households):
        return np.zeros(0, dtype=np.int64)
    return np.bincount(np.minimum(households // _BIN, _MOST_BINS - 1))


def common_standard(least: IntArray, most: IntArray) -> tuple[int, int] | None:
    """Return the standard of all grids, of which there is one at least; ``None`` where they have different ones."""
    if least.min() < least.max() or most.min() < most.max():
        return None
    return int(least[0]), int(most[0])


class Histogram(QWidget):
    """How many grids have how many households, with the standard behind the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: IntArray = np.zeros(0, dtype=np.int64)
        self.standard: tuple[int, int] | None = None
        self.setMinimumHeight(120)

    def show_counts(self, counts: IntArray, standard: tuple[int, int] | None) -> None:
        """Show other counts, one for each bar from 0 households on, and the standard if all grids have the same."""
        self.counts, self.standard = counts, standard
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that is easily read."""
        return QSize(280, 136)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the standard, the bars, the highest count and the scale below."""
        if not len(self.counts):
            return
        colours, role = self.palette(), QPalette.ColorRole
        with ended(QPainter(self)) as painter:
            line = painter.fontMetrics().height()
            floor = self.height() - line - 4
            room = QRectF(4, line + 4, self.width() - 8, floor - line - 4)
            bars = max(len(self.counts), 10)
            step, highest = room.width() / bars, max(int(self.counts.max()), 1)
            if self.standard is not None:
                low, high = (min(end / _BIN, bars) * step for end in self.standard)
                painter.fillRect(
                    QRectF(room.left() + low, room.top(), high - low, room.height()),
                    faded(colours.color(role.Highlight)),
                )
            full = colours.color(role.Highlight)
            for place, count in enumerate(self.counts.tolist()):
                if count:
                    height = max(room.height() * count / highest, 1)
                    bar = QRectF(room.left() + place * step + 1, floor - height, step - 2, height)
                    painter.fillRect(bar, full)
            painter.setPen(colours.color(role.Mid))
            painter.drawLine(int(room.left()), floor, int(room.right()), floor)
            painter.setPen(colours.color(role.PlaceholderText))
            top = int(self.counts.argmax())
            where = QRectF(room.left() + (top + 0.5) * step - 40, 0, 80, line + 2)
            painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), f"{highest:,}")
            for words, box in self._scale(bars, step, room.left(), QRectF(0, floor + 2, self.width(), line + 2)):
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _scale(self, bars: int, step: float, begin: float, below: QRectF) -> list[tuple[str, QRectF]]:
        """Return the numbers of households below the bars and where they stand, none upon another."""
        metrics = self.fontMetrics()
        found: list[tuple[str, QRectF]] = []
        for place in range(0, bars + 1, 4 if bars > 12 else 2):
            last = place == _MOST_BINS and len(self.counts) == _MOST_BINS
            words = f"{place * _BIN:,}{'+' if last else ''}"
            width = metrics.horizontalAdvance(words) + 2.0
            left = min(max(begin + place * step - width / 2, 0), below.width() - width)
            box = QRectF(left, below.top(), width, below.height())
            while last and found and found[-1][1].right() + _APART_PX > box.left():
                found.pop()
            found.append((words, box))
        return found


def faded(colour: QColor) -> QColor:
    """Return a colour as thin as what stands behind figures."""
    thin = QColor(colour)
    thin.setAlphaF(0.18)
    return thin
