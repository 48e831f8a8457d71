"""Which points lie in which bands: between two values along one axis, family by family.

A sort and two look-ups in place of a tree: nothing has to be made into a shape first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gridmap.model.arrays import FloatArray, IntArray

_AT_ONCE: Final = 500_000
"""Pairs that are made at once, or those of one band if they are more."""


def points_in_bands(
    value: FloatArray, family: IntArray, low: FloatArray, high: FloatArray, of: IntArray
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield pairs of points and bands of one family that may lie in each other, lot by lot.

    Every pair with ``low <= value <= high`` is among them; so may be some that are off by rounding.

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
        The bands ascend.
    """
    if not len(value) or not len(low):
        return
    least = min(float(value.min()), float(low.min()))
    apart = 2 * (max(float(value.max()), float(high.max())) - least) + 1.0
    key = family * apart + (value - least)
    slack = 4 * float(np.spacing(apart * (max(int(family.max()), int(of.max())) + 1)))
    order = np.argsort(key)
    key = key[order]
    first, last = np.empty(len(low), dtype=np.int64), np.empty(len(low), dtype=np.int64)
    begin, end = of * apart + (low - least) - slack, of * apart + (high - least) + slack
    ascending = np.argsort(begin)  # what is looked up one beside the other is in the processor's cache
    first[ascending] = np.searchsorted(key, begin[ascending])
    last[ascending] = np.searchsorted(key, end[ascending], side="right")
    count = last - first
    until = np.cumsum(count)
    at = 0
    while at < len(low):
        before = int(until[at - 1]) if at else 0
        to = max(int(np.searchsorted(until, before + _AT_ONCE, side="right")), at + 1)
        some = count[at:to]
        band = np.repeat(np.arange(at, to), some)
        if len(band):
            place = np.arange(len(band)) + np.repeat(first[at:to] - (until[at:to] - some - before), some)
            yield order[place], band
        at = to
