"""Bare ground that is not quite bare: what grids with another parent, or with none, hold of it."""

from __future__ import annotations

from typing import Final

import shapely

from gridmap.edits.reshaping import Reshaping
from gridmap.edits.rings import ground_of

SCRAP_M: Final = 0.01
"""Width up to which ground is only where borders do not quite meet, metres."""


def strangers_on(work: Reshaping, ground: shapely.Geometry, parent: int, rank: int) -> list[int]:
    """Return the ids of the grids of a level, or of an unknown kind, that hold some ground and are not the parent's."""
    plan = work.plan
    near = work.near(ground)
    ranks = plan.ranks[plan.positions(near)]
    others = near[(ranks == rank) | (ranks == 0)]
    mine = set(work.children(parent).tolist())
    return [
        grid
        for grid in others.tolist()
        if grid not in mine and ground_of(shapely.intersection(work.shape(grid), ground), SCRAP_M)
    ]


def without_strangers(work: Reshaping, ground: shapely.Geometry, strangers: list[int]) -> shapely.Geometry | None:
    """Return the ground that such grids leave, ``None`` if they leave none."""
    if not strangers:
        return ground
    return ground_of(shapely.difference(ground, shapely.union_all(work.shapes(strangers))), SCRAP_M)
