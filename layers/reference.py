"""A file from elsewhere laid over the map: lines, outlines and points in one colour, without anything filled."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import shapely

from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan
from layers import palette
from layers.detail import level_of_detail
from layers.marks import Box, Entry, Layer, Legend, Marks, touching


class ReferenceLayer(Layer):
    """Shapes that are no part of any plan.

    Parameters
    ----------
    shapes : object (n,)
        Points, lines and polygons of one part each, in the plan's CRS.
    number : int
        Which of :data:`layers.palette.REFERENCES` they are drawn in; they repeat after the last.
    """

    key: ClassVar[str] = "reference"

    def __init__(self, shapes: ShapeArray, number: int = 0) -> None:
        self.shapes = shapes
        self.line, self.point = palette.REFERENCES[number % len(palette.REFERENCES)]

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the shapes, whatever the plan is; the key of a mark is its place among them."""
        rows = np.flatnonzero(touching(self.shapes, window))
        level = level_of_detail(detail_m)
        shapes = shapely.simplify(self.shapes[rows], level / 2) if level else self.shapes[rows]
        style = np.where(shapely.get_dimensions(shapes) == 0, 1, 0)
        return Marks(rows, shapes, style, (self.line, self.point), legend=self.legend(plan))

    def legend(self, plan: Plan) -> Legend:
        """Return one line for points and one for everything else, as far as there are any."""
        points = int((shapely.get_dimensions(self.shapes) == 0).sum())
        others = len(self.shapes) - points
        lines = (Entry("legend-reference-shapes", (self.line,), others, "line"),) if others else ()
        dots = (Entry("legend-reference-points", (self.point,), points, "point"),) if points else ()
        return Legend(entries=(*lines, *dots))
