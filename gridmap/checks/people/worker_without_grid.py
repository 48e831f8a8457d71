"""Workers who answer for no grid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.people.assignment_not_in_force import vacancies
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import positions_in
from gridmap.model.plan import Plan
from gridmap.people.staffing import has_ended


@check(
    "worker-without-grid",
    severity="warning",
    group="people",
    source="docs/design.md, What it is for",
    reads=("grids.kind", "assignments", "workers"),
)
def workers_without_grid(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find workers who have no assignment that is in force or still to begin.

    Somebody whose assignment ended and left the grid to nobody is told with that assignment and not again here. A look
    at a part of the project asks only those who had a grid there.
    """
    assignments, workers = plan.tables["assignments"], plan.tables["workers"].index.to_numpy()
    worker = assignments["worker"].to_numpy()
    told = [~has_ended(plan, scope.on), vacancies(plan, scope.on)]
    at = positions_in(workers, np.concatenate([worker[which] for which in told]))
    is_idle = np.ones(len(workers), dtype=bool)
    is_idle[at[at >= 0]] = False
    idle = workers[is_idle]
    if scope.grids is not None:
        idle = idle[np.isin(idle, worker[scope.has_rows(plan, assignments["grid"].to_numpy())])]
    yield from about_rows(plan, "worker-without-grid", [()] * len(idle), workers=idle[:, None].tolist())
