"""Borders of the levels that are shown: each stretch once, as a line of the highest level whose border it is.

What is simplified is simplified level by level, so that the border of a village and the edges of its grids on it come
to lie a little apart. Here the rings of a level have, where the level below has the same vertices, those that are left
of them there. So borders lie on the edges of the ground that is filled, and what several levels share is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.tiling.edges import point_keys
from gridmap.model.arrays import BoolArray, ShapeArray
from ui.canvas.scene.batches import Lines, lines_once, rings_of


def borders_once(whole: Mapping[int, ShapeArray], simpler: Mapping[int, ShapeArray]) -> dict[int, Lines]:
    """Return the lines of each level, without what a level above it has.

    Only the second level has its lines below those of the highest too: two of one dot are darker than one.

    Parameters
    ----------
    whole : dict of int to object (n,)
        The grids of each level that is shown, by its rank, as they are.
    simpler : dict of int to object (n,)
        The same grids as they are drawn, which may be simplified.
    """
    rings: dict[int, Lines] = {}
    below: tuple[pd.Series, pd.Series] | None = None
    for rank in sorted(whole, reverse=True):
        own = rings_of(simpler[rank])
        is_same = np.array_equal(*(shapely.get_num_coordinates(shapes[rank]) for shapes in (whole, simpler)))
        all_of_it = own if is_same else rings_of(whole[rank])
        key = pd.Series(point_keys(all_of_it.xy))
        if below is not None:
            stays = key.isin(below[1])
            stays |= (is_same or key.isin(point_keys(own.xy))) & ~key.isin(below[0])
            own = _through(all_of_it, stays.to_numpy())
        rings[rank] = own
        below = key, key if own is all_of_it else pd.Series(point_keys(own.xy))
    highest_first = sorted(rings)
    once = lines_once([rings[rank] for rank in highest_first])
    once[1:2] = [lines_once([rings[rank]])[0] for rank in highest_first[1:2]]
    return dict(zip(highest_first, once, strict=True))


def _through(rings: Lines, stays: BoolArray) -> Lines:
    """Return rings through those of their points that stay, closed again where they began at another one."""
    is_last = np.append(rings.line[1:] != rings.line[:-1], True)
    point = np.flatnonzero(stays & ~is_last)
    begin = np.flatnonzero(np.append(True, np.diff(rings.line[point]) != 0)) if len(point) else point
    end = np.append(begin[1:], len(point))
    point = np.insert(point, end, point[begin])
    return Lines(rings.xy[point], rings.line[point])
