"""Grids that reach outside their parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_ground
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import tiling
from gridmap.ground.tiling.overlays import overhangs_of_overlays
from gridmap.model.plan import Plan


@check(
    "overhang",
    severity="error",
    group="ground",
    limits=("coordinate_noise",),
    source="docs/design.md, Proving that children tile a parent",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    by_place=True,
)
def overhangs(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find ground of a grid that lies outside its parent.

    Where that ground is also held by a grid of the neighbouring parent, the overhang is the one finding for both.
    """
    found = tiling(plan, scope.parents).overhangs
    over = overhangs_of_overlays(plan, scope.parents)
    child = np.concatenate([found.grids[:, 0], over.grids[:, 0]])
    parent = np.concatenate([found.parent, over.parent])
    grids = list(zip(child.tolist(), parent.tolist(), strict=True))
    yield from about_ground(plan, scope, "overhang", grids, np.concatenate([found.shape, over.shape]))
