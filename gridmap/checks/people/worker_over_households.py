"""Workers who answer for too many households."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.people.worker_far_apart import otherwise_answered_for
from gridmap.checks.people.worker_over_grids import full_time_loads
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "worker-over-households",
    severity="warning",
    group="people",
    limits=("worker_households", "worker_grids"),
    source="Limit of the scheme",
    reads=(*HOUSEHOLDS, "assignments", "workers"),
    again=otherwise_answered_for,
)
def workers_over_households(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find workers whose grids hold more households than the limit, though the grids themselves are not too many.

    Of somebody with too many grids, ``worker-over-grids`` tells the households as well.
    """
    limit = plan.scheme.limit("worker_households")
    workers, grids, count, households = full_time_loads(plan, scope)
    over = np.flatnonzero((households > limit) & (count <= plan.scheme.limit("worker_grids")))
    yield from about_rows(
        plan,
        "worker-over-households",
        [grids[i] for i in over],
        workers=workers[over][:, None].tolist(),
        count=count[over],
        limit=np.full(len(over), int(limit)),
    )
