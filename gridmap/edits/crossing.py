"""What a drawn line means that crosses itself: nothing, unless a hand only trembled."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling import is_valid, made_valid
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of

_TREMBLE: Final = 0.01
"""A piece that a drawn line goes around beside a hundred times as large a one comes from a hand that trembled."""


def not_crossing(plan: Plan, area: shapely.Geometry) -> shapely.Geometry:
    """Return the ground that a drawn line goes around, without what a trembling hand added where its ends meet.

    A line that crosses itself goes around several pieces that meet in a point. What is less than a hundredth of the
    largest was not meant; if there is more, nobody knows which of them was.

    Raises
    ------
    Refused
        ``drawing-crosses-itself`` with the number of pieces as ``count``; ``ground-without-area``
    """
    as_drawn = np.array([area], dtype=object)
    [meant] = made_valid(as_drawn, is_valid(as_drawn))
    ground = None if meant is None else ground_of(meant, Reshaping(plan).noise)
    if ground is None:
        raise Refused("ground-without-area")
    parts = shapely.get_parts(ground)
    one, two = shapely.STRtree(parts).query(parts, predicate="intersects")
    meets = np.unique(one[one != two])
    if not len(meets):
        return ground
    size = shapely.area(parts)
    meant_parts = size[meets] >= size.max() * _TREMBLE
    if meant_parts.sum() > 1:
        raise Refused("drawing-crosses-itself", count=int(meant_parts.sum()))
    kept = np.delete(parts, meets[~meant_parts])
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
