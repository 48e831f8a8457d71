"""Buildings placed on another core while what checks a plan is still being imported."""

from __future__ import annotations

from typing import Final

from gridmap.ground.cores import CORES, elsewhere
from gridmap.ground.placement import building_index, building_points, placement
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.plan import Plan

WORTH_PLACING: Final = 2_000
"""Buildings from which on placing them on another core pays."""


def place_early(plan: Plan) -> None:
    """Begin to place the buildings of a plan that is about to be checked; whoever asks meanwhile waits for it."""
    if CORES == 1 or len(plan.buildings) < WORTH_PLACING:
        return
    for look in (building_points, building_index, valid_shapes, placement):
        look.begin(plan, elsewhere)
