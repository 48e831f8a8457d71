"""Grids in which nobody has a role that the scheme asks of their kind besides the worker."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.roles import missing_roles


@check(
    "role-missing",
    severity="warning",
    group="people",
    source="roles of the kind in the scheme",
    reads=("grids.kind", "assignments", "workers"),
)
def roles_missing(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids in which nobody has a role that the scheme lists under ``roles`` of their kind, one for each role."""
    grid, role = missing_roles(plan, scope.on)
    here = np.flatnonzero(scope.has(plan)[grid])
    keys = [plan.scheme.roles[number].key for number in role[here].tolist()]
    yield from about_rows(plan, "role-missing", plan.ids[grid[here]][:, None].tolist(), about=keys, role=keys)
