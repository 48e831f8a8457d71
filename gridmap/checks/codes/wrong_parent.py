"""Grids whose parent is of a kind that cannot be their parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "wrong-parent",
    severity="error",
    group="codes",
    source="parents of the kind in the scheme",
    reads=("grids.kind", "grids.parent", "grids.code"),
)
def wrong_parents(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids recorded under a grid of the wrong level or kind, for instance straight under a top-level grid.

    Such a grid takes no part in the tiling of what it is recorded under. One without any parent is an orphan.
    """
    at = scope.at(plan)
    above = plan.parent_positions[at]
    at = at[(above >= 0) & ~plan.parent_fits[at]]
    keys = np.array([*(kind.key for kind in plan.scheme.kinds), ""], dtype=object)
    parent = plan.parents[at]
    yield from about_grids(
        plan,
        "wrong-parent",
        at,
        parent=plan.codes(parent),
        kind=keys[plan.kind_numbers[at]],
        parent_kind=keys[plan.kind_numbers[plan.positions(parent)]],
    )
