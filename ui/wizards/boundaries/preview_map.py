"""The map of the wizard: the same as the window's, over a plan that is never stored."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QApplication

from gridmap.model.arrays import ShapeArray
from layers.incoming import Incoming
from layers.shown import ShownLayer
from layers.territory import Borders, Names
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.scene.batches import NO_BATCHES, outlined
from ui.look.appearance import appearance_of
from ui.look.painting import ended
from ui.look.words import Words
from ui.session.desk import Desk

_MOST_OF_ONE_LEVEL: Final = 20_000
"""With more grids the map shows from afar what fits the scale, as that of the window does."""


class Outlines:
    """Dashed lines over the map: how something lies now, or would lie otherwise."""

    def __init__(self, shapes: ShapeArray) -> None:
        self._origin = (0.0, 0.0)
        self._lines = NO_BATCHES
        if len(shapes):
            west, north = shapely.total_bounds(shapes)[[0, 3]].tolist()
            self._origin = (west, north)
            self._lines = outlined(shapes, self._origin)

    def paint(self, painter: QPainter, canvas: MapCanvas, colour: QColor) -> None:
        """Paint what is in view."""
        view, look = canvas.view, canvas.appearance
        pixels = 1 / view.metres_per_pixel
        x, y = view.to_screen(*self._origin)
        place = QTransform(pixels, 0, 0, pixels, x, y)
        dashes = QPen(colour, 1.6)
        dashes.setDashPattern([4.0, 3.0])
        for path in self._lines.touching(view.box):
            on_screen = place.map(path)
            painter.strokePath(on_screen, QPen(QColor(look.surface), 3.4))
            painter.strokePath(on_screen, dashes)


class PreviewMap(MapCanvas):
    """Shows a preview; nothing on it can be edited. It has a desk of its own, on which nothing is open."""

    def __init__(self, words: Words) -> None:
        self._own_desk = Desk()
        self._old = self._otherwise = Outlines(np.empty(0, dtype=object))
        super().__init__(self._own_desk, words)
        self._own_desk.setParent(self)
        self.setMinimumSize(240, 140)
        self.set_appearance(appearance_of(QApplication.palette()))

    def show_plan(self, plan: object, layer: Incoming, rank: int, old: ShapeArray, otherwise: ShapeArray) -> None:
        """Show a plan in the colours of a layer.

        Parameters
        ----------
        plan : Plan
        layer : Incoming
        rank : int
            The level whose grids are coloured, 0 for the one that fits the scale.
        old, otherwise : arrays of geometries
            What is drawn over it in dashes: how grids lie now, and where a file would lie if it were read otherwise.
        """
        session, before = self.session, self.session.plan
        self._old, self._otherwise = Outlines(old), Outlines(otherwise)
        self._layers = tuple(ShownLayer(one) for one in (layer, Borders(), Names()))
        if plan is not before:
            session.plan = plan  # type: ignore[assignment]
            session.select(())
            session.plan_changed.emit(before, plan, None)
            self._look_at(layer)
        several = len(session.plan.ids) <= _MOST_OF_ONE_LEVEL
        self.pictures.set_level(rank if rank and several else None)
        self.set_layers(self._layers)
        self.update()

    def _look_at(self, layer: Incoming) -> None:
        """Show what the files speak of, which may be a small part of the whole."""
        plan = self.session.plan
        shapes = plan.all_shapes[layer.asked(plan) & plan.has_shape]
        if len(shapes):
            self.zoom_to(shapely.box(*shapely.total_bounds(shapes).tolist()), 0.92)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed lines over the map, and the names once more, which they must not strike through."""
        super().paintEvent(event)
        if not self.navigation.is_placed:
            return
        with ended(QPainter(self)) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._old.paint(painter, self, QColor(self.appearance.text))
            self._otherwise.paint(painter, self, QColor(self.appearance.error))
            self.pictures.paint_names(painter, event.rect())

    def let_go(self) -> None:
        """Stop all work."""
        super().let_go()
        self.session.close()
