"""Grids without a parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "orphan",
    severity="error",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=("grids.kind", "grids.parent"),
)
def orphans(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids whose kind must have a parent and whose parent is not recorded or does not exist.

    A project that holds one flat layer, with no grid of any kind that could be the parent, has no orphans.
    """
    kinds, at = plan.scheme.kinds, scope.at(plan)
    present = {kinds[number].key for number in np.unique(plan.kind_numbers).tolist() if number >= 0}
    needs_parent = plan.of_kinds(kind for kind in kinds if present.intersection(kind.parents))
    at = at[needs_parent[at] & (plan.parent_positions[at] < 0)]
    yield from about_grids(plan, "orphan", at)
