"""A sketch of new borders: the grids of a plan side by side in tints, roads and water under them, new borders bold."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.division.proposals import Proposal
from gridmap.ground.tiling import made_valid
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan
from layers import palette
from ui.dialogs.small_maps import fine_of, fitted, on_screen, paper_of, tints_of
from ui.look.appearance import appearance_of
from ui.look.painting import ended
from ui.look.shapes import filled_paths, line_paths

_MARGIN: Final = 10
_WATER: Final = "#bcd9ea"
_ROAD: Final = "#b9b2a6"
_BORDER: Final = "#5c1630"


class DivisionSketch(QWidget):
    """The map of one proposal; a click, Enter or the space bar chooses it.

    Grids have tints so that neighbours can be told apart, their households as labels; today's borders are dashed.
    """

    chosen = Signal()

    def __init__(self, plan: Plan, proposal: Proposal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.is_chosen = False
        self._shapes = proposal.shapes
        self._households = [f"{households:,.0f}" for households in proposal.households]
        self._bounds = shapely.total_bounds(proposal.shapes)
        ground = shapely.union_all(proposal.shapes)
        rim = shapely.buffer(shapely.boundary(ground), 0.05)
        self._old = shapely.difference(shapely.boundary(plan.shapes(proposal.ground.grids)), rim)
        self._roads, self._water = (_near(plan, table, ground) for table in ("roads", "water"))
        self._labels = shapely.get_coordinates(shapely.point_on_surface(proposal.shapes))
        self._tints = tints_of(proposal.shapes)

    def sizeHint(self) -> QSize:
        """Three of them fit a small window."""
        return QSize(300, 260)

    def minimumSizeHint(self) -> QSize:
        """Borders can be told apart down to here."""
        return QSize(200, 160)

    def choose(self, is_chosen: bool) -> None:
        """Show whether this one is chosen."""
        self.is_chosen = is_chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose it with the space bar; the rest is for the dialog."""
        if event.key() == Qt.Key.Key_Space:
            self.chosen.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, what lies under it, and the borders."""
        with ended(QPainter(self)) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), paper_of(self))
            world = fitted(self._bounds, self, _MARGIN)
            painter.setTransform(world)
            painter.setPen(Qt.PenStyle.NoPen)
            for number, shape in enumerate(self._shapes):
                painter.setBrush(on_screen(self, palette.TINTS[self._tints[number] % len(palette.TINTS)]))
                for path in filled_paths(np.array([shape], dtype=object)):
                    painter.drawPath(path)
            areas = shapely.get_dimensions(self._water) == 2
            painter.setBrush(on_screen(self, _WATER))
            for path in filled_paths(self._water[areas]):
                painter.drawPath(path)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for lines, colour, width, style in (
                (self._water[~areas], on_screen(self, _WATER), 2.0, Qt.PenStyle.SolidLine),
                (self._roads, on_screen(self, _ROAD), 1.2, Qt.PenStyle.SolidLine),
                (shapely.boundary(self._shapes), on_screen(self, _BORDER), 2.2, Qt.PenStyle.SolidLine),
                (self._old, fine_of(self), 1.2, Qt.PenStyle.DashLine),
            ):
                pen = QPen(colour, width, style)
                pen.setCosmetic(True)
                painter.setPen(pen)
                for path in line_paths(lines):
                    painter.drawPath(path)
            painter.resetTransform()
            self._draw_labels(painter, world)
            marked = self.palette().highlight().color()
            painter.setPen(QPen(marked if self.is_chosen else fine_of(self), 3 if self.is_chosen else 1))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
            if self.hasFocus():
                painter.setPen(QPen(on_screen(self, _BORDER), 1.6, Qt.PenStyle.DotLine))
                painter.drawRect(self.rect().adjusted(5, 5, -6, -6))

    def _draw_labels(self, painter: QPainter, world: QTransform) -> None:
        font = QFont(self.font())
        font.setPointSizeF(max(8.0, self.font().pointSizeF()))
        font.setBold(True)
        painter.setFont(font)
        for (x, y), text in zip(self._labels.tolist(), self._households, strict=True):
            at = world.map(QPointF(x, y))
            width = painter.fontMetrics().horizontalAdvance(text)
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                painter.setPen(paper_of(self))
                painter.drawText(QPointF(at.x() - width / 2 + dx, at.y() + 4 + dy), text)
            painter.setPen(QColor(appearance_of(self.palette()).text))
            painter.drawText(QPointF(at.x() - width / 2, at.y() + 4), text)


def _near(plan: Plan, table: str, ground: shapely.Geometry) -> ShapeArray:
    """Return what of a table of lines and areas lies on some ground, cut to it; of a crossed area what it encloses."""
    shapes = np.asarray(plan.tables[table].geometry.array, dtype=object)
    shapes = shapes[~shapely.is_missing(shapes)]
    if not len(shapes):
        return shapes
    inside = shapes[shapely.STRtree(shapes).query(ground, predicate="intersects")]
    inside = made_valid(inside, shapely.is_valid(inside))
    return shapely.intersection(inside[~shapely.is_missing(inside)], ground)
