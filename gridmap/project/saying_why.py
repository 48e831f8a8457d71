"""What SQLite and the operating system raise about a project file, as errors with a key."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gridmap.model.errors import BadInput, GridMapError, NotAProject, ReadOnly
from gridmap.storage.beside import why_not_saved
from gridmap.storage.geopackage import RowsChangedElsewhere

_READ_FAILED: Final = (266, 522, 6410, 7178, 8458)
"""SQLITE_IOERR_READ, SHORT_READ, MMAP, VNODE and CORRUPTFS (sqlite.org/rescode.html): nothing was given out."""


@contextlib.contextmanager
def saying_why(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into errors with a key."""
    try:
        yield
    except GridMapError:
        raise
    except RowsChangedElsewhere as error:
        raise GridMapError("file-changed-elsewhere", file=str(path)) from error
    except UnicodeEncodeError as error:
        raise BadInput("text-not-storable", file=str(path), value=ascii(error.object)) from error
    except sqlite3.Error as error:
        raise _translated(error, str(path), reading=reading) from error
    except OSError as error:
        if reading:
            raise GridMapError("file-not-read", file=str(path), reason=str(error)) from error
        if isinstance(error, PermissionError):
            raise BadInput("folder-not-writable", file=str(path), reason=str(error)) from error
        raise why_not_saved(error, path) from error


def _translated(error: sqlite3.Error, file: str, *, reading: bool = False) -> GridMapError:
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _READ_FAILED or (reading and code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)):
        return GridMapError("file-not-read", file=file, reason=str(error))
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return GridMapError("file-busy", file=file)
        case sqlite3.SQLITE_FULL:
            return GridMapError("disk-full", file=file)
        case sqlite3.SQLITE_IOERR:
            # What SQLite says where a disk has no room for what it keeps beside the file.
            return why_not_saved(error, Path(file), Path(file).absolute().parent)
        case sqlite3.SQLITE_READONLY:
            return ReadOnly("file-not-writable", file=file)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return NotAProject("file-damaged", file=file, reason=str(error))
        case _:
            return GridMapError("file-not-saved", file=file, reason=str(error))
