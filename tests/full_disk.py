"""A small disk of its own that is filled to its last page, and what must hold of whoever writes to it then."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from click.testing import CliRunner, Result

from gridmap.edits import SetAttributes
from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from ui.program import command_line

ROOM_KIB: Final = 16_384
PAGES: Final = (0, 1, 2, 3, 5, 8, 14, 30, 64, 128)
"""Room that is left, in pages of 4 KiB: every format fails with the first and is written with the last."""

FORMATS: Final = ("html", "svg", "png", "pdf", "xlsx", "gpkg", "geojson", "shp")
REPORTS: Final = {
    "check-json": ("check", "{project}", "--json", "{out}.json"),
    "check-geo": ("check", "{project}", "--geo", "{out}.gpkg"),
    "check-xlsx": ("check", "{project}", "--xlsx", "{out}.xlsx"),
    "stats-json": ("stats", "{project}", "--json", "{out}.json"),
    "fix-report": ("fix", "{project}", "--dry-run", "--report", "{out}.json"),
    "compare-docx": ("compare", "{project}", "{draft}", "-o", "{out}.docx"),
    "compare-xlsx": ("compare", "{project}", "{draft}", "-o", "{out}.xlsx"),
    "compare-json": ("compare", "{project}", "{draft}", "-o", "{out}.json"),
    **{format_: ("export", "{project}", "-o", f"{{out}}.{format_}") for format_ in FORMATS},
}
"""Every way of writing a file; a project called faulty and a draft of it are read."""


class NoSmallDiskError(Exception):
    """No small disk can be mounted here; says why."""


def run(*words: object) -> Result:
    """Run the command line in English."""
    return CliRunner().invoke(command_line, [str(word) for word in words], env={"GRIDMAP_LANG": "en"})


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """Mount a disk of 16 MiB at an empty folder, or raise :class:`NoSmallDiskError`."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise NoSmallDiskError("mounting a small disk needs Linux and the rights of root")
    options = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_KIB}k", "gridmap-test", str(place)]
    mounted = subprocess.run(options, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NoSmallDiskError(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def empty(disk: Path) -> None:
    """Remove everything from a disk."""
    for path in sorted(disk.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def fill(disk: Path, pages: int) -> None:
    """Leave so much room on a disk."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    found = os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(found.f_bavail * found.f_frsize - pages * 4096))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder but the one that fills it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "filler"
    }


def sweep(disk: Path, work: Callable[[], Result], steps: tuple[int, ...] = PAGES) -> int:
    """Do something with ever more room; until it succeeds it must fail in the right way.

    Returns
    -------
    int
        How often the disk was full.
    """
    before = contents(disk)
    failures = 0
    for pages in steps:
        fill(disk, pages)
        result = work()
        if result.exit_code in (0, 1):
            break
        failures += 1
        assert result.exit_code == 2, result.output
        assert "disk is full" in result.stderr, (pages, result.stderr)
        assert contents(disk) == before, pages
        assert {path.name for path in disk.iterdir()} == {*before, "filler"}, pages
    else:
        raise AssertionError("never written")
    assert failures, "the disk was never full"
    return failures


def sweep_report(name: str, disk: Path, project: Path, draft: Path, steps: tuple[int, ...] = PAGES) -> int:
    """Write one of :data:`REPORTS` over an old file with ever more room, which stays whole until it is replaced."""
    words = [word.format(project=project, draft=draft, out=disk / "out") for word in REPORTS[name]]
    old = disk / Path(words[-1]).name
    old.write_bytes(b"the old file")
    failures = sweep(disk, lambda: run(*words), steps)
    if name != "shp":
        assert old.read_bytes() != b"the old file"
    return failures


def draft_with_a_change(project: Path) -> Path:
    """Begin a draft of a project, in which one grid has another name."""
    with Project.open(project) as opened:
        path = begin_draft(opened, "a")
        grid = int(opened.plan.grids.index[-1])
    with Project.open(path) as draft:
        draft.perform(SetAttributes("grids", (grid,), {"name": "renamed"}))
    return path
