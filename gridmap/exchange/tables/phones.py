"""Which phones stand in a cell, whatever else does."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.exchange.tables.doubt import Doubt


@dataclass(frozen=True)
class Phone:
    """A phone (``13812345678``, ``0512-58123456``, ``58123456``, with ``-801`` behind for an extension) and a note."""

    number: str
    note: str = ""


@dataclass(frozen=True)
class CellPhones:
    """The phones of a cell.

    Attributes
    ----------
    phones : tuple of Phone
        In the order of the cell.
    id_numbers : int
        How many ID numbers stood in the cell; they are not kept.
    doubts : tuple of Doubt
        ``phone-too-short``, ``phone-too-long``, ``phone-impossible``.
    """

    phones: tuple[Phone, ...]
    id_numbers: int = 0
    doubts: tuple[Doubt, ...] = ()


def read_phones(cell: str) -> CellPhones:
    """Return the phones of a cell."""
    raise NotImplementedError
