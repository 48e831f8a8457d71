"""What makes a project file a draft: one line in its table of settings, and a journal that begins anew."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gridmap.storage.layout import JOURNAL, META

_KEY: Final = "draft"


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
    """

    title: str
    project: str
    seq: int
    made: datetime
    who: str

    def to_json(self) -> str:
        """Return what stands in the file."""
        return json.dumps({**asdict(self), "made": self.made.isoformat(timespec="milliseconds")}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> DraftMark:
        """Read what :meth:`to_json` wrote; ``ValueError`` if it is something else."""
        try:
            raw = json.loads(text)
            made = datetime.fromisoformat(str(raw["made"])).astimezone(UTC)
            return cls(str(raw["title"]), str(raw["project"]), int(raw["seq"]), made, str(raw["who"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not the mark of a draft: {error}") from error


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
    row = connection.execute(f"SELECT value FROM {META} WHERE key = ?", (_KEY,)).fetchone()
    try:
        return DraftMark.from_json(str(row[0])) if row else None
    except ValueError:
        return None


def read_mark(path: Path) -> DraftMark | None:
    """Look into a file that is not open; ``None`` if it is no draft, or cannot be read."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return None
    try:
        return mark_of(connection)
    except sqlite3.Error:
        return None
    finally:
        connection.close()
