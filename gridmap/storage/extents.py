"""How far the shapes of each layer reach, kept true in ``gpkg_contents``, so that other programs need not look at all.

A layer is a table with shapes, or a view of the grids of one kind. After a change the whole layer is looked at again
only if a shape that reached the edge went away or a new one reaches beyond it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np
import pandas as pd
import shapely

from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.change import Rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from gridmap.storage.file import any_text
from gridmap.storage.layout import views_of


def shapes_of(frame: pd.DataFrame, kind: str | None = None) -> ShapeArray:
    """Return the shapes of a table, or of its rows of one kind."""
    shapes = np.asarray(frame["geometry"].array, dtype=object)
    return shapes if kind is None else shapes[(frame["kind"] == kind).to_numpy(dtype=bool)]


def renew(connection: sqlite3.Connection, table: str, plan: Plan) -> None:
    """Write the extents of all layers that show a table with shapes."""
    for layer, kind in _layers(plan.scheme, table):
        _write(connection, layer, shapes_of(plan.tables[table], kind))


def follow(connection: sqlite3.Connection, table: str, rows: Rows, after: Plan) -> None:
    """Bring the extents of all layers that show a table up to date with a change."""
    if rows.keeps_ids and rows.changed_columns.isdisjoint({"geometry", "kind"}):
        return
    for layer, kind in _layers(after.scheme, table):
        with any_text(connection):
            known = connection.execute(
                "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (layer,)
            ).fetchone()
        if known and _is_moved(known, shapes_of(rows.before, kind), shapes_of(rows.after, kind)):
            _write(connection, layer, shapes_of(after.tables[table], kind))


def _layers(scheme: Scheme, table: str) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each layer that shows a table, and the kind of grid that it is limited to."""
    yield table, None
    if table == "grids":
        yield from ((name, kind.key) for name, kind in views_of(scheme).items())


def _box(shapes: ShapeArray) -> FloatArray:
    return np.asarray(shapely.total_bounds(shapes)) if len(shapes) else np.full(4, np.nan)


def _is_moved(known: tuple[float | None, ...], old: ShapeArray, new: ShapeArray) -> bool:
    if not all(isinstance(side, int | float) for side in known):  # none yet, or spoilt by another program
        return bool(np.isfinite(_box(new)).any())
    inwards = np.array([1, 1, -1, -1])
    box = np.array(known, dtype=float)
    return bool(((_box(old) - box) * inwards <= 0).any() or ((_box(new) - box) * inwards < 0).any())


def _write(connection: sqlite3.Connection, layer: str, shapes: ShapeArray) -> None:
    sides = [float(side) if np.isfinite(side) else None for side in _box(shapes)]
    connection.execute(
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?", (*sides, layer)
    )
