"""A disk that is full, at whatever point: exit code 2 and a sentence, the old file whole, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gridmap.edits import SetAttributes
from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project

ROOM_KIB = 16_384
PAGES = (0, 1, 2, 3, 5, 8, 14, 30, 64, 128)
"""Room that is left, in pages of 4 KiB: every format fails with the first and is written with the last."""

FORMATS = ("html", "svg", "png", "pdf", "xlsx", "gpkg", "geojson", "shp")
REPORTS = {
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


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a small disk of its own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and the rights of root")
    place = tmp_path_factory.mktemp("volume")
    options = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_KIB}k", "gridmap-test", str(place)]
    mounted = subprocess.run(options, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def disk(volume: Path) -> Iterator[Path]:
    """Return the small disk, empty."""
    yield volume
    for path in sorted(volume.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def fill(disk: Path, pages: int) -> None:
    """Leave so much room on a disk."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    found = os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(found.f_bavail * found.f_frsize - pages * 4096))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "filler"
    }


def sweep(disk: Path, work: Callable[[], object], steps: tuple[int, ...] = PAGES) -> None:
    """Do something with ever more room; until it succeeds it must fail in the right way."""
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
        pytest.fail("never written")
    assert failures, "the disk was never full"


@pytest.fixture
def draft(faulty: Path) -> Path:
    """Return a draft of the faulty project with one thing changed."""
    with Project.open(faulty) as project:
        path = begin_draft(project, "a")
    with Project.open(path) as draft:
        draft.perform(SetAttributes("grids", (11,), {"name": "renamed"}))
    return path


@pytest.mark.parametrize("name", REPORTS)
def test_every_output_on_a_full_disk_leaves_the_old_file_whole(run, disk, faulty, draft, name):
    words = [word.format(project=faulty, draft=draft, out=disk / "out") for word in REPORTS[name]]
    (disk / Path(words[-1]).name).write_bytes(b"the old file")
    sweep(disk, lambda: run(*words))
    if name != "shp":
        assert (disk / Path(words[-1]).name).read_bytes() != b"the old file"


@pytest.mark.slow
def test_a_sample_on_a_full_disk_leaves_neither_project_nor_list(run, disk):
    sweep(disk, lambda: run("sample", disk / "town.gpkg", "--size", "town", "--defects"), (0, 1, 60, 2500))


def test_an_import_into_a_new_project_on_a_full_disk_leaves_none(run, disk, faulty, tmp_path):
    assert run("export", faulty, "-o", tmp_path / "a.geojson").exit_code == 0
    words = ("--level", "grid", "--code", "code", "--crs", "EPSG:4326")
    sweep(disk, lambda: run("import", disk / "new.gpkg", tmp_path / "a.geojson", *words))


def test_a_draft_and_an_edit_on_a_full_disk_leave_the_project_as_it_was(run, disk, faulty):
    project = disk / "city.gpkg"
    project.write_bytes(faulty.read_bytes())
    sweep(disk, lambda: run("draft", project, "--new", "east gate"))
