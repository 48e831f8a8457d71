"""Reading and writing the project file: a whole plan at once, and the rows of one change in one transaction."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.change import Change, Rows
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput, NotAProject, Problem
from gridmap.model.frames import dtype_of, empty_table, framed, text_array
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme, parse_scheme
from gridmap.model.tables import TABLES, Column
from gridmap.storage import extents, layout, rtree
from gridmap.storage.columns import HIGHEST_ID, HIGHEST_VALUE, Columns, Wanted, tables_at_once
from gridmap.storage.counting import columns_in, counted, expected_counts
from gridmap.storage.early_reading import EarlyReading
from gridmap.storage.file import any_text, whole_file_at
from gridmap.storage.layout import META, SCHEMA_VERSION, rtree_of
from gridmap.storage.names import ID, SHAPE, columns_of, quoted
from gridmap.storage.rows import insert
from gridmap.storage.shapes import from_blobs, to_blobs
from gridmap.storage.soundness import salvaged_rows
from gridmap.storage.turns import TakenInTurns

Progress = Callable[[int, int], None]
"""Called now and then with how many rows are done and how many there are."""

_AT_ONCE: Final = 10_000
"""So many rows are read, and so many shapes made, before somebody is told."""

_MANY_ROWS: Final = 2000
"""From this many rows of a table on it is quicker to write them without triggers and to renew the R-tree."""
_SOME_ROWS: Final = 200
_ONE_IN: Final = 4
"""So it is from this many rows on if they are one in so many of all that the R-tree will have."""

_SALVAGED: Final = 10_000
_SALVAGED_AT_MOST: Final = 10_000_000
"""Up to which id rows of a damaged table are looked for, at least and at most."""


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


def clean_copy(plan: Plan) -> sqlite3.Connection:
    """Return a connection to a project in memory that holds a plan, and nothing that another program has made."""
    connection = layout.prepared(sqlite3.connect(":memory:", check_same_thread=False, factory=TakenInTurns))
    layout.trust(connection)
    connection.execute("BEGIN")
    with without_garbage_collection():
        _fill(connection, plan)
    connection.execute("COMMIT")
    return connection


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
    """Return the scheme that a project carries.

    Raises
    ------
    NotAProject
        ``file-damaged`` if it is gone, ``scheme-not-text``.
    BadInput
        If somebody has spoilt it.
    """
    with any_text(connection):
        row = connection.execute(f"SELECT rowid, value FROM {META} NOT INDEXED WHERE key = 'scheme'").fetchone()
    if row is None:
        raise NotAProject("file-damaged", file=file, reason=f"{META}: scheme")
    if not isinstance(row[1], str):
        raise NotAProject("scheme-not-text", file=file, sheet=META, row=row[0], column="value")
    try:
        return parse_scheme(row[1], file)
    except RecursionError:
        raise NotAProject("scheme-not-text", file=file, sheet=META, row=row[0], column="value") from None


def read_plan(
    connection: sqlite3.Connection,
    file: str,
    progress: Progress | None = None,
    *,
    unreadable: Collection[str] = (),
    counts: Mapping[str, int] | None = None,
    salvage: bool = False,
    early: EarlyReading | None = None,
) -> tuple[Plan, list[Problem]]:
    """Read all tables of a project; what other programs have written and cannot be understood becomes a problem.

    Columns and tables that are missing are blank and empty here; see :func:`restore_layout`.

    Parameters
    ----------
    unreadable : collection of str
        Tables that must not be read; see :class:`gridmap.storage.foreign.Schema`.
    counts : mapping of str to int, optional
        What :func:`gridmap.storage.counting.rows_of_tables` says, where somebody has asked within the same transaction.
    salvage : bool
        Whether the file is damaged, so that what can be read of it is wanted and no more.
    early : EarlyReading, optional
        Of the file as it is now; what it has read is not read again.
    """
    with without_garbage_collection():
        return _read_plan(connection, file, progress, unreadable, counts, salvage, early)


def _read_plan(
    connection: sqlite3.Connection,
    file: str,
    progress: Progress | None,
    unreadable: Collection[str],
    known: Mapping[str, int] | None,
    salvage: bool,
    early: EarlyReading | None,
) -> tuple[Plan, list[Problem]]:
    problems: list[Problem] = []
    try:
        scheme = read_scheme(connection, file)
    except (BadInput, sqlite3.DatabaseError) as error:
        if not salvage:
            raise
        problems.append(Problem("scheme-replaced", file=file, sheet=META, values={"reason": str(error)}))
        scheme = load_scheme()
    present = {name: columns for name in TABLES if name not in unreadable and (columns := columns_in(connection, name))}
    problems += [
        Problem("table-missing", file=file, sheet=name)
        for name in TABLES
        if name not in present and name not in unreadable
    ]
    counts = {} if salvage else known or counted(connection, present)
    last_ids = _last_ids(connection, salvage)
    crs = pyproj.CRS.from_user_input(scheme.crs)
    tables: dict[str, pd.DataFrame] = {}
    done, total = 0, sum(counts.values())
    most = 0

    def told(rows: int) -> None:
        nonlocal most
        most = max(most, rows)  # what is read once more, row by row, was told of already
        if progress is not None:
            progress(most, total)

    filled = [name for name in TABLES if name in present and (salvage or counts[name])]
    wanted = [] if salvage else [_wanted(name, present[name], counts[name]) for name in filled]
    taken = {table.name: early.take(table) for table in wanted} if early is not None else {}
    wanted = [table for table in wanted if taken.get(table.name) is None]
    with contextlib.closing(tables_at_once(connection, wanted, _AT_ONCE, told)) as read:
        for name in TABLES:
            if name in filled:
                now = None if salvage else partial(_from, told, done)
                reader = _Reader(connection, file, name, present[name], crs, problems, now)
                if salvage:
                    tables[name] = reader.salvaged(last_ids.get(name, 0))
                else:
                    tables[name] = reader.table(taken.get(name) or next(read))
            else:
                tables[name] = empty_table(name, crs)
            done += counts.get(name, 0)
            told(done)
    return Plan.of_conformed(scheme, tables, last_ids=last_ids), problems


def _from(told: Callable[[int], None], done: int, rows: int) -> None:
    told(done + rows)


def _wanted(name: str, present: Collection[str], count: int | None = None) -> Wanted:
    return Wanted(name, [column for column in columns_of(TABLES[name]) if column in present], count)


def read_table(connection: sqlite3.Connection, file: str, name: str) -> pd.DataFrame:
    """Read one table of a project and leave the others alone; it is empty if the file has none of that name."""
    present = columns_in(connection, name)
    crs = pyproj.CRS.from_user_input(read_scheme(connection, file).crs) if TABLES[name].shape else None
    if not present:
        return empty_table(name, crs)
    [read] = tables_at_once(connection, [_wanted(name, present)], _AT_ONCE, lambda rows: None)
    return _Reader(connection, file, name, present, crs, []).table(read)


def _last_ids(connection: sqlite3.Connection, salvage: bool) -> dict[str, int]:
    """Return by table the highest id that was ever given out."""
    try:
        with any_text(connection):
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
                return {}
            found = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    except sqlite3.DatabaseError:
        if not salvage:
            raise
        return {}
    return {name: seq for name, seq in found if name in TABLES and isinstance(seq, int) and 0 <= seq < HIGHEST_ID}


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
        told: Callable[[int], None] | None = None,
    ) -> None:
        self.connection = connection
        self.file = file
        self.name = name
        self.columns = _wanted(name, present).columns
        self.crs = crs
        self.problems = problems
        self.told = told or (lambda rows: None)
        self.ids: IntArray = np.empty(0, dtype=np.int64)

    def table(self, read: Columns | None) -> pd.DataFrame:
        """Return all rows: as they were read column by column, or read here, row by row."""
        if read is not None:
            return self._framed_columns(read)
        query = self._query()
        try:
            rows = self._fetched(f"{query} ORDER BY {self._key}")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) is not None:
                raise
            with any_text(self.connection):  # a text that is no UTF-8
                rows = self._fetched(f"{query} ORDER BY {self._key}")
        return self._framed(rows)

    def _fetched(self, query: str) -> list[tuple[Any, ...]]:
        """Read rows, which is half of the work; the other half is to make shapes of them."""
        rows: list[tuple[Any, ...]] = []
        cursor = self.connection.execute(query)
        while some := cursor.fetchmany(_AT_ONCE):
            rows += some
            self.told(len(rows) // 2)
        return rows

    def salvaged(self, last_id: int) -> pd.DataFrame:
        """Read the rows that can be read of a damaged file, and tell how many are lost."""
        query, expected = self._query(), expected_counts(self.connection).get(self.name)

        def ask(condition: str, values: tuple[int, int]) -> list[tuple[Any, ...]]:
            return self.connection.execute(f"{query} WHERE {condition} ORDER BY {self._key}", values).fetchall()

        with any_text(self.connection):
            rows = list(salvaged_rows(ask, self._key, self._highest(last_id)))
        if expected is None or len(rows) < expected:
            lost = {} if expected is None else {"count": expected - len(rows)}
            key = "rows-unreadable-uncounted" if expected is None else "rows-unreadable"
            self.problems.append(Problem(key, file=self.file, sheet=self.name, values={**lost, "found": len(rows)}))
        return self._framed(rows) if rows else empty_table(self.name, self.crs)

    def _highest(self, last_id: int) -> int:
        """Return the highest number that a row of a damaged table may have."""
        with contextlib.suppress(sqlite3.DatabaseError):
            (found,) = self.connection.execute(f"SELECT max({self._key}) FROM {quoted(self.name)}").fetchone()
            if isinstance(found, int):
                last_id = max(last_id, found)
        return min(max(last_id, _SALVAGED), _SALVAGED_AT_MOST)

    @property
    def _key(self) -> str:
        """The SQL of a row's number: where another program has taken out the column, the one that SQLite gives it."""
        return quoted(ID) if ID in self.columns else "rowid"

    def _query(self) -> str:
        columns = [self._key, *(self._selected(column) for column in self.columns if column != ID)]
        return f"SELECT {', '.join(columns)} FROM {quoted(self.name)}"

    def _framed(self, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
        table = TABLES[self.name]
        rows = self._numbered(rows)
        if not rows:
            return empty_table(self.name, self.crs)
        columns = dict(zip([ID, *(c for c in self.columns if c != ID)], zip(*rows, strict=True), strict=True))
        del rows
        self.ids = np.array(columns.pop(ID), dtype=np.int64)
        values: dict[str, Any] = {
            column.name: self._values(column, columns.pop(column.name, None)) for column in table.columns
        }
        if not table.shape:
            return self._frame(values)
        blobs = columns.pop(SHAPE, (None,) * len(self.ids))
        shapes = []
        for first in range(0, len(blobs), _AT_ONCE):
            some, unreadable = from_blobs(blobs[first : first + _AT_ONCE], wrapped=table.shape != "any")
            shapes.append(some)
            for at in unreadable.tolist():
                self._complain("shape-unreadable", first + at, SHAPE)
            self.told((len(blobs) + min(first + _AT_ONCE, len(blobs))) // 2)
        return self._frame(values, np.concatenate(shapes))

    def _framed_columns(self, read: Columns) -> pd.DataFrame:
        self.ids = read.ids
        values = {}
        for column in TABLES[self.name].columns:
            found = read.values.get(column.name)
            if found is None:
                values[column.name] = self._values(column, None)
            else:
                values[column.name] = text_array(found) if found.dtype == object else found
        for at in read.unreadable.tolist():
            self._complain("shape-unreadable", at, SHAPE)
        shapes = np.full(len(self.ids), None, dtype=object) if read.shapes is None else read.shapes
        return self._frame(values, shapes if TABLES[self.name].shape else None)

    def _frame(self, values: dict[str, Any], shapes: ShapeArray | None = None) -> pd.DataFrame:
        if shapes is not None:
            values["geometry"] = gpd.array.GeometryArray(shapes, crs=self.crs)
        return framed(self.ids, values)

    def _numbered(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Leave out, and tell of, the rows whose number is none, or that of the row before."""
        ids = [row[0] for row in rows]
        if set(map(type, ids)) <= {int} and min(ids, default=1) > 0 and max(ids, default=1) < HIGHEST_ID:
            numbers = np.array(ids, dtype=np.int64)
            if (np.diff(numbers) > 0).all():
                return rows
        kept: dict[int, tuple[Any, ...]] = {}
        for row in rows:
            number = row[0]
            if type(number) is int and 0 < number < HIGHEST_ID and number not in kept:
                kept[number] = row
            else:
                shown = number if type(number) is int and abs(number) < 2**63 else 0
                self.problems.append(
                    Problem(
                        "row-id-unusable",
                        file=self.file,
                        sheet=self.name,
                        row=shown,
                        column=ID,
                        values={"value": f"<{len(number)} bytes>" if isinstance(number, bytes) else str(number)},
                    )
                )
        return [kept[number] for number in sorted(kept)]

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
        elif set(map(type, found)) != {wanted} or (
            wanted is int and not -HIGHEST_VALUE < min(found) <= max(found) < HIGHEST_VALUE
        ):
            found = tuple(self._understood(column, wanted, at, value) for at, value in enumerate(found))
        if wanted is str:
            cells = np.empty(len(found), dtype=object)
            cells[:] = found
            return pd.array(cells, dtype=dtype_of(column))
        return np.array(found, dtype=dtype_of(column))

    def _understood(self, column: Column, wanted: type, at: int, value: Any) -> Any:
        """Return a value of the type that the column has; if it cannot be one, a blank, and complain."""
        if type(value) is wanted and not (isinstance(value, int) and abs(value) >= HIGHEST_VALUE):
            return value
        try:
            if isinstance(value, bytes):
                raise ValueError("bytes")
            result = wanted(value)
            if wanted is int and result != float(value):
                raise ValueError("not a whole number")
            if wanted is int and abs(result) >= HIGHEST_VALUE:
                raise ValueError("no number that is counted with")
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
        if (
            present
            and table.shape
            and not connection.execute("SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ?", (name,)).fetchone()
        ):
            problems.append(Problem("layer-registered-again", file=file, sheet=name))
            layout.register_again(connection, name, _srs_id(connection, file))
        whole = layout.has_triggers(connection, name) and layout.has_tree(connection, name)
        if not present or not whole:
            layout.drop_triggers(connection, name)
            if table.shape:
                rtree.renew_from_rows(connection, name)
            renew_counts(connection, name)
            layout.make_triggers(connection, name)
    return problems


def mend_trees(connection: sqlite3.Connection, file: str, tables: Iterable[str]) -> list[Problem]:
    """Make the R-trees of some tables anew, of which nothing but they themselves is spoilt; inside a transaction."""
    problems = []
    for name in tables:
        if SHAPE in columns_in(connection, name):
            rtree.mend(connection, name)
            problems.append(Problem("index-rebuilt", file=file, sheet=name))
    return problems


def _forget(connection: sqlite3.Connection, name: str) -> None:
    for register in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_ogr_contents", "gpkg_contents"):
        connection.execute(f"DELETE FROM {register} WHERE table_name = ?", (name,))
    connection.execute(f"DROP TABLE IF EXISTS {quoted(rtree_of(name))}")


def srs_ids(connection: sqlite3.Connection) -> dict[str, int]:
    """Return by table the number of the CRS of its shapes in the file, as far as it is a number."""
    with any_text(connection):
        found = connection.execute("SELECT table_name, srs_id FROM gpkg_geometry_columns").fetchall()
    return {name: srs_id for name, srs_id in found if isinstance(srs_id, int) and abs(srs_id) < 1 << 31}


def _srs_id(connection: sqlite3.Connection, file: str) -> int:
    """Return the number under which the file knows the CRS of its grids, making it known if it was taken out."""
    known = srs_ids(connection).get("grids")
    return known if known is not None else layout.make_srs(connection, read_scheme(connection, file))


# ---- rows ------------------------------------------------------------------------------------------------------------


def _insert(connection: sqlite3.Connection, name: str, frame: pd.DataFrame, srs_id: int) -> None:
    if len(frame):
        columns = columns_of(TABLES[name])
        insert(connection, name, columns, [_cells(name, frame, column, srs_id) for column in columns])


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
        many = _are_many(rows, len(after.tables[name]), shapes=bool(TABLES[name].shape))
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


def _are_many(rows: Rows, count: int, *, shapes: bool) -> bool:
    """Whether rows are so many that counts and the R-tree of their table are made anew instead of following each."""
    moved = len(rows.added) + len(rows.removed)
    if moved > _MANY_ROWS:
        return True
    return shapes and (len(rows.after) > _MANY_ROWS or (moved > _SOME_ROWS and moved * _ONE_IN > count))


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
