"""Who is named in a cell: one person or several, with what stands behind a name, or a word for nobody."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.exchange.tables.doubt import Doubt


@dataclass(frozen=True)
class Person:
    """A name, and the note that stands behind it in brackets (``代``)."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class CellPersons:
    """The people of a cell.

    Attributes
    ----------
    people : tuple of Person
        In the order of the cell.
    vacant : bool
        Whether the cell says that there is nobody (空缺, 待定, /); a blank cell says nothing.
    id_numbers : int
        How many ID numbers stood in the cell; they are not kept.
    doubts : tuple of Doubt
        ``person-name-odd``: what stands where a name should (digits, one letter).
    """

    people: tuple[Person, ...]
    vacant: bool = False
    id_numbers: int = 0
    doubts: tuple[Doubt, ...] = ()


def read_persons(cell: str) -> CellPersons:
    """Return who is named in a cell."""
    raise NotImplementedError
