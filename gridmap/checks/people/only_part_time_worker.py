"""Grids that somebody answers for, but not full-time."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.staffing import Staffing, needs_full_time_worker, reassigned, staffing_state


@check(
    "only-part-time-worker",
    severity="error",
    group="people",
    source="中国社会报, 2020-08-25: a full-time worker in every grid",
    reads=("grids.kind", "assignments", "workers"),
    again=reassigned,
)
def only_part_time_worker(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must have a full-time worker and have only part-time ones on the day."""
    at = scope.at(plan)
    at = at[needs_full_time_worker(plan, at)]
    part_time = staffing_state(plan, on=scope.on)[at] == Staffing.PART_TIME
    yield from about_grids(plan, "only-part-time-worker", at[part_time])
