"""A small map of the grids that lists speak of; the one that is looked at flashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QSize, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from layers.marks import Box
from ui.canvas.highlight import Lit, grids_lit, lit_shapes, paint_lit, paint_pointer
from ui.canvas.view import View
from ui.look.appearance import Appearance, appearance_of
from ui.look.painting import ended

_SIZE: Final = QSize(260, 220)
_DETAIL_PX: Final = 320.0
"""The map is this wide, about: what is finer than a pixel of it need not be painted."""
_FLASH_MS: Final = 160
_FLASHES: Final = 6
_FILL: Final = 0.45
_ROOM: Final = 0.08
_NEAR: Final = 3.0
"""Around a place that is looked at so many times its size is shown."""
_POINT_M: Final = 400.0


class Ground:
    """What the map shows of an outcome, made off the window's thread.

    Parameters
    ----------
    plan : Plan
    touched : mapping of state to ids
        Grids by what becomes of them.
    known : Ground, optional
        What was made for another outcome; as much as is the same is taken over.
    """

    def __init__(self, plan: Plan, touched: Mapping[int, IntArray], known: Ground | None = None) -> None:
        self.plan = plan
        self.extent: Box | None = None
        self.base: Lit | None = None
        self.detail_m = 1.0
        if known is not None and known.plan is plan:
            self.extent, self.base, self.detail_m = known.extent, known.base, known.detail_m
        else:
            self._make()
        shapes = valid_shapes(plan)
        self.touched: dict[int, Lit | None] = {}
        for state, grids in touched.items():
            at = plan.positions(grids)
            self.touched[state] = lit_shapes(shapes[at[at >= 0]], self.detail_m / 2) if len(at) else None

    def _make(self) -> None:
        plan = self.plan
        ranks, there = plan.ranks, plan.has_shape
        levels = [rank for rank in np.unique(ranks[there]).tolist() if rank > 0]
        rank = levels[min(1, len(levels) - 1)] if levels else 0  # villages, or what stands for them
        shapes = valid_shapes(plan)[there & (ranks == rank)]
        if len(shapes):
            west, south, east, north = shapely.total_bounds(shapes).tolist()
            self.extent = (west, south, east, north)
            self.detail_m = max(east - west, north - south) / _DETAIL_PX
            self.base = lit_shapes(shapes, self.detail_m)


class PlacesMap(QWidget):
    """The whole with the grids that change, or where the line is that somebody looks at; a click shows the whole."""

    def __init__(self, colour: Callable[[int, Appearance], str]) -> None:
        super().__init__()
        self._colour = colour
        self.ground: Ground | None = None
        self._near: Lit | None = None
        self._beside: Lit | None = None
        self._point: tuple[float, float] | None = None
        self._box: Box | None = None
        self.grids: tuple[int, ...] = ()
        """The grids that are looked at."""
        self._flashes = 0
        self._flash = QTimer(self)
        self._flash.setInterval(_FLASH_MS)
        self._flash.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)

    def sizeHint(self) -> QSize:
        """Return a size at which a village can be made out."""
        return _SIZE

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def show_ground(self, ground: Ground) -> None:
        """Show another outcome as a whole."""
        self.ground = ground
        self.look_at(())

    def look_at(self, grids: tuple[int, ...], point: tuple[float, float] | None = None) -> None:
        """Go to some grids, or to a point in the plan's CRS, and let them flash; to the whole for neither."""
        self.grids, self._near, self._beside, self._box, self._point = grids, None, None, None, point
        self._flash.stop()
        ground = self.ground
        if ground is not None and (grids or point is not None):
            self._near = grids_lit(ground.plan, grids, 0.0) if grids else None
            bounds = self._near.bounds if self._near else (*point, *point) if point else None
            if bounds is not None:
                self._box = _around(bounds)
                self._beside = self._around_grids(grids)
                self._flashes = _FLASHES
                self._flash.start()
        self.update()

    def _around_grids(self, grids: tuple[int, ...]) -> Lit | None:
        """Return the neighbours of grids, and what is above them, to tell where they are."""
        assert self.ground is not None
        plan = self.ground.plan
        if not grids:
            return None
        at = plan.positions(np.array(grids[:1], dtype=np.int64))
        parent = int(plan.parents[at[0]]) if at[0] >= 0 else 0
        others = tuple(plan.children(parent).tolist()) if parent else ()
        return grids_lit(plan, others[:500], 1.0)

    def _tick(self) -> None:
        self._flashes -= 1
        if self._flashes <= 0:
            self._flash.stop()
        self.update()

    def mousePressEvent(self, _: QMouseEvent) -> None:
        """Show the whole again."""
        self.look_at(())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint it anew in another size."""
        self.update()
        super().resizeEvent(event)

    # ---- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the ground, the grids that change, and what is looked at."""
        look = appearance_of(self.palette())
        with ended(QPainter(self)) as painter:
            painter.fillRect(self.rect(), QColor(look.ground))
            painter.setPen(QPen(QColor(look.faint)))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            ground = self.ground
            if ground is not None and ground.extent is not None:
                view = View(0.0, 0.0, 1.0, float(self.width()), float(self.height()))
                view = view.fitted(self._box or ground.extent, _ROOM)
                self._paint(painter, ground, view, look)

    def _paint(self, painter: QPainter, ground: Ground, view: View, look: Appearance) -> None:
        if ground.base is not None:
            paint_lit(painter, ground.base, view, QColor(look.scroll), 1.0, 0.0)
        if self._beside is not None:
            paint_lit(painter, self._beside, view, QColor(look.muted), 1.0, 0.0)
        for state, lit in ground.touched.items():
            if lit is not None:
                paint_lit(painter, lit, view, QColor(self._colour(state, look)), 1.0, _FILL)
        colour, rim = QColor(look.accent), QColor(look.surface)
        fill = 0.1 if self._flashes % 2 else 0.6
        if self._near is not None:
            paint_lit(painter, self._near, view, colour, 2.5, fill, rim)
            paint_pointer(painter, self._near, view, colour, rim)
        if self._point is not None:
            middle = QPointF(*view.to_screen(*self._point))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(rim, 2.0))
            painter.setBrush(colour)
            painter.drawEllipse(middle, 6.0, 6.0)


def _around(bounds: Box) -> Box:
    """Return the surroundings of what is looked at."""
    west, south, east, north = bounds
    reach = max(east - west, north - south, _POINT_M) * _NEAR / 2
    x, y = (west + east) / 2, (south + north) / 2
    return x - reach, y - reach, x + reach, y + reach
