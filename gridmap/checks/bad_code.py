"""Codes that are not written as the scheme says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_grids, check
from gridmap.derived import kept
from gridmap.plan import BoolArray, Plan


@kept("grids.code", "grids.kind")
def badly_coded(plan: Plan) -> BoolArray:
    """Return which grids have a code that does not match the pattern of their kind. Shape (n,)."""
    bad = np.zeros(len(plan.ids), dtype=bool)
    codes = plan.grids["code"]
    for number, kind in enumerate(plan.scheme.kinds):
        if kind.code.pattern:
            rows = np.flatnonzero(plan.kind_numbers == number)
            bad[rows] = ~codes.iloc[rows].str.fullmatch(kind.code.pattern).to_numpy(dtype=bool)
    return bad


@check(
    "bad-code",
    severity="error",
    group="codes",
    source="pattern of the kind in the scheme",
    reads=(*HOUSEHOLDS, "grids.code"),
)
def bad_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find codes that do not match the pattern of their kind, empty ones among them."""
    at = scope.at(plan)
    at = at[badly_coded(plan)[at]]
    patterns = np.array([*(kind.code.pattern for kind in plan.scheme.kinds), ""], dtype=object)
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    yield from about_grids(plan, "bad-code", at, code=codes, pattern=patterns[plan.kind_numbers[at]])
