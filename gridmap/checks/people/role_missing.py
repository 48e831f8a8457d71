"""Grids in which nobody has a role that the scheme asks of their kind besides the worker."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.roles import missing_roles
from gridmap.people.staffing import reassigned


@check(
    "role-missing",
    severity="warning",
    group="people",
    source="roles of the kind in the scheme",
    reads=("grids.kind", "assignments", "workers"),
    again=reassigned,
)
def roles_missing(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids in which nobody has a role that the scheme lists under ``roles`` of their kind, one for each role."""
    grid, role = missing_roles(plan, scope.on, None if scope.grids is None else scope.at(plan))
    keys = [plan.scheme.roles[number].key for number in role.tolist()]
    yield from about_rows(plan, "role-missing", plan.ids[grid][:, None].tolist(), about=keys, role=keys)
