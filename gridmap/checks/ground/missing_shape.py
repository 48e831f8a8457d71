"""Grids without a shape that must have one."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "missing-shape",
    severity="error",
    group="ground",
    source="docs/design.md, Facts of the domain",
    reads=("grids.geometry", "grids.kind"),
    again=changed_grids,
)
def missing_shapes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids without a shape, or with an empty one, of a kind that must have one.

    A dedicated grid may stand in the ledger only, if the scheme says so.
    """
    at = scope.at(plan)
    must = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.shape_required)
    yield from about_grids(plan, "missing-shape", at[(must & ~plan.has_shape)[at]])
