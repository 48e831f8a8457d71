"""The tables of a file, read on another core while what makes a plan of them is still being imported.

SQLite reads and GEOS makes shapes without Python, which the imports keep busy. Only numpy and shapely are imported for
it, a quarter by time of what a check imports. What was read counts only where the file still is what it was then, and
nothing stands in it that GridMap did not write; else it is read again by whoever opens it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Final

from gridmap.model.tables import TABLES
from gridmap.storage.columns import Columns, Reading, Wanted, asked_in_one, taken_apart
from gridmap.storage.early_look import state_of
from gridmap.storage.names import ID, columns_of
from gridmap.storage.pages import LARGE_BYTES, LEAST_INSTRUCTIONS, TICK, Allowance, guarded, uri_of

_begun: dict[str, EarlyReading] = {}
"""By absolute path; each is asked for once."""


class EarlyReading:
    """All tables of a file, read on a thread of its own, on a connection that changes nothing."""

    def __init__(self, path: Path) -> None:
        self._path, self._state = path, state_of(path)
        self._tables: dict[str, Reading] = {}
        self._connection: sqlite3.Connection | None = None
        self._thread = threading.Thread(target=self._read, name="early-reading", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        if self._state is None:
            return
        with contextlib.suppress(
            sqlite3.Error, OSError, RuntimeError
        ):  # who opens the file tells of it; or all is over
            connection = sqlite3.connect(f"{uri_of(self._path)}?mode=ro", uri=True, timeout=0, check_same_thread=False)
            with contextlib.closing(guarded(connection)):
                connection.set_progress_handler(Allowance(self._path, LEAST_INSTRUCTIONS), TICK)
                self._connection = connection
                connection.execute("BEGIN")
                self._tables = asked_in_one(connection, _plain_tables(connection))

    def end(self) -> None:
        """Wait until all is read; from then on the file can be written to."""
        self._thread.join()

    def give_up(self) -> None:
        """End it; nobody wants to know any more."""
        with contextlib.suppress(AttributeError, sqlite3.ProgrammingError):  # not begun, or done and closed
            self._connection.interrupt()  # type: ignore[union-attr]
        self._thread.join()

    def is_of_now(self) -> bool:
        """Whether nobody wrote to the file since it was begun; to be asked within a transaction that has read of it."""
        return self._state is not None and self._state == state_of(self._path)

    def take(self, wanted: Wanted) -> Columns | None:
        """Return the rows of a table, for whoever asks first; ``None`` if it was not read, or not like that."""
        found = self._tables.pop(wanted.name, None)
        if found is None or found.columns != wanted.columns or found.count != wanted.count:
            return None
        return taken_apart(found)


_SCHEMA: Final = f"""
    SELECT group_concat(name || char(31) || columns, char(30)) FROM (
        SELECT name, (SELECT group_concat(name || char(31) || hidden || (pk > 0) || (type = 'INTEGER'), char(31))
                      FROM pragma_table_xinfo(sqlite_master.name)) AS columns
        FROM sqlite_master
        WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name IN ({", ".join(f"'{name}'" for name in TABLES)}))
"""
"""Names of tables, and of their columns with what they are: one text, since every row would wait for Python."""


def _plain_tables(connection: sqlite3.Connection) -> list[Wanted]:
    """Return the tables of a plan that have plain columns only, and ids in the order in which rows are kept.

    A view, a virtual table, and a column that is worked out would run what somebody else wrote.
    """
    (schema,) = connection.execute(_SCHEMA).fetchone()
    tables = []
    for name, *words in (table.split("\x1f") for table in (schema or "").split("\x1e")):
        columns = dict(zip(words[::2], words[1::2], strict=False))
        keys = {column: kind for column, kind in columns.items() if kind[1] == "1"}
        if keys == {ID: "011"} and all(kind[0] == "0" for kind in columns.values()):
            tables.append(Wanted(name, [column for column in columns_of(TABLES[name]) if column in columns]))
    return tables


def begin(path: Path) -> None:
    """Begin to read a file that is about to be opened, unless it is large."""
    with contextlib.suppress(OSError):
        if path.is_file() and path.stat().st_size <= LARGE_BYTES:
            _begun[str(path.absolute())] = EarlyReading(path)


def taken(path: Path) -> EarlyReading | None:
    """Return the reading of a file that was begun, if any, for whoever asks first."""
    return _begun.pop(str(path.absolute()), None)
