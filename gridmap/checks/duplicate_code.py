"""Codes that more than one grid has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import Finding, Scope, Value, check, severity_of
from gridmap.placement import households_by_grid
from gridmap.plan import Plan


@check("duplicate-code", severity="error", group="codes", source="docs/design.md, Facts of the domain")
def duplicate_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find codes that two or more grids have, of whatever level; grids without a code are found by their pattern."""
    codes = plan.grids["code"]
    twice = np.flatnonzero(codes.duplicated(keep=False).to_numpy() & (codes != "").to_numpy())
    if not len(twice):
        return
    severity = severity_of(plan, "duplicate-code")
    households, in_scope = households_by_grid(plan), scope.has(plan)
    for code, rows in codes.iloc[twice].groupby(codes.iloc[twice]).indices.items():
        at = twice[rows]
        if in_scope[at].any():
            values: dict[str, Value] = {"code": str(code), "households": int(households[at].sum())}
            yield Finding("duplicate-code", severity, tuple(plan.ids[at].tolist()), values=values)
