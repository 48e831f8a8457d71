"""A project file as SQLite sees it, whatever stands in it: its address, its pages, and how long reading it may take."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from gridmap.storage.held import raw_bytes

_FAULTS_TOLD: Final = 5
_OF_A_TREE: Final = "In RTree "
"""So begins what ``PRAGMA quick_check`` says of an R-tree (SQLite, ext/rtree/rtree.c, rtreeIntegrity)."""
TICK: Final = 2_000_000
"""Instructions of SQLite after which it is asked on; it has to wait then for whatever else needs Python."""
_INSTRUCTIONS_PER_BYTE: Final = 200
LEAST_INSTRUCTIONS: Final = 200_000_000
PATIENCE_S: Final = 5.0
"""How long to wait for another program that is just writing to the file."""
LARGE_BYTES: Final = 64 << 20
"""From this size on looking at every page takes too long before a file is shown, and holding it twice much memory."""


def uri_of(path: Path) -> str:
    """Return the address by which SQLite opens a file; its options come behind a question mark."""
    uri = path.absolute().as_uri()
    # A share of Windows needs four slashes: SQLite takes no host in a URI.
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def commits(path: Path) -> bytes:
    """Return what the head of a file says of how often it was changed; the same as before if nobody did.

    Database File Format, sqlite.org/fileformat2.html, 1.3.7: bytes 24 to 27.
    """
    return raw_bytes(path, 28)[24:]


def guarded(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Let nothing that stands in a file run by itself, and refuse pages that cannot be right."""
    connection.isolation_level = None
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute(
        "PRAGMA ignore_check_constraints = ON"
    )  # no table of ours has any: what checks is somebody else's
    return connection


class Allowance:
    """How much work reading a file may be.

    Attributes
    ----------
    left : int
        How often it may be asked yet; negative once it has said so.
    """

    def __init__(self, path: Path, least: int) -> None:
        self.left = max(least, path.stat().st_size * _INSTRUCTIONS_PER_BYTE) // TICK

    def __call__(self) -> bool:
        """Say after another :data:`TICK` instructions of SQLite whether that is more than the file can need."""
        self.left -= 1
        return self.left < 0


def faults(connection: sqlite3.Connection) -> list[str]:
    """Return in SQLite's words what is wrong with the pages of a file, the first few; none if it is whole.

    What is wrong with an R-tree alone does not count, which SQLite looks at since 3.44: see :func:`is_broken`.
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


def is_broken(connection: sqlite3.Connection, tree: str) -> bool:
    """Whether an R-tree is spoilt within, though the pages that it lies on are whole; not if there is none."""
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
