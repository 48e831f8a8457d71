"""What goes into a project file comes out again, to the last bit."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import wkt

from gridmap.edits import PutRows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.model.tables import TABLES
from gridmap.project.project import Project


def test_a_plan_comes_back_as_it_was_put_in(file, plan):
    Project.create(file, plan).close()
    with Project.open(file) as project:
        assert project.plan.same_content(plan)
        assert project.problems == () and not project.read_only


def test_tables_come_back_in_the_form_that_every_plan_has(file, plan):
    Project.create(file, plan).close()
    with Project.open(file) as project:
        for name, before in plan.tables.items():
            after = project.plan.tables[name]
            assert list(after.columns) == list(before.columns) and type(after) is type(before)
            assert list(map(str, after.dtypes)) == list(map(str, before.dtypes)), name
            assert after.index.name == "id" and after.index.dtype == np.int64
            if TABLES[name].shape:
                assert after.crs == before.crs


def test_an_empty_plan_comes_back_empty(file):
    Project.create(file, Plan(load_scheme("micro"))).close()
    with Project.open(file) as project:
        assert project.plan.scheme.key == "micro"
        assert all(len(frame) == 0 for frame in project.plan.tables.values())
        assert project.plan.next_id("grids") == 1


def test_the_scheme_travels_with_the_project(file, plan):
    text = plan.scheme.text.replace("value = 2\n", "value = 7\n", 1)
    from gridmap.model.scheme import parse_scheme

    Project.create(file, Plan(parse_scheme(text), dict(plan.tables))).close()
    with Project.open(file) as project:
        assert project.plan.scheme.text == text and project.plan.scheme.limit("worker_grids") == 7


SHAPES = {
    "polygon": "POLYGON ((0 0, 0 10, 10 10, 10 0, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "several parts": "MULTIPOLYGON (((0 0, 0 1, 1 1, 0 0)), ((5 5, 5 6, 6 6, 5 5)))",
    "several parts that are one": "MULTIPOLYGON (((0 0, 0 1, 1 1, 0 0)))",
    "empty polygon": "POLYGON EMPTY",
    "empty parts": "MULTIPOLYGON EMPTY",
    "crossing itself": "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))",
    "a line by mistake": "LINESTRING (0 0, 1 1)",
    "lines": "MULTILINESTRING ((0 0, 1 1))",
    "several lines": "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
    "empty line": "LINESTRING EMPTY",
    "point": "POINT (1 2)",
    "empty point": "POINT EMPTY",
    "points": "MULTIPOINT ((1 2))",
    "mixture": "GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 0 1, 1 1, 0 0)))",
    "empty mixture": "GEOMETRYCOLLECTION EMPTY",
    "far away": "POLYGON ((4e7 1e-300, 4e7 1, 40500000.123456789 1, 4e7 1e-300))",
    "no number": "POLYGON ((0 0, 0 1, nan nan, 0 0))",
    "infinite": "LINESTRING (0 0, inf 1)",
}


@pytest.mark.parametrize("table", ["grids", "roads", "buildings"])
def test_every_shape_comes_back_to_the_last_bit(tmp_path, table):
    with np.errstate(invalid="ignore"):
        shapes = [None, *map(wkt.loads, SHAPES.values()), None]
    frame = gpd.GeoDataFrame(geometry=shapes, index=pd.RangeIndex(3, 3 + len(shapes), name="id"), crs=4549)
    with Project.create(tmp_path / "written.gpkg", Plan(load_scheme(), {table: frame})):
        pass
    with Project.create(tmp_path / "performed.gpkg", Plan(load_scheme())) as project:
        project.perform(PutRows("import", put={table: frame}))
    for name in ("written", "performed"):
        with Project.open(tmp_path / f"{name}.gpkg") as project:
            back = project.plan.tables[table].geometry.to_numpy()
            assert project.problems == ()
            for key, one, two in zip(["none", *SHAPES, "none"], back, shapes, strict=True):
                assert shapely.to_wkb(one) == shapely.to_wkb(two), key


def test_third_coordinates_are_left_out_before_they_reach_plan_or_file(file):
    frame = gpd.GeoDataFrame(
        geometry=[wkt.loads("POLYGON Z ((0 0 5, 0 1 5, 1 1 5, 0 0 5))")], index=pd.Index([1], name="id"), crs=4549
    )
    with Project.create(file, Plan(load_scheme())) as project:
        project.perform(PutRows("import", put={"grids": frame}))
        left = project.plan
        assert not shapely.has_z(left.all_shapes).any()
    with Project.open(file) as project:
        assert project.plan.same_content(left)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=20)
@given(texts=st.lists(TEXT, min_size=1, max_size=60), number=st.integers(-(2**63), 2**63 - 1))
def test_any_text_and_any_number_come_back(tmp_path_factory, texts, number):
    index = pd.Index(range(1, len(texts) + 1), name="id")
    frame = pd.DataFrame({"code": texts, "note": texts, "parent": number, "parts": number}, index=index)
    plan = Plan(load_scheme(), {"grids": frame})
    path = tmp_path_factory.mktemp("texts") / "a.gpkg"
    Project.create(path, plan).close()
    with Project.open(path) as project:
        assert project.plan.same_content(plan) and project.problems == ()


def test_codes_and_phones_are_text_and_unknown_things_are_null(file, plan):
    """So that no other program takes a code for a number, or "" for a date."""
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection:
        found = lambda sql: connection.execute(sql).fetchall()  # noqa: E731
        assert found("SELECT DISTINCT typeof(code) FROM grids") == [("text",)]
        assert found("SELECT staff_number, typeof(phone) FROM workers WHERE fid = 1") == [("0007", "text")]
        assert found("SELECT parent FROM grids WHERE fid = 1") == [(None,)]
        assert found("SELECT from_date, until_date FROM assignments WHERE fid = 1") == [("2020-01-01", None)]
        assert found("SELECT fid FROM grids WHERE geom IS NULL") == [(6,)]


def test_saving_over_a_file_leaves_the_old_one_if_it_fails(file, plan, monkeypatch):
    Project.create(file, plan).close()
    before = file.read_bytes()

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("gridmap.storage.layout.make_views", fail)
    with pytest.raises(Exception, match="file-not-saved"):
        Project.create(file, plan, overwrite=True)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_same_plan_gives_the_same_content_whether_written_or_performed(tmp_path, plan, content):
    with Project.create(tmp_path / "performed.gpkg", Plan(plan.scheme)) as project:
        project.perform(PutRows("import", put=dict(plan.tables)))
        assert project.plan.same_content(plan)
    Project.create(tmp_path / "written.gpkg", plan).close()
    assert content(tmp_path / "performed.gpkg") == content(tmp_path / "written.gpkg")
