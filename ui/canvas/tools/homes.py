"""Give chosen buildings, with the ground around them, to the selected grid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from gridmap.edits import GiveBuildings
from gridmap.ground.placement import building_index, building_points
from gridmap.ground.tiling import ground_within
from gridmap.model.arrays import FloatArray, IntArray, positions_in
from ui.canvas.editing.snapping import REACH_PX
from ui.canvas.scene.colours import translucent
from ui.canvas.tools.base import Ground
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.pan import DRAG_PX
from ui.canvas.view import View

_RING_PX: Final = 6.0
_REACH_PX: Final = 9
"""From the middle of a ring to the edge of its picture."""
_APART_PX: Final = 4
"""Rings that are closer look like one."""
_WHOLE_PX: Final = 4
"""So many pixels are whole ones of the screen as well, at 125, 150 and 175 per cent."""
_ROWS: Final = 1 << 20
"""More than any view has."""


class GiveHomes(EditTool):
    """Gives buildings to the selected grid, which a click beside buildings chooses (with Ctrl, a click anywhere).

    A click on a building chooses it or lets it be; a lasso adds those inside.
    """

    key: ClassVar[str] = "give-buildings"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.chosen: tuple[int, ...] = ()
        """Ids of the buildings."""
        self._line: list[QPointF] = []
        self._rings: _Rings | None = None

    @property
    def waits_for(self) -> str:
        """Who receives them, then buildings."""
        return "buildings" if len(self.ground.session.selection) == 1 else "receiver"

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Choose the receiver with Ctrl, else begin a click or a lasso."""
        self._pointer = at
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.ground.select_at(at.x(), at.y(), more=False)
        else:
            self._line = [at]

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Draw the lasso on."""
        self._pointer = at
        if down and self._line and (at - self._line[-1]).manhattanLength() >= 2:
            self._line.append(at)
        self.ground.update()

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Choose the building at the pointer, or those in the lasso."""
        line, self._line = self._line, []
        if not line:
            return
        if (at - line[0]).manhattanLength() < DRAG_PX and len(line) < 4:
            building = self._building_at(at)
            if not building:  # the ground that the buildings shall go to
                self.ground.select_at(at.x(), at.y(), more=False)
            self._toggle(building)
        elif len(line) > 3:
            xy = self.ground.view.all_to_ground(np.array([(point.x(), point.y()) for point in line]))
            meant = ground_within(xy)
            if meant is not None:
                _, row = building_index(self.plan).query(meant, predicate="intersects")
                inside = self.plan.buildings.index.to_numpy()[np.sort(row)].tolist()
                self.chosen = tuple(dict.fromkeys([*self.chosen, *inside]))
        self._repropose()

    def _toggle(self, building: int) -> None:
        if building in self.chosen:
            self.chosen = tuple(one for one in self.chosen if one != building)
        elif building:
            self.chosen = (*self.chosen, building)

    def _building_at(self, at: QPointF) -> int:
        """Return the id of the building whose footprint or point is at a pixel, 0 for none."""
        plan, reach = self.plan, REACH_PX * self.ground.view.metres_per_pixel
        point = shapely.Point(self.ground.view.to_ground(at.x(), at.y()))
        shapes = np.asarray(plan.buildings.geometry.array, dtype=object)
        # A footprint holds its inner point, so what is under the pointer has it not far away.
        _, row = building_index(plan).query(point.buffer(max(reach, 150.0)), predicate="intersects")
        if not len(row):
            return 0
        apart = shapely.distance(shapes[row], point)
        nearest = int(np.argmin(apart))
        return int(plan.buildings.index[row[nearest]]) if apart[nearest] <= reach else 0

    def _repropose(self) -> None:
        selection = self.ground.session.selection
        if self.chosen and len(selection) == 1:
            self.propose(GiveBuildings(self.chosen, selection[0]))
        else:
            self.propose(None)
        self.ground.update()

    def selection_changed(self) -> None:
        """Propose to give the buildings to the grid that is selected now."""
        self._repropose()

    def plan_changed(self) -> None:
        """Let go of buildings that are not there any more; the others may stand elsewhere."""
        self._rings = None
        known = positions_in(self.plan.buildings.index.to_numpy(), np.array(self.chosen, dtype=np.int64)) >= 0
        self.chosen = tuple(one for one, here in zip(self.chosen, known.tolist(), strict=True) if here)

    def key_pressed(self, key: int) -> bool:
        """Forget the buildings with Escape; the rest as for every edit."""
        if key == Qt.Key.Key_Escape and self.chosen:
            self.cancel()
            return True
        return super().key_pressed(key)

    def cancel(self) -> None:
        """Let the buildings be."""
        self.chosen, self._line, self._rings = (), [], None
        super().cancel()

    def paint(self, painter: QPainter) -> None:
        """Paint the chosen buildings and the lasso."""
        look, view = self.ground.appearance, self.ground.view
        accent, rim = QColor(look.accent), QColor(look.surface)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self.chosen:
            wanted = (view, look.accent, look.surface, painter.device().devicePixelRatioF())
            if self._rings is None or self._rings.chosen is not self.chosen or self._rings.wanted != wanted:
                self._rings = self._painted_rings(rim, accent, wanted)
            painter.drawImage(self._rings.at, self._rings.image)
        if len(self._line) > 1:
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(translucent(accent, 0.12))
            painter.drawPolygon(QPolygonF(self._line))

    def _painted_rings(self, rim: QColor, accent: QColor, wanted: tuple[View, str, str, float]) -> _Rings:
        """Paint the rings of what is chosen as one picture, which stays while a lasso is drawn: thousands take long."""
        view, ratio = wanted[0], wanted[-1]
        row = positions_in(self.plan.buildings.index.to_numpy(), np.array(self.chosen, dtype=np.int64))
        points = building_points(self.plan)[row]
        pixels = view.all_to_screen(shapely.get_coordinates(points[~shapely.is_missing(points)]))
        places = ring_places(pixels, view.width, view.height) - _REACH_PX
        if not len(places):
            return _Rings(self.chosen, wanted, QPoint(), QImage())
        left, top = (places.min(axis=0) // _WHOLE_PX * _WHOLE_PX).tolist()
        width, height = (places.max(axis=0) + 2 * _REACH_PX - (left, top)).tolist()
        image = QImage(math.ceil(width * ratio), math.ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        ring = ring_of(rim, accent, ratio)
        painter = QPainter(image)
        for px, py in (places - (left, top)).tolist():
            painter.drawImage(QPoint(px, py), ring)
        painter.end()
        return _Rings(self.chosen, wanted, QPoint(left, top), image)


@dataclass(frozen=True, eq=False)
class _Rings:
    """A picture of the rings around chosen buildings, where it stands, and what it was painted for."""

    chosen: tuple[int, ...]
    wanted: tuple[View, str, str, float]
    at: QPoint
    image: QImage


def ring_of(rim: QColor, accent: QColor, ratio: float) -> QImage:
    """Return the picture of a ring for a screen of some pixel ratio; a picture is painted faster than a circle."""
    size = round(2 * _REACH_PX * ratio)
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(translucent(accent, 0.25))
    for pen in (QPen(rim, 4.5), QPen(accent, 2.0)):
        painter.setPen(pen)
        painter.drawEllipse(QPointF(_REACH_PX, _REACH_PX), _RING_PX, _RING_PX)
    painter.end()
    return image


def ring_places(pixels: FloatArray, width: float, height: float) -> IntArray:
    """Return the pixels, whole ones, at which rings are painted: in the view, and one for those that look like one.

    Parameters
    ----------
    pixels : (n, 2) float array
    width, height : float
        Of the view.

    Returns
    -------
    (m, 2) int array
    """
    seen = (pixels > -_REACH_PX) & (pixels < np.array([width, height]) + _REACH_PX)
    places = np.round(pixels[seen.all(axis=1)]).astype(np.int64)
    across, down = (places // _APART_PX).T
    _, first = np.unique(across * _ROWS + down, return_index=True)
    return places[np.sort(first)]
