"""How many rows the tables of a project have, and how many they should have."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping

from gridmap.model.errors import Problem
from gridmap.model.tables import TABLES
from gridmap.storage.file import any_text
from gridmap.storage.names import quoted


def columns_in(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the names of the columns that a table of the file has, none if there is no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")]


def counted(connection: sqlite3.Connection, tables: Iterable[str]) -> dict[str, int]:
    """Return by table how many rows it has."""
    return {name: int(connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]) for name in tables}


def expected_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return by table how many rows it should have, as its triggers have counted them; nothing where that is lost."""
    try:
        with any_text(connection):
            found = connection.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents NOT INDEXED").fetchall()
    except sqlite3.DatabaseError:
        return {}
    return {name: count for name, count in found if name in TABLES and isinstance(count, int) and count >= 0}


def rows_of_tables(connection: sqlite3.Connection, unreadable: Collection[str]) -> dict[str, int]:
    """Return by table of a plan that the file has, and that may be read, how many rows it has."""
    return counted(connection, [name for name in TABLES if name not in unreadable and columns_in(connection, name)])


def lost_rows(
    connection: sqlite3.Connection, file: str, unreadable: Collection[str], counts: Mapping[str, int] | None = None
) -> list[Problem]:
    """Tell of tables that have fewer rows than were counted into them: they went without their triggers' knowledge.

    Parameters
    ----------
    counts : mapping of str to int, optional
        What :func:`rows_of_tables` says, where somebody has asked within the same transaction.
    """
    if "gpkg_ogr_contents" in unreadable:
        return []
    expected = expected_counts(connection)
    counts = rows_of_tables(connection, unreadable) if counts is None else counts
    found = {name: counts[name] for name in expected if name in counts}
    return [
        Problem("rows-lost", file=file, sheet=name, values={"count": expected[name] - rows, "found": rows})
        for name, rows in found.items()
        if rows < expected[name]
    ]
