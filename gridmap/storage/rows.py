"""Rows put into a table, many by each statement: what SQLite does for a statement takes as long as two rows do."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from gridmap.storage.layout import quoted

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
    width = len(names)
    values: list[Any] = [None] * (width * len(columns[0]))
    for at, column in enumerate(columns):
        values[at::width] = column
    into = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, names))}) VALUES "
    row = f"({', '.join('?' * width)})"
    many = width * _AT_ONCE
    whole = len(values) // many * many
    connection.executemany(into + ", ".join([row] * _AT_ONCE), (values[at : at + many] for at in range(0, whole, many)))
    connection.executemany(into + row, (values[at : at + width] for at in range(whole, len(values), width)))
