"""Workers whose grids lie far apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.following import moved_grids
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray, runs_in, with_runs
from gridmap.model.change import Change
from gridmap.model.kept import kept_by_day, once_for_change
from gridmap.model.plan import Plan
from gridmap.people.staffing import (
    counting,
    duties,
    duties_again,
    goes_round,
    reassigned_workers,
    rows_by_worker,
    workers_in,
)


def rounds(plan: Plan, scope: Scope) -> tuple[IntArray, IntArray, IntArray]:
    """Return who goes round several grids: ids of workers, positions of grids, ids of their top-level grids.

    By worker and then grid; a worker is in the scope with all his grids if one of them is.
    """
    worker, grid, top = _rounds_of_all(plan, scope.on)
    if scope.grids is not None:
        concerned = workers_in(plan, scope.grids, counting(plan, scope.on) & goes_round(plan))
        mine = runs_in(worker, concerned)
        worker, grid, top = worker[mine], grid[mine], top[mine]
    return worker, grid, top


_Rounds = tuple[IntArray, IntArray, IntArray]


def _rounds_again(old: Plan, new: Plan, change: Change, on: dt.date, result: _Rounds) -> _Rounds | None:
    """Look again at the workers of whom an assignment was touched."""
    if not change.touched.isdisjoint(("workers.id", "grids.id", "grids.kind", "grids.parent")):
        return None
    found = duties_again(new, change, counting(new, on) & goes_round(new))
    if found is None:
        return result
    workers, worker, grid = found
    again = _several(new, worker, grid)
    worker, grid, top = with_runs(result, workers, again)
    return worker, grid, top


@kept_by_day("assignments", "workers.id", "grids.kind", "grids.parent", follow=_rounds_again)
def _rounds_of_all(plan: Plan, on: dt.date) -> _Rounds:
    return _several(plan, *duties(plan, counting(plan, on) & goes_round(plan)))


def _several(plan: Plan, worker: IntArray, grid: IntArray) -> _Rounds:
    """Return the duties of those who have several, with the top-level grid of each."""
    same_as_next = np.diff(worker) == 0
    several = np.zeros(len(worker), dtype=bool)
    several[:-1] |= same_as_next
    several[1:] |= same_as_next
    worker, grid = worker[several], grid[several]
    if not len(grid):
        return worker, grid, grid.copy()
    return worker, grid, plan.ancestors_at(plan.scheme.levels[0])[grid]


def otherwise_answered_for(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the grids with other ground or households, and all of a worker of whom an assignment changed.

    All grids if there are others than before, or of another kind or parent, or other workers.
    """
    if not change.touched.isdisjoint(("grids.id", "grids.kind", "grids.parent", "workers.id")):
        return None
    return np.union1d(moved_grids(old, new, change), grids_of_reassigned(old, new, change))


@once_for_change
def grids_of_reassigned(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the ids of the grids, before and after, of the workers of whom a change touches an assignment."""
    workers = reassigned_workers(change)
    if not len(workers):
        return workers
    found = [plan.tables["assignments"]["grid"].to_numpy()[rows_by_worker(plan).rows(workers)] for plan in (old, new)]
    return np.unique(np.concatenate(found))


@check(
    "worker-far-apart",
    severity="warning",
    group="people",
    limits=("worker_distance",),
    source="Limit of the scheme",
    reads=("grids.geometry", "grids.kind", "grids.parent", "assignments", "workers"),
    again=otherwise_answered_for,
)
def workers_far_apart(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find workers two of whose grids, in one top-level grid, lie farther from each other than the limit.

    Measured between the nearest points of the two. Grids in different top-level grids are a finding of their own; a
    responsible person, who does not go round, may answer for units far apart.
    """
    worker, grid, top = rounds(plan, scope)
    one, two = pairs_of(worker)
    near = top[one] == top[two]
    one, two = one[near], two[near]
    shapes = valid_shapes(plan)
    distance = shapely.distance(shapes[grid[one]], shapes[grid[two]])
    limit = plan.scheme.limit("worker_distance")
    far = distance > limit
    workers, number = np.unique(worker[one[far]], return_inverse=True)
    farthest = np.zeros(len(workers))
    np.maximum.at(farthest, number.reshape(-1), distance[far])
    mine = np.isin(worker, workers)
    grids = listed(np.searchsorted(workers, worker[mine]), plan.ids[grid[mine]], len(workers))
    yield from about_rows(
        plan,
        "worker-far-apart",
        grids,
        workers=workers[:, None].tolist(),
        distance_m=np.round(farthest, 3),
        limit=np.full(len(workers), limit),
    )


def pairs_of(group: IntArray) -> tuple[IntArray, IntArray]:
    """Return all pairs of places with the same number in an ascending array, the lower place first."""
    found = [np.empty((2, 0), dtype=np.int64)]
    longest = int(np.unique(group, return_counts=True)[1].max(initial=0))
    for step in range(1, longest):
        one = np.flatnonzero(group[step:] == group[:-step])
        found.append(np.stack([one, one + step]))
    one, two = np.concatenate(found, axis=1)
    return one, two
