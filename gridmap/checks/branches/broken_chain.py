"""Party branches that hang on no branch of the tier above."""

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
    "broken-chain",
    severity="error",
    group="branches",
    source="docs/design.md, What it is for: the three-tier chain",
    reads=("grids.id", "branches.parent", "branches.tier", "branch_grids"),
)
def broken_chains(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches and groups whose branch above is missing or not of the tier right above theirs.

    A branch whose tier is not recorded is not asked, and passes for any tier above another.
    """
    ranks, above = tier_ranks(plan), parent_positions(plan)
    rank_above = np.where(above >= 0, ranks[above], -1) if len(above) else above
    rows = np.flatnonzero((ranks > 1) & (rank_above != 0) & (rank_above != ranks - 1))
    tiers = np.array(["", *(tier.key for tier in plan.scheme.tiers)], dtype=object)
    yield from about_branches(
        plan, scope, "broken-chain", rows, tier=tiers[ranks[rows]], tier_above=tiers[ranks[rows] - 1]
    )
