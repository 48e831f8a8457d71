"""Other programs read a project as it is, find nothing to complain of, and may change it meanwhile."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely import box

from gridmap.edits import PutRows, SetAttributes
from gridmap.model.errors import GridMapError, Refused
from gridmap.model.tables import TABLES
from gridmap.project.project import Project
from gridmap.storage.shapes import define_functions

VALIDATOR = "import sys; from osgeo_utils.samples.validate_gpkg import main; sys.exit(main(sys.argv))"
SYSTEM_PYTHON = "/usr/bin/python3"


def debian_has_gdal() -> bool:
    if not os.access(SYSTEM_PYTHON, os.X_OK):
        return False
    return not subprocess.run(
        [SYSTEM_PYTHON, "-c", "import osgeo_utils.samples.validate_gpkg"], capture_output=True, check=False
    ).returncode


@pytest.fixture
def edited(file: Path, plan) -> Path:
    """A project as it is after a day's work."""
    with Project.create(file, plan) as project:
        project.perform(SetAttributes("grids", (4, 5), {"name": "东门"}))
        rows = project.plan.grids.loc[[7]].copy()
        rows["geometry"] = [box(551_200, 3_519_900, 551_420, 3_520_200)]
        project.perform(PutRows("reshape", put={"grids": rows}, drop={"workers": (2,), "zones": (1,)}))
        project.perform(PutRows("drop", drop={"grids": (8,)}))
        project.undo()
    return file


@pytest.mark.skipif(not debian_has_gdal(), reason="needs Debian's python3-gdal (make test installs it)")
@pytest.mark.parametrize("moment", ["new", "edited"])
def test_gdals_own_validation_finds_nothing(moment, file, plan, request):
    if moment == "new":
        Project.create(file, plan).close()
    else:
        request.getfixturevalue("edited")
    # "-k" goes on to the end, "--extra" looks at every value, warnings count.
    command = [SYSTEM_PYTHON, "-c", VALIDATOR, "-k", "--extra", "--warning-as-error", str(file)]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_gdal_reads_every_layer_with_crs_extent_and_count(edited):
    with Project.open(edited, read_only=True) as project:
        plan = project.plan
    listed = dict(pyogrio.list_layers(edited).tolist())
    assert set(TABLES) <= set(listed)
    assert {"镇（街道、园区）", "村（社区）", "综合网格", "专属网格"} <= set(listed)
    assert not {"gridmap_meta", "gridmap_journal"} & set(listed)
    for name, table in TABLES.items():
        info = pyogrio.read_info(edited, layer=name, force_feature_count=True, force_total_bounds=True)
        assert info["features"] == len(plan.tables[name])
        assert info["fid_column"] == "fid"
        if table.shape:
            assert info["crs"] == "EPSG:4549"
            bounds = plan.tables[name].total_bounds
            assert np.array_equal(info["total_bounds"], bounds) or np.isnan(bounds).all()
        else:
            assert info["crs"] is None and info["geometry_type"] is None
    assert pyogrio.read_info(edited, layer="grids")["geometry_type"] == "MultiPolygon"
    assert pyogrio.read_info(edited, layer="roads")["geometry_type"] == "MultiLineString"


def test_gdal_reads_the_same_rows(edited):
    with Project.open(edited, read_only=True) as project:
        grids = project.plan.grids
    found = gpd.read_file(edited, layer="grids", fid_as_index=True)
    assert found.index.tolist() == grids.index.tolist()
    for column in ("code", "name", "kind", "setting", "use", "note"):
        assert found[column].tolist() == grids[column].tolist()
    assert found["parent"].fillna(0).tolist() == grids["parent"].tolist()
    assert found["locked"].tolist() == grids["locked"].tolist()
    assert shapely.equals(found.geometry.to_numpy()[:5], grids.geometry.to_numpy()[:5]).all()
    assert found.geometry[6] is None
    dates = pyogrio.read_dataframe(edited, layer="assignments")["from_date"]
    assert str(dates.dtype).startswith("datetime64") and dates[0].isoformat()[:10] == "2020-01-01" and dates.isna()[1]


def test_a_kind_of_grid_is_a_layer_under_its_chinese_name(edited):
    found = gpd.read_file(edited, layer="综合网格", fid_as_index=True)
    assert found.index.tolist() == [4, 5, 7] and found.crs.to_epsg() == 4549
    assert set(found["kind"]) == {"comprehensive"}
    window = (551_000, 3_520_000, 551_050, 3_520_050)
    assert gpd.read_file(edited, layer="综合网格", fid_as_index=True, bbox=window).index.tolist() == [4]


def test_gdal_finds_shapes_by_place_through_the_r_tree(edited):
    found = gpd.read_file(edited, layer="grids", bbox=(551_390, 3_519_900, 551_410, 3_519_950), fid_as_index=True)
    assert found.index.tolist() == [7]


# ---- changed by others meanwhile -------------------------------------------------------------------------------------


def change(path: Path, *statements: str) -> None:
    """Change a file as another program would, with functions for the triggers as every such program has them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        define_functions(connection)
        for statement in statements:
            connection.execute(statement)


def test_rows_that_another_program_appends_are_there(file, plan):
    Project.create(file, plan).close()
    more = gpd.GeoDataFrame({"name": ["外来"], "kind": ["unheard-of"]}, geometry=[box(0, 0, 9, 9)], crs=4549)
    pyogrio.write_dataframe(more, file, layer="grids", append=True, promote_to_multi=True)
    with Project.open(file) as project:
        assert project.problems == ()
        assert project.plan.grids.index[-1] == 9
        assert project.plan.value(9, "name") == "外来" and project.plan.value(9, "code") == ""
        assert project.plan.shape(9).equals(box(0, 0, 9, 9)) and project.plan.shape(9).geom_type == "Polygon"
        assert project.plan.kind_numbers[-1] == -1
        project.perform(SetAttributes("grids", (9,), {"kind": "comprehensive"}))


def test_what_cannot_be_understood_is_a_problem_and_not_a_crash(file, plan):
    Project.create(file, plan).close()
    change(
        file,
        "UPDATE grids SET geom = x'00ff00ff' WHERE fid = 4",
        "UPDATE grids SET geom = substr(geom, 1, length(geom) - 20) WHERE fid = 5",
        "UPDATE grids SET geom = 'POLYGON' WHERE fid = 7",
        "UPDATE buildings SET households = '多', residents = 12.5 WHERE fid = 1",
        "UPDATE buildings SET households = 7.0, residents = ' 8 ' WHERE fid = 2",
        "UPDATE grids SET parent = 'x', locked = NULL, name = x'0102', code = NULL WHERE fid = 6",
        "INSERT INTO facts (fid, key, value) VALUES (-3, 'a', 'b')",
        "INSERT INTO grids (fid, code, kind) VALUES (90, 7, 'nothing known')",
    )
    with Project.open(file) as project:
        assert sorted((p.key, p.sheet, p.row, p.column) for p in project.problems) == [
            ("row-id-unusable", "facts", -3, "fid"),
            ("shape-unreadable", "grids", 4, "geom"),
            ("shape-unreadable", "grids", 5, "geom"),
            ("shape-unreadable", "grids", 7, "geom"),
            ("value-unreadable", "buildings", 1, "households"),
            ("value-unreadable", "buildings", 1, "residents"),
            ("value-unreadable", "grids", 6, "name"),
            ("value-unreadable", "grids", 6, "parent"),
        ]
        now = project.plan
        assert [now.shape(grid) for grid in (4, 5, 7)] == [None] * 3
        assert now.buildings.loc[1, ["households", "residents"]].tolist() == [0, 0]
        assert now.buildings.loc[2, ["households", "residents"]].tolist() == [7, 8]
        assert now.grids.loc[6, ["code", "name", "parent", "locked"]].tolist() == ["", "", 0, False]
        assert now.value(90, "code") == "7"
        # The file can be worked with as it is, on the broken rows too.
        rows = now.grids.loc[[4]].copy()
        rows["geometry"] = [box(551_000, 3_520_000, 551_100, 3_520_200)]
        project.perform(PutRows("redraw", put={"grids": rows}, drop={"grids": (5,)}))
        left = project.plan
    with Project.open(file) as project:
        assert project.plan.same_content(left)
        assert [p.row for p in project.problems if p.key == "shape-unreadable"] == [7]


def test_tables_columns_and_indexes_that_were_taken_out_come_back_empty(file, plan):
    Project.create(file, plan).close()
    vandalism = [
        "DROP TABLE roads",
        "DELETE FROM gpkg_contents WHERE table_name = 'roads'",
        "DELETE FROM gpkg_geometry_columns WHERE table_name = 'roads'",
        "ALTER TABLE workers DROP COLUMN phone",
        "DROP TABLE rtree_grids_geom",
        *(
            f"DROP TRIGGER rtree_grids_geom_{which}"
            for which in ("insert", "delete", "update1", "update2", "update3", "update4")
        ),
        "ALTER TABLE grids ADD COLUMN mine TEXT",
        "UPDATE grids SET mine = 'kept' WHERE fid = 4",
    ]
    change(file, *vandalism)
    with Project.open(file, read_only=True) as project:  # looking changes nothing
        assert len(project.plan.tables["roads"]) == 0 and project.plan.tables["workers"]["phone"].tolist() == ["", ""]
    with Project.open(file) as project:
        assert {(p.key, p.sheet, p.column) for p in project.problems} == {
            ("table-restored", "roads", ""),
            ("column-restored", "workers", "phone"),
        }
        project.perform(SetAttributes("workers", (1,), {"phone": "05120000009"}))
        rows = plan.tables["roads"].copy()
        rows.index = rows.index + project.plan.last_ids["roads"]
        project.perform(PutRows("road", put={"roads": rows}))
        project.perform(SetAttributes("grids", (4,), {"name": "新"}))
    with Project.open(file) as project:
        assert project.problems == ()
        assert project.plan.tables["workers"].loc[1, "phone"] == "05120000009"
    assert (
        gpd.read_file(file, layer="grids", bbox=(551_000, 3_520_000, 551_050, 3_520_050))["mine"].tolist()[-1] == "kept"
    )
    with closing(sqlite3.connect(file)) as connection:
        for name in ("roads", "grids"):
            assert connection.execute(f"SELECT rtreecheck('main', 'rtree_{name}_geom')").fetchone() == ("ok",)


def test_an_edit_on_top_of_somebody_elses_is_refused_until_the_file_is_read_again(file, plan):
    with Project.create(file, plan) as project:
        change(file, "UPDATE workers SET name = '王二' WHERE fid = 2", "DELETE FROM facts WHERE fid = 1")
        with pytest.raises(GridMapError) as refused:
            project.perform(SetAttributes("workers", (1,), {"name": "不行"}))
        assert refused.value.key == "file-changed-elsewhere"
        assert project.plan.same_content(plan)
        difference = project.reload()
        assert difference.rows["workers"].ids.tolist() == [2] and difference.rows["facts"].removed.tolist() == [1]
        assert project.plan.tables["workers"]["name"].tolist() == ["张三", "王二"]
        project.perform(SetAttributes("workers", (1,), {"name": "行"}))
        assert project.reload() is None


def test_undo_of_what_somebody_else_has_changed_since_is_refused_and_changes_nothing(file, plan, content):
    with Project.create(file, plan) as project:
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        project.perform(PutRows("drop", drop={"workers": (2,)}))
    change(file, "UPDATE grids SET note = '别人写的' WHERE fid = 4")
    with Project.open(file) as project:
        project.undo()  # the other rows are as they were
        before, now = content(file), project.plan
        with pytest.raises(Refused) as refused:
            project.undo()
        assert refused.value.key == "history-does-not-fit" and refused.value.values == {
            "seq": 1,
            "label": "set-attributes",
        }
        with pytest.raises(Refused):
            project.go_to(0)
        assert content(file) == before and project.plan is now and project.can_redo
        project.redo()


def test_redo_onto_an_id_that_somebody_else_has_given_out_is_refused(file, plan):
    with Project.create(file, plan) as project:
        project.perform(PutRows("add", put={"workers": plan.tables["workers"].set_axis([3, 4])}))
        project.undo()
    change(file, "INSERT INTO workers (fid, name) VALUES (4, '王二')")
    with Project.open(file) as project:
        with pytest.raises(Refused, match="history-does-not-fit"):
            project.redo()
        assert project.plan.tables["workers"]["name"].tolist() == ["张三", "李四", "王二"]


def test_a_journal_that_somebody_has_cut_allows_no_undo_beyond_the_cut(file, plan):
    with Project.create(file, plan) as project:
        for name in "一二三四":
            project.perform(SetAttributes("grids", (4,), {"name": name}))
    change(file, "DELETE FROM gridmap_journal WHERE seq = 2", "UPDATE gridmap_journal SET change = x'00' WHERE seq = 4")
    with Project.open(file) as project:
        assert len(project.history()) == 3
        with pytest.raises(Refused, match="history-does-not-fit"):
            project.undo()
        with pytest.raises(Refused, match="history-does-not-fit"):
            project.go_to(1)


def test_another_program_that_is_writing_is_waited_for_and_then_told_of(file, plan, monkeypatch):
    monkeypatch.setattr("gridmap.storage.file.PATIENCE_S", 0.1)
    with Project.create(file, plan) as project, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GridMapError, match="file-busy"):
            project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        other.execute("ROLLBACK")
        other.execute("BEGIN")
        other.execute("SELECT * FROM grids").fetchone()  # somebody reading holds up the last moment of a commit
        with pytest.raises(GridMapError, match="file-busy"):
            project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        assert project.plan.same_content(plan)
        other.execute("ROLLBACK")
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        assert len(project.history()) == 1


def test_a_file_that_qgis_has_open_in_its_own_way_can_be_edited(file, plan):
    """QGIS puts a GeoPackage into write-ahead mode while it has it open."""
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as qgis:
        assert qgis.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        qgis.execute("SELECT count(*) FROM grids").fetchone()
        with Project.open(file) as project:
            project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        assert qgis.execute("SELECT name FROM grids WHERE fid = 4").fetchone() == ("东门",)
    with Project.open(file) as project:
        assert project.plan.value(4, "name") == "东门"
        project.perform(SetAttributes("grids", (4,), {"name": "西门"}))
        assert sorted(path.name for path in file.parent.iterdir()) == sorted([file.name, f".{file.name}.lock"])


def test_others_read_on_while_a_large_edit_is_written_until_it_is_done(file, plan):
    with Project.create(file, plan) as project, closing(sqlite3.connect(file, timeout=0)) as other:
        connection = project.file.connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE grids SET name = ?", ("长" * 1_000_000,))  # ten times the room of SQLite's own
        assert other.execute("SELECT max(length(name)) < 100 FROM grids").fetchone() == (1,)
        connection.execute("ROLLBACK")
