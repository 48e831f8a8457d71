"""Whether a file is whole: looked at on opening, and what can still be read of one that is not."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from gridmap.model.errors import GridMapError
from gridmap.model.tables import TABLES
from gridmap.storage.early_look import EarlyLook, taken
from gridmap.storage.file import connect
from gridmap.storage.layout import rtree_of
from gridmap.storage.pages import LARGE_BYTES, TICK, Allowance, faults, is_broken
from gridmap.storage.pages import LEAST_INSTRUCTIONS as _LEAST_INSTRUCTIONS

_BATCH: Final = 512
_PROBES: Final = 100_000
"""So many reads may fail before the rest of a table is given up."""


def broken_trees(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of the plan whose R-tree is spoilt within, though the pages that it lies on are whole."""
    return _with_trees(lambda tree: is_broken(connection, tree))


def _with_trees(are: Callable[[str], bool]) -> list[str]:
    return [name for name, table in TABLES.items() if table.shape and are(rtree_of(name))]


class Examination:
    """Looks in the background whether a large file is whole, on a connection of its own.

    Parameters
    ----------
    early : EarlyLook, optional
        A look at the file as it is now that is under way; what it finds is taken over.

    Attributes
    ----------
    faults : list of str
        What was found; complete once :meth:`wait` has returned.
    broken_trees : list of str
        The tables whose R-tree is spoilt; complete as above.
    """

    def __init__(self, path: Path, early: EarlyLook | None = None) -> None:
        self.faults: list[str] = []
        self.broken_trees: list[str] = []
        self._error: Exception | None = None
        self._early = early
        self._connection = connect(path)
        self._connection.execute("PRAGMA query_only = ON")
        self._given_up = False
        self._thread = threading.Thread(target=self._look, name="examination", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        try:
            if self._early is not None and self._early.answers():
                self.faults, self.broken_trees = self._early.faults, trees_of(self._early)
            elif not self._given_up:
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
        if self._early is not None:
            self._early.give_up()
        with contextlib.suppress(sqlite3.ProgrammingError):  # it is done and its connection closed
            self._connection.interrupt()
        self._thread.join()


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with the pages of a file now."""
    with contextlib.closing(connect(path)) as connection:
        return faults(connection)


class Looked(NamedTuple):
    """What a look at all pages of a file has found.

    Attributes
    ----------
    faults : list of str
    trees : list of str or None
        Tables whose R-tree is spoilt; ``None`` if nobody has looked yet.
    """

    faults: list[str]
    trees: list[str] | None = None


def examined(path: Path, connection: sqlite3.Connection) -> Examination | Looked:
    """Look whether a file is whole: at once if that takes no time, otherwise in the background.

    What :mod:`gridmap.storage.early_look` has begun is not done again, unless somebody wrote to the file since: that is
    asked here, before opening writes to it.
    """
    early = taken(path)
    if early is not None and not early.is_of_now():
        early.give_up()
        early = None
    if path.stat().st_size > LARGE_BYTES:
        return Examination(path, early)
    if early is not None and early.answers():
        return Looked(early.faults, trees_of(early))
    return Looked(faults(connection))


def trees_of(early: EarlyLook) -> list[str]:
    """Return the tables of the plan whose R-tree an early look has found spoilt."""
    return _with_trees(early.broken_trees.__contains__)


@contextlib.contextmanager
def patience(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Let nothing that is read meanwhile go on for ever, whatever the file says.

    Raises
    ------
    GridMapError
        ``file-endless`` if reading takes many times the work that a file of this size can need.
    """
    allowance = Allowance(path, _LEAST_INSTRUCTIONS)
    connection.set_progress_handler(allowance, TICK)
    try:
        yield
    except sqlite3.OperationalError as error:
        if allowance.left >= 0:
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
