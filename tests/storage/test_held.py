"""A project that is open and being written to can be read as any file can, and what holds it for the writer stays."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.edits import SetAttributes
from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.exchange.nul import cells_with_nul
from gridmap.exchange.reference import read_reference
from gridmap.exchange.sources import layers_in, read_features
from gridmap.exchange.tables.reading import read_tables
from gridmap.many.kept import digest_of
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from gridmap.storage.file import look_at
from gridmap.storage.held import is_held, raw, raw_bytes
from gridmap.storage.pages import commits
from gridmap.storage.whole_files import must_be_free, own_kind_of
from ui.wizards.opening import kind_of

TRIES_TO_WRITE = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
    print("may write")
except sqlite3.OperationalError as error:
    print(error)
"""


def what_another_process_is_told(file: Path) -> str:
    """Return what becomes of it if another process begins to write."""
    asked = [sys.executable, "-I", "-S", "-c", TRIES_TO_WRITE, str(file)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def write_and_do_not_end(project: Project) -> None:
    """Begin to write so much that a journal lies beside the file, as in the middle of any edit."""
    connection = project.file.connection
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE half (text)")
    connection.execute("INSERT INTO half VALUES (zeroblob(100000))")
    assert project.file.path.with_name(f"{project.file.path.name}-journal").stat().st_size > 512


@pytest.fixture
def written(project: Project) -> Iterator[Project]:
    write_and_do_not_end(project)
    assert what_another_process_is_told(project.file.path) == "database is locked"
    yield project
    project.file.connection.execute("ROLLBACK")


def refused(read: Callable[[Path], object], file: Path) -> None:
    with pytest.raises(BadInput):
        read(file)


WAYS: dict[str, Callable[[Path], object]] = {
    "layers": layers_in,
    "kind": kind_of,
    "own kind": own_kind_of,
    "opened": look_at,
    "changed by others": commits,
    "digest": digest_of,
    "texts with NUL": lambda file: cells_with_nul(file, "grids"),
    "list": lambda file: refused(lambda path: list(read_tables(path)), file),
    "output": lambda file: refused(must_be_free, file),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_look_at_a_project_that_is_written_to_leaves_its_locks(written: Project, way: str, capfd) -> None:
    WAYS[way](written.file.path)
    assert what_another_process_is_told(written.file.path) == "database is locked"
    assert capfd.readouterr() == ("", "")


WANTED = {"grids": 8, "buildings": 3, "zones": 1, "compounds": 2, "department_grids": 2, "roads": 1, "water": 2}


@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"])
def test_a_project_that_is_written_to_comes_in_whole_by_any_name(
    written: Project, plan: Plan, tmp_path: Path, link: str | None, capfd
) -> None:
    file = written.file.path
    if link:
        file = tmp_path / "elsewhere.gpkg"
        getattr(file, link)(written.file.path)
    there = sorted(tmp_path.iterdir())
    assert set(WANTED) <= set(layers_in(file))
    for layer, count in WANTED.items():
        assert len(read_features(file, layer).shapes) == count
    read = read_features(file, "grids")
    assert list(read.columns["code"]) == plan.grids["code"].tolist()
    parts = read_reference(file, plan.crs, "grids").shapes
    assert np.isclose(shapely.area(parts).sum(), plan.grids.geometry.area.sum(), rtol=1e-9)
    assert what_another_process_is_told(file) == "database is locked"
    assert capfd.readouterr() == ("", "")
    assert sorted(tmp_path.iterdir()) == there


def test_borders_of_a_project_that_is_written_to_come_in_row_by_row(written: Project, plan: Plan, capfd) -> None:
    read = read_boundaries(plan, written.file.path, ImportOptions(kind="village", layer="grids"))[1]
    told = {(problem.row, problem.key) for problem in read}
    of_others = {(row, "row-of-other-kind") for row in (1, 4, 5, 6, 7, 8)}
    assert told == {(2, "code-exists"), (3, "code-exists")} | of_others
    assert what_another_process_is_told(written.file.path) == "database is locked"
    assert capfd.readouterr() == ("", "")


def test_an_edit_that_lets_nobody_look_is_waited_for_and_then_told_of(written: Project, monkeypatch, capfd) -> None:
    monkeypatch.setattr("gridmap.storage.file.PATIENCE_S", 0.0)
    monkeypatch.setattr("gridmap.storage.file._LONGEST_WAIT_S", 0.0)
    connection = written.file.connection
    connection.execute("PRAGMA cache_size = 10")
    connection.execute("PRAGMA cache_spill = 10")
    connection.execute("INSERT INTO half VALUES (zeroblob(1000000))")
    with pytest.raises(BadInput) as told:
        layers_in(written.file.path)
    assert (told.value.key, told.value.values["reason"]) == ("file-unreadable", "database is locked")
    assert what_another_process_is_told(written.file.path) == "database is locked"
    assert capfd.readouterr() == ("", "")


def test_what_is_brought_in_is_what_was_written_last(project: Project) -> None:
    grid = int(project.plan.grids.index[-1])
    project.perform(SetAttributes("grids", (grid,), {"name": "刚改的名"}))
    assert list(read_features(project.file.path, "grids").columns["name"])[-1] == "刚改的名"


def test_bytes_are_those_of_now_and_nothing_stays_open_for_ever(project: Project) -> None:
    file = project.file.path
    with raw(file) as stream:
        held = stream
        before = stream.read(100)
    assert before == raw_bytes(file, 100)
    grid = int(project.plan.grids.index[-1])
    project.perform(SetAttributes("grids", (grid,), {"name": "刚改的名"}))
    assert raw_bytes(file) == subprocess.run(["cat", file], capture_output=True, check=True).stdout
    assert is_held(file)
    assert not held.closed
    project.close()
    assert held.closed
    assert not is_held(file)
    with raw(file) as stream:
        held = stream
    assert held.closed


READS_AND_WAITS = """
import sys
from pathlib import Path
from gridmap.project.project import Project
from gridmap.exchange.reference import read_reference
from tests.storage.test_held import WANTED, write_and_do_not_end
project = Project.open(sys.argv[1], who="victim")
write_and_do_not_end(project)
project.file.connection.execute("PRAGMA cache_spill = 1")
project.file.connection.execute("DELETE FROM grids")
print(len(read_reference(Path(sys.argv[1]), project.plan.crs, "grids").shapes), flush=True)
sys.stdin.read()
"""


def test_killed_after_reading_its_own_file_in_the_middle_of_an_edit_nothing_is_lost(
    file: Path, plan: Plan, content
) -> None:
    Project.create(file, plan, who="tester").close()
    before = content(file)
    with subprocess.Popen(
        [sys.executable, "-c", READS_AND_WAITS, str(file)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as victim:
        assert victim.stdout is not None
        assert victim.stderr is not None
        assert victim.stdout.readline() == b"8\n"
        assert what_another_process_is_told(file) == "database is locked"
        victim.send_signal(signal.SIGKILL)
        assert victim.stderr.read() == b""
    with Project.open(file, who="tester"):
        pass
    assert content(file) == before
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
