"""Select by a line drawn around."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridmap.ground.tiling import ground_within
from ui.canvas.scene.colours import translucent
from ui.canvas.tools.base import Ground, Tool, adds


class LassoSelect(Tool):
    """Selects the grids of the level that is shown inside a line drawn around them; a click selects one."""

    key: ClassVar[str] = "lasso"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._line: list[QPointF] = []

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Begin the line."""
        self._line = [at]

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Draw the line on."""
        if down and self._line and (at - self._line[-1]).manhattanLength() >= 2:
            self._line.append(at)
            self.ground.update()

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Close the line and select what is inside."""
        line, self._line = self._line, []
        self.ground.update()
        if not line:
            return
        if len(line) < 4:
            self.ground.select_at(at.x(), at.y(), adds(keys))
            return
        xy = self.ground.view.all_to_ground(np.array([(point.x(), point.y()) for point in line]))
        inside = ground_within(xy)
        if inside is not None:
            self.ground.select_inside(inside, adds(keys))

    def cancel(self) -> None:
        """Forget the line."""
        self._line = []
        self.ground.update()

    def paint(self, painter: QPainter) -> None:
        """Paint the line and what it encloses so far."""
        if len(self._line) > 1:
            accent = QColor(self.ground.appearance.accent)
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(translucent(accent, 0.12))
            painter.drawPolygon(QPolygonF(self._line))
