"""What GridMap did not write does not run; what is spoilt is said by table, row and column; the rest is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import pyogrio
import pytest
from shapely import box

from gridmap.edits import SetAttributes
from gridmap.model.errors import GridMapError, NotAProject, ReadOnly, Refused
from gridmap.project.project import Project
from gridmap.storage import file as project_file
from gridmap.storage import soundness
from gridmap.storage.change_bytes import change_from_bytes
from gridmap.storage.draft_mark import read_mark
from gridmap.storage.foreign import look
from gridmap.storage.shapes import from_blobs
from gridmap.storage.whole_files import must_be_free
from tests.rigged.make import RIGGED, nested, packed

NEAR_SEVEN = (551_210, 3_520_110, 551_390, 3_520_190)


def told(path):
    with Project.open(path, read_only=True) as project:
        return {(p.key, p.sheet, p.column) for p in project.problems}


def test_a_planted_trigger_does_not_run_and_a_clean_copy_is_without_it(file, plan, tmp_path, content):
    with Project.create(file, plan) as project:
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
    before = content(file)
    RIGGED["trigger that deletes the workers, on grids"](file)
    with Project.open(file) as project:
        [strange] = project.strange
        assert (strange.key, strange.sheet, strange.values) == ("foreign-trigger", "grids", {"name": "t"})
        with pytest.raises(ReadOnly) as refused:
            project.perform(SetAttributes("grids", (4,), {"name": "x"}))
        assert refused.value.key == "project-strange" and refused.value.values["names"] == ["t"]
        project.save_copy(tmp_path / "clean.gpkg")
    assert content(file) == before == content(tmp_path / "clean.gpkg")
    with Project.open(tmp_path / "clean.gpkg") as project:
        assert project.problems == () and project.undo_entry.label == "set-attributes"
        project.undo()
        assert len(project.plan.tables["workers"]) == 2


@pytest.mark.parametrize(
    ("rig", "key", "sheet", "column"),
    [
        ("view that never ends", "foreign-view", "endless", ""),
        ("workers is a view that never ends", "foreign-not-a-table", "workers", ""),
        ("own trigger with more in it", "foreign-trigger", "grids", ""),
        ("column worked out", "foreign-column", "workers", "phone"),
        ("column checked", "foreign-column", "grids", "note"),
        ("table checked", "foreign-constraint", "workers", ""),
        ("column with a sorting of its own", "foreign-column", "grids", "code"),
        ("column filled in by a query", "foreign-column", "grids", "note"),
        ("index of an expression", "foreign-index", "grids", ""),
        ("index of some rows", "foreign-index", "grids", ""),
        ("workers are a search table", "foreign-not-a-table", "workers", ""),
        ("gridmap_journal is gone", "foreign-table-missing", "gridmap_journal", ""),
        ("workers without ids", "foreign-key-column", "workers", "fid"),
        ("workers with ids of another name", "foreign-key-column", "workers", "fid"),
        ("workers is gone", "table-missing", "workers", ""),
        ("rows taken out past the triggers", "rows-lost", "workers", ""),
        ("workers.name is not UTF-8", "value-unreadable", "workers", "name"),
        ("number as high as can be", "value-unreadable", "buildings", "households"),
        ("line as high as can be", "journal-line-unusable", "gridmap_journal", "seq"),
    ],
)
def test_each_rigging_is_told_by_table_and_column(file, plan, rig, key, sheet, column):
    Project.create(file, plan).close()
    RIGGED[rig](file)
    assert (key, sheet, column) in told(file)


@pytest.mark.parametrize(
    "rig", ["workers without ids", "workers with ids of another name", "workers.name is not UTF-8"]
)
def test_the_rows_are_there_all_the_same(file, plan, rig):
    Project.create(file, plan).close()
    RIGGED[rig](file)
    with Project.open(file) as project:
        workers = project.plan.tables["workers"]
        assert workers.index.tolist() == [1, 2]
        assert workers["staff_number"].tolist() == ["0007", "A12"]
        assert workers["name"].tolist() == (["", ""] if "UTF" in rig else ["张三", "李四"])


def test_what_other_programs_add_is_no_reason_to_refuse_edits(file, plan):
    Project.create(file, plan).close()
    more = gpd.GeoDataFrame({"name": ["外来"]}, geometry=[box(0, 0, 9, 9)], crs=4549)
    pyogrio.write_dataframe(more, file, layer="grids", append=True, promote_to_multi=True)
    pyogrio.write_dataframe(more, file, layer="it's another", append=True)
    RIGGED["style table of QGIS"](file)
    RIGGED["plain index"](file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE grids ADD COLUMN mine TEXT(50) NOT NULL DEFAULT 'x'")
        assert look(connection, "f").strange == ()
    with Project.open(file) as project:
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))


def test_a_scheme_that_is_no_text_is_named_by_row_and_the_rows_can_be_rescued(file, plan, tmp_path):
    Project.create(file, plan).close()
    RIGGED["scheme is bytes"](file)
    with pytest.raises(NotAProject) as refused:
        Project.open(file)
    assert refused.value.key == "scheme-not-text"
    assert (refused.value.values["sheet"], refused.value.values["column"]) == ("gridmap_meta", "value")
    with Project.open(file, salvage=True) as project:
        project.save_copy(tmp_path / "new.gpkg")
        assert [p.key for p in project.problems] == ["scheme-replaced"]
    with Project.open(tmp_path / "new.gpkg") as project:
        assert project.plan.same_content(plan) and not project.read_only


def test_of_a_damaged_file_the_rows_that_are_whole_are_rescued_and_the_others_counted(file, plan, tmp_path):
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'workers'").fetchone()
    data = bytearray(file.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    file.write_bytes(data)
    with pytest.raises(NotAProject, match="file-damaged"):
        Project.open(file, read_only=True)
    with Project.open(file, salvage=True) as project:
        assert project.damaged and project.read_only
        assert [(p.key, p.sheet, p.values) for p in project.problems] == [
            ("rows-unreadable", "workers", {"count": 2, "found": 0})
        ]
        assert len(project.plan.grids) == 8
        with pytest.raises(ReadOnly, match="project-damaged"):
            project.perform(SetAttributes("grids", (4,), {"name": "x"}))
        project.save_copy(tmp_path / "new.gpkg")
    with Project.open(tmp_path / "new.gpkg") as project:
        assert len(project.plan.buildings) == 3 and project.problems == ()


def test_a_large_file_is_looked_at_meanwhile_and_before_the_first_edit(file, plan, monkeypatch):
    monkeypatch.setattr("gridmap.storage.soundness.LARGE_BYTES", 0)
    Project.create(file, plan).close()
    with Project.open(file) as project:
        assert project.is_being_examined
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        assert not project.is_being_examined
    monkeypatch.setattr("gridmap.storage.soundness.faults", lambda connection: ["Page 7: never used"])
    with Project.open(file) as project:
        monkeypatch.undo()
        monkeypatch.setattr("gridmap.storage.soundness.faults", lambda connection: ["Page 7: never used"])
        with pytest.raises(NotAProject, match="never used"):
            project.perform(SetAttributes("grids", (4,), {"name": "西门"}))
        assert project.plan.value(4, "name") == "东门"


SPOILT_TREES = {
    "no root": "DELETE FROM rtree_grids_geom_node",
    "root cut off": "UPDATE rtree_grids_geom_node SET data = x'00'",
    "root of zeros": "UPDATE rtree_grids_geom_node SET data = zeroblob(length(data))",
    "too deep": "UPDATE rtree_grids_geom_node SET data = x'ffff' || substr(data, 3)",
    "places wrong": "UPDATE rtree_grids_geom_rowid SET nodeno = 99",
    "places gone": "DELETE FROM rtree_grids_geom_rowid",
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("how", SPOILT_TREES)
def test_an_index_of_shapes_that_is_spoilt_is_made_anew_and_told(file, plan, content, monkeypatch, how, large):
    Project.create(file, plan).close()
    found = sorted(pyogrio.read_dataframe(file, layer="grids", bbox=NEAR_SEVEN, fid_as_index=True).index)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(SPOILT_TREES[how])
    if large:
        monkeypatch.setattr("gridmap.storage.soundness.LARGE_BYTES", 0)
    with Project.open(file, read_only=True) as project:
        assert project.problems == () and project.plan.same_content(plan)  # nothing is read by it
        project.must_be_whole()
    with Project.open(file) as project:
        assert project.plan.same_content(plan)
        project.perform(SetAttributes("grids", (4,), {"note": "x"}))
        project.undo()
        assert [(p.key, p.sheet) for p in project.problems] == [("index-rebuilt", "grids")]
    with closing(project_file.connect(file)) as connection:
        assert soundness.faults(connection) == [] == soundness.broken_trees(connection)
        assert connection.execute("SELECT count(*) FROM rtree_grids_geom").fetchone() == (7,)
    assert sorted(pyogrio.read_dataframe(file, layer="grids", bbox=NEAR_SEVEN, fid_as_index=True).index) == found
    assert {3, 7} <= set(found)
    with Project.open(file) as project:
        assert project.problems == ()


def test_of_an_index_of_shapes_whose_pages_are_damaged_nothing_is_rebuilt(file, plan):
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'rtree_grids_geom_node'"
        ).fetchone()
    with file.open("rb+") as spoilt:
        spoilt.seek((page - 1) * 4096)
        spoilt.write(bytes(4096))
    before = file.read_bytes()
    with pytest.raises(NotAProject, match="file-damaged"):  # to drop it could give pages of other tables away
        Project.open(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        (["In RTree main.rtree_grids_geom:\nNode 1 is too small (1 bytes)"], []),
        (
            ["Page 7: never used", "In RTree main.rtree_grids_geom:\nNode 1 is too small (1 bytes)"],
            ["Page 7: never used"],
        ),
        (["*** in database main ***\nPage 8: never used"], ["*** in database main ***", "Page 8: never used"]),
        (["ok"], []),
        (["Page 7: never used", sqlite3.SQLITE_CORRUPT_VTAB], ["Page 7: never used"]),
        ([sqlite3.SQLITE_CORRUPT_VTAB], []),
        (["Page 7: never used", sqlite3.SQLITE_CORRUPT], ["Page 7: never used", "malformed"]),
    ],
)
def test_what_a_newer_sqlite_says_of_an_index_of_shapes_is_no_damage_of_the_file(said, faults):
    def lines():
        for line in said:
            if isinstance(line, int):
                error = sqlite3.DatabaseError("malformed")
                error.sqlite_errorcode = line
                raise error
            yield (line,)

    class Connection:
        def execute(self, _):
            return lines()

    assert soundness.faults(Connection()) == faults


def test_a_schema_whose_names_are_spoilt_is_damage_and_no_crash(file, plan):
    Project.create(file, plan).close()
    data = file.read_bytes()
    at = data.index(b"CREATE TRIGGER")
    spoilt = data[:at] + b"CREATE \xf4RIGGER" + data[at + len(b"CREATE TRIGGER") :]
    file.write_bytes(spoilt)
    with pytest.raises(NotAProject, match="file-damaged"):
        Project.open(file)
    assert read_mark(file) is None
    with pytest.raises(GridMapError) as refused:
        must_be_free(file)
    assert refused.value.key and file.read_bytes() == spoilt


def test_reading_that_never_ends_is_ended(file, plan, monkeypatch):
    Project.create(file, plan).close()
    monkeypatch.setattr("gridmap.storage.soundness._LEAST_INSTRUCTIONS", 1_000_000)
    with closing(project_file.connect(file)) as connection:
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        with pytest.raises(GridMapError, match="file-endless"), soundness.patience(connection, file):
            connection.execute(endless).fetchone()
        assert connection.execute("SELECT count(*) FROM grids").fetchone() == (8,)


@pytest.mark.parametrize("kind", [6, 7])
def test_a_shape_within_a_shape_without_end_is_no_shape(kind):
    shapes, unreadable = from_blobs([nested(kind, 60_000), None])
    assert shapes.tolist() == [None, None] and unreadable.tolist() == [0]


@pytest.mark.parametrize(
    "data",
    [
        packed(b"[" * 100_000),
        packed(b'{"format":1,"x":"' + b" " * 200_000_000),
        packed(b'{"format":1,"label":"x","values":{},"packed":true,"tables":{"workers":{"before":{"id":[1e300]}}}}'),
        b"\xff\xff\xff\xff",
    ],
    ids=["deep", "bomb", "odd", "short"],
)
def test_a_change_that_is_none_is_a_value_error(data):
    with pytest.raises(ValueError, match=r"."):
        change_from_bytes(data)


def test_a_journal_with_absurd_lines_is_shown_as_far_as_it_can_be_read(file, plan):
    for rig in ("details are deep", "details are absurd", "moment is before all", "who is not UTF-8"):
        with Project.create(file, plan, overwrite=True) as project:
            project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        RIGGED[rig](file)
        with Project.open(file) as project:
            [line] = project.history()
            assert line.seq == 1 and project.can_undo
            project.undo()


# ---- what fails for a moment -----------------------------------------------------------------------------------------


def test_after_an_edit_that_could_not_be_written_the_next_one_can(project, plan, monkeypatch):
    class Full(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_FULL

    def fail(connection, *_):
        # Enough to spill pages into the file, which SQLite takes back and reads again.
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("UPDATE grids SET note = hex(zeroblob(200000))")
        monkeypatch.undo()
        project.file.file_version = -1  # as if the number had moved: SQLite has read the file again
        raise Full("database or disk is full")

    monkeypatch.setattr("gridmap.storage.journal.append", fail)
    with pytest.raises(GridMapError, match="disk-full"):
        project.perform(SetAttributes("grids", (4,), {"name": "一"}))
    assert project.plan.same_content(plan)
    project.perform(SetAttributes("grids", (4,), {"name": "二"}))
    assert [line.seq for line in project.history()] == [1]


def test_a_change_by_another_program_is_told_after_a_failed_write_too(file, plan, monkeypatch):
    with Project.create(file, plan) as project:
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("UPDATE workers SET name = '王二' WHERE fid = 2")
        for _ in range(2):
            with pytest.raises(GridMapError, match="file-changed-elsewhere"):
                project.perform(SetAttributes("grids", (4,), {"name": "一"}))
        assert project.is_changed_elsewhere


@pytest.mark.parametrize("code", [266, 522, 10])
def test_a_disk_that_does_not_answer_is_not_called_damage(file, plan, monkeypatch, code):
    Project.create(file, plan).close()

    class Unread(sqlite3.OperationalError):
        sqlite_errorcode = code

    def fail(*_, **__):
        raise Unread("disk I/O error")

    monkeypatch.setattr("gridmap.storage.geopackage.read_plan", fail)
    with pytest.raises(GridMapError) as refused:
        Project.open(file)
    assert refused.value.key == "file-not-read"


def test_an_edit_whose_change_in_the_journal_is_a_bomb_cannot_be_taken_back_and_says_so(file, plan):
    with Project.create(file, plan) as project:
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
    RIGGED["change is a bomb"](file)
    with Project.open(file) as project, pytest.raises(Refused, match="history-does-not-fit"):
        project.undo()
