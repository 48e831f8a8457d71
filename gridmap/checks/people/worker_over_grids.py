"""Workers who answer for too many grids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.people.worker_far_apart import otherwise_answered_for
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import IntArray, runs_in, with_runs
from gridmap.model.change import Change
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.staffing import counting, duties, duties_again, is_full_time, workers_in


def full_time_loads(plan: Plan, scope: Scope) -> tuple[IntArray, list[list[int]], IntArray, IntArray]:
    """Return the full-time workers in the scope: their ids, the ids of their grids, and how many grids and households.

    A worker is in the scope with all his grids if one of them is.
    """
    worker, grid = _full_time_duties(plan, scope.on)
    if scope.grids is not None:
        concerned = workers_in(plan, scope.grids, counting(plan, scope.on) & is_full_time(plan))
        mine = runs_in(worker, concerned)
        worker, grid = worker[mine], grid[mine]
    workers, number = np.unique(worker, return_inverse=True)
    number = number.reshape(-1)
    count = np.bincount(number, minlength=len(workers))
    households = np.bincount(number, weights=households_by_grid(plan)[grid], minlength=len(workers)).astype(np.int64)
    over = (count > plan.scheme.limit("worker_grids")) | (households > plan.scheme.limit("worker_households"))
    kept = over[number]
    place = np.cumsum(over) - 1
    grids = listed(place[number[kept]], plan.ids[grid[kept]], int(over.sum()))
    return workers[over], grids, count[over], households[over]


def _duties_again(
    old: Plan, new: Plan, change: Change, on: dt.date, result: tuple[IntArray, IntArray]
) -> tuple[IntArray, IntArray] | None:
    """Look again at the workers of whom an assignment was touched."""
    if not change.touched.isdisjoint(("workers.id", "grids.id")):
        return None
    found = duties_again(new, change, counting(new, on) & is_full_time(new))
    if found is None:
        return result
    workers, worker, grid = found
    worker, grid = with_runs(result, workers, (worker, grid))
    return worker, grid


@kept_by_day("assignments", "workers.id", "grids.id", follow=_duties_again)
def _full_time_duties(plan: Plan, on: dt.date) -> tuple[IntArray, IntArray]:
    return duties(plan, counting(plan, on) & is_full_time(plan))


@check(
    "worker-over-grids",
    severity="warning",
    group="people",
    limits=("worker_grids",),
    source="Limit of the scheme",
    reads=("grids.kind", "assignments", "workers"),
    again=otherwise_answered_for,
)
def workers_over_grids(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find workers who answer full-time for more grids than the limit, with the households of all of them."""
    limit = plan.scheme.limit("worker_grids")
    workers, grids, count, _ = full_time_loads(plan, scope)
    over = np.flatnonzero(count > limit)
    yield from about_rows(
        plan,
        "worker-over-grids",
        [grids[i] for i in over],
        workers=workers[over][:, None].tolist(),
        count=count[over],
        limit=np.full(len(over), int(limit)),
    )
