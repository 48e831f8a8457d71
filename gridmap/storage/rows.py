"""Rows put into a table, many by each statement: what SQLite does for a statement takes as long as two rows do."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from gridmap.storage.names import quoted

_AT_ONCE: Final = 50
"""Rows that one statement puts; more of them gain nothing, and SQLite takes 32,766 values in a statement."""


def insert(connection: sqlite3.Connection, table: str, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    """Put rows into a table, in their order.

    Parameters
    ----------
    names : sequence of str
        Of the columns.
    columns : sequence of sequence
        The values of each, all of one length.

    Raises
    ------
    ValueError
        If they are of different lengths.
    """
    count = len(columns[0])
    if any(len(column) != count for column in columns):
        raise ValueError(f"columns of {table} are not of one size")
    same = [at for at, column in enumerate(columns) if _is_one_value(column)]
    other = [at for at in range(len(columns)) if at not in same]
    into = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, names))}) VALUES "
    for rows, first, last in ((_AT_ONCE, 0, count // _AT_ONCE * _AT_ONCE), (1, count // _AT_ONCE * _AT_ONCE, count)):
        # The values that differ are numbered row by row, behind them the ones that all rows have.
        width = len(other)
        numbers = {at: (place, width) for place, at in enumerate(other, 1)}
        numbers |= {at: (width * rows + place, 0) for place, at in enumerate(same, 1)}
        places = [numbers[at] for at in range(len(columns))]
        texts = [", ".join(f"?{place + step * row}" for place, step in places) for row in range(rows)]
        values: list[Any] = [None] * (width * (last - first))
        for place, at in enumerate(other):
            values[place::width] = columns[at][first:last]
        all_have = [columns[at][0] for at in same] if count else []
        bound = (values[width * row : width * (row + rows)] + all_have for row in range(0, last - first, rows))
        connection.executemany(into + ", ".join(f"({text})" for text in texts), bound)


def _is_one_value(column: Sequence[Any]) -> bool:
    """Whether one and the same value stands in all rows; of numbers with a point, of which two may be equal, no."""
    if not len(column) or column[0] != column[-1] or isinstance(column[0], float):
        return False
    return len(column) == list(column).count(column[0]) and {*map(type, column)} == {type(column[0])}
