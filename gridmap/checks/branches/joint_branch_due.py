"""Grids with too few party members for a branch of their own, and with whom they could set up a joint one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.joint_branches import joint_branches


@check(
    "joint-branch-due",
    severity="warning",
    group="branches",
    limits=("branch_members_min", "branch_members_max", "joint_branch_units"),
    source="中国共产党支部工作条例（试行）(2018) art. 5: units of fewer than three full members form a joint branch",
    reads=(
        "grids.geometry",
        "grids.kind",
        "grids.parent",
        "grids.declared_members",
        "branches.joint",
        "branches.tier",
        "branch_grids",
    ),
)
def joint_branches_due(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find neighbours with too few full members each that could set up a joint branch, and grids that have nobody to.

    They have no branch, lie side by side below the same grid, and have members enough together; as few as possible are
    left over, in as few joint branches as possible. Of one that is left over the reason is told.
    """
    found = joint_branches(plan, scope.on)
    here = scope.has(plan)
    groups = [at for at in found.groups() if here[at].any()]
    members = plan.grids["declared_members"].to_numpy()
    limit = int(plan.scheme.limit("branch_members_min"))
    yield from about_rows(
        plan,
        "joint-branch-due",
        [plan.ids[at].tolist() for at in groups],
        members=[int(members[at].sum()) for at in groups],
        count=[len(at) for at in groups],
        limit=[limit] * len(groups),
    )
    alone = np.flatnonzero((found.group < 0) & here[found.grid])
    yield from about_rows(
        plan,
        "joint-branch-due",
        plan.ids[found.grid[alone]][:, None].tolist(),
        members=found.members[alone],
        limit=[limit] * len(alone),
        reason=found.why[alone],
    )
