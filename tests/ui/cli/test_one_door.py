"""No command replaces a project, a draft or a lock by what it writes, whatever it is called, however it is reached."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest

from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from gridmap.storage import lock

COMMANDS = {
    "export": ("export", "{project}", "-o", "{target}"),
    "check-json": ("check", "{project}", "--json", "{target}"),
    "check-geo": ("check", "{project}", "--geo", "{target}"),
    "check-xlsx": ("check", "{project}", "--xlsx", "{target}"),
    "stats-json": ("stats", "{project}", "--json", "{target}"),
    "fix-report": ("fix", "{project}", "--dry-run", "--report", "{target}"),
    "fix": ("fix", "{project}", "--report", "{target}"),
    "compare": ("compare", "{project}", "{other}", "-o", "{target}"),
    "vacancies-json": ("vacancies", "{project}", "--json", "{target}"),
    "suggest-json": ("suggest", "{project}", "--json", "{target}"),
    "workload": ("workload", "{project}", "-o", "{target}"),
    "staffing": ("staffing", "{project}", "--from", "2020-01-01", "--to", "2021-01-01", "-o", "{target}"),
}
SUFFIXES = {
    "export": ("gpkg", "geojson", "shp", "xlsx", "png", "pdf", "svg", "html"),
    "compare": ("docx", "xlsx", "json"),
    "workload": ("xlsx", "pdf"),
    "staffing": ("xlsx", "pdf"),
}
"""Endings that a command insists on; the others take any."""


def same(_: Path, project: Path) -> Path:
    return project


def other(folder: Path, project: Path) -> Path:
    return Path(shutil.copy(project, folder / "other.gpkg"))


def draft(folder: Path, project: Path) -> Path:
    with Project.open(project) as opened:
        return begin_draft(opened, "east")


def lock_of_it(folder: Path, project: Path) -> Path:
    taken = lock.acquire(project)
    assert isinstance(taken, lock.Lock)
    return taken.path


def lock_to_be(folder: Path, project: Path) -> Path:
    return lock.lock_path(project)


def copy_of_a_lock(folder: Path, project: Path) -> Path:
    path = folder / "kept"
    taken = lock.acquire(folder / "elsewhere.gpkg")
    assert isinstance(taken, lock.Lock)
    taken.path.rename(path)
    return path


def link(folder: Path, project: Path) -> Path:
    (folder / "link").symlink_to(project)
    return folder / "link"


def second_name(folder: Path, project: Path) -> Path:
    os.link(project, folder / "second")
    return folder / "second"


def journal(folder: Path, project: Path) -> Path:
    return project.with_name(project.name + "-journal")


def damaged(folder: Path, project: Path) -> Path:
    """Return a project whose list of tables is spoilt: no program opens it, and experts could still save it."""
    path = other(folder, project)
    with path.open("rb+") as file:
        file.seek(100)
        file.write(bytes(100))
    return path


def beheaded(folder: Path, project: Path) -> Path:
    path = other(folder, project)
    with path.open("rb+") as file:
        file.write(bytes(90))
    return path


def without_its_own_tables(folder: Path, project: Path) -> Path:
    path = other(folder, project)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE gridmap_meta")
        connection.execute("DROP TABLE gridmap_journal")
    return path


def being_written(folder: Path, project: Path) -> Path:
    """Return a project that another connection holds for itself alone."""
    path = other(folder, project)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    HOLDERS.append(holder)
    return path


HOLDERS: list[sqlite3.Connection] = []
PLAIN = (same, other, draft, link, second_name)
ANY_NAME = (lock_of_it, lock_to_be, copy_of_a_lock, journal, damaged, beheaded, without_its_own_tables, being_written)


@pytest.fixture(autouse=True)
def let_holders_go():
    yield
    while HOLDERS:
        HOLDERS.pop().close()


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words_of(command: str, project: Path, target: Path) -> list[str]:
    return [word.format(project=project, other=project, target=target) for word in COMMANDS[command]]


def named(target: Path, suffix: str) -> Path:
    """Give a file the ending that a command insists on; a link for those that must keep their names."""
    renamed = target.with_name(f"named.{suffix}")
    if target.suffix == f".{suffix}":
        return target
    renamed.symlink_to(target)
    return renamed


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
@pytest.mark.parametrize(
    ("command", "suffix"),
    [(command, suffix) for command in COMMANDS for suffix in SUFFIXES.get(command, ("", "json"))],
)
def test_no_command_replaces_what_people_work_with(run, faulty, tmp_path, command, suffix, make):
    target = make(tmp_path, faulty)
    if suffix:
        target = named(target, suffix)
    before = bytes_in(tmp_path)
    result = run(*words_of(command, faulty, target))
    assert result.exit_code == 2, result.output
    assert target.name in result.stderr and ("project" in result.stderr or "draft" in result.stderr), result.stderr
    assert bytes_in(tmp_path) == before


@pytest.mark.parametrize("make", ANY_NAME, ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", ["check-json", "check-geo", "stats-json", "fix"])
def test_nor_locks_nor_what_sqlite_keeps_nor_what_is_damaged(run, faulty, tmp_path, command, make):
    project = Path(shutil.copy(faulty, tmp_path / "mine.gpkg"))
    target = make(tmp_path, project)
    before = bytes_in(tmp_path)
    result = run(*words_of(command, project, target))
    assert result.exit_code == 2, result.output
    assert target.name in result.stderr and "Choose another name" in result.stderr, result.stderr
    assert bytes_in(tmp_path) == before


@pytest.mark.parametrize("part", ["o_village.dbf", "o_town.shx", "o.txt", "o_village.cpg"])
def test_no_part_of_a_shapefile_replaces_a_project(run, faulty, tmp_path, part):
    shutil.copy(faulty, tmp_path / part)
    before = bytes_in(tmp_path)
    result = run("export", faulty, "-o", tmp_path / "o.shp")
    assert result.exit_code == 2 and part in result.stderr
    assert bytes_in(tmp_path) == before


def test_the_list_of_a_sample_replaces_no_project(run, faulty, tmp_path):
    shutil.copy(faulty, tmp_path / "town.truth.json")
    before = bytes_in(tmp_path)
    result = run("sample", tmp_path / "town.gpkg", "--size", "town", "--defects")
    assert result.exit_code == 2 and "town.truth.json" in result.stderr
    assert bytes_in(tmp_path) == before


@pytest.mark.parametrize("command", ["check-json", "check-geo", "check-xlsx", "stats-json", "fix-report"])
def test_a_folder_is_no_file(run, faulty, tmp_path, command):
    (tmp_path / "folder").mkdir()
    result = run(*words_of(command, faulty, tmp_path / "folder"))
    assert result.exit_code == 2 and "is a folder" in result.stderr


def test_what_gridmap_has_exported_before_is_replaced(run, faulty, sound, tmp_path):
    out = tmp_path / "out.gpkg"
    for project, command in ((faulty, "export"), (sound, "export"), (faulty, "check-geo"), (sound, "export")):
        assert run(*words_of(command, project, out)).exit_code in (0, 1)
    names = set(gpd.list_layers(out)["name"])
    assert "town" in names and not any(name.startswith("findings") for name in names)


def test_the_report_that_nobody_asked_for_replaces_no_project_either(run, faulty, tmp_path):
    beside = tmp_path / f"{faulty.stem}-fix.json"
    shutil.copy(faulty, beside)
    before = beside.read_bytes()
    result = run("fix", faulty, "--dry-run")
    assert "No report was written" in result.stderr and beside.name in result.stderr
    assert beside.read_bytes() == before


def test_refusals_come_before_the_work_and_before_any_other_file(run, faulty, tmp_path):
    result = run("check", faulty, "--json", tmp_path / "a.json", "--xlsx", faulty)
    assert result.exit_code == 2 and not (tmp_path / "a.json").exists()


def test_refusals_are_told_in_chinese_too(run, faulty):
    result = run("check", faulty, "--json", faulty, "--lang", "zh")
    assert result.exit_code == 2 and "是 GridMap 项目，不会被覆盖" in result.stderr


def test_a_full_standard_output_is_told(run, faulty, tmp_path: Path):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    result = run("stats", faulty, "--json", "/dev/full")
    assert result.exit_code == 2 and "disk is full" in result.stderr


KILLED_WHILE_WRITING = """
import os, signal, sys
from ui.program import command_line
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
command_line(sys.argv[1:])
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "xlsx", "html"])
def test_what_a_killed_export_leaves_half_written_is_cleared_by_the_next(run, faulty, tmp_path, suffix):
    folder = tmp_path / "out"
    assert run("export", faulty, "-o", folder / f"a.{suffix}").exit_code == 0
    before, listed = bytes_in(folder), sorted(folder.iterdir())
    words = ["export", faulty, "-o", folder / f"a.{suffix}", "--scope", "320582100202"]
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, *map(str, words)], check=False)
    assert killed.returncode == -signal.SIGKILL
    [left] = set(folder.iterdir()) - set(listed)
    assert left.is_dir() and list(left.iterdir())
    assert {name: data for name, data in bytes_in(folder).items() if left.name not in name} == before
    assert run(*words).exit_code == 0
    assert not left.exists() and {path.suffix for path in folder.iterdir()} == {path.suffix for path in listed}
