"""Shapes as GeoPackage stores them: a header with the bounding box, then well-known binary.

GeoPackage Encoding Standard 1.3 (OGC 12-128r17), clause 2.1.3. Everything works on whole columns; only the functions
that the R-tree triggers call look at one shape at a time.

A table of polygons is declared as MULTIPOLYGON, because other programs want one kind of shape in a layer, and a table
of lines as MULTILINESTRING. A plain polygon is therefore wrapped as a multipolygon of one part on its way into the file
and unwrapped on its way out. A multipolygon that has one part in the plan as well is told apart by a header without a
bounding box, so that whatever goes in comes out the same to the last bit.
"""

from __future__ import annotations

import functools
import math
import sqlite3
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import shapely
from numpy.lib.stride_tricks import sliding_window_view
from shapely import GeometryType

from gridmap.model.cycles import left_out, soon_left_out
from gridmap.storage.wkb import shapes_of_wkb

if TYPE_CHECKING:
    from gridmap.model.arrays import FloatArray, IntArray, ShapeArray

_EMPTY: Final = 0x10
_BOX: Final = 0x02
_BOXES: Final = 0x0E
_LITTLE_ENDIAN: Final = 0x01
_BOX_SIZES: Final = np.array([0, 32, 48, 48, 64, 0, 0, 0])
_POINT, _LINE, _POLYGON, _MULTILINE, _MULTIPOLYGON = 1, 2, 3, 5, 6
_WRAPPED_IN: Final = {_POLYGON: _MULTIPOLYGON, _LINE: _MULTILINE}
_HEADER: Final = np.dtype([("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs_id", "<i4")])
_HEADER_AND_BOX: Final = np.dtype([*((n, _HEADER[n]) for n in _HEADER.names or ()), ("box", "<f8", 4)])
_NO_BOX: Final = (math.nan,) * 4
_WRAPPING: Final = 9  # byte order, type and count before the first part of a multipolygon
_HEAD: Final = _HEADER_AND_BOX.itemsize + _WRAPPING
_WHOLE_HEAD: Final = np.dtype(
    [
        *((n, _HEADER_AND_BOX[n]) for n in _HEADER_AND_BOX.names or ()),
        ("order", "u1"),
        ("kind", "<u4"),
        ("parts", "<u4"),
    ]
)
_AT_ONCE: Final = 10_000
_POINT_SIZE: Final = 16
_CLOSED: Final = 4
"""Points of the shortest ring."""
_RING: Final = np.dtype([("order", "u1"), ("kind", "<u4"), ("rings", "<u4"), ("points", "<u4")])
_BOXED_RING: Final = np.dtype([("head", _HEADER_AND_BOX), ("ring", _RING)])
_WRAPPED_RING: Final = np.dtype([("head", _WHOLE_HEAD), ("ring", _RING)])
_PLAIN_POINT: Final = np.dtype([("head", _HEADER), ("order", "u1"), ("kind", "<u4"), ("xy", "<f8", 2)])
_KINDS: Final = np.array([_POINT, _LINE, _LINE, _POLYGON, 4, _MULTILINE, _MULTIPOLYGON, 7])
"""Numbers of kinds in well-known binary by those of GEOS, which tells rings apart from lines."""


def to_blobs(shapes: ShapeArray, srs_id: int, *, wrap: bool = False) -> list[bytearray | None]:
    """Encode shapes for a geometry column; ``None`` stays ``None``.

    Python's module for SQLite takes an array of bytes as it is, and looks for an adapter of bytes, which takes longer
    than to store them.

    Parameters
    ----------
    shapes : array of shapely geometries, shape (n,)
        Third coordinates are left out.
    srs_id : int
        The number of their CRS in the file.
    wrap : bool
        Whether the column is one of multipolygons or multilines, so that plain ones are wrapped.
    """
    blobs: list[bytearray | None] = []
    for first in range(0, len(shapes), _AT_ONCE):
        blobs += _to_blobs(shapes[first : first + _AT_ONCE], srs_id, wrap=wrap)
    return blobs


def _to_blobs(shapes: ShapeArray, srs_id: int, *, wrap: bool) -> list[bytearray | None]:
    """Encode some shapes: polygons of one ring and points, which most are, of all their coordinates at once."""
    blobs: list[bytearray | None] = [None] * len(shapes)
    types, empty = shapely.get_type_id(shapes), shapely.is_empty(shapes)
    rings = np.flatnonzero(~empty & (types == GeometryType.POLYGON) & (shapely.get_num_interior_rings(shapes) == 0))
    points = np.flatnonzero(~empty & (types == GeometryType.POINT))
    is_left = ~shapely.is_missing(shapes)
    is_left[rings] = is_left[points] = False
    others = np.flatnonzero(is_left)
    for at, found in (
        (rings, _blobs_of_rings(shapes[rings], srs_id, wrap=wrap)),
        (points, _blobs_of_points(shapes[points], srs_id)),
        (others, _blobs_one_by_one(shapes[others], srs_id, wrap=wrap)),
    ):
        for place, blob in zip(at.tolist(), found, strict=True):
            blobs[place] = blob
    return blobs


def _blobs_of_rings(shapes: ShapeArray, srs_id: int, *, wrap: bool) -> list[bytearray]:
    """Encode polygons of one ring: their heads and their coordinates are put where they belong in the bytes of all."""
    points = shapely.get_num_coordinates(shapes).astype(np.int64)
    heads = np.zeros(len(shapes), dtype=_WRAPPED_RING if wrap else _BOXED_RING)
    head, ring = heads["head"], heads["ring"]
    head["magic"], head["flags"], head["srs_id"] = b"GP", _LITTLE_ENDIAN | _BOX, srs_id
    head["box"] = shapely.bounds(shapes)[:, [0, 2, 1, 3]]
    if wrap:
        head["order"], head["kind"], head["parts"] = 1, _MULTIPOLYGON, 1
    ring["order"], ring["kind"], ring["rings"], ring["points"] = 1, _POLYGON, 1, points
    ends = np.cumsum(heads.itemsize + _POINT_SIZE * points)
    starts = ends - heads.itemsize - _POINT_SIZE * points
    whole = bytearray(int(ends[-1]) if len(ends) else 0)
    if len(shapes):
        _places_in(whole, heads.itemsize)[starts] = heads.view(f"V{heads.itemsize}")
        before = np.cumsum(points) - points
        at = np.repeat(starts + heads.itemsize - _POINT_SIZE * before, points)
        at += _POINT_SIZE * np.arange(len(at))
        coordinates = np.ascontiguousarray(shapely.get_coordinates(shapes), dtype="<f8")
        _places_in(whole, _POINT_SIZE)[at] = coordinates.view(f"V{_POINT_SIZE}")[:, 0]
    return [whole[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _places_in(whole: bytearray, size: int) -> npt.NDArray[np.void]:
    """Return bytes as an array that has at each place as many of them as said, to be written into."""
    return np.ndarray((len(whole) - size + 1,), dtype=f"V{size}", buffer=whole, strides=(1,))


def _blobs_of_points(shapes: ShapeArray, srs_id: int) -> list[bytearray]:
    found = np.zeros(len(shapes), dtype=_PLAIN_POINT)
    head = found["head"]
    head["magic"], head["flags"], head["srs_id"] = b"GP", _LITTLE_ENDIAN, srs_id
    found["order"], found["kind"], found["xy"] = 1, _POINT, shapely.get_coordinates(shapes)
    whole, size = bytearray(found.tobytes()), found.itemsize
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def _blobs_one_by_one(some: ShapeArray, srs_id: int, *, wrap: bool) -> list[bytearray]:
    wkb: list[bytes] = shapely.to_wkb(some, output_dimension=2, byte_order=1, flavor="iso").tolist()
    empty = shapely.is_empty(some)
    kinds = _KINDS[shapely.get_type_id(some)]
    boxed = ~empty & (kinds != _POINT)
    wrapped_in = np.zeros_like(kinds)
    if wrap:
        boxed &= ~(np.isin(kinds, list(_WRAPPED_IN.values())) & (shapely.get_num_geometries(some) == 1))
        for kind, multi in _WRAPPED_IN.items():
            wrapped_in[kinds == kind] = multi
    heads = _heads(empty, boxed, shapely.bounds(some), wrapped_in, srs_id)
    return [bytearray(head + data) for head, data in zip(heads, wkb, strict=True)]


def _heads(
    empty: npt.NDArray[np.bool_], boxed: npt.NDArray[np.bool_], boxes: FloatArray, wrapped_in: IntArray, srs_id: int
) -> list[bytes]:
    """Return what comes before the well-known binary of each shape: header, box and wrapping, as far as it has them."""
    heads = np.zeros(len(empty), dtype=_WHOLE_HEAD)
    heads["magic"] = b"GP"
    heads["flags"] = _LITTLE_ENDIAN | np.where(boxed, _BOX, 0) | np.where(empty, _EMPTY, 0)
    heads["srs_id"] = srs_id
    heads["box"] = boxes[:, [0, 2, 1, 3]]
    heads["order"], heads["kind"], heads["parts"] = 1, wrapped_in, 1
    data, short, long = heads.tobytes(), _HEADER.itemsize, _HEADER_AND_BOX.itemsize
    ends = np.where(wrapped_in > 0, _HEAD, long)
    found = [data[at : at + end] for at, end in zip(range(0, len(data), _HEAD), ends.tolist(), strict=True)]
    for at in np.flatnonzero(~boxed).tolist():
        found[at] = found[at][:short] + found[at][long:]
    return found


def from_blobs(blobs: Sequence[object], *, wrapped: bool = False) -> tuple[ShapeArray, IntArray]:
    """Decode the values of a geometry column, whoever wrote them.

    Parameters
    ----------
    blobs : sequence of bytes or None
        Values of other types count as unreadable.
    wrapped : bool
        Whether plain shapes were wrapped by :func:`to_blobs`.

    Returns
    -------
    shapes : array of shapely geometries, shape (n,)
        2D; ``None`` where there is none and where it cannot be read.
    unreadable : array of int
        Positions of the values that are no shapes.
    """
    count = len(blobs)
    if not count:
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    data = [bytes(blob) if isinstance(blob, bytes | bytearray) else b"" for blob in blobs]
    heads = _first_bytes(data)
    wkb = np.empty(count, dtype=object)
    starts = _starts(heads, wrapped=wrapped)
    wkb[:] = [blob[start:] for blob, start in zip(data, starts.tolist(), strict=True)]
    wkb[(heads[0] != ord("G")) | (heads[1] != ord("P"))] = None
    shapes = shapes_of_wkb(wkb)
    missing = np.flatnonzero(shapely.is_missing(shapes))
    if shapely.has_z(shapes).any() or shapely.has_m(shapes).any():
        shapes = shapely.force_2d(shapes)
    return left_out(shapes), missing[[blobs[at] is not None for at in missing.tolist()]]


def from_joined(whole: bytes, lengths: IntArray, *, wrapped: bool = False) -> tuple[ShapeArray, IntArray]:
    """Decode the values of a geometry column that are joined to one, as :func:`from_blobs` does.

    Most shapes are polygons of one ring, or points, as :func:`to_blobs` writes them. These are made all at once out of
    their coordinates, which takes a third of the time.

    Parameters
    ----------
    whole : bytes
    lengths : array of int, shape (n,)
        How many bytes each has, and one more; 0 where there is none.
    wrapped : bool
        As there.
    """
    shapes: ShapeArray = np.full(len(lengths), None, dtype=object)
    sizes = np.maximum(lengths - 1, 0)
    starts = np.cumsum(sizes) - sizes
    data = np.frombuffer(whole, dtype=np.uint8)
    left = lengths > 0
    for make in (_rings, _points):
        with soon_left_out():
            at, made = make(whole, data, starts, np.where(left, sizes, 0), wrapped=wrapped)
            shapes[at] = left_out(made)
        left[at] = False
    others = np.flatnonzero(left)
    if not len(others):
        return shapes, others
    ends = (starts + sizes)[others].tolist()
    blobs = [whole[start:end] for start, end in zip(starts[others].tolist(), ends, strict=True)]
    shapes[others], unreadable = from_blobs(blobs, wrapped=wrapped)
    return shapes, others[unreadable]


def _heads_at(data: npt.NDArray[np.uint8], starts: IntArray, kind: np.dtype[np.void]) -> npt.NDArray[np.void]:
    """Return what stands at some places, read as records."""
    found: npt.NDArray[np.void] = sliding_window_view(data, kind.itemsize)[starts].view(kind)[:, 0]
    return found


def _rings(
    whole: bytes, data: npt.NDArray[np.uint8], starts: IntArray, sizes: IntArray, *, wrapped: bool
) -> tuple[IntArray, ShapeArray]:
    """Return the places of polygons of one ring, with a box and wrapped as said, and the polygons."""
    kind = _WRAPPED_RING if wrapped else _BOXED_RING
    at = np.flatnonzero(sizes >= kind.itemsize + _CLOSED * _POINT_SIZE)
    if not len(at):
        return at, np.empty(0, dtype=object)
    found = _heads_at(data, starts[at], kind)
    head, ring = found["head"], found["ring"]
    plain = (head["magic"] == b"GP") & (head["flags"] & (_BOXES | _EMPTY) == _BOX)
    if wrapped:
        plain &= (head["order"] == 1) & (head["kind"] == _MULTIPOLYGON) & (head["parts"] == 1)
    plain &= (ring["order"] == 1) & (ring["kind"] == _POLYGON) & (ring["rings"] == 1)
    points = ring["points"].astype(np.int64)
    plain &= (points >= _CLOSED) & (sizes[at] == kind.itemsize + _POINT_SIZE * points)
    at, points = at[plain], points[plain]
    firsts, ends = starts[at] + kind.itemsize, starts[at] + sizes[at]
    joined = b"".join([whole[first:end] for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)])
    xy = np.frombuffer(joined, dtype="<f8").reshape(-1, 2)
    borders = np.concatenate([[0], np.cumsum(points)])
    closed = (xy[borders[:-1]] == xy[borders[1:] - 1]).all(axis=1)
    if not closed.all() or not np.isfinite(xy).all():
        return at[:0], np.empty(0, dtype=object)
    polygons = shapely.from_ragged_array(GeometryType.POLYGON, xy, (borders, np.arange(len(at) + 1)))
    return at, np.asarray(polygons, dtype=object)


def _points(
    whole: bytes, data: npt.NDArray[np.uint8], starts: IntArray, sizes: IntArray, *, wrapped: bool
) -> tuple[IntArray, ShapeArray]:
    """Return the places of points without a box, and the points."""
    at = np.flatnonzero(sizes == _PLAIN_POINT.itemsize)
    if not len(at):
        return at, np.empty(0, dtype=object)
    found = _heads_at(data, starts[at], _PLAIN_POINT)
    head, xy = found["head"], found["xy"]
    plain = (head["magic"] == b"GP") & (head["flags"] & (_BOXES | _EMPTY) == 0) & np.isfinite(xy).all(axis=1)
    plain &= (found["order"] == 1) & (found["kind"] == _POINT)
    return at[plain], np.asarray(shapely.points(xy[plain]), dtype=object).reshape(-1)


def _first_bytes(blobs: Sequence[bytes]) -> npt.NDArray[np.uint8]:
    """Return the first bytes of all values, byte by byte, shape (49, n); values that are shorter end in zeros."""
    heads = [blob[:_HEAD] for blob in blobs]
    whole = b"".join(heads)
    if len(whole) < _HEAD * len(heads):
        whole = b"".join([head.ljust(_HEAD, b"\0") for head in heads])
    return np.frombuffer(whole, dtype=np.uint8).reshape(len(heads), _HEAD).T.copy()


def _starts(heads: npt.NDArray[np.uint8], *, wrapped: bool) -> IntArray:
    """Return where the well-known binary of each shape begins, behind header, box and, if it has one, its wrapping."""
    flags = heads[3]
    starts = _HEADER.itemsize + _BOX_SIZES[(flags >> 1) & 7]
    if not wrapped:
        return starts
    # A plain shape was wrapped if there is one part, behind a box; an empty one has no box, but its flag.
    for behind, known in (
        (_HEADER_AND_BOX.itemsize, starts == _HEADER_AND_BOX.itemsize),
        (_HEADER.itemsize, (starts == _HEADER.itemsize) & ((flags & _EMPTY) != 0)),
    ):
        order, kind, *rest = heads[behind : behind + _WRAPPING]
        one = (order == 1) & np.isin(kind, list(_WRAPPED_IN.values())) & (rest[3] == 1)
        for zero in (*rest[:3], *rest[4:]):
            one &= zero == 0
        starts = starts + _WRAPPING * (known & one)
    return starts


# ---- what the R-tree triggers call -----------------------------------------------------------------------------------


def define_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers of the R-trees call; without them no row can change."""
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for at, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, _side(at), deterministic=True)


def _is_empty(blob: object) -> int | None:
    """Whether there is nothing that could be put into an R-tree: empty, unreadable, or without numbers for a box."""
    if blob is None:
        return None
    return int(any(not math.isfinite(side) for side in _box(blob)))


def _side(at: int) -> Callable[[object], float | None]:
    def side(blob: object) -> float | None:
        return _box(blob)[at] if blob is not None else None

    return side


@functools.lru_cache(maxsize=4)  # a trigger asks five times for the same shape
def _box(blob: object) -> tuple[float, ...]:
    """Return (min x, max x, min y, max y), not numbers where there is no box."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < _HEADER.itemsize or blob[3] & _EMPTY:
        return _NO_BOX
    size = int(_BOX_SIZES[(blob[3] >> 1) & 7])
    if size and len(blob) >= _HEADER.itemsize + size:
        return struct.unpack_from(f"{'<' if blob[3] & _LITTLE_ENDIAN else '>'}4d", blob, _HEADER.itemsize)
    with np.errstate(invalid="ignore"):
        (shape,) = shapes_of_wkb(np.array([blob[_HEADER.itemsize :], None], dtype=object)[:1])
        return _NO_BOX if shape is None else tuple(shapely.bounds(shape)[[0, 2, 1, 3]].tolist())
