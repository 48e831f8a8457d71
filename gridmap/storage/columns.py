"""A table read column by column: SQLite joins the values of a column to one text, which is taken apart at once.

Read row by row, Python makes an object for each of the millions of values of a province, and half of the time of an
opening goes into that. Joined, numbers never become objects, texts are cut apart in one call, and of a text that stands
in many rows (a kind, a role, nothing) there is one object. Shapes are joined likewise. A thread takes apart what has
come, while SQLite, which needs no Python for it, joins what comes next.

What is not as GridMap writes it (a number among texts, a text with the very character that joins them, ...) is noticed,
and then nothing is read here: row by row it is told which value it is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gridmap.model.tables import TABLES, Column
from gridmap.storage.joined import (
    BETWEEN,
    LIFT,
    MOST_LIFTED,
    OTHER,
    Strange,
    few_of,
    lifted_numbers,
    mark_of,
    numbers_between_commas,
    put_by_marks,
    put_texts_between,
)
from gridmap.storage.names import ID, SHAPE, quoted
from gridmap.storage.shapes import from_blobs, from_joined

if TYPE_CHECKING:
    from gridmap.model.arrays import IntArray, ShapeArray

HIGHEST_ID: Final = 1 << 53
HIGHEST_VALUE: Final = 1 << 40
"""Nothing that is counted or referred to reaches this, so that no sum of a million rows leaves 64 bits."""
_WAITING: Final = 3
"""So many pieces may wait to be taken apart; more would only hold memory."""
_BYTES_AT_ONCE: Final = 32_000_000
_LOOKED_AT: Final = 1000
"""Rows by which it is guessed which columns have few values, and how large shapes are."""


@dataclass(frozen=True)
class Columns:
    """All rows of a table, in the order of their ids.

    Attributes
    ----------
    ids : int64 (n,)
    values : mapping of str to array (n,)
        By column: numbers and flags as their column has them, texts and dates as objects.
    shapes : array of shapely geometries (n,) or None
        ``None`` if the file has no column of shapes.
    unreadable : int64
        Places of the shapes that are none.
    """

    ids: IntArray
    values: Mapping[str, Any]
    shapes: ShapeArray | None = None
    unreadable: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class Wanted:
    """A table that is to be read.

    Attributes
    ----------
    name : str
    columns : list of str
        Those of the table that the file has.
    count : int, optional
        Rows of the table, where somebody has counted them already: that takes a look at all its pages.
    """

    name: str
    columns: list[str]
    count: int | None = None


def tables_at_once(
    connection: sqlite3.Connection, tables: Iterable[Wanted], at_once: int, told: Callable[[int], None]
) -> Generator[Columns | None]:
    """Read tables, each ``None`` if it is to be read row by row; inside a transaction.

    While SQLite is asked for one, what has come of the one before is taken apart on a thread of its own.

    Parameters
    ----------
    at_once : int
        So many rows are read at most before somebody is told.
    told : callable
        Called with how many rows are read of all tables; half of them count when they have come.
    """
    done = [0]

    def came(rows: int) -> None:
        done[0] += rows
        told(done[0] // 2)

    with ThreadPoolExecutor(1, "gridmap-columns") as apart:
        try:
            begun: deque[Reading | None] = deque()
            for wanted in tables:
                begun.append(_asked_for(connection, wanted, at_once, came, apart))
                if len(begun) > 1:
                    yield taken_apart(begun.popleft())
            for reading in begun:
                yield taken_apart(reading)
        except BaseException:
            apart.shutdown(wait=False, cancel_futures=True)
            raise


def _asked_for(
    connection: sqlite3.Connection,
    wanted: Wanted,
    at_once: int,
    came: Callable[[int], None],
    apart: ThreadPoolExecutor,
) -> Reading | None:
    """Ask SQLite for all rows of a table and have them taken apart; ``None`` if it is to be read row by row."""
    columns = _usual_columns(wanted)
    if not _is_numbered(connection, wanted.name) or columns is None:
        return None
    try:
        with _bytes_as_text(connection):
            extent = connection.execute(f"SELECT {_extent(wanted)}").fetchone()
            encoding = connection.execute("PRAGMA encoding").fetchone()[0]
            reading = Reading(wanted, columns, extent, is_utf_8=encoding == b"UTF-8")
            reading.ask_for_all(connection, at_once, came, apart)
            return reading
    except _UNUSUAL:
        return None
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":  # a sum of numbers that are too large is one
            raise
        return None


def asked_in_one(connection: sqlite3.Connection, tables: Sequence[Wanted]) -> dict[str, Reading]:
    """Ask SQLite for all rows of some tables in two statements; left out are those that are to be read row by row.

    Each statement waits for Python's lock, which is what takes the time where another thread imports. Nothing is taken
    apart yet, see :func:`taken_apart`; all of it is held in memory until then. Inside a transaction.
    """
    columns = {table.name: _usual_columns(table) for table in tables}
    asked = [table for table in tables if columns[table.name] is not None]
    if not asked:
        return {}
    readings: list[Reading] = []
    with _bytes_as_text(connection):
        found = connection.execute(
            f"SELECT (SELECT encoding FROM pragma_encoding), {', '.join(map(_extent, asked))}"
        ).fetchone()
        for at, table in enumerate(asked):
            with contextlib.suppress(Strange):
                extent = found[1 + 3 * at : 4 + 3 * at]
                readings.append(Reading(table, columns[table.name] or [], extent, is_utf_8=found[0] == b"UTF-8"))
        readings = [reading for reading in readings if reading.is_lifted and reading.is_joined]
        most = max((len(reading.all_columns()) for reading in readings), default=0)
        parts = []
        for at, reading in enumerate(readings):
            values = [*reading.all_columns(), *["NULL"] * most][:most]
            parts.append(f"SELECT {at}, {', '.join(values)} {reading.rows}")
        for at, *values in connection.execute(" UNION ALL ".join(parts)) if parts else ():
            with contextlib.suppress(Strange):
                readings[at].put_all(values)
    return {reading.name: reading for reading in readings if reading.asked}


def _usual_columns(wanted: Wanted) -> list[Column] | None:
    """Return the columns but id and shape; ``None`` if there is one that is always read row by row."""
    table = TABLES[wanted.name]
    columns = [table.column(column) for column in wanted.columns if column not in (ID, SHAPE)]
    return None if any(column.kind == "real" for column in columns) else columns


def _extent(wanted: Wanted) -> str:
    """Return the SQL of the first and last id of a table, and of its rows; an index on any column would be slower."""
    rows = f"FROM {quoted(wanted.name)} NOT INDEXED"
    count = f"(SELECT count(*) {rows})" if wanted.count is None else str(wanted.count)
    return f"(SELECT min({ID}) {rows}), (SELECT max({ID}) {rows}), {count}"


def taken_apart(reading: Reading | None) -> Columns | None:
    """Return the rows that were asked for; ``None`` if they are to be read row by row."""
    try:
        return None if reading is None else reading.all()
    except _UNUSUAL:
        return None


_UNUSUAL: Final = (Strange, UnicodeDecodeError, sqlite3.DataError)


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


@dataclass(frozen=True)
class _Piece:
    """What SQLite says of some rows.

    Attributes
    ----------
    start, count : int
        Where they begin in the table, and how many they are.
    is_lifted : bool
        Whether numbers are joined as :func:`gridmap.storage.joined.lifted_numbers` takes them apart.
    few : mapping of str to list
        By column the values for which letters stand.
    ids : bytes
    values : mapping of str to bytes
        By column; of one that is not there all rows have the only one of its few values.
    shapes : bytes or list
        Of all shapes in one; of each, where they cannot be joined.
    lengths : int64 (n,)
        Bytes of each shape, and one more; 0 where there is none.
    """

    start: int
    count: int
    is_lifted: bool
    few: Mapping[str, list[Any]]
    ids: bytes
    values: Mapping[str, bytes]
    shapes: bytes | list[Any]
    lengths: IntArray


class Reading:
    """The way through one table, in ranges of ids.

    Attributes
    ----------
    name : str
    columns : list of str
        Those of the table that the file has.
    count, asked : int
        Rows of the table, and those that have come.
    is_lifted : bool
        Whether all ids can be lifted; see :mod:`gridmap.storage.joined`.
    is_joined : bool
        Whether shapes can be joined: otherwise their bytes would be changed.
    """

    def __init__(self, wanted: Wanted, columns: list[Column], extent: tuple[Any, ...], *, is_utf_8: bool) -> None:
        self.name, self.columns, self.wanted = wanted.name, wanted.columns, columns
        self.has_shapes = SHAPE in wanted.columns
        self.is_wrapped = TABLES[wanted.name].shape != "any"
        self.rows = f"FROM {quoted(wanted.name)} NOT INDEXED"
        self.first, self.last, self.count = extent
        if not self.count or self.first <= 0 or self.last >= HIGHEST_ID:
            raise Strange
        self.few: dict[str, list[Any]] = {}
        self.alike: frozenset[str] = frozenset()  # columns of few values that have had a single one so far
        self.is_lifted = self.last <= MOST_LIFTED
        self.is_joined = is_utf_8
        self.ids = np.empty(self.count, dtype=np.int64)
        self.values = {column.name: np.empty(self.count, dtype=_dtype(column)) for column in columns}
        self.shapes = np.empty(self.count if self.has_shapes else 0, dtype=object)
        self.asked = 0
        self.waiting: deque[Callable[[], tuple[int, IntArray]]] = deque()
        self.unreadable: list[IntArray] = []
        self._came: Callable[[int], None] = lambda rows: None

    def _look_at(self, connection: sqlite3.Connection, some: str) -> int:
        """Find by rows here and there which columns have few values, and return how many rows can be joined at once."""
        values = ", ".join([_or_blank(column) for column in self.wanted] or ["0"])
        columns = zip(*connection.execute(f"SELECT {values} {some}").fetchall(), strict=True)
        for column, found in zip(self.wanted, columns, strict=False):
            few = few_of([value.decode() if isinstance(value, bytes) else value for value in found])
            if few and all(_is_usual(column, value) for value in few):
                self.few[column.name] = few
        self.alike = frozenset(name for name, few in self.few.items() if len(few) == 1)
        if not self.has_shapes:
            return self.count
        (bytes_each,) = connection.execute(f"SELECT avg(length({SHAPE})) {some}").fetchone()
        return max(1, int(_BYTES_AT_ONCE / (bytes_each or 1)))

    def ask_for_all(
        self, connection: sqlite3.Connection, at_once: int, came: Callable[[int], None], apart: ThreadPoolExecutor
    ) -> None:
        """Ask for all rows, so many at once at most, and have what has come taken apart."""
        self._came = came
        first, last = self.first, self.last
        if self.count > at_once:
            some = ", ".join(map(str, range(first, last + 1, max(1, (last - first) // _LOOKED_AT))))
            at_once = min(at_once, self._look_at(connection, f"{self.rows} WHERE {ID} IN ({some})"))
        step = max(at_once, -(-(last - first + 1) // -(-self.count // at_once)))  # ids may be far apart
        for start in range(first, last + 1, step):
            piece = self._piece(connection, f"{ID} BETWEEN {start} AND {start + step - 1}")
            if piece is None:
                continue
            self.asked += piece.count
            self.waiting.append(apart.submit(self._take_apart, piece).result)
            came(piece.count)
            while len(self.waiting) > _WAITING:
                self._wait()

    def all_columns(self) -> list[str]:
        """Return the SQL of all that is asked of all rows, for :meth:`put_all`; nothing is bound to it."""
        return self._columns()[0]

    def put_all(self, found: Sequence[Any]) -> None:
        """Take what SQLite says of all rows; ``Strange`` if it would have to be asked otherwise."""
        count, ids, _, strange, *values = found
        texts = self._texts(values)
        joined = self._joined(count, *values[len(texts) :][:3]) if self.has_shapes else (b"", self.ids[:0])
        if count != self.count or strange or joined is None:
            raise Strange
        self.asked = count
        self.waiting.append(partial(self._take_apart, _Piece(0, count, self.is_lifted, {}, ids, texts, *joined)))

    def _wait(self) -> None:
        count, places = self.waiting.popleft()()
        self.unreadable.append(places)
        self._came(count)

    def all(self) -> Columns:
        """Return all rows once they are taken apart."""
        while self.waiting:
            self._wait()
        if self.asked != self.count or (np.diff(self.ids) <= 0).any():
            raise Strange
        return Columns(self.ids, self.values, self.shapes if self.has_shapes else None, np.concatenate(self.unreadable))

    # ---- what SQLite is asked ----------------------------------------------------------------------------------------

    def _piece(self, connection: sqlite3.Connection, within: str) -> _Piece | None:
        """Ask for the next rows; ``None`` if there are none."""
        columns, bound = self._columns()
        found = connection.execute(f"SELECT {', '.join(columns)} {self.rows} WHERE {within}", bound).fetchone()
        count, ids, differs, strange, *values = found
        if not count:
            return None
        texts = self._texts(values)
        new = [name for name in self.few if OTHER in texts.get(name, b"")]
        if self.asked + count > self.count or (strange and not self.is_lifted):
            raise Strange
        if differs or new or strange:  # what is joined otherwise has to be asked for again
            self.is_lifted = self.is_lifted and not strange
            self.alike = frozenset() if differs else self.alike
            self.few = {name: few for name, few in self.few.items() if name not in new}
            return self._piece(connection, within)
        shapes: bytes | list[Any] = b""
        lengths = self.ids[:0]
        if self.has_shapes:
            joined = self._joined(count, *values[len(texts) :])
            shapes, lengths = joined or (self._shapes_one_by_one(connection, within), lengths)
        return _Piece(self.asked, count, self.is_lifted, self.few, ids, texts, shapes, lengths)

    def _texts(self, values: Sequence[bytes]) -> dict[str, bytes]:
        """Return by column what SQLite says of it, of those that are not alike in all rows."""
        return dict(zip((column.name for column in self.wanted if column.name not in self.alike), values, strict=False))

    def _columns(self) -> tuple[list[str], list[Any]]:
        """Return the SQL of all that is asked of some rows, and what is bound to it.

        In SQLite numbers are less than all texts, and texts less than all bytes; no text is equal to either. Broken
        numbers are found when the texts of a column are taken apart.
        """
        asked, differs, strange = [], [], []
        alike: list[Any] = []
        marked: list[Any] = []
        for column in self.wanted:
            name, value, few = quoted(column.name), _or_blank(column), self.few.get(column.name, [])
            if column.name in self.alike:
                differs.append(f"{value} <> ? COLLATE BINARY")
                alike += few
            elif few:
                marks = " ".join(f"WHEN ? THEN '{mark_of(number)}'" for number in range(len(few)))
                asked.append(f"group_concat(CASE {value} COLLATE BINARY {marks} ELSE '{OTHER.decode()}' END, '')")
                marked += few
            elif column.is_text:
                asked.append(f"group_concat({value}, '{BETWEEN}')")
                strange += [f"{name} < ''", f"{name} >= x''"]
            else:
                asked.append(self._number(value))
                strange.append(f"{name} NOT BETWEEN 0 AND {MOST_LIFTED}" if self.is_lifted else f"{name} >= ''")
        if self.has_shapes:
            asked.append(f"count(CASE WHEN {SHAPE} < x'' THEN 1 END)")
            asked.append(f"group_concat(ifnull(length({SHAPE}) + 1, 0) + {LIFT}, '')")
            asked.append(f"group_concat({SHAPE}, '')" if self.is_joined else "''")
        asked[:0] = ["count(*)", self._number(ID), _rows_where(differs), _rows_where(strange)]
        return asked, alike + marked

    def _number(self, value: str) -> str:
        return f"group_concat({value} + {LIFT}, '')" if self.is_lifted else f"group_concat({value}, ',')"

    def _joined(
        self, count: int, not_bytes: int, lengths: bytes, shapes: bytes | None
    ) -> tuple[bytes, IntArray] | None:
        """Return the bytes of all shapes in one with their lengths; ``None`` where they cannot be joined."""
        if self.is_joined and not not_bytes and len(lengths) == 8 * count:
            shapes, sizes = shapes or b"", lifted_numbers(lengths, count)
            if len(shapes) == np.maximum(sizes - 1, 0).sum():
                return shapes, sizes
            self.is_joined = False  # an early SQLite ends what is joined at the first zero
        return None

    def _shapes_one_by_one(self, connection: sqlite3.Connection, within: str) -> list[Any]:
        return [blob for (blob,) in connection.execute(f"SELECT {SHAPE} {self.rows} WHERE {within} ORDER BY {ID}")]

    # ---- what is made of it, on a thread of its own ------------------------------------------------------------------

    def _take_apart(self, piece: _Piece) -> tuple[int, IntArray]:
        """Put the values of some rows into their places, and return how many, and where shapes are none."""
        start, count = piece.start, piece.count
        numbers = lifted_numbers if piece.is_lifted else numbers_between_commas
        self.ids[start : start + count] = numbers(piece.ids, count)
        for column in self.wanted:
            into, text = self.values[column.name][start : start + count], piece.values.get(column.name)
            if text is None:
                into.fill(piece.few[column.name][0])
            elif column.name in piece.few:
                put_by_marks(into, text, piece.few[column.name])
            elif column.is_text:
                put_texts_between(into, text.decode())
            else:
                found = numbers(text, count)
                if found.min() <= -HIGHEST_VALUE or found.max() >= HIGHEST_VALUE:
                    raise Strange
                into[:] = found
        if not self.has_shapes:
            return count, np.empty(0, dtype=np.int64)
        if isinstance(piece.shapes, bytes):
            shapes, unreadable = from_joined(piece.shapes, piece.lengths, wrapped=self.is_wrapped)
        else:
            shapes, unreadable = from_blobs(piece.shapes, wrapped=self.is_wrapped)
        self.shapes[start : start + count] = shapes
        return count, unreadable + start


def _rows_where(conditions: list[str]) -> str:
    """Return the SQL of how many rows any of some conditions holds for."""
    return f"count(CASE WHEN {' OR '.join(conditions)} THEN 1 END)" if conditions else "0"


def _or_blank(column: Column) -> str:
    """Return the SQL of a column, blank where it is null."""
    return f"ifnull({quoted(column.name)}, {repr(column.blank) if column.is_text else int(column.blank)})"


def _is_usual(column: Column, value: object) -> bool:
    """Whether a value is of its column's type, and can be joined."""
    if isinstance(value, str):
        return column.is_text and BETWEEN not in value
    return isinstance(value, int) and not column.is_text and 0 <= value <= MOST_LIFTED


def _dtype(column: Column) -> Any:
    return object if column.is_text else column.numbers
