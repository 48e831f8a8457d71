"""Older files are brought up to date by named steps, in one transaction, or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest
import shapely

from gridmap.edits import AddFacility, PutRows
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


def test_a_file_from_before_members_were_declared_gets_the_column_in_its_layers_too(file, plan):
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        for view in views:
            connection.execute(f'DROP VIEW "{view}"')
        connection.execute("ALTER TABLE grids DROP COLUMN declared_members")
        for view in views:
            connection.execute(f'CREATE VIEW "{view}" AS SELECT "fid", "code", "geom" FROM "grids" WHERE kind = \'x\'')
        connection.execute("UPDATE gridmap_meta SET value = '7' WHERE key = 'schema_version'")
    with Project.open(file, read_only=True) as project:
        assert project.plan.same_content(plan)
    with Project.open(file) as project:
        assert project.problems == () and project.plan.same_content(plan)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT sum(declared_members) FROM grids").fetchone() == (0,)
        for view in views:
            assert "declared_members" in [row[1] for row in connection.execute(f'PRAGMA table_info("{view}")')]


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


@pytest.mark.parametrize(
    ("table", "label"), [("items", "roster"), ("department_grids", "put-department"), ("compounds", "put-compounds")]
)
def test_a_file_from_before_a_table_there_was_gets_it_without_a_word_and_other_programs_see_it(
    file, plan, table, label
):
    """The table is a layer like any other afterwards, with what keeps its index and count."""
    rows = plan.tables[table]
    bare = without_table(file, plan, table)
    with Project.open(file) as project:
        assert project.plan.same_content(bare) and project.problems == ()
        project.perform(PutRows(label, put={table: rows}))
    with Project.open(file) as project:
        assert project.plan.same_content(plan) and project.problems == ()
    assert stored_version(file) == migrations.SCHEMA_VERSION >= 6
    assert len(gpd.read_file(file, layer=table)) == len(rows) > 0
    with closing(sqlite3.connect(file)) as connection:
        indexed = connection.execute(f"SELECT count(*) FROM rtree_{table}_geom").fetchone()
        assert indexed == (int(rows.geometry.notna().sum()),)
        counted = f"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{table}'"
        assert connection.execute(counted).fetchone() == (len(rows),)


def test_a_file_from_before_facilities_were_counted_takes_them_in(file, plan):
    bare = without_table(file, plan, "facilities")
    place = shapely.box(*plan.grids.total_bounds).centroid
    with Project.open(file) as project:
        assert project.plan.same_content(bare) and project.problems == ()
        project.perform(AddFacility("服务中心", plan.scheme.facilities[0].key, place=place))
        after = project.plan
    with Project.open(file) as project:
        assert project.plan.same_content(after) and project.problems == ()
    assert gpd.read_file(file, layer="facilities")["name"].tolist() == ["服务中心"]


def without_table(file, plan, table) -> Plan:
    """Write a file as version 3 did, without a table, its R-tree, triggers and registrations; return what it holds.

    Read as it is, it is not touched.
    """
    bare = Plan(plan.scheme, {name: frame for name, frame in plan.tables.items() if name != table})
    Project.create(file, bare).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        define_functions(connection)
        triggers = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        for (trigger,) in connection.execute(triggers).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute(f"DROP TABLE rtree_{table}_geom")
        connection.execute(f"DROP TABLE {table}")
        for register in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_ogr_contents", "gpkg_contents"):
            connection.execute(f"DELETE FROM {register} WHERE table_name = '{table}'")
        connection.execute("UPDATE gridmap_meta SET value = '3' WHERE key = 'schema_version'")
    before = file.read_bytes()
    with Project.open(file, read_only=True) as project:
        assert project.plan.same_content(bare) and project.problems == ()
    assert file.read_bytes() == before
    return bare
