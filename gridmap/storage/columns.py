"""A table read column by column: SQLite joins the values of a column to one text, which is taken apart at once.

Read row by row, Python makes an object for each of the millions of values of a province, and half of the time of an
opening goes into that. Joined, numbers never become objects, and texts are cut apart in one call. What is not as
GridMap writes it (a number among texts, a text with the very character that joins them, ...) is noticed, and then
nothing is read here: row by row it is told which value it is.
"""

from __future__ import annotations

import contextlib
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.tables import TABLES, Column
from gridmap.storage.layout import ID, SHAPE, quoted
from gridmap.storage.shapes import from_blobs

HIGHEST_ID: Final = 1 << 53
HIGHEST_VALUE: Final = 1 << 40
"""Nothing that is counted or referred to reaches this, so that no sum of a million rows leaves 64 bits."""
_BETWEEN: Final = "\x1f"
"""Joins texts: the separator of units of ASCII, which nobody can type."""


@dataclass(frozen=True)
class Columns:
    """All rows of a table, in the order of their ids.

    Attributes
    ----------
    ids : int64 (n,)
    values : mapping of str to array (n,)
        By column: whole numbers as int64, texts and dates as objects.
    shapes : array of shapely geometries (n,) or None
        ``None`` if the file has no column of shapes.
    unreadable : int64
        Places of the shapes that are none.
    """

    ids: IntArray
    values: Mapping[str, Any]
    shapes: ShapeArray | None = None
    unreadable: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))


class _Strange(Exception):
    """Something is not as GridMap writes it."""


def columns_at_once(
    connection: sqlite3.Connection, name: str, columns: list[str], at_once: int, told: Callable[[int], None]
) -> Columns | None:
    """Read a table, or return ``None`` if it is to be read row by row; inside a transaction.

    Parameters
    ----------
    columns : list of str
        Those of the table that the file has.
    at_once : int
        So many rows are read before somebody is told.
    told : callable
        Called with how many rows are read.
    """
    table = TABLES[name]
    wanted = [table.column(column) for column in columns if column not in (ID, SHAPE)]
    if not _is_numbered(connection, name) or any(column.kind == "real" for column in wanted):
        return None
    try:
        with _bytes_as_text(connection):
            reading = _Reading(connection, name, wanted, at_once, told)
            return reading.with_shapes() if SHAPE in columns else reading.all()
    except (_Strange, UnicodeDecodeError, sqlite3.DataError):
        return None
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":  # a sum of numbers that are too large is one
            raise
        return None


def _is_numbered(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the id is the number that SQLite itself gives a row, so that rows come in its order."""
    found = connection.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
    keys = [(column, kind) for _, column, kind, _, _, place in found if place]
    return keys == [(ID, "INTEGER")]


@contextlib.contextmanager
def _bytes_as_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Let texts come as bytes, since what is joined is no text yet."""
    connection.text_factory = bytes
    try:
        yield
    finally:
        connection.text_factory = str


class _Reading:
    """The way through one table, in ranges of ids."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        name: str,
        wanted: list[Column],
        at_once: int,
        told: Callable[[int], None],
    ) -> None:
        self.connection, self.wanted, self.told = connection, wanted, told
        self.is_wrapped = TABLES[name].shape != "any"
        self.rows = f"FROM {quoted(name)} NOT INDEXED"
        asked = f"SELECT min({ID}), max({ID}), count(*) {self.rows}"
        first, last, self.count = connection.execute(asked).fetchone()
        if not self.count or first <= 0 or last >= HIGHEST_ID:
            raise _Strange
        step = max(at_once, -(-(last - first + 1) // -(-self.count // at_once)))  # ids may be far apart
        self.ranges = [f"{ID} BETWEEN {start} AND {start + step - 1}" for start in range(first, last + 1, step)]

    def with_shapes(self) -> Columns:
        """Read the shapes first: they are decoded while SQLite joins the rest, for which it needs no Python."""
        with ThreadPoolExecutor(1, "gridmap-shapes") as decoding:
            try:
                decoded, done = [], 0
                for within in self.ranges:
                    found = self.connection.execute(f"SELECT {SHAPE} {self.rows} WHERE {within} ORDER BY {ID}")
                    blobs = [blob for (blob,) in found]
                    decoded.append(decoding.submit(from_blobs, blobs, wrapped=self.is_wrapped))
                    done += len(blobs)
                    self.told(done // 2)
                result = self.all(share=2)
                results = [one.result() for one in decoded]
            except BaseException:
                decoding.shutdown(wait=False, cancel_futures=True)
                raise
        shapes = np.concatenate([some for some, _ in results])
        if len(shapes) != len(result.ids):
            raise _Strange
        starts = np.cumsum([0, *(len(some) for some, _ in results)])
        unreadable = np.concatenate([start + at for start, (_, at) in zip(starts.tolist(), results, strict=False)])
        return replace(result, shapes=shapes, unreadable=unreadable)

    def all(self, share: int = 1) -> Columns:
        """Read ids and values; as much of the whole as one divided by ``share`` is still to be told."""
        asked = ", ".join([f"group_concat({ID}, ',')", _strange_rows(self.wanted), *map(_joined, self.wanted)])
        ids: list[IntArray] = []
        parts: list[list[Any]] = [[] for _ in self.wanted]
        done = 0
        for within in self.ranges:
            found = self.connection.execute(f"SELECT {asked} {self.rows} WHERE {within}").fetchone()
            joined, strange, *texts = found
            if joined is None:
                continue
            if strange:
                raise _Strange
            ids.append(_numbers(joined, joined.count(b",") + 1))
            for column, part, text in zip(self.wanted, parts, texts, strict=True):
                part.append(_values(column, text, len(ids[-1])))
            done += len(ids[-1])
            self.told(self.count - (self.count - done) // share)
        all_ids = np.concatenate(ids)
        if (np.diff(all_ids) <= 0).any():
            raise _Strange
        values = {column.name: np.concatenate(part) for column, part in zip(self.wanted, parts, strict=True)}
        return Columns(all_ids, values)


def _joined(column: Column) -> str:
    """Return the SQL of all values of a column in one text, blank where one is null."""
    blank, between = (repr(column.blank), _BETWEEN) if _is_text(column) else (int(column.blank), ",")
    return f"group_concat(ifnull({quoted(column.name)}, {blank}), '{between}')"


def _strange_rows(columns: list[Column]) -> str:
    """Return the SQL of how many rows have a value of a type that its column has not.

    In SQLite numbers are less than all texts, and texts less than all bytes. Broken numbers are found when the texts of
    a column are taken apart.
    """
    strange = []
    for name, is_text in ((quoted(column.name), _is_text(column)) for column in columns):
        strange += [f"{name} < ''", f"{name} >= x''"] if is_text else [f"{name} >= ''"]
    return f"count(CASE WHEN {' OR '.join(strange)} THEN 1 END)" if strange else "0"


def _values(column: Column, joined: bytes, count: int) -> npt.NDArray[Any]:
    if _is_text(column):
        return _texts(joined.decode(), count)
    numbers = _numbers(joined, count)
    if numbers.min() <= -HIGHEST_VALUE or numbers.max() >= HIGHEST_VALUE:
        raise _Strange
    return numbers.astype(column.dtype)  # type: ignore[call-overload]


def _is_text(column: Column) -> bool:
    return column.kind in ("text", "date")


def _numbers(joined: bytes, count: int) -> IntArray:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what is no number is a warning today, and will be an error
            numbers = np.fromstring(joined.decode(), dtype=np.int64, sep=",")
    except (ValueError, DeprecationWarning):
        raise _Strange from None
    if len(numbers) != count:
        raise _Strange
    return numbers


def _texts(joined: str, count: int) -> npt.NDArray[np.object_]:
    cells = np.empty(count, dtype=object)
    first = joined.partition(_BETWEEN)[0]
    if joined == _BETWEEN.join([first] * count):  # one object for all, as often in columns that are blank
        cells.fill(first)
        return cells
    texts = joined.split(_BETWEEN)
    if len(texts) != count:
        raise _Strange
    cells[:] = texts
    return cells
