"""The one door out: every file that leaves GridMap goes through here, whole or not at all.

What is written never takes the place of anything that people work with: a project, a draft, a lock, the journal of
SQLite beside a project, or a file that is being read. The project file itself has rules of its own (to be replaced it
must be asked for, and nobody may have it open), see :class:`gridmap.project.Project`; both share
:mod:`gridmap.storage.beside`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gridmap.model.errors import BadInput
from gridmap.model.wanted import GivenUp, must_be_wanted
from gridmap.storage import draft_mark as drafts
from gridmap.storage.beside import folder_beside, folder_for, make_durable, move_into_place, why_not_saved
from gridmap.storage.file import take_leftovers_away
from gridmap.storage.held import raw, raw_bytes
from gridmap.storage.layout import EXTENSION
from gridmap.storage.lock import Holder
from gridmap.storage.pages import uri_of

_SQLITE: Final = b"SQLite format 3\0"
_SIDE_FILES: Final = ("-journal", "-wal", "-shm")
_SIDE_MAGIC: Final = (bytes.fromhex("d9d505f920a163d7"), bytes.fromhex("377f0682"), bytes.fromhex("377f0683"))
"""How a rollback journal begins, and a write-ahead log (sqlite.org/fileformat2.html, sections 3 and 4)."""
_OWN_TABLES: Final = b"CREATE TABLE gridmap_"
_HEAD: Final = 1 << 20
"""How much of a file that is no database any more is searched for what a project begins with."""
_LOCK_MOST: Final = 1 << 16
_STREAMS: Final = frozenset(map(Path, ("/dev", "/dev/fd", "/proc/self/fd")))
_PARTS: Final = (".cpg", ".dbf", ".prj", ".shp", ".shx")

_read: Counter[Path] = Counter()


@contextmanager
def whole_files(path: str | Path) -> Iterator[Path]:
    """Yield a place in an empty folder to write to; what is there at the end replaces what bears the same names.

    Unless it is wanted no longer, see :mod:`gridmap.model.wanted`.

    Parameters
    ----------
    path : path
        The file wanted. Its folder is made if it is not there; other files written beside it are moved as well, folders
        are not: they are for what is needed on the way only. A stream such as ``/dev/stdout`` is written into.

    Raises
    ------
    BadInput
        Those of :func:`must_be_free`, for any of the files; ``export-file-locked`` if one is open in Excel, for
        instance; ``folder-not-writable``; ``file-not-saved`` with the reason.
    GridMapError
        ``disk-full``.
    """
    path = Path(path)
    must_be_free(path)
    if _is_stream(path):
        with _saying_why(path), tempfile.TemporaryDirectory(prefix="gridmap-") as elsewhere:
            yield Path(elsewhere) / path.name
            must_be_wanted()
            with path.open("wb") as stream:
                stream.write((Path(elsewhere) / path.name).read_bytes())
        return
    folder = path.absolute().parent
    with _saying_why(path), folder_for(path), folder_beside(folder) as hidden, _saying_why(path, hidden):
        yield hidden / path.name
        must_be_wanted()
        moves = [(file, path.with_name(file.name)) for file in sorted(hidden.iterdir()) if file.is_file()]
        for _, place in moves:
            must_be_free(place)
        make_durable(file for file, _ in moves)
        for file, place in moves:
            if _starts(file).startswith(_SQLITE):
                take_leftovers_away(place)
        move_into_place(moves)


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file of which all is known already, texts in UTF-8; raises as :func:`whole_files` does."""
    with whole_files(path) as place:
        place.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def must_be_free(path: str | Path) -> None:
    """Make sure that a file may be written at a path: before long work, and again before anything takes its place.

    An ordinary file may be replaced, an earlier export too.

    Raises
    ------
    BadInput
        ``output-is-project``, ``output-is-draft``, ``output-is-lock``, ``output-is-journal``, ``output-is-read``,
        ``output-is-folder``, ``output-is-device``; ``export-file-locked`` if it is write-protected.
    """
    path = Path(path)
    with _saying_why(path):
        _must_not_serve_another(path)
        if not path.exists():
            return
        if path.is_dir():
            raise BadInput("output-is-folder", file=str(path))
        if _is_stream(path):
            return
        if not path.is_file():
            raise BadInput("output-is-device", file=str(path))
        kind = own_kind_of(path)
        if kind:
            raise BadInput(f"output-is-{kind}", file=str(path))
        if any(_same(path, other) for other in _read):
            raise BadInput("output-is-read", file=str(path))
        if not os.access(path, os.W_OK):
            raise BadInput("export-file-locked", file=str(path))


@contextmanager
def reading(path: str | Path) -> Iterator[None]:
    """Keep a file from being replaced while it is being read."""
    keep(path)
    try:
        yield
    finally:
        let_go(path)


def keep(path: str | Path) -> None:
    """Keep a file from being replaced until :func:`let_go`: one that lies over the map, for instance."""
    _read.update(_with_parts(Path(path)))


def let_go(path: str | Path) -> None:
    """Let a file be replaced again, once whoever else reads it has let it go too."""
    for part in _with_parts(Path(path)):
        _read[part] -= 1
        if _read[part] <= 0:
            del _read[part]


def _with_parts(path: Path) -> list[Path]:
    """Return a file by its full name, with the other parts if it is one of a shapefile's."""
    path = path.absolute()
    if path.suffix.lower() not in _PARTS:
        return [path]
    upper = path.suffix.isupper()
    return [path, *(part for s in _PARTS if (part := path.with_suffix(s.upper() if upper else s)) != path)]


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


@contextmanager
def _saying_why(path: Path, probe: Path | None = None) -> Iterator[None]:
    try:
        yield
    except (BrokenPipeError, GivenUp):  # the former: whoever reads what is written into a stream has had enough
        raise
    except Exception as error:  # GDAL and the writers of tables raise whatever they like
        why = why_not_saved(error, path, probe)
        if why is error:
            raise
        raise why from error


# ---- what is there ---------------------------------------------------------------------------------------------------


def _is_stream(path: Path) -> bool:
    """Whether a path leads to where what is written goes away: a pipe, a terminal, the standard output."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or (stat.S_ISREG(mode) and path.absolute().parent in _STREAMS)


def _must_not_serve_another(path: Path) -> None:
    """Refuse names that mean something beside a project, whether there is such a file now or not."""
    name = path.name.casefold()
    if name.startswith(".") and name.endswith(".lock"):
        raise BadInput("output-is-lock", file=str(path))
    for suffix in _SIDE_FILES:
        if name.endswith(suffix):
            base = path.with_name(path.name[: -len(suffix)])
            if base.is_file() and _starts(base).startswith(_SQLITE):
                raise BadInput("output-is-journal", file=str(path))


def own_kind_of(path: Path) -> str:
    """Return what a file is to GridMap by what is in it, whatever it is called; ``""`` if it is nothing of its own."""
    head = _starts(path)
    if head.startswith(_SQLITE):
        return _kind_of_database(path)
    if head.startswith(_SIDE_MAGIC):
        return "journal"
    if _OWN_TABLES in head:  # a project whose first bytes were spoilt can still be mended by those who know how
        return "project"
    return "lock" if _is_lock(path, head) else ""


def _kind_of_database(path: Path) -> str:
    """Look into a database without a lock and without mending it: it may be open elsewhere, or damaged."""
    try:
        with contextlib.closing(sqlite3.connect(f"{uri_of(path)}?mode=ro&immutable=1", uri=True)) as connection:
            own = r"SELECT count(*) FROM sqlite_master WHERE name LIKE 'gridmap\_%' ESCAPE '\'"
            (found,) = connection.execute(own).fetchone()
            if not found and not _is_registered(connection):
                return ""
            with contextlib.suppress(sqlite3.Error):  # of the table that tells them apart nothing may be left
                return "project" if drafts.mark_of(connection) is None else "draft"
            return "project"
    except (sqlite3.Error, UnicodeDecodeError):  # the latter: what SQLite says of a schema that is spoilt
        return "project" if _holds(path, _OWN_TABLES) else ""


def _is_registered(connection: sqlite3.Connection) -> bool:
    """Whether a GeoPackage says in its list of extensions that it is a project, even if its own tables are lost."""
    try:
        query = "SELECT count(*) FROM gpkg_extensions WHERE extension_name = ?"
        return bool(connection.execute(query, (EXTENSION,)).fetchone()[0])
    except sqlite3.OperationalError:  # no such table
        return False


def _is_lock(path: Path, head: bytes) -> bool:
    if not head.startswith(b"{") or path.stat().st_size > _LOCK_MOST:
        return False
    try:
        Holder.from_json(head.decode())
    except (ValueError, OverflowError, RecursionError):
        return False
    return True


def _starts(path: Path) -> bytes:
    return raw_bytes(path, _HEAD)


def _holds(path: Path, wanted: bytes) -> bool:
    """Whether bytes occur anywhere in a file, read in pieces that overlap."""
    with raw(path) as file:
        tail = b""
        while piece := file.read(_HEAD):
            if wanted in tail + piece:
                return True
            tail = piece[-len(wanted) :]
    return False
