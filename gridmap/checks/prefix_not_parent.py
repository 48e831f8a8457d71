"""Codes that begin with another code than that of the parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.bad_code import badly_coded
from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_grids, check
from gridmap.plan import BoolArray, IntArray, Plan


def begins_with_parent(plan: Plan, at: IntArray) -> tuple[BoolArray, BoolArray]:
    """Return of the grids at some positions which begin with their parent's code, and of which that can be said.

    Nothing can be said where the scheme does not ask for it, where the parent is missing or of a wrong kind, or where
    one of the two codes is badly written or borne by another grid as well: those are findings of their own.
    """
    asked = np.array([*(kind.code.prefix_is_parent for kind in plan.scheme.kinds), False])[plan.kind_numbers[at]]
    sure = asked & plan.parent_fits[at]
    rows = np.flatnonzero(sure)
    above = plan.positions(plan.parents[at[rows]])
    parents, family = np.unique(above, return_inverse=True)
    twice = plan.grids["code"].duplicated(keep=False).to_numpy()
    sound = ~(badly_coded(plan, parents) | twice[parents])
    sure[rows] = sound[family.reshape(-1)] & ~badly_coded(plan, at[rows]) & ~twice[at[rows]]
    rows = np.flatnonzero(sure)
    codes = plan.grids["code"].to_numpy(dtype=object)
    own, other = codes[at[rows]].tolist(), codes[plan.positions(plan.parents[at[rows]])].tolist()
    begins = np.zeros(len(at), dtype=bool)
    begins[rows] = [code.startswith(parent) for code, parent in zip(own, other, strict=True)]
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
    begins, sure = begins_with_parent(plan, at)
    at = at[sure & ~begins]
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    yield from about_grids(plan, "prefix-not-parent", at, code=codes, parent=plan.codes(plan.parents[at]))
