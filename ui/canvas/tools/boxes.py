"""Select by a rectangle."""

from __future__ import annotations

from typing import ClassVar

import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.scene.colours import translucent
from ui.canvas.tools.base import Ground, Tool, adds
from ui.canvas.tools.pan import DRAG_PX


class BoxSelect(Tool):
    """Selects the grids of the level that is shown inside a rectangle that is dragged; a click selects one."""

    key: ClassVar[str] = "box"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._from: QPointF | None = None
        self._to: QPointF | None = None

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Begin a rectangle."""
        self._from, self._to = at, at

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Draw the rectangle up to the cursor."""
        if down and self._from is not None:
            self._to = at
            self.ground.update()

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Select what is inside."""
        begin, self._from, self._to = self._from, None, None
        self.ground.update()
        if begin is None:
            return
        if (at - begin).manhattanLength() < DRAG_PX:
            self.ground.select_at(at.x(), at.y(), adds(keys))
            return
        x0, y0 = self.ground.view.to_ground(begin.x(), begin.y())
        x1, y1 = self.ground.view.to_ground(at.x(), at.y())
        self.ground.select_inside(shapely.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), adds(keys))

    def cancel(self) -> None:
        """Forget the rectangle."""
        self._from = self._to = None
        self.ground.update()

    def paint(self, painter: QPainter) -> None:
        """Paint the rectangle."""
        if self._from is not None and self._to is not None:
            accent = QColor(self.ground.appearance.accent)
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(translucent(accent, 0.12))
            painter.drawRect(QRectF(self._from, self._to).normalized())
