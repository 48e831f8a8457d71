"""Which grids lie near some ground, also of a plan of which nothing is known yet."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.extent import shown_boxes
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan


def rows_near(plan: Plan, ground: shapely.Geometry, distance_m: float = 0.0) -> IntArray:
    """Return the rows of the grids that may come within a distance of some ground, ascending; no others come near.

    Their boxes say so. Nobody waits for all shapes to be looked at: of a plan that was just opened, or read again, the
    spatial index takes most of a second at the size of a province.

    Parameters
    ----------
    ground : geometry
        In the plan's CRS, not empty.
    distance_m : float
        Metres.
    """
    west, south, east, north = ground.bounds
    box = west - distance_m, south - distance_m, east + distance_m, north + distance_m
    if not grid_index.is_known(plan):
        return rows_in_box(plan, box)
    _, at = grid_index(plan).query(shapely.box(*box))
    return np.sort(at)


def rows_in_box(plan: Plan, box: tuple[float, float, float, float]) -> IntArray:
    """Return the rows of the grids whose own box meets one of the plan's CRS, ascending, without the spatial index.

    What cannot be shown has no ground that would lie there.
    """
    (west, south, east, north), boxes = box, shown_boxes(plan)
    here = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return np.flatnonzero(here)
