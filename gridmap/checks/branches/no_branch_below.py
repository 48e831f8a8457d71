"""Party branches with nothing below them in the chain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_branches
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.branches import parent_positions, tier_ranks


@check(
    "no-branch-below",
    severity="warning",
    group="branches",
    source="docs/design.md, What it is for: the three-tier chain",
    reads=("grids.id", "branches.parent", "branches.tier", "branch_grids"),
)
def no_branch_below(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches without any branch or group of the next tier below, such as no building party group.

    Not told of a tier below that the project does not record at all.
    """
    ranks, above = tier_ranks(plan), parent_positions(plan)
    present = np.zeros(len(plan.scheme.tiers) + 2, dtype=bool)
    present[ranks] = True
    hangs = np.flatnonzero(above >= 0)
    hangs = hangs[(ranks[hangs] == 0) | (ranks[hangs] == ranks[above[hangs]] + 1)]
    has_below = np.zeros(len(ranks), dtype=bool)
    has_below[above[hangs]] = True
    rows = np.flatnonzero((ranks > 0) & present[ranks + 1] & ~has_below)
    tiers = np.array(["", *(tier.key for tier in plan.scheme.tiers)], dtype=object)
    yield from about_branches(
        plan, scope, "no-branch-below", rows, tier=tiers[ranks[rows]], tier_below=tiers[ranks[rows] + 1]
    )
