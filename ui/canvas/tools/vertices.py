"""Edit vertices: drag one, drag one out of an edge, put one in with a double click, take one out with Delete."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridmap.edits import AddVertex, MoveVertex, RemoveVertex
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.edit import Edit
from ui.canvas.editing.snapping import Snap
from ui.canvas.tools.base import Ground
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.pan import DRAG_PX, PanAndSelect

_MOST_SHOWN: Final = 800
_APART_PX: Final = 9.0
"""Vertices that lie closer together than this on the whole are not marked: they would hide the border."""


class EditVertices(EditTool):
    """Moves, adds and removes vertices for all grids that share them.

    A vertex that was clicked is held: Delete takes it out, and a typed offset or place moves it there. Away from
    borders the button works as in browsing.
    """

    key: ClassVar[str] = "vertices"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._browse = PanAndSelect(ground)
        self.held: tuple[float, float] | None = None
        """The vertex that was clicked or is being dragged, in the plan's CRS."""
        self._pressed: tuple[QPointF, Snap] | None = None
        self._to: tuple[float, float] | None = None
        self._shown: tuple[object, FloatArray] | None = None

    @property
    def waits_for(self) -> str:
        """A vertex or an edge, then where it goes."""
        if self._to is not None:
            return ""
        if self.held is not None:
            return "vertex-held"
        if self.snapped is None:
            return "vertex"
        return "vertex-drag" if self.snapped.kind == "vertex" else "edge-drag"

    @property
    def anchor(self) -> tuple[float, float] | None:
        """The vertex that is held."""
        return self.held

    @property
    def waits_for_enter(self) -> bool:
        """Never: a drag ends with the button."""
        return False

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Take hold of the vertex or edge at the pointer, or of the map."""
        self._pointer = at
        snap = self._border_at(at)
        if snap is None:
            self.held = None
            self._browse.press(at, keys)
        else:
            self._pressed = at, snap
            self.held = (snap.x, snap.y) if snap.kind == "vertex" else None
        self.ground.update()

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Drag the vertex with everything that shares it, or the map."""
        self._pointer = at
        if not down or self._pressed is None:
            self.snapped = self._border_at(at) if not down else None
            self._browse.move(at, keys, down=down)
            self.ground.update()
            return
        pressed, snap = self._pressed
        if self._to is None and (at - pressed).manhattanLength() < DRAG_PX:
            return
        self.held = snap.x, snap.y
        self._to = self.place(at, keys, moving=self.held)
        self.propose(self._edit(snap, self._to), provisional=True)

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Do what was dragged; a press that went nowhere just holds the vertex."""
        if self._pressed is None:
            self._browse.release(at, keys)
            return
        to, self._to = self._to, None
        self._pressed = None
        if to is not None:
            if self.editing.accept():
                self.held = to
            else:
                self._let_refusal_stand()
        self.ground.update()

    def _let_refusal_stand(self) -> None:
        """Leave the reason to be read until the pointer takes hold of something else."""
        self.held = None

    def double(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Put a vertex into the edge at the pointer; elsewhere zoom in."""
        snap = self._border_at(at)
        if snap is None:
            super().double(at, keys)
        elif snap.kind == "edge":
            self.propose(self.added((snap.x, snap.y)))
            if self.editing.accept():
                self.held = snap.x, snap.y
            self.ground.update()

    def foresee(self, place: tuple[float, float] | None) -> None:
        """Show where the vertex that is held would go."""
        if self._pressed is None:
            seen = self.moved(self.held, place) if self.held is not None and place is not None else None
            self.propose(seen, provisional=True)
            self.ground.update()

    def put(self, x: float, y: float) -> None:
        """Move the vertex that is held to a place that was typed."""
        if self.held is not None:
            self.propose(self.moved(self.held, (x, y)))
            if self.editing.accept():
                self.held = x, y
            self.ground.update()

    def key_pressed(self, key: int) -> bool:
        """Take the held vertex out with Delete; a drag ends with Enter or is forgotten with Escape."""
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.held is not None and self._pressed is None:
            self.propose(self.removed(self.held))
            if self.editing.accept():
                self.held = None
            self.ground.update()
            return True
        if key == Qt.Key.Key_Escape and (self.held is not None or self._pressed is not None):
            self.cancel()
            return True
        return super().key_pressed(key)

    def plan_changed(self) -> None:
        """Let go of a vertex that may not be there any more."""
        self._shown = None
        if self._pressed is None:
            self.held = None

    def cancel(self) -> None:
        """Leave the vertex where it was."""
        self._browse.cancel()
        self.held, self._pressed, self._to, self._shown = None, None, None, None
        super().cancel()

    def _border_at(self, at: QPointF) -> Snap | None:
        """Return the vertex or edge of a border at a pixel."""
        snap = self.ground.snap(at.x(), at.y())
        return snap if snap is not None and snap.of == "grid" else None

    def _edit(self, snap: Snap, to: tuple[float, float]) -> Edit:
        at = snap.x, snap.y
        return self.moved(at, to) if snap.kind == "vertex" else self.added(at, to)

    # ---- what is done with a vertex ----------------------------------------------------------------------------------

    def moved(self, at: tuple[float, float], to: tuple[float, float]) -> Edit:
        """Return the edit that moves a vertex."""
        return MoveVertex(at, to)

    def added(self, at: tuple[float, float], to: tuple[float, float] | None = None) -> Edit:
        """Return the edit that puts a vertex into an edge, where it is or dragged out of it."""
        return AddVertex(at, to)

    def removed(self, at: tuple[float, float]) -> Edit:
        """Return the edit that takes a vertex out."""
        return RemoveVertex(at)

    # ---- painting ----------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Paint the vertices that could be dragged, the one that is held, and what the pointer snapped to."""
        look, view = self.ground.appearance, self.ground.view
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        places = self._vertices_shown()
        if len(places):
            painter.setPen(QPen(QColor(look.accent), 1))
            painter.setBrush(QColor(look.surface))
            for px, py in np.round(view.all_to_screen(places)).tolist():
                painter.drawRect(QRectF(px - 2.5, py - 2.5, 5, 5))
        if self.held is not None:
            px, py = view.to_screen(*(self._to or self.held))
            painter.setPen(QPen(QColor(look.surface), 1.5))
            painter.setBrush(QColor(look.accent))
            painter.drawRect(QRectF(px - 4.5, py - 4.5, 9, 9))
        super().paint(painter)

    def _vertices_shown(self) -> FloatArray:
        """Return the vertices in view of the selected grids and the one under the pointer; none if too many."""
        view, shapes = self.ground.view, self.shapes_shown()
        key = (self.plan, view, tuple(map(id, shapes)))
        if self._shown is None or self._shown[0] != key:
            xy = shapely.get_coordinates(shapes)
            apart = float(shapely.length(shapes).sum()) / max(len(xy), 1) / view.metres_per_pixel
            west, south, east, north = view.box
            inside = (xy >= [west, south]).all(axis=1) & (xy <= [east, north]).all(axis=1)
            xy = np.unique(xy[inside], axis=0)
            self._shown = key, xy if len(xy) <= _MOST_SHOWN and apart >= _APART_PX else xy[:0]
        return self._shown[1]

    def shapes_shown(self) -> ShapeArray:
        """Return the shapes whose vertices are marked: those of the selected grids and the one under the pointer."""
        plan = self.plan
        under = self.ground.grid_under(self._pointer.x(), self._pointer.y())
        grids = tuple(dict.fromkeys([*self.ground.session.selection[-6:], *([under] if under else [])]))
        at = plan.positions(np.array(grids, dtype=np.int64))
        found: ShapeArray = plan.all_shapes[at[at >= 0]]
        return found
