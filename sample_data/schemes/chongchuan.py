"""The sample of a street's items, micro-projects and services: half a year of one street."""

from __future__ import annotations

import datetime as dt
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from sample_data.chance import Floats, Ints, stream
from sample_data.people.items import KINDS, make_items, with_items
from sample_data.schemes.made import Tables, published
from sample_data.schemes.names import compound_names, place_names
from sample_data.schemes.nest import Nest, make_nest
from sample_data.schemes.rows import (
    Facilities,
    Level,
    Tier,
    chain_rows,
    codes_below,
    facility_rows,
    grid_rows,
    houses,
    place_in,
    shared_out,
    staff_rows,
)

_COMMUNITIES: Final = 8
_PROJECTS: Final = ("楼道亮化", "邻里茶座", "车棚改造", "晾衣架", "小花园", "议事亭", "无障碍坡道", "书屋")
_KEYS: Final = ("sanitation", "dispute", "repair", "parking", "noise", "hazard")
"""Those of the scheme, in the order of the words that the list of items has for them."""


def tables(scheme: Scheme, size: str, seed: int) -> Tables:
    """Return the tables of the sample; it is one street, whatever the size."""
    said, rng = published("chongchuan"), stream(seed, "chongchuan counts")
    blocks = rng.integers(9, 16, _COMMUNITIES)
    nest = make_nest([np.array([_COMMUNITIES]), blocks], 150.0, (606_000.0, 3_545_000.0), seed, "chongchuan", bare=0)
    names = [f"{name}社区" for name in place_names(_COMMUNITIES, 60)]
    codes, _ = codes_below(["390602001"], nest.above[1], nest.shapes[1], 3)
    rows, ids = grid_rows(
        [
            Level("street", nest.shapes[0], ["和平桥街道"], ["390602001"]),
            Level("community", nest.shapes[1], names, codes, nest.above[1]),
        ]
    )
    of = nest.above[2]
    estates = compound_names(np.zeros(len(of), np.int64), seed)
    count = rng.integers(3, 7, len(of))
    built = houses(nest, count, rng.integers(90, 190, len(of)), estates, estates, rng)
    residents = np.bincount(np.repeat(of, count), weights=built["residents"], minlength=_COMMUNITIES)
    workers, assignments = staff_rows([("community_worker", np.repeat(ids[1], 3))], "2015-12-31", rng)
    chain, links = chain_rows(
        [
            Tier("street", ["和平桥街道党工委"], np.zeros(1, np.int64), ids[0]),
            Tier("community", [f"{name}党委" for name in names], np.zeros(_COMMUNITIES, np.int64), ids[1]),
        ],
        rng,
    )
    made = {
        "grids": rows,
        "buildings": built,
        "workers": workers,
        "assignments": assignments,
        "branches": chain,
        "branch_grids": links,
        "facilities": _facilities(nest, names, ids[1], residents),
        "roads": nest.roads,
    }
    return {**made, "items": _items(scheme, made, said["items_raised"], said["items_solved"], seed)}


def _facilities(nest: Nest, names: list[str], ids: Ints, residents: Floats) -> gpd.GeoDataFrame:
    """Return the micro-projects, each at its place, and the services of every community, by its residents."""
    said = published("chongchuan")
    of = np.repeat(np.arange(len(ids)), shared_out(said["micro_projects"], np.ones(len(ids))))
    first = np.searchsorted(nest.above[2], np.arange(len(ids)))
    number = np.arange(len(of)) - np.searchsorted(of, of)
    projects = [f"{names[c]}{_PROJECTS[(3 * c + n) % len(_PROJECTS)]}" for c, n in zip(of, number, strict=True)]
    served = shared_out(said["residents_served"], residents)
    times = shared_out(said["services"], residents)
    return facility_rows(
        [
            Facilities("micro_project", projects, ids[of], places=place_in(nest, first[of] + 2 * number)),
            Facilities("service", [f"{name}居民服务" for name in names], ids, count=times, people=served),
        ],
        "2016-01-01",
    )


def _items(scheme: Scheme, made: dict[str, pd.DataFrame], raised: int, solved: int, seed: int) -> pd.DataFrame:
    """Return the items of the half-year, under the kinds of the scheme."""
    tables = {
        name: table.set_crs(scheme.crs) if isinstance(table, gpd.GeoDataFrame) else table
        for name, table in made.items()
    }
    plan = Plan(scheme, tables)
    items = make_items(plan, raised, solved, dt.date(2016, 1, 1), dt.date(2016, 6, 30), seed)
    items["kind"] = items["kind"].map(dict(zip(KINDS, _KEYS, strict=True)))
    return with_items(plan, items).tables["items"]
