"""Python's search for cycles: put off while many objects are made that are no part of one, and rid of shapes."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import numpy.typing as npt

_AT_ONCE: Final = 2_000


class _Leaving:
    """Whether shapes are to be left out."""

    is_wanted = False


@contextlib.contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for cycles while very many objects are made, none of which can be part of one.

    That search goes through all that the program holds: at the size of a province it takes longer than reading the
    file, and at that of a defective city a tenth of a check.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shapes_are_left_out(are_they: bool) -> None:
    """Say whether :func:`left_out` does anything: where a window looks for cycles again and again; not by default."""
    _Leaving.is_wanted = are_they


def left_out(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Leave shapes out of the search for cycles, and return them: one holds nothing, so it is never part of a cycle.

    They go as ever when nobody has them any more. Nine of ten things that the search passes are the shapes of a plan:
    400,000 at a province, through which each look takes 30 ms. To leave one out takes a quarter of a microsecond.

    Parameters
    ----------
    shapes : object (n,)
        Shapes, or ``None``.
    """
    if _Leaving.is_wanted:
        flat = shapes.reshape(-1)
        for at in range(0, flat.size, _AT_ONCE):
            deque(map(_untrack, filter(gc.is_tracked, flat[at : at + _AT_ONCE])), maxlen=0)
    return shapes


_untrack = ctypes.pythonapi.PyObject_GC_UnTrack
_untrack.argtypes, _untrack.restype = [ctypes.py_object], None
