"""Which files are meant: those that are named, and the projects in folders that are named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gridmap.model.errors import BadInput, GridMapError
from gridmap.storage.draft_mark import read_mark
from gridmap.storage.whole_files import own_kind_of


@dataclass(frozen=True)
class Sources:
    """The files that are meant.

    Attributes
    ----------
    files : tuple of Path
        In the order in which they were named, those of a folder by name; none twice.
    left_out : int
        Files ``*.gpkg`` of folders that are no projects, or are drafts of one.
    """

    files: tuple[Path, ...]
    left_out: int = 0


def sources_of(named: Iterable[str | Path]) -> Sources:
    """Return the files that some paths mean: a file is itself, a folder the projects right inside it.

    A file that is named is never left out: that it is no project is for whoever opens it to say.

    Raises
    ------
    BadInput
        ``many-folder-empty`` if a folder has no project; ``file-unreadable`` if it cannot be listed.
    """
    found: dict[Path, Path] = {}
    left_out = 0
    for path in map(Path, named):
        files = [path]
        if path.is_dir():
            files, others = _in_folder(path)
            left_out += others
            if not files:
                raise BadInput("many-folder-empty", file=str(path))
        for file in files:
            found.setdefault(file.resolve(), file)
    return Sources(tuple(found.values()), left_out)


def _in_folder(folder: Path) -> tuple[list[Path], int]:
    """Return the projects of a folder by name, and how many other files with the ending of one there are."""
    try:
        there = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".gpkg" and path.is_file())
    except OSError as error:
        raise BadInput("file-unreadable", file=str(folder), reason=str(error)) from error
    there = [path for path in there if not path.name.startswith(".")]
    projects = [path for path in there if _is_meant(path)]
    return projects, len(there) - len(projects)


def _is_meant(path: Path) -> bool:
    """Whether a file is a project and no draft; one that cannot be read is meant, so that somebody says so."""
    try:
        return own_kind_of(path) == "project" and read_mark(path) is None
    except (OSError, GridMapError):
        return True
