"""What makes a project file a draft: one line in its table of settings, and a journal that begins anew."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gridmap.model.errors import GridMapError
from gridmap.storage.file import any_text
from gridmap.storage.layout import JOURNAL, META
from gridmap.storage.pages import uri_of
from gridmap.storage.soundness import patience

_KEY: Final = "draft"
_MOST: Final = 1 << 40
_LONGEST_NAME: Final = 255
"""Bytes in the name of a file that Linux takes (NAME_MAX); looking for a longer one is an error there."""


@dataclass(frozen=True)
class DraftMark:
    """What a draft says of itself.

    Attributes
    ----------
    title : str
        As the user named it.
    project : str
        Name of the project's file, which lies in the same folder.
    seq : int
        Number of the last line of the project's journal when the draft was begun.
    made : datetime
        When it was begun, in UTC.
    who : str
        Who began it.
    id : str
        Tells it from every other draft; the line of the project's journal that applies it names it.
    """

    title: str
    project: str
    seq: int
    made: datetime
    who: str
    id: str = field(default_factory=lambda: secrets.token_hex(16))

    def to_json(self) -> str:
        """Return what stands in the file."""
        return json.dumps({**asdict(self), "made": self.made.isoformat(timespec="milliseconds")}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> DraftMark:
        """Read what :meth:`to_json` wrote; ``ValueError`` if it is something else."""
        try:
            raw = json.loads(text)
            made = datetime.fromisoformat(str(raw["made"])).astimezone(UTC)
            made.astimezone()  # clocks here can show it
            project, seq = str(raw["project"]), int(raw["seq"])
            if not 0 <= seq < _MOST or not is_name_beside(project):
                raise ValueError(f"no draft of line {seq} of {project}")
            identity = str(raw["id"]) if "id" in raw else hashlib.sha256(text.encode()).hexdigest()[:32]
            return cls(str(raw["title"]), project, seq, made, str(raw["who"]), identity)
        except (LookupError, TypeError, OverflowError, OSError, RecursionError) as error:
            raise ValueError(f"not the mark of a draft: {error}") from error


def is_name_beside(name: str) -> bool:
    """Whether a name can be that of a file in the same folder: it leads nowhere else, and every system could look."""
    return (
        name not in ("", ".", "..")
        and not set(name) & set("/\\\0")
        and Path(name).name == name  # a drive of Windows
        and len(name.encode(errors="surrogatepass")) <= _LONGEST_NAME
    )


def make_draft(connection: sqlite3.Connection, mark: DraftMark) -> None:
    """Turn a copy of a project into a draft: the mark, and an empty journal, so that undo leads back to its beginning.

    Inside a transaction, or before anybody else knows the file.
    """
    connection.execute(f"DELETE FROM {JOURNAL}")
    put_mark(connection, mark)


def put_mark(connection: sqlite3.Connection, mark: DraftMark) -> None:
    """Write down what a draft says of itself, inside a transaction."""
    connection.execute(f"INSERT OR REPLACE INTO {META} VALUES (?, ?)", (_KEY, mark.to_json()))


def make_project(connection: sqlite3.Connection) -> None:
    """Turn a copy of a draft into a project that stands on its own."""
    connection.execute(f"DELETE FROM {META} WHERE key = ?", (_KEY,))


def mark_of(connection: sqlite3.Connection) -> DraftMark | None:
    """Return what a draft says of itself; ``None`` if the file is a project, or somebody has spoilt the mark."""
    with any_text(connection):
        row = connection.execute(f"SELECT value FROM {META} NOT INDEXED WHERE key = ?", (_KEY,)).fetchone()
    try:
        return DraftMark.from_json(row[0]) if row and isinstance(row[0], str) else None
    except ValueError:
        return None


def read_mark(path: Path) -> DraftMark | None:
    """Look into a file that is not open; ``None`` if it is no draft, or what it holds cannot be read.

    Raises
    ------
    GridMapError
        ``file-not-read`` if the disk or the network does not give the file out, ``file-busy``: nothing is known then.
    """
    try:
        connection = sqlite3.connect(f"{uri_of(path)}?mode=ro", uri=True)
    except sqlite3.Error:
        return None
    try:
        with patience(connection, path):
            plain = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (META,))
            sql = plain.fetchone()
            return mark_of(connection) if sql and str(sql[0]).upper().startswith("CREATE TABLE") else None
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY):
            raise GridMapError("file-not-read", file=str(path), reason=str(error)) from error
        return None
    except (GridMapError, OSError, UnicodeDecodeError):  # the last: what SQLite says of a schema that is spoilt
        return None
    finally:
        connection.close()
