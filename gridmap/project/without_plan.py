"""A project file that is opened for a line or two, without reading its plan."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from gridmap.model.errors import ReadOnly
from gridmap.project.saying_why import saying_why
from gridmap.storage import file as project_file
from gridmap.storage import lock
from gridmap.storage.lock import Holder


@contextlib.contextmanager
def connected(path: Path, who: str | None) -> Iterator[sqlite3.Connection]:
    """Connect to a project file, held for whoever is to write to it, and let go of it again.

    Parameters
    ----------
    path : Path
    who : str, optional
        Who writes; without it nobody does, and the file is not held.

    Raises
    ------
    ReadOnly
        ``file-not-writable``, or ``project-in-use`` with who has it open.
    NotAProject, GridMapError
        As :meth:`gridmap.project.project.Project.open`.
    """
    with saying_why(path), contextlib.ExitStack() as opened:
        project_file.look_at(path)
        if who is not None:
            if not project_file.is_writable(path):
                raise ReadOnly("file-not-writable", file=str(path))
            held = lock.acquire(path, who)
            if isinstance(held, Holder):
                raise ReadOnly("project-in-use", file=str(path), **held.words())
            opened.callback(held.release)
        connection = project_file.connect(path)
        opened.callback(connection.close)
        yield connection
