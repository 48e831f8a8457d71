"""Work on many shapes, shared out among the cores: shapely lets go of Python's lock while it works on an array."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.model.arrays import IntArray, ShapeArray

CORES = os.cpu_count() or 1
_WORTH_IT = 500


def on_all_cores(work: Callable[..., NDArray[Any]], *columns: NDArray[Any], worth: int = _WORTH_IT) -> NDArray[Any]:
    """Return ``work(*columns)``, worked out in pieces on as many threads as there are cores.

    Parameters
    ----------
    work : callable
        A function that looks at each row by itself and returns an array with as many rows.
    *columns : arrays (n, ...)
    worth : int
        Rows for which a piece of their own pays.
    """
    pieces = _pieces(len(columns[0]), worth)
    if pieces == 1:
        return work(*columns)
    split = zip(*(np.array_split(column, pieces) for column in columns), strict=True)
    with ThreadPoolExecutor(CORES) as pool:
        return np.concatenate(list(pool.map(lambda rows: work(*rows), split)))


def query(
    tree: shapely.STRtree, shapes: ShapeArray, predicate: str | None = None, distance: float | None = None
) -> tuple[IntArray, IntArray]:
    """Return what :meth:`shapely.STRtree.query` does, in the same order, worked out on all cores."""
    pieces = _pieces(len(shapes), _WORTH_IT) if len(tree) else 1
    if pieces == 1:
        one, two = tree.query(shapes, predicate=predicate, distance=distance)
        return one.astype(np.int64), two.astype(np.int64)
    split = np.array_split(shapes, pieces)
    with ThreadPoolExecutor(CORES) as pool:
        found = list(pool.map(lambda rows: tree.query(rows, predicate=predicate, distance=distance), split))
    first = np.cumsum([0, *(len(rows) for rows in split)])[:-1]
    return (
        np.concatenate([pair[0] + offset for pair, offset in zip(found, first, strict=True)]).astype(np.int64),
        np.concatenate([pair[1] for pair in found]).astype(np.int64),
    )


def _pieces(rows: int, worth: int) -> int:
    """Return how many pieces some rows are worth: more than there are cores, since some take longer than others."""
    return 1 if CORES == 1 else max(1, min(4 * CORES, rows // worth))
