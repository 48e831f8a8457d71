"""Which grid should stand above one whose parent is missing or cannot be right, by its place and by its code."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.codes import parents_by_prefix
from gridmap.ground.cores import on_all_cores
from gridmap.ground.tiling import valid_shapes
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
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


def by_place_and_code(plan: Plan, grids: IntArray) -> list[int | None]:
    """Return for each of some grids the one that holds nearly all of its ground and that its code names too.

    ``None`` also if that has given the ground to somebody else.
    """
    found: list[int | None] = [None] * len(grids)
    shapes = valid_shapes(plan)[plan.positions(grids)]
    own, near = grid_index(plan).query(shapes, predicate="intersects")
    may = np.zeros(len(own), dtype=bool)
    kinds = plan.kind_numbers[plan.positions(grids)]
    for number in np.unique(kinds).tolist():
        of_kind = kinds[own] == number
        may[of_kind] = _of_kind_above(plan, number)[near[of_kind]]
    own, near = own[may], near[may]
    codes, above = plan.codes(grids), plan.codes(plan.ids[near])
    fits = [bool(prefix) and codes[row].startswith(prefix) for row, prefix in zip(own.tolist(), above, strict=True)]
    own, near = own[np.array(fits, dtype=bool)], near[np.array(fits, dtype=bool)]
    area = shapely.area(shapes)
    share = _in_common(valid_shapes(plan)[near], shapes[own]) / area[own]
    own, near = own[share > NEARLY_ALL], near[share > NEARLY_ALL]
    alone = np.bincount(own, minlength=len(grids))[own] == 1
    own, near = own[alone], near[alone]
    below = [plan.child_positions([above]) for above in plan.ids[near].tolist()]
    of = np.repeat(np.arange(len(own)), [len(children) for children in below])
    there = valid_shapes(plan)[np.concatenate([np.empty(0, np.int64), *below])]
    of, there = of[~shapely.is_missing(there)], there[~shapely.is_missing(there)]
    taken = np.split(_in_common(there, shapes[own[of]]), np.searchsorted(of, np.arange(1, len(own))))
    for row, at, pieces in zip(own.tolist(), near.tolist(), taken, strict=False):
        if pieces.sum() < (1 - NEARLY_ALL) * area[row]:
            found[row] = int(plan.ids[at])
    return found


def _in_common(some: ShapeArray, others: ShapeArray) -> FloatArray:
    """Return how much ground each of some shapes has in common with the one beside it, m2. Shape (n,)."""
    return on_all_cores(lambda one, two: shapely.area(shapely.intersection(one, two)), some, others, worth=2)


def _may_be_above(plan: Plan, at: int) -> BoolArray:
    return _of_kind_above(plan, int(plan.kind_numbers[at]))


def _of_kind_above(plan: Plan, number: int) -> BoolArray:
    """Return which grids are of a kind that may be above one kind, given by its number. Shape (n,)."""
    kinds = plan.scheme.kinds[number].parents if number >= 0 else ()
    return plan.of_kinds(plan.scheme.kind(key) for key in kinds)
