"""Codes that begin with another code than that of the parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.bad_code import badly_coded
from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_grids, check
from gridmap.checks.duplicate_code import borne_twice
from gridmap.derived import kept
from gridmap.plan import BoolArray, Plan


@kept("grids.code", "grids.kind", "grids.parent")
def begins_with_parent(plan: Plan) -> tuple[BoolArray, BoolArray]:
    """Return which grids' codes begin with their parent's code, and of which that can be said. Two of shape (n,).

    Nothing can be said where the scheme does not ask for it, where the parent is missing or of a wrong kind, or where
    one of the two codes is badly written or borne by another grid as well: those are findings of their own.
    """
    asked = np.array([*(kind.code.prefix_is_parent for kind in plan.scheme.kinds), False])[plan.kind_numbers]
    above = plan.positions(plan.parents)
    sound = ~(badly_coded(plan) | borne_twice(plan))
    sure = asked & plan.parent_fits & sound
    sure[sure] &= sound[above[sure]]
    codes = plan.grids["code"].to_numpy(dtype=object)
    own, other = codes[sure].tolist(), codes[above[sure]].tolist()
    begins = np.zeros(len(plan.ids), dtype=bool)
    begins[sure] = [code.startswith(parent) for code, parent in zip(own, other, strict=True)]
    return begins, sure


@check(
    "prefix-not-parent",
    severity="notice",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=(*HOUSEHOLDS, "grids.code"),
)
def prefixes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell which codes do not begin with the code of the grid's parent; the stored parent holds, and not the code."""
    at = scope.at(plan)
    begins, sure = begins_with_parent(plan)
    at = at[(sure & ~begins)[at]]
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    yield from about_grids(plan, "prefix-not-parent", at, code=codes, parent=plan.codes(plan.parents[at]))
