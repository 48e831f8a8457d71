"""Where an unexpected error is written to, so that its sentence can name a file to send."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import gridmap


def write_crash_log(error: BaseException) -> Path:
    """Write an unexpected error with its circumstances to a file of its own in the user's log folder, and name it."""
    import platformdirs

    folder = Path(platformdirs.user_log_path("GridMap", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        import tempfile

        folder = Path(tempfile.gettempdir())
    log = folder / f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    circumstances = f"GridMap {gridmap.__version__}, Python {platform.python_version()}, {platform.platform()}"
    words = " ".join(_without_secrets(sys.argv[1:]))
    trace = "".join(traceback.format_exception(error))
    log.write_text(f"{circumstances}\ngridmap {words}\n\n{trace}", encoding="utf-8")
    return log


_OF_A_PERSON: Final = ("--worker", "--name", "--password")
"""Options of ``forget`` and ``roster`` whose values no log may keep."""
_OF_A_CITY: Final = ("--fit",)
"""Options of ``import`` whose values no log may keep: what leads to a city's own system may be classified."""


def _without_secrets(words: Sequence[str]) -> list[str]:
    """Return the words of the command line without who was to be forgotten, passwords, and points of a fit."""
    secret = (*(_OF_A_PERSON if {"forget", "roster"} & set(words) else ()), *_OF_A_CITY)
    shown, hide = [], False
    for word in words:
        name, equals, _ = word.partition("=")
        kept_back = name in secret
        shown.append("…" if hide else f"{name}=…" if kept_back and equals else word)
        hide = kept_back and not equals
    return shown
