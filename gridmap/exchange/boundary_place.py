"""Whether a file of boundaries lies where it belongs, by what the plan holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from gridmap.exchange.boundary_parents import candidates_for
from gridmap.exchange.boundary_update import known_again
from gridmap.exchange.cells import TextArray
from gridmap.exchange.datum import Source
from gridmap.exchange.parents import WAYS, Found
from gridmap.exchange.shifts import Shift, known_shift, shift_beside, whole_of
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind


def shift_in(
    plan: Plan,
    kinds: Sequence[Kind],
    which: IntArray,
    codes: TextArray,
    found: Found,
    areas: ShapeArray,
    shapes: ShapeArray,
    source: Source,
) -> Shift | None:
    """Return the known error without which the rows of a file are where they belong; ``None`` if none explains it.

    Where a row's parent was told by its place, that place may be the neighbour's, so that the ground of all parents
    together is what it belongs to. Where no parent is told, rows belong where the grids of their codes are; and where
    there are none, beside the grids of their level.

    Parameters
    ----------
    kinds, which
        The kinds of the file, and for each of n rows which of them it is.
    codes : object (n,)
        Those that are written in full.
    found : Found
        Parents, as far as they are known.
    areas, shapes : object (n,)
        As they stand in the file, and in the plan's CRS.
    source : Source
        What the file says it is in.
    """
    told = found.parents > 0
    by_place = told & (found.way == WAYS.index("place"))
    homes = np.full(len(shapes), None, dtype=object)
    sure = told & ~by_place
    homes[sure] = plan.shapes(found.parents[sure])
    if by_place.any() or not told.any():
        homes[by_place if told.any() else slice(None)] = _whole_ground(plan, kinds)
    if not told.any():
        known = _of_same_code(plan, kinds, which, codes)
        told = known > 0
        if told.any():
            homes[:] = None
            homes[told] = plan.shapes(known[told])
    shift = known_shift(areas, shapes, source, plan.crs, homes, far=not told.any())
    if shift is None and not told.any():
        return shift_beside(areas, shapes, source, plan.crs, plan.all_shapes[plan.of_level(kinds[0].level)])
    return shift


def _of_same_code(plan: Plan, kinds: Sequence[Kind], which: IntArray, codes: TextArray) -> IntArray:
    """Return the ids of the grids that have the codes, 0 for none."""
    there = np.isin(codes, plan.grids["code"].to_numpy(dtype=object)) & (codes != "")
    nothing = np.full(len(codes), "", dtype=object), np.zeros(len(codes), dtype=np.int64)
    return known_again(plan, kinds, which, codes, *nothing, np.full(len(codes), None, dtype=object), there).grids


def _whole_ground(plan: Plan, kinds: Sequence[Kind]) -> shapely.Geometry | None:
    candidates = [candidates_for(plan, kind).shapes for kind in kinds if kind.parents]
    return whole_of(np.concatenate(candidates)) if candidates else None
