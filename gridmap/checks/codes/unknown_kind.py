"""Grids of a kind that the scheme does not know."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check("unknown-kind", severity="error", group="codes", source="kinds of the scheme", reads=("grids.kind",))
def unknown_kinds(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids of a kind that the scheme does not know; no other rule can say anything of them."""
    at = np.flatnonzero((plan.kind_numbers < 0) & scope.has(plan))
    yield from about_grids(plan, "unknown-kind", at, kind=plan.grids["kind"].to_numpy(dtype=object)[at])
