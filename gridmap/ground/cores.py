"""Work on many shapes, shared out among the cores: shapely lets go of Python's lock while it works on an array."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.model.arrays import IntArray, ShapeArray

CORES = os.cpu_count() or 1
_WORTH_IT = 500
_LOT = 25_000
_Made = TypeVar("_Made")


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
    split = list(zip(*(np.array_split(column, pieces) for column in columns), strict=True))
    return np.concatenate(shared_out(lambda rows: work(*rows), split))


def query(
    tree: shapely.STRtree,
    shapes: ShapeArray,
    predicate: str | None = None,
    distance: float | None = None,
    worth: int = _WORTH_IT,
) -> tuple[IntArray, IntArray]:
    """Return what :meth:`shapely.STRtree.query` does, in the same order, worked out on all cores.

    Parameters
    ----------
    worth : int
        Shapes for which a piece of their own pays.
    """
    pieces = _pieces(len(shapes), worth) if len(tree) else 1
    if pieces == 1:
        one, two = tree.query(shapes, predicate=predicate, distance=distance)
        return one.astype(np.int64), two.astype(np.int64)
    split = np.array_split(shapes, pieces)
    found = shared_out(lambda rows: tree.query(rows, predicate=predicate, distance=distance), split)
    first = np.cumsum([0, *(len(rows) for rows in split)])[:-1]
    return (
        np.concatenate([pair[0] + offset for pair, offset in zip(found, first, strict=True)]).astype(np.int64),
        np.concatenate([pair[1] for pair in found]).astype(np.int64),
    )


def shared_out(work: Callable[[Any], _Made], pieces: Sequence[Any]) -> list[_Made]:
    """Return ``[work(piece) for piece in pieces]``, worked out on all cores, the one that asks among them.

    Whoever is done with a piece takes the next. The one that asks waits for nobody who has not begun, so that work may
    ask for work in turn; and no thread is started for it, which would wait for Python's lock before it can begin.
    """
    results: list[Any] = [None] * len(pieces)
    numbers = itertools.count()

    def take() -> None:
        while (number := next(numbers)) < len(pieces):
            results[number] = work(pieces[number])

    others: list[Future[None]] = [_others().submit(take) for _ in range(min(CORES, len(pieces)) - 1)]
    try:
        take()
    finally:
        begun = [other for other in others if not other.cancel()]
        errors = [other.exception() for other in begun]  # all of them have ended now
    for error in errors:
        if error is not None:
            raise error
    return results


def in_lots(work: Callable[[ShapeArray], _Made], shapes: ShapeArray) -> list[_Made]:
    """Return what some work gives for shapes, lot by lot: as many as together have some ten thousand vertices.

    What so many numbers make stays in the processor's cache. At least one lot, which may be empty.
    """
    lot = np.cumsum(shapely.get_num_coordinates(shapes)) // _LOT
    return shared_out(work, np.split(shapes, np.flatnonzero(np.diff(lot)) + 1))


def elsewhere(work: Callable[[], object]) -> None:
    """Have some work done on another core while this one goes on; nobody is told of what it raises."""
    _others().submit(work)


class Once(Generic[_Made]):
    """Some work that is done once, by whoever asks first; all others wait until it is done. It may ask for others.

    If it raises, it does so for whoever does it, and is done again by the next.
    """

    def __init__(self, work: Callable[[], _Made]) -> None:
        self._work = work
        self._lock = Lock()
        self._made: list[_Made] = []

    def __call__(self) -> _Made:
        """Return what the work returns."""
        with self._lock:
            if not self._made:
                self._made.append(self._work())
            return self._made[0]


@cache
def _others() -> ThreadPoolExecutor:
    """Return the threads on the other cores, which stay: starting one takes as long as a small piece."""
    return ThreadPoolExecutor(max(CORES - 1, 1), "gridmap-cores")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_others.cache_clear)


def _pieces(rows: int, worth: int) -> int:
    """Return how many pieces some rows are worth: more than there are cores, since some take longer than others.

    As many where all others are busy: whoever is done with what keeps him before this is, takes of it.
    """
    return 1 if CORES == 1 else max(1, min(4 * CORES, rows // worth))
