"""What is no project, is damaged, or is somebody else's is said clearly, and left as it is."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path, PureWindowsPath

import geopandas as gpd
import pytest
from shapely import Point

from gridmap.edits import PutRows, SetAttributes
from gridmap.model.errors import BadInput, NotAProject, ReadOnly
from gridmap.model.making import edited_rows
from gridmap.project.project import Project
from gridmap.storage import migrations
from gridmap.storage.pages import uri_of


def make(path, kind: str, plan) -> None:
    match kind:
        case "missing":
            pass
        case "folder":
            path.mkdir()
        case "zero bytes":
            path.touch()
        case "text":
            path.write_text("编码,名称\n320582100,杨舍镇\n", encoding="utf-8")
        case "other database":
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("CREATE TABLE a (b)")
        case "other geopackage":
            gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=4549).to_file(path, driver="GPKG")
        case "no version":
            Project.create(path, plan).close()
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("DELETE FROM gridmap_meta WHERE key = 'schema_version'")
        case "newer":
            Project.create(path, plan).close()
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("UPDATE gridmap_meta SET value = '99' WHERE key = 'schema_version'")
        case "cut off":
            Project.create(path, plan).close()
            os.truncate(path, path.stat().st_size - 20_000)
        case "cut off early":
            Project.create(path, plan).close()
            os.truncate(path, 3000)
        case "overwritten inside":
            Project.create(path, plan).close()
            with path.open("rb+") as file:
                file.seek(4096)
                file.write(b"\xff" * 40_000)
        case "scheme spoilt":
            Project.create(path, plan).close()
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("UPDATE gridmap_meta SET value = 'format = ' WHERE key = 'scheme'")
        case "scheme gone":
            Project.create(path, plan).close()
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("DELETE FROM gridmap_meta WHERE key = 'scheme'")


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("missing", "file-not-found"),
        ("folder", "file-is-folder"),
        ("zero bytes", "file-empty"),
        ("text", "file-not-geopackage"),
        ("other database", "file-not-geopackage"),
        ("other geopackage", "geopackage-not-project"),
        ("no version", "geopackage-not-project"),
        ("newer", "file-from-newer-version"),
        ("cut off", "file-damaged"),
        ("cut off early", "file-damaged"),
        ("overwritten inside", "file-damaged"),
        ("scheme spoilt", "scheme-syntax"),
        ("scheme gone", "file-damaged"),
    ],
)
def test_what_is_no_project_is_refused_by_name_and_left_as_it_is(file, plan, kind, key, read_only):
    make(file, kind, plan)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(BadInput) as refused:
        Project.open(file, read_only=read_only)
    assert refused.value.key == key and refused.value.values["file"] == str(file)
    if not key.startswith("scheme"):
        assert isinstance(refused.value, NotAProject)
    if key == "file-from-newer-version":
        assert (refused.value.values["found"], refused.value.values["known"]) == (99, migrations.SCHEMA_VERSION)
    assert before is None or file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ([] if kind == "missing" else [file.name])


def test_looking_at_a_project_changes_no_byte_of_it(file, plan):
    Project.create(file, plan).close()
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    with Project.open(file, read_only=True) as project:
        assert project.read_only and project.locked_by is None and not project.can_undo
        with pytest.raises(ReadOnly) as refused:
            project.perform(SetAttributes("grids", (4,), {"name": "x"}))
        assert refused.value.key == "project-read-only"
        for act in (project.undo, project.redo):
            with pytest.raises(ReadOnly):
                act()
        with pytest.raises(ReadOnly):
            project.go_to(0)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_opening_and_closing_for_writing_changes_no_byte_either(file, plan):
    Project.create(file, plan).close()
    before = file.read_bytes()
    Project.open(file).close()
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_file_is_open_for_reading_only(file, plan):
    Project.create(file, plan).close()
    file.chmod(0o444)
    with Project.open(file) as project:
        assert project.read_only and project.locked_by is None
        assert project.plan.same_content(plan)


def test_a_file_that_may_not_be_written_is_open_for_reading_only(file, plan, monkeypatch):
    Project.create(file, plan).close()
    monkeypatch.setattr("gridmap.storage.file.is_writable", lambda path: False)
    with Project.open(file) as project:
        assert project.read_only and project.locked_by is None


def test_a_folder_that_may_not_be_written_is_no_hindrance_to_looking(file, plan, monkeypatch):
    Project.create(file, plan).close()

    def refuse(*_: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr("gridmap.storage.lock.acquire", refuse)
    with Project.open(file) as project:
        assert project.read_only and project.plan.same_content(plan)


def test_creating_says_what_is_in_the_way(tmp_path, plan):
    def key_of(path, **options) -> str:
        with pytest.raises(BadInput) as refused:
            Project.create(path, plan, **options)
        return refused.value.key

    (tmp_path / "there.gpkg").write_text("mine")
    (tmp_path / "folder.gpkg").mkdir()
    assert key_of(tmp_path / "there.gpkg") == "file-exists"
    assert (tmp_path / "there.gpkg").read_text() == "mine"
    assert key_of(tmp_path / "folder.gpkg", overwrite=True) == "file-is-folder"
    assert key_of(tmp_path / "nowhere" / "a.gpkg") == "folder-not-found"
    Project.create(tmp_path / "there.gpkg", plan, overwrite=True).close()
    Project.open(tmp_path / "there.gpkg").close()


def test_text_that_no_file_can_hold_is_refused_and_changes_nothing(project, plan):
    with pytest.raises(BadInput, match="text-not-storable"):
        project.perform(PutRows("odd", put={"grids": edited_rows(plan, "grids", [4], name="\ud800")}))
    assert project.plan.same_content(plan) and project.history() == []


def test_progress_counts_up_to_all_rows(file, plan):
    Project.create(file, plan).close()
    told: list[tuple[int, int]] = []
    Project.open(file, progress=lambda done, total: told.append((done, total))).close()
    total = sum(len(frame) for frame in plan.tables.values())
    assert told[-1] == (total, total) and [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_python_without_r_trees_is_told_of(file, plan, monkeypatch):
    class Bare(sqlite3.Connection):
        def execute(self, sql, *rest):
            return super().execute("SELECT 0" if "ENABLE_RTREE" in sql else sql, *rest)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, **options | {"factory": Bare}))
    with pytest.raises(Exception, match="sqlite-without-rtree"):
        Project.create(file, plan)


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("\\\\server\\plans\\城区 a#b.gpkg", "file:////server/plans/%E5%9F%8E%E5%8C%BA%20a%23b.gpkg"),
        ("C:\\plans\\a?b.gpkg", "file:///C:/plans/a%3Fb.gpkg"),
    ],
)
def test_a_file_on_a_share_of_windows_is_asked_for_in_the_way_sqlite_takes(monkeypatch, address, uri):
    monkeypatch.setattr(Path, "as_uri", lambda _: PureWindowsPath(address).as_uri())
    assert uri_of(Path("stands for it.gpkg")) == uri


def test_sqlite_takes_four_slashes_for_the_same_file_and_no_host(file, plan):
    Project.create(file, plan).close()
    shared = uri_of(file).replace("file:///", "file:////", 1)
    with closing(sqlite3.connect(f"{shared}?mode=rw", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM grids").fetchone() == (len(plan.grids),)
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect("file://server/plans/a.gpkg", uri=True)
