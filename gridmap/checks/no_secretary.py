"""Party branches without a secretary."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.branches import serves_grids
from gridmap.checks.base import Finding, Scope, about_branches, check
from gridmap.derived import kept_by_row
from gridmap.plan import BoolArray, IntArray, Plan


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
        "branch_grids.branch",
        "branch_grids.grid",
    ),
)
def no_secretary(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches without a secretary, of the tiers that serve grids (party groups below have none)."""
    yield from about_branches(plan, scope, "no-secretary", np.flatnonzero(_nobody(plan) & serves_grids(plan)))


@kept_by_row("branches", "secretary")
def _nobody(plan: Plan, at: IntArray) -> BoolArray:
    names = plan.tables["branches"]["secretary"].to_numpy(dtype=object)[at].tolist()
    return np.fromiter((not name.strip() for name in names), dtype=bool, count=len(names))
