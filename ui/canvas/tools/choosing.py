"""Tools that do something to the grids that one chooses: a click chooses, a drag moves the map."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gridmap.model.edit import Edit
from ui.canvas.tools.base import Ground
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.pan import PanAndSelect


class ChooseTool(EditTool):
    """Proposes an edit of the selected grids, and another one whenever the selection changes."""

    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.PointingHandCursor
    takes_several: ClassVar[bool] = False
    """Whether a click adds a grid to the selection instead of replacing it."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._browse = _Clicks(ground, several=self.takes_several)

    @property
    def waits_for(self) -> str:
        """A grid, or where one is not enough another."""
        several = self.takes_several and len(self.ground.session.selection) == 1
        return "another-grid" if several else "grid"

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the edit for the selected grids, ``None`` while there are too few."""
        raise AssertionError("a tool says what it does to the grids")

    def take(self) -> None:
        """Propose at once what fits the selection."""
        self.repropose()

    def selection_changed(self) -> None:
        """Propose what fits the selection now."""
        self.repropose()

    def plan_changed(self) -> None:
        """Propose what fits the selection in the plan as it is now, after an undo, say."""
        self.repropose()

    def repropose(self) -> None:
        """Propose what fits the selection and what is chosen in the panel."""
        selection = self.ground.session.selection
        there = self.plan.positions(list(selection)) >= 0
        grids = tuple(grid for grid, is_there in zip(selection, there, strict=True) if is_there)
        self.propose(self.edit_of(grids), self.warning_of(grids))

    def warning_of(self, grids: tuple[int, ...]) -> str:
        """Return the key of what to mind about the edit of some grids, empty if there is nothing."""
        return ""

    def option_set(self, key: str) -> None:
        """Propose anew with what was chosen."""
        self.repropose()

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Begin a click or a drag."""
        self._browse.press(at, keys)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Drag the ground."""
        self._pointer = at
        self._browse.move(at, keys, down=down)
        self.ground.update()

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Choose, or end the drag."""
        self._browse.release(at, keys)

    def double(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Do nothing more than the two clicks did."""

    def done(self) -> None:
        """Look at the selection as it is after the edit."""
        self.repropose()

    def cancel(self) -> None:
        """Forget what is proposed; the selection stays."""
        self._browse.cancel()
        super().cancel()

    def paint(self, painter: QPainter) -> None:
        """Paint nothing of its own: what is proposed is shown by the map."""


class _Clicks(PanAndSelect):
    """Clicks that choose and drags that move the map; where several may be chosen each click adds one."""

    def __init__(self, ground: Ground, *, several: bool) -> None:
        super().__init__(ground)
        self._several = several

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Choose, or end the drag."""
        super().release(at, keys | Qt.KeyboardModifier.ControlModifier if self._several else keys)
