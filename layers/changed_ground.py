"""The layer of two divisions side by side: ground that changes hands, and borders as they were."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import shapely

from gridmap.model.plan import Plan
from gridmap.project.comparison import Comparison
from layers import palette
from layers.labels import short_name
from layers.marks import Box, Entry, Layer, Legend, Marks, touching


class ChangedGround(Layer):
    """Ground that changes hands, hatched, with from and to.

    Parameters
    ----------
    comparison : Comparison
    old_borders : bool
        Whether the borders that are no border any more are shown too, dashed.
    """

    key: ClassVar[str] = "changed"

    def __init__(self, comparison: Comparison, *, old_borders: bool = True) -> None:
        self.comparison = comparison
        self.old_borders = old_borders

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the ground, largest first, then the borders; the key of a piece is its row in the comparison."""
        table = self.comparison.ground
        ground = np.asarray(table.geometry.array, dtype=object)
        lines = shapely.get_parts(np.array([self.comparison.old_borders], dtype=object))
        lines = lines[:0] if not self.old_borders else lines
        shapes = np.concatenate([ground, lines])
        labels = np.full(len(shapes), "", dtype=object)
        labels[: len(ground)] = self.labels()
        style = np.repeat([0, 1], [len(ground), len(lines)])
        rows = np.flatnonzero(touching(shapes, window)) if len(shapes) else np.empty(0, dtype=np.int64)
        entries = [Entry("legend-changed-ground", (palette.CHANGED_GROUND,), len(ground))]
        if self.old_borders:
            entries.append(Entry("legend-old-border", (palette.OLD_BORDER,), None, "line"))
        key = np.concatenate([np.arange(len(ground)), np.zeros(len(lines), dtype=np.int64)])
        weight = np.where(style == 0, 100.0 - np.arange(len(shapes)) * 1e-3, 0.0)  # before any name of a grid
        return Marks(
            key[rows],
            shapes[rows],
            style[rows],
            (palette.CHANGED_GROUND, palette.OLD_BORDER),
            labels[rows],
            weight[rows],
            Legend("", tuple(entries)),
        )

    def labels(self) -> list[str]:
        """Return for every piece of ground who held it and who holds it, by short names."""
        table = self.comparison.ground
        return [
            f"{self._short(giver)} → {self._short(taker)}"
            for giver, taker in zip(table["from"].tolist(), table["to"].tolist(), strict=True)
        ]

    def _short(self, grid: int) -> str:
        return short_name(self.comparison.name_of(grid)) or "—"
