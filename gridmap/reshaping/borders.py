"""How long a border pieces of ground share with the shapes that are worked on."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.reshaping.surroundings import Surroundings
from gridmap.reshaping.together import Steps, alone, parted, shapes_from

_SNUG = 1.0  # metres around the ground within which a shape's border is looked at


class Borders(Surroundings):
    """Knows which borders are shared, and looks again only where a shape changed."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._borders: dict[tuple[int, int], tuple[shapely.Geometry, float]] = {}  # of foreseen ground, with a grid

    def border_lengths(self, ground: shapely.Geometry, grids: IntArray) -> FloatArray:
        """Return how long a border each of some grids shares with a piece of ground, metres. Shape (n,)."""
        return alone(self.bordering(ground, grids))

    def bordering(self, ground: shapely.Geometry, grids: IntArray) -> Steps[FloatArray]:
        """Do what :meth:`border_lengths` does, step by step."""
        known = [self._borders.get((id(ground), grid)) for grid in grids.tolist()]
        shapes = self.shapes(grids)
        if all(one is not None and one[0] is shape for one, shape in zip(known, shapes, strict=True)):
            return np.array([one[1] for one in known if one is not None], dtype=np.float64)
        return (yield self._border_lengths, (ground, shapes))

    def _border_lengths(self, asked: list[tuple[Any, ...]]) -> list[FloatArray]:
        """Return how long a border pieces of ground share with the shapes beside each, metres."""
        sizes = [len(shapes) for _, shapes in asked]
        of = np.repeat(shapes_from([ground for ground, _ in asked]), sizes)
        lines = [_clipped(ground, shapes) for ground, shapes in asked]
        return parted(on_all_cores(self._lengths, of, np.concatenate(lines), worth=20), sizes)

    def foresee_borders(self, grounds: ShapeArray, grids: list[IntArray]) -> None:
        """Look how long a border pieces of ground, each foreseen, share with grids as they are in the plan."""
        shapes = [valid_shapes(self.plan)[self.plan.positions(ids)] for ids in grids]
        found = self._border_lengths(list(zip(grounds, shapes, strict=True))) if len(grounds) else []
        for ground, ids, mine, lengths in zip(grounds, grids, shapes, found, strict=True):
            for grid, shape, length in zip(ids.tolist(), mine, lengths.tolist(), strict=True):
                self._borders[id(ground), grid] = (shape, length)

    def _lengths(self, grounds: ShapeArray, lines: ShapeArray) -> FloatArray:
        """Return how long the borders are that pieces of ground share with the lines beside them, metres."""
        # As wide as rounding: what runs along the border counts, what just crosses it does not.
        strip = shapely.buffer(lines, 2 * self.noise, cap_style="flat", quad_segs=1)
        length = shapely.length(shapely.intersection(shapely.boundary(grounds), strip))
        return np.where(length > 20 * self.noise, length, 0.0)


def _clipped(ground: shapely.Geometry, shapes: ShapeArray) -> ShapeArray:
    """Return the borders of some shapes as far as they are near a piece of ground. Shape (n,)."""
    x_min, y_min, x_max, y_max = shapely.bounds(ground)
    borders = shapely.boundary(shapes)
    return np.asarray(shapely.clip_by_rect(borders, x_min - _SNUG, y_min - _SNUG, x_max + _SNUG, y_max + _SNUG))
