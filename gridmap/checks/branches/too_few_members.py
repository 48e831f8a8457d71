"""Party branches with too few members of their own."""

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
    "too-few-members",
    severity="warning",
    group="branches",
    limits=("branch_members_min",),
    source="中国共产党支部工作条例（试行）(2018) art. 4 and 5: three full members, or else a joint one",
    reads=(
        "grids.id",
        "branches.members",
        "branches.joint",
        "branches.parent",
        "branches.tier",
        "branch_grids",
    ),
)
def too_few_members(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches with fewer full members than a branch needs that are not joint ones.

    Not told in a project that records the members of no branch at all.
    """
    branches, limit = plan.tables["branches"], plan.scheme.limit("branch_members_min")
    members = branches["members"].to_numpy()
    few = (members < limit) & ~branches["joint"].to_numpy() & is_grassroots(plan) & (members > 0).any()
    rows = np.flatnonzero(few)
    limits = np.full(len(rows), int(limit))
    yield from about_branches(plan, scope, "too-few-members", rows, members=members[rows], limit=limits)
