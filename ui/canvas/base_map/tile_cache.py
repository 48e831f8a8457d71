"""Tiles kept on the disk, under names and with contents that tell neither the user's key nor an address.

Qt's own cache stores the whole address of every tile, key and all, and the answer's headers with any cookie. Here a
file holds the bytes of a picture and nothing else; its name is a hash of the address before the key is put in.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

DISK_BYTES: Final = 200_000_000
_FRESH_S: Final = 30 * 24 * 3600.0
"""A tile that is older is asked for again."""
_PRUNED_TO: Final = 0.8
"""Once there are too many, so much of the room is left in use."""
_SUFFIX: Final = ".tile"
_OF_QT: Final = ("data7", "data8", "prepared", "http")
"""Folders in which earlier versions of GridMap let Qt keep tiles."""


def default_folder() -> Path:
    """Return where tiles are kept on this computer."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("gridmap")) / "tiles"


def clear_former(folder: Path) -> None:
    """Remove what earlier versions have kept in a folder, with addresses and keys."""
    for name in _OF_QT:
        shutil.rmtree(folder / name, ignore_errors=True)


class TileCache:
    """A folder of tiles; what cannot be read or written there is as if it were not kept.

    Parameters
    ----------
    folder : Path
        Made when there is something to keep, for this user alone.
    most_bytes : int
        The oldest tiles go when there are more.
    """

    def __init__(self, folder: Path, most_bytes: int = DISK_BYTES) -> None:
        self.folder, self._most = folder, most_bytes
        self._bytes: int | None = None
        clear_former(folder)

    def get(self, address: str) -> bytes:
        """Return the tile of an address in which the key is not put in yet; nothing if there is none, or an old one."""
        path = self._path(address)
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime < _FRESH_S:
                return path.read_bytes()
        return b""

    def put(self, address: str, data: bytes) -> None:
        """Keep the tile of an address in which the key is not put in yet."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.name == "posix":
                self.folder.chmod(0o700)
            handle, aside = tempfile.mkstemp(dir=self.folder)  # a tile is there whole or not at all
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(aside).replace(self._path(address))
            except OSError:
                Path(aside).unlink(missing_ok=True)
                raise
            self._make_room(len(data))

    def _path(self, address: str) -> Path:
        return self.folder / (hashlib.sha256(address.encode()).hexdigest() + _SUFFIX)

    def _make_room(self, added: int) -> None:
        if self._bytes is not None:
            self._bytes += added
            if self._bytes <= self._most:
                return
        with os.scandir(self.folder) as found:
            tiles = [(entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in found if entry.is_file()]
        self._bytes = sum(size for _, size, _ in tiles)
        if self._bytes <= self._most:
            return
        for _, size, path in sorted(tiles):
            Path(path).unlink(missing_ok=True)
            self._bytes -= size
            if self._bytes <= _PRUNED_TO * self._most:
                return
