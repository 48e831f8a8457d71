"""Who else holds some ground: grids with another parent or with none, and whoever is left with its households."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.placement import building_index, building_points
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.arrays import positions_in
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of

SCRAP_M: Final = 0.01
"""Width up to which ground is only where borders do not quite meet, metres."""


def strangers_on(work: Reshaping, ground: shapely.Geometry, parent: int, rank: int) -> list[int]:
    """Return the ids of the grids of a level, or of an unknown kind, that hold some ground and are not the parent's."""
    plan = work.plan
    near = work.near(ground)
    ranks = plan.ranks[plan.positions(near)]
    mine = positions_in(work.children(parent), near) >= 0
    others = near[((ranks == rank) | (ranks == 0)) & ~mine]
    if not len(others):
        return []
    pieces = shapely.intersection(work.shapes(others), ground)
    held = shapely.area(pieces) > 0
    return [
        grid
        for grid, piece in zip(others[held].tolist(), pieces[held].tolist(), strict=True)
        if ground_of(piece, SCRAP_M)
    ]


def without_strangers(work: Reshaping, ground: shapely.Geometry, strangers: list[int]) -> shapely.Geometry | None:
    """Return the ground that such grids leave, ``None`` if they leave none."""
    if not strangers:
        return ground
    shapes = work.shapes(strangers)
    return ground_of(shapely.difference(ground, shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)), SCRAP_M)


def households_left_alone(plan: Plan, grid: int, ground: shapely.Geometry) -> int:
    """Return the households on some ground of a grid that no grid beside it would hold if the grid gave it up."""
    _, building = building_index(plan).query(ground, predicate="intersects")
    building = building[plan.buildings["households"].to_numpy()[building] > 0]
    if not len(building):
        return 0
    point, other = grid_index(plan).query(building_points(plan)[building], predicate="intersects")
    at = int(plan.positions([grid])[0])
    beside = plan.shares_ground[other] & (plan.ranks[other] == plan.ranks[at]) & (other != at)
    alone = np.setdiff1d(np.arange(len(building)), point[beside])
    return int(plan.buildings["households"].to_numpy()[building[alone]].sum())
