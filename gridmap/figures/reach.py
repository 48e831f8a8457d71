"""How many buildings and households have a chain of party branches that reaches the top."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from gridmap.ground.placement import declared_own, holder_positions
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.people.chains import ChainState, building_chains, grid_chains


def reach_of_rows(plan: Plan, row_of: IntArray, rows: int, on: dt.date | None = None) -> dict[str, npt.NDArray[Any]]:
    """Count what reaches the top for rows of a table; nothing under a scheme without tiers.

    A building reaches it if its chain (:func:`gridmap.people.chains.building_chains`) is whole; households that a list
    declares of a grid do if the grid's is.

    Parameters
    ----------
    row_of : int64 (n,)
        Which row each grid of the plan belongs to, -1 for none.
    rows : int

    Returns
    -------
    dict
        ``reached_buildings`` and ``reached_households``, int64 (rows,), and ``reached_share``, float64 (rows,): of the
        households of the row, those that do; NaN where nobody lives.
    """
    if not plan.scheme.tiers:
        return {}
    row = np.append(row_of, -1)[holder_positions(plan)]
    inside = row >= 0
    whole = inside & (building_chains(plan, on).state == ChainState.WHOLE)
    households = plan.buildings["households"].to_numpy()
    own, of_grid = declared_own(plan, "households"), row_of >= 0
    reaches = of_grid & (grid_chains(plan, on).state == ChainState.WHOLE)

    def added(which: npt.NDArray[np.bool_], grids: npt.NDArray[np.bool_]) -> IntArray:
        homes = np.bincount(row[which], weights=households[which], minlength=rows)
        declared = np.bincount(row_of[grids], weights=own[grids], minlength=rows)
        return (homes + declared).astype(np.int64)

    reached, all_of_them = added(whole, reaches), added(inside, of_grid)
    share = np.divide(reached, all_of_them, out=np.full(rows, np.nan), where=all_of_them > 0)
    buildings = np.bincount(row[whole], minlength=rows)
    return {"reached_buildings": buildings, "reached_households": reached, "reached_share": share}


def reach_of_plan(plan: Plan, on: dt.date | None = None) -> dict[str, int | float | None]:
    """Return the three figures of the whole plan, the share ``None`` where nobody lives; nothing without tiers."""
    found = reach_of_rows(plan, np.zeros(len(plan.ids), dtype=np.int64), 1, on)
    return {name: None if np.isnan(values[0]) else values[0].item() for name, values in found.items()}
