"""Which grids lie in which party-building zone; zones lie over the grids and need not follow them."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling import is_valid, made_valid, valid_shapes
from gridmap.model.arrays import IntArray, shapes_where
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept("zones", "grids.geometry", "grids.kind")
def grids_in_zones(plan: Plan) -> tuple[IntArray, IntArray]:
    """Return which grids of the deepest level have their inner point in which zone.

    Returns
    -------
    zone, grid : int64 (k,)
        Pairs: places in the table of zones and in ``plan.ids``, by zone and then grid.
    """
    grids = np.flatnonzero(plan.has_shape & (plan.ranks == len(plan.scheme.levels)))
    shapes = np.asarray(plan.tables["zones"].geometry.array, dtype=object)
    shapes = made_valid(shapes_where(~shapely.is_empty(shapes), shapes), is_valid(shapes))
    points = shapely.point_on_surface(valid_shapes(plan)[grids])
    zone, point = shapely.STRtree(points).query(shapes, predicate="intersects")
    order = np.lexsort((grids[point], zone))
    return zone[order], grids[point][order]
