"""Where a plan lies."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling import is_on_the_map
from gridmap.model.arrays import FloatArray, IntArray
from gridmap.model.kept import kept, kept_by_row
from gridmap.model.plan import Plan


@kept_by_row("grids", "geometry")
def shown_boxes(plan: Plan, rows: IntArray) -> FloatArray:
    """Return west, south, east and north of grids, in the plan's CRS; nan where a shape cannot be shown.

    Kept with the plan and following edits. Shape (n, 4).
    """
    boxes = np.full((len(rows), 4), np.nan)
    there = np.flatnonzero(plan.has_shape[rows])
    shapes = plan.all_shapes[rows[there]]
    seen = is_on_the_map(shapes)
    boxes[there[seen]] = shapely.bounds(shapes[seen])
    return boxes


@kept("grids.geometry")
def ground_extent(plan: Plan) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of all grids whose shapes can be shown, in the plan's CRS; ``None`` if none.

    At the size of a province this takes as long as two seconds the first time: whoever opens one has it worked out on
    the way. After an edit only the shapes that it changed are looked at.
    """
    boxes = shown_boxes(plan)
    if not len(boxes):
        return None
    west, south = np.fmin.reduce(boxes[:, :2]).tolist()
    east, north = np.fmax.reduce(boxes[:, 2:]).tolist()
    return None if np.isnan(west) else (west, south, east, north)
