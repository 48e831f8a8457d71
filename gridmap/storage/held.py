"""Which database files this process writes to, and a way to read their bytes that costs none of the locks on them.

A lock of POSIX belongs to the process, not to who took it: whoever closes any descriptor of a file gives up all locks
that the process has on it, those of SQLite in the middle of a transaction too, and another process may write into a
file that is half written (sqlite.org/howtocorrupt.html, 2.2). SQLite keeps its own descriptors open until its locks are
gone; so does this. On Windows a lock belongs to who took it, and files are opened and closed there as they always were.
Nothing is imported here that takes its time: :mod:`gridmap.storage.early_look` needs it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Final

_OF_POSIX: Final = os.name == "posix"


class _Held:
    def __init__(self) -> None:
        self.connections = 0
        self.idle: list[FileIO] = []


_held: dict[tuple[int, int], _Held] = {}
"""By device and node: a file has many names."""
_lock = threading.RLock()  # what is left to the collector of garbage lets go from wherever that happens to run


def hold(connection: sqlite3.Connection, path: Path) -> Callable[[], object]:
    """Count a file as held by a connection that was just made, before its first lock, until that is gone.

    Returns
    -------
    callable
        To be called once the connection is closed; later calls do nothing.
    """
    found = path.stat()
    key = found.st_dev, found.st_ino
    with _lock:
        _held.setdefault(key, _Held()).connections += 1
    once = weakref.finalize(connection, _less, key)
    once.atexit = False
    return once


def _less(key: tuple[int, int]) -> None:
    with _lock:
        file = _held[key]
        file.connections -= 1
        if not file.connections:
            del _held[key]
            for stream in file.idle:
                stream.close()


def is_held(path: Path) -> bool:
    """Whether this process has a connection to write with to the file that a path leads to, by whatever name."""
    try:
        found = path.stat()
    except OSError:
        return False
    with _lock:
        return (found.st_dev, found.st_ino) in _held


@contextlib.contextmanager
def raw(path: Path) -> Iterator[FileIO]:
    """Open a file to read its bytes, which may be those of an open project; ``OSError`` if that cannot be."""
    stream = _idle(path) or path.open("rb", buffering=0)  # what was read ahead once would be old the next time
    try:
        yield stream
    finally:
        _put_back(stream)


def _idle(path: Path) -> FileIO | None:
    with contextlib.suppress(OSError), _lock:
        found = path.stat()
        file = _held.get((found.st_dev, found.st_ino))
        if file is not None and file.idle:
            file.idle[-1].seek(0)
            return file.idle.pop()
    return None


def _put_back(stream: FileIO) -> None:
    with _lock:
        found = os.fstat(stream.fileno())
        file = _held.get((found.st_dev, found.st_ino)) if _OF_POSIX else None
        if file is None:
            stream.close()
        else:
            file.idle.append(stream)


def raw_bytes(path: Path, most: int = -1) -> bytes:
    """Return the first bytes of a file, or all of them; ``OSError`` if it cannot be read."""
    with raw(path) as stream:
        return stream.read(most)
