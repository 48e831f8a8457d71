"""What an edit would bring, told before it is performed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from gridmap.checks import Finding, Findings, difference, run_checks
from gridmap.ground.cores import on_all_cores
from gridmap.ground.placement import placement
from gridmap.ground.tiling import is_valid, made_valid
from gridmap.model.arrays import IntArray, ShapeArray, positions_in
from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan


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
    then = run_checks(after, on=on)
    return Preview(
        change,
        after,
        then,
        *difference(now, then),
        area_moved(plan, change),
        households_moved(plan, after),
    )


def area_moved(plan: Plan, change: Change) -> float:
    """Return the ground that a change of shapes moves on the deepest level where it moves any, m2.

    What grids gain or what they lose, whichever is more: both where it changes hands, one where a gap or overlap goes,
    or where a grid gets its first shape. An invalid shape counts as the ground that it encloses.
    """
    if "grids" not in change.rows:
        return 0.0
    rows = change.rows["grids"]
    before, after = (_ground_of(frame, rows.ids) for frame in (rows.before, rows.after))
    rank_of = {kind.key: kind.level.rank for kind in plan.scheme.kinds}
    kinds = pd.concat([rows.before["kind"], rows.after["kind"]]).groupby(level=0).last()
    ranks = kinds.map(rank_of).fillna(0).to_numpy(dtype=np.int64)
    for rank in np.unique(ranks)[::-1].tolist():  # the large shapes of the upper levels are seldom asked
        one, two = before[ranks == rank], after[ranks == rank]
        either = shapely.area(on_all_cores(shapely.symmetric_difference, one, two, worth=50))
        if (either > 0).any():
            more = shapely.area(two) - shapely.area(one)
            return float(max((either + more).sum(), (either - more).sum()) / 2)
    return 0.0


def _ground_of(frame: pd.DataFrame, ids: IntArray) -> ShapeArray:
    """Return the ground of each of some grids as a frame has it, an empty polygon for those that have none there."""
    shapes = np.full(len(ids), shapely.Polygon(), dtype=object)
    found = np.asarray(frame["geometry"].array, dtype=object)
    ground = made_valid(found, is_valid(found))
    present = ~shapely.is_missing(ground)
    shapes[positions_in(ids, frame.index)[present]] = ground[present]
    return shapes


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
