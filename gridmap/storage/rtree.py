"""The R-tree of a table of shapes: made whole at once, where entering row by row would take most of the time of a save.

SQLite keeps an R-tree in three plain tables (sqlite.org/rtree.html, "Implementation Details"): nodes of a fixed size,
and for every entry and every node in which node it lies. Entries in the order of a space-filling curve are packed into
nodes, their boxes into nodes above, until one is left, the root.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from geopandas import GeoSeries

from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.storage.layout import make_rtree, rtree_of
from gridmap.storage.names import ID, SHAPE, quoted
from gridmap.storage.rows import insert

_CELL: Final = np.dtype([("id", ">i8"), ("box", ">f4", 4)])
_ROOT: Final = 1
_LEAST_NODE: Final = 448
"""Bytes of the smallest root that SQLite takes (ext/rtree/rtree.c, getNodeSize)."""
_FILL: Final = 0.8
"""How full nodes are, so that the first rows added later do not split every node."""


def fill(connection: sqlite3.Connection, table: str, ids: IntArray, shapes: ShapeArray) -> None:
    """Enter all shapes of a table into its R-tree, which must have been made and hold nothing yet.

    Parameters
    ----------
    ids : array of int, shape (n,)
    shapes : array of shapely geometries, shape (n,)
        Missing and empty ones are left out.
    """
    boxes = shapely.bounds(shapes)
    inside = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    if not len(inside):
        return
    if len(inside) > 1:
        inside = inside[np.argsort(GeoSeries(shapes[inside]).hilbert_distance().to_numpy(), kind="stable")]
    ids, boxes = ids[inside], boxes[inside][:, [0, 2, 1, 3]]
    try:
        _write_nodes(connection, rtree_of(table), ids, _rounded_outwards(boxes))
    except sqlite3.OperationalError:  # a SQLite that lets nobody touch the tables behind an R-tree
        connection.executemany(
            f"INSERT INTO {quoted(rtree_of(table))} VALUES (?, ?, ?, ?, ?)",
            zip(ids.tolist(), *boxes.T.tolist(), strict=True),
        )


def renew(connection: sqlite3.Connection, table: str, ids: IntArray, shapes: ShapeArray) -> None:
    """Make the R-tree of a table anew from its shapes."""
    connection.execute(f"DROP TABLE IF EXISTS {quoted(rtree_of(table))}")
    make_rtree(connection, table)
    fill(connection, table, ids, shapes)


def renew_from_rows(connection: sqlite3.Connection, table: str) -> None:
    """Make the R-tree of a table anew from the rows in the file."""
    connection.execute(f"DROP TABLE IF EXISTS {quoted(rtree_of(table))}")
    make_rtree(connection, table)
    c = quoted(SHAPE)
    connection.execute(
        f"INSERT INTO {quoted(rtree_of(table))} "
        f"SELECT {quoted(ID)}, ST_MinX({c}), ST_MaxX({c}), ST_MinY({c}), ST_MaxY({c}) "
        f"FROM {quoted(table)} WHERE {c} NOTNULL AND NOT ST_IsEmpty({c})"
    )


def mend(connection: sqlite3.Connection, table: str) -> None:
    """Make the R-tree of a table anew that is spoilt within, inside a transaction.

    The pages of the file must be whole. SQLite opens no R-tree without a root, not even to drop it, so it gets one.
    """
    tree = rtree_of(table)
    with contextlib.suppress(sqlite3.OperationalError):  # a SQLite that lets nobody touch the tables behind an R-tree
        for behind in ("node", "rowid", "parent"):
            connection.execute(f"DELETE FROM {quoted(f'{tree}_{behind}')}")
        connection.execute(
            f"INSERT INTO {quoted(f'{tree}_node')} (nodeno, data) VALUES (?, zeroblob(?))", (_ROOT, _LEAST_NODE)
        )
    renew_from_rows(connection, table)


def _rounded_outwards(boxes: FloatArray) -> npt.NDArray[np.float32]:
    """Return boxes (min x, max x, min y, max y) in single precision, none smaller than it was."""
    with np.errstate(over="ignore"):  # what is too large becomes infinite, which holds it
        single = boxes.astype(np.float32)
    too_high, too_low = single > boxes, single < boxes
    low, high = np.nextafter(single, np.float32(-np.inf)), np.nextafter(single, np.float32(np.inf))
    is_min = np.array([True, False, True, False])
    return np.where(is_min & too_high, low, np.where(~is_min & too_low, high, single))


def _write_nodes(connection: sqlite3.Connection, tree: str, ids: IntArray, boxes: npt.NDArray[np.float32]) -> None:
    (size,) = connection.execute(f"SELECT length(data) FROM {quoted(f'{tree}_node')} WHERE nodeno = {_ROOT}").fetchone()
    room = max(2, int((size - 4) // _CELL.itemsize * _FILL))
    depth, next_number = 0, _ROOT + 1
    while True:
        starts = np.arange(0, len(ids), room)
        is_root = len(starts) == 1
        numbers = np.array([_ROOT]) if is_root else np.arange(next_number, next_number + len(starts))
        next_number += len(starts)
        parents = np.repeat(numbers, np.diff(np.append(starts, len(ids))))
        order = np.argsort(ids)
        below, names = ("parent", ("nodeno", "parentnode")) if depth else ("rowid", ("rowid", "nodeno"))
        insert(connection, f"{tree}_{below}", names, [ids[order].tolist(), parents[order].tolist()])
        cells = np.empty(len(ids), dtype=_CELL)
        cells["id"], cells["box"] = ids, boxes
        whole, part = cells.tobytes(), room * _CELL.itemsize
        head = (depth if is_root else 0).to_bytes(2, "big")
        nodes = [
            (head + min(room, len(ids) - start).to_bytes(2, "big") + whole[place : place + part]).ljust(size, b"\0")
            for start, place in zip(starts.tolist(), range(0, len(whole), part), strict=True)
        ]
        put = f"INSERT OR REPLACE INTO {quoted(f'{tree}_node')} (nodeno, data) VALUES (?, ?)"
        connection.executemany(put, zip(numbers.tolist(), nodes, strict=True))
        if is_root:
            return
        mins, maxs = np.minimum.reduceat(boxes, starts), np.maximum.reduceat(boxes, starts)
        ids, boxes = numbers, np.stack([mins[:, 0], maxs[:, 1], mins[:, 2], maxs[:, 3]], axis=1)
        depth += 1
