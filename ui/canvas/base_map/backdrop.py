"""The base map below the plan: which one, how strong it is, and how it makes the layers above it paler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from gridmap.model.plan import Plan
from layers.shown import ShownLayer
from ui.canvas.base_map.base_map import BaseMap, TileSource
from ui.canvas.renderer import Under

_OVER_BASE: Final = 0.5


class Backdrop(QObject):
    """Holds the base map that is shown, if there is one.

    Signals
    -------
    loaded : Box
        Tiles came for a part of the ground.
    refused : int
        The server does not give tiles to this user; the HTTP status.
    """

    loaded = Signal(object)
    refused = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.map: BaseMap | None = None
        self._key, self._opacity = "", 1.0

    def show(self, source: TileSource | None, plan: Plan, key: str) -> None:
        """Show a base map under a plan, ``None`` for none."""
        if self.map is not None:
            self.map.let_go()
            self.map.deleteLater()
        self.map = None if source is None else BaseMap(source, plan.crs, key, parent=self)
        if self.map is not None:
            self._key, self.map.opacity = key, self._opacity
            self.map.loaded.connect(self.loaded)
            self.map.refused.connect(self.refused)

    def follow(self, plan: Plan) -> None:
        """Show the same base map under a plan with another CRS."""
        if self.map is not None:
            self.show(self.map.source, plan, self._key)

    def fade(self, opacity: float) -> bool:
        """Take an opacity, 0 to 1, and return whether anything looks different now."""
        if opacity == self._opacity:
            return False
        self._opacity = opacity
        if self.map is not None:
            self.map.opacity = opacity
        return self.map is not None

    def let_go(self) -> None:
        """Stop all work."""
        if self.map is not None:
            self.map.let_go()

    @property
    def source(self) -> TileSource | None:
        """The base map that is shown."""
        return None if self.map is None else self.map.source

    @property
    def is_loading(self) -> bool:
        """Whether tiles are on their way."""
        return self.map is not None and self.map.is_loading

    @property
    def steps(self) -> Under | None:
        """What paints the base map below a picture, ``None`` while nothing of it is seen."""
        return self.map.steps if self.map is not None and self._opacity > 0 else None

    def under(self, layers: Sequence[ShownLayer]) -> tuple[ShownLayer, ...]:
        """Return layers as they are shown above it: those that cover the ground let it through."""
        if self.steps is None:
            return tuple(layers)
        return tuple(
            replace(shown, opacity=shown.opacity * _OVER_BASE) if shown.layer.covers_ground else shown
            for shown in layers
        )
