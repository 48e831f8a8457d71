"""Merge the selected grids into one of them."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np

from gridmap.edits import MergeGrids
from gridmap.ground.placement import households_by_grid, households_of_buildings
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan
from ui.canvas.tools.base import Ground
from ui.canvas.tools.choosing import ChooseTool
from ui.session.editing import Option
from ui.words.grid_names import grid_name

AT_ONCE: Final = 5_000
"""Of so many buildings nobody waits to hear which grids hold them; those of a province take half a second."""


class MergeSelection(ChooseTool):
    """Makes one grid of those that are selected; each click adds one to them or takes it out."""

    key: ClassVar[str] = "merge"
    takes_several: ClassVar[bool] = True

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._counted: Plan | None = None
        """The plan of which another thread finds out how many households its grids have."""

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the merger into the grid that is chosen in the panel, at first the one with most households."""
        if len(grids) < 2:
            self.editing.ask(())
            return None
        plan = self.plan
        if not households_of_buildings.is_known(plan) and len(plan.buildings) > AT_ONCE:
            self.editing.ask(())
            self._count(plan)
            return None
        households = households_by_grid(plan)[plan.positions(list(grids))]
        into = int(self.editing.values.get("into", 0))
        if into not in grids:
            into = grids[int(np.argmax(households))]
        choices = tuple((grid, grid_name(plan, grid)) for grid in grids)
        self.editing.ask((Option("into", "choice", choices),), {"into": into})
        return MergeGrids(tuple(sorted(grids)), into)

    def _count(self, plan: Plan) -> None:
        """Have the households of a plan counted in another thread, and then what is selected proposed."""
        if self._counted is plan:
            return
        self._counted = plan

        def take(_: object) -> None:
            if plan is self.plan and self._counted is plan:
                self.repropose()

        def ended() -> None:
            if self._counted is plan:
                self._counted = None

        self.ground.session.start(
            "job-figures",
            lambda _: households_by_grid(plan),
            take,
            lambda job: job.ended.connect(ended),
            apart=True,
        )

    def cancel(self) -> None:
        """Wait for no count any more, as the tool may be put away."""
        self._counted = None
        super().cancel()

    def done(self) -> None:
        """Look at what is left of the selection, which is the grid that stays."""
        self.editing.values.pop("into", None)
        super().done()
