"""The order in which the grids of one parent are numbered: west to east, then north to south, as one reads a page."""

from __future__ import annotations

import numpy as np

from gridmap.model.arrays import FloatArray, IntArray


def number_grids(points: FloatArray, family: IntArray | None = None) -> IntArray:
    """Number grids row by row from the north, in each row from the west, every family for itself.

    A row begins with the northernmost grid that has no row yet, and takes every grid whose point lies less than the
    height of a row south of that one's: the side of a square that holds the bounding box of the family's points divided
    among them, so about the size of a grid. A grid that lies a few metres further north than its neighbour so does not
    come before one a kilometre to the west.

    Parameters
    ----------
    points : float64 (n, 2)
        One point for each grid (its centroid), x east and y north, metres.
    family : int64 (n,), optional
        Numbers that say which grids are numbered together; all of them by default.

    Returns
    -------
    int64 (n,)
        Number of each grid in its family, from 1. Equal points keep the order in which they are given.
    """
    count = len(points)
    if not count:
        return np.zeros(0, dtype=np.int64)
    group = np.zeros(count, np.int64) if family is None else np.unique(family, return_inverse=True)[1].reshape(-1)
    x, y = points[:, 0], points[:, 1]
    order = np.lexsort((x, -y, group))
    first = np.searchsorted(group[order], np.arange(group.max() + 1))  # of each family: its northernmost grid
    size = np.diff([*first, count])
    spread = [np.maximum.reduceat(axis[order], first) - np.minimum.reduceat(axis[order], first) for axis in (x, y)]
    height = np.sqrt(spread[0] * spread[1] / size)

    row = np.full(count, -1, dtype=np.int64)  # in the sorted order, as are the two below
    of, south = group[order], y[order]
    top, current = south[first], 0
    open_ones = np.arange(count)
    while len(open_ones):
        # A family's open grids follow each other from the north, so those that fit into the row come first.
        begins = np.concatenate([[True], np.diff(of[open_ones]) != 0])
        top[of[open_ones[begins]]] = south[open_ones[begins]]
        fits = begins | (top[of[open_ones]] - south[open_ones] < height[of[open_ones]])
        row[open_ones[fits]] = current
        open_ones, current = open_ones[~fits], current + 1
    by_row = np.empty(count, dtype=np.int64)
    by_row[order] = row
    numbered = np.lexsort((x, by_row, group))
    number = np.empty(count, dtype=np.int64)
    number[numbered] = np.arange(count) - np.repeat(first, size) + 1
    return number
