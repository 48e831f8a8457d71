"""Move a whole shared border, redraw a part of it, or let it follow a road or a river."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from gridmap.edits import FollowLine, MoveBorder, ReshapeBorder
from gridmap.ground.nearby import rows_near
from gridmap.ground.tiling.proof import valid_shapes_at
from gridmap.model.arrays import ShapeArray
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from ui.canvas.editing.snapping import REACH_PX
from ui.canvas.highlight import Lit, lit_shapes, paint_lit
from ui.canvas.tools.base import Ground
from ui.canvas.tools.drawing import DrawTool
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.pan import DRAG_PX, PanAndSelect

_FARTHEST_M: Final = 400.0
"""A road or river farther from the ends of the border is not what it shall follow."""


@dataclass(frozen=True, eq=False)
class _Shared:
    """The border that two grids share."""

    plan: Plan
    pair: tuple[int, int]
    lit: Lit | None


class MoveSharedBorder(EditTool):
    """Drags the whole border between two grids; a typed offset moves the one that was clicked."""

    key: ClassVar[str] = "move-border"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._browse = PanAndSelect(ground)
        self._under: _Shared | None = None
        self._held: tuple[_Shared, tuple[float, float]] | None = None
        self._pressed: QPointF | None = None
        self._drags = False

    @property
    def waits_for(self) -> str:
        """A border, then where it goes."""
        if self._held is not None:
            return "" if self._drags else "border-held"
        return "border-drag" if self._under is not None else "border"

    @property
    def anchor(self) -> tuple[float, float] | None:
        """Where the border was taken hold of."""
        return self._held[1] if self._held is not None else None

    @property
    def waits_for_enter(self) -> bool:
        """Never: a drag ends with the button."""
        return False

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Take hold of the border at the pointer, or of the map."""
        self._pointer = at
        self._under = self._shared_at(at)
        if self._under is None:
            self._held = None
            self._browse.press(at, keys)
        else:
            self._held, self._pressed = (self._under, self.place(at, keys)), at
        self.ground.update()

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Drag the border, or the map."""
        self._pointer = at
        if not down or self._pressed is None or self._held is None:
            if not down:
                self._under = self._shared_at(at)
            self._browse.move(at, keys, down=down)
            self.ground.update()
            return
        if not self._drags and (at - self._pressed).manhattanLength() < DRAG_PX:
            return
        self._drags = True
        self.propose(self._edit(*self.place(at, keys)), provisional=True)

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Do what was dragged; a click holds the border, so that an offset can be typed."""
        if self._pressed is None:
            self._browse.release(at, keys)
            return
        drags, self._drags, self._pressed = self._drags, False, None
        if drags:
            self.editing.accept()
            self._held = None
        self.snapped = None
        self.ground.update()

    def foresee(self, place: tuple[float, float] | None) -> None:
        """Show where the border that is held would go."""
        if self._pressed is None:
            self.propose(self._edit(*place) if place is not None else None, provisional=True)
            self.ground.update()

    def put(self, x: float, y: float) -> None:
        """Move the border that is held so that where it was taken comes to a typed place."""
        if self._held is not None:
            self.propose(self._edit(x, y))
            self.editing.accept()
            self._held = None
            self.ground.update()

    def _edit(self, x: float, y: float) -> MoveBorder | None:
        if self._held is None:
            return None
        shared, (x0, y0) = self._held
        return MoveBorder(*shared.pair, x - x0, y - y0)

    def _shared_at(self, at: QPointF) -> _Shared | None:
        """Return the border of two grids of the level that is shown at a pixel."""
        plan, view, rank = self.plan, self.ground.view, self.ground.shown_rank
        point, reach = shapely.Point(view.to_ground(at.x(), at.y())), REACH_PX * view.metres_per_pixel
        where = rows_near(plan, point, reach)
        where = where[plan.ranks[where] == rank]
        shapes = valid_shapes_at(plan, where)
        where, shapes = where[~shapely.is_missing(shapes)], shapes[~shapely.is_missing(shapes)]
        borders = shapely.boundary(shapes)
        near = shapely.distance(borders, point)
        order = np.argsort(near, kind="stable")[:2]
        if len(order) < 2 or near[order[1]] > reach:
            return None
        one, two = sorted(plan.ids[where[order]].tolist())
        held = self._under
        if held is None or held.pair != (one, two) or held.plan is not plan:
            line = shapely.intersection(borders[order[0]], borders[order[1]])
            held = _Shared(plan, (one, two), lit_shapes(np.array([line], dtype=object)))
            if not shapely.length(line):
                return None
        return held

    def key_pressed(self, key: int) -> bool:
        """Let go of the border with Escape; the rest as for every edit."""
        if key == Qt.Key.Key_Escape and self._held is not None:
            self.cancel()
            return True
        return super().key_pressed(key)

    def plan_changed(self) -> None:
        """Let go of a border that is another now."""
        self._under = None
        if self._pressed is None:
            self._held = None

    def cancel(self) -> None:
        """Leave the border where it was."""
        self._browse.cancel()
        self._under, self._held, self._pressed, self._drags = None, None, None, False
        super().cancel()

    def paint(self, painter: QPainter) -> None:
        """Paint the border that is held or could be taken hold of."""
        look = self.ground.appearance
        shared = self._held[0] if self._held is not None else self._under
        if shared is not None and shared.lit is not None and not self._drags:
            paint_lit(painter, shared.lit, self.ground.view, QColor(look.accent), 3.5, 0.0, QColor(look.surface))
        super().paint(painter)


class ReshapeAlong(DrawTool):
    """Lets the border of two neighbours run along a drawn line that begins and ends on it."""

    key: ClassVar[str] = "reshape"
    is_area: ClassVar[bool] = False

    @property
    def waits_for(self) -> str:
        """A place on a border, then others until the line is back on it."""
        waits = super().waits_for
        return {"draw-line": "reshape-begin", "end-drawing": "reshape-end"}.get(waits, waits)

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the new course of the border; of the two selected grids if it is two."""
        selection = self.ground.session.selection
        return ReshapeBorder(shape, selection if len(selection) == 2 else ())


@dataclass(frozen=True)
class _NoLine:
    """Stands for two places near which no road or river runs."""

    places: shapely.Geometry

    def change(self, plan: Plan) -> Change:
        """Refuse with ``no-line-here``."""
        raise Refused("no-line-here", where=self.places, distance=round(_FARTHEST_M))


class FollowReference(DrawTool):
    """Lets a border follow the road, river or reference line that is nearest to both of two places on it."""

    key: ClassVar[str] = "follow"
    is_area: ClassVar[bool] = False
    is_live: ClassVar[bool] = True

    @property
    def waits_for(self) -> str:
        """The one place on a border, then the other."""
        if self.shape is not None:
            return ""
        return "follow-end" if self.is_drawing else "follow-begin"

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the border along the line between the two places."""
        (x0, y0), *_, (x1, y1) = shapely.get_coordinates(shape).tolist()
        line = self._line_near(shapely.Point(x0, y0), shapely.Point(x1, y1))
        if line is None:
            return _NoLine(shapely.multipoints([(x0, y0), (x1, y1)]))
        selection = self.ground.session.selection
        return FollowLine((x0, y0), (x1, y1), line, selection if len(selection) == 2 else ())

    def _line_near(self, start: shapely.Point, end: shapely.Point) -> shapely.LineString | None:
        """Return the line with the least distance to two places together."""
        lines = _lines_of(self.ground.lines_near(start, _FARTHEST_M))
        near = shapely.dwithin(lines, start, _FARTHEST_M) & shapely.dwithin(lines, end, _FARTHEST_M)
        lines = lines[near]
        if not len(lines):
            return None
        return lines[int(np.argmin(shapely.distance(lines, start) + shapely.distance(lines, end)))]

    def _add(self, x: float, y: float) -> None:
        """Set a place; the second one ends it."""
        super()._add(x, y)
        if len(self.corners) == 2:
            self.finish()


def _lines_of(shapes: ShapeArray) -> ShapeArray:
    """Return the lines of some shapes, of polygons their outlines."""
    parts = shapely.get_parts(shapes)
    polygons = shapely.get_dimensions(parts) == 2
    outlines = shapely.boundary(parts[polygons])
    lines: ShapeArray = shapely.get_parts(np.concatenate([parts[shapely.get_dimensions(parts) == 1], outlines]))
    return lines
