"""What lies under the cursor, or inside a rectangle or a lasso, by the plan's spatial index."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan


def grid_at(plan: Plan, x: float, y: float, rank: int) -> int:
    """Return the id of the grid at a place, 0 for none.

    Of several the one of the deepest level counts that is not below ``rank``; of those of one level the smallest, so
    that one which lies on another can be reached.
    """
    _, at = grid_index(plan).query(shapely.Point(x, y), predicate="intersects")
    at = at[(plan.ranks[at] > 0) & (plan.ranks[at] <= rank)]
    if not len(at):
        return 0
    at = at[plan.ranks[at] == plan.ranks[at].max()]
    return int(plan.ids[at[np.argmin(shapely.area(plan.all_shapes[at]))]])


def grids_inside(plan: Plan, area: shapely.Geometry, rank: int) -> IntArray:
    """Return the ids of the grids of the level that is shown whose inner point lies in an area, ascending."""
    _, at = grid_index(plan).query(area, predicate="intersects")
    at = np.unique(at[(plan.ranks[at] == rank) & (rank > 0)])
    if not len(at):
        return np.empty(0, dtype=np.int64)
    shapely.prepare(area)
    inner = shapely.point_on_surface(plan.all_shapes[at])
    return plan.ids[at[shapely.intersects(area, inner)]]
