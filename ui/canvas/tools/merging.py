"""Merge the selected grids into one of them."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from gridmap.edits import MergeGrids
from gridmap.ground.placement import households_by_grid
from gridmap.model.edit import Edit
from ui.canvas.tools.choosing import ChooseTool
from ui.session.editing import Option
from ui.words.grid_names import grid_name


class MergeSelection(ChooseTool):
    """Makes one grid of those that are selected; each click adds one to them or takes it out."""

    key: ClassVar[str] = "merge"
    takes_several: ClassVar[bool] = True

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the merger into the grid that is chosen in the panel, at first the one with most households."""
        if len(grids) < 2:
            self.editing.ask(())
            return None
        plan = self.plan
        households = households_by_grid(plan)[plan.positions(list(grids))]
        into = int(self.editing.values.get("into", 0))
        if into not in grids:
            into = grids[int(np.argmax(households))]
        choices = tuple((grid, grid_name(plan, grid)) for grid in grids)
        self.editing.ask((Option("into", "choice", choices),), {"into": into})
        return MergeGrids(tuple(sorted(grids)), into)

    def done(self) -> None:
        """Look at what is left of the selection, which is the grid that stays."""
        self.editing.values.pop("into", None)
        super().done()
