"""Which points lie in which bands: between two values along one axis, family by family.

Shelves in place of a tree: nothing has to be made into a shape first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gridmap.model.arrays import FloatArray, IntArray

_AT_ONCE: Final = 500_000
"""Pairs that are made at once, or those of one band if they are more."""

_SHELVES: Final = 2
"""Shelves for each point: with more of them fewer points lie on a shelf that only touches a band."""

_SHORT: Final = 12
"""Steps by which short runs are gone through: repeating each number a few times takes longer than copying some."""


def points_in_bands(
    value: FloatArray, family: IntArray, low: FloatArray, high: FloatArray, of: IntArray
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield pairs of points and bands of one family that may lie in each other, lot by lot, in no order.

    Every pair with ``low <= value <= high`` is among them, and so are some of points near by.

    Parameters
    ----------
    value : float64 (n,)
        Of each point, finite.
    family : int64 (n,)
        Of each point, not negative.
    low, high : float64 (m,)
        Ends of each band, finite.
    of : int64 (m,)
        Family of each band.

    Yields
    ------
    point, band : int64 (k,), int64 (k,)
    """
    if not len(value) or not len(low):
        return
    by_family = None
    if (family[1:] < family[:-1]).any():
        by_family = np.argsort(family, kind="stable")
        value, family = value[by_family], family[by_family]
    # The points of each family lie on shelves of equal height between its lowest and its highest.
    count = np.bincount(family, minlength=int(of.max()) + 1)
    first = np.cumsum(count) - count
    there = np.flatnonzero(count)
    least, per_shelf = np.zeros(len(count)), np.zeros(len(count))
    least[there] = np.minimum.reduceat(value, first[there])
    height = np.maximum.reduceat(value, first[there]) - least[there]
    shelves = _SHELVES * count
    with np.errstate(over="ignore"):
        per_shelf[there] = np.divide(shelves[there], height, out=np.zeros(len(there)), where=height > 0)
        per_shelf[~np.isfinite(per_shelf)] = 0.0  # so low that all lie on the first
        top = np.maximum(shelves - 1.0, 0.0)
        on = ((value - np.repeat(least, count)) * np.repeat(per_shelf, count)).clip(0.0, np.repeat(top, count))
        shelf = on.astype(np.int64) + np.repeat(_SHELVES * first, count)
        least, per_shelf, top, lowest = least[of], per_shelf[of], top[of], (_SHELVES * first)[of]
        from_shelf = ((low - least) * per_shelf).clip(0.0, top).astype(np.int64) + lowest
        to_shelf = ((high - least) * per_shelf).clip(0.0, top).astype(np.int64) + lowest
    order, begin = in_order_of(shelf, _SHELVES * len(value))
    begins = begin[from_shelf]
    number = begin[np.minimum(to_shelf + 1, len(begin) - 1)] - begins
    number[(count[of] == 0) | (low > high)] = 0
    if by_family is not None:
        order = by_family[order]
    until = np.cumsum(number)
    at = 0
    while at < len(low):
        before = int(until[at - 1]) if at else 0
        end = max(int(np.searchsorted(until, before + _AT_ONCE, side="right")), at + 1)
        band, place = short_runs(begins[at:end], number[at:end])
        if len(band):
            yield order[place], band + at
        at = end


def in_order_of(number: IntArray, numbers: int) -> tuple[IntArray, IntArray]:
    """Return rows in the order of a number that each has, and how many rows have a lower one than each.

    Parameters
    ----------
    number : int64 (n,)
        From 0 on, below ``numbers``.

    Returns
    -------
    rows : int64 (n,)
    begin : int64 (numbers + 1,)
        The rows with number k are ``rows[begin[k]:begin[k + 1]]``, ascending.
    """
    bits = max(int(len(number) - 1).bit_length(), 1) if len(number) else 1
    rows = np.sort((number << bits) | np.arange(len(number))) & ((1 << bits) - 1)  # quicker than an argsort
    begin = np.zeros(numbers + 1, dtype=np.int64)
    np.cumsum(np.bincount(number, minlength=numbers), out=begin[1:])
    return rows, begin


def runs(first: IntArray, number: IntArray) -> tuple[IntArray, IntArray]:
    """Return all places in some runs, one run after the other, and the run that each is of.

    Parameters
    ----------
    first, number : int64 (n,)
        Where each run begins, and how many places it has.

    Returns
    -------
    run, place : int64 (k,)
    """
    of = np.repeat(np.arange(len(first)), number)
    return of, np.arange(len(of)) + np.repeat(first - (np.cumsum(number) - number), number)


def short_runs(first: IntArray, number: IntArray) -> tuple[IntArray, IntArray]:
    """Return what :func:`runs` does, in no order, which takes less time where runs have a few places each.

    Parameters
    ----------
    first, number : int64 (n,)
        Where each run begins, and how many places it has.
    """
    run = np.flatnonzero(number > 0)
    first, number = first[run], number[run]
    of, at = [run], [first]
    for step in range(1, _SHORT):
        longer = np.flatnonzero(number > step)
        if not len(longer):
            break
        run, first, number = run[longer], first[longer], number[longer]
        of.append(run)
        at.append(first + step)
    else:
        rest = np.maximum(number - _SHORT, 0)
        longest, place = runs(first + _SHORT, rest)
        of.append(run[longest])
        at.append(place)
    return np.concatenate(of), np.concatenate(at)
