"""Which grids lie side by side: their borders run along each other, whatever vertices and roundings they have."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import FloatArray, IntArray, shapes_where
from gridmap.model.plan import Plan

_NEAR_M: Final = 1.0
"""Borders that are nearer to each other are one."""
_LEAST_M: Final = 5.0
"""Grids with less border in common than this touch at a corner."""


def side_by_side(plan: Plan, grids: IntArray, apart: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Return which of some grids lie side by side, and over what length.

    Parameters
    ----------
    grids : int64 (k,)
        Places in ``plan.ids``.
    apart : int64 (k,)
        Grids with different numbers here are not asked of each other, those of different parents for instance.

    Returns
    -------
    one, two : int64 (m,)
        Pairs of places in ``grids``, the lower one first.
    border_m : float64 (m,)
    """
    shapes = valid_shapes(plan)[grids]
    shapes = shapes_where(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)), shapes)
    one, two = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_NEAR_M)
    near = (one < two) & (apart[one] == apart[two])
    order = np.lexsort((two[near], one[near]))
    one, two = one[near][order], two[near][order]
    along = shapely.intersection(shapely.boundary(shapes[one]), shapely.buffer(shapes[two], _NEAR_M))
    border = shapely.length(along)
    beside = border > _LEAST_M
    return one[beside].astype(np.int64), two[beside].astype(np.int64), border[beside]
