"""Samples of what marks look like on the screen, for the legends of panels."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from layers.marks import Entry
from layers.style import Style
from ui.canvas.renderer import DOTS_PER_MM, Look, brush_of, pen_of
from ui.canvas.scene.colours import mixed, screen_colour, symbol_colour
from ui.look.appearance import Appearance
from ui.look.symbols import symbol_path

SIZE: Final = QSize(30, 16)
"""Of a sample, pixels."""

STATE_PX: Final = 10
"""Side of a patch that stands before the word for a state."""

_WIDEST_PX: Final = 6.0
_SEEN: Final = 2.5
"""Contrast with its ground from which a thin line is seen."""


def swatch(entry: Entry, look: Look, rim: str, ratio: float) -> QPixmap:
    """Return a sample of a line of a legend in the colours of the map.

    Parameters
    ----------
    entry : Entry
    look : Look
        Of the map, its ``ground`` what the sample stands on.
    rim : str
        Colour of the line around a patch of ground.
    ratio : float
        Dots of the screen to a pixel.
    """
    image = QPixmap(SIZE * ratio)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = QRectF(0.5, 1.5, SIZE.width() - 1, SIZE.height() - 3)
    for i, style in enumerate(entry.styles):
        wide = room.width() / len(entry.styles)
        part = QRectF(room.left() + i * wide, room.top(), wide, room.height())
        if entry.form == "point":
            _paint_point(painter, part, style, look)
        elif entry.form == "line" or not (style.fill or style.pattern):
            _paint_line(painter, part, style, look, rim)
        else:
            painter.fillRect(part, brush_of(style, QTransform(), 1.0, look))
    if entry.form == "area" and any(style.fill or style.pattern for style in entry.styles):
        painter.setPen(QPen(QColor(rim), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)
    painter.end()
    return image


def _paint_line(painter: QPainter, room: QRectF, style: Style, look: Look, rim: str) -> None:
    """Paint a line as the map has it; what would be lost on a panel at night is drawn towards the rim's colour."""
    middle = room.center().y()
    is_outer = True
    for colour, width_mm, dash in ((style.casing, style.casing_mm, ()), (style.stroke, style.width_mm, style.dash_mm)):
        if colour:
            pen = pen_of(colour, min(width_mm * 1.6, _WIDEST_PX / DOTS_PER_MM), dash, 1.0, look)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if is_outer:
                middle += 0.5 * (round(pen.widthF()) % 2)  # on rows of dots, not half on each of two
                if look.night:
                    pen.setColor(_seen(pen.color(), QColor(look.ground), QColor(rim)))
            is_outer = False
            painter.setPen(pen)
            painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))


def _seen(ink: QColor, ground: QColor, rim: QColor) -> QColor:
    """Return a colour that is seen on a ground: halfway to that of a rim if it is not itself."""
    dark, light = sorted((_luminance(ink), _luminance(ground)))
    return ink if (light + 0.05) / (dark + 0.05) >= _SEEN else mixed(ink, rim, 0.5)


def _luminance(colour: QColor) -> float:
    """Return relative luminance as WCAG has it, 0 to 1."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _paint_point(painter: QPainter, room: QRectF, style: Style, look: Look) -> None:
    if not style.symbol:
        return
    size = min(style.symbol_mm * DOTS_PER_MM, room.height())
    path = QTransform().translate(room.center().x(), room.center().y()).scale(size, size).map(symbol_path(style.symbol))
    painter.setPen(QPen(QColor(look.ground), 3))
    painter.drawPath(path)
    painter.setPen(QPen(symbol_colour(style.stroke or style.fill, look.night), 1))
    painter.setBrush(symbol_colour(style.symbol_fill or style.fill, look.night))
    painter.drawPath(path)


def state_sample(style: Style, appearance: Appearance, ratio: float) -> QPixmap:
    """Return a small patch in the colour that the map has for a state, to stand before the word for it."""
    image = QPixmap(QSize(STATE_PX, STATE_PX) * ratio)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setPen(QPen(QColor(appearance.muted), 1))
    painter.setBrush(screen_colour(style.fill, appearance.key == "dark"))
    painter.drawRect(QRectF(0.5, 0.5, STATE_PX - 1, STATE_PX - 1))
    painter.end()
    return image
