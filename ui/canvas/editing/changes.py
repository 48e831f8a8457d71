"""What a draft changes, over the map: ground that changes hands hatched, with from and to, and borders as they were."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform

from gridmap.project.comparison import Comparison
from layers.changed_ground import ChangedGround
from ui.canvas.scene.batches import NO_BATCHES, filled, outlined
from ui.canvas.scene.colours import translucent
from ui.canvas.view import View
from ui.look.appearance import Appearance

_ROOM_PX: Final = 34.0
"""Ground that is narrower on the screen is hatched without words."""

_LABELS: Final = 60


class Changes:
    """A comparison prepared for being painted over the map.

    Parameters
    ----------
    comparison : Comparison
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        shapes = np.asarray(comparison.ground.geometry.array, dtype=object)
        old = shapely.get_parts(np.array([comparison.old_borders], dtype=object))
        drawn = np.concatenate([shapes, old])
        west, north = (0.0, 0.0) if not len(drawn) else shapely.total_bounds(drawn)[[0, 3]].tolist()
        self._origin = (west, north)
        self._ground = filled(shapes, self._origin) if len(shapes) else NO_BATCHES
        self._rims = outlined(shapes, self._origin) if len(shapes) else NO_BATCHES
        self._old = outlined(old, self._origin) if len(old) else NO_BATCHES
        largest = shapes[:_LABELS]
        self._places = shapely.get_coordinates(shapely.point_on_surface(largest))
        self._sizes = np.sqrt(shapely.area(largest))
        self.labels = ChangedGround(comparison).labels()[:_LABELS]

    def paint(self, painter: QPainter, view: View, look: Appearance, font: QFont) -> None:
        """Paint what is in view."""
        colour, rim = QColor(look.notice), QColor(look.surface)
        pixels = 1 / view.metres_per_pixel
        x, y = view.to_screen(*self._origin)
        place = QTransform(pixels, 0, 0, pixels, x, y)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        hatching = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        for path in self._ground.touching(view.box):
            on_screen = place.map(path)  # the hatching is as dense at every scale
            painter.fillPath(on_screen, translucent(colour, 0.22))
            painter.fillPath(on_screen, hatching)
        for path in self._rims.touching(view.box):
            painter.strokePath(place.map(path), QPen(colour, 1.6))
        for path in self._old.touching(view.box):
            on_screen = place.map(path)
            painter.strokePath(on_screen, QPen(rim, 4.0))
            dashes = QPen(QColor(look.text), 1.8)
            dashes.setDashPattern([4.0, 3.0])
            painter.strokePath(on_screen, dashes)
        self._write(painter, view, look, font)
        painter.restore()

    def _write(self, painter: QPainter, view: View, look: Appearance, font: QFont) -> None:
        """Write from and to where there is room on the ground, never over one another."""
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        taken: list[QRectF] = []
        for label, (east, north), size in zip(self.labels, self._places.tolist(), self._sizes.tolist(), strict=True):
            px, py = view.to_screen(east, north)
            if size / view.metres_per_pixel < _ROOM_PX or not (0 <= px <= view.width and 0 <= py <= view.height):
                continue
            box = QRectF(0, 0, metrics.horizontalAdvance(label) + 12, metrics.height() + 4)
            box.moveCenter(QPointF(px, py))
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(translucent(QColor(look.notice), 0.94))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(look.on_accent))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label)
