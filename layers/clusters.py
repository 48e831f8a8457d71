"""From afar one symbol stands for several of a class that are near one another."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import IntArray, ShapeArray

CLUSTER_DOTS: Final = 56.0
"""Symbols of one kind that are nearer to one another than so many of the smallest details become one with a number."""
SEVERAL: Final = (2, 10)
"""How many make the next larger symbol."""
LARGER: Final = (1.0, 1.7, 2.2)
"""How much larger the symbol is than that of a single one."""


def clustered(rows: IntArray, kind: IntArray, points: ShapeArray, cell_m: float) -> tuple[IntArray, IntArray]:
    """Return one row for all of a kind in each cell of a lattice, and how many it stands for.

    Parameters
    ----------
    rows : int64 (k,)
        Of those that are shown.
    kind, points : int64 (n,), object (n,)
        Of all rows.
    cell_m : float
        Side of a cell in metres; 0 for no lattice.
    """
    if not cell_m or not len(rows):
        return rows, np.ones(len(rows), dtype=np.int64)
    cell = np.floor(shapely.get_coordinates(points[rows]) / cell_m).astype(np.int64)
    _, first, number = np.unique(np.column_stack([kind[rows], cell]), axis=0, return_index=True, return_counts=True)
    return rows[first], number
