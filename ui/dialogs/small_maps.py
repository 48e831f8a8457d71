"""What the small maps of the dialogs share: how ground fits a widget, tints of neighbours, two maps side by side."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gridmap.model.arrays import ShapeArray


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
