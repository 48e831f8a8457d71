"""What this machine has to spare: cores and memory."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

_UNKNOWN_MB: Final = 2048.0
"""What is taken for free where a system does not say."""


def cores_to_use() -> int:
    """Return how many cores this process may use, one at least."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


def free_memory_mb() -> float:
    """Return how much memory can be had without taking it from others, in millions of bytes."""
    try:
        if sys.platform.startswith("linux"):
            return _of_linux(Path("/proc/meminfo").read_text(encoding="ascii"))
        if sys.platform == "win32":
            return _of_windows()
    except (OSError, ValueError, AttributeError):
        pass
    return _UNKNOWN_MB


def _of_linux(said: str) -> float:
    for line in said.splitlines():
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            return int(amount.split()[0]) * 1024 / 1e6
    raise ValueError("the system does not say how much memory is free")


class _MemoryStatus(ctypes.Structure):
    """``MEMORYSTATUSEX`` of Windows."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        *(
            (name, ctypes.c_uint64)
            for name in ("all", "free", "all_paged", "free_paged", "all_own", "free_own", "more")
        ),
    )


def _of_windows() -> float:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - other systems have none
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        raise OSError("the system does not say how much memory is free")
    return float(status.free) / 1e6
