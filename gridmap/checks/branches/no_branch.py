"""Grids that no party branch serves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, needs_branch


@check(
    "no-branch",
    severity="error",
    group="branches",
    source="docs/design.md, Facts of the domain",
    reads=("grids.kind", "branches.joint", "branches.tier", "branch_grids"),
)
def no_branch(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must have a party branch and have neither one of their own nor a joint one."""
    none = branch_state(plan, on=scope.on) == BranchState.NONE
    yield from about_grids(plan, "no-branch", np.flatnonzero(needs_branch(plan) & none & scope.has(plan)))
