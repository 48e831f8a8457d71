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
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
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
            begun: deque[_Reading | None] = deque()
            for wanted in tables:
                begun.append(_asked(connection, wanted, at_once, apart, came))
                if len(begun) > 1:
                    yield _taken_apart(begun.popleft())
            for reading in begun:
                yield _taken_apart(reading)
        except BaseException:
            apart.shutdown(wait=False, cancel_futures=True)
            raise


def _asked(
    connection: sqlite3.Connection,
    wanted: Wanted,
    at_once: int,
    apart: ThreadPoolExecutor,
    came: Callable[[int], None],
) -> _Reading | None:
    """Ask SQLite for all rows of a table and have them taken apart; ``None`` if it is to be read row by row."""
    table = TABLES[wanted.name]
    columns = [table.column(column) for column in wanted.columns if column not in (ID, SHAPE)]
    if not _is_numbered(connection, wanted.name) or any(column.kind == "real" for column in columns):
        return None
    try:
        with _bytes_as_text(connection):
            reading = _Reading(connection, wanted.name, columns, SHAPE in wanted.columns, at_once, wanted.count)
            reading.ask_for_all(apart, came)
            return reading
    except _UNUSUAL:
        return None
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":  # a sum of numbers that are too large is one
            raise
        return None


def _taken_apart(reading: _Reading | None) -> Columns | None:
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


class _Reading:
    """The way through one table, in ranges of ids."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        name: str,
        wanted: list[Column],
        has_shapes: bool,
        at_once: int,
        count: int | None,
    ) -> None:
        self.connection, self.wanted, self.has_shapes = connection, wanted, has_shapes
        self.is_wrapped = TABLES[name].shape != "any"
        self.rows = f"FROM {quoted(name)} NOT INDEXED"
        wholes = (f"min({ID})", f"max({ID})", *(["count(*)"] if count is None else []))
        asked = ", ".join(f"(SELECT {whole} {self.rows})" for whole in wholes)
        first, last, self.count = (*connection.execute(f"SELECT {asked}").fetchone(), count)[:3]
        if not self.count or first <= 0 or last >= HIGHEST_ID:
            raise Strange
        self.few: dict[str, list[Any]] = {}
        self.alike: frozenset[str] = frozenset()  # columns of few values that have had a single one so far
        if self.count > at_once:
            some = range(first, last + 1, max(1, (last - first) // _LOOKED_AT))
            at_once = min(at_once, self._look_at(f"{self.rows} WHERE {ID} IN ({', '.join(map(str, some))})"))
        step = max(at_once, -(-(last - first + 1) // -(-self.count // at_once)))  # ids may be far apart
        self.ranges = [f"{ID} BETWEEN {start} AND {start + step - 1}" for start in range(first, last + 1, step)]
        self.is_lifted = last <= MOST_LIFTED
        self.are_joined = connection.execute("PRAGMA encoding").fetchone()[0] == b"UTF-8"  # else bytes are changed
        self.ids = np.empty(self.count, dtype=np.int64)
        self.values = {column.name: np.empty(self.count, dtype=_dtype(column)) for column in wanted}
        self.shapes = np.empty(self.count if has_shapes else 0, dtype=object)
        self.asked = 0
        self.waiting: deque[Future[tuple[int, IntArray]]] = deque()
        self.unreadable: list[IntArray] = []

    def _look_at(self, some: str) -> int:
        """Find by rows here and there which columns have few values, and return how many rows can be joined at once."""
        values = ", ".join([_or_blank(column) for column in self.wanted] or ["0"])
        columns = zip(*self.connection.execute(f"SELECT {values} {some}").fetchall(), strict=True)
        for column, found in zip(self.wanted, columns, strict=False):
            few = few_of([value.decode() if isinstance(value, bytes) else value for value in found])
            if few and all(_is_usual(column, value) for value in few):
                self.few[column.name] = few
        self.alike = frozenset(name for name, few in self.few.items() if len(few) == 1)
        if not self.has_shapes:
            return self.count
        (bytes_each,) = self.connection.execute(f"SELECT avg(length({SHAPE})) {some}").fetchone()
        return max(1, int(_BYTES_AT_ONCE / (bytes_each or 1)))

    def ask_for_all(self, apart: ThreadPoolExecutor, came: Callable[[int], None]) -> None:
        """Ask for all rows, and have what has come taken apart on a thread of its own."""
        for within in self.ranges:
            piece = self._piece(within, self.asked)
            if piece is None:
                continue
            self.asked += piece.count
            self.waiting.append(apart.submit(self._take_apart, piece))
            came(piece.count)
            while len(self.waiting) > _WAITING:
                self._wait(came)
        self._came = came

    def _wait(self, came: Callable[[int], None]) -> None:
        count, places = self.waiting.popleft().result()
        self.unreadable.append(places)
        came(count)

    def all(self) -> Columns:
        """Return all rows once they are taken apart."""
        while self.waiting:
            self._wait(self._came)
        if self.asked != self.count or (np.diff(self.ids) <= 0).any():
            raise Strange
        return Columns(self.ids, self.values, self.shapes if self.has_shapes else None, np.concatenate(self.unreadable))

    # ---- what SQLite is asked ----------------------------------------------------------------------------------------

    def _piece(self, within: str, start: int) -> _Piece | None:
        """Ask for some rows; ``None`` if there are none."""
        columns, bound = self._columns()
        found = self.connection.execute(f"SELECT {columns} {self.rows} WHERE {within}", bound).fetchone()
        count, ids, differs, strange, *values = found
        if not count:
            return None
        texts = dict(
            zip((column.name for column in self.wanted if column.name not in self.alike), values, strict=False)
        )
        new = [name for name in self.few if OTHER in texts.get(name, b"")]
        if start + count > self.count or (strange and not self.is_lifted):
            raise Strange
        if differs or new or strange:  # what is joined otherwise has to be asked for again
            self.is_lifted = self.is_lifted and not strange
            self.alike = frozenset() if differs else self.alike
            self.few = {name: few for name, few in self.few.items() if name not in new}
            return self._piece(within, start)
        shapes, lengths = self._shapes(within, count, *values[len(texts) :]) if self.has_shapes else ([], self.ids[:0])
        return _Piece(start, count, self.is_lifted, self.few, ids, texts, shapes, lengths)

    def _columns(self) -> tuple[str, list[Any]]:
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
            asked.append(f"group_concat({SHAPE}, '')" if self.are_joined else "''")
        asked[:0] = ["count(*)", self._number(ID), _rows_where(differs), _rows_where(strange)]
        return ", ".join(asked), alike + marked

    def _number(self, value: str) -> str:
        return f"group_concat({value} + {LIFT}, '')" if self.is_lifted else f"group_concat({value}, ',')"

    def _shapes(
        self, within: str, count: int, not_bytes: int, lengths: bytes, shapes: bytes | None
    ) -> tuple[bytes | list[Any], IntArray]:
        """Return the bytes of all shapes in one with their lengths, or of each, where they cannot be joined."""
        if self.are_joined and not not_bytes and len(lengths) == 8 * count:
            shapes, sizes = shapes or b"", lifted_numbers(lengths, count)
            if len(shapes) == np.maximum(sizes - 1, 0).sum():
                return shapes, sizes
            self.are_joined = False  # an early SQLite ends what is joined at the first zero
        found = self.connection.execute(f"SELECT {SHAPE} {self.rows} WHERE {within} ORDER BY {ID}")
        return [blob for (blob,) in found], self.ids[:0]

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
