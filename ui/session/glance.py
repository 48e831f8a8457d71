"""A look at files in a thread that nobody waits for: a drive that does not answer holds whoever asks for minutes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStorageInfo, Signal

from ui.session.telling import Hears, told_by_thread

_FAR_SYSTEMS: Final = frozenset(
    {"cifs", "smb", "smb2", "smb3", "smbfs", "nfs", "nfs4", "ncpfs", "afs", "9p", "davfs", "webdav"}
)
_FAR_DRIVE: Final = 4
"""What Windows says of a letter that stands for a folder of another computer."""


@dataclass(frozen=True)
class Seen:
    """What there is to see of a file from outside.

    Attributes
    ----------
    changed_ns : int
        When it was changed last.
    size : int
        Bytes.
    number : int
        Tells a file from another one of the same name.
    is_far : bool
        Whether it lies on another computer.
    """

    changed_ns: int
    size: int
    number: int
    is_far: bool

    @classmethod
    def of(cls, path: Path) -> Seen | None:
        """Look at a file; ``None`` if there is none."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_mtime_ns, found.st_size, found.st_ino, is_far(path)) if path.is_file() else None


def is_far(path: Path) -> bool:
    """Whether a file lies on another computer, where every look at it costs that computer and the line something."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if os.name == "nt":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _FAR_DRIVE)  # type: ignore[attr-defined]
    system = QStorageInfo(str(path)).fileSystemType().toStdString().lower()
    return system in _FAR_SYSTEMS or system.startswith(("fuse.sshfs", "fuse.rclone", "fuse.davfs"))


class Glance(Hears):
    """Looks at files, a lot of them at a time; while one look goes on, no other begins."""

    seen = Signal(object)
    """A dict of path to :class:`Seen`, or to ``None`` where there is no file."""

    def __init__(self, parent: QObject | None = None, look: Callable[[Path], Seen | None] = Seen.of) -> None:
        super().__init__(parent)
        self._look = look
        self._thread: threading.Thread | None = None

    @property
    def is_looking(self) -> bool:
        """Whether a look goes on."""
        return self._thread is not None and self._thread.is_alive()

    def look(self, paths: Iterable[Path]) -> None:
        """Begin to look; :attr:`seen` tells what there was."""
        wanted = tuple(paths)
        if not wanted or self.is_looking:
            return
        look = self._look
        self._thread = told_by_thread("glance", lambda: {path: look(path) for path in wanted}, self)

    def hear(self, said: dict[Path, Seen | None]) -> None:
        """Tell of what there was."""
        self.seen.emit(said)
