"""How it is shown what the pointer snapped to: a square for a vertex, a cross for an edge."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.editing.snapping import Snap
from ui.look.appearance import Appearance

_HALF: Final = 6.0


def paint_snap(painter: QPainter, snap: Snap, px: float, py: float, appearance: Appearance) -> None:
    """Paint the mark around a pixel, with a rim so that it stands out on any map; references have a paler one."""
    colour = QColor(appearance.accent if snap.of == "grid" else appearance.notice)
    rim = QColor(appearance.surface)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(rim, 5.0), QPen(colour, 2.2)):
        painter.setPen(pen)
        if snap.kind == "vertex":
            painter.drawRect(QRectF(px - _HALF, py - _HALF, 2 * _HALF, 2 * _HALF))
        else:
            painter.drawLines(
                [
                    QLineF(QPointF(px - _HALF, py - _HALF), QPointF(px + _HALF, py + _HALF)),
                    QLineF(QPointF(px - _HALF, py + _HALF), QPointF(px + _HALF, py - _HALF)),
                ]
            )
