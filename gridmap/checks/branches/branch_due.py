"""Grids with party members enough for a branch of their own and without one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.joint_branches import branch_due


@check(
    "branch-due",
    severity="warning",
    group="branches",
    limits=("branch_members_min",),
    source="中国共产党支部工作条例（试行）(2018) art. 4: three or more full members set up a branch",
    reads=("grids.kind", "grids.declared_members", "branches.joint", "branches.tier", "branch_grids"),
)
def branches_due(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids whose full members are enough for a party branch of their own and that have none, or a joint one.

    Not told of a grid of which no list says how many members it has.
    """
    at = np.flatnonzero(branch_due(plan, scope.on) & scope.has(plan))
    members = plan.grids["declared_members"].to_numpy()[at]
    limits = np.full(len(at), int(plan.scheme.limit("branch_members_min")))
    yield from about_grids(plan, "branch-due", at, members=members, limit=limits)
