"""A layer and how it is shown: visible or not, and how faint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from layers.marks import Layer


@dataclass(frozen=True)
class ShownLayer:
    """A layer of the map, and how it is shown.

    Attributes
    ----------
    layer : Layer
    visible : bool
    opacity : float
        0 to 1.
    weight : float
        Its lines are this many times as wide as their styles say.
    """

    layer: Layer
    visible: bool = True
    opacity: float = 1.0
    weight: float = 1.0

    @property
    def is_seen(self) -> bool:
        """Whether any of it is seen."""
        return self.visible and self.opacity > 0


def for_editing(layers: Iterable[ShownLayer]) -> tuple[ShownLayer, ...]:
    """Return layers as they are shown while somebody edits: borders stand out, streets and buildings step back."""
    return tuple(
        replace(
            shown,
            opacity=shown.opacity * shown.layer.opacity_in_editing,
            weight=shown.weight * shown.layer.weight_in_editing,
        )
        for shown in layers
    )
