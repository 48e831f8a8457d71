"""Python's search for cycles, put off while many objects are made that are no part of one, or rid of them for good."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final, TypeVar

import numpy.typing as npt

T = TypeVar("T")
_AT_ONCE: Final = 1_000


class _Leaving:
    """Whether things are to be left out, and who makes some just now."""

    is_wanted = False
    makers: Final[set[object]] = set()


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


def things_are_left_out(are_they: bool) -> None:
    """Say whether :func:`leave_out` does anything: where a window looks for cycles again and again; not by default."""
    _Leaving.is_wanted = are_they


@contextlib.contextmanager
def soon_left_out() -> Iterator[None]:
    """Make things that are left out before this ends; who looks for cycles waits until then, or would pass them all."""
    maker = object()
    _Leaving.makers.add(maker)
    try:
        yield
    finally:
        _Leaving.makers.discard(maker)


def are_made_to_be_left_out() -> bool:
    """Whether somebody is within :func:`soon_left_out`, in any thread."""
    return bool(_Leaving.makers)


def leave_out(things: Iterable[object]) -> None:
    """Leave things out of the search for cycles for good; they go as ever when nobody has them any more.

    To leave one out takes a quarter of a microsecond, once.

    Parameters
    ----------
    things : iterable of object
        None of which holds what could hold it: a shape holds nothing, a list of texts holds texts. What Python does not
        look at anyway, ``None`` say, is passed over.
    """
    if not _Leaving.is_wanted:
        return
    left = iter(things)
    for first in left:  # between two lots the window's thread may have its turn
        deque(map(_untrack, filter(gc.is_tracked, chain([first], islice(left, _AT_ONCE)))), maxlen=0)


def left_out(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Leave shapes out of the search for cycles, and return them.

    Nine of ten things that the search passes are the shapes of a plan: 400,000 at a province, through which each look
    takes 30 ms.

    Parameters
    ----------
    shapes : object (n,)
        Shapes, or ``None``.
    """
    leave_out(shapes)
    return shapes


def as_left_out(texts: T) -> T:
    """Leave one long list or set of texts or numbers out of the search for cycles, and return it.

    A look asks each thing that a list holds whether it is looked through: 120,000 texts take 4 ms, which only a list
    that is left out itself spares.

    Parameters
    ----------
    texts : list or set of what holds nothing
        Nothing else is put into it later.
    """
    leave_out([texts])
    return texts


_untrack = ctypes.pythonapi.PyObject_GC_UnTrack
_untrack.argtypes, _untrack.restype = [ctypes.py_object], None
