"""Which grids border on each other, read from the edges that they share vertex for vertex."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gridmap.ground.tiling.edges import edges_of
from sample_data.chance import Floats, Ints, sums


def shared_borders(shapes: npt.NDArray[np.object_]) -> tuple[Ints, Ints, Floats]:
    """Find all pairs of polygons with a common edge, and how long their common border is.

    Parameters
    ----------
    shapes : array of polygons, shape (n,)
        Neighbours must share their edges vertex for vertex; ``None`` borders on nothing.

    Returns
    -------
    left, right : arrays of int, shape (pairs,)
        Places in ``shapes``, ``left < right``, each pair once, in ascending order.
    length_m : array of float, shape (pairs,)
    """
    edges = edges_of(shapes)
    backward = (edges.start[:, 0] > edges.end[:, 0]) | (
        (edges.start[:, 0] == edges.end[:, 0]) & (edges.start[:, 1] > edges.end[:, 1])
    )
    low = np.where(backward[:, None], edges.end, edges.start)
    high = np.where(backward[:, None], edges.start, edges.end)
    order = np.lexsort((edges.owner, high[:, 1], high[:, 0], low[:, 1], low[:, 0]))
    low, high, owner = low[order], high[order], edges.owner[order]
    meets = (low[1:] == low[:-1]).all(axis=1) & (high[1:] == high[:-1]).all(axis=1) & (owner[1:] != owner[:-1])
    first = np.flatnonzero(meets)
    step = high[first] - low[first]
    pair = owner[first] * len(shapes) + owner[first + 1]
    pairs, place = np.unique(pair, return_inverse=True)
    length_m = sums(place, np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2), len(pairs))
    left, right = np.divmod(pairs, max(len(shapes), 1))
    return left, right, length_m
