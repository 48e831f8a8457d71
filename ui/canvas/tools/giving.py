"""Give a lassoed area to a grid."""

from __future__ import annotations

from typing import ClassVar

import shapely
from PySide6.QtCore import QPointF, Qt

from gridmap.edits import GiveDrawn
from gridmap.model.edit import Edit
from gridmap.reshaping.reshaping import Reshaping
from ui.canvas.scene.hit import grid_at
from ui.canvas.tools.base import Ground
from ui.canvas.tools.drawing import DrawTool
from ui.canvas.tools.pan import DRAG_PX
from ui.session.editing import Option
from ui.words.grid_names import grid_name


class GiveArea(DrawTool):
    """Gives what is lassoed to the selected grid; if not one is selected, to the grid in which the lasso begins.

    A plain click on a grid says that it receives: before a lasso by hand, and after one that waits for Enter. Clicks
    that go on are the corners of an area, of which the first one says nothing.
    """

    key: ClassVar[str] = "give-area"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._clicked: tuple[QPointF, int] | None = None
        """Where the button went down on a grid that may be meant as the one that receives, and its id."""

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Begin a click on who receives what was lassoed, or a drawing; see the class."""
        plain = not keys & Qt.KeyboardModifier.ControlModifier
        self._clicked = None
        if self.shape is not None and plain:
            under = self._grid_at(at)
            if under in {grid for option in self.editing.options for grid, _ in option.choices}:
                self._clicked = at, under
                return
        super().press(at, keys)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Draw on; a drag from a place that could have been a click begins another lasso."""
        if self._clicked is not None and down:
            begun, _ = self._clicked
            if (at - begun).manhattanLength() < DRAG_PX:
                return
            self._clicked = None
            super().press(begun, keys)
        begins = self._last is None and len(self.corners) == 2
        super().move(at, keys, down=down)
        if begins and self._last is not None:  # one click, and now a lasso by hand: the click said who receives
            receiver = grid_at(self.plan, *self.corners[0], self.ground.shown_rank)
            del self.corners[0]
            if receiver:
                self.ground.session.select([receiver])

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """End a click on who receives, or what was drawn by hand."""
        if self._clicked is not None:
            (_, receiver), self._clicked = self._clicked, None
            self.editing.values["to"] = receiver
            self.repropose()
            return
        super().release(at, keys)

    def _grid_at(self, at: QPointF) -> int:
        return grid_at(self.plan, *self.ground.view.to_ground(at.x(), at.y()), self.ground.shown_rank)

    def cancel(self) -> None:
        """Forget what was drawn and what is proposed."""
        self._clicked = None
        super().cancel()

    @property
    def waits_for(self) -> str:
        """Who receives the ground, then as for every drawing."""
        waits = super().waits_for
        return "receiver" if waits == "draw-area" and len(self.ground.session.selection) != 1 else waits

    def finish(self, tremble_m: float = 0.0) -> None:
        """End the lasso; who receives the ground is settled anew."""
        self.editing.values.pop("to", None)
        super().finish(tremble_m)

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the gift to who was chosen, ``None`` if there is nobody."""
        chosen = self.editing.values.get("to")
        to = int(chosen) if chosen is not None else self._receiver()
        if not to:
            return None
        self.editing.ask((Option("to", "choice", self._takers(shape, to)),), {"to": to})
        return GiveDrawn(shape, to)

    def _receiver(self) -> int:
        selection = self.ground.session.selection
        if len(selection) == 1:
            return selection[0]
        return grid_at(self.plan, *self.corners[0], self.ground.shown_rank)

    def _takers(self, shape: shapely.Geometry, to: int) -> tuple[tuple[int, str], ...]:
        """Return the grids of the receiver's family that could have the ground, the receiver first."""
        work = Reshaping(self.plan)
        family = work.siblings(to)
        near = family[shapely.dwithin(work.shapes(family), shape, work.noise)].tolist()
        return tuple((grid, grid_name(self.plan, grid)) for grid in dict.fromkeys([to, *near]))
