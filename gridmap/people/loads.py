"""How much everybody carries: grids, households, residents, ground and ways, against the limits of the scheme."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.placement import households_by_grid, residents_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, positions_in
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.staffing import counting, duties, goes_round, is_full_time

LIMITED: Final = {"grids": "worker_grids", "households": "worker_households", "apart_m": "worker_distance"}
"""By column the limit of the scheme that it is measured against; the first two hold for who is full-time."""


def worker_loads(plan: Plan, *, within: BoolArray | None = None, on: dt.date | None = None) -> pd.DataFrame:
    """Return what every worker carries who answers for a grid on a day, the most burdened first.

    Parameters
    ----------
    within : bool (n,), optional
        Workers with a grid among these, with all that they have; everybody by default.
    on : date, optional
        The day for which assignments count; today by default.

    Returns
    -------
    DataFrame
        Indexed by worker id.

        ``full_time``
            whether he or she is full-time somewhere;
        ``grids``, ``households``, ``residents``, ``area_m2``
            of the full-time grids of who is full-time, as the rules ``worker-over-grids`` and
            ``worker-over-households`` count them; of all grids of the others;
        ``apart_m``
            the longest way between the nearest points of two grids of one top-level grid where he or she goes round,
            as ``worker-far-apart`` measures it;
        ``walk_m``
            the shortest tree that connects the inner points of the grids where he or she goes round;
        ``of_limit``
            the highest share of a limit that is used up, above 1 if one is broken; only ``apart_m`` counts for who is
            not full-time;
        ``over``
            keys of the limits that are broken, with commas.

        Ground without a shape has no area and is no way off.
    """
    counts = counting(plan, on)
    table = _carried(plan, counts)
    table["of_limit"], table["over"] = _against_limits(plan, table)
    if within is not None:
        worker, grid = duties(plan, counts)
        table = table[np.isin(table.index.to_numpy(), worker[within[grid]])]
    order = np.lexsort((table.index, -table["households"].to_numpy(), -table["of_limit"].to_numpy()))
    return table.iloc[order]


def load_of(plan: Plan, worker: int, on: dt.date | None = None) -> pd.Series:
    """Return what one worker carries on a day: a row of :func:`worker_loads`, all zero for who answers for no grid."""
    counts = counting(plan, on) & (plan.tables["assignments"]["worker"].to_numpy() == worker)
    table = _carried(plan, counts)
    table["of_limit"], table["over"] = _against_limits(plan, table)
    if len(table):
        return table.iloc[0]
    nothing = dict.fromkeys(table.columns, 0) | {"full_time": False, "of_limit": 0.0, "over": ""}
    return pd.Series(nothing, name=worker)


def busiest_shares(plan: Plan, on: dt.date | None = None) -> FloatArray:
    """Return for every grid the share of a limit that its full-time worker uses up, in all of his or her grids.

    It is ``of_limit`` of :func:`worker_loads`, of several full-time workers the highest.

    Parameters
    ----------
    plan : Plan
    on : date, optional
        The day; today by default.

    Returns
    -------
    float64 (n,)
        Above 1 if a limit is broken; -1 for a grid without a full-time worker.
    """
    return _shares(plan, on).copy()


@kept_by_day("assignments", "workers.id", "grids", "buildings")
def _shares(plan: Plan, on: dt.date) -> FloatArray:
    worker, grid = duties(plan, counting(plan, on) & is_full_time(plan))
    shares = np.full(len(plan.ids), -1.0)
    np.maximum.at(shares, grid, worker_loads(plan, on=on)["of_limit"].reindex(worker).to_numpy())
    return shares


def _carried(plan: Plan, counts: BoolArray) -> pd.DataFrame:
    """Return what everybody carries under some rows of ``assignments``, by worker id."""
    full_worker, full_grid = duties(plan, counts & is_full_time(plan))
    all_worker, all_grid = duties(plan, counts)
    full = np.unique(full_worker)
    other = ~np.isin(all_worker, full)
    worker, grid = np.concatenate([full_worker, all_worker[other]]), np.concatenate([full_grid, all_grid[other]])
    ids, number = np.unique(worker, return_inverse=True)
    number = number.reshape(-1)
    areas = np.nan_to_num(shapely.area(valid_shapes(plan)))

    def total(values: FloatArray | IntArray) -> FloatArray:
        return np.bincount(number, weights=values[grid], minlength=len(ids)).astype(np.float64)

    apart, walk = _ways(plan, counts, ids)
    return pd.DataFrame(
        {
            "full_time": np.isin(ids, full),
            "grids": np.bincount(number, minlength=len(ids)),
            "households": total(households_by_grid(plan)).astype(np.int64),
            "residents": total(residents_by_grid(plan)).astype(np.int64),
            "area_m2": total(areas),
            "apart_m": apart,
            "walk_m": walk,
        },
        index=pd.Index(ids, name="id"),
    )


def _against_limits(plan: Plan, table: pd.DataFrame) -> tuple[FloatArray, list[str]]:
    """Return of everybody the highest share of a limit that is used up, and which limits are broken."""
    keys = list(LIMITED.values())
    shares = np.zeros((len(table), len(keys)))
    for place, (column, key) in enumerate(LIMITED.items()):
        carried = table[column].to_numpy(dtype=np.float64)
        counts = (carried > 0) & (table["full_time"].to_numpy() | (column == "apart_m"))
        shares[counts, place] = carried[counts] / max(plan.scheme.limit(key), 1e-9)
    over = [",".join(key for key, share in zip(keys, row, strict=True) if share > 1) for row in shares.tolist()]
    return shares.max(axis=1, initial=0.0), over


def _ways(plan: Plan, counts: BoolArray, ids: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return for workers how far their grids lie apart at most, and the shortest tree between inner points, metres."""
    worker, grid = duties(plan, counts & goes_round(plan))
    at, apart, walk = positions_in(ids, worker), np.zeros(len(ids)), np.zeros(len(ids))
    shapes, top = valid_shapes(plan), plan.ancestors_at(plan.scheme.levels[0])
    cuts = [0, *(np.flatnonzero(np.diff(at)) + 1).tolist(), len(at)]  # the grids of one worker follow each other
    for first, end in itertools.pairwise(cuts):
        if end - first < 2:
            continue
        own = grid[first:end]
        one, two = np.triu_indices(len(own), 1)
        between = np.nan_to_num(shapely.distance(shapes[own[one]], shapes[own[two]]))
        apart[at[first]] = between[top[own[one]] == top[own[two]]].max(initial=0.0)
        walk[at[first]] = _tree(shapely.point_on_surface(shapes[own]))
    return apart, walk


def _tree(points: np.ndarray[tuple[int], np.dtype[np.object_]]) -> float:
    """Return the length of the shortest tree that connects points; a missing one is no way off (Prim, 1957)."""
    ways = np.nan_to_num(shapely.distance(points[:, None], points[None, :]))
    nearest, left, total = ways[0].copy(), np.arange(1, len(points)), 0.0
    while len(left):
        place = int(np.argmin(nearest[left]))
        total += float(nearest[left[place]])
        nearest = np.minimum(nearest, ways[left[place]])
        left = np.delete(left, place)
    return total
