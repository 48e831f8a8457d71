"""What GridMap tells a user when something is wrong: a key and the values, never a sentence.

The sentences, in Chinese and English, stand in ``ui/words/sentences`` under the same keys. A key is written in kebab
case, and every key raised in ``gridmap`` must have a sentence in both languages there (a test compares the two).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import Geometry


class GridMapError(Exception):
    """Base of everything that GridMap raises on purpose.

    Parameters
    ----------
    key : str
        Names the sentence, for example ``"file-not-found"``.
    **values : object
        What the sentence speaks of: ``file``, ``sheet``, ``row``, ``column``, ``value``, ``expected`` and the like.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key + (f" {values}" if values else ""))


class BadInput(GridMapError):
    """A file, a value or an option that a user gave cannot be used as it is."""


class NotAProject(BadInput):
    """The file is not a GridMap project, or one that this version cannot read."""


class ReadOnly(GridMapError):
    """The project is open for reading only, for instance because somebody else has it open."""


class Refused(GridMapError):
    """An edit would break what must hold, so it does nothing.

    Parameters
    ----------
    key : str
        The reason, for example ``"grid-would-vanish"``.
    grids : sequence of int
        Ids of the grids that stand in the way, for the window to light up.
    where : Geometry, optional
        The very place at which it fails, in the plan's CRS, for the window to point at.
    """

    def __init__(self, key: str, *, grids: Sequence[int] = (), where: Geometry | None = None, **values: object) -> None:
        super().__init__(key, **values)
        self.grids = tuple(int(grid) for grid in grids)
        self.where = where


@dataclass(frozen=True)
class Problem:
    """Something in an input that was left out or changed while the rest got in.

    ``key`` and ``values`` name the sentence as in :class:`GridMapError`; ``row`` counts from 1 as the user's program
    shows it, 0 if the problem belongs to no row.
    """

    key: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    values: dict[str, object] = field(default_factory=dict)


def refuse_reversed(first: dt.date, last: dt.date) -> None:
    """Raise :class:`BadInput` ``days-reversed`` if the last day is before the first."""
    if last < first:
        raise BadInput("days-reversed", first=first.isoformat(), last=last.isoformat())
