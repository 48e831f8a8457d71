"""What stands at the edges of the map, painted or as widgets, and where, so that all else keeps off it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from ui.canvas.base_map.base_map import TileSource
from ui.canvas.furniture import paint_attribution, paint_scale_bar
from ui.canvas.overview import Overview
from ui.canvas.view import View
from ui.look.appearance import Appearance


class Edges:
    """Scale bar, overview, attribution of the base map, and plates that others put there.

    Attributes
    ----------
    plates : list of QWidget
        Children of the map.
    """

    def __init__(self, overview: Overview) -> None:
        self._overview = overview
        self.plates: list[QWidget] = []

    def paint(
        self, painter: QPainter, view: View, look: Appearance, font: QFont, source: TileSource | None
    ) -> list[QRectF]:
        """Paint what is painted, and return where everything stands, in pixels."""
        boxes = [paint_scale_bar(painter, view, look, font)]
        overview = self._overview.paint(painter)
        if overview is not None:
            boxes.append(overview.adjusted(-4, -4, 4, 4))
        if source is not None and source.attribution:
            right = overview.left() - 8 if overview is not None else view.width - 12
            boxes.append(paint_attribution(painter, source.attribution, right, view, look, font))
        return [*boxes, *(QRectF(plate.geometry()) for plate in self.plates if plate.isVisible())]
