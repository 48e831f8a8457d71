"""The lock beside a project file, which tells a second person who has it open.

SQLite's own locks keep the file whole; this one keeps two people from redrawing the same plan. It is a small JSON file,
made so that only one can succeed. A lock whose process is gone, for instance after a crash, is taken over.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import secrets
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_ATTEMPTS = 8
_HIGHEST_PID = 2**32 - 1 if sys.platform == "win32" else 2**31 - 1
"""No system gives out a higher number."""
_LONGEST = 1 << 16
"""No lock has so many characters; what does is none."""


@dataclass(frozen=True)
class Holder:
    """Who has a project open, where and since when (UTC).

    ``started`` tells two processes with the same number apart: when the process started, in the words of its system.
    """

    user: str
    host: str
    pid: int
    since: datetime
    started: str = ""

    def is_gone(self) -> bool:
        """Whether the process is known to have ended; of another computer nothing is known."""
        if self.host != platform.node():
            return False
        return process_start(self.pid) is None or (bool(self.started) and process_start(self.pid) != self.started)

    def words(self) -> dict[str, object]:
        """Return what a message says of the holder, the time as clocks show it here."""
        since = self.since.astimezone().strftime("%Y-%m-%d %H:%M")
        return {"user": self.user, "host": self.host, "pid": self.pid, "since": since}

    def to_json(self) -> str:
        """Return what stands in the lock file."""
        return json.dumps({**asdict(self), "since": self.since.isoformat(timespec="seconds")}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Holder:
        """Read a lock file; ``ValueError`` if it is none."""
        try:
            raw = json.loads(text)
            since = datetime.fromisoformat(str(raw["since"])).astimezone(UTC)
            pid = int(raw["pid"])
            if not 0 < pid <= _HIGHEST_PID:
                raise ValueError(f"no process has the number {pid}")
            holder = cls(str(raw["user"]), str(raw["host"]), pid, since, str(raw.get("started", "")))
            holder.words()  # clocks here can show the time
            return holder
        except (LookupError, TypeError, AttributeError, OverflowError, OSError, RecursionError) as error:
            raise ValueError(f"not a lock: {error}") from error


class Lock:
    """A lock that this process holds. Made by :func:`acquire`."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._text = text

    def release(self) -> None:
        """Remove the lock, unless somebody else has taken it over meanwhile."""
        with contextlib.suppress(OSError):
            if self.path.read_text(encoding="utf-8") == self._text:
                self.path.unlink()


def lock_path(project: Path) -> Path:
    """Return where the lock of a project lies: beside the file itself, by whatever name it is opened."""
    project = project.resolve()
    return project.with_name(f".{project.name}.lock")


def this_user() -> str:
    """Return the user's name as the operating system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def acquire(project: Path, user: str | None = None) -> Lock | Holder:
    """Take the lock of a project, or say who has it.

    Raises
    ------
    OSError
        If the lock cannot be made, for instance because the folder may only be read.
    """
    path = lock_path(project)
    started = process_start(os.getpid()) or ""
    me = Holder(user or this_user(), platform.node(), os.getpid(), datetime.now(UTC), started)
    text = me.to_json()
    for _ in range(_ATTEMPTS):
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            holder = _unless_stale(path)
            if holder is not None:
                return holder
            continue
        try:
            os.write(handle, text.encode())
        except OSError:  # the disk is full: a lock that nobody can read would keep everybody out
            path.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
        return Lock(path, text)
    raise OSError(f"{path} comes and goes")


def _unless_stale(path: Path) -> Holder | None:
    """Return who holds a lock; ``None`` if nobody does any more, in which case the lock is gone."""
    try:
        text = _text_of(path)
        holder = Holder.from_json(text)
    except FileNotFoundError:
        return None
    except ValueError:
        # Half written: by somebody who is about to finish, or who was killed between making and filling it.
        time.sleep(0.05)
        try:
            later = _text_of(path)
        except FileNotFoundError:
            return None
        if later != text:
            return _unless_stale(path)
    else:
        if not holder.is_gone():
            return holder
    # Move it out of the way under a name of our own and look again: another process may have taken over just before.
    aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return None
    try:
        if _text_of(aside) != text and not path.exists():
            aside.rename(path)
            return _unless_stale(path)
    finally:
        aside.unlink(missing_ok=True)
    return None


def _text_of(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_LONGEST)


def process_start(pid: int) -> str | None:
    """Return when a process of this computer started, in words that differ from any other's; ``None`` if it is gone.

    ``""`` where the system does not tell.
    """
    if sys.platform == "win32":
        return _process_start_windows(pid)
    if pid <= 0:
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:  # it is there and belongs to somebody else
        pass
    with contextlib.suppress(OSError, IndexError):
        # Field 22 of stat is the start in clock ticks since boot (proc(5)); the command in brackets may hold anything.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        if fields[0] in "ZX":  # ended, but its parent has not asked after it yet
            return None
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}/{fields[19]}"
    return ""


def _process_start_windows(pid: int) -> str | None:
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    query_limited_information, still_active, denied = 0x1000, 259, 5
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    process = kernel.OpenProcess(query_limited_information, False, pid)
    if not process:
        return "" if ctypes.get_last_error() == denied else None
    try:
        code = wintypes.DWORD()
        if kernel.GetExitCodeProcess(wintypes.HANDLE(process), ctypes.byref(code)) and code.value != still_active:
            return None
        times = [wintypes.FILETIME() for _ in range(4)]
        if kernel.GetProcessTimes(wintypes.HANDLE(process), *(ctypes.byref(time) for time in times)):
            return f"{times[0].dwHighDateTime}/{times[0].dwLowDateTime}"
        return ""
    finally:
        kernel.CloseHandle(wintypes.HANDLE(process))
