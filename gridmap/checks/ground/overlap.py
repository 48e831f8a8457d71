"""Ground that two grids hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_ground
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import tiling
from gridmap.ground.tiling.overlays import overlaps_of_overlays
from gridmap.model.plan import Plan


@check(
    "overlap",
    severity="error",
    group="ground",
    limits=("coordinate_noise",),
    source="docs/design.md, Proving that children tile a parent",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    by_place=True,
)
def overlaps(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find ground that two grids of one parent hold at once.

    Tiling and carved grids share out their parent's ground; overlays may lie on them, but not on one of their own kind.
    """
    found = tiling(plan, scope.parents).overlaps
    over = overlaps_of_overlays(plan, scope.parents)
    pairs, shapes = np.concatenate([found.grids, over.grids]), np.concatenate([found.shape, over.shape])
    keys = np.array([kind.key for kind in plan.scheme.kinds], dtype=object)
    kinds = keys[plan.kind_numbers[plan.positions(pairs)]]
    grids = [tuple(pair) for pair in pairs.tolist()]
    yield from about_ground(plan, scope, "overlap", grids, shapes, kind=kinds[:, 0], other_kind=kinds[:, 1])
