"""What an edit would bring, told before it is performed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import pandas as pd
import shapely

from gridmap.checks import Finding, Findings, difference, run_checks
from gridmap.ground.cores import CORES
from gridmap.ground.placement import placement
from gridmap.ground.tiling import valid_shapes
from gridmap.mending.fix_all import Mending
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan

_Made = TypeVar("_Made")


@dataclass(frozen=True, eq=False)
class Preview:
    """An edit that was not performed.

    Attributes
    ----------
    change : Change
    after : Plan
        The plan as it would be.
    findings : Findings
        All findings as they would be.
    gone, brought : tuple of Finding
        Open findings that the edit would clear, and those that it would bring, gravest first; what is left of a fault
        that is mended in part is neither.
    area_moved_m2 : float
        Ground that would be held by another grid, by one more or by one less, on the deepest level where any would.
    households_moved : int
        Households whose grid would be another one, or none.
    """

    change: Change
    after: Plan
    findings: Findings
    gone: tuple[Finding, ...]
    brought: tuple[Finding, ...]
    area_moved_m2: float
    households_moved: int


def preview(plan: Plan, edit: Edit, on: dt.date | None = None) -> Preview:
    """Return what an edit would do to a plan and to its findings; ``Refused`` if it does nothing.

    Quick on a plan that was checked before: what the edit does not concern is carried over.
    """
    now = run_checks(plan, on=on)
    change = edit.change(plan)
    placement(plan)
    after = plan.apply(change)
    if isinstance(edit, Mending) and edit.found is not None:
        edit.found.hand_over(after)
    with _beside() as begin:
        moved = begin(partial(_area_moved, _by_rank(plan, after, change)))
        then = run_checks(after, on=on)
        return Preview(
            change,
            after,
            then,
            *difference(now, then),
            moved(),
            households_moved(plan, after),
        )


def _by_rank(plan: Plan, after: Plan, change: Change) -> list[tuple[ShapeArray, ShapeArray]]:
    """Return the ground of the grids that a change touches before and after it, by level, the deepest first."""
    if "grids" not in change.rows:
        return []
    rows = change.rows["grids"]
    grounds = [_ground_of(one, rows.ids) for one in (plan, after)]
    rank_of = {kind.key: kind.level.rank for kind in plan.scheme.kinds}
    kinds = pd.concat([rows.before["kind"], rows.after["kind"]]).groupby(level=0).last()
    ranks = kinds.map(rank_of).fillna(0).to_numpy(dtype=np.int64)
    # the large shapes of the upper levels are seldom asked
    return [(grounds[0][ranks == rank], grounds[1][ranks == rank]) for rank in np.unique(ranks)[::-1].tolist()]


def _area_moved(by_rank: list[tuple[ShapeArray, ShapeArray]]) -> float:
    """Return the ground that moves on the deepest level where any does, m2; see :attr:`Preview.area_moved_m2`.

    What grids gain or what they lose, whichever is more: both where it changes hands, one where a gap or overlap goes,
    or where a grid gets its first shape. An invalid shape counts as the ground that it encloses.
    """
    for one, two in by_rank:
        either = shapely.area(shapely.symmetric_difference(one, two))
        if (either > 0).any():
            more = shapely.area(two) - shapely.area(one)
            return float(max((either + more).sum(), (either - more).sum()) / 2)
    return 0.0


def _ground_of(plan: Plan, ids: IntArray) -> ShapeArray:
    """Return the ground of some grids, an empty polygon for those that have none, or are not there."""
    at = plan.positions(ids)
    shapes = np.full(len(ids), None, dtype=object)
    shapes[at >= 0] = valid_shapes(plan)[at[at >= 0]]
    shapes[shapely.is_missing(shapes)] = shapely.Polygon()
    return shapes


@contextmanager
def _beside() -> Iterator[Callable[[Callable[[], _Made]], Callable[[], _Made]]]:
    """Have what lets go of Python's lock done on another core, if there is one, until it is asked for."""
    if CORES == 1:
        yield lambda work: work
        return
    pool = ThreadPoolExecutor(1, "gridmap-preview")
    try:
        yield lambda work: pool.submit(work).result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def households_moved(before: Plan, after: Plan) -> int:
    """Return the households whose building is held by another grid after a change, or by none; same buildings."""
    if not before.buildings.index.equals(after.buildings.index):
        common = before.buildings.index.intersection(after.buildings.index)
        one = placement(before).holder[before.buildings.index.get_indexer(common)]
        two = placement(after).holder[after.buildings.index.get_indexer(common)]
        households = after.buildings["households"].loc[common].to_numpy()
    else:
        one, two = placement(before).holder, placement(after).holder
        households = after.buildings["households"].to_numpy()
    return int(households[one != two].sum())
