"""Codes of 15 to 20 digits, as cells have them: with dashes and blanks, or spoilt by a program."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import BoolArray


@dataclass(frozen=True, eq=False)
class Codes:
    """The codes of a column.

    Attributes
    ----------
    texts : array of str, shape (n,)
        ``""`` where there is none or it is spoilt.
    doubts : array of str, shape (n,)
        ``code-cleaned`` (dashes or blanks went), ``code-rounded``, ``code-scientific``, ``code-strange`` (kept as it
        is) or ``""``.
    """

    texts: TextArray
    doubts: TextArray


def read_codes(cells: TextArray, rounded: BoolArray | None = None) -> Codes:
    """Return the code of each cell; ``rounded`` is that column of :attr:`FoundTable.rounded`."""
    raise NotImplementedError
