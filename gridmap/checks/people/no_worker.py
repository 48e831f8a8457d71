"""Grids that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.staffing import Staffing, reassigned, staffing_state


@check(
    "no-worker",
    severity="error",
    group="people",
    source="中国社会报, 2020-08-25: a full-time worker in every grid",
    reads=("grids.kind", "assignments", "workers"),
    again=reassigned,
)
def no_worker(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must have a worker, full-time or not, and for which nobody at all answers on the day."""
    at = scope.at(plan)
    at = at[plan.of_kinds((kind for kind in plan.scheme.kinds if kind.worker_required), at)]
    nobody = staffing_state(plan, on=scope.on)[at] == Staffing.NOBODY
    yield from about_grids(plan, "no-worker", at[nobody])
