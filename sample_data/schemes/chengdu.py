"""The sample of a city's compounds: nearly 20,000 of them, over 200 with more than 10,000 residents each."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from gridmap.model.scheme import Scheme
from sample_data.chance import Ints, stream
from sample_data.schemes.made import Tables, published
from sample_data.schemes.names import compound_names, place_names
from sample_data.schemes.nest import Nest, make_nest
from sample_data.schemes.rows import (
    Level,
    Tier,
    chain_rows,
    codes_below,
    grid_rows,
    highest,
    houses,
    shared_out,
    staff_rows,
)

COMPOUNDS: Final = {"town": 210, "city": 19_860}
SUPER: Final = {"town": 4, "city": 206}
"""Compounds, and those of over 10,000 residents among them; the exact numbers are made up."""

_STREETS: Final = {"town": (1, 3), "city": (20, 12)}
"""Districts, and streets in each."""

_DENSE: Final = 0
"""The community of 0.85 square kilometres with two super-compounds; it has :data:`_COMPOUNDS_THERE`."""

_COMPOUNDS_THERE: Final = 8
_PLACED: Final = 4000
"""Residents of a compound beyond which it has no more members placed in it for more of them."""

DISTRICT, STREET, COMMUNITY, COMPOUND, GRID = range(5)


def tables(scheme: Scheme, size: str, seed: int) -> Tables:
    """Return the tables of the sample.

    Long because one table after the other is made, each from those before.
    """
    rng = stream(seed, "chengdu counts")
    nest, large = _nest(size, seed, rng)
    street, community, compound, grid = nest.above[1:]
    district_codes = [f"3901{n + 1:02d}" for n in range(len(nest.shapes[DISTRICT]))]
    street_codes, _ = codes_below(district_codes, street, nest.shapes[STREET], 3)
    codes, _ = codes_below(street_codes, community, nest.shapes[COMMUNITY], 3)
    grid_codes, number = codes_below(codes, compound[grid], nest.shapes[GRID], 3)
    streets = [f"{name}街道" for name in place_names(len(street), 300)]
    names = [f"{name}社区" for name in place_names(len(community))]
    estates = compound_names(street[community[compound]], seed)
    where = [estates[c] for c in grid.tolist()]
    parts = np.where(large[grid], number, 0).tolist()
    grids, ids = grid_rows(
        [
            Level("district", nest.shapes[DISTRICT], _districts(len(district_codes)), district_codes),
            Level("street", nest.shapes[STREET], streets, street_codes, street),
            Level("community", nest.shapes[COMMUNITY], names, codes, community),
            Level("grid", nest.shapes[GRID], _grid_names(where, parts), grid_codes, compound[grid]),
        ]
    )
    households = np.where(large[grid], rng.integers(430, 491, len(grid)), rng.integers(310, 491, len(grid)))
    count = rng.integers(1, 3, len(grid))
    doors = [f"{name}{part}-" if part else name for name, part in zip(where, parts, strict=True)]
    built = houses(nest, count, households, doors, where, rng)
    known = np.repeat(grid, count)
    example = int(np.flatnonzero(large & (compound != _DENSE))[0])
    mine = known == example
    residents = built["residents"].to_numpy().copy()
    residents[mine] = shared_out(published("chengdu")["example_residents"], built["households"][mine])
    built["residents"] = residents
    table = _compounds(nest, ids, estates, large, np.bincount(known, weights=residents).astype(np.int64), size, rng)
    table.loc[table.index[example], "registered"] = published("chengdu")["example_registered"]
    party = np.flatnonzero(table["members"].to_numpy() > 0)
    chain, links = chain_rows(_tiers(nest, ids, streets, names, estates, table["members"].to_numpy(), party), rng)
    first = len(streets) + len(names) + 1
    table.loc[table.index[party], "branch"] = np.arange(first, first + len(party))
    workers, assignments = staff_rows([("full_time", ids[3])], "2018-12-31", rng)
    return {
        "grids": grids,
        "buildings": built,
        "compounds": table,
        "workers": workers,
        "assignments": assignments,
        "branches": chain,
        "branch_grids": links,
        "roads": nest.roads,
    }


def _nest(size: str, seed: int, rng: np.random.Generator) -> tuple[Nest, np.ndarray]:
    """Lay out districts, streets, communities, compounds and their grids; say which compounds are very large."""
    districts, streets = _STREETS[size]
    communities = rng.integers(8, 13, districts * streets)
    among = np.arange(1, int(communities.sum()))
    weights = 1.0 + rng.random(len(among))
    compounds = np.r_[_COMPOUNDS_THERE, shared_out(COMPOUNDS[size] - _COMPOUNDS_THERE, weights, 4)]
    first = np.cumsum(compounds) - compounds
    large = np.zeros(COMPOUNDS[size], dtype=bool)
    large[[first[_DENSE], first[_DENSE] + 3]] = True
    large[first[highest(SUPER[size] - 2, rng.random(len(among))) + 1]] = True
    blocks = np.where(large, rng.integers(10, 13, len(large)), 1)
    counts = [np.full(districts, streets), communities, compounds, blocks]
    dense = (COMMUNITY, _DENSE, 1e6 * published("chengdu")["example_km2"])
    return make_nest(counts, 190.0, (411_000.0, 3_394_000.0), seed, "chengdu", bare=2, known=dense), large


def _districts(count: int) -> list[str]:
    return [f"{name}区" for name in place_names(count, 560)]


def _grid_names(where: list[str], parts: list[int]) -> list[str]:
    return [f"{name}第{part}网格" if part else f"{name}网格" for name, part in zip(where, parts, strict=True)]


def _compounds(
    nest: Nest,
    ids: list[Ints],
    estates: list[str],
    large: np.ndarray,
    residents: Ints,
    size: str,
    rng: np.random.Generator,
) -> gpd.GeoDataFrame:
    """Return rows of ``compounds``: some have a committee, a firm, members placed in their branch.

    Of the whole city only the very large ones have a shape; where the others are their buildings say.
    """
    said, share = published("chengdu"), COMPOUNDS[size] / COMPOUNDS["city"]
    whole = size == "city"

    def of(key: str) -> int:
        return int(said[key]) if whole else round(share * said[key])

    community = nest.above[COMPOUND]
    number = len(estates)
    is_first = np.r_[True, community[1:] != community[:-1]]  # so that every community has a branch below its own
    party = highest(max(of("party_organisations"), int(is_first.sum())), is_first + large + rng.random(number))
    members = np.zeros(number, dtype=np.int64)
    members[party] = shared_out(of("members"), np.minimum(residents[party], _PLACED), 3)
    committee, firm = np.full(number, "", dtype=object), np.full(number, "", dtype=object)
    chosen = highest(of("owners_committees"), large + rng.random(number))
    committee[chosen] = [f"{estates[c]}业主委员会" for c in chosen.tolist()]
    chosen = highest(of("property_firms"), large + rng.random(number))
    firm[chosen] = [f"{name}物业" for name in place_names(len(chosen), 100)]
    return gpd.GeoDataFrame(
        {
            "name": estates,
            "registered": np.floor(residents * (0.1 + 0.7 * rng.random(number))).astype(np.int64),
            "has_committee": committee != "",
            "committee": committee,
            "firm": firm,
            "grid": ids[2][community],
            "branch": 0,
            "members": members,
        },
        geometry=np.where(large, nest.shapes[COMPOUND], None) if whole else nest.shapes[COMPOUND],
        index=pd.RangeIndex(1, number + 1, name="id"),
    )


def _tiers(
    nest: Nest, ids: list[Ints], streets: list[str], names: list[str], estates: list[str], members: Ints, party: Ints
) -> list[Tier]:
    """Return the branches of streets, communities and compounds; those of a compound serve all of its grids."""
    place = np.full(len(estates), -1, dtype=np.int64)
    place[party] = np.arange(len(party))
    grid = nest.above[GRID]
    served = np.flatnonzero(place[grid] >= 0)
    organisations = [f"{estates[c]}党支部" for c in party.tolist()]
    return [
        Tier("street", [f"{name}党工委" for name in streets], np.zeros(len(streets), np.int64), ids[1]),
        Tier("community", [f"{name}党委" for name in names], nest.above[COMMUNITY], ids[2]),
        Tier(
            "compound", organisations, nest.above[COMPOUND][party], ids[3][served], members[party], place[grid[served]]
        ),
    ]
