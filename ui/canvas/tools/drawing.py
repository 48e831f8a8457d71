"""Tools with which one draws a line or an area: corner by corner, or by hand with the button down."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridmap.ground.tiling import ground_within
from gridmap.model.arrays import FloatArray
from gridmap.model.edit import Edit
from ui.canvas.scene.colours import translucent
from ui.canvas.tools.base import Ground
from ui.canvas.tools.editing import ENTER, EditTool
from ui.canvas.tools.pan import DRAG_PX

_STEP_PX: Final = 3.0
_CLOSE_PX: Final = 8.0
_TREMBLE_PX: Final = 0.75


class DrawTool(EditTool):
    """Draws something on the map and proposes the edit that a subclass makes of it.

    Clicks set corners, which snap; a double click, Enter or the right button ends; Backspace takes the last corner
    back. With the button held down one draws by hand, and lets go to end. Ctrl and a click select a grid meanwhile.
    """

    is_area: ClassVar[bool] = True
    is_live: ClassVar[bool] = False
    """Whether an edit is proposed while one still draws, up to the pointer."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.corners: list[tuple[float, float]] = []
        self.shape: shapely.Geometry | None = None
        """What was drawn, once it is ended."""
        self._to: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None

    # ---- what a subclass says ----------------------------------------------------------------------------------------

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the edit that what was drawn stands for, ``None`` for none."""
        raise AssertionError("a tool says what its drawing is for")

    # ---- drawing -----------------------------------------------------------------------------------------------------

    @property
    def is_drawing(self) -> bool:
        """Whether something is begun and not ended."""
        return bool(self.corners) and self.shape is None

    @property
    def says_reasons(self) -> bool:
        """Whether the drawing is ended."""
        return not self.is_drawing

    @property
    def waits_for(self) -> str:
        """A first place, or the next ones and an end."""
        if self.shape is not None:
            return ""
        if not self.is_drawing:
            return "draw-area" if self.is_area else "draw-line"
        return "next-corner" if len(self.corners) < 3 - (not self.is_area) else "end-drawing"

    @property
    def anchor(self) -> tuple[float, float] | None:
        """The last corner, while one draws."""
        return self.corners[-1] if self.is_drawing else None

    @property
    def can_type(self) -> bool:
        """Whether a corner could be typed: always, but while what is drawn waits for its end."""
        return self.shape is None

    @property
    def ahead(self) -> tuple[float, float] | None:
        """Where the next corner would be."""
        return self._to if self._to is not None else super().ahead

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Set a corner; after the end of one drawing this begins another."""
        if keys & Qt.KeyboardModifier.ControlModifier and not self.is_drawing:
            self.ground.select_at(at.x(), at.y(), more=False)
            return
        if self.shape is not None:
            self.cancel()
        place = self.place(at, keys)
        if self._closes(at):
            self.finish()
            return
        self._pressed, self._last = at, None
        self._add(*place)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Draw on: by hand with the button down, else up to the pointer."""
        if self.shape is not None:
            self.snapped = None
            return
        self._to = self.place(at, keys)
        if down and self._pressed is not None:
            since, far_enough = (self._pressed, DRAG_PX) if self._last is None else (self._last, _STEP_PX)
            if (at - since).manhattanLength() >= far_enough:
                self._last = at
                self.corners.append(self.ground.view.to_ground(at.x(), at.y()))
        elif self.is_drawing and self.is_live:
            self._propose_ahead()
        self.ground.update()

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """End what was drawn by hand."""
        by_hand = self._last is not None
        self._pressed = self._last = None
        if by_hand and self.is_drawing:
            self.corners[-1] = self.place(at, keys) if not self.is_area else self.corners[-1]
            self.finish(_TREMBLE_PX * self.ground.view.metres_per_pixel)

    def double(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """End the drawing; the press before set the last corner already."""
        if self.is_drawing:
            self.finish()

    def second(self, at: QPointF) -> bool:
        """End the drawing with the right button."""
        if not self.is_drawing:
            return False
        self.finish()
        return True

    def foresee(self, place: tuple[float, float] | None) -> None:
        """Draw up to a corner that is being typed, and propose what it would mean."""
        if self.shape is None:
            self._to = place
            if self.is_drawing and self.is_live:
                self._propose_ahead()
            self.ground.update()

    def put(self, x: float, y: float) -> None:
        """Set a corner that was typed."""
        if self.shape is None:
            self._add(x, y)

    def _add(self, x: float, y: float) -> None:
        if not self.corners or self.corners[-1] != (x, y):
            self.corners.append((x, y))
        self.ground.update()

    def _closes(self, at: QPointF) -> bool:
        """Whether a press is on the first corner of an area that has enough of them."""
        if not self.is_area or len(self.corners) < 3:
            return False
        px, py = self.ground.view.to_screen(*self.corners[0])
        return abs(px - at.x()) + abs(py - at.y()) <= _CLOSE_PX

    def finish(self, tremble_m: float = 0.0) -> None:
        """End the drawing and propose what it is for; one of too few corners is forgotten."""
        shape = self._shape_of(self.corners)
        if shape is not None and tremble_m:
            shape = shapely.simplify(shape, tremble_m)
        if shape is None or shape.is_empty:
            self.cancel()
            return
        self.shape, self._to, self.snapped = shape, None, None
        self.repropose()
        self.ground.update()

    def repropose(self) -> None:
        """Propose again what was drawn, for instance after a choice in the panel."""
        if self.shape is not None:
            self.propose(self.edit_of(self.shape))

    def _propose_ahead(self) -> None:
        shape = self._shape_of([*self.corners, self._to] if self._to is not None else self.corners)
        self.propose(None if shape is None else self.edit_of(shape), provisional=True)

    def _shape_of(self, corners: list[tuple[float, float]]) -> shapely.Geometry | None:
        """Return a line or the ground inside, ``None`` for too few corners."""
        distinct = list(dict.fromkeys(corners))
        if len(distinct) < (3 if self.is_area else 2):
            return None
        if not self.is_area:
            return shapely.LineString(corners)
        return ground_within(np.array(corners))

    def option_set(self, key: str) -> None:
        """Propose anew with what was chosen."""
        self.repropose()

    def key_pressed(self, key: int) -> bool:
        """End with Enter, take a corner back with Backspace, forget with Escape; the rest as for every edit."""
        if self.is_drawing:
            if key in ENTER:
                self.finish()
            elif key == Qt.Key.Key_Escape:
                self.cancel()
            elif key == Qt.Key.Key_Backspace:
                self.corners.pop()
                self.ground.update()
            else:
                return False
            return True
        if key == Qt.Key.Key_Escape and self.shape is not None:
            self.cancel()
            return True
        return super().key_pressed(key)

    def cancel(self) -> None:
        """Forget what was drawn and what is proposed."""
        self.corners, self.shape, self._to, self._pressed, self._last = [], None, None, None, None
        super().cancel()

    # ---- painting ----------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Paint what is drawn so far, and what the pointer snapped to."""
        ahead = [self._to] if self._to is not None and self.is_drawing and self._pressed is None else []
        corners: FloatArray = np.array([*self.corners, *ahead], dtype=np.float64).reshape(-1, 2)
        if len(corners):
            look = self.ground.appearance
            accent, rim = QColor(look.accent), QColor(look.surface)
            pixels = [QPointF(x, y) for x, y in self.ground.view.all_to_screen(corners).tolist()]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            for pen in (QPen(rim, 4.5), QPen(accent, 2.0)):
                painter.setPen(pen)
                if self.is_area and self.shape is not None:
                    painter.setBrush(translucent(accent, 0.10))
                    painter.drawPolygon(QPolygonF(pixels))
                else:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawPolyline(QPolygonF(pixels))
            if self.is_area and self.is_drawing and len(pixels) > 2:
                painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
                painter.drawLine(pixels[-1], pixels[0])
            if len(self.corners) < 40:  # a line by hand is no row of corners
                painter.setPen(QPen(accent, 1.6))
                painter.setBrush(rim)
                for point in pixels[: len(self.corners)]:
                    painter.drawEllipse(point, 3.2, 3.2)
        super().paint(painter)
