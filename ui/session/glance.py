"""A look at files in a thread that nobody waits for: a drive that does not answer holds whoever asks for minutes."""

from __future__ import annotations

import os
import re
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
_MOUNTS: Final = Path("/proc/self/mountinfo")
_MOUNTED_AT: Final = 4
"""The column with the folder."""
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
"""How blanks and the like are written there."""
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
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux
        system = QStorageInfo(str(path)).fileSystemType().toStdString().lower()
    else:
        system = system_below(os.path.realpath(path), mounts)
    return system in _FAR_SYSTEMS or system.startswith(("fuse.sshfs", "fuse.rclone", "fuse.davfs"))


def system_below(path: str, mounts: str) -> str:
    """Return the kind of file system that a file lies on, in small letters, by what is mounted; "" if none is there.

    Qt would ask the drive, which needs nothing of it, and keep Python's lock until that answers: the window stands
    still all the while, though the thread that asks is another one.

    Parameters
    ----------
    path : str
        Without links.
    mounts : str
        As Linux has it in ``/proc/self/mountinfo``.
    """
    found, system = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        columns, kind = before.split(" "), after.split(" ")[0]
        if len(columns) <= _MOUNTED_AT or not kind:
            continue
        at = _OCTAL.sub(lambda code: chr(int(code[1], 8)), columns[_MOUNTED_AT]).rstrip("/")
        if (path == at or path.startswith(f"{at}/")) and len(at) >= found:  # one that is mounted later lies on top
            found, system = len(at), kind.lower()
    return system


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
