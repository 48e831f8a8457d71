"""Whether a file is whole: looked at on opening, and what can still be read of one that is not."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from gridmap.model.errors import GridMapError
from gridmap.model.tables import TABLES
from gridmap.storage.file import LARGE_BYTES, connect
from gridmap.storage.layout import rtree_of

_FAULTS_TOLD: Final = 5
_OF_A_TREE: Final = "In RTree "
"""So begins what ``PRAGMA quick_check`` says of an R-tree (SQLite, ext/rtree/rtree.c, rtreeIntegrity)."""
_BATCH: Final = 512
_PROBES: Final = 100_000
"""So many reads may fail before the rest of a table is given up."""
_TICK: Final = 200_000
"""Instructions of SQLite after which it is asked on; it has to wait then for whatever else needs Python."""
_INSTRUCTIONS_PER_BYTE: Final = 200
_LEAST_INSTRUCTIONS: Final = 200_000_000


def faults(connection: sqlite3.Connection) -> list[str]:
    """Return in SQLite's words what is wrong with the pages of a file, the first few; none if it is whole.

    What is wrong with an R-tree alone does not count, which SQLite looks at since 3.44: see :func:`broken_trees`.
    """
    found: list[str] = []
    try:
        for row in connection.execute(f"PRAGMA quick_check({_FAULTS_TOLD})"):
            found.append(str(row[0]))
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        if code != sqlite3.SQLITE_CORRUPT_VTAB:
            return [*_lines(found), str(error)][:_FAULTS_TOLD]
    return _lines(fault for fault in found if fault != "ok" and not fault.startswith(_OF_A_TREE))[:_FAULTS_TOLD]


def _lines(found: Iterable[str]) -> list[str]:
    return [line for fault in found for line in fault.splitlines() if line]


def broken_trees(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of the plan whose R-tree is spoilt within, though the pages that it lies on are whole."""
    return [name for name, table in TABLES.items() if table.shape and _is_broken(connection, rtree_of(name))]


def _is_broken(connection: sqlite3.Connection, tree: str) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name IN (?, ?)", (tree, f"{tree}_node")).fetchall()
    if len(found) < 2:
        return False  # taken out, which is another matter
    try:
        (found,) = connection.execute("SELECT rtreecheck('main', ?)", (tree,)).fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return True
    return bool(found != "ok")


class Examination:
    """Looks in the background whether a large file is whole, on a connection of its own.

    Attributes
    ----------
    faults : list of str
        What was found; complete once :meth:`wait` has returned.
    broken_trees : list of str
        The tables whose R-tree is spoilt; complete as above.
    """

    def __init__(self, path: Path) -> None:
        self.faults: list[str] = []
        self.broken_trees: list[str] = []
        self._error: Exception | None = None
        self._connection = connect(path)
        self._connection.execute("PRAGMA query_only = ON")
        self._given_up = False
        self._thread = threading.Thread(target=self._look, name="examination", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        try:
            self.faults = faults(self._connection)
            if not self.faults:
                self.broken_trees = broken_trees(self._connection)
        except sqlite3.Error as error:
            self._error = error
        finally:
            self._connection.close()

    def wait(self) -> list[str]:
        """Wait for the end and return what was found; raises what kept it from looking."""
        self._thread.join()
        if self._error is not None and not self._given_up:
            raise self._error
        return self.faults

    def give_up(self) -> None:
        """End it; nobody wants to know any more."""
        self._given_up = True
        with contextlib.suppress(sqlite3.ProgrammingError):  # it is done and its connection closed
            self._connection.interrupt()
        self._thread.join()


def examined(path: Path, connection: sqlite3.Connection) -> Examination | list[str]:
    """Look whether a file is whole: at once if that takes no time, otherwise in the background."""
    return Examination(path) if path.stat().st_size > LARGE_BYTES else faults(connection)


@contextlib.contextmanager
def patience(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Let nothing that is read meanwhile go on for ever, whatever the file says.

    Raises
    ------
    GridMapError
        ``file-endless`` if reading takes many times the work that a file of this size can need.
    """
    left = max(_LEAST_INSTRUCTIONS, path.stat().st_size * _INSTRUCTIONS_PER_BYTE) // _TICK

    def tick() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(tick, _TICK)
    try:
        yield
    except sqlite3.OperationalError as error:
        if left >= 0:
            raise
        raise GridMapError("file-endless", file=str(path)) from error
    finally:
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed meanwhile
            connection.set_progress_handler(None, 0)


def salvaged_rows(
    ask: Callable[[str, tuple[int, int]], list[tuple[Any, ...]]], key: str, highest: int
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a damaged table that can be read, by ascending number.

    Parameters
    ----------
    ask : callable
        Runs the query of the table with a condition and its two values.
    key : str
        The SQL of a row's number.
    highest : int
        The highest number that a row can have.
    """
    probes = _PROBES
    ranges = [(start, min(start + _BATCH - 1, highest)) for start in range(1, highest + 1, _BATCH)][::-1]
    last = 0
    while ranges:
        low, high = ranges.pop()
        try:
            found = ask(f"{key} BETWEEN ? AND ?", (low, high))
        except sqlite3.DatabaseError:
            probes -= 1
            if not probes:
                return
            if low < high:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]
            continue
        for row in found:
            if isinstance(row[0], int) and last < row[0] and low <= row[0] <= high:
                last = row[0]
                yield row
