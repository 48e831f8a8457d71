"""What a tool is, and what it may ask of the map it works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter

from gridmap.model.arrays import ShapeArray
from ui.canvas.editing.snapping import Snap
from ui.canvas.view import View
from ui.look.appearance import Appearance
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.session import Session


class Ground(Protocol):
    """The map, as a tool sees it."""

    appearance: Appearance
    desk: Desk
    session: Session
    words: Words

    @property
    def view(self) -> View:
        """What is seen."""

    @property
    def map_font(self) -> QFont:
        """Font of short texts on the map."""

    def pan(self, dx: float, dy: float) -> None:
        """Move the ground by pixels."""

    def rest(self) -> None:
        """Say that the view came to rest, so that it can be gone back to."""

    def zoom(self, factor: float, px: float, py: float) -> None:
        """Zoom with a pixel staying where it is."""

    def select_at(self, px: float, py: float, more: bool) -> None:
        """Select the grid at a pixel; ``more`` adds it to the selection, or takes it out."""

    def select_inside(self, area: shapely.Geometry, more: bool) -> None:
        """Select the grids inside an area of the plan's CRS; ``more`` adds them to the selection."""

    @property
    def shown_rank(self) -> int:
        """Rank of the level that is shown now."""

    def grid_under(self, px: float, py: float) -> int:
        """Return the id of the grid under a pixel at the level that is shown, 0 for none."""

    def snap(self, px: float, py: float, moving: tuple[float, float] | None = None) -> Snap | None:
        """Return what a pixel snaps to; a vertex that is being moved draws nothing, nor do its edges."""

    def lines_near(self, ground: shapely.Geometry, distance_m: float) -> ShapeArray:
        """Return roads, waters and shapes of the reference files that may come within a distance of some ground."""

    def update(self) -> None:
        """Paint again soon."""


class Tool:
    """One way of using the left button. Positions are pixels of the map's widget."""

    key: ClassVar[str] = ""
    """``action-tool-KEY`` in ``ui/words/sentences`` is its name, ``tool-KEY-help`` how it is used."""

    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """React to the left button going down."""

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """React to the cursor moving, with the left button down or not."""

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """React to the left button going up."""

    def double(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """React to a double click; zooms in unless the tool knows better."""
        factor = 0.5 if keys & Qt.KeyboardModifier.ShiftModifier else 2.0
        self.ground.zoom(factor, at.x(), at.y())
        self.ground.rest()

    def key_pressed(self, key: int) -> bool:
        """React to a key and return whether it was one for this tool."""
        return False

    def second(self, at: QPointF) -> bool:
        """React to the right button and return whether it was for this tool; else the map shows its menu."""
        return False

    @property
    def pointer(self) -> QPointF:
        """Where the pointer was last, in pixels."""
        return QPointF()

    @property
    def waits_for(self) -> str:
        """What the tool waits for: ``hint-THIS`` in ``ui/words/sentences``, ``""`` if that needs no saying."""
        return ""

    @property
    def anchor(self) -> tuple[float, float] | None:
        """Where typed lengths are measured from, in the plan's CRS; ``None`` if from nowhere."""
        return None

    @property
    def ahead(self) -> tuple[float, float] | None:
        """Where a typed length leads to, in the plan's CRS."""
        return None

    @property
    def snaps_to(self) -> Sequence[ShapeArray]:
        """What the pointer snaps to beside borders, roads, water and reference files."""
        return ()

    @property
    def can_type(self) -> bool:
        """Whether a typed place would be of use now."""
        return False

    def foresee(self, place: tuple[float, float] | None) -> None:
        """Show what a place would mean that is being typed, before it counts; ``None`` if it means none (any more)."""

    def put(self, x: float, y: float) -> None:
        """Take a place that was typed."""

    def take(self) -> None:
        """Get ready to be used."""

    def selection_changed(self) -> None:
        """React to other grids being selected."""

    def plan_changed(self) -> None:
        """React to the plan being another."""

    def option_set(self, key: str) -> None:
        """React to something that the user chose in the panel."""

    def cancel(self) -> None:
        """Forget what was begun."""

    def paint(self, painter: QPainter) -> None:
        """Paint what was begun over the map, in pixels."""


def adds(keys: Qt.KeyboardModifier) -> bool:
    """Whether the keys held down ask to add to the selection."""
    return bool(keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
