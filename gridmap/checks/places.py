"""The ground of some grids as one shape, and their households: where a finding is shown and how it is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import shapely

from gridmap.ground.cores import shared_out
from gridmap.model.arrays import ShapeArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


def grounds_and_households(plan: Plan, bunches: Sequence[Sequence[int]]) -> tuple[ShapeArray, list[int]]:
    """Return the ground of bunches of grids, each as one shape, and the households of each.

    Parameters
    ----------
    bunches : k sequences of int
        Ids of grids; what the plan does not have, or a bunch has twice, counts for nothing.

    Returns
    -------
    ground : object (k,)
        ``None`` for a bunch without any.
    households : k numbers
    """
    from gridmap.ground.placement import households_by_grid
    from gridmap.ground.tiling import valid_shapes

    ground = np.full(len(bunches), None, dtype=object)
    size = np.fromiter(map(len, bunches), dtype=np.int64, count=len(bunches))
    at = plan.positions(np.fromiter(chain.from_iterable(bunches), dtype=np.int64, count=int(size.sum())))
    bunch = np.repeat(np.arange(len(bunches)), size)
    if len(size) and (size.max() > 1 or at.min(initial=0) < 0):
        bunch, at = np.divmod(np.unique((bunch * len(plan.ids) + at)[at >= 0]), len(plan.ids))
        size = np.bincount(bunch, minlength=len(bunches))
    households = np.bincount(bunch, weights=households_by_grid(plan)[at], minlength=len(bunches))
    shapes = valid_shapes(plan)[at]
    alone = size[bunch] == 1
    ground[bunch[alone]] = shapes[alone]
    first = np.cumsum(size) - size
    united = _united(plan)
    several = np.flatnonzero(size > 1).tolist()
    mine = [slice(first[i], first[i] + size[i]) for i in several]
    grids = [tuple(plan.ids[at[rows]].tolist()) for rows in mine]
    missing = {ids: shapes[rows] for ids, rows in zip(grids, mine, strict=True) if ids not in united}
    united.update(zip(missing, shared_out(_ground_of, list(missing.values())), strict=True))
    for i, ids in zip(several, grids, strict=True):
        ground[i] = united[ids]
    return ground, households.astype(np.int64).tolist()


@kept("grids.geometry")
def _united(plan: Plan) -> dict[tuple[int, ...], shapely.Geometry | None]:
    """Return the ground of the bunches of grids that were asked for, by their ids; filled as they are asked for."""
    return {}


@_united.follows
def _(
    old: Plan, new: Plan, change: Change, result: dict[tuple[int, ...], shapely.Geometry | None]
) -> dict[tuple[int, ...], shapely.Geometry | None]:
    changed = frozenset(change.ids("grids").tolist())
    return {grids: ground for grids, ground in result.items() if changed.isdisjoint(grids)}


def _ground_of(shapes: ShapeArray) -> shapely.Geometry | None:
    """Return several shapes as one, ``None`` if there is no ground at all."""
    present = shapes[~shapely.is_missing(shapes)]
    if len(present) < 2:
        return present[0] if len(present) else None
    return shapely.union_all(present)
