"""Whether a file is whole, looked at on another core while what reads it is still being imported.

SQLite does it without Python, which the imports keep busy. So nothing is imported here, nor by
:mod:`gridmap.storage.pages`, that takes its time.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Final

from gridmap.storage.pages import (
    LEAST_INSTRUCTIONS,
    PATIENCE_S,
    TICK,
    Allowance,
    commits,
    faults,
    guarded,
    is_broken,
    uri_of,
)

_TREES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'rtree!_%!_geom' ESCAPE '!'"

_begun: dict[str, EarlyLook] = {}
"""By absolute path; each is asked for once."""


class EarlyLook:
    """A look at all pages and R-trees of a file on a thread of its own, on a connection that changes nothing.

    Attributes
    ----------
    faults : list of str
        As :func:`faults` tells them; complete once :meth:`answers` has said so.
    broken_trees : frozenset of str
        The R-trees that are spoilt, by the name of their SQL table; complete as above.
    """

    def __init__(self, path: Path) -> None:
        self.faults: list[str] = []
        self.broken_trees: frozenset[str] = frozenset()
        self._path, self._state = path, state_of(path)
        self._connection: sqlite3.Connection | None = None
        self._is_done = self._is_unwanted = False
        self._thread = threading.Thread(target=self._look, name="early-look", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        if self._state is None:
            return
        with contextlib.suppress(sqlite3.Error):  # who reads the file comes upon it too, and tells of it
            address = f"{uri_of(self._path)}?mode=ro"  # waits as who opens the file does, who may just write to it
            connection = sqlite3.connect(address, uri=True, timeout=PATIENCE_S, check_same_thread=False)
            with contextlib.closing(guarded(connection)):
                connection.set_progress_handler(Allowance(self._path, LEAST_INSTRUCTIONS), TICK)
                self._connection = connection
                if self._is_unwanted:
                    return
                connection.execute("BEGIN")  # it is one state that is looked at, whatever is written meanwhile
                self.faults = faults(connection)
                if not self.faults:
                    trees = [name for (name,) in connection.execute(_TREES)]
                    self.broken_trees = frozenset(tree for tree in trees if is_broken(connection, tree))
                self._is_done = True

    def is_of_now(self) -> bool:
        """Whether nobody wrote to the file since it was begun; to be asked before one writes to it oneself."""
        return self._state is not None and self._state == state_of(self._path)

    def answers(self) -> bool:
        """Wait for the end, and say whether it came to one."""
        self._thread.join()
        return self._is_done

    def give_up(self) -> None:
        """End it; nobody wants to know any more."""
        self._is_unwanted = True
        if self._connection is not None:
            with contextlib.suppress(sqlite3.ProgrammingError):  # done and closed
                self._connection.interrupt()


def begin(path: Path) -> None:
    """Begin to look at a file that is about to be opened; whatever is wrong with it is told by who opens it."""
    with contextlib.suppress(OSError):
        if path.is_file():
            _begun[str(path.absolute())] = EarlyLook(path)


def taken(path: Path) -> EarlyLook | None:
    """Return the look at a file that was begun, if any, for whoever asks first."""
    return _begun.pop(str(path.absolute()), None)


def state_of(path: Path) -> tuple[object, ...] | None:
    """Return what tells a file from what it is after somebody wrote to it; ``None`` while that is under way."""
    try:
        if any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal")):
            return None
        found = path.stat()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, commits(path)
    except OSError:
        return None
