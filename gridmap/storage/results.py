"""Results that are kept in the user's cache, so that what was worked out once is not worked out again.

They may name people as a briefing does. So only their owner can look into the folder, what is older than a month goes,
and all of it goes when anybody is forgotten.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path
from typing import Final

_DAYS: Final = 30
_OWNER_ONLY: Final = 0o700


def results_folder() -> Path:
    """Return where results are kept; it need not be there yet."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("gridmap")) / "checks"


def prepare(folder: Path) -> None:
    """Make the folder for its owner alone; ``OSError`` if it cannot be.

    What is older than a month goes from the user's cache. Of any other folder nothing is taken: it is the user's own.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    if folder != results_folder():
        return
    too_old = time.time() - _DAYS * 24 * 3600
    for path in folder.glob("*.json"):
        with contextlib.suppress(OSError):  # somebody else's, or gone meanwhile
            if path.stat().st_mtime < too_old:
                path.unlink()


def forget_results() -> None:
    """Take away all results that are kept."""
    shutil.rmtree(results_folder(), ignore_errors=True)
