"""Workers who answer for no grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.people.assignment_not_in_force import vacancies
from gridmap.checks.registry import RULES, check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.staffing import has_ended, reassigned_workers, rows_by_worker


def _idle_again(old: Plan, new: Plan, change: Change, on: dt.date, idle: IntArray) -> IntArray | None:
    """Look again at the workers of whom an assignment was touched, or is told as left to nobody in one plan alone."""
    if not change.touched.isdisjoint(("workers.id", "grids.id")):
        return None
    told = []
    for plan in (old, new):
        table, rows = plan.tables["assignments"], vacancies(plan, on)
        told.append((table.index.to_numpy()[rows], table["worker"].to_numpy()[rows]))
    left = [worker[~np.isin(row, other)] for (row, worker), (other, _) in (told, told[::-1])]
    asked = np.unique(np.concatenate([reassigned_workers(change), *left]))
    asked = asked[positions_in(new.tables["workers"].index.to_numpy(), asked) >= 0]
    rows = rows_by_worker(new).rows(asked)
    busy = rows[~has_ended(new, on, rows) | np.isin(rows, vacancies(new, on))]
    again = np.setdiff1d(asked, new.tables["assignments"]["worker"].to_numpy()[busy])
    now = np.union1d(np.setdiff1d(idle, asked), again)
    return idle if np.array_equal(now, idle) else now


@kept_by_day("assignments", "workers.id", "grids.id", follow=_idle_again)
def _idle(plan: Plan, on: dt.date) -> IntArray:
    """Return the ids of the workers whose assignments have all ended and are not told as left to nobody, ascending."""
    workers, worker = plan.tables["workers"].index.to_numpy(), plan.tables["assignments"]["worker"].to_numpy()
    at = positions_in(workers, np.concatenate([worker[~has_ended(plan, on)], worker[vacancies(plan, on)]]))
    is_idle = np.ones(len(workers), dtype=bool)
    is_idle[at[at >= 0]] = False
    return workers[is_idle]


def _otherwise_idle(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the same workers are idle as before, on every day that was asked about."""
    days = RULES["worker-without-grid"].whole(old)
    same = all(np.array_equal(_idle(old, day), _idle(new, day)) for day in days)
    return np.empty(0, dtype=np.int64) if same else None


@check(
    "worker-without-grid",
    severity="warning",
    group="people",
    source="docs/design.md, What it is for",
    reads=("grids.kind", "assignments", "workers"),
    again=_otherwise_idle,
)
def workers_without_grid(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find workers who have no assignment that is in force or still to begin.

    Somebody whose assignment ended and left the grid to nobody is told with that assignment and not again here. A look
    at a part of the project asks only those who had a grid there.
    """
    idle, assignments = _idle(plan, scope.on), plan.tables["assignments"]
    if scope.grids is not None:
        idle = idle[
            np.isin(idle, assignments["worker"].to_numpy()[scope.has_rows(plan, assignments["grid"].to_numpy())])
        ]
    yield from about_rows(plan, "worker-without-grid", [()] * len(idle), workers=idle[:, None].tolist())
