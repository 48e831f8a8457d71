"""A connection that several threads have, of which one at a time is inside SQLite."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Any


class TakenInTurns(sqlite3.Connection):
    """Lets one thread at a time into SQLite, by each call; who comes meanwhile waits without Python's lock.

    SQLite has a lock of its own, which a statement keeps while it calls a function in Python: those that the triggers
    of the R-trees need, and the one that asks whether what is being written is still wanted. That function waits for
    Python's lock. Whoever has that one and gives SQLite a value, or takes one, waits for SQLite's, and both wait for
    ever.

    Attributes
    ----------
    turn : RLock
    let_go : callable or None
        Called when it is closed.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.turn = threading.RLock()
        self.let_go: Callable[[], object] | None = None
        super().__init__(*arguments, **more)

    def close(self) -> None:
        """Close it, and let go of what was kept for its locks."""
        super().close()
        if self.let_go is not None:
            self.let_go()

    def cursor(self, factory: Any = None) -> Any:
        """Return a cursor that waits for its turn; all that is executed and read goes through one."""
        assert factory is None
        return _Cursor(self)

    def execute(self, *asked: Any) -> Any:
        """Have one statement executed by a cursor of its own, and return that."""
        return self.cursor().execute(*asked)

    def executemany(self, *asked: Any) -> Any:
        """Have a statement executed with each of some rows of values."""
        return self.cursor().executemany(*asked)

    def executescript(self, *asked: Any) -> Any:
        """Have several statements executed."""
        return self.cursor().executescript(*asked)

    def set_progress_handler(self, progress_handler: Callable[[], int | None] | None, n: int) -> None:
        """Set what SQLite calls after so many steps."""
        with self.turn:
            super().set_progress_handler(progress_handler, n)


class _Cursor(sqlite3.Cursor):
    def __init__(self, connection: TakenInTurns) -> None:
        super().__init__(connection)
        self._turn = connection.turn

    def execute(self, *asked: Any) -> Any:
        with self._turn:
            return super().execute(*asked)

    def executemany(self, *asked: Any) -> Any:
        with self._turn:
            return super().executemany(*asked)

    def executescript(self, *asked: Any) -> Any:
        with self._turn:
            return super().executescript(*asked)

    def __next__(self) -> Any:
        with self._turn:
            return super().__next__()

    def fetchone(self) -> Any:
        with self._turn:
            return super().fetchone()

    def fetchmany(self, *size: Any) -> Any:
        with self._turn:
            return super().fetchmany(*size)

    def fetchall(self) -> Any:
        with self._turn:
            return super().fetchall()
