"""Grids with fewer households than their standard."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_grids
from gridmap.checks.buildings.households_over_standard import against_standard, otherwise_loaded
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "households-under-standard",
    severity="warning",
    group="buildings",
    source="households of the kind in the scheme",
    reads=(*HOUSEHOLDS, "grids.setting"),
    again=otherwise_loaded,
)
def households_under_standard(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids with fewer households than the standard of their kind, urban and rural apart."""
    at = scope.at(plan)
    under, _, least, most = against_standard(plan, at)
    yield from about_grids(plan, "households-under-standard", at[under], least=least[under], most=most[under])
