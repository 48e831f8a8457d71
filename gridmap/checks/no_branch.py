"""Grids that no party branch serves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.branches import BranchState, branch_state, needs_branch
from gridmap.checks.base import Finding, Scope, about_grids, check
from gridmap.plan import Plan


@check(
    "no-branch",
    severity="error",
    group="branches",
    source="docs/design.md, Facts of the domain",
    reads=("grids.kind", "branches.joint", "branches.tier", "branch_grids.branch", "branch_grids.grid"),
)
def no_branch(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must have a party branch and have neither one of their own nor a joint one."""
    none = branch_state(plan) == BranchState.NONE
    yield from about_grids(plan, "no-branch", np.flatnonzero(needs_branch(plan) & none & scope.has(plan)))
