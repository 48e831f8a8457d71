"""How a project lies in its file: which SQL tables, views, indexes and registrations there are, and in which words.

GeoPackage Encoding Standard 1.3 (OGC 12-128r17). docs/project-file.md describes the same for people who open the file
with other programs.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Final

import pyproj

from gridmap.model.scheme import Kind, Scheme
from gridmap.model.tables import TABLES, Column
from gridmap.storage.names import ID, SHAPE, columns_of, quoted
from gridmap.storage.pages import guarded
from gridmap.storage.shapes import define_functions

APPLICATION_ID: Final = int.from_bytes(b"GPKG", "big")
GEOPACKAGE_VERSION: Final = 10300
SCHEMA_VERSION: Final = 8
"""Version of the tables below; :mod:`gridmap.storage.migrations` brings older files up to it."""

META: Final = "gridmap_meta"
JOURNAL: Final = "gridmap_journal"
EXTENSION: Final = "gridmap_project"
_DOCUMENT: Final = "GridMap, docs/project-file.md"
_OWN_SRS_ID: Final = 100_000

SQL_TYPES: Final = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "reference": "INTEGER",
}
SHAPE_TYPES: Final = {"polygon": "MULTIPOLYGON", "line": "MULTILINESTRING", "any": "GEOMETRY"}

TITLES: Final = {
    "grids": ("网格 Grids", "各层级网格的编码、名称、类型和上级 / Grids of every level: code, name, kind and parent"),
    "buildings": ("楼栋 Buildings", "门牌、小区、户数和人数 / Door plate, compound, households and residents"),
    "workers": ("网格员 Workers", "工号、姓名和工作电话 / Staff number, name and work phone"),
    "assignments": (
        "网格员分工 Assignments",
        "谁在哪个网格、任何职、起止日期 / Who works where, as what, from when until when",
    ),
    "branches": ("党支部 Branches", "各级党组织及其上级 / Party branches of every tier and the branch above"),
    "branch_grids": (
        "支部与网格 Branches and grids",
        "哪个支部服务哪个网格、起止日期 / Which branch serves which grid, from when until when",
    ),
    "zones": ("党建片区 Zones", "党建片区及其支部 / Party-building zones and their branch"),
    "facilities": (
        "设施与组织 Facilities",
        "服务设施、社会组织和单位：类型、数量、人数和网格 / Facilities and organisations by kind: number, people, grid",
    ),
    "compounds": (
        "小区 Compounds",
        "党支部、业委会、物业企业和申报人数 / Branch, committee, property firm, declared residents",
    ),
    "department_grids": (
        "部门网格 Department grids",
        "各部门自行划分的网格及其编码、名称 / Grids that other departments have drawn, with their codes and names",
    ),
    "exempt_areas": ("免划区域 Exempt areas", "河流、湖泊等无需划入网格的地块 / Ground that no grid need cover"),
    "accepted": ("已认可的问题 Accepted findings", "谁在何时为何认可 / Who accepted what, when and why"),
    "items": (
        "事项 Items",
        "编号、类别和上报、交办、办结、评价日期 / Number, kind and days: raised, assigned, solved, evaluated",
    ),
    "retired_codes": ("停用编码 Retired codes", "不再使用的网格编码 / Codes never to be used again"),
    "roads": ("道路 Roads", "道路名称和等级 / Roads by name and rank"),
    "water": ("水系 Water", "水系名称和类型 / Water by name and kind"),
    "facts": ("项目信息 Facts", "标题、来源、截止日期等 / Title, origin, as-of date and the like"),
}
"""By table: how other programs name the layer, and what they say of it."""

_FRAME: Final = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE IF NOT EXISTS gpkg_ogr_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    feature_count INTEGER DEFAULT NULL
);
CREATE TABLE gridmap_meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE gridmap_journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at DATETIME NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    label TEXT NOT NULL,
    details TEXT NOT NULL,
    target INTEGER,
    change BLOB
);
"""


def frame_statements() -> list[str]:
    """Return the statements that make the tables before those of a plan."""
    return [statement for statement in _FRAME.split(";\n") if statement.strip()]


_INSERT_SRS: Final = "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)"
_WGS_84: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)


def rtree_of(table: str) -> str:
    """Return the name of the R-tree of a table."""
    return f"rtree_{table}_{SHAPE}"


def make_frame(connection: sqlite3.Connection, scheme: Scheme) -> int:
    """Make everything that comes before the tables of a plan, and return the number of the scheme's CRS in the file."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
    for statement in frame_statements():
        connection.execute(statement)
    for own in (META, JOURNAL):
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'write-only')", (own, EXTENSION, _DOCUMENT)
        )
    undefined = "undefined {} coordinate reference system"
    connection.executemany(
        _INSERT_SRS,
        [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", undefined.format("Cartesian")),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", undefined.format("geographic")),
            ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS_84, "longitude and latitude in degrees on WGS 84"),
        ],
    )
    return make_srs(connection, scheme)


def make_srs(connection: sqlite3.Connection, scheme: Scheme) -> int:
    """Tell other programs of the CRS of a scheme, and return its number in the file."""
    row = _srs_row(pyproj.CRS.from_user_input(scheme.crs))
    connection.execute(_INSERT_SRS, row)
    return row[1]


def _srs_row(crs: pyproj.CRS) -> tuple[str, int, str, int, str, str]:
    authority = crs.to_authority(min_confidence=100)
    organization, number = ("NONE", _OWN_SRS_ID) if authority is None or not authority[1].isdigit() else authority
    srs_id = int(number) if organization == "EPSG" else _OWN_SRS_ID
    definition = crs.to_wkt("WKT1_GDAL")
    return crs.name, srs_id, organization, int(number), definition, f"{crs.name}, metres, x east and y north"


def make_table(connection: sqlite3.Connection, name: str, srs_id: int) -> None:
    """Make one table of a plan without rows, with its registrations but without R-tree and triggers."""
    table = TABLES[name]
    columns = [f"{quoted(ID)} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    columns += [_declared(column) for column in table.columns]
    if table.shape:
        columns.append(f"{quoted(SHAPE)} {SHAPE_TYPES[table.shape]}")
    connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(columns)})")
    register(connection, name, *TITLES[name], srs_id if table.shape else None)
    connection.execute("INSERT OR REPLACE INTO gpkg_ogr_contents VALUES (?, 0)", (name,))
    if table.shape:
        _register_shapes(connection, name, srs_id)


def _register_shapes(connection: sqlite3.Connection, name: str, srs_id: int) -> None:
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
        (name, SHAPE, SHAPE_TYPES[TABLES[name].shape], srs_id),
    )


def register_again(connection: sqlite3.Connection, name: str, srs_id: int) -> None:
    """Tell other programs again of a table with shapes whose registration was taken out."""
    if not connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (name,)).fetchone():
        with contextlib.suppress(sqlite3.IntegrityError):  # somebody else's layer has taken the title
            register(connection, name, *TITLES[name], srs_id)
    _register_shapes(connection, name, srs_id)


def _declared(column: Column) -> str:
    return f"{quoted(column.name)} {SQL_TYPES[column.kind]}"


def add_column(connection: sqlite3.Connection, name: str, column: Column) -> None:
    """Give a table of a file a column that it lacks."""
    connection.execute(f"ALTER TABLE {quoted(name)} ADD COLUMN {_declared(column)}")


def register(
    connection: sqlite3.Connection, name: str, identifier: str, description: str, srs_id: int | None = None
) -> None:
    """Tell other programs of a table or view; with a CRS it is a layer, without a table of attributes."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
        (name, "attributes" if srs_id is None else "features", identifier, description, srs_id),
    )


def has_tree(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a table has an R-tree, or can have none; it is not opened, since it may be spoilt."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?)", (rtree_of(name),))
    return not TABLES[name].shape or found.fetchone() is not None


def make_triggers(connection: sqlite3.Connection, name: str) -> None:
    """Make the triggers of a table that keep its R-tree (which must be there) and the count of its rows true."""
    for statement in _triggers(name):
        connection.execute(statement)


def has_triggers(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a table has the triggers that keep its R-tree true: ours, or GDAL's since GeoPackage 1.4."""
    if not TABLES[name].shape:
        return True
    found = set(_own_triggers(connection, name))
    return any(
        {f"{rtree_of(name)}_{suffix}" for suffix in suffixes} <= found
        for suffixes in (
            ("insert", "update1", "update2", "update3", "update4", "delete"),
            ("insert", "update2", "update4", "update5", "update6", "update7", "delete"),
        )
    )


def drop_triggers(connection: sqlite3.Connection, name: str) -> None:
    """Take those triggers of a table away, so that many rows can be written at once."""
    for trigger in _own_triggers(connection, name):
        connection.execute(f"DROP TRIGGER {quoted(trigger)}")


def _own_triggers(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the triggers of R-tree and count, and not those that somebody else has added."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(?)", (name,)
    ).fetchall()
    return [
        trigger
        for (trigger,) in found
        if trigger.startswith(f"{rtree_of(name)}_") or trigger.endswith(f"_feature_count_{name}")
    ]


def _triggers(name: str) -> Iterator[str]:
    yield from _count_triggers(name)
    if TABLES[name].shape:
        yield from _tree_triggers(name, ID, SHAPE)


def _count_triggers(name: str) -> Iterator[str]:
    literal = name.replace("'", "''")
    for event, sign in (("insert", "+"), ("delete", "-")):
        yield (
            f"CREATE TRIGGER {quoted(f'trigger_{event}_feature_count_{name}')} AFTER {event.upper()} ON {quoted(name)} "
            f"BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count {sign} 1 "
            f"WHERE lower(table_name) = lower('{literal}'); END"
        )


def _tree_triggers(name: str, key: str, shape: str) -> Iterator[str]:
    tree, table, i, c = f"rtree_{name}_{shape}", quoted(name), quoted(key), quoted(shape)
    put = f"INSERT OR REPLACE INTO {quoted(tree)} VALUES (NEW.{i}, {_box_of(c)});"
    take = f"DELETE FROM {quoted(tree)} WHERE id = OLD.{i};"
    filled, bare = f"(NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))", f"(NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))"
    for suffix, event, when, what in (
        ("insert", "INSERT", f"(NEW.{c} NOT NULL AND NOT ST_IsEmpty(NEW.{c}))", put),
        ("update1", f"UPDATE OF {c}", f"OLD.{i} = NEW.{i} AND {filled}", put),
        ("update2", f"UPDATE OF {c}", f"OLD.{i} = NEW.{i} AND {bare}", take),
        ("update3", "UPDATE", f"OLD.{i} != NEW.{i} AND {filled}", f"{take} {put}"),
        (
            "update4",
            "UPDATE",
            f"OLD.{i} != NEW.{i} AND {bare}",
            f"DELETE FROM {quoted(tree)} WHERE id IN (OLD.{i}, NEW.{i});",
        ),
        ("delete", "DELETE", f"OLD.{c} NOT NULL", take),
    ):
        yield f"CREATE TRIGGER {quoted(f'{tree}_{suffix}')} AFTER {event} ON {table} WHEN {when} BEGIN {what} END"


def _box_of(c: str) -> str:
    return f"ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}), ST_MaxY(NEW.{c})"


def known_triggers(name: str, key: str, shape: str) -> Iterator[str]:
    """Yield the triggers that a table may have: ours, those of older GeoPackages, and GDAL's since GeoPackage 1.4.

    GDAL, ogr/ogrsf_frmts/gpkg/ogrgeopackagetablelayer.cpp, CreateSpatialIndex and AddFeatureCountTriggers (3.12).
    """
    yield from _count_triggers(name)
    yield from _tree_triggers(name, key, shape)
    tree, table, i, c = f"rtree_{name}_{shape}", quoted(name), quoted(key), quoted(shape)
    take, box = f"DELETE FROM {quoted(tree)} WHERE id = OLD.{i};", _box_of(c)
    put = f"INSERT OR REPLACE INTO {quoted(tree)} VALUES (NEW.{i}, {box});"
    filled = f"(NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))"
    was_filled, was_bare = f"(OLD.{c} NOTNULL AND NOT ST_IsEmpty(OLD.{c}))", f"(OLD.{c} ISNULL OR ST_IsEmpty(OLD.{c}))"
    move = (
        f"UPDATE {quoted(tree)} SET minx = ST_MinX(NEW.{c}), maxx = ST_MaxX(NEW.{c}), "
        f"miny = ST_MinY(NEW.{c}), maxy = ST_MaxY(NEW.{c}) WHERE id = NEW.{i};"
    )
    for suffix, event, when, what in (
        ("update3", f"UPDATE OF {c}", f"OLD.{i} != NEW.{i} AND {filled}", f"{take} {put}"),
        ("update5", "UPDATE", f"OLD.{i} != NEW.{i} AND {filled}", f"{take} {put}"),
        ("update6", f"UPDATE OF {c}", f"OLD.{i} = NEW.{i} AND {filled} AND {was_filled}", move),
        (
            "update7",
            f"UPDATE OF {c}",
            f"OLD.{i} = NEW.{i} AND {filled} AND {was_bare}",
            f"INSERT INTO {quoted(tree)} VALUES (NEW.{i}, {box});",
        ),
    ):
        yield f"CREATE TRIGGER {quoted(f'{tree}_{suffix}')} AFTER {event} ON {table} WHEN {when} BEGIN {what} END"


def make_rtree(connection: sqlite3.Connection, name: str) -> None:
    """Make the R-tree of a table and register it; it has no entries yet."""
    connection.execute(f"CREATE VIRTUAL TABLE {quoted(rtree_of(name))} USING rtree(id, minx, maxx, miny, maxy)")
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')",
        (name, SHAPE, "http://www.geopackage.org/spec120/#extension_rtree"),
    )


def views_of(scheme: Scheme) -> dict[str, Kind]:
    """Return by name the layers that show the grids of one kind, named as the scheme names the kind."""
    taken = {name.lower() for name in (*TABLES, META, JOURNAL, *(title for title, _ in TITLES.values()))}
    views: dict[str, Kind] = {}
    for kind in scheme.kinds:
        name = kind.name.zh
        if name and name.lower() not in taken and not name.lower().startswith(("gpkg_", "rtree_", "sqlite_")):
            taken.add(name.lower())
            views[name] = kind
    return views


def make_views(connection: sqlite3.Connection, scheme: Scheme, srs_id: int) -> None:
    """Make one layer for each kind of grid under the name that the scheme gives it, for users of other programs."""
    columns = ", ".join(quoted(column) for column in columns_of(TABLES["grids"]))
    for name, kind in views_of(scheme).items():
        literal = kind.key.replace("'", "''")
        connection.execute(
            f"CREATE VIEW {quoted(name)} AS SELECT {columns} FROM {quoted('grids')} WHERE kind = '{literal}'"
        )
        register(connection, name, name, f"{kind.name.en}; 只读视图 / Read-only view of grids", srs_id)
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
            (name, SHAPE, SHAPE_TYPES["polygon"], srs_id),
        )


def prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Set a connection up for reading and changing a project: its functions, and a file that is whole at any moment.

    Nothing that stands in the file may call those functions before :func:`trust` says so, and pages that cannot be
    right are refused where SQLite would read on.
    """
    define_functions(guarded(connection))
    return connection


def trust(connection: sqlite3.Connection) -> None:
    """Let the triggers of a file call the functions that they need, once it is known that they are ours."""
    connection.execute("PRAGMA trusted_schema = ON")
