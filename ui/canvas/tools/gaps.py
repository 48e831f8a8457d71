"""Fill a gap with a click, and clip a grid that reaches over its parent's border."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import shapely
from PySide6.QtCore import QPointF, Qt

from gridmap.checks import Finding
from gridmap.edits import ClipToParent, GiveGround
from gridmap.mending import offers
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from ui.canvas.tools.base import Ground
from ui.canvas.tools.choosing import ChooseTool
from ui.canvas.tools.editing import EditTool
from ui.canvas.tools.pan import DRAG_PX
from ui.session.editing import Option
from ui.words.grid_names import grid_name


@dataclass(frozen=True)
class _NoGap:
    """Stands for a click where no gap is: there is nothing to do, and that is said."""

    def change(self, plan: Plan) -> Change:
        """Refuse with ``no-gap-here``."""
        raise Refused("no-gap-here")


class FillGap(EditTool):
    """Gives the gap that is clicked to the grid beside it that it suits best, or to another that is chosen."""

    key: ClassVar[str] = "fill-gap"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._pressed: QPointF | None = None
        self._gap: shapely.Geometry | None = None
        self._warning = ""

    @property
    def waits_for(self) -> str:
        """A gap."""
        return "gap"

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Begin a click."""
        self._pointer = self._pressed = at

    def move(self, at: QPointF, keys: Qt.KeyboardModifier, *, down: bool) -> None:
        """Take the figures along with the pointer."""
        self._pointer = at
        self.ground.update()

    def release(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Propose to fill the gap at the pointer."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or (at - pressed).manhattanLength() >= DRAG_PX:
            return
        finding = self._gap_at(*self.ground.view.to_ground(at.x(), at.y()))
        self._gap = None
        if finding is None:
            self.editing.ask(())
            self.propose(_NoGap())
            return
        gifts = [(one.edit, one.warning) for one in offers(self.plan, finding) if isinstance(one.edit, GiveGround)]
        if gifts:
            best, self._warning = gifts[0]
            self._gap = best.ground
            takers = tuple((gift.to, grid_name(self.plan, gift.to)) for gift, _ in gifts)
            self.editing.ask((Option("to", "choice", takers),), {"to": best.to})
            self.propose(best, self._warning)

    def _gap_at(self, x: float, y: float) -> Finding | None:
        """Return the gap at a place; a narrow one counts up to a few pixels beside it."""
        findings = self.ground.session.findings
        reach = DRAG_PX * self.ground.view.metres_per_pixel
        gaps = [f for f in (findings.open if findings is not None else ()) if f.rule == "gap" and f.where is not None]
        point = shapely.Point(x, y)
        near = [(shapely.distance(gap.where, point), number) for number, gap in enumerate(gaps)]
        apart, number = min(near, default=(reach + 1, 0))
        return gaps[number] if apart <= reach else None

    def option_set(self, key: str) -> None:
        """Propose to give the gap to another grid."""
        if self._gap is not None:
            self.propose(GiveGround(self._gap, int(self.editing.values["to"])), self._warning)

    def cancel(self) -> None:
        """Forget the gap."""
        self._gap = self._pressed = None
        super().cancel()


class ClipOverhang(ChooseTool):
    """Takes from the selected grid what lies outside its parent."""

    key: ClassVar[str] = "clip"

    def edit_of(self, grids: tuple[int, ...]) -> Edit | None:
        """Return the clip of the grid selected last."""
        return ClipToParent(grids[-1]) if grids else None

    def warning_of(self, grids: tuple[int, ...]) -> str:
        """Return what makes the clip of the grid selected last a matter to decide."""
        findings = self.ground.session.findings
        found = [f for f in (findings.open if findings is not None else ()) if f.rule == "overhang"]
        mine = [offer for f in found if f.grids[:1] == grids[-1:] for offer in offers(self.plan, f)]
        return next((one.warning for one in mine if isinstance(one.edit, ClipToParent) and one.warning), "")
