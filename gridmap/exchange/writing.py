"""Writing files whole or not at all: what was there stays until the new file is complete."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridmap.errors import BadInput, GridMapError


@contextmanager
def whole_files(path: Path) -> Iterator[Path]:
    """Yield a place in an empty folder to write to; what is there at the end replaces what bears the same names.

    Parameters
    ----------
    path : Path
        The file wanted. Its folder is made if it is not there; other files written beside it are moved as well.

    Raises
    ------
    BadInput
        ``file-not-saved`` with the reason, for instance that Excel has the file open.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(f"{path.name}/")
        with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
            yield Path(folder) / path.name
            # Those that replace a file go first, since only they can fail: another program may have it open. Within one
            # folder each is a single step that nobody sees half done.
            places = [(written, path.parent / written.name) for written in sorted(Path(folder).iterdir())]
            for written, place in sorted(places, key=lambda both: not both[1].exists()):
                written.replace(place)
    except GridMapError:
        raise
    except Exception as error:  # GDAL and the writers of tables raise whatever they like
        raise BadInput("file-not-saved", file=str(path), reason=_plain(error)) from error


def _plain(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason or type(error).__name__
