"""Grids without a parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_grids, check
from gridmap.plan import Plan


@check("orphan", severity="error", group="codes", source="docs/design.md, Facts of the domain", reads=HOUSEHOLDS)
def orphans(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids whose kind must have a parent and whose parent is not recorded or does not exist.

    A project that holds one flat layer, with no grid of any kind that could be the parent, has no orphans.
    """
    known = plan.positions(plan.parents) >= 0
    at = [
        (plan.kind_numbers == number) & ~known
        for number, kind in enumerate(plan.scheme.kinds)
        if kind.parents and plan.of_kinds(plan.scheme.kind(parent) for parent in kind.parents).any()
    ]
    orphan = np.logical_or.reduce(at) if at else np.zeros(len(plan.ids), dtype=bool)
    yield from about_grids(plan, "orphan", np.flatnonzero(orphan & scope.has(plan)))
