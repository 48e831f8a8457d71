"""How anything gets to its place on a disk: written beside it, made durable, then moved.

What was there stays until the new file is whole, whatever happens: an error, a full disk, a kill, a power cut. Both the
project file (:mod:`gridmap.storage.file`) and all that leaves GridMap (:mod:`gridmap.storage.whole_files`) go this way.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from gridmap.model.errors import BadInput, GridMapError
from gridmap.storage.lock import process_start

_HIDDEN: Final = ".gridmap-part"
_NAME: Final = re.compile(rf"{re.escape(_HIDDEN)}-(?P<host>\w+)-(?P<pid>\d{{1,10}})-(?P<started>\w+)-\w+")
_FOREIGN_S: Final = 86_400.0
"""After this time what another computer began in a shared folder, and never finished, is nobody's any more."""
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FULL_IN_WORDS: Final = ("disk is full", "no space left", "disk full")
_LITTLE: Final = 1 << 16


@contextlib.contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Yield an empty hidden folder within another, to write to what is to be moved there; it is gone at the end.

    Its name tells which process writes, so that the next one clears away what a killed one has left behind.
    """
    clear_away(folder)
    hidden = (
        folder / f"{_HIDDEN}-{_short(platform.node())}-{os.getpid()}-{_started(os.getpid())}-{secrets.token_hex(4)}"
    )
    hidden.mkdir()
    try:
        yield hidden
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def clear_away(folder: Path) -> None:
    """Remove what processes that are gone have left half written in a folder; what is being written stays."""
    with contextlib.suppress(OSError):
        for left in list(folder.glob(f"{_HIDDEN}-*")):
            if _is_nobodys(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_nobodys(hidden: Path) -> bool:
    told = _NAME.fullmatch(hidden.name)
    if told is None or hidden.is_symlink():
        return False
    if told["host"] != _short(platform.node()):
        return time.time() - hidden.stat().st_mtime > _FOREIGN_S
    return told["started"] != _started(int(told["pid"]))


def _started(pid: int) -> str:
    """Return in letters fit for a name when a process started: another text if it is gone, or is another one."""
    start = process_start(pid)
    return "gone" if start is None else _short(start)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:12]


def make_durable(written: Iterable[Path]) -> None:
    """See to it that files are on the disk, all of them, before any takes its place."""
    for file in written:
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())


def move_into_place(moves: Iterable[tuple[Path, Path]]) -> None:
    """Move files that are durable to their places, each of which is on the same volume; each takes over the rights.

    Those that replace a file go first, since only they can fail: another program may have it open. If one does, those
    that were replaced before it are put back, so that files that belong together stay of one kind. Each move is a
    single step that nobody sees half done.
    """
    ordered = sorted(moves, key=lambda move: not move[1].exists())
    with contextlib.ExitStack() as undo:
        for written, place in ordered:
            if place.exists():
                written.chmod(place.stat().st_mode & 0o777)
            if len(ordered) > 1:
                _remember(written, place, undo)
            written.replace(place)
        undo.pop_all()
    for folder in {place.absolute().parent for _, place in ordered}:
        flush_folder(folder)


def _remember(written: Path, place: Path, undo: contextlib.ExitStack) -> None:
    """Keep a second name of a file that is about to be replaced, and put it back if what follows fails."""
    old = written.with_name(f"{written.name}.old")
    if not place.exists():
        undo.callback(place.unlink, missing_ok=True)
        return
    with contextlib.suppress(OSError, NotImplementedError):  # a volume without second names, a stick for instance
        os.link(place, old)
        undo.callback(old.replace, place)


def flush_folder(folder: Path) -> None:
    """See to it that the name of a new file is on the disk too; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def folder_for(path: Path) -> Iterator[None]:
    """Make the folder of a file that is to be written, with those above; they go again if the writing fails."""
    missing = [folder for folder in (path.absolute().parent, *path.absolute().parents) if not folder.exists()]
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder in dict.fromkeys(missing):
            with contextlib.suppress(OSError):  # somebody has put something there meanwhile
                folder.rmdir()
        raise


# ---- why it did not work ---------------------------------------------------------------------------------------------


def why_not_saved(error: Exception, path: Path, probe: Path | None = None) -> GridMapError:
    """Return what a user is told of an error that came up while a file was written.

    Parameters
    ----------
    probe : Path, optional
        A folder on the same volume to try whether there is any room left, where the error does not say so itself.

    Returns
    -------
    GridMapError
        ``disk-full``, ``folder-not-writable``, ``export-file-locked`` or ``file-not-saved``.
    """
    if isinstance(error, GridMapError):
        return error
    chain = list(_chain(error))
    if any(map(_says_full, chain)):
        return GridMapError("disk-full", file=str(path))
    denied = next((one for one in chain if isinstance(one, PermissionError)), None)
    if denied is not None:
        folder = path.absolute().parent
        if folder.is_dir() and not os.access(folder, os.W_OK):
            return BadInput("folder-not-writable", file=str(path), reason=denied.strerror or str(denied))
        return BadInput("export-file-locked", file=str(path))
    if probe is not None and not has_room(probe):
        return GridMapError("disk-full", file=str(path))
    return BadInput("file-not-saved", file=str(path), reason=_plain(error))


def has_room(folder: Path) -> bool:
    """Whether a volume takes a little more than is written in a folder there, by asking and by trying.

    What is no question of room counts as yes.
    """
    written = sum(path.stat().st_size for path in folder.iterdir()) if folder.name.startswith(_HIDDEN) else 0
    if shutil.disk_usage(folder).free < written + _LITTLE:
        return False
    trial = folder / f"{_HIDDEN}-trial"
    try:
        with trial.open("wb") as file:  # a quota shows only so
            file.write(bytes(_LITTLE))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno not in _FULL
    finally:
        with contextlib.suppress(OSError):
            trial.unlink(missing_ok=True)
    return True


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps; writers of workbooks put theirs among the arguments."""
    seen: list[BaseException] = []
    queue: list[object] = [error]
    while queue:
        one = queue.pop(0)
        if isinstance(one, BaseException) and not any(one is other for other in seen):
            seen.append(one)
            yield one
            queue += [one.__cause__, one.__context__, *one.args]


def _says_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) == sqlite3.SQLITE_FULL
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    return any(words in str(error).lower() for words in _FULL_IN_WORDS)


def _plain(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason or type(error).__name__
