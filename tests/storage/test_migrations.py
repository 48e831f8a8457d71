"""Older files are brought up to date by named steps, in one transaction, or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest

from gridmap.edits import PutRows
from gridmap.model.errors import NotAProject
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from gridmap.storage import migrations
from gridmap.storage.migrations import Migration, migrate
from gridmap.storage.shapes import define_functions


@pytest.fixture
def older(file, plan):
    """A file as a GridMap might have written it that kept remarks of grids apart and knew no retired codes."""
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE remarks (grid INTEGER, remark TEXT)")
        connection.execute("INSERT INTO remarks SELECT fid, note FROM grids WHERE note != ''")
        connection.execute("ALTER TABLE grids DROP COLUMN note")
    return file


def take_in_remarks(connection):
    connection.execute("ALTER TABLE grids ADD COLUMN note TEXT")
    connection.execute("UPDATE grids SET note = coalesce((SELECT remark FROM remarks WHERE grid = fid), '')")


def drop_remarks(connection):
    connection.execute("DROP TABLE remarks")


NEXT = migrations.SCHEMA_VERSION + 1
STEPS = (Migration(NEXT + 1, "drop the remarks", drop_remarks), Migration(NEXT, "take in the remarks", take_in_remarks))


@pytest.fixture
def of_a_later_day(monkeypatch):
    """Make this the GridMap of a later day."""
    monkeypatch.setattr("gridmap.storage.migrations.MIGRATIONS", STEPS)
    monkeypatch.setattr("gridmap.storage.migrations.SCHEMA_VERSION", NEXT + 1)


def tables(path):
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def stored_version(path):
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT value FROM gridmap_meta WHERE key = 'schema_version'").fetchone()[0])


def test_an_older_file_is_brought_up_to_date_on_opening(older, plan, of_a_later_day):
    with Project.open(older) as project:
        assert project.problems == ()
        assert project.plan.same_content(plan)
    assert stored_version(older) == NEXT + 1 and "remarks" not in tables(older)
    Project.open(older).close()


def test_looking_at_an_older_file_reads_it_as_it_would_be_and_leaves_it(older, plan, of_a_later_day):
    before = older.read_bytes()
    with Project.open(older, read_only=True) as project:
        assert project.plan.same_content(plan)
    assert older.read_bytes() == before


def test_a_step_that_fails_leaves_the_file_as_it_was(older, of_a_later_day, monkeypatch):
    def fail(connection):
        connection.execute("DELETE FROM remarks")
        connection.execute("SELECT no_such_thing")

    monkeypatch.setattr("gridmap.storage.migrations.MIGRATIONS", (STEPS[1], Migration(NEXT + 1, "fail", fail)))
    before = older.read_bytes()
    with pytest.raises(Exception, match="file-not-saved"):
        Project.open(older)
    assert stored_version(older) == NEXT - 1 and older.read_bytes() == before


def test_steps_run_in_order_and_once(older, of_a_later_day):
    with closing(sqlite3.connect(older)) as connection:
        define_functions(connection)
        assert migrate(connection, "f") == ["take in the remarks", "drop the remarks"]
        assert migrate(connection, "f") == []


def test_a_gap_in_the_steps_is_said(older, of_a_later_day, monkeypatch):
    monkeypatch.setattr("gridmap.storage.migrations.MIGRATIONS", STEPS[:1])
    with pytest.raises(NotAProject) as refused:
        Project.open(older)
    assert refused.value.key == "file-too-old"


def test_a_file_of_the_later_day_is_refused_today(older, plan):
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("UPDATE gridmap_meta SET value = '9' WHERE key = 'schema_version'")
    with pytest.raises(NotAProject) as refused:
        Project.open(older)
    assert refused.value.values == {"file": str(older), "found": 9, "known": NEXT - 1}


def test_the_steps_that_ship_lead_to_the_present_without_a_gap():
    assert [step.to for step in migrations.MIGRATIONS] == list(range(2, migrations.SCHEMA_VERSION + 1))
    assert len({step.name for step in migrations.MIGRATIONS}) == len(migrations.MIGRATIONS)


def test_a_file_from_before_figures_were_declared_gets_the_columns_in_its_layers_too(file, plan):
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        for view in views:
            connection.execute(f'DROP VIEW "{view}"')
        for column in ("declared_households", "declared_residents"):
            connection.execute(f"ALTER TABLE grids DROP COLUMN {column}")
        for view in views:
            connection.execute(f'CREATE VIEW "{view}" AS SELECT "fid", "code", "geom" FROM "grids" WHERE kind = \'x\'')
        connection.execute("UPDATE gridmap_meta SET value = '1' WHERE key = 'schema_version'")
    with Project.open(file) as project:
        assert project.problems == () and project.plan.same_content(plan)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT sum(declared_households) FROM grids").fetchone() == (0,)
        for view in views:
            assert "declared_residents" in [row[1] for row in connection.execute(f'PRAGMA table_info("{view}")')]


def test_a_file_from_before_links_had_days_opens_with_links_that_are_open(file, plan):
    """As version 2 wrote it, and the other way round: what is undone there had no days either."""
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        define_functions(connection)
        for column in ("from_date", "until_date"):
            connection.execute(f"ALTER TABLE branch_grids DROP COLUMN {column}")
        connection.execute("UPDATE gridmap_meta SET value = '2' WHERE key = 'schema_version'")
    before = file.read_bytes()
    with Project.open(file, read_only=True) as project:
        assert project.plan.same_content(plan)
    assert file.read_bytes() == before
    with Project.open(file) as project:
        assert project.plan.same_content(plan) and project.problems == ()
    assert stored_version(file) == migrations.SCHEMA_VERSION >= 3


def test_a_file_from_before_items_gets_their_table_without_a_word(file, plan):
    """As version 3 wrote it; the table is a layer like any other afterwards, with what keeps its index and count."""
    bare = Plan(plan.scheme, {name: frame for name, frame in plan.tables.items() if name != "items"})
    Project.create(file, bare).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        define_functions(connection)
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'items'"
        for (trigger,) in connection.execute(triggers).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        for table in ("rtree_items_geom", "items"):
            connection.execute(f'DROP TABLE "{table}"')
        for register in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_ogr_contents", "gpkg_contents"):
            connection.execute(f"DELETE FROM {register} WHERE table_name = 'items'")
        connection.execute("UPDATE gridmap_meta SET value = '3' WHERE key = 'schema_version'")
    before = file.read_bytes()
    with Project.open(file, read_only=True) as project:
        assert project.plan.same_content(bare) and project.problems == ()
    assert file.read_bytes() == before
    with Project.open(file) as project:
        assert project.plan.same_content(bare) and project.problems == ()
        rows = plan.tables["items"]
        project.perform(PutRows("roster", put={"items": rows}))
    with Project.open(file) as project:
        assert project.plan.same_content(plan) and project.problems == ()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM rtree_items_geom").fetchone() == (1,)
        assert connection.execute(
            "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'items'"
        ).fetchone() == (2,)
        kind = "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'items'"
        assert connection.execute(kind).fetchone() == ("GEOMETRY",)


def test_a_file_from_before_departments_had_grids_gets_a_table_for_them_that_other_programs_see(file, plan):
    """As version 3 wrote it: without the table, its R-tree, its triggers and its registrations."""
    without = Plan(plan.scheme, {**plan.tables, "department_grids": plan.tables["department_grids"][:0]})
    Project.create(file, without).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        define_functions(connection)
        connection.execute("DROP TABLE rtree_department_grids_geom")
        connection.execute("DROP TABLE department_grids")
        for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_ogr_contents"):
            connection.execute(f"DELETE FROM {table} WHERE table_name = 'department_grids'")
        connection.execute("UPDATE gridmap_meta SET value = '3' WHERE key = 'schema_version'")
    before = file.read_bytes()
    with Project.open(file, read_only=True) as project:
        assert project.plan.same_content(without) and project.problems == ()
    assert file.read_bytes() == before
    rows = plan.tables["department_grids"]
    with Project.open(file) as project:
        assert project.plan.same_content(without) and project.problems == ()
        project.perform(PutRows("put-department", put={"department_grids": rows}))
    with Project.open(file) as project:
        assert project.plan.same_content(plan) and project.problems == ()
    assert stored_version(file) == migrations.SCHEMA_VERSION >= 4
    assert len(gpd.read_file(file, layer="department_grids")) == len(rows)
