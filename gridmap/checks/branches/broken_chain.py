"""Party branches that hang on no branch of a tier that may stand above theirs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_branches
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.branches import tier_ranks
from gridmap.people.chains import ChainState, links_up, steps_up

_WHY = (
    (ChainState.SKIPPED, "skipped"),
    (ChainState.WRONG_TIER, "wrong-tier"),
    (ChainState.CIRCLE, "circle"),
)


@check(
    "broken-chain",
    severity="error",
    group="branches",
    source="docs/design.md, What it is for: the chain of tiers",
    reads=("grids.id", "branches.name", "branches.parent", "branches.tier", "branch_grids"),
)
def broken_chains(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find party branches and groups whose branch above is missing or not of a tier that may stand above theirs.

    Which tiers may is the scheme's to say, the one right above if it says nothing. A branch whose tier is not recorded
    is not asked, and passes for any tier above another. Why a chain is broken is told with it: nothing above, a tier
    skipped, a tier that cannot stand above, a circle.
    """
    state, missing = links_up(plan)
    ranks, above = tier_ranks(plan), steps_up(plan)
    tiers = np.array(["", *(tier.key for tier in plan.scheme.tiers)], dtype=object)
    alone = np.flatnonzero(state == ChainState.NO_PARENT)
    yield from about_branches(
        plan, scope, "broken-chain", alone, tier=tiers[ranks[alone]], tier_above=tiers[missing[alone]]
    )
    names = plan.tables["branches"]["name"].to_numpy(dtype=object)
    for kind, reason in _WHY:
        rows = np.flatnonzero(state == kind)
        yield from about_branches(
            plan,
            scope,
            "broken-chain",
            rows,
            tier=tiers[ranks[rows]],
            tier_above=tiers[missing[rows]],
            reason=[reason] * len(rows),
            above=names[above[rows]],
        )
