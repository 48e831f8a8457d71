"""Give a lassoed area to a grid."""

from __future__ import annotations

from typing import ClassVar

import shapely

from gridmap.edits import GiveDrawn
from gridmap.model.edit import Edit
from gridmap.reshaping.reshaping import Reshaping
from ui.canvas.scene.hit import grid_at
from ui.canvas.tools.drawing import DrawTool
from ui.session.editing import Option
from ui.words.grid_names import grid_name


class GiveArea(DrawTool):
    """Gives what is lassoed to the selected grid; if not one is selected, to the grid in which the lasso begins."""

    key: ClassVar[str] = "give-area"

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
