"""What the small maps of the dialogs share: how ground fits a widget, tints of neighbours, two maps side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gridmap.model.arrays import ShapeArray
from ui.canvas.scene.colours import screen_colour
from ui.look.appearance import DARK, appearance_of
from ui.look.shapes import line_paths

_MARGIN_PX: Final = 8


def fitted(box: Sequence[float], widget: QWidget, margin: int) -> QTransform:
    """Return what puts ground in the middle of a widget, as large as there is room for.

    Parameters
    ----------
    box : west, south, east, north
        In a projected CRS, metres.
    widget : QWidget
    margin : int
        What stays free at every edge, in pixels.
    """
    west, south, east, north = box
    width, height = max(widget.width() - 2 * margin, 1), max(widget.height() - 2 * margin, 1)
    scale = min(width / max(east - west, 1e-9), height / max(north - south, 1e-9))
    transform = QTransform()
    transform.translate(widget.width() / 2, widget.height() / 2)
    transform.scale(scale, -scale)
    transform.translate(-(west + east) / 2, -(south + north) / 2)
    return transform


def on_screen(widget: QWidget, colour: str) -> QColor:
    """Return a colour of a map (``#rrggbb``, as it is by day) in the look that a widget has on."""
    return screen_colour(colour, appearance_of(widget.palette()) is DARK)


def paper_of(widget: QWidget) -> QColor:
    """Return what a small map stands on, in the look that its widget has on."""
    return QColor(appearance_of(widget.palette()).surface)


def fine_of(widget: QWidget) -> QColor:
    """Return the colour of fine borders, and of the frame around a map, in the look that its widget has on."""
    return QColor(appearance_of(widget.palette()).outline)


@contextmanager
def map_painter(widget: QWidget, box: Sequence[float]) -> Iterator[QPainter]:
    """Yield what paints ground on a widget, in the coordinates of the ground and without a pen; then frame the map.

    Parameters
    ----------
    box : west, south, east, north
        What is to be seen, in a projected CRS, metres.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(widget.rect(), paper_of(widget))
    painter.setClipRect(widget.rect().adjusted(1, 1, -1, -1))
    painter.setTransform(fitted(box, widget, _MARGIN_PX))
    painter.setPen(Qt.PenStyle.NoPen)
    try:
        yield painter
        painter.resetTransform()
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(fine_of(widget), 1))
        painter.drawRect(widget.rect().adjusted(0, 0, -1, -1))
    finally:
        painter.end()


def outline(painter: QPainter, shapes: ShapeArray, colour: QColor, width: float) -> None:
    """Draw the borders of shapes in a colour, so many pixels wide at any scale."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    painter.setPen(pen)
    for path in line_paths(shapes):
        painter.drawPath(path)


def tints_of(shapes: ShapeArray) -> list[int]:
    """Return a number for each shape so that neighbours have different ones, as small as can be."""
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    tints: list[int] = []
    for number in range(len(shapes)):
        taken = {tints[other] for other in two[one == number].tolist() if other < number}
        tints.append(next(tint for tint in range(len(shapes)) if tint not in taken))
    return tints


def side_by_side(labels: Sequence[QLabel], maps: Sequence[QWidget]) -> QGridLayout:
    """Return a layout of maps beside each other, each under its label."""
    layout = QGridLayout()
    layout.setHorizontalSpacing(12)
    layout.setVerticalSpacing(4)
    for column, (label, shown) in enumerate(zip(labels, maps, strict=True)):
        layout.addWidget(label, 0, column)
        layout.addWidget(shown, 1, column)
    layout.setRowStretch(1, 1)
    return layout
