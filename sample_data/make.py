"""The whole sample: a city, one of its towns, or a province, with everything that a plan holds."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme
from gridmap.model.wanted import must_be_wanted
from sample_data.facts import facts
from sample_data.ground.buildings import make_buildings
from sample_data.ground.ground import TOWN, make_ground
from sample_data.people.branches import make_branches
from sample_data.people.facilities import make_facilities
from sample_data.people.workers import make_workers
from sample_data.people.zones import make_zones
from sample_data.province import make_province
from sample_data.schemes import CITY, WITH_SAMPLE, sizes_of
from sample_data.schemes.made import about_sample, make_plan_of

Size = Literal["town", "city", "province"]
SIZES: Final[tuple[Size, ...]] = ("town", "city", "province")

_NAMES: Final = (
    "镇、村（社区）名称与代码为真实名称与代码（国家统计局，2023；经 china-division 2.7.0）。"
    "Towns and villages have their real names and codes (National Bureau of Statistics, 2023; china-division 2.7.0)."
)
_RETIRED_SHARE: Final = 1 / 20
"""Villages that once had a grid more, over all villages."""


def make_plan(size: Size = "city", seed: int = 2020, scheme: str = CITY) -> Plan:
    """Make a sample whose every rule is kept: a city of the real size, one of its towns, or a province to measure with.

    The city has exactly the figures that Zhangjiagang published for 2020 (``sample_data/figures_2020.toml``). Names
    and codes of its towns and villages are real; boundaries, buildings, people and phones are made.

    Parameters
    ----------
    size : "town", "city" or "province"
    seed : int
        0 or more. The same seed makes the same plan, to the last bit.
    scheme : str, optional
        Key of one of :data:`sample_data.schemes.WITH_SAMPLE`; all but the city's are made by
        :mod:`sample_data.schemes`, with the figures of their own places (``sample_data/schemes/figures.toml``).

    Raises
    ------
    ValueError
        If the scheme has no sample, or none of such a size, or the seed is below 0.
    """
    if scheme not in WITH_SAMPLE:
        raise ValueError(f"no such scheme: {scheme!r}; there are {', '.join(WITH_SAMPLE)}")
    if size not in sizes_of(scheme):
        raise ValueError(f"no such size: {size!r}; there are {', '.join(sizes_of(scheme))}")
    if seed < 0:
        raise ValueError(f"a seed is 0 or more, not {seed}")
    if scheme != CITY:
        return make_plan_of(scheme, size, seed)
    if size == "province":
        return make_province(load_scheme(CITY), seed)
    return _make_city(load_scheme(CITY), size, seed)


def _make_city(scheme: Scheme, size: Literal["town", "city"], seed: int) -> Plan:
    ground = make_ground(size, seed)
    grids = ground.grids
    figures = _figures()
    level_3 = grids["kind"].isin(["comprehensive", "dedicated"])
    share = int(level_3.sum()) / (figures["grids"]["comprehensive"] + figures["grids"]["dedicated"])
    keep_off = np.concatenate([np.asarray(t.geometry.array, dtype=object) for t in (ground.water, ground.exempt_areas)])

    must_be_wanted()
    built = make_buildings(grids, ground.roads, keep_off, scheme, seed)
    households = built.households(grids.index.to_numpy())
    must_be_wanted()
    staff = make_workers(grids, households, scheme, seed)
    party = make_branches(grids, households, round(share * figures["party"]["grid_branches"]), scheme, seed)
    must_be_wanted()
    zones = make_zones(
        grids, ground.exempt_areas, households, party.main, round(share * figures["party"]["zones"]), seed
    )
    title = "张家港市" if size == "city" else f"张家港市{TOWN}"
    return Plan(
        scheme,
        {
            "grids": grids,
            "buildings": built.table,
            "workers": staff.workers,
            "assignments": staff.assignments,
            "branches": party.branches,
            "branch_grids": party.branch_grids,
            "zones": zones,
            "facilities": make_facilities(grids, built, households, figures, share, seed),
            "exempt_areas": ground.exempt_areas,
            "retired_codes": _retired_codes(grids),
            "roads": _numbered(ground.roads),
            "water": _numbered(ground.water),
            "facts": facts(title, size, seed, _NAMES, about=about_sample(CITY)),
        },
    )


def _numbered(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a table ids from 1."""
    return table.set_index(pd.RangeIndex(1, len(table) + 1, name="id"))


def _figures() -> dict[str, dict[str, int]]:
    text = resources.files("sample_data").joinpath("figures_2020.toml").read_text(encoding="utf-8")
    figures: dict[str, dict[str, int]] = tomllib.loads(text)
    return figures


def _retired_codes(grids: pd.DataFrame) -> pd.DataFrame:
    """Retire the number after the last one in a few villages: there the last grid was merged with its neighbour."""
    low = grids[grids["kind"].isin(["comprehensive", "dedicated"]).to_numpy()]
    last = low.groupby("parent")["code"].max()
    step = round(1 / _RETIRED_SHARE)
    codes = [f"{code[:-3]}{int(code[-3:]) + 1:03d}" for code in last.sort_index().iloc[step // 2 :: step]]
    return pd.DataFrame(
        {"code": codes, "kind": "comprehensive", "retired_on": "2019-06-30", "reason": "并入相邻网格"},
        index=pd.Index(range(1, len(codes) + 1), name="id"),
    )
