"""A layer and how it is shown: visible or not, and how faint."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    layer: Layer
    visible: bool = True
    opacity: float = 1.0

    @property
    def is_seen(self) -> bool:
        """Whether any of it is seen."""
        return self.visible and self.opacity > 0
