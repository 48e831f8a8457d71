"""Codes that are not written as the scheme says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import Finding, Scope, about_grids, check
from gridmap.plan import Plan


@check("bad-code", severity="error", group="codes", source="pattern of the kind in the scheme")
def bad_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find codes that do not match the pattern of their kind, empty ones among them."""
    bad = np.zeros(len(plan.ids), dtype=bool)
    codes = plan.grids["code"]
    for number, kind in enumerate(plan.scheme.kinds):
        if kind.code.pattern:
            rows = np.flatnonzero(plan.kind_numbers == number)
            bad[rows] = ~codes.iloc[rows].str.fullmatch(kind.code.pattern).to_numpy(dtype=bool)
    at = np.flatnonzero(bad & scope.has(plan))
    patterns = np.array([*(kind.code.pattern for kind in plan.scheme.kinds), ""], dtype=object)
    yield from about_grids(
        plan, "bad-code", at, code=codes.to_numpy(dtype=object)[at], pattern=patterns[plan.kind_numbers[at]]
    )
