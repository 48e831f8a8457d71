"""The sample of a scheme, by its key, with what it says of itself."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module, resources
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme
from sample_data.facts import facts
from sample_data.schemes import CITY

_NAMES: Final = (
    "名称和代码均为虚构，没有以39开头的行政区划代码。All names and codes are made; no place has codes from 39."
)

Tables = Mapping[str, pd.DataFrame]


@cache
def published(key: str) -> Mapping[str, Any]:
    """Return what is published of a scheme's place, its ``title`` and what the sample says ``about`` itself."""
    text = resources.files("sample_data.schemes").joinpath("figures.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)[key])


def about_sample(key: str) -> Mapping[str, str]:
    """Return what the sample of a scheme says of itself, by language: what is published, and what is made up."""
    if key != CITY:
        return MappingProxyType(published(key)["about"])
    text = resources.files("sample_data").joinpath("figures_2020.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)["about"])


def make_plan_of(key: str, size: str, seed: int) -> Plan:
    """Make the sample of a scheme, with the figures that its place published.

    Parameters
    ----------
    key : str
        One of :data:`sample_data.schemes.OTHERS`.
    size : "town" or "city"
        A part to look at, or what the figures are of; of a street alone both are the same.
    seed : int
        0 or more. The same seed makes the same plan, to the last bit.
    """
    make: Callable[[Scheme, str, int], Tables] = import_module(f"sample_data.schemes.{key}").tables
    scheme, said = load_scheme(key), published(key)
    tables = {
        name: table.set_crs(scheme.crs) if isinstance(table, gpd.GeoDataFrame) else table
        for name, table in make(scheme, size, seed).items()
    }
    tables["facts"] = facts(said["title"], size, seed, _NAMES, about=said["about"], as_of=said["as_of"])
    return Plan(scheme, tables)
