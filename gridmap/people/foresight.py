"""What is to be minded before somebody is given grids: limits that would be broken, towns, who is there already."""

from __future__ import annotations

import datetime as dt

import numpy as np

from gridmap.model.arrays import IntArray
from gridmap.model.errors import Problem
from gridmap.model.plan import Plan
from gridmap.people.loads import LIMITED, load_of
from gridmap.people.staffing import counting, duties, goes_round, is_full_time


def to_mind(before: Plan, after: Plan, worker: int, on: dt.date | None = None) -> tuple[Problem, ...]:
    """Return what a change would bring about for a worker that the rules find fault with, as sentences to tell.

    Parameters
    ----------
    before, after : Plan
        The plan as it is, and as it would be.
    worker : int
    on : date, optional
        The day that counts; today by default.

    Returns
    -------
    tuple of Problem
        ``mind-worker_grids``, ``mind-worker_households`` and ``mind-worker_distance`` with ``now``, ``then`` and
        ``limit`` where a limit of the scheme is broken that was not, or further than it was; ``mind-other-town`` where
        there are grids of two top-level grids; ``mind-already-staffed`` with ``count`` of the new grids for which
        somebody else answers full-time that day.
    """
    now, then = load_of(before, worker, on), load_of(after, worker, on)
    found = []
    for column, key in LIMITED.items():
        if key in then["over"].split(",") and then[column] > now[column]:
            values: dict[str, object] = {
                "now": float(now[column]),
                "then": float(then[column]),
                "limit": float(after.scheme.limit(key)),
            }
            found.append(Problem(f"mind-{key}", values=values))
    if len(_tops(after, worker, on)) > max(len(_tops(before, worker, on)), 1):
        found.append(Problem("mind-other-town"))
    taken = _taken(before, after, worker, on)
    if taken:
        found.append(Problem("mind-already-staffed", values={"count": taken}))
    return tuple(found)


def _own(plan: Plan, worker: int, on: dt.date | None) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return counting(plan, on) & (plan.tables["assignments"]["worker"].to_numpy() == worker)


def _tops(plan: Plan, worker: int, on: dt.date | None) -> IntArray:
    """Return the top-level grids in which somebody goes round."""
    _, grid = duties(plan, _own(plan, worker, on) & goes_round(plan))
    top = plan.ancestors_at(plan.scheme.levels[0])[grid]
    return np.unique(top[top > 0])


def _taken(before: Plan, after: Plan, worker: int, on: dt.date | None) -> int:
    """Return of how many new grids of somebody full-time another is full-time there too."""
    full = is_full_time(after)
    _, mine = duties(after, _own(after, worker, on) & full)
    _, old = duties(before, _own(before, worker, on))
    others = counting(after, on) & full & (after.tables["assignments"]["worker"].to_numpy() != worker)
    _, theirs = duties(after, others)
    return len(np.intersect1d(np.setdiff1d(mine, old), theirs))
