"""A layer and how it is shown: visible or not, and how faint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from layers.marks import Layer

GROUND: Final = frozenset({"kinds", "ground", "staffing", "branches", "workload", "load", "density"})
"""Keys of layers whose marks are grids of the deepest level; of their styles the last stands for grids not asked."""


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
