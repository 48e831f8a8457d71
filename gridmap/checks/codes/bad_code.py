"""Codes that are not written as the scheme says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.codes import well_formed
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.kept import kept_by_row
from gridmap.model.plan import Plan


@kept_by_row("grids", "code", "kind")
def badly_coded(plan: Plan, at: IntArray) -> BoolArray:
    """Return which grids have a code that does not match the pattern of their kind. Shape (n,)."""
    bad = np.zeros(len(at), dtype=bool)
    codes, numbers = plan.grids["code"].to_numpy(dtype=object)[at], plan.kind_numbers[at]
    for number, kind in enumerate(plan.scheme.kinds):
        rows = np.flatnonzero(numbers == number)
        bad[rows] = ~well_formed(kind.code, codes[rows])
    return bad


@check(
    "bad-code",
    severity="error",
    group="codes",
    source="pattern of the kind in the scheme",
    reads=("grids.code", "grids.kind"),
    again=changed_grids,
)
def bad_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find codes that do not match the pattern of their kind, empty ones among them."""
    at = scope.at(plan)
    at = at[badly_coded(plan)[at]]
    patterns = np.array([*(kind.code.pattern for kind in plan.scheme.kinds), ""], dtype=object)
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    yield from about_grids(plan, "bad-code", at, code=codes, pattern=patterns[plan.kind_numbers[at]])
