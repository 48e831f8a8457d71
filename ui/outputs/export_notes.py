"""What has to be said beside a file that was exported: grids that cannot be shown, texts that had to be changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import shapely

from gridmap.exchange.plain import strange_texts
from gridmap.ground.tiling import valid_shapes
from gridmap.model.errors import Problem
from gridmap.model.plan import Plan

_MOST_NAMED: Final = 10


def missing_shapes(plan: Plan, grids: Collection[int] = (), *, is_map: bool) -> tuple[Problem, ...]:
    """Return how many of the grids that are exported have no shape: tables hold them all the same, maps cannot.

    Parameters
    ----------
    grids : collection of int
        Ids of the grids that are exported with what is below them; none for the whole plan.
    """
    ids = plan.below(list(grids)) if len(grids) else plan.ids
    count = int(np.count_nonzero(~plan.has_shape[plan.positions(ids)]))
    key = "export-not-on-map" if is_map else "export-without-shape"
    return (Problem(key, values={"count": count}),) if count else ()


def without_ground(plan: Plan, grids: Collection[int] = ()) -> tuple[Problem, ...]:
    """Return which grids of those that are exported ought to have ground and have none that could be shown."""
    may_lack_it = plan.of_kinds(kind for kind in plan.scheme.kinds if not kind.shape_required)
    without = plan.ids[shapely.is_missing(valid_shapes(plan)) & ~may_lack_it]
    if len(grids):
        without = np.intersect1d(without, plan.below(list(grids)))
    if not len(without):
        return ()
    codes = ", ".join(plan.codes(without[:_MOST_NAMED])) + (", …" if len(without) > _MOST_NAMED else "")
    return (Problem("export-without-ground", values={"count": len(without), "codes": codes}),)


def notes_of_grids(plan: Plan, grids: Collection[int] = (), *, is_map: bool) -> tuple[Problem, ...]:
    """Return all that has to be said of grids that go out: what a map lacks, and texts that are written otherwise."""
    return (*missing_shapes(plan, grids, is_map=is_map), *without_ground(plan, grids), *strange_texts(plan))
