"""What was read early is what would have been read on opening, or is not taken."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gridmap.model.arrays import same_rows
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.project.project import Project
from gridmap.storage import early_reading, geopackage
from gridmap.storage.columns import Wanted, tables_at_once
from gridmap.storage.early_reading import EarlyReading
from gridmap.storage.file import connect
from tests.storage.test_columns import ALIKE, STRANGE, changed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.storage.conftest import small_plan

    path = tmp_path_factory.mktemp("early") / "small.gpkg"
    Project.create(path, small_plan()).close()
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which tables are asked for on opening."""
    names: list[str] = []

    def spy(connection: sqlite3.Connection, tables: list[Wanted], *rest: object) -> object:
        names.extend(table.name for table in tables)
        return tables_at_once(connection, tables, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(geopackage, "tables_at_once", spy)
    return names


def filled(plan: Plan) -> set[str]:
    return {name for name in TABLES if len(plan.tables[name])}


def begun(path: Path) -> EarlyReading:
    """Begin to read a file, and wait until all is read."""
    early_reading.begin(path)
    reading = early_reading._begun[str(path.absolute())]
    reading.end()
    return reading


@pytest.mark.parametrize("case", [*ALIKE, *STRANGE])
def test_early_or_not_the_same_is_read(case: str, made: Path, tmp_path: Path, asked: list[str]) -> None:
    path = changed(made, tmp_path, {**ALIKE, **STRANGE}[case])
    early = EarlyReading(path)
    early.end()
    with closing(connect(path)) as connection:
        plan, told = geopackage.read_plan(connection, str(path))
        asked.clear()
        plan_too, told_too = geopackage.read_plan(connection, str(path), early=early)
    assert told_too == told
    for name in TABLES:
        assert same_rows(plan.tables[name], plan_too.tables[name]), name
        assert plan.tables[name].dtypes.equals(plan_too.tables[name].dtypes)
    if case in ("nothing", "no shapes"):
        assert asked == []
    assert set(asked) <= {"grids", "facts", *(["workers"] if case == "ids far apart" else [])}


@pytest.mark.parametrize("read_only", [False, True])
def test_what_was_read_early_is_not_read_again(made: Path, tmp_path: Path, asked: list[str], read_only: bool) -> None:
    path = changed(made, tmp_path, "SELECT 1")
    with Project.open(path, read_only=read_only) as project:
        plan = project.plan
    assert set(asked) == filled(plan)
    asked.clear()
    begun(path)
    with Project.open(path, read_only=read_only) as project:
        assert project.plan.same_content(plan)
    assert asked == []
    with Project.open(path, read_only=read_only):  # it holds for one opening
        assert set(asked) == filled(plan)


def test_a_file_that_was_changed_since_is_read_again(made: Path, tmp_path: Path, asked: list[str]) -> None:
    path = changed(made, tmp_path, "SELECT 1")
    begun(path)
    changed(path, tmp_path, "UPDATE workers SET name = 'somebody else'")
    with Project.open(path) as project:
        assert set(project.plan.tables["workers"]["name"]) == {"somebody else"}
        assert set(asked) == filled(project.plan)


def test_what_opening_itself_writes_makes_it_read_again(made: Path, tmp_path: Path, asked: list[str]) -> None:
    path = changed(made, tmp_path, "DROP TABLE rtree_grids_geom")
    begun(path)
    with Project.open(path) as project:
        assert set(asked) == filled(project.plan)


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("ALTER TABLE roads RENAME TO x; CREATE VIEW roads AS SELECT * FROM x", "roads"),
        ("ALTER TABLE grids ADD COLUMN more TEXT AS (name || code)", "grids"),
        ("DROP TABLE facts; CREATE VIRTUAL TABLE facts USING rtree (fid, a, b)", "facts"),
    ],
)
def test_nothing_that_somebody_else_wrote_is_run_early(made: Path, tmp_path: Path, sql: str, name: str) -> None:
    path = changed(made, tmp_path, sql)
    read = begun(path)._tables
    assert name not in read
    assert "buildings" in read


@pytest.mark.parametrize("beside", ["-wal", "-journal"])
def test_a_file_that_somebody_writes_to_is_not_read_early(made: Path, tmp_path: Path, beside: str) -> None:
    path = changed(made, tmp_path, "SELECT 1")
    path.with_name(path.name + beside).touch()
    assert begun(path)._tables == {}


def test_a_large_file_is_not_read_early(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early_reading, "LARGE_BYTES", made.stat().st_size - 1)
    early_reading.begin(made)
    assert early_reading.taken(made) is None


def test_what_is_no_file_or_no_project_is_left_to_who_opens_it(tmp_path: Path) -> None:
    early_reading.begin(tmp_path)
    assert early_reading.taken(tmp_path) is None
    nothing = tmp_path / "nothing.gpkg"
    nothing.write_text("no database at all")
    assert begun(nothing)._tables == {}


def test_no_library_is_imported_for_it_but_numpy_and_shapely() -> None:
    code = "import sys; bare = {*sys.modules}; import gridmap.storage.early_reading; print(*{*sys.modules} - bare)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    tops = {name.split(".")[0] for name in done.stdout.split()}
    assert tops >= {"numpy", "shapely"}
    assert tops.isdisjoint({"click", "geopandas", "pandas", "pyproj", "rich"})
