"""A second map beside the window's: another division of the same ground, to look at and to select on."""

from __future__ import annotations

from collections.abc import Sequence

from gridmap.model.plan import Plan
from layers.shown import ShownLayer
from ui.canvas.map_canvas import MapCanvas
from ui.look.words import Words
from ui.session.desk import Desk


class OtherMap(MapCanvas):
    """Shows a plan that is not the one that is open; nothing on it can be edited. It has a desk of its own."""

    def __init__(self, plan: Plan, layers: Sequence[ShownLayer], words: Words) -> None:
        self._own_desk = Desk()
        super().__init__(self._own_desk, words)
        self._own_desk.setParent(self)
        self.overview.show(False)
        session, before = self.session, self.session.plan
        session.plan = plan
        session.plan_changed.emit(before, plan, None)
        self.set_layers(layers)

    def let_go(self) -> None:
        """Stop all work."""
        super().let_go()
        self.session.close()
