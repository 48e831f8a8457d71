"""A table read column by column is the table read row by row, whatever stands in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridmap.model.arrays import same_rows
from gridmap.model.errors import Problem
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.model.wanted import GivenUp
from gridmap.project.project import Project
from gridmap.storage import geopackage
from gridmap.storage.columns import Columns, Wanted, tables_at_once
from gridmap.storage.file import connect

ALIKE = {
    "nothing": "",
    "nulls in every column": "UPDATE grids SET name = NULL, note = NULL, parent = NULL, parts = NULL, locked = NULL",
    "no shapes": "UPDATE grids SET geom = NULL",
    "a text with a zero in it": "UPDATE grids SET name = 'a' || char(0) || 'b' WHERE fid = 4",
    "letters beyond the first plane": "UPDATE grids SET name = '🏫' || char(30) || '𠀀' WHERE fid = 5",
    "ids far apart": "UPDATE workers SET fid = fid * 1000000007",
    "an index of all columns": "CREATE INDEX i ON facts(value, key)",
    "numbers as GDAL writes flags": "UPDATE grids SET locked = 7 WHERE fid = 1",
    "other values than in other rows": "UPDATE grids SET note = 'x', declared_members = 3 WHERE fid = 6",
    "numbers of more than eight digits": "UPDATE grids SET declared_residents = 90000000 WHERE fid = 6",
    "a number below zero": "UPDATE grids SET declared_residents = -1 WHERE fid = 6",
}
"""What is read column by column, with its SQL."""

STRANGE = {
    "what joins": "UPDATE grids SET name = 'a' || char(31) || 'b' WHERE fid = 4",
    "what joins, once for a row": "UPDATE grids SET name = char(31); UPDATE grids SET name = '' WHERE fid = 1",
    "bytes as text": "UPDATE grids SET note = x'e4b89c' WHERE fid = 2",
    "bytes that are no text": "UPDATE grids SET note = x'ff00' WHERE fid = 2",
    "text that is no UTF-8": "UPDATE grids SET note = CAST(x'e4b8' AS TEXT) WHERE fid = 2",
    "a text as a number": "UPDATE grids SET parts = 'many' WHERE fid = 3",
    "bytes as a number": "UPDATE grids SET parts = x'31' WHERE fid = 3",
    "a broken number": "UPDATE grids SET parts = 1.5 WHERE fid = 3",
    "an endless number": "UPDATE grids SET parts = 9e999 WHERE fid = 3",
    "a number that nobody counts with": "UPDATE grids SET parts = 1099511627776 WHERE fid = 3",
    "the largest number": "UPDATE grids SET parts = 9223372036854775807",
    "an id below one": "UPDATE grids SET fid = -5 WHERE fid = 8",
    "an id too large": "UPDATE grids SET fid = 9007199254740992 WHERE fid = 8",
    "a table without its key": "ALTER TABLE facts RENAME TO x; CREATE TABLE facts AS SELECT * FROM x",
    "a number in a column of no type": """ALTER TABLE facts RENAME TO x; CREATE TABLE facts
        ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "key", "value"); INSERT INTO facts VALUES (1, 'a', 5)""",
}
"""What has to be read row by row."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.storage.conftest import small_plan

    path = tmp_path_factory.mktemp("columns") / "small.gpkg"
    Project.create(path, small_plan()).close()
    return path


def changed(made: Path, folder: Path, sql: str) -> Path:
    """Return a copy of a project in which somebody has changed something, past all triggers."""
    path = folder / "small.gpkg"
    path.write_bytes(made.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        drops = [f'DROP TRIGGER "{name}"' for (name,) in triggers]
        connection.executescript(f"BEGIN; {'; '.join([*drops, sql])}; COMMIT")
    return path


def read(path: Path, monkeypatch: pytest.MonkeyPatch, *, row_by_row: bool) -> tuple[Plan, list[Problem], list[str]]:
    """Return the plan of a file, what is told of it, and which tables were read column by column."""
    quick = []

    def spy(connection: sqlite3.Connection, tables: list[Wanted], *rest: Any) -> Generator[Columns | None]:
        for wanted, found in zip(tables, tables_at_once(connection, tables, *rest), strict=True):
            if found is not None and not row_by_row:
                quick.append(wanted.name)
            yield None if row_by_row else found

    monkeypatch.setattr(geopackage, "tables_at_once", spy)
    with closing(connect(path)) as connection:
        return *geopackage.read_plan(connection, str(path)), quick


@pytest.mark.parametrize(("at_once", "looked_at"), [(3, 1000), (3, 1), (10_000, 1000)])
@pytest.mark.parametrize("case", [*ALIKE, *STRANGE])
def test_both_ways_read_the_same(
    case: str, at_once: int, looked_at: int, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geopackage, "_AT_ONCE", at_once)
    monkeypatch.setattr("gridmap.storage.columns._LOOKED_AT", looked_at)
    path = changed(made, tmp_path, {**ALIKE, **STRANGE}[case])
    rows, told, _ = read(path, monkeypatch, row_by_row=True)
    columns, told_too, quick = read(path, monkeypatch, row_by_row=False)
    assert told_too == told
    for name in TABLES:
        one, two = rows.tables[name], columns.tables[name]
        assert same_rows(one, two), name
        assert one.dtypes.equals(two.dtypes)
        assert type(one) is type(two)
    filled = {name for name in TABLES if len(rows.tables[name])}
    touched = "facts" if "facts" in {**STRANGE}.get(case, "") else "grids"
    assert filled - set(quick) == ({touched} if case in STRANGE else set())


def test_shapes_that_are_none_are_told_of_by_their_rows(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geopackage, "_AT_ONCE", 3)
    sql = "UPDATE grids SET geom = x'47' WHERE fid IN (2, 7); UPDATE grids SET geom = 'no shape' WHERE fid = 5"
    path = changed(made, tmp_path, sql)
    plan, told, quick = read(path, monkeypatch, row_by_row=False)
    assert "grids" in quick
    assert [(one.key, one.row, one.column) for one in told] == [("shape-unreadable", at, "geom") for at in (2, 5, 7)]
    assert [shape is None for shape in plan.all_shapes] == [at in (2, 5, 6, 7) for at in range(1, 9)]


def test_who_gives_up_leaves_a_connection_that_reads_texts(made: Path) -> None:
    def give_up(rows: int) -> None:
        raise GivenUp

    with closing(connect(made)) as connection:
        with pytest.raises(GivenUp):
            list(tables_at_once(connection, [Wanted("grids", ["fid", "code", "geom"])], 3, give_up))
        assert connection.execute("SELECT code FROM grids WHERE fid = 1").fetchone() == ("320582100",)
        [found] = tables_at_once(connection, [Wanted("grids", ["fid", "code"])], 3, lambda rows: None)
    assert found is not None
    assert found.ids.tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found.values["code"][[0, 7]].tolist() == ["320582100", "320582100202901"]
    assert found.shapes is None
    assert found.values["code"].dtype == np.dtype(object)
