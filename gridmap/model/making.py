"""Making changes: of rows put and dropped, between two plans, and rows of a plan with other values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.model.arrays import IntArray, ids_of_both, positions_in, same_shapes
from gridmap.model.change import Change, Rows, without_idle_rows
from gridmap.model.frames import column_arrays, conform, empty_table, framed
from gridmap.model.kept import kept_for_last
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES


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
        Whole rows, indexed by id, brought into form by :func:`gridmap.model.tables.conform`. Rows that equal those in
        the plan are left out of the change.
    drop : mapping of table name to ids
        Rows to remove; ``KeyError`` if one is not there.
    """
    rows: dict[str, Rows] = {}
    for name in {**(put or {}), **(drop or {})}:
        frame = plan.tables[name]
        crs = getattr(frame, "crs", None)
        gone = np.fromiter((drop or {}).get(name, ()), dtype=np.int64)
        after = conform(name, put[name], crs) if put and name in put else empty_table(name, crs)
        touched = ids_of_both(after.index.to_numpy(), np.unique(gone))
        where = positions_in(frame.index.to_numpy(), touched)
        if (positions_in(frame.index.to_numpy(), gone) < 0).any():
            raise KeyError(f"rows to drop from {name} are not there")
        where = where[where >= 0]
        before = {column: cells[where] for column, cells in _columns_of(plan, name).items()}
        rows[name] = without_idle_rows(Rows(framed(frame.index.to_numpy()[where], before), after))
    return Change(label, rows, values or {})


def change_of_shapes(
    plan: Plan,
    label: str,
    shapes: Mapping[int, shapely.Geometry],
    values: Mapping[str, str | int | float] | None = None,
) -> Change:
    """Return the change that gives some grids of a plan other shapes and leaves everything else as it is.

    What :func:`change_of` returns for such rows, without looking at what does not change.

    Parameters
    ----------
    shapes : mapping of grid id to geometry
        In the plan's CRS, metres. Those that a grid has already are left out.
    """
    ids = np.array(sorted(shapes), dtype=np.int64)
    where = plan.positions(ids)
    if (where < 0).any():
        raise KeyError("no such rows in grids")
    now = np.array([None, *(shapes[grid] for grid in ids.tolist())], dtype=object)[1:]
    differs = ~same_shapes(plan.all_shapes[where], now)
    if not differs.all():
        ids, now = ids[differs], now[differs]
    before, known = _rows_of_grids(plan, ids)
    after = {**before, "geometry": gpd.array.GeometryArray(now, crs=plan.crs)}
    rows = Rows.with_other_values(ids, before, after, *(["geometry"] if len(ids) else []), results_before=known)
    return Change(label, {"grids": rows}, values or {})


def change_between(before: Plan, after: Plan, label: str) -> Change:
    """Return the change that leads from one plan to another of the same scheme, whatever happened in between."""
    rows = {
        name: without_idle_rows(Rows(before.tables[name], after.tables[name]))
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


@kept_for_last
def _rows_of_grids(plan: Plan, ids: IntArray) -> tuple[Mapping[str, Any], dict[str, object]]:
    """Return all columns of some grids of a plan, to read only, and where to keep what is worked out of them."""
    where = plan.positions(ids)
    return MappingProxyType({name: cells[where] for name, cells in _columns_of(plan, "grids").items()}), {}


def _columns_of(plan: Plan, table: str) -> dict[str, Any]:
    """Return the columns of a table of a plan as arrays; kept with the plan, since a drag asks at every move."""
    key = f"{__name__}.columns.{table}"
    if key not in plan.results:
        plan.results[key] = column_arrays(plan.tables[table])
    return plan.results[key]  # type: ignore[return-value]
