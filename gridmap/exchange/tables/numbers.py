"""Whole numbers as people write them: 1,234户, 约300, 300+."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Counts:
    """The whole numbers of a column.

    Attributes
    ----------
    values : int64 (n,)
        0 where there is none.
    known : bool (n,)
    doubts : array of str, shape (n,)
        ``count-not-exact`` (taken without 约 or +), ``count-not-whole``, ``count-negative``, ``count-not-understood``
        or ``""``.
    """

    values: IntArray
    known: BoolArray
    doubts: TextArray


def read_counts(cells: TextArray) -> Counts:
    """Return the whole number of each cell."""
    raise NotImplementedError
