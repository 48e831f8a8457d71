"""Where a wizard stands: its steps in one line, those that are done, the present one, those to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.look.appearance import appearance_of
from ui.look.painting import ended

_HEIGHT: Final = 40
_DOT: Final = 22.0
_ROOM: Final = 8.0
_BETWEEN: Final = 14.0
_TICK: Final = "✓"


class StepsBar(QWidget):
    """Numbers and names of steps; where there is no room for all names, only the present one is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def show_steps(self, names: Sequence[str], at: int) -> None:
        """Show steps by their names, and at which of them one is."""
        self.names, self.at = tuple(names), at
        self.setAccessibleName(f"{at + 1}/{len(names)} {names[at]}" if names else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which a few names have room."""
        return QSize(480, _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the steps from the left to the right."""
        look = appearance_of(QApplication.palette())
        with ended(QPainter(self)) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            widths = [QFontMetricsF(bold).horizontalAdvance(name) for name in self.names]
            all_fit = sum(width + _DOT + _ROOM + 3 * _BETWEEN for width in widths) <= self.width()
            x, middle = 0.0, self.height() / 2
            for number, (name, width) in enumerate(zip(self.names, widths, strict=True)):
                now, done = number == self.at, number < self.at
                dot = QRectF(x, middle - _DOT / 2, _DOT, _DOT)
                painter.setPen(QPen(QColor(look.accent if now or done else look.muted), 1.4))
                painter.setBrush(QColor(look.accent) if now else Qt.BrushStyle.NoBrush)
                painter.drawEllipse(dot)
                painter.setFont(bold)
                painter.setPen(QColor(look.on_accent if now else look.accent if done else look.muted))
                painter.drawText(dot, int(Qt.AlignmentFlag.AlignCenter), _TICK if done else str(number + 1))
                x += _DOT + _ROOM
                if all_fit or now:
                    painter.setFont(bold if now else self.font())
                    painter.setPen(QColor(look.text if now else look.muted))
                    box = QRectF(x, 0, width + 4, self.height())
                    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
                    x += width + 4
                if number + 1 < len(self.names):
                    painter.setPen(QPen(QColor(look.faint), 1.4))
                    painter.drawLine(round(x + _BETWEEN / 2), round(middle), round(x + 2 * _BETWEEN), round(middle))
                    x += 2.5 * _BETWEEN
