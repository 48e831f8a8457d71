"""The change: the rows of a plan before and after, which is all that an edit leaves behind.

The same object updates the plan, is written to the file in one transaction with its line in the journal, tells the
canvas what to redraw and the checks what to look at again, and is inverted for undo.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.plan import BoolArray, IntArray, Plan, ShapeArray, positions_in, same_rows
from gridmap.tables import TABLES, Column, conform, empty_table, framed

_FORMAT: Final = 1
_LONG: Final = 1 << 20
"""From so many bytes of shapes on it is not worth the time to compress them: coordinates hardly get any shorter."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of one table before and after a change.

    Ids in ``before`` alone are removed, in ``after`` alone added, in both replaced. Both frames are in the form of
    :func:`gridmap.tables.conform`.
    """

    before: pd.DataFrame
    after: pd.DataFrame

    @cached_property
    def ids(self) -> IntArray:
        """Ids of all rows that the change touches, ascending."""
        return np.union1d(self.before.index.to_numpy(), self.after.index.to_numpy())

    @property
    def removed(self) -> IntArray:
        """Ids of the rows that the change removes, ascending."""
        return np.setdiff1d(self.before.index.to_numpy(), self.after.index.to_numpy())

    @property
    def added(self) -> IntArray:
        """Ids of the rows that the change adds, ascending."""
        return np.setdiff1d(self.after.index.to_numpy(), self.before.index.to_numpy())

    @cached_property
    def keeps_ids(self) -> bool:
        """Whether the change only replaces rows."""
        return self.before.index.equals(self.after.index)

    @property
    def replaced(self) -> Rows:
        """Those of the rows that are there before and after."""
        if self.keeps_ids:
            return self
        before, after = self.before.index.to_numpy(), self.after.index.to_numpy()
        return Rows(_taken(self.before, np.isin(before, after)), _taken(self.after, np.isin(after, before)))

    @cached_property
    def changed_columns(self) -> frozenset[str]:
        """Names of the columns in which some replaced row differs; meaningful where :attr:`keeps_ids` holds."""
        same = _same_values(_columns(self.before), _columns(self.after))
        return frozenset(column for column, equal in same.items() if not equal.all())

    def inverted(self) -> Rows:
        """Return the same rows the other way round."""
        return Rows(self.after, self.before)

    def apply_to(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table after the change; columns that it does not touch are shared with ``frame``.

        Raises
        ------
        ValueError
            If a row to remove or replace is not there, or a row to add is there already.
        """
        ids = frame.index.to_numpy()
        if (positions_in(ids, self.before.index) < 0).any() or (positions_in(ids, self.added) >= 0).any():
            raise ValueError(f"the change does not fit table {name}")
        if self.keeps_ids:
            return self._replaced(frame)
        # Rows that stay keep their places, so that each column is gone through once, and no other is for their sake.
        replaced = self.replaced
        if len(replaced.after):
            frame = replaced._replaced(frame)
        kept = np.ones(len(ids), dtype=bool)
        kept[positions_in(ids, self.removed)] = False
        added = _taken(self.after, np.isin(self.after.index.to_numpy(), self.added))
        return _stacked([(frame, None if kept.all() else kept), (added, None)])

    def _replaced(self, frame: pd.DataFrame) -> pd.DataFrame:
        columns = _columns(frame)
        where = positions_in(frame.index.to_numpy(), self.after.index)
        for column in self.changed_columns:
            columns[column] = columns[column].copy()
            columns[column][where] = self.after[column].array
        return framed(frame.index.to_numpy(), columns)


@dataclass(frozen=True, eq=False)
class Change:
    """What an edit does: rows before and after, by table, under a label that ``ui/messages.py`` has a sentence for.

    Attributes
    ----------
    label : str
        What kind of edit it was, in kebab case: ``"split-grid"``.
    rows : mapping of table name to Rows
        Only tables that the change touches.
    values : mapping of str to str, int or float
        What the sentence speaks of: ``{"code": "320582100004012"}``.
    """

    label: str
    rows: Mapping[str, Rows]
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", MappingProxyType({n: r for n, r in self.rows.items() if len(r.ids)}))
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __bool__(self) -> bool:
        return bool(self.rows)

    @cached_property
    def touched(self) -> frozenset[str]:
        """Tables and columns that the change touches, as ``"table"`` and ``"table.column"``.

        Where rows are added or removed, every column counts, and ``"table.id"`` as well.
        """
        touched: set[str] = set()
        for table, rows in self.rows.items():
            columns = rows.changed_columns if rows.keeps_ids else rows.after.columns
            touched.add(table)
            touched.update(f"{table}.{column}" for column in columns)
            if not rows.keeps_ids:
                touched.add(f"{table}.id")
        return frozenset(touched)

    def ids(self, table: str) -> IntArray:
        """Return the ids of one table that the change touches, ascending."""
        return self.rows[table].ids if table in self.rows else np.empty(0, dtype=np.int64)

    def inverted(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.label, {name: rows.inverted() for name, rows in self.rows.items()}, self.values)

    def fits(self, plan: Plan) -> bool:
        """Whether a plan holds exactly the rows that this change starts from, so that applying it loses nothing."""
        for name, rows in self.rows.items():
            frame = plan.tables[name]
            ids = frame.index.to_numpy()
            where = positions_in(ids, rows.before.index)
            if (where < 0).any() or (positions_in(ids, rows.added) >= 0).any():
                return False
            if not same_rows(frame.iloc[where], rows.before):
                return False
        return True

    # ---- stored form, for the journal --------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """Return the change as bytes from which no bit is lost: compressed JSON, then the shapes as WKB.

        First the length of the JSON in four bytes (little-endian), then the JSON, then the WKB of all shapes in the
        order of the JSON, which holds their lengths; the WKB is compressed too unless it is long.
        """
        shapes: list[bytes] = []
        tables = {
            name: {"before": _stored(name, rows.before, shapes), "after": _stored(name, rows.after, shapes)}
            for name, rows in self.rows.items()
        }
        body = b"".join(shapes)
        packed = len(body) < _LONG
        raw = {"format": _FORMAT, "label": self.label, "values": dict(self.values), "packed": packed, "tables": tables}
        return joined(raw, zlib.compress(body, level=1) if packed else body)

    @classmethod
    def from_bytes(cls, data: bytes, crs: object = None) -> Change:
        """Read what :meth:`to_bytes` wrote; ``ValueError`` if it is something else."""
        try:
            raw, rest = head_and_shapes(data)
            if raw["format"] != _FORMAT:
                raise ValueError(f"format {raw['format']} of a change is not {_FORMAT}")
            body = io.BytesIO(zlib.decompress(rest) if raw["packed"] else rest)
            rows = {
                name: Rows(_restored(name, both["before"], body, crs), _restored(name, both["after"], body, crs))
                for name, both in raw["tables"].items()
            }
            return cls(raw["label"], rows, raw["values"])
        except (KeyError, TypeError, AttributeError, zlib.error, shapely.errors.GEOSException) as error:
            raise ValueError(f"not a change: {error}") from error


def head_and_shapes(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Take a stored change apart: its JSON, and the bytes of its shapes as they are.

    Raises
    ------
    ValueError, KeyError, TypeError, zlib.error
        If it is something else.
    """
    end = 4 + int.from_bytes(data[:4], "little")
    return json.loads(zlib.decompress(data[4:end])), data[end:]


def joined(head: Mapping[str, Any], shapes: bytes) -> bytes:
    """Return the stored form of a change of what :func:`head_and_shapes` took apart."""
    packed = zlib.compress(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), level=1)
    return len(packed).to_bytes(4, "little") + packed + shapes


def compose(first: Change, second: Change, label: str | None = None) -> Change:
    """Return one change that does what two do one after the other; values and, unless given, label of the second."""
    rows: dict[str, Rows] = {}
    for name in TABLES:
        if name in first.rows and name in second.rows:
            one, two = first.rows[name], second.rows[name]
            before = _stacked([(one.before, None), (two.before, ~np.isin(two.before.index, one.ids))])
            after = _stacked([(one.after, ~np.isin(one.after.index, two.ids)), (two.after, None)])
            rows[name] = _without_idle_rows(Rows(before, after))
        elif name in first.rows or name in second.rows:
            rows[name] = first.rows.get(name) or second.rows[name]
    return Change(label or second.label, rows, second.values)


def change_of(
    plan: Plan,
    label: str,
    *,
    put: Mapping[str, pd.DataFrame] | None = None,
    drop: Mapping[str, Iterable[int]] | None = None,
    values: Mapping[str, str | int | float] | None = None,
) -> Change:
    """Return the change that puts rows into a plan (new or instead of old ones) and drops others.

    Parameters
    ----------
    put : mapping of table name to DataFrame
        Whole rows, indexed by id, brought into form by :func:`gridmap.tables.conform`. Rows that equal those in the
        plan are left out of the change.
    drop : mapping of table name to ids
        Rows to remove; ``KeyError`` if one is not there.
    """
    rows: dict[str, Rows] = {}
    for name in {**(put or {}), **(drop or {})}:
        frame = plan.tables[name]
        crs = getattr(frame, "crs", None)
        gone = np.fromiter((drop or {}).get(name, ()), dtype=np.int64)
        after = conform(name, put[name], crs) if put and name in put else empty_table(name, crs)
        touched = np.union1d(after.index.to_numpy(), gone)
        where = positions_in(frame.index.to_numpy(), touched)
        if (positions_in(frame.index.to_numpy(), gone) < 0).any():
            raise KeyError(f"rows to drop from {name} are not there")
        where = where[where >= 0]
        before = {column: cells[where] for column, cells in _columns_of(plan, name).items()}
        rows[name] = _without_idle_rows(Rows(framed(frame.index.to_numpy()[where], before), after))
    return Change(label, rows, values or {})


def change_between(before: Plan, after: Plan, label: str) -> Change:
    """Return the change that leads from one plan to another of the same scheme, whatever happened in between."""
    rows = {
        name: _without_idle_rows(Rows(before.tables[name], after.tables[name]))
        for name in TABLES
        if before.tables[name] is not after.tables[name]
    }
    return Change(label, rows)


def edited_rows(plan: Plan, table: str, ids: Iterable[int], **columns: object) -> pd.DataFrame:
    """Return a copy of some rows of a plan with other values in some columns (a scalar, or one value for each row)."""
    known = plan.tables[table].index.to_numpy()
    where = positions_in(known, np.fromiter(ids, dtype=np.int64))
    if (where < 0).any():
        raise KeyError(f"no such rows in {table}")
    values = {name: column[where] for name, column in _columns_of(plan, table).items()}
    if "geometry" in columns:
        values["geometry"] = gpd.array.GeometryArray(np.asarray(columns["geometry"], dtype=object), crs=plan.crs)
    rows = framed(known[where], values)
    for name, value in columns.items():
        if name != "geometry":
            rows[name] = value
    return rows


def _columns_of(plan: Plan, table: str) -> dict[str, Any]:
    """Return the columns of a table of a plan as arrays; kept with the plan, since a drag asks at every move."""
    key = f"{__name__}.columns.{table}"
    if key not in plan.results:
        plan.results[key] = _columns(plan.tables[table])
    return plan.results[key]  # type: ignore[return-value]


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of a frame as arrays, without copying."""
    return {name: series.array for name, series in frame.items()}


def _same_values(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, BoolArray]:
    """Return by column which rows hold the same value in both, shapes to the last bit."""
    same = {}
    for column, values in one.items():
        a, b = np.asarray(values), np.asarray(two[column])
        same[column] = _same_shapes(a, b) if column == "geometry" else np.asarray(a == b, dtype=bool)
    return same


def _same_shapes(one: ShapeArray, two: ShapeArray) -> BoolArray:
    """Return which shapes are the same to the last bit; most that are, are the same object."""
    same = np.fromiter((a is b for a, b in zip(one, two, strict=True)), dtype=bool, count=len(one))
    other = ~same
    same[other] = shapely.to_wkb(one[other]) == shapely.to_wkb(two[other])
    return same


def _taken(frame: pd.DataFrame, where: IntArray | BoolArray) -> pd.DataFrame:
    """Return the rows at some places of a frame, or where a mask is true."""
    return framed(frame.index.to_numpy()[where], {name: values[where] for name, values in _columns(frame).items()})


def _stacked(parts: list[tuple[pd.DataFrame, BoolArray | None]]) -> pd.DataFrame:
    """Return the rows of several frames of one table (all, or where a mask is true) in the order of their ids."""
    ids = np.concatenate(
        [frame.index.to_numpy() if mask is None else frame.index.to_numpy()[mask] for frame, mask in parts]
    )
    order = None if (np.diff(ids) > 0).all() else np.argsort(ids, kind="stable")
    frames = [(_columns(frame), mask) for frame, mask in parts]
    columns = {
        name: _joined([frame[name] if mask is None else frame[name][mask] for frame, mask in frames], order)
        for name in frames[0][0]
    }
    return framed(ids if order is None else ids[order], columns)


def _joined(parts: list[Any], order: IntArray | None) -> Any:
    filled = [part for part in parts if len(part)] or parts[:1]
    if len(filled) == 1:
        joined = filled[0]
    elif isinstance(filled[0], gpd.array.GeometryArray):
        shapes = np.concatenate([np.asarray(part, dtype=object) for part in filled])
        joined = gpd.array.GeometryArray(shapes, crs=filled[0].crs)
    else:
        joined = type(filled[0])._concat_same_type(filled)
    return joined if order is None else joined.take(order)


def _without_idle_rows(rows: Rows) -> Rows:
    """Leave out the rows that are the same before and after."""
    replaced = rows.replaced
    if not len(replaced.after):
        return rows
    same = _same_values(_columns(replaced.before), _columns(replaced.after))
    idle = replaced.after.index.to_numpy()[np.logical_and.reduce(list(same.values()))]
    if len(idle):
        before, after = (~np.isin(frame.index.to_numpy(), idle) for frame in (rows.before, rows.after))
        rows = Rows(_taken(rows.before, before), _taken(rows.after, after))
    if rows.keeps_ids:  # whoever asks need not compare again
        rows.__dict__["changed_columns"] = frozenset(column for column, equal in same.items() if not equal.all())
    return rows


def _stored(name: str, frame: pd.DataFrame, shapes: list[bytes]) -> dict[str, list[Any]]:
    """Return a frame as JSON can hold it; its shapes are put at the end of ``shapes``."""
    columns: dict[str, list[Any]] = {"id": frame.index.tolist()}
    for column in TABLES[name].columns:
        columns[column.name] = frame[column.name].tolist()
    if TABLES[name].shape:
        wkb = shapely.to_wkb(np.asarray(frame["geometry"].array, dtype=object)).tolist()
        columns["geometry"] = [None if shape is None else len(shape) for shape in wkb]
        shapes.extend(shape for shape in wkb if shape is not None)
    return columns


def _restored(name: str, columns: Mapping[str, list[Any]], body: io.BytesIO, crs: object) -> pd.DataFrame:
    ids, table = np.array(columns["id"], dtype=np.int64), TABLES[name]
    data: dict[str, Any] = {c.name: _column(c, columns[c.name]) for c in table.columns if c.name in columns}
    if "geometry" in columns:
        wkb = np.empty(len(ids), dtype=object)
        wkb[:] = [None if length is None else body.read(length) for length in columns["geometry"]]
        with np.errstate(invalid="ignore"):  # coordinates that are no numbers are for the checks to find
            data["geometry"] = gpd.array.GeometryArray(shapely.from_wkb(wkb), crs=crs)
    if len(data) == len(table.columns) + bool(table.shape):
        return framed(ids, data)
    return conform(name, framed(ids, data), crs)  # written before a column was added


def _column(column: Column, values: list[Any]) -> Any:
    if column.kind in ("text", "date"):
        cells = np.empty(len(values), dtype=object)
        cells[:] = values
        return pd.array(cells, dtype=column.dtype)
    return np.array(values, dtype=column.dtype)  # type: ignore[call-overload]
