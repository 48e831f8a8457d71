"""The project file as a file: what is at a path, connections to it, transactions, and how one file replaces another."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridmap.model.errors import BadInput, GridMapError, NotAProject
from gridmap.model.wanted import must_be_wanted
from gridmap.storage import layout
from gridmap.storage.beside import folder_beside, make_durable, move_into_place
from gridmap.storage.held import hold, raw_bytes
from gridmap.storage.pages import PATIENCE_S, uri_of
from gridmap.storage.turns import TakenInTurns

_SQLITE: Final = b"SQLite format 3\0"
_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
_COPIED_AT_ONCE: Final = 2048
"""So many pages of a file are copied before somebody is told."""
_LONGEST_WAIT_S: Final = 60.0
"""How long a copy waits for an edit that is being written and leaves nobody a look at the file."""
_WAITING_KIB: Final = 65_536
"""What a connection may hold of pages that are changed and not written, before it writes some of them to make room."""


def look_at(path: Path) -> None:
    """See whether a path leads to something that may be a project file at all, before SQLite touches it.

    Raises
    ------
    NotAProject
        ``file-not-found``, ``file-is-folder``, ``file-empty``, ``file-not-geopackage``.
    BadInput
        ``file-unreadable``
    """
    if path.is_dir():
        raise NotAProject("file-is-folder", file=str(path))
    try:
        head = raw_bytes(path, 72)
    except FileNotFoundError:
        raise NotAProject("file-not-found", file=str(path)) from None
    except OSError as error:
        raise BadInput("file-unreadable", file=str(path), reason=str(error)) from error
    if not head:
        raise NotAProject("file-empty", file=str(path))
    if not head.startswith(_SQLITE) or head[68:72] not in _GEOPACKAGES:
        raise NotAProject("file-not-geopackage", file=str(path))


def is_writable(path: Path) -> bool:
    """Whether the file is not write-protected."""
    return os.access(path, os.W_OK)


def connect(path: Path, *, cut_off: bool = False) -> sqlite3.Connection:
    """Open the SQLite database at a path, which must be there.

    What a killed process left half written is taken back by SQLite here.

    Parameters
    ----------
    cut_off : bool
        Whether it does not matter if a part of the file is missing.

    Raises
    ------
    NotAProject
        ``file-damaged`` if a part of the file is missing.
    sqlite3.Error
        If it is no database, or another program is just writing to it.
    """
    address = f"{uri_of(path)}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE_S, check_same_thread=False, factory=TakenInTurns)
    try:
        connection.let_go = hold(connection, path)
        layout.prepared(connection)
        connection.execute("BEGIN")
        (pages,), (size,) = (connection.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "page_size"))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # Still inside the transaction: nobody can make the file smaller meanwhile.
        there = path.stat().st_size
        if not cut_off and not _beside(path, "-wal").exists() and there < pages * size:
            raise NotAProject("file-damaged", file=str(path), reason=f"{there} < {pages * size} bytes")
        connection.execute("COMMIT")
    except UnicodeDecodeError as error:  # SQLite names what is spoilt in the schema, in letters that are spoilt too
        connection.close()
        reason = error.object.decode(errors="replace")
        raise NotAProject("file-damaged", file=str(path), reason=reason) from error
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def any_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Let text that is no UTF-8 come as bytes, where SQLite's module would refuse the whole answer."""
    connection.text_factory = _text_or_bytes
    try:
        yield
    finally:
        connection.text_factory = str


def _text_or_bytes(data: bytes) -> str | bytes:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def settle(connection: sqlite3.Connection) -> None:
    """Make a connection write so that the file is whole and alone at any moment: rollback journal, everything flushed.

    Raises
    ------
    GridMapError
        ``sqlite-without-rtree``
    """
    if not connection.execute("SELECT sqlite_compileoption_used('ENABLE_RTREE')").fetchone()[0]:
        raise GridMapError("sqlite-without-rtree", version=sqlite3.sqlite_version)
    # QGIS leaves a file in write-ahead mode while it has it open; then it cannot be changed back, and need not be.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = DELETE")
    # As FULL, and the folder too is flushed after a commit: an edit that has returned outlives a power cut.
    connection.execute("PRAGMA synchronous = EXTRA")
    # What an edit changes waits in memory until then: with the 2 MB of SQLite's own the journal of an edit of a few
    # hundred grids was flushed once more for the part that had to make room.
    connection.execute(f"PRAGMA cache_spill = -{_WAITING_KIB}")


def data_version(connection: sqlite3.Connection) -> int:
    """Return a number that changes when another connection has changed the file."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


@dataclass(frozen=True)
class FileIdentity:
    """Which file a path led to when it was opened, to notice that it was moved, removed or replaced meanwhile."""

    device: int
    node: int

    @classmethod
    def of(cls, path: Path) -> FileIdentity:
        """Look at the file now; ``OSError`` if there is none."""
        found = path.stat()
        return cls(found.st_dev, found.st_ino)


@contextlib.contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read meanwhile be of one moment, even if another program writes."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of what follows or nothing; the file is on the disk when it is done."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def in_memory_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection to a copy of a file in memory."""
    copy = sqlite3.connect(":memory:", check_same_thread=False, factory=TakenInTurns)
    connection.backup(copy)
    return layout.prepared(copy)


def copy_to(
    connection: sqlite3.Connection,
    path: Path,
    finish: Callable[[sqlite3.Connection], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Copy the file of a connection to another place, where a file appears when it is complete.

    Parameters
    ----------
    finish : callable, optional
        Called with a connection to the copy before it takes its place, to change it.
    progress : callable, optional
        Called with how many pages are copied and how many there are. It may raise to cancel.
    """

    def told(_: int, left: int, total: int) -> None:
        must_be_wanted()
        if progress is not None:
            progress(total - left, total)

    with whole_file_at(path) as aside, contextlib.closing(sqlite3.connect(aside, isolation_level=None)) as copy:
        connection.backup(copy, pages=_COPIED_AT_ONCE, progress=told)  # SQLite sees to it that it is of one moment
        copy.execute("PRAGMA journal_mode = DELETE")
        if finish is not None:
            with transaction(copy):
                finish(copy)


def copy_of_moment(path: Path, copy: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it meanwhile, for a reader that is not SQLite's own.

    A library with another copy of SQLite in it, as GDAL is, must not open a file that this process writes to: it takes
    the journal for one that a killed process left, and closing the file gives up the locks of who writes
    (:mod:`gridmap.storage.held`).

    Raises
    ------
    sqlite3.Error
        If it is no database, or one that others write to without a pause.
    """
    last, since = -1, time.monotonic()

    def told(_: int, left: int, total: int) -> None:
        nonlocal last, since
        must_be_wanted()
        if left != last:
            last, since = left, time.monotonic()
        elif time.monotonic() - since > _LONGEST_WAIT_S:
            raise sqlite3.OperationalError("database is locked")

    reading = sqlite3.connect(f"{uri_of(path)}?mode=ro", uri=True, timeout=PATIENCE_S)
    with contextlib.closing(reading), contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as written:
        written.execute("PRAGMA synchronous = OFF")  # nobody needs it after a power cut
        reading.backup(written, pages=_COPIED_AT_ONCE, progress=told)
        written.execute("PRAGMA journal_mode = DELETE")


@contextlib.contextmanager
def whole_file_at(path: Path) -> Iterator[Path]:
    """Yield a path to write a file to, which then takes its place, so that a whole file is there at any moment.

    After a kill or a power cut there is the old file or the new one. If what is done meanwhile raises, the old file
    stays and nothing else is left behind.
    """
    with folder_beside(path.absolute().parent) as hidden:
        aside = hidden / path.name
        yield aside
        must_be_wanted()
        make_durable([aside])
        take_leftovers_away(path)
        move_into_place([(aside, path)])


def take_leftovers_away(path: Path) -> None:
    """Remove what a killed process has left beside a database that is about to be replaced.

    SQLite would take the rollback journal of the old file for one of the new file, and spoil it. The old file is mended
    with it first, in case the new one never takes its place.
    """
    leftovers = [beside for suffix in ("-journal", "-wal", "-shm") if (beside := _beside(path, suffix)).exists()]
    if leftovers and path.exists():
        with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
