"""Laws that hold after any edits: the file holds what memory holds, undo leads back, redo leads forth again."""

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
from shapely import MultiPolygon, Point, Polygon, box

from gridmap.edits import PutRows, SetAttributes
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.project.project import Project

SHAPES = [
    None,
    Polygon(),
    box(551000, 3520000, 551100, 3520100),
    box(550000, 3510000, 552000, 3530000),
    MultiPolygon([box(551000, 3520000, 551001, 3520001)]),
    MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]),
    Point(551000.5, 3520000.25),
]


@st.composite
def steps(draw):
    """A step: (what, table, a number that chooses rows, what to write)."""
    what = draw(st.sampled_from(["change", "rekind", "reshape", "add", "drop", "mixed", "undo", "undo", "redo"]))
    table = draw(st.sampled_from(["grids", "buildings", "workers", "facts"]))
    numbers = draw(st.lists(st.integers(0, 50), min_size=1, max_size=3, unique=True))
    return what, table, numbers, draw(st.text("网格a\0'\"", max_size=3)), draw(st.integers(0, len(SHAPES) - 1))


def some_ids(plan: Plan, table: str, numbers: list[int]) -> tuple[int, ...]:
    ids = plan.tables[table].index
    return tuple({int(ids[number % len(ids)]) for number in numbers}) if len(ids) else ()


def new_rows(plan: Plan, table: str, count: int, text: str, shape: int) -> pd.DataFrame:
    index = pd.RangeIndex(plan.next_id(table), plan.next_id(table) + count, name="id")
    columns = {TABLES[table].columns[0].name: text or "x"}
    if TABLES[table].shape:
        return gpd.GeoDataFrame(columns, index=index, geometry=[SHAPES[shape]] * count, crs=plan.crs)
    return pd.DataFrame(columns, index=index)


def do(project: Project, step) -> None:
    what, table, numbers, text, shape = step
    plan = project.plan
    ids = some_ids(plan, table, numbers)
    rows = plan.tables[table].loc[list(ids)].copy()
    match what:
        case "change":
            last = next(column for column in reversed(TABLES[table].columns) if column.kind == "text")
            project.perform(
                SetAttributes(table, ids, {last.name: text})
                if table != "buildings"
                else SetAttributes(table, ids, {"residents": len(text)})
            )
        case "rekind":
            kind = plan.scheme.kinds[shape % len(plan.scheme.kinds)].key
            project.perform(SetAttributes("grids", some_ids(plan, "grids", numbers), {"kind": kind}))
        case "reshape" if TABLES[table].shape:
            rows["geometry"] = [SHAPES[shape]] * len(rows)
            project.perform(PutRows("reshape", put={table: rows}))
        case "add":
            project.perform(PutRows("add", put={table: new_rows(plan, table, len(numbers), text, shape)}))
        case "drop":
            project.perform(PutRows("drop", drop={table: ids}))
        case "mixed" if len(ids):
            added = new_rows(plan, table, 1, text, shape)
            rows[TABLES[table].columns[0].name] = text
            put = pd.concat([rows[1:], added]) if len(rows) > 1 else added
            project.perform(
                PutRows("mixed", put={table: put}, drop={table: ids[:1] if ids[0] not in put.index else ()})
            )
        case "undo":
            project.undo()
        case "redo":
            project.redo()


def assert_registrations_are_true(path, plan: Plan) -> None:
    """R-trees, counts and extents say the same as the rows."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counts = dict(connection.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
        for name, table in TABLES.items():
            assert counts[name] == len(plan.tables[name])
            if not table.shape:
                continue
            assert connection.execute(f"SELECT rtreecheck('main', 'rtree_{name}_geom')").fetchone() == ("ok",)
            shapes = plan.tables[name].geometry.to_numpy()
            boxes = shapely.bounds(shapes)
            there = np.isfinite(boxes).all(axis=1)
            tree = np.array(
                connection.execute(f"SELECT id, minx, miny, maxx, maxy FROM rtree_{name}_geom ORDER BY id").fetchall()
            ).reshape(-1, 5)
            assert tree[:, 0].tolist() == plan.tables[name].index[there].tolist()
            slack = np.abs(boxes[there]) * 2**-22
            assert ((tree[:, 1:3] <= boxes[there, :2]) & (boxes[there, :2] <= tree[:, 1:3] + slack[:, :2])).all()
            assert ((tree[:, 3:] >= boxes[there, 2:]) & (boxes[there, 2:] >= tree[:, 3:] - slack[:, 2:])).all()
            extent = connection.execute(
                "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (name,)
            ).fetchone()
            wanted = shapely.total_bounds(shapes).tolist() if there.any() else [None] * 4
            assert list(extent) == wanted, name
        for kind in plan.scheme.kinds:
            shapes = plan.grids.geometry.to_numpy()[(plan.grids["kind"] == kind.key).to_numpy()]
            box = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
            extent = connection.execute(
                "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (kind.name.zh,)
            ).fetchone()
            assert list(extent) == [None if np.isnan(side) else side for side in box], kind.key


@settings(max_examples=25)
@given(todo=st.lists(steps(), min_size=1, max_size=14))
def test_the_file_holds_what_memory_holds_and_undo_leads_back(tmp_path_factory, plan, content, todo):
    path = tmp_path_factory.mktemp("laws") / "a.gpkg"
    Project.create(path, plan).close()
    start = content(path)
    with Project.open(path) as project:
        for step in todo:
            do(project, step)
        end, lines = project.plan, len(project.history())
    assert_registrations_are_true(path, end)
    after = content(path)
    with Project.open(path) as project:
        assert project.plan.same_content(end)
        assert all(project.plan.next_id(name) == end.next_id(name) for name in TABLES)
        while project.undo() is not None:
            pass
        assert project.plan.same_content(plan) and content(path) == start
        assert_registrations_are_true(path, plan)
        while project.redo() is not None:
            pass
        reached = project.plan
    with Project.open(path) as project:
        assert project.plan.same_content(reached)
        project.go_to(lines)
        assert project.plan.same_content(end) and content(path) == after
        project.go_to(0)
        assert project.plan.same_content(plan) and content(path) == start


def test_an_id_is_never_used_again(file, plan):
    with Project.create(file, plan) as project:
        project.perform(PutRows("drop", drop={"grids": (8,)}))
        assert project.plan.next_id("grids") == 9
    with Project.open(file) as project:
        assert project.plan.next_id("grids") == 9
        project.perform(PutRows("add", put={"grids": new_rows(project.plan, "grids", 1, "x", 0)}))
        project.undo()
        assert project.plan.next_id("grids") == 10
    with Project.open(file) as project:
        assert project.plan.next_id("grids") == 10
        Project.create(file.with_name("copy.gpkg"), project.plan).close()
    with Project.open(file.with_name("copy.gpkg")) as project:
        assert project.plan.next_id("grids") == 10


@pytest.mark.parametrize("count", [300, 3000])
def test_many_rows_in_one_edit_leave_the_same_as_one_by_one(file, plan, count):
    """Such an edit is written without triggers, so what they do must be made up for."""
    with Project.create(file, plan) as project:
        many = new_rows(project.plan, "buildings", count, "人民路", 2)
        many["geometry"] = shapely.points(551000 + np.arange(count) % 77, 3520000 + np.arange(count) // 77)
        project.perform(PutRows("import", put={"buildings": many}))
        assert_registrations_are_true(file, project.plan)
        moved = project.plan.buildings.copy()
        moved["geometry"] = shapely.transform(moved.geometry.to_numpy(), lambda xy: xy + 1000)
        project.perform(PutRows("move", put={"buildings": moved}))
        assert_registrations_are_true(file, project.plan)
        project.perform(SetAttributes("buildings", tuple(project.plan.buildings.index), {"households": 1}))
        project.undo(), project.undo(), project.undo()
        assert project.plan.same_content(plan)
        assert_registrations_are_true(file, plan)
        project.redo()
        project.perform(PutRows("one", put={"buildings": new_rows(project.plan, "buildings", 1, "门", 3)}))
        assert_registrations_are_true(file, project.plan)
