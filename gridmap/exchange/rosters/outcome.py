"""What came of reading rosters, before anything is stored: what goes in, what does not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from gridmap.exchange.rosters.columns import ColumnMapping
from gridmap.exchange.rosters.private import LeftOut
from gridmap.exchange.tables import FoundTable
from gridmap.model.change import Change
from gridmap.model.errors import Problem
from gridmap.model.plan import Plan

COUNTED: Final = ("new", "changed", "ended", "same")


@dataclass(frozen=True)
class Namesake:
    """One of several people of one name.

    Attributes
    ----------
    said : str
        The staff number, or else the phone, that tells this one from the others.
    phone : str
    grids : tuple of int
        Where this one works.
    """

    said: str
    phone: str = ""
    grids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A cell that could not be taken as it stands.

    Attributes
    ----------
    problem : Problem
        The reason, with file, sheet, row and column.
    value : str
        What the cell says, without ID numbers.
    suggestions : tuple of str
        What might be meant, the likeliest first.
    left_out : bool
        Whether the whole row was left out; otherwise it came in without this cell.
    table, index : int
        Place of the table among those read, and of the row in it.
    asked : str
        Of a grid or place that was not found: under what a user may choose one (:attr:`RosterOptions.choices`); of a
        name that several people have: under what one may say who is meant (:attr:`RosterOptions.people`).
    candidates : tuple of int
        The grids of the suggestions, by their ids.
    namesakes : tuple of Namesake
        The people of one name, as far as they can be told apart.
    word : str
        Of a kind of facilities that the scheme does not know: under what one may say which kind it is
        (:attr:`RosterOptions.kinds`).
    """

    problem: Problem
    value: str
    suggestions: tuple[str, ...] = ()
    left_out: bool = True
    table: int = 0
    index: int = 0
    asked: str = ""
    candidates: tuple[int, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    word: str = ""


@dataclass(frozen=True)
class Counts:
    """How many rows of a table of the plan are new, changed, ended (assignments), or were so already."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    same: int = 0


@dataclass(frozen=True, eq=False)
class TableTaken:
    """One table of a file: what its rows and columns were taken for (``None`` if it was passed over), and its rows.

    Attributes
    ----------
    good, bad : int
        Rows that came in, if only in part, and rows that were left out.
    """

    found: FoundTable
    mapping: ColumnMapping | None
    good: int = 0
    bad: int = 0


@dataclass(frozen=True, eq=False)
class Prepared:
    """The outcome of reading rosters into a plan; :class:`~gridmap.exchange.rosters.ImportRoster` stores it.

    Attributes
    ----------
    plan : Plan
        The plan that it was worked out for.
    change : Change
        What storing it does: one step.
    tables : tuple of TableTaken
    rows : mapping of table name to DataFrame
        What was understood: the rows as they will be, with ``status`` (``new``, ``changed``, ``ended``, ``same``).
    counts : mapping of table name to Counts
    problems : tuple of Problem
        What was left out or changed, that concerns no single cell.
    faults : tuple of Fault
        Cells that could not be taken as they stand.
    left_out : tuple of LeftOut
        Personal data that was not taken in.
    sources : mapping of table name to mapping of id to (int, int)
        From which row the lists say something of a row of the plan first: the place of the table among those read, and
        of the row in it. Buildings have none.
    """

    plan: Plan
    change: Change
    tables: tuple[TableTaken, ...]
    rows: Mapping[str, pd.DataFrame]
    counts: Mapping[str, Counts]
    problems: tuple[Problem, ...] = ()
    faults: tuple[Fault, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())
    sources: Mapping[str, Mapping[int, tuple[int, int]]] = field(default_factory=dict)

    @property
    def good(self) -> int:
        """How many rows came in."""
        return sum(table.good for table in self.tables)

    @property
    def bad(self) -> int:
        """How many rows were left out."""
        return sum(table.bad for table in self.tables)

    def report(self) -> dict[str, Any]:
        """Return the outcome for programs: no cell but those that could not be taken."""
        return {
            "tables": [
                {
                    "file": taken.found.file,
                    "sheet": taken.found.sheet,
                    "title": taken.found.title,
                    "table": taken.mapping.table if taken.mapping else None,
                    "rows": len(taken.found.rows),
                    "good": taken.good,
                    "bad": taken.bad,
                    "columns": [
                        {"header": c.header, "field": c.field, "confidence": c.confidence, "why": c.why}
                        for c in (taken.mapping.columns if taken.mapping else ())
                    ],
                }
                for taken in self.tables
            ],
            "counts": {name: {key: getattr(count, key) for key in COUNTED} for name, count in self.counts.items()},
            "left_out": [
                {"file": one.file, "sheet": one.sheet, "column": one.column, "reason": one.reason, "count": one.count}
                for one in self.left_out
            ],
        }
