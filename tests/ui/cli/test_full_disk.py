"""A disk that is full, at whatever point: exit code 2 and a sentence, the old file whole, nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.full_disk import REPORTS, NoSmallDiskError, draft_with_a_change, empty, small_disk, sweep, sweep_report


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a small disk of its own."""
    try:
        with small_disk(tmp_path_factory.mktemp("volume")) as disk:
            yield disk
    except NoSmallDiskError as error:
        pytest.skip(str(error))


@pytest.fixture
def disk(volume: Path) -> Iterator[Path]:
    """Return the small disk, empty."""
    yield volume
    empty(volume)


@pytest.mark.parametrize("name", REPORTS)
def test_every_output_on_a_full_disk_leaves_the_old_file_whole(disk, faulty, name):
    assert sweep_report(name, disk, faulty, draft_with_a_change(faulty))


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
