"""The outline of a compound: drawn around its ground, and corrected by its vertices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridmap.edits import CorrectOutline, DrawOutline
from gridmap.ground.compound_outlines import buildings_of
from gridmap.ground.compound_places import compound_shapes
from gridmap.ground.placement import building_points
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan
from ui.canvas.editing.snapping import REACH_PX, Snap, edges_of, feet_on
from ui.canvas.tools.base import Ground
from ui.canvas.tools.drawing import DrawTool
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.vertices import EditVertices
from ui.session.editing import Option

_DOT_PX: Final = 2.6
_FITTED: Final = "outline-fitted"


class OutlineTool(EditTool):
    """A tool that is about the compound which the editing in hand names; it is put away when that one is gone."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._around: tuple[Plan, int, ShapeArray, FloatArray] | None = None

    @property
    def compound(self) -> int:
        """Id of the compound's row, 0 if it is not on the list."""
        return self.editing.compound if self.editing.compound in self.plan.tables["compounds"].index else 0

    @property
    def outline(self) -> shapely.Geometry | None:
        """The outline of the compound as it is now."""
        return self.plan.tables["compounds"].geometry.loc[self.compound] if self.compound else None

    @property
    def snaps_to(self) -> Sequence[ShapeArray]:
        """The outlines of the other compounds."""
        return (self._surroundings()[0],)

    def plan_changed(self) -> None:
        """Be put away if the compound is gone, or what there was to correct of it."""
        super().plan_changed()
        self._around = None
        if not self._is_of_use():
            self.editing.tool_wanted.emit("")

    def _is_of_use(self) -> bool:
        return self.compound > 0

    def _surroundings(self) -> tuple[ShapeArray, FloatArray]:
        """Return the outlines of the other compounds, and the places of this one's buildings (n, 2)."""
        plan, compound = self.plan, self.compound
        if self._around is None or self._around[0] is not plan or self._around[1] != compound:
            ids = plan.tables["compounds"].index.to_numpy()
            shapes = compound_shapes(plan)[(ids != compound)]
            mine = buildings_of(plan, int(np.flatnonzero(ids == compound)[0])) if compound else np.empty(0, np.int64)
            places = shapely.get_coordinates(building_points(plan)[mine])
            self._around = plan, compound, shapes[~shapely.is_missing(shapes)], places
        return self._around[2], self._around[3]

    def paint(self, painter: QPainter) -> None:
        """Paint the outlines around, and the buildings that are the compound's own, below what is drawn."""
        look, view = self.ground.appearance, self.ground.view
        others, places = self._surroundings()
        seen = others[shapely.intersects(others, shapely.box(*view.box))] if len(others) else others
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shape in seen:
            self._stroke(painter, shape, QPen(QColor(look.muted), 1.2, Qt.PenStyle.DashLine))
        if self.outline is not None:
            self._stroke(painter, self.outline, QPen(QColor(look.accent), 1.6, Qt.PenStyle.DashLine))
        painter.setPen(QPen(QColor(look.surface), 1.2))
        painter.setBrush(QColor(look.accent))
        for px, py in view.all_to_screen(places).tolist():
            painter.drawEllipse(QPointF(px, py), _DOT_PX, _DOT_PX)
        super().paint(painter)

    def _stroke(self, painter: QPainter, shape: shapely.Geometry, pen: QPen) -> None:
        painter.setPen(pen)
        for part in shapely.get_parts(shape):
            for ring in shapely.get_rings(part):
                pixels = self.ground.view.all_to_screen(shapely.get_coordinates(ring)).tolist()
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in pixels]))


class DrawCompoundOutline(OutlineTool, DrawTool):
    """Gives the compound the outline that one draws; afterwards its vertices are in hand."""

    key: ClassVar[str] = "outline"

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the outline, cut to where it may lie if that is chosen in the panel."""
        if not self.compound:
            return None
        words, values = self.ground.words, self.editing.values
        choices = (("drawn", words("outline-as-drawn")), ("fitted", words("outline-as-fits")))
        chosen = str(values.get(_FITTED, "drawn"))
        self.editing.ask((Option(_FITTED, "choice", choices),), {_FITTED: chosen})
        return DrawOutline(self.compound, shape, fitted=chosen == "fitted")

    def done(self) -> None:
        """Go on with the vertices of what was drawn."""
        super().done()
        self.editing.tool_wanted.emit(CompoundVertices.key)


class CompoundVertices(OutlineTool, EditVertices):
    """Moves, adds and removes vertices of the compound's outline; away from it the button works as in browsing."""

    key: ClassVar[str] = "outline-vertices"

    def _is_of_use(self) -> bool:
        return self.outline is not None

    def moved(self, at: tuple[float, float], to: tuple[float, float]) -> Edit:
        """Return the edit that moves a vertex of the outline."""
        return CorrectOutline(self.compound, "move", at, to)

    def added(self, at: tuple[float, float], to: tuple[float, float] | None = None) -> Edit:
        """Return the edit that puts a vertex into the outline."""
        return CorrectOutline(self.compound, "add", at, to)

    def removed(self, at: tuple[float, float]) -> Edit:
        """Return the edit that takes a vertex out of the outline."""
        return CorrectOutline(self.compound, "remove", at)

    def shapes_shown(self) -> ShapeArray:
        """Return the outline."""
        return np.array([self.outline] if self.outline is not None else [], dtype=object)

    def _border_at(self, at: QPointF) -> Snap | None:
        """Return the vertex or edge of the outline at a pixel."""
        outline, view = self.outline, self.ground.view
        if outline is None:
            return None
        reach, (x, y) = REACH_PX * view.metres_per_pixel, view.to_ground(at.x(), at.y())
        edges = edges_of(outline)
        for kind, places in (("vertex", edges[:, :2]), ("edge", feet_on(edges, x, y))):
            away = np.hypot(places[:, 0] - x, places[:, 1] - y)
            nearest = int(np.argmin(away))
            if away[nearest] <= reach:
                snapped = float(places[nearest, 0]), float(places[nearest, 1])
                return Snap("vertex" if kind == "vertex" else "edge", *snapped)
        return None


OUTLINE_TOOLS: Final[tuple[type[OutlineTool], ...]] = (DrawCompoundOutline, CompoundVertices)
"""The tools that a compound brings along; they stand in no bar, for there is nothing to do with them without one."""
