"""Split a grid along a drawn line, or into equal shares."""

from __future__ import annotations

from typing import ClassVar, Final, Literal, get_args

import numpy as np
import shapely

from gridmap.edits import SplitEqually, SplitGrid
from gridmap.model.edit import Edit
from ui.canvas.scene.hit import grid_at
from ui.canvas.tools.choosing import ChooseTool
from ui.canvas.tools.drawing import DrawTool
from ui.session.editing import Option

_Direction = Literal["shortest", "ns", "we"]
_MORE: Final = "more"
_HALVES: Final = {"left": 0, "right": 1}


class SplitByLine(DrawTool):
    """Splits the selected grid, or the one that a drawn line crosses, along the line."""

    key: ClassVar[str] = "split"
    is_area: ClassVar[bool] = False
    is_live: ClassVar[bool] = True

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the split, with who keeps the code and how the new grid is called as the panel has it."""
        grid = self._crossed(shape)
        if not grid:
            return None
        say, values = self.ground.words, self.editing.values
        halves = ((_MORE, say("keeps-more")), ("left", say("keeps-left")), ("right", say("keeps-right")))
        keeps, name = str(values.get("keeps", _MORE)), str(values.get("name", ""))
        self.editing.ask((Option("keeps", "choice", halves), Option("name")), {"keeps": keeps, "name": name})
        return SplitGrid(grid, shape, _HALVES.get(keeps), name)

    def _crossed(self, line: shapely.Geometry) -> int:
        """Return the one selected grid if the line meets it, else the grid in which most of the line lies."""
        plan, selection = self.plan, self.ground.session.selection
        if len(selection) == 1:
            shape = plan.shape(selection[0])
            if shape is not None and shapely.intersects(shape, line):
                return selection[0]
        places = shapely.line_interpolate_point(line, np.linspace(0.05, 0.95, 19), normalized=True)
        deepest = len(plan.scheme.levels)
        under = [grid_at(plan, place.x, place.y, deepest) for place in places]
        found, count = np.unique([grid for grid in under if grid], return_counts=True)
        return int(found[int(np.argmax(count))]) if len(found) else 0


class SplitIntoShares(ChooseTool):
    """Splits the selected grid into shares of equally many households."""

    key: ClassVar[str] = "split-equally"

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the split of the grid selected last into as many parts, and which way, as the panel has it."""
        if not grids:
            self.editing.ask(())
            return None
        say, values = self.ground.words, self.editing.values
        ways = tuple((way, say(f"direction-{way}")) for way in get_args(_Direction))
        parts, way = int(values.get("parts", 2)), str(values.get("direction", "shortest"))
        options = (Option("parts", "number", least=2, most=20), Option("direction", "choice", ways))
        self.editing.ask(options, {"parts": parts, "direction": way})
        direction = next(one for one in get_args(_Direction) if one == way)
        return SplitEqually(grids[-1], parts, direction)
