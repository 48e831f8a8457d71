"""Workers with grids in more than one top-level grid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.people.worker_far_apart import otherwise_answered_for, rounds
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "worker-across-level-1",
    severity="warning",
    group="people",
    source="Workers are employed by a level-1 grid",
    reads=("grids.kind", "grids.parent", "assignments", "workers"),
    again=otherwise_answered_for,
)
def workers_across_level_1(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find workers with grids in two or more grids of the top level, each of which has its own people.

    A responsible person, who does not go round, may answer for units in several of them.
    """
    worker, grid, top = rounds(plan, scope)
    pairs = np.unique(np.stack([worker[top > 0], top[top > 0]], axis=1), axis=0)
    workers, count = np.unique(pairs[:, 0], return_counts=True)
    workers, count = workers[count > 1], count[count > 1]
    mine = np.isin(worker, workers)
    grids = listed(np.searchsorted(workers, worker[mine]), plan.ids[grid[mine]], len(workers))
    yield from about_rows(plan, "worker-across-level-1", grids, workers=workers[:, None].tolist(), count=count)
