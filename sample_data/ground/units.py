"""Towns and villages of the sample city: real names and codes, folded as the city counted them in 2020.

The list of 2023 has 15 town-level and 273 village-level units; the city published 10 and 250 for 2020. The towns fold
as ``figures_2020.toml`` says. Of the village-level units go, first, the three special ones (serials 498 and 500: two
virtual communities of zones and the quarters of a dairy farm), then the residents' committees with the highest
serials, which are the youngest, since serials are given in order of founding (equal serials: higher code first), until
250 are left.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

import pandas as pd

SPECIAL_SERIALS = ("498", "500")
COMMITTEE_OF_RESIDENTS = range(1, 200)


@dataclass(frozen=True)
class Figures:
    """How many grids of each kind the city has."""

    towns: int
    villages: int
    comprehensive: int
    dedicated: int


def read_figures() -> Figures:
    """Read the published figures of 2020 that the sample reproduces."""
    grids = _figures()["grids"]
    return Figures(grids["town"], grids["village"], grids["comprehensive"], grids["dedicated"])


def read_units() -> pd.DataFrame:
    """Read the villages and communities that stay, in the order of their codes.

    Returns
    -------
    pandas.DataFrame
        Columns ``code`` (12 digits), ``name``, ``old_town_code`` (9 digits, as of 2023), ``town_code`` and ``town``
        (as of 2020) and ``community`` (True for a residents' committee, False for a villagers' committee).
    """
    with resources.files("sample_data").joinpath("zhangjiagang_units.csv").open(encoding="utf-8-sig") as file:
        listed = pd.read_csv(file, dtype=str, keep_default_na=False)
    villages = listed[(listed["level"] == "5") & ~listed["code"].str[-3:].isin(SPECIAL_SERIALS)].copy()
    villages["serial"] = villages["code"].str[-3:].astype(int)
    villages["community"] = villages["serial"].isin(COMMITTEE_OF_RESIDENTS)
    youngest = villages[villages["community"]].sort_values(["serial", "code"], ascending=False)
    villages = villages.drop(youngest.index[: len(villages) - read_figures().villages]).sort_values("code")
    fold = {old: (codes[0], town) for town, codes in _figures()["level_1"].items() for old in codes}
    return pd.DataFrame(
        {
            "code": villages["code"],
            "name": villages["name"],
            "old_town_code": villages["parent_code"],
            "town_code": [fold[old][0] for old in villages["parent_code"]],
            "town": [fold[old][1] for old in villages["parent_code"]],
            "community": villages["community"],
        }
    ).reset_index(drop=True)


def _figures() -> dict[str, Any]:
    return tomllib.loads(resources.files("sample_data").joinpath("figures_2020.toml").read_text(encoding="utf-8"))
