"""Reading and writing the project file: a whole plan at once, and the rows of one change in one transaction."""

from __future__ import annotations

import contextlib
import gc
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from gridmap.change import Change, Rows
from gridmap.errors import NotAProject, Problem
from gridmap.plan import IntArray, Plan
from gridmap.scheme import Scheme, parse_scheme
from gridmap.storage import extents, layout, rtree
from gridmap.storage.file import whole_file_at
from gridmap.storage.layout import ID, META, SCHEMA_VERSION, SHAPE, columns_of, quoted, rtree_of
from gridmap.storage.shapes import from_blobs, to_blobs
from gridmap.tables import TABLES, Column, empty_table

Progress = Callable[[int, int], None]
"""Called now and then with how many rows are done and how many there are."""

_MANY_ROWS: Final = 2000
"""From this many rows of a table on it is quicker to write them without triggers and to renew the R-tree."""


# ---- a whole plan ----------------------------------------------------------------------------------------------------


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan into a new project file; a file of that name is replaced at the very end, or left as it was.

    Raises
    ------
    OSError, sqlite3.Error
        If the folder cannot be written or the disk is full; nothing is left behind then.
    """
    with whole_file_at(path) as aside, contextlib.closing(sqlite3.connect(aside)) as connection:
        layout.prepared(connection)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        with without_garbage_collection():
            _fill(connection, plan)
        connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, plan: Plan) -> None:
    srs_id = layout.make_frame(connection, plan.scheme)
    connection.executemany(
        f"INSERT INTO {META} VALUES (?, ?)", [("schema_version", str(SCHEMA_VERSION)), ("scheme", plan.scheme.text)]
    )
    for name in TABLES:
        layout.make_table(connection, name, srs_id)
        frame = plan.tables[name]
        _insert(connection, name, frame, srs_id)
        renew_counts(connection, name)
        if TABLES[name].shape:
            rtree.renew(connection, name, frame.index.to_numpy(), extents.shapes_of(frame))
        layout.make_triggers(connection, name)
        _remember_last_id(connection, name, plan.last_ids[name])
    layout.make_views(connection, plan.scheme, srs_id)
    for name, table in TABLES.items():
        if table.shape:
            extents.renew(connection, name, plan)


def _remember_last_id(connection: sqlite3.Connection, name: str, last_id: int) -> None:
    found = connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last_id, name))
    if not found.rowcount:
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last_id))


def read_scheme(connection: sqlite3.Connection, file: str) -> Scheme:
    """Return the scheme that a project carries; :class:`gridmap.errors.BadInput` if somebody has spoilt it."""
    row = connection.execute(f"SELECT value FROM {META} WHERE key = 'scheme'").fetchone()
    if row is None:
        raise NotAProject("file-damaged", file=file, reason=f"{META}: scheme")
    return parse_scheme(row[0], file)


def read_plan(
    connection: sqlite3.Connection, file: str, progress: Progress | None = None
) -> tuple[Plan, list[Problem]]:
    """Read all tables of a project; what other programs have written and cannot be understood becomes a problem.

    Columns and tables that are missing are blank and empty here; see :func:`restore_layout`.
    """
    with without_garbage_collection():
        return _read_plan(connection, file, progress)


@contextlib.contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for cycles while millions of values are made, none of which can be part of one.

    At the size of a province that search takes longer than reading the file.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_plan(connection: sqlite3.Connection, file: str, progress: Progress | None) -> tuple[Plan, list[Problem]]:
    scheme = read_scheme(connection, file)
    problems: list[Problem] = []
    present = {name: columns for name in TABLES if (columns := columns_in(connection, name))}
    counts = {name: int(connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]) for name in present}
    last_ids = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    crs = pyproj.CRS.from_user_input(scheme.crs)
    tables: dict[str, pd.DataFrame] = {}
    done, total = 0, sum(counts.values())
    for name in TABLES:
        if counts.get(name):
            tables[name] = _Reader(connection, file, name, present[name], crs, problems).table()
        else:
            tables[name] = empty_table(name, crs)
        done += counts.get(name, 0)
        if progress is not None:
            progress(done, total)
    read = Plan.of_conformed(scheme, tables, last_ids={k: v for k, v in last_ids.items() if isinstance(v, int)})
    return read, problems


def columns_in(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the names of the columns that a table of the file has, none if there is no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")]


class _Reader:
    """Reads one table column by column, quickly where all is as it should be."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        file: str,
        name: str,
        present: list[str],
        crs: object,
        problems: list[Problem],
    ) -> None:
        self.connection = connection
        self.file = file
        self.name = name
        self.columns = [column for column in columns_of(TABLES[name]) if column in present]
        self.crs = crs
        self.problems = problems
        self.ids: IntArray = np.empty(0, dtype=np.int64)

    def table(self) -> pd.DataFrame:
        table = TABLES[self.name]
        rows = self.connection.execute(
            f"SELECT {', '.join(map(self._selected, self.columns))} FROM {quoted(self.name)} ORDER BY {quoted(ID)}"
        ).fetchall()
        columns = dict(zip(self.columns, zip(*rows, strict=True), strict=True))
        del rows
        self.ids = np.array(columns.pop(ID), dtype=np.int64)
        values: dict[str, Any] = {
            column.name: self._values(column, columns.pop(column.name, None)) for column in table.columns
        }
        index = pd.Index(self.ids, name="id")
        if not table.shape:
            frame = pd.DataFrame(values, index=index)
        else:
            blobs = columns.pop(SHAPE, (None,) * len(self.ids))
            shapes, unreadable = from_blobs(blobs, wrapped=table.shape != "any")
            for at in unreadable.tolist():
                self._complain("shape-unreadable", at, SHAPE)
            values["geometry"] = gpd.array.GeometryArray(shapes, crs=self.crs)
            frame = gpd.GeoDataFrame(values, index=index, geometry="geometry")
        if self.ids[0] <= 0:
            for at in np.flatnonzero(self.ids <= 0).tolist():
                self._complain("row-id-unusable", at, ID)
            frame = frame[self.ids > 0]
        return frame

    def _selected(self, column: str) -> str:
        """Return the SQL of a column; what is null comes as a blank at once, which is quicker than to look for it."""
        if column in (ID, SHAPE):
            return quoted(column)
        blank = TABLES[self.name].column(column).blank
        return f"ifnull({quoted(column)}, {+blank if not isinstance(blank, str) else repr(blank)})"

    def _complain(self, key: str, at: int, column: str, **values: object) -> None:
        self.problems.append(
            Problem(key, file=self.file, sheet=self.name, row=int(self.ids[at]), column=column, values=values)
        )

    def _values(self, column: Column, found: tuple[Any, ...] | None) -> Any:
        wanted = str if column.kind in ("text", "date") else float if column.kind == "real" else int
        if found is None:
            found = (column.blank,) * len(self.ids)
        elif set(map(type, found)) != {wanted}:
            found = tuple(self._understood(column, wanted, at, value) for at, value in enumerate(found))
        if wanted is str:
            cells = np.empty(len(found), dtype=object)
            cells[:] = found
            return pd.array(cells, dtype=column.dtype)
        return np.array(found, dtype=column.dtype)  # type: ignore[call-overload]

    def _understood(self, column: Column, wanted: type, at: int, value: Any) -> Any:
        """Return a value of the type that the column has; if it cannot be one, a blank, and complain."""
        if type(value) is wanted:
            return value
        try:
            if isinstance(value, bytes):
                raise ValueError("bytes")
            result = wanted(value)
            if wanted is int and (result != float(value) or abs(result) >= 2**63):
                raise ValueError("not a whole number")
        except (ValueError, OverflowError):
            shown = f"<{len(value)} bytes>" if isinstance(value, bytes) else str(value)
            self._complain("value-unreadable", at, column.name, value=shown)
            return column.blank
        return result


def restore_layout(connection: sqlite3.Connection, file: str) -> list[Problem]:
    """Give a file back the tables and columns that another program has taken out, blank; inside a transaction."""
    problems = []
    for name, table in TABLES.items():
        present = columns_in(connection, name)
        if not present:
            problems.append(Problem("table-restored", file=file, sheet=name))
            _forget(connection, name)
            layout.make_table(connection, name, _srs_id(connection, file))
        else:
            for column in table.columns:
                if column.name not in present:
                    problems.append(Problem("column-restored", file=file, sheet=name, column=column.name))
                    layout.add_column(connection, name, column)
        whole = layout.has_triggers(connection, name) and (not table.shape or columns_in(connection, rtree_of(name)))
        if not present or not whole:
            layout.drop_triggers(connection, name)
            if table.shape:
                rtree.renew_from_rows(connection, name)
            renew_counts(connection, name)
            layout.make_triggers(connection, name)
    return problems


def _forget(connection: sqlite3.Connection, name: str) -> None:
    for register in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_ogr_contents", "gpkg_contents"):
        connection.execute(f"DELETE FROM {register} WHERE table_name = ?", (name,))
    connection.execute(f"DROP TABLE IF EXISTS {quoted(rtree_of(name))}")


def srs_ids(connection: sqlite3.Connection) -> dict[str, int]:
    """Return by table the number of the CRS of its shapes in the file."""
    return dict(connection.execute("SELECT table_name, srs_id FROM gpkg_geometry_columns"))


def _srs_id(connection: sqlite3.Connection, file: str) -> int:
    """Return the number under which the file knows the CRS of its grids, making it known if it was taken out."""
    row = connection.execute("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'grids'").fetchone()
    return int(row[0]) if row else layout.make_srs(connection, read_scheme(connection, file))


# ---- rows ------------------------------------------------------------------------------------------------------------


def _insert(connection: sqlite3.Connection, name: str, frame: pd.DataFrame, srs_id: int) -> None:
    if len(frame):
        columns = columns_of(TABLES[name])
        marks = ", ".join("?" * len(columns))
        connection.executemany(
            f"INSERT INTO {quoted(name)} ({', '.join(map(quoted, columns))}) VALUES ({marks})",
            zip(*(_cells(name, frame, column, srs_id) for column in columns), strict=True),
        )


def _cells(name: str, frame: pd.DataFrame, column: str, srs_id: int) -> list[Any]:
    """Return one column of a frame as what SQLite stores."""
    if column == ID:
        return frame.index.to_list()
    if column == SHAPE:
        return to_blobs(extents.shapes_of(frame), srs_id, wrap=TABLES[name].shape != "any")
    values: list[Any] = frame[column].to_list()
    if TABLES[name].column(column).kind in ("reference", "date"):
        return [value or None for value in values]
    return values


def renew_counts(connection: sqlite3.Connection, name: str) -> None:
    """Count the rows of a table anew for GDAL."""
    connection.execute(
        f"UPDATE gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM {quoted(name)}) WHERE table_name = ?",
        (name,),
    )


def write_change(connection: sqlite3.Connection, change: Change, after: Plan, srs_ids: Mapping[str, int]) -> None:
    """Bring the tables of a file from the plan before a change to the plan after it; inside a transaction.

    Raises
    ------
    RowsChangedElsewhere
        If a row to replace or to remove is not in the file.
    """
    for name, rows in change.rows.items():
        srs_id = srs_ids.get(name, 0)
        many = len(rows.added) + len(rows.removed) > _MANY_ROWS or (
            len(rows.after) > _MANY_ROWS and bool(TABLES[name].shape)
        )
        if many:
            layout.drop_triggers(connection, name)
        _delete(connection, name, rows)
        _update(connection, name, rows, srs_id)
        if len(rows.added):
            _insert(connection, name, rows.after[np.isin(rows.after.index, rows.added)], srs_id)
        if many:
            renew_counts(connection, name)
            if TABLES[name].shape:
                frame = after.tables[name]
                rtree.renew(connection, name, frame.index.to_numpy(), extents.shapes_of(frame))
            layout.make_triggers(connection, name)
        connection.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?", (name,)
        )
        if TABLES[name].shape:
            extents.follow(connection, name, rows, after)


class RowsChangedElsewhere(Exception):
    """A row that a change is about is not in the file any more."""


def _delete(connection: sqlite3.Connection, name: str, rows: Rows) -> None:
    removed = rows.removed.tolist()
    if removed:
        cursor = connection.executemany(f"DELETE FROM {quoted(name)} WHERE {ID} = ?", [(i,) for i in removed])
        if cursor.rowcount != len(removed):
            raise RowsChangedElsewhere(name)


def _update(connection: sqlite3.Connection, name: str, rows: Rows, srs_id: int) -> None:
    replaced = rows.replaced
    if not len(replaced.after):
        return
    columns = [c for c in columns_of(TABLES[name])[1:] if ("geometry" if c == SHAPE else c) in replaced.changed_columns]
    if not columns:
        return  # the row told of somebody who is forgotten, and reads the same before and after now
    assignments = ", ".join(f"{quoted(column)} = ?" for column in columns)
    cells = [_cells(name, replaced.after, column, srs_id) for column in (*columns, ID)]
    cursor = connection.executemany(f"UPDATE {quoted(name)} SET {assignments} WHERE {ID} = ?", zip(*cells, strict=True))
    if cursor.rowcount != len(replaced.after):
        raise RowsChangedElsewhere(name)
