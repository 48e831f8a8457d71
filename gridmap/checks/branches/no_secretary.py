"""Party branches without a secretary."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_branches
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.kept import kept_by_row
from gridmap.model.plan import Plan
from gridmap.people.branches import serves_grids


@check(
    "no-secretary",
    severity="warning",
    group="branches",
    source="中国共产党支部工作条例（试行）(2018) art. 20: a secretary",
    reads=(
        "grids.id",
        "branches.secretary",
        "branches.parent",
        "branches.tier",
        "branch_grids",
    ),
)
def no_secretary(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches without a secretary, of the tiers that serve grids (party groups below have none)."""
    yield from about_branches(plan, scope, "no-secretary", np.flatnonzero(_nobody(plan) & serves_grids(plan)))


@kept_by_row("branches", "secretary")
def _nobody(plan: Plan, at: IntArray) -> BoolArray:
    names = plan.tables["branches"]["secretary"].to_numpy(dtype=object)[at].tolist()
    return np.fromiter((not name.strip() for name in names), dtype=bool, count=len(names))
