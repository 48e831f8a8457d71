# ruff: noqa: E501
"""Rigged projects: each was changed on purpose, by somebody who means it ill or by a program that knows no better."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from gridmap.model.tables import TABLES
from gridmap.storage.lock import lock_path
from gridmap.storage.shapes import define_functions

Rig = Callable[[Path], None]

ENDLESS: Final = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"


def sql(*statements: str, parameters: tuple[object, ...] = ()) -> Rig:
    """Return what runs statements in a file, as the command line of SQLite would."""

    def rig(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            define_functions(connection)
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement, parameters if "?" in statement else ())

    return rig


def schema(name: str, old: str, new: str) -> Rig:
    """Return what changes the words with which a table was made."""

    def rig(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            (words,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
            assert old in words, words
            changed = words.replace(old, new, 1)
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (changed, name))
            connection.execute("PRAGMA schema_version = 4711")

    return rig


def rebuilt(name: str, columns: str, chosen: str, tail: str = "") -> Rig:
    """Return what makes a table anew in other words, with the rows that were there."""
    return sql(
        f"CREATE TABLE rebuilt ({columns}){tail}",
        f"INSERT INTO rebuilt SELECT {chosen} FROM {name}",
        f"DROP TABLE {name}",
        f"ALTER TABLE rebuilt RENAME TO {name}",
    )


def lock(text: str | bytes) -> Rig:
    """Return what leaves a lock beside the file."""

    def rig(path: Path) -> None:
        lock_path(path).write_bytes(text if isinstance(text, bytes) else text.encode())

    return rig


def journal(column: str, value: object) -> Rig:
    """Return what spoils one column of the last line of the journal."""
    return sql(f"UPDATE gridmap_journal SET {column} = ? WHERE seq = (SELECT max(seq) FROM gridmap_journal)",
               parameters=(value,))  # fmt: skip


def lines(column: str, value: object) -> Rig:
    """Return what spoils one column of every line that holds an edit."""
    return sql(f"UPDATE gridmap_journal SET {column} = ? WHERE action = 'do'", parameters=(value,))


def packed(head: bytes, body: bytes = zlib.compress(b"")) -> bytes:
    """Return the stored form of a change around any JSON."""
    squeezed = zlib.compress(head, 9)
    return len(squeezed).to_bytes(4, "little") + squeezed + body


def nested(kind: int, deep: int) -> bytes:
    """Return a shape within a shape, many times over."""
    return b"GP\0\1" + struct.pack("<i", 4549) + (b"\1" + struct.pack("<II", kind, 1)) * deep


def mark(**changes: object) -> Rig:
    """Return what makes a file a draft with an odd mark."""
    whole = {"title": "t", "project": "p.gpkg", "seq": 1, "made": "2020-08-25T00:00:00.000+00:00", "who": "w"}
    return sql("INSERT INTO gridmap_meta VALUES ('draft', ?)", parameters=(json.dumps(whole | changes),))


def meta(key: str, value: object) -> Rig:
    """Return what puts something else into the table of settings."""
    return sql(f"UPDATE gridmap_meta SET value = ? WHERE key = '{key}'", parameters=(value,))


def cell(table: str, column: str, value: object, ids: str = "1") -> Rig:
    """Return what puts something else into a cell."""
    which = f"(SELECT min(fid) FROM {table})" if ids == "1" else f"(SELECT fid FROM {table})"
    return sql(f"UPDATE {table} SET {column} = ? WHERE fid IN {which}", parameters=(value,))


def _triggers() -> Iterator[tuple[str, Rig]]:
    for table in ("grids", "workers", "buildings", "gridmap_journal", "gpkg_contents", "gpkg_ogr_contents"):
        yield (
            f"trigger that deletes the workers, on {table}",
            sql(
                f"CREATE TRIGGER t AFTER {'INSERT' if table == 'gridmap_journal' else 'UPDATE'} ON {table} "
                "BEGIN DELETE FROM workers; END"
            ),
        )
    yield (
        "trigger in place of an own one",
        sql(
            "DROP TRIGGER trigger_insert_feature_count_grids",
            "CREATE TRIGGER trigger_insert_feature_count_grids AFTER INSERT ON grids BEGIN DELETE FROM workers; END",
        ),
    )
    yield (
        "own trigger with more in it",
        sql(
            "DROP TRIGGER rtree_grids_geom_delete",
            "CREATE TRIGGER rtree_grids_geom_delete AFTER DELETE ON grids WHEN OLD.geom NOT NULL BEGIN "
            "DELETE FROM rtree_grids_geom WHERE id = OLD.fid; DELETE FROM workers; END",
        ),
    )
    yield (
        "trigger that never ends",
        sql(
            "CREATE TRIGGER t BEFORE UPDATE ON grids BEGIN SELECT count(*) FROM grids a, grids b, grids c, grids d, "
            "grids e, grids f; END"
        ),
    )
    yield (
        "trigger that changes what is written",
        sql("CREATE TRIGGER t AFTER UPDATE ON grids BEGIN UPDATE grids SET name = 'x' WHERE fid = NEW.fid; END"),
    )
    yield "trigger that refuses", sql("CREATE TRIGGER t BEFORE UPDATE ON grids BEGIN SELECT RAISE(ABORT, 'no'); END")
    yield (
        "trigger behind a comment",
        sql("CREATE TRIGGER t /* rtree_grids_geom */ AFTER UPDATE ON grids BEGIN DELETE FROM workers; END"),
    )


def _views() -> Iterator[tuple[str, Rig]]:
    yield "view that never ends", sql(f"CREATE VIEW endless AS {ENDLESS} x FROM n")
    for table in ("workers", "grids", "facts", "gridmap_journal", "gridmap_meta", "gpkg_ogr_contents", "gpkg_contents"):
        yield (
            f"{table} is a view that never ends",
            sql(
                f"DROP TABLE {table}",
                f"CREATE VIEW {table} AS {ENDLESS} x AS fid, x AS key, x AS value, x AS seq FROM n",
            ),
        )
    yield (
        "workers are a view of others",
        sql("ALTER TABLE workers RENAME TO others", "CREATE VIEW workers AS SELECT * FROM others LIMIT 3"),
    )
    yield (
        "view of a kind with more in it",
        sql(
            "CREATE VIEW 某某 AS SELECT fid, code FROM grids WHERE kind = 'town' OR (SELECT count(*) FROM grids a, grids b)"
        ),
    )


def _columns() -> Iterator[tuple[str, Rig]]:
    yield "column worked out", schema("workers", '"phone" TEXT', "\"phone\" TEXT AS (name || 'x') VIRTUAL")
    yield (
        "column worked out for ever",
        schema("workers", '"phone" TEXT', '"phone" TEXT AS (hex(zeroblob(1e9))) VIRTUAL'),
    )
    yield "another column worked out", sql("ALTER TABLE grids ADD COLUMN mine TEXT AS (code || name) VIRTUAL")
    yield "column checked", schema("grids", '"note" TEXT', "\"note\" TEXT CHECK (note <> 'rigged')")
    yield (
        "column checked by a query of time",
        schema("grids", '"note" TEXT', '"note" TEXT CHECK (randomblob(1e8) <> 1)'),
    )
    yield "table checked", schema("workers", '"phone" TEXT', '"phone" TEXT, CHECK (length(phone) < 99)')
    yield "column with a sorting of its own", schema("grids", '"code" TEXT', '"code" TEXT COLLATE NOCASE')
    yield "column with an unknown sorting", schema("grids", '"code" TEXT', '"code" TEXT COLLATE unheard')
    yield "column filled in by a query", schema("grids", '"note" TEXT', '"note" TEXT DEFAULT (hex(randomblob(9)))')
    yield (
        "column that refers and cascades",
        schema("assignments", '"worker" INTEGER', '"worker" INTEGER REFERENCES workers(fid) ON DELETE CASCADE'),
    )
    yield "column never twice, replacing", schema("grids", '"kind" TEXT', '"kind" TEXT UNIQUE ON CONFLICT REPLACE')
    yield "index of an expression", sql("CREATE INDEX i ON grids (length(name) * 2)")
    yield "index of some rows", sql("CREATE INDEX i ON grids (name) WHERE fid > 5")
    yield "index with a sorting", sql("CREATE INDEX i ON grids (name COLLATE NOCASE)")
    yield "plain index", sql("CREATE INDEX i ON grids (name)")
    yield "search table", sql("CREATE VIRTUAL TABLE words USING fts5(a)")
    yield "workers are a search table", sql("DROP TABLE workers", "CREATE VIRTUAL TABLE workers USING fts5(fid, name)")
    yield (
        "module that there is not",
        sql("INSERT INTO sqlite_master VALUES ('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING unheard(x)')"),
    )
    yield "words that are no SQL", schema("roads", "CREATE TABLE", "CREATE TUBLE")
    yield "table of no rows of its own", sql("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'workers'")
    yield (
        "table named twice",
        sql(
            "INSERT INTO sqlite_master SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE name = 'workers'"
        ),
    )


def _keys() -> Iterator[tuple[str, Rig]]:
    for table in ("workers", "grids", "facts"):
        columns = ", ".join(f'"{c.name}"' for c in TABLES[table].columns) + (", geom" if TABLES[table].shape else "")
        yield f"{table} without ids", rebuilt(table, columns, columns)
        yield f"{table} with ids of another name", sql(f"ALTER TABLE {table} RENAME COLUMN fid TO id")
        yield f"{table} with ids that are no key", rebuilt(table, f"fid, {columns}", f"fid, {columns}")
    columns = ", ".join(f'"{c.name}"' for c in TABLES["workers"].columns)
    yield "workers with an id twice", rebuilt("workers", f"fid, {columns}", f"min(fid, 3), {columns}")
    yield "workers with ids that are words", rebuilt("workers", f"fid, {columns}", f"'w' || fid, {columns}")
    yield "workers with ids beyond all numbers", rebuilt("workers", f"fid, {columns}", f"fid * 1e30, {columns}")
    yield (
        "workers kept by name",
        rebuilt("workers", f"fid TEXT PRIMARY KEY, {columns}", f"fid, {columns}", " WITHOUT ROWID"),
    )
    yield "id as high as can be", sql("INSERT INTO workers (fid, name) VALUES (9223372036854775807, 'x')")
    yield "id as low as can be", sql("INSERT INTO workers (fid, name) VALUES (-9223372036854775808, 'x')")
    yield "next id as high as can be", sql("UPDATE sqlite_sequence SET seq = 9223372036854775807")
    yield "next id a word", sql("UPDATE sqlite_sequence SET seq = 'x'")
    yield "next ids gone", sql("DELETE FROM sqlite_sequence")


def _cells() -> Iterator[tuple[str, Rig]]:
    bad = "CAST(x'b1e0c8a5ff' AS TEXT)"
    for table, column in (("grids", "name"), ("workers", "name"), ("facts", "value"), ("accepted", "reason")):
        yield f"{table}.{column} is not UTF-8", sql(f"UPDATE {table} SET {column} = {bad}")
    yield "who is not UTF-8", sql(f"UPDATE gridmap_journal SET who = {bad}, label = {bad}, details = {bad}")
    yield "number as high as can be", cell("buildings", "households", 2**63 - 1, "all")
    yield "number without an end", cell("buildings", "residents", float("inf"), "all")
    yield "number as low as can be", cell("buildings", "residents", -(2**63), "all")
    yield "numbers as bytes", cell("buildings", "households", b"\1\2", "all")
    yield "names as numbers", cell("grids", "name", 1e300, "all")
    yield "dates as anything", cell("assignments", "from_date", "99999-99-99", "all")
    yield "parent of itself", sql("UPDATE grids SET parent = fid")
    yield "parents as words", cell("grids", "parent", "x", "all")
    yield "name with a NUL", cell("grids", "name", "a\0b")
    for what, blob in (
        ("is nothing", b""),
        ("has no head", b"\0" * 40),
        ("ends in its head", b"GP\0\1"),
        ("has a box that is too long", b"GP\0\x0f" + b"\0" * 8),
        ("has more points than bytes", b"GP\0\1" + struct.pack("<i", 4549) + b"\1" + struct.pack("<III", 3, 1, 2**32 - 1)),
        ("has more parts than bytes", b"GP\0\1" + struct.pack("<i", 4549) + b"\1" + struct.pack("<II", 6, 2**32 - 1)),
        ("is of no kind", b"GP\0\1" + struct.pack("<i", 4549) + b"\1" + struct.pack("<II", 99, 1)),
        ("is within itself", nested(7, 60_000)),
        ("is parts of parts", nested(6, 60_000)),
        ("is no numbers", b"GP\0\1" + struct.pack("<i", 4549) + b"\1" + struct.pack("<III", 3, 1, 4) + struct.pack("<8d", *[float("nan")] * 8)),
        ("is beyond the end of the world", b"GP\0\1" + struct.pack("<i", 4549) + b"\1" + struct.pack("<III8d", 3, 1, 4, 0, 0, 1e308, 0, 1e308, 1e308, 0, 0)),
    ):  # fmt: skip
        yield (
            f"shape {what}",
            sql(
                *[f"DROP TRIGGER rtree_grids_geom_update{n}" for n in (1, 2, 3, 4)],
                "UPDATE grids SET geom = ? WHERE fid = (SELECT max(fid) FROM grids)",
                parameters=(blob,),
            ),
        )


def _settings() -> Iterator[tuple[str, Rig]]:
    for what, value in (("bytes", b"\xff\0"), ("a number", 7), ("empty", ""), ("deep", "a = " + "[" * 20_000)):
        yield f"scheme is {what}", meta("scheme", value)
    yield "scheme is not UTF-8", sql("UPDATE gridmap_meta SET value = CAST(x'ff41' AS TEXT) WHERE key = 'scheme'")
    for what, value in (("bytes", b"\xff"), ("huge", "9" * 5000), ("no number", "one"), ("endless", float("inf"))):
        yield f"version is {what}", meta("schema_version", value)
    for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "gpkg_extensions", "gpkg_ogr_contents",
                  "gridmap_meta", "gridmap_journal", "workers", "grids"):  # fmt: skip
        yield f"{table} is gone", sql(f"DROP TABLE {table}")
    yield "layers are not registered", sql("DELETE FROM gpkg_geometry_columns", "DELETE FROM gpkg_contents")
    yield (
        "layers are registered by words",
        sql("UPDATE gpkg_geometry_columns SET srs_id = 'x'", "UPDATE gpkg_contents SET min_x = 'x', max_y = x'00'"),
    )
    yield "layers are registered with absurd numbers", sql("UPDATE gpkg_geometry_columns SET srs_id = 9000000000000")
    yield "layers are registered twice", sql(
        "CREATE TABLE r AS SELECT * FROM gpkg_geometry_columns", "DROP TABLE gpkg_geometry_columns",
        "ALTER TABLE r RENAME TO gpkg_geometry_columns",
        "INSERT INTO gpkg_geometry_columns SELECT * FROM gpkg_geometry_columns",
    )  # fmt: skip
    yield "user version is absurd", sql("PRAGMA user_version = -2147483648")
    yield "application is another", sql("PRAGMA application_id = 7")
    yield (
        "rows taken out past the triggers",
        sql("DROP TRIGGER trigger_delete_feature_count_workers", "DELETE FROM workers WHERE fid % 2"),
    )
    yield (
        "style table of QGIS",
        sql('CREATE TABLE "layer_styles" ( "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "styleQML" TEXT)'),
    )


def _journals() -> Iterator[tuple[str, Rig]]:
    deep = "[" * 100_000
    yield "details are deep", journal("details", deep)
    yield "details are a list", journal("details", "[1, 2]")
    yield "details are absurd", lines("details", '{"count": 1e999, "area": NaN, "grids": {"a": 1}, "code": [1]}')
    yield "details are long", lines("details", '{"count": ' + "9" * 4000 + "}")
    for what, change in (
        ("is bytes", b"\0\1\2"),
        ("is words", "words"),
        ("is deep", packed(deep.encode())),
        ("is a list", packed(b"[]")),
        ("is of absurd tables", packed(b'{"format":1,"label":7,"values":[],"packed":true,"tables":{"x":{}}}')),
        ("is of odd rows", packed(b'{"format":1,"label":"x","values":{},"packed":true,"tables":{"workers":'
                                  b'{"before":{"id":[1e300]},"after":{"id":["x"]}}}}')),
        ("is a bomb", packed(b'{"format":1,"x":"' + b" " * 200_000_000)),
        ("has a bomb behind it", packed(b'{"format":1,"label":"x","values":{},"packed":true,"tables":{}}',
                                        zlib.compress(bytes(200_000_000), 9))),
        ("says that it is long", b"\xff\xff\xff\xff" + b"x" * 9),
    ):  # fmt: skip
        yield f"change {what}", lines("change", change)
    yield (
        "line as high as can be",
        sql("INSERT INTO gridmap_journal VALUES (9223372036854775807, 'x', 'x', 'do', 'x', '{}', NULL, NULL)"),
    )
    yield "line below zero", sql("INSERT INTO gridmap_journal VALUES (-5, 'x', 'x', 'do', 'x', '{}', NULL, NULL)")
    yield "line that takes back a word", journal("target", "x")
    yield "line that takes back what is to come", journal("target", 2**62)
    yield "line of nothing known", journal("action", b"\xff")
    for what, moment in (("absurd", "99999-01-01"), ("before all", "0001-01-01T00:00:00+23:59"), ("bytes", b"\xff"),
                         ("after all", "9999-12-31T23:59:59-23:59")):  # fmt: skip
        yield f"moment is {what}", lines("at", moment)
    for what, odd in (("seq", 1e300), ("seq", -1), ("seq", "NaN"), ("made", "0001-01-01T00:00:00+23:59"),
                      ("made", 7), ("project", "../../etc/passwd"), ("project", "a\0b"), ("title", [1])):  # fmt: skip
        yield f"draft with {what} {odd!r}", mark(**{what: odd})
    yield "draft of deep words", sql("INSERT INTO gridmap_meta VALUES ('draft', ?)", parameters=(deep,))


def _locks() -> Iterator[tuple[str, Rig]]:
    import platform

    whole = {"user": "李四", "host": platform.node(), "pid": 1, "since": "2020-08-25T00:00:00+00:00", "started": "x"}
    for what, odd in (
        ("pid", 10**30), ("pid", -1), ("pid", 0), ("pid", "x"), ("pid", 1e999), ("pid", None), ("pid", [1]),
        ("since", "0001-01-01T00:00:00+23:59"), ("since", "9999-12-31T23:59:59-23:59"), ("since", 10**30),
    ):  # fmt: skip
        yield f"lock with {what} {odd!r}", lock(json.dumps(whole | {what: odd}))
    yield "lock of deep words", lock("[" * 100_000)
    yield "lock of bytes", lock(b"\xff\xfe\0" * 100)
    yield "lock of nothing", lock("")
    yield "lock of a list", lock("[1]")


RIGGED: Final[dict[str, Rig]] = {
    name: rig
    for family in (_triggers, _views, _columns, _keys, _cells, _settings, _journals, _locks)
    for name, rig in family()
}


def rigged(base: Path, to: Path, name: str) -> None:
    """Write a copy of a project that is rigged in the way of that name."""
    lock_path(to).unlink(missing_ok=True)
    shutil.copyfile(base, to)
    RIGGED[name](to)
