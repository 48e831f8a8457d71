"""Party branches with nothing below them in the chain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_branches
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from gridmap.people.branches import parent_positions, tier_ranks
from gridmap.people.chains import may_stand_above


@check(
    "no-branch-below",
    severity="warning",
    group="branches",
    source="docs/design.md, What it is for: the chain of tiers",
    reads=("grids.id", "branches.parent", "branches.tier", "branch_grids"),
)
def no_branch_below(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches without any branch or group of the tiers below, such as no building party group.

    Not told of a tier below that the project does not record at all, nor where a branch of one tier or of another may
    stand right below and there is either.
    """
    ranks, above = tier_ranks(plan), parent_positions(plan)
    may = may_stand_above(plan.scheme)
    hangs = np.flatnonzero(above >= 0)
    hangs = hangs[may[ranks[hangs], ranks[above[hangs]]]]
    has_below = np.zeros(len(ranks), dtype=bool)
    has_below[above[hangs]] = True
    present = np.isin(np.arange(len(may)), ranks) & (np.arange(len(may)) > 0)
    below: BoolArray = np.logical_and(present[:, None], may)  # which recorded tiers may stand right below which
    below[:, 0] = False
    rows = np.flatnonzero(np.asarray(below.any(axis=0))[ranks] & ~has_below)
    tiers = np.array(["", *(tier.key for tier in plan.scheme.tiers)], dtype=object)
    yield from about_branches(
        plan,
        scope,
        "no-branch-below",
        rows,
        tier=tiers[ranks[rows]],
        tier_below=tiers[below.argmax(axis=0)[ranks[rows]]],
    )
