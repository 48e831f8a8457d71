"""Grids that a joint party branch serves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.branches import BranchState, branch_state, needs_branch
from gridmap.checks.base import Finding, Scope, about_grids, check
from gridmap.plan import Plan


@check(
    "joint-branch-only",
    severity="notice",
    group="branches",
    source="docs/design.md, Facts of the domain",
    reads=("grids.kind", "branches.joint", "branches.tier", "branch_grids.branch", "branch_grids.grid"),
)
def joint_branch_only(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell which grids are served by a joint branch and have none of their own, which is not a fault."""
    joint = branch_state(plan) == BranchState.JOINT
    yield from about_grids(plan, "joint-branch-only", np.flatnonzero(needs_branch(plan) & joint & scope.has(plan)))
