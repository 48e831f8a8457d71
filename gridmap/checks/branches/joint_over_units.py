"""Joint party branches that serve too many grids."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_branches
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.branches import known_links


@check(
    "joint-over-units",
    severity="warning",
    group="branches",
    limits=("joint_branch_units",),
    source="中国共产党支部工作条例（试行）(2018) art. 5: a joint branch covers as a rule not over 5 units",
    reads=("grids.id", "branches.joint", "branches.parent", "branch_grids"),
)
def joint_over_units(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find joint party branches that serve more grids than the limit."""
    joint, limit = plan.tables["branches"]["joint"].to_numpy(), plan.scheme.limit("joint_branch_units")
    count = np.bincount(known_links(plan, scope.on)[0], minlength=len(joint))
    rows = np.flatnonzero(joint & (count > limit))
    limits = np.full(len(rows), int(limit))
    yield from about_branches(plan, scope, "joint-over-units", rows, count=count[rows], limit=limits)
