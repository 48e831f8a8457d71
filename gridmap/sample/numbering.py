"""The order in which grids of a village are numbered: west to east, then north to south, as one reads a page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def number_grids(points: Floats, row_height_m: float | None = None) -> Ints:
    """Number grids row by row from the north, in each row from the west.

    A row begins with the northernmost grid that has no row yet, and takes every grid whose point lies less than
    ``row_height_m`` south of that one's. So a grid that lies a few metres further north than its neighbour does not
    come before one a kilometre to the west. Equal points keep the order in which they are given; moving all points by
    the same distance changes nothing.

    Parameters
    ----------
    points : array of shape (n, 2)
        One point for each grid (its centroid), x east and y north, metres.
    row_height_m : float, optional
        By default the side of a square as large as the points' bounding box divided among them: about the size of a
        grid.

    Returns
    -------
    array of shape (n,)
        Number of each grid, 1 to n.
    """
    count = len(points)
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    x, y = points[:, 0], points[:, 1]
    if row_height_m is None:
        row_height_m = float(np.sqrt(np.ptp(x) * np.ptp(y) / count))
    from_north = np.lexsort((x, -y))
    row = np.zeros(count, dtype=np.int64)
    first, current = y[from_north[0]], 0
    for grid in from_north[1:]:
        if first - y[grid] >= row_height_m:
            first, current = y[grid], current + 1
        row[grid] = current
    number = np.empty(count, dtype=np.int64)
    number[np.lexsort((x, row))] = np.arange(1, count + 1)
    return number
