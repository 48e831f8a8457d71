"""The usual tool: drag to pan, click to select."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QPointF, Qt

from ui.canvas.tools.base import Ground, Tool, adds

DRAG_PX: Final = 4
"""A press that moves less than this is a click."""


class PanAndSelect(Tool):
    """Drags the ground; a click selects the grid under it, with Ctrl adds it or takes it out."""

    key: ClassVar[str] = "pan"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Begin what may become a drag."""
        self._pressed, self._last = at, None

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Drag the ground."""
        if not down or self._pressed is None:
            return
        if self._last is None:
            if (at - self._pressed).manhattanLength() < DRAG_PX:
                return
            self._last = self._pressed
        self.ground.pan(at.x() - self._last.x(), at.y() - self._last.y())
        self._last = at

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """End the drag, or select."""
        if self._last is not None:
            self.ground.rest()
        elif self._pressed is not None:
            self.ground.select_at(at.x(), at.y(), adds(keys))
        self._pressed = self._last = None

    def cancel(self) -> None:
        """Let the ground lie where it is."""
        self._pressed = self._last = None
