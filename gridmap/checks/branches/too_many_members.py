"""Party branches with more members than one branch should have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_branches
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.branches import is_grassroots


@check(
    "too-many-members",
    severity="warning",
    group="branches",
    limits=("branch_members_max",),
    source="中国共产党支部工作条例（试行）(2018) art. 4: as a rule not over 50 members",
    reads=(
        "grids.id",
        "branches.members",
        "branches.parent",
        "branches.tier",
        "branch_grids",
    ),
)
def too_many_members(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches with more full members than the limit; what stands above them may be of any size."""
    members, limit = plan.tables["branches"]["members"].to_numpy(), plan.scheme.limit("branch_members_max")
    rows = np.flatnonzero((members > limit) & is_grassroots(plan))
    limits = np.full(len(rows), int(limit))
    yield from about_branches(plan, scope, "too-many-members", rows, members=members[rows], limit=limits)
