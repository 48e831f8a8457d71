"""Which grid should stand above one whose parent is missing or cannot be right, by its place and by its code."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.codes import parents_by_prefix
from gridmap.ground.tiling import valid_shapes
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import FloatArray, IntArray
from gridmap.model.plan import Plan

NEARLY_ALL: Final = 0.99
"""Share of a grid's ground from which on it counts as being all there: borders from two sources never quite agree."""


def by_place(plan: Plan, grid: int) -> tuple[IntArray, FloatArray]:
    """Return the grids that may by their kind be a grid's parent and hold some of its ground, and what share of it.

    Returns
    -------
    ids : int64 (k,)
        The one that holds most first.
    share : float64 (k,)
        0 to 1.
    """
    at = int(plan.positions([grid])[0])
    shape = valid_shapes(plan)[at]
    if shape is None:
        return np.empty(0, np.int64), np.empty(0)
    _, near = grid_index(plan).query(shape, predicate="intersects")
    near = near[_may_be_above(plan, at)[near]]
    share = shapely.area(shapely.intersection(valid_shapes(plan)[near], shape)) / shape.area
    order = np.lexsort((plan.ids[near], -share))
    order = order[share[order] > 0]
    return plan.ids[near[order]], share[order]


def by_code(plan: Plan, grid: int) -> int | None:
    """Return the grid with whose code a grid's code begins, if just one may by its kind be the parent."""
    at = int(plan.positions([grid])[0])
    above = plan.ids[_may_be_above(plan, at)]
    [found] = parents_by_prefix(plan.codes([grid]), plan.codes(above)).tolist()
    return int(above[found]) if found >= 0 else None


def by_place_and_code(plan: Plan, grid: int) -> int | None:
    """Return the one grid that holds nearly all of a grid's ground and that its code names too.

    ``None`` also if that has given the ground to somebody else.
    """
    at = int(plan.positions([grid])[0])
    shape = valid_shapes(plan)[at]
    if shape is None:
        return None
    _, near = grid_index(plan).query(shape, predicate="intersects")
    near = near[_may_be_above(plan, at)[near]]
    [code] = plan.codes([grid])
    fits = [bool(prefix) and code.startswith(prefix) for prefix in plan.codes(plan.ids[near])]
    near = near[np.array(fits, dtype=bool)]
    share = shapely.area(shapely.intersection(valid_shapes(plan)[near], shape)) / shape.area
    named = plan.ids[near[share > NEARLY_ALL]].tolist()
    if len(named) != 1:
        return None
    there = valid_shapes(plan)[plan.child_positions(named)]
    taken = shapely.area(shapely.intersection(there[~shapely.is_missing(there)], shape)).sum()
    return int(named[0]) if taken < (1 - NEARLY_ALL) * shape.area else None


def _may_be_above(plan: Plan, at: int) -> np.ndarray:
    number = int(plan.kind_numbers[at])
    kinds = plan.scheme.kinds[number].parents if number >= 0 else ()
    return plan.of_kinds(plan.scheme.kind(key) for key in kinds)
