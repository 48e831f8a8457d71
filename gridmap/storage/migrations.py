"""Which version of the tables a file has, and how an older file is brought up to the present one.

A migration is a named step from one version to the next. To change the tables of the file: raise
:data:`gridmap.storage.layout.SCHEMA_VERSION` by one and add the step that does the same to an older file to
:data:`MIGRATIONS`. Steps are never changed once they have been released.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gridmap.model.errors import NotAProject
from gridmap.model.scheme import parse_scheme
from gridmap.storage.file import any_text
from gridmap.storage.foreign import words
from gridmap.storage.layout import META, SCHEMA_VERSION, make_srs, make_table, make_triggers, views_of
from gridmap.storage.names import SHAPE, quoted
from gridmap.storage.rtree import renew_from_rows


@dataclass(frozen=True)
class Migration:
    """A step that brings a file to version ``to`` from the one before it.

    ``run`` gets a connection inside a transaction. It changes tables and rows, not the stored version.
    """

    to: int
    name: str
    run: Callable[[sqlite3.Connection], None]


def _add_declared_figures(connection: sqlite3.Connection) -> None:
    """Give grids the households and residents that a list declares, and show them in the layers of the kinds."""
    _add_figures_of_grids(connection, ("declared_households", "declared_residents"))


def _add_declared_members(connection: sqlite3.Connection) -> None:
    """Give grids the full party members that a list declares, and show them in the layers of the kinds."""
    _add_figures_of_grids(connection, ("declared_members",))


def _add_figures_of_grids(connection: sqlite3.Connection, added: tuple[str, ...]) -> None:
    present = {row[1] for row in connection.execute("PRAGMA table_info(grids)")}
    for column in added:
        if column not in present:
            connection.execute(f"ALTER TABLE grids ADD COLUMN {quoted(column)} INTEGER")
            connection.execute(f"UPDATE grids SET {quoted(column)} = 0")
    scheme = connection.execute(f"SELECT value FROM {META} WHERE key = 'scheme'").fetchone()
    columns = [row[1] for row in connection.execute("PRAGMA table_info(grids)")]
    views = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    for name, kind in views_of(parse_scheme(scheme[0])).items() if scheme else ():
        if name in views:
            literal = kind.key.replace("'", "''")
            connection.execute(f"DROP VIEW {quoted(name)}")
            connection.execute(
                f"CREATE VIEW {quoted(name)} AS SELECT {', '.join(map(quoted, columns))} FROM {quoted('grids')}"
                f" WHERE kind = '{literal}'"
            )


def _add_days_of_links(connection: sqlite3.Connection) -> None:
    """Give links of branches and grids a first and a last day; those that there are stay open at both ends."""
    present = {row[1] for row in connection.execute("PRAGMA table_info(branch_grids)")}
    for column in ("from_date", "until_date"):
        if column not in present:
            connection.execute(f"ALTER TABLE branch_grids ADD COLUMN {quoted(column)} DATE")


def _add_facilities(connection: sqlite3.Connection) -> None:
    """Make the table of facilities, organisations and units, without rows."""
    _add_table(connection, "facilities", shapes=True)


def _add_department_grids(connection: sqlite3.Connection) -> None:
    """Make the table of the departments' grids, without rows."""
    _add_table(connection, "department_grids", shapes=True)


def _add_items(connection: sqlite3.Connection) -> None:
    """Make the table of items, without rows."""
    _add_table(connection, "items", shapes=True)


def _add_compounds(connection: sqlite3.Connection) -> None:
    """Make the table of compounds, without rows."""
    _add_table(connection, "compounds", shapes=True)


def _add_table(connection: sqlite3.Connection, name: str, *, shapes: bool) -> None:
    """Make a table that a file does not have yet, with its R-tree and triggers."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?)", (name,)).fetchone():
        return
    known = connection.execute(
        "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'grids' AND column_name = ?", (SHAPE,)
    ).fetchone()
    scheme = connection.execute(f"SELECT value FROM {META} WHERE key = 'scheme'").fetchone()
    if not known and not scheme:
        return
    make_table(connection, name, int(known[0]) if known else make_srs(connection, parse_scheme(scheme[0])))
    if shapes:
        renew_from_rows(connection, name)
    make_triggers(connection, name)


MIGRATIONS: Final[tuple[Migration, ...]] = (
    Migration(2, "declared households and residents", _add_declared_figures),
    Migration(3, "days of links between branches and grids", _add_days_of_links),
    Migration(4, "facilities, organisations and units", _add_facilities),
    Migration(5, "departments' grids", _add_department_grids),
    Migration(6, "items", _add_items),
    Migration(7, "compounds", _add_compounds),
    Migration(8, "declared members", _add_declared_members),
)
"""All steps, in order. Version 1 is the first that was released, so none leads to it."""


def version_of(connection: sqlite3.Connection, file: str) -> int:
    """Return the version of the tables of a file.

    Raises
    ------
    NotAProject
        ``geopackage-not-project`` if no GridMap wrote it, ``file-from-newer-version`` if a newer one did.
    """
    found = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (META,)).fetchone()
    if not found or words(found[0])[:2] != ["create", "table"]:
        raise NotAProject("geopackage-not-project", file=file)
    with any_text(connection):
        row = connection.execute(f"SELECT value FROM {META} NOT INDEXED WHERE key = 'schema_version'").fetchone()
    try:
        version = int(row[0]) if row else 0
    except (ValueError, TypeError, OverflowError):
        version = 0
    if version < 1:
        raise NotAProject("geopackage-not-project", file=file)
    if version > SCHEMA_VERSION:
        raise NotAProject("file-from-newer-version", file=file, found=version, known=SCHEMA_VERSION)
    return version


def is_current(connection: sqlite3.Connection, file: str) -> bool:
    """Whether a file has the tables of the present version; :class:`NotAProject` as :func:`version_of`."""
    return version_of(connection, file) == SCHEMA_VERSION


def migrate(connection: sqlite3.Connection, file: str) -> list[str]:
    """Bring the tables of a file to the present version, inside a transaction; return the names of the steps taken.

    Raises
    ------
    NotAProject
        As :func:`version_of`, or ``file-too-old`` if a step is missing on the way.
    """
    version, taken = version_of(connection, file), []
    while version < SCHEMA_VERSION:
        step = next((step for step in MIGRATIONS if step.to == version + 1), None)
        if step is None:
            raise NotAProject("file-too-old", file=file, found=version, known=SCHEMA_VERSION)
        step.run(connection)
        version = step.to
        connection.execute(f"UPDATE {META} SET value = ? WHERE key = 'schema_version'", (str(version),))
        taken.append(step.name)
    return taken
