"""Shapes as simple as a scale allows, with shared borders still shared."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import ShapeArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

FINEST_M: Final = 0.5
"""Below this no vertex is left out: it is finer than what anybody draws boundaries by."""


def level_of_detail(detail_m: float) -> float:
    """Return the power of two at or below a detail, 0 for less than :data:`FINEST_M`, so that few levels are kept."""
    return 0.0 if detail_m < FINEST_M else 2.0 ** math.floor(math.log2(detail_m))


def grid_shapes(plan: Plan, detail_m: float = 0.0) -> ShapeArray:
    """Return the shape of every grid for drawing, ``None`` where it has none; kept with the plan.

    The grids of one level are simplified together (:func:`shapely.coverage_simplify`), so that no gap opens between
    neighbours. Shapes that are not valid are drawn as the ground they enclose.

    Parameters
    ----------
    plan : Plan
    detail_m : float
        Details smaller than this may go, metres.

    Returns
    -------
    array of Polygon, MultiPolygon or None, shape (n,), in the order of ``plan.ids``
    """
    level = level_of_detail(detail_m)
    drawn = _by_level(plan)
    if level not in drawn:
        shapes = valid_shapes(plan)
        if level:
            shapes = shapes.copy()
            for rank in np.unique(plan.ranks[~shapely.is_missing(shapes)]).tolist():
                shapes[plan.ranks == rank] = shapes_of_rank(plan, rank, detail_m)
        drawn[level] = shapes
    return drawn[level]


def shapes_of_rank(plan: Plan, rank: int, detail_m: float = 0.0) -> ShapeArray:
    """Return of :func:`grid_shapes` those of one level's grids, in the order of ``plan.ids``; kept with the plan."""
    level = level_of_detail(detail_m)
    drawn = _by_rank(plan)
    if (level, rank) not in drawn:
        shapes = valid_shapes(plan)[plan.ranks == rank]
        there = ~shapely.is_missing(shapes)
        if level and there.any():
            shapes[there] = shapely.coverage_simplify(shapes[there], level)
        drawn[level, rank] = shapes
    return drawn[level, rank]


@kept("grids")
def _by_level(_plan: Plan) -> dict[float, ShapeArray]:
    """Hold the shapes of a plan by level of detail, as they are asked for."""
    return {}


@kept("grids")
def _by_rank(_plan: Plan) -> dict[tuple[float, int], ShapeArray]:
    """Hold the shapes of a plan by level of detail and rank, as they are asked for."""
    return {}
