"""What was found in a file, kept by what is in the file: who asks the same again gets it without any work."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gridmap
from gridmap.model.errors import GridMapError
from gridmap.storage.held import raw
from gridmap.storage.results import prepare
from gridmap.storage.whole_files import write_whole

_FORM = 2
"""Of what is kept; a new number makes everything that was kept before of no use."""

Stamp = tuple[int, int, int]


def digest_of(path: Path) -> str:
    """Return what tells the content of a project file from every other; with a journal of SQLite's own beside it.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    digest = hashlib.sha256()
    for part in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-journal"))):
        with contextlib.ExitStack() as opened:
            if part != path and not part.exists():
                continue
            file = opened.enter_context(raw(part))
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def stamp_of(path: Path) -> Stamp:
    """Return what changes when somebody writes to a file: its number, its size and when it was written last."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True)
class Kept:
    """A folder of results.

    Parameters
    ----------
    folder : Path
    asked : tuple of str
        Whatever the results depend on beside the file: rules, day, language, profile.
    """

    folder: Path
    asked: Sequence[str]

    def begin(self) -> None:
        """Make the folder ready; ``OSError`` if nothing can be kept in it."""
        prepare(self.folder)

    def get(self, digest: str) -> dict[str, Any] | None:
        """Return what is kept of a file with that content, ``None`` if it is nothing or spoilt."""
        try:
            found = json.loads(self._path(digest).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) and found.get("digest") == digest else None

    def put(self, digest: str, result: dict[str, Any]) -> None:
        """Keep a result, whole or not at all; where that cannot be done it is worked out again the next time."""
        with contextlib.suppress(GridMapError, OSError):
            write_whole(self._path(digest), json.dumps({**result, "digest": digest}, ensure_ascii=False))

    def _path(self, digest: str) -> Path:
        key = json.dumps([_FORM, gridmap.__version__, digest, *self.asked])
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.json"
