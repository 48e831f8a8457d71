"""Which day a cell means, in all the ways in which people write one."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.doubt import Doubt
from gridmap.exchange.tables.found import BoolArray, Epoch


@dataclass(frozen=True, eq=False)
class Dates:
    """The days of a column.

    Attributes
    ----------
    days : array of str, shape (n,)
        ``YYYY-MM-DD``; ``""`` where there is none.
    open : bool (n,)
        Where the cell says that there is no end (至今, 长期).
    doubts : array of str, shape (n,)
        ``date-impossible``, ``date-not-understood``, ``date-without-year`` or ``""``.
    """

    days: TextArray
    open: BoolArray
    doubts: TextArray


@dataclass(frozen=True)
class Period:
    """From when until when (``2021.3-2023.5``); ``""`` for unknown or open."""

    begin: str
    end: str
    doubts: tuple[Doubt, ...] = ()


def read_dates(cells: TextArray, epoch: Epoch = 1900) -> Dates:
    """Return the day of each cell."""
    raise NotImplementedError


def read_period(cell: str, epoch: Epoch = 1900) -> Period:
    """Return the begin and the end of a cell that names both; ``date-reversed`` if it ends before it begins."""
    raise NotImplementedError
