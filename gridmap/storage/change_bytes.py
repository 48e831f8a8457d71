"""A change as the journal stores it: bytes from which no bit is lost."""

from __future__ import annotations

import io
import json
import math
import zlib
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.model.change import Change, Rows
from gridmap.model.frames import conform, dtype_of, framed, text_array
from gridmap.model.tables import TABLES, Column
from gridmap.storage.wkb import shapes_of_wkb, wkb_of_points

HEAD_BYTES: Final = 4
"""So many bytes at the beginning say how long the compressed JSON is that follows."""
_FORMAT: Final = 1


_LONG: Final = 1 << 20
"""From so many bytes of shapes on it is not worth the time to compress them: coordinates hardly get any shorter."""


_UNPACKED: Final = 64 << 20


_HUGE: Final = 1 << 53


_RATIO: Final = 64
"""So much, and this many times its own length, a part of a change may be unpacked to; what people do is far below."""


_NOT_A_CHANGE: Final = (
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    zlib.error,
    shapely.errors.ShapelyError,
)


def packed_texts(data: bytes) -> int:
    """Return how many bytes the texts and numbers of a stored change have; its beginning is enough to tell."""
    return int.from_bytes(data[:HEAD_BYTES], "little")


def head_and_shapes(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Take a stored change apart: its JSON, and the bytes of its shapes as they are.

    Raises
    ------
    ValueError, KeyError, TypeError, zlib.error
        If it is something else.
    """
    end = HEAD_BYTES + packed_texts(data)
    try:
        return json.loads(_unpacked(data[HEAD_BYTES:end])), data[end:]
    except RecursionError as error:
        raise ValueError("not a change: nested without end") from error


def joined(head: Mapping[str, Any], shapes: bytes) -> bytes:
    """Return the stored form of a change of what :func:`head_and_shapes` took apart."""
    packed = zlib.compress(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), level=1)
    return len(packed).to_bytes(HEAD_BYTES, "little") + packed + shapes


def change_to_bytes(change: Change) -> bytes:
    """Return the change as bytes from which no bit is lost: compressed JSON, then the shapes as WKB.

    First the length of the JSON in four bytes (little-endian), then the JSON, then the WKB of all shapes in the
    order of the JSON, which holds their lengths; the WKB is compressed too unless it is long.
    """
    shapes: list[bytes] = []
    tables = {
        name: {"before": _stored(name, rows.before, shapes), "after": _stored(name, rows.after, shapes)}
        for name, rows in change.rows.items()
    }
    body = b"".join(shapes)
    packed = len(body) < _LONG
    raw = {"format": _FORMAT, "label": change.label, "values": dict(change.values), "packed": packed, "tables": tables}
    return joined(raw, zlib.compress(body, level=1) if packed else body)


def change_from_bytes(data: bytes, crs: object = None) -> Change:
    """Read what :func:`change_to_bytes` wrote; ``ValueError`` if it is something else."""
    try:
        raw, rest = head_and_shapes(data)
        if raw["format"] != _FORMAT:
            raise ValueError(f"format {raw['format']} of a change is not {_FORMAT}")
        body = io.BytesIO(_unpacked(rest) if raw["packed"] else rest)
        if not set(raw["tables"]) <= set(TABLES):
            raise ValueError("a change of tables that there are not")
        rows = {
            name: Rows(_restored(name, both["before"], body, crs), _restored(name, both["after"], body, crs))
            for name, both in raw["tables"].items()
        }
        return Change(str(raw["label"]), rows, plain_values(raw["values"]))
    except _NOT_A_CHANGE as error:
        raise ValueError(f"not a change: {error}") from error


def _stored(name: str, frame: pd.DataFrame, shapes: list[bytes]) -> dict[str, list[Any]]:
    """Return a frame as JSON can hold it; its shapes are put at the end of ``shapes``."""
    columns: dict[str, list[Any]] = {"id": frame.index.tolist()}
    for column in TABLES[name].columns:
        columns[column.name] = frame[column.name].tolist()
    if TABLES[name].shape:
        found = np.asarray(frame["geometry"].array, dtype=object)
        if points := wkb_of_points(found):
            columns["geometry"] = [len(points) // len(found)] * len(found)
            shapes.append(points)
            return columns
        wkb = shapely.to_wkb(found).tolist()
        columns["geometry"] = [None if shape is None else len(shape) for shape in wkb]
        shapes.extend(shape for shape in wkb if shape is not None)
    return columns


def plain_values(found: object) -> dict[str, str | int | float]:
    """Return of what a journal holds as the values of a sentence those that can be one: text and finite numbers."""
    if not isinstance(found, dict):
        return {}
    return {
        str(key): value
        for key, value in found.items()
        if isinstance(value, str)
        or (isinstance(value, int) and abs(value) < _HUGE)
        or (isinstance(value, float) and math.isfinite(value))
    }


def _unpacked(data: bytes) -> bytes:
    """Return what was compressed; ``ValueError`` if it is far longer than any change, made to fill the memory."""
    room = _UNPACKED + _RATIO * len(data)
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(data, room)
    if unpacking.unconsumed_tail:
        raise ValueError(f"a change of {len(data)} bytes becomes more than {room}")
    if not unpacking.eof:
        raise ValueError("a change is cut off")
    return unpacked


def _restored(name: str, columns: Mapping[str, list[Any]], body: io.BytesIO, crs: object) -> pd.DataFrame:
    ids, table = np.array(columns["id"], dtype=np.int64), TABLES[name]
    if ids.ndim != 1 or (np.diff(ids) <= 0).any() or any(len(columns[column]) != len(ids) for column in columns):
        raise ValueError(f"the rows of table {name} do not fit together")
    data: dict[str, Any] = {c.name: _column(c, columns[c.name]) for c in table.columns if c.name in columns}
    if "geometry" in columns:
        wkb = np.empty(len(ids), dtype=object)
        wkb[:] = [None if length is None else body.read(length) for length in columns["geometry"]]
        shapes = shapes_of_wkb(wkb)
        if (shapely.is_missing(shapes) != np.array([cell is None for cell in wkb], dtype=bool)).any():
            raise ValueError(f"a shape of table {name} cannot be read")
        data["geometry"] = gpd.array.GeometryArray(shapes, crs=crs)
    if len(data) == len(table.columns) + bool(table.shape):
        return framed(ids, data)
    return conform(name, framed(ids, data), crs)  # written before a column was added


def _column(column: Column, values: list[Any]) -> Any:
    if column.kind in ("text", "date"):
        if not all(isinstance(value, str) for value in values):
            raise ValueError(f"column {column.name} holds what is no text")
        cells = np.empty(len(values), dtype=object)
        cells[:] = values
        return text_array(cells)
    return np.array(values, dtype=dtype_of(column))
