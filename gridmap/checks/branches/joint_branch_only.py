"""Grids that a joint party branch serves."""

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
    "joint-branch-only",
    severity="notice",
    group="branches",
    source="docs/design.md, Facts of the domain",
    reads=("grids.kind", "branches.joint", "branches.tier", "branch_grids"),
)
def joint_branch_only(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell which grids are served by a joint branch and have none of their own, which is not a fault."""
    joint = branch_state(plan, on=scope.on) == BranchState.JOINT
    yield from about_grids(plan, "joint-branch-only", np.flatnonzero(needs_branch(plan) & joint & scope.has(plan)))
