"""Carve a dedicated grid out of others, dissolve it, retire a grid, move a grid to another village."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt

from gridmap.edits import CarveGrid, DissolveGrid, MoveGrid, RetireGrid
from gridmap.ground.nearby import rows_near
from gridmap.ground.placement import building_index
from gridmap.ground.tiling.proof import valid_shapes_at
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from ui.canvas.tools.choosing import ChooseTool
from ui.canvas.tools.drawing import DrawTool
from ui.session.editing import Option
from ui.words.grid_names import grid_name

_FOOTPRINT_M = 150.0
"""The inner point of a building is not farther than this from any place on its footprint."""


class CarveOut(DrawTool):
    """Carves a grid out of those that hold an area; Shift and a click take the outline of a building."""

    key: ClassVar[str] = "carve"

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Take the outline of the building at the pointer with Shift, else draw."""
        if not keys & Qt.KeyboardModifier.ShiftModifier or self.is_drawing:
            super().press(at, keys)
            return
        self.cancel()
        self._pointer = at
        outline = self._footprint_at(at)
        if outline is not None:
            self.corners = [
                (x, y) for x, y in shapely.get_coordinates(shapely.get_exterior_ring(outline))[:-1].tolist()
            ]
            self.finish()

    def _footprint_at(self, at: QPointF) -> shapely.Polygon | None:
        point = shapely.Point(self.ground.view.to_ground(at.x(), at.y()))
        _, row = building_index(self.plan).query(point.buffer(_FOOTPRINT_M), predicate="intersects")
        shapes = shapely.get_parts(np.asarray(self.plan.buildings.geometry.array, dtype=object)[row])
        here = shapes[shapely.intersects(shapes, point) & (shapely.get_dimensions(shapes) == 2)]
        return here[0] if len(here) else None

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the carving, with kind, name and use as the panel has them."""
        words, values = self.ground.words, self.editing.values
        kinds = [kind for kind in self.plan.scheme.kinds if kind.shares_ground and kind.code.sequence_digits]
        kinds.sort(key=lambda kind: kind.ground != "carve")
        if not kinds:
            return None
        options = (
            Option("kind", "choice", tuple((kind.key, words.name(kind.name)) for kind in kinds)),
            Option("name"),
            Option("use"),
        )
        kind = str(values.get("kind", kinds[0].key))
        name, use = str(values.get("name", "")), str(values.get("use", ""))
        self.editing.ask(options, {"kind": kind, "name": name, "use": use})
        return CarveGrid(shape, kind, name, use)


@dataclass(frozen=True)
class _NotCarved:
    """Stands for the wish to dissolve a grid that was not carved out of others."""

    grid: int

    def change(self, plan: Plan) -> Change:
        """Refuse with ``grid-not-carved``."""
        raise Refused("grid-not-carved", grids=[self.grid], codes=", ".join(plan.codes([self.grid])))


class DissolveCarved(ChooseTool):
    """Gives the ground of a carved grid back to those around it."""

    key: ClassVar[str] = "dissolve"

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the end of the grid selected last."""
        if not grids:
            return None
        plan = self.plan
        number = int(plan.kind_numbers[plan.positions([grids[-1]])[0]])
        carved = number >= 0 and plan.scheme.kinds[number].ground == "carve"
        return DissolveGrid(grids[-1]) if carved else _NotCarved(grids[-1])


class Retire(ChooseTool):
    """Ends a grid; who receives its ground, and whether its people go along, is chosen in the panel."""

    key: ClassVar[str] = "retire"

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the end of the grid selected last."""
        if not grids:
            self.editing.ask(())
            return None
        say, values, grid = self.ground.words, self.editing.values, grids[-1]
        beside = self._beside(grid)
        if not len(beside):
            self.editing.ask(())
            return RetireGrid(grid)
        to = int(values.get("to", 0))
        if to not in beside.tolist():
            to = int(beside[0])
        people = str(values.get("people", "end"))
        choices = tuple((one, grid_name(self.plan, one)) for one in beside.tolist())
        ends = (("end", say("people-end")), ("go", say("people-go")))
        self.editing.ask(
            (Option("to", "choice", choices), Option("people", "choice", ends)), {"to": to, "people": people}
        )
        return RetireGrid(grid, to, people == "go")

    def _beside(self, grid: int) -> IntArray:
        """Return the siblings that border a grid, the one with the longest border first."""
        work = Reshaping(self.plan)
        shape, family = work.shape(grid), work.siblings(grid)
        family = family[family != grid]
        if shape is None or not len(family):
            return family
        border = work.border_lengths(shape, family)
        order = np.argsort(-border, kind="stable")
        beside: IntArray = family[order[border[order] > 0]]
        return beside


class MoveToParent(ChooseTool):
    """Puts a grid below another village that borders it, which is chosen in the panel."""

    key: ClassVar[str] = "move-grid"

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the move of the grid selected last."""
        parents = self._parents_of(grids[-1]) if grids else np.empty(0, np.int64)
        if not len(parents):
            self.editing.ask(())
            return None
        say, values = self.ground.words, self.editing.values
        parent = int(values.get("parent", 0))
        if parent not in parents.tolist():
            parent = int(parents[0])
        code = str(values.get("recode", "keep"))
        options = (
            Option("parent", "choice", tuple((one, grid_name(self.plan, one)) for one in parents.tolist())),
            Option("recode", "choice", (("keep", say("code-keeps")), ("new", say("code-new")))),
        )
        self.editing.ask(options, {"parent": parent, "recode": code})
        return MoveGrid(grids[-1], parent, code == "new")

    def _parents_of(self, grid: int) -> IntArray:
        """Return who could be the parent of a grid: of the right kind and at its border, the longest border first."""
        plan = self.plan
        at = int(plan.positions([grid])[0])
        number, [shape] = int(plan.kind_numbers[at]), valid_shapes_at(plan, np.array([at]))
        if number < 0 or shape is None:
            return np.empty(0, np.int64)
        near = rows_near(plan, shape)
        kinds = [i for i, kind in enumerate(plan.scheme.kinds) if kind.key in plan.scheme.kinds[number].parents]
        near = near[np.isin(plan.kind_numbers[near], kinds) & (plan.ids[near] != plan.parents[at])]
        border = Reshaping(plan).border_lengths(shape, plan.ids[near])
        order = np.argsort(-border, kind="stable")
        found: IntArray = plan.ids[near[order[border[order] > 0]]]
        return found
