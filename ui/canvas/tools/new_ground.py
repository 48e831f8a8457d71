"""Draw a new grid on bare ground, or exempt bare ground from being covered."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import shapely

from gridmap.edits import DrawGridWithin, ExemptDrawn
from gridmap.ground.nearby import rows_near
from gridmap.ground.tiling.proof import valid_shapes_at
from gridmap.model.arrays import ShapeArray
from gridmap.model.edit import Edit
from gridmap.model.scheme import Kind
from ui.canvas.tools.drawing import DrawTool
from ui.session.editing import Option

_LOT: Final = 32
"""So many grids at a time are asked how much of an area they hold."""
_EXEMPT_KINDS = ("river", "lake", "closed", "other")


class _BareGround(DrawTool):
    """Draws an area of which what no grid holds is used."""

    def parent_of(self, shape: shapely.Geometry) -> int:
        """Return the id of the grid that may be divided and holds most of an area, 0 for none.

        Few of all grids may be parents: an area as large as a city is held against these alone, level by level, the
        largest first. Once one holds more of it than the next one is large, no other need be looked at.
        """
        plan = self.plan
        divisible = {parent for kind in plan.scheme.kinds for parent in kind.parents}
        numbers = [i for i, kind in enumerate(plan.scheme.kinds) if kind.key in divisible]
        near = rows_near(plan, shape)
        near = near[np.isin(plan.kind_numbers[near], numbers)]
        shapely.prepare(shape)
        for rank in np.unique(plan.ranks[near])[::-1].tolist():
            at = near[plan.ranks[near] == rank]
            found = _holding_most(shape, valid_shapes_at(plan, at))
            if found >= 0:
                return int(plan.ids[at[found]])
        return 0


def _holding_most(shape: shapely.Geometry, shapes: ShapeArray) -> int:
    """Return which of some shapes holds most of an area, the first of several; -1 if none meets it."""
    whole = np.nan_to_num(shapely.area(shapes))
    order = np.argsort(-whole, kind="stable")
    most, found = -1.0, -1
    for lot in np.split(order, range(_LOT, len(order), _LOT)):
        if not len(lot) or whole[lot[0]] < most:
            break
        meets = lot[shapely.intersects(shape, shapes[lot])]
        held = whole[meets]
        across = ~shapely.contains_properly(shape, shapes[meets])
        held[across] = shapely.area(shapely.intersection(shapes[meets[across]], shape))
        for one, place in zip(held.tolist(), meets.tolist(), strict=True):
            if one > most or (one == most and place < found):
                most, found = one, place
    return found


class DrawNewGrid(_BareGround):
    """Makes a new grid of the bare part of an area that one draws."""

    key: ClassVar[str] = "draw-grid"

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the new grid, of the kind and name that are chosen in the panel."""
        parent = self.parent_of(shape)
        if not parent:
            return None
        kinds = self._kinds_below(parent)
        if not kinds:
            return None
        words = self.ground.words
        options = (
            Option("kind", "choice", tuple((kind.key, words.name(kind.name)) for kind in kinds)),
            Option("name"),
        )
        values = self.editing.values
        kind = str(values.get("kind", kinds[0].key))
        if kind not in {one.key for one in kinds}:
            kind = kinds[0].key
        self.editing.ask(options, {"kind": kind, "name": values.get("name", "")})
        return DrawGridWithin(shape, parent, kind, str(values.get("name", "")), self._setting_around(shape, parent))

    def _kinds_below(self, parent: int) -> list[Kind]:
        """Return the kinds that may stand below a grid and whose codes can be made, those that tile first."""
        own = self.plan.value(parent, "kind")
        kinds = [kind for kind in self.plan.scheme.kinds if own in kind.parents and kind.code.sequence_digits]
        return sorted(kinds, key=lambda kind: kind.ground != "tile")

    def _setting_around(self, shape: shapely.Geometry, parent: int) -> str:
        """Return whether the grids of the parent nearest to an area are urban or rural."""
        plan = self.plan
        at = plan.child_positions([parent])
        at = at[plan.has_shape[at]]
        if not len(at):
            return ""
        nearest = int(at[int(np.argmin(shapely.distance(plan.all_shapes[at], shape)))])
        return str(plan.value(int(plan.ids[nearest]), "setting"))


class ExemptArea(_BareGround):
    """Records that the bare part of an area that one draws need not be covered."""

    key: ClassVar[str] = "exempt"

    def edit_of(self, shape: shapely.Geometry) -> Edit | None:
        """Return the exemption, with the kind and reason that are given in the panel."""
        parent = self.parent_of(shape)
        if not parent:
            return None
        words, values = self.ground.words, self.editing.values
        kinds = tuple((kind, words(f"exempt-{kind}")) for kind in _EXEMPT_KINDS)
        options = (Option("exempt-kind", "choice", kinds), Option("name"), Option("reason"))
        kind = str(values.get("exempt-kind", _EXEMPT_KINDS[0]))
        self.editing.ask(
            options, {"exempt-kind": kind, "name": values.get("name", ""), "reason": values.get("reason", "")}
        )
        return ExemptDrawn(shape, parent, kind, str(values.get("name", "")), str(values.get("reason", "")))
