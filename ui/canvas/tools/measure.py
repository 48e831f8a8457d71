"""Measure a length or an area, in the plan's projected CRS."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridmap.ground.tiling import ground_within
from gridmap.model.arrays import FloatArray
from ui.canvas.furniture import paint_note
from ui.canvas.scene.colours import translucent
from ui.canvas.tools.base import Ground, Tool
from ui.words.measures import area_text, length_text


class _Measure(Tool):
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._corners: list[tuple[float, float]] = []
        self._ahead: tuple[float, float] | None = None
        self._done = False

    @property
    def corners(self) -> FloatArray:
        """The corners so far in the plan's CRS, the cursor's place last while one is drawing. Shape (n, 2)."""
        ahead = [self._ahead] if self._ahead is not None and self._corners and not self._done else []
        return np.array([*self._corners, *ahead], dtype=np.float64).reshape(-1, 2)

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Set a corner; after the end of one measurement this begins another."""
        if self._done:
            self._corners, self._done = [], False
        self._corners.append(self.ground.view.to_ground(at.x(), at.y()))
        self.ground.update()

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Show what it would be up to the cursor."""
        self._ahead = self.ground.view.to_ground(at.x(), at.y())
        if self._corners and not self._done:
            self.ground.update()

    def double(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """End the measurement; the press before set the last corner already."""
        self._done = True
        self.ground.update()

    def key_pressed(self, key: int) -> bool:
        """Take the last corner back with Backspace, end with Enter, forget with Escape."""
        if not self._corners:
            return False
        if key == Qt.Key.Key_Backspace:
            self._corners.pop()
            self._done = False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done = True
        elif key == Qt.Key.Key_Escape:
            self._corners = []
        else:
            return False
        self.ground.update()
        return True

    def cancel(self) -> None:
        """Forget what was measured."""
        self._corners, self._done = [], False
        self.ground.update()

    def result(self) -> str:
        """Return what was measured in words."""
        raise AssertionError("a tool for measuring says what it measured")

    def paint(self, painter: QPainter) -> None:
        """Paint the corners, the line, and what was measured."""
        corners = self.corners
        if not len(corners):
            return
        accent = QColor(self.ground.appearance.accent)
        pixels = [QPointF(x, y) for x, y in self.ground.view.all_to_screen(corners).tolist()]
        painter.setPen(QPen(accent, 2))
        self.paint_shape(painter, QPolygonF(pixels), accent)
        painter.setBrush(QColor(self.ground.appearance.surface))
        for point in pixels:
            painter.drawEllipse(point, 3.5, 3.5)
        text = self.result()
        if text:
            paint_note(painter, text, pixels[-1].x(), pixels[-1].y(), self.ground.appearance, self.ground.map_font)

    def paint_shape(self, painter: QPainter, pixels: QPolygonF, accent: QColor) -> None:
        """Paint the line or the area."""
        painter.drawPolyline(pixels)


class MeasureLength(_Measure):
    """Measures a line, corner by corner."""

    key: ClassVar[str] = "measure-length"

    @property
    def length_m(self) -> float:
        """Length so far, metres."""
        steps = np.diff(self.corners, axis=0)
        return float(np.hypot(steps[:, 0], steps[:, 1]).sum())

    def result(self) -> str:
        """Return the length in words."""
        words = self.ground.words
        told = length_text(words.language, self.length_m)
        return words("measured-length", length=told) if len(self.corners) > 1 else ""


class MeasureArea(_Measure):
    """Measures an area and the line around it."""

    key: ClassVar[str] = "measure-area"

    @property
    def area_m2(self) -> float:
        """Area so far, square metres; ground enclosed twice by a line that crosses itself counts once."""
        ground = ground_within(self.corners) if len(self.corners) > 2 else None
        return 0.0 if ground is None else float(ground.area)

    def result(self) -> str:
        """Return area and length around in words."""
        if len(self.corners) < 3:
            return ""
        around = float(shapely.length(shapely.LinearRing(self.corners)))
        words = self.ground.words
        area, length = area_text(words.language, self.area_m2), length_text(words.language, around)
        return words("measured-area", area=area, length=length)

    def paint_shape(self, painter: QPainter, pixels: QPolygonF, accent: QColor) -> None:
        """Paint the area."""
        painter.setBrush(translucent(accent, 0.15))
        painter.drawPolygon(pixels)
