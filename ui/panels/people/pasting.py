"""A block of cells from Excel or WPS, pasted over rows of a table of people: every good cell in one step."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gridmap.edits import AsSeen
from gridmap.model.change import Change
from gridmap.model.errors import GridMapError, Refused
from gridmap.model.making import change_between
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from ui.panels.people.cells import CellWords
from ui.panels.people.tables import Column, Table
from ui.panels.people.typed import FIELDS, TypedRow

_GUARDED: Final = re.compile(r"'[\s\ufeff\u200b-\u200f]*[=+\-@＝＋－＠]")
_TABLES: Final = {kind: kind for kind in ("workers", "assignments", "branches", "zones", "compounds", "facilities")}
"""By kind the table that is changed; buildings are the rest."""


@dataclass(frozen=True, eq=False)
class BadCell:
    """A cell that was not taken.

    Attributes
    ----------
    row : int
        In which row of what is shown it stands, from 1; 0 if it has none.
    heading : str
        Of its column, ``""`` if it has none.
    text : str
        What was to go there.
    why : GridMapError
    """

    row: int
    heading: str
    text: str
    why: GridMapError


@dataclass(frozen=True, eq=False)
class Pasted:
    """What comes of a block of cells.

    Attributes
    ----------
    edit : AsSeen or None
        Does all that is good in one step; ``None`` if nothing would change.
    cells : int
        How many cells that changes.
    bad : tuple of BadCell
        By row and column.
    """

    edit: AsSeen | None
    cells: int
    bad: tuple[BadCell, ...]


def block_of(text: str) -> list[list[str]]:
    """Return the cells of what a spreadsheet has put on the clipboard, row by row, without what guards formulas."""
    rows = list(csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t"))
    return [[_unguarded(plain_text(cell)) for cell in row] for row in rows]


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


class Pasting:
    """Works out what pasting a block over rows of a table brings; any thread may.

    Parameters
    ----------
    table : Table
    words : CellWords
    privacy : Profile
        What the cells show: a cell that is pasted as it is shown changes nothing, masked or not.
    rows : sequence of int
        Rows of the table that it is pasted over, as they stand.
    first : int
        In which row of what is shown the first of them stands, from 1.
    columns : sequence of int
        The columns that are shown, from that in which it is pasted to the right.
    shown : sequence of int
        All columns that are shown, from left to right: a block with headings goes by those.
    """

    def __init__(
        self,
        table: Table,
        words: CellWords,
        privacy: Profile,
        rows: Sequence[int],
        first: int,
        columns: Sequence[int],
        shown: Sequence[int],
    ) -> None:
        self._table, self._words, self._privacy = table, words, privacy
        self._rows, self._first = list(rows), first
        self._columns, self._shown = list(columns), list(shown)
        self._bad: list[BadCell] = []

    def work_out(self, block: list[list[str]], *, over_all: int = 0, step: Callable[[float], None]) -> Pasted:
        """Return what comes of a block.

        Parameters
        ----------
        over_all : int
            A block of one row goes over so many rows; once if 0.
        step : callable
            Is told how much is done, 0 to 1; it raises to end it.
        """
        columns, block = self._columns_of(block)
        if len(block) == 1 and over_all > 1:
            block = block * over_all
        waiting: list[tuple[int, dict[str, str]]] = []
        for at, cells in enumerate(block):
            if at >= len(self._rows):
                self._note(0, "", "\t".join(cells), Refused("paste-below-last"))
                continue
            typed = self._typed(at, cells, columns)
            if typed:
                waiting.append((at, typed))
        plan, done = self._do(waiting, step)
        change = self._step(plan, len({at for at, _ in done}))
        self._bad.sort(key=lambda cell: cell.row or len(self._table.ids) + 1)
        return Pasted(AsSeen(change) if change else None, len(done) if change else 0, tuple(self._bad))

    def _columns_of(self, block: list[list[str]]) -> tuple[list[int | None], list[list[str]]]:
        """Return which column each column of the block goes to, and the block without its headings."""
        by_heading = {self._words.heading(self._table.columns[column]): column for column in self._shown}
        heads = [cell.strip() for cell in block[0]]
        if len(block) > 1 and len(set(heads)) == len(heads) and all(head in by_heading for head in heads):
            return [by_heading[head] for head in heads], block[1:]
        widest = max(len(row) for row in block)
        columns: list[int | None] = list(self._columns[:widest])
        return columns + [None] * (widest - len(columns)), block

    def _typed(self, at: int, cells: list[str], columns: list[int | None]) -> dict[str, str]:
        """Return what of a row of the block is new, by the key of the column; note what can have no place."""
        row, typed = self._rows[at], {}
        for text, place in zip(cells, columns, strict=False):
            if place is None:
                self._note(self._first + at, "", text, Refused("paste-beyond-last"))
                continue
            column = self._table.columns[place]
            if text.strip() in self._now(column, row):
                continue
            if column.key not in FIELDS[self._table.kind]:
                self._note(self._first + at, self._words.heading(column), text, Refused("cell-not-typed"))
                continue
            typed[column.key] = text
        return typed

    def _now(self, column: Column, row: int) -> tuple[str, ...]:
        """Return what stands for a cell as it is: what it shows, on one line, and a number without its commas."""
        shown = " ".join(self._words.cell(column, row, self._privacy).split())
        return (shown, str(column.shown[self._privacy][row])) if column.is_number else (shown,)

    def _do(
        self, waiting: list[tuple[int, dict[str, str]]], step: Callable[[float], None]
    ) -> tuple[Plan, list[tuple[int, str]]]:
        """Do the cells row by row; what is refused is tried again after the others, then cell by cell."""
        plan, done, total = self._table.plan, [], max(len(waiting), 1)
        while waiting:
            left: list[tuple[int, dict[str, str]]] = []
            for number, (at, typed) in enumerate(waiting):
                step(number / total)
                try:
                    plan = plan.apply(self._edit(at, typed).change(plan))
                except GridMapError:
                    left.append((at, typed))
                else:
                    done += [(at, key) for key in typed]
            if len(left) == len(waiting):
                break
            waiting = left
        for at, typed in waiting:
            for key, text in typed.items():
                try:
                    plan = plan.apply(self._edit(at, {key: text}).change(plan))
                    done.append((at, key))
                except GridMapError as error:
                    if error.key != "changes-nothing":
                        self._note(self._first + at, self._heading(key), text, error)
        return plan, done

    def _edit(self, at: int, typed: dict[str, str]) -> TypedRow:
        return TypedRow(self._table.kind, int(self._table.ids[self._rows[at]]), typed, self._table.on)

    def _heading(self, key: str) -> str:
        return next(self._words.heading(column) for column in self._table.columns if column.key == key)

    def _note(self, row: int, heading: str, text: str, why: GridMapError) -> None:
        self._bad.append(BadCell(row, heading, text, why))

    def _step(self, after: Plan, rows: int) -> Change:
        """Return all that was done as one change."""
        change = change_between(self._table.plan, after, "paste-cells")
        values: dict[str, str | int | float] = {
            "table": _TABLES.get(self._table.kind, "buildings"),
            "count": rows,
        }
        return Change(change.label, change.rows, values)
