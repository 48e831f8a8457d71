"""Chance that can be repeated: random numbers for one part of the sample, and shares that add up.

Only what IEEE 754 fixes to the last bit is used (uniform numbers, +, -, *, /, square roots), so that a seed makes the
same sample on every machine.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def stream(seed: int, part: str) -> np.random.Generator:
    """Return the random numbers of one part of the sample; they do not depend on what the other parts drew.

    Parameters
    ----------
    seed : int
        The seed of the whole sample, 0 or more.
    part : str
        Names the part, for example ``"buildings"``.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(part.encode())])))


def bell(rng: np.random.Generator, size: int) -> Floats:
    """Return numbers from -1 to 1 that gather around 0: the mean of three uniform ones. Shape (size,)."""
    return rng.uniform(-1.0, 1.0, (3, size)).mean(axis=0)


def within(counts: npt.ArrayLike) -> tuple[Ints, Ints]:
    """Number the members of groups that lie one after the other.

    Parameters
    ----------
    counts : array of int, shape (n,)
        Members of each group.

    Returns
    -------
    group, place : arrays of int, shape (sum of counts,)
        For every member its group, 0 to n-1, and its place in it, from 0.
    """
    sizes = np.asarray(counts, dtype=np.int64)
    group = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    place = np.arange(len(group), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return group, place


def sums(group: npt.ArrayLike, values: npt.ArrayLike, size: int) -> Floats:
    """Add up the values of every group, 0 to ``size`` - 1. Shape (size,)."""
    weights = np.asarray(values, dtype=np.float64)
    return np.asarray(np.bincount(np.asarray(group), weights=weights, minlength=size), dtype=np.float64)


def ranks(group: npt.ArrayLike, *keys: npt.NDArray[np.generic]) -> Ints:
    """Return every member's place within its group, from 0, by ascending keys (the first weighs most). Shape (n,)."""
    groups = np.asarray(group)
    order = np.lexsort((*reversed(keys), groups))
    ordered = groups[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)])
    place = np.arange(len(order), dtype=np.int64) - np.repeat(first, np.diff(np.r_[first, len(order)]))
    result = np.empty(len(order), dtype=np.int64)
    result[order] = place
    return result


def shares_in_groups(totals: npt.ArrayLike, group: npt.ArrayLike, weights: npt.ArrayLike, least: int = 0) -> Ints:
    """Share out each group's whole number among its members by weights, at least ``least`` each.

    Parameters
    ----------
    totals : array of int, shape (groups,)
    group : array of int, shape (n,)
        Place of every member's group in ``totals``, ascending.
    weights : array of float, shape (n,)
        Above 0.

    Returns
    -------
    array of int, shape (n,)
        Adds up to the totals exactly in every group that has members, if a total is enough for the least shares.
    """
    groups = np.asarray(group, dtype=np.int64)
    sizes = np.bincount(groups, minlength=len(np.asarray(totals)))
    rest = np.asarray(totals, dtype=np.int64) - least * sizes
    weight = np.asarray(weights, dtype=np.float64)
    running = np.cumsum(weight)
    before = np.r_[0.0, running][np.cumsum(sizes) - sizes]
    total = np.r_[0.0, running][np.cumsum(sizes)] - before
    reached = (running - before[groups]) / total[groups] * rest[groups]
    last = np.cumsum(sizes)[sizes > 0] - 1
    reached[last] = rest[groups[last]]
    upto = np.floor(reached + 0.5).astype(np.int64)
    first = (np.cumsum(sizes) - sizes)[sizes > 0]
    previous = np.r_[0, upto[:-1]]
    previous[first] = 0
    return upto - previous + least


def pick(rng: np.random.Generator, words: Sequence[str], size: int, weights: npt.ArrayLike | None = None) -> list[str]:
    """Draw words, each draw on its own, evenly or by weights."""
    if weights is None:
        places = rng.integers(0, len(words), size)
    else:
        running = np.cumsum(np.asarray(weights, dtype=np.float64))
        places = np.searchsorted(running, rng.random(size) * running[-1], side="right")
    return [words[place] for place in np.minimum(places, len(words) - 1).tolist()]
