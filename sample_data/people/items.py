"""Items of the sample: reported, assigned, solved and evaluated within a time, with as many solved as are asked for."""

from __future__ import annotations

import datetime as dt
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.model.plan import Plan
from sample_data.chance import stream

KINDS: Final = ("环境卫生", "矛盾纠纷", "设施损坏", "违章停车", "噪声扰民", "安全隐患")
"""Kinds of items, the commonest first."""

_WITHOUT_PLACE: Final = 8
"""One item in so many names its grid alone."""


def make_items(
    plan: Plan, raised: int, solved: int, begin: dt.date, end: dt.date, seed: int = 2020
) -> gpd.GeoDataFrame:
    """Make items that stand as asked on a day.

    Where many live much is reported: the chance of a building is that of its households.

    Parameters
    ----------
    plan : Plan
        With buildings that have households; the items lie beside them.
    raised, solved : int
        How many items are raised from ``begin`` to ``end``, and how many of these are solved on ``end``.
    begin, end : date
        The first and the last day.
    seed : int

    Returns
    -------
    GeoDataFrame
        Rows of ``items``.

    Raises
    ------
    ValueError
        If more are to be solved than raised, or the days are turned round.
    """
    if not 0 <= solved <= raised or end < begin:
        raise ValueError(f"{solved} of {raised} items cannot be solved from {begin} to {end}")
    rng = stream(seed, "items")
    days = (end - begin).days
    on = np.sort(rng.integers(0, days + 1, raised))
    open_for = days - on
    is_solved = np.zeros(raised, dtype=bool)
    # The older an item, the likelier it is solved; of all the number that is asked for, to the last one.
    is_solved[np.argsort(-(open_for + rng.exponential(days / 3 + 1, raised)), kind="stable")[:solved]] = True
    took = np.minimum(open_for, np.ceil(rng.gamma(1.6, 7.0, raised)).astype(np.int64))
    assigned = np.minimum(np.where(is_solved, took, open_for), rng.integers(0, 4, raised))
    later = took + rng.integers(1, 11, raised)
    evaluated = is_solved & (later <= open_for) & (rng.random(raised) < 0.8)
    homes = np.maximum(plan.buildings["households"].to_numpy(), 0)
    building = rng.choice(len(homes), raised, p=homes / homes.sum())
    points = shapely.point_on_surface(np.asarray(plan.buildings.geometry.array, dtype=object)[building])
    kinds = np.array(KINDS, dtype=object)[np.minimum(rng.geometric(0.35, raised) - 1, len(KINDS) - 1)]
    year = [str((begin + dt.timedelta(days=int(day))).year) for day in on]
    return gpd.GeoDataFrame(
        {
            "number": [f"{when}-{number:04d}" for number, when in enumerate(year, start=1)],
            "kind": kinds,
            "grid": 0,
            "raised_on": _days(begin, on, np.ones(raised, dtype=bool)),
            "assigned_on": _days(begin, on + assigned, is_solved | (rng.random(raised) < 0.7)),
            "solved_on": _days(begin, on + took, is_solved),
            "evaluated_on": _days(begin, on + later, evaluated),
            "rating": np.where(evaluated, rng.choice([5, 4, 4, 3, 2], raised), 0),
        },
        index=pd.RangeIndex(1, raised + 1, name="id"),
        geometry=points,
        crs=plan.crs,
    )


def _days(begin: dt.date, after: np.ndarray, which: np.ndarray) -> list[str]:
    pairs = zip(after.tolist(), which.tolist(), strict=True)
    return [(begin + dt.timedelta(days=day)).isoformat() if there else "" for day, there in pairs]


def with_items(plan: Plan, items: gpd.GeoDataFrame) -> Plan:
    """Return a plan with items, some of which name their grid and have no place."""
    from gridmap.ground.items import grids_at

    at = grids_at(plan, np.asarray(items.geometry.array, dtype=object))
    bare = (np.arange(len(items)) % _WITHOUT_PLACE == _WITHOUT_PLACE - 1) & (at >= 0)
    shapes = np.asarray(items.geometry.array, dtype=object).copy()
    shapes[bare] = None
    rows = items.assign(grid=np.where(bare, plan.ids[at], 0)).set_geometry(
        gpd.GeoSeries(shapes, index=items.index, crs=plan.crs)
    )
    return Plan(plan.scheme, {**plan.tables, "items": rows})
