"""Ground that no grid holds."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_ground
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import tiling
from gridmap.model.plan import Plan


@check(
    "gap",
    severity="error",
    group="ground",
    limits=("coordinate_noise",),
    source="docs/design.md, Proving that children tile a parent",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    by_place=True,
)
def gaps(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find ground of a grid that none of the grids below it covers and that is not exempt, most households first.

    Among grids without a parent only enclosed gaps can be found.
    """
    found = tiling(plan, scope.parents).gaps
    grids = [(parent,) if parent else () for parent in found.parent.tolist()]
    yield from about_ground(plan, scope, "gap", grids, found.shape)
