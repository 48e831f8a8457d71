"""What stands on the map at the edges: scale bar, overview, attribution."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.canvas.renderer import Picture
from ui.canvas.scene.colours import translucent
from ui.canvas.view import View
from ui.look.appearance import Appearance
from ui.words.measures import length_text

EDGE: Final = 12
OVERVIEW: Final = (176, 136)
"""Width and height of the overview at most, pixels."""


def round_length(longest_m: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, ... metres that is not longer than a length."""
    power = 10.0 ** math.floor(math.log10(longest_m))
    return max(step * power for step in (1, 2, 5) if step * power <= longest_m * (1 + 1e-9))


def paint_scale_bar(painter: QPainter, view: View, appearance: Appearance, font: QFont) -> QRectF:
    """Paint the scale bar in the lower left corner and return its box."""
    length = round_length(140 * view.metres_per_pixel)
    width = length / view.metres_per_pixel
    text = length_text("en", length)  # as printed maps have it, whatever is spoken
    metrics = QFontMetricsF(font)
    box = QRectF(EDGE, view.height - EDGE - 30, max(width, metrics.horizontalAdvance(text)) + 16, 30)
    paint_plate(painter, box, appearance)
    left, base = box.left() + 8, box.bottom() - 7
    painter.setPen(QPen(QColor(appearance.text), 1.5))
    painter.drawPolyline(
        [QPointF(left, base - 5), QPointF(left, base), QPointF(left + width, base), QPointF(left + width, base - 5)]
    )
    painter.setFont(font)
    painter.drawText(QPointF(left + 4, base - 5), text)
    return box


def overview_box(extent_aspect: float, view: View) -> QRectF:
    """Return where the overview stands: in the lower right corner, as wide for its height as the ground is."""
    width, height = OVERVIEW
    if extent_aspect > width / height:
        height = max(48, round(width / extent_aspect))
    else:
        width = max(48, round(height * extent_aspect))
    return QRectF(view.width - EDGE - width, view.height - EDGE - height, width, height)


def paint_overview(painter: QPainter, picture: Picture, box: QRectF, view: View, appearance: Appearance) -> None:
    """Paint the overview with a frame around what is seen."""
    paint_plate(painter, box.adjusted(-4, -4, 4, 4), appearance)
    painter.save()
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    small = picture.view
    painter.drawImage(box, picture.image)
    west, south, east, north = view.box
    left, top = small.to_screen(west, north)
    right, bottom = small.to_screen(east, south)
    scale = box.width() / small.width
    frame = QRectF(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)
    frame.translate(box.topLeft())
    middle = frame.center()
    if frame.width() < 8 or frame.height() < 8:
        frame = QRectF(middle.x() - 4, middle.y() - 4, 8, 8)
    painter.setBrush(translucent(QColor(appearance.accent), 0.15))
    painter.setPen(QPen(QColor(appearance.accent), 1.5))
    painter.drawRect(frame)
    painter.restore()


def paint_attribution(
    painter: QPainter, text: str, right: float, view: View, appearance: Appearance, font: QFont
) -> QRectF:
    """Paint who made the base map, as its licence asks, in the lower right corner, and return its box."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + 12
    box = QRectF(right - width, view.height - EDGE - 20, width, 20)
    paint_plate(painter, box, appearance)
    painter.setFont(font)
    painter.setPen(QColor(appearance.muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box


def paint_mark(painter: QPainter, place: QRect, appearance: Appearance) -> None:
    """Paint the frame that says that keys go to the map."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(appearance.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(1, 1, -1, -1))


def paint_note(painter: QPainter, text: str, px: float, py: float, appearance: Appearance, font: QFont) -> None:
    """Paint a short text on a plate beside a point, for measuring."""
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines) + 16
    box = QRectF(px + 12, py + 12, width, metrics.height() * len(lines) + 8)
    paint_plate(painter, box, appearance)
    painter.setFont(font)
    painter.setPen(QColor(appearance.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_plate(painter: QPainter, box: QRectF, appearance: Appearance, opacity: float = 0.88) -> None:
    """Paint the plate on which something stands on the map."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(translucent(QColor(appearance.surface), opacity))
    painter.setPen(QPen(QColor(appearance.faint), 1))
    painter.drawRoundedRect(box, 4, 4)
