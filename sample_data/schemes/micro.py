"""The sample of the micro-grids: 50 to 80 households in each, and a stair head for each."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridmap.model.scheme import Scheme
from sample_data.chance import stream
from sample_data.schemes.made import Tables
from sample_data.schemes.names import compound_names, place_names
from sample_data.schemes.nest import make_nest
from sample_data.schemes.rows import Level, Tier, chain_rows, codes_below, grid_rows, groups_of, houses, staff_rows

_TOWNS: Final = {"town": 1, "city": 8}
_VILLAGES: Final = (5, 9)
_MOST: Final = {5: (62, 80), 6: (52, 80), 7: (50, 71)}
"""Households of a micro-grid, from and to, by how many its grid has: the grid keeps its own standard of 300 to 500."""


def tables(scheme: Scheme, size: str, seed: int) -> Tables:
    """Return the tables of the sample.

    Long because one table after the other is made, each from those before.
    """
    rng = stream(seed, "micro counts")
    villages = rng.integers(*_VILLAGES, _TOWNS[size])
    grids = rng.integers(4, 7, int(villages.sum()))
    micro = rng.integers(5, 8, int(grids.sum()))
    nest = make_nest([villages, grids, micro], 130.0, (552_000.0, 3_526_000.0), seed, "micro")
    _, village, grid, cell = nest.above
    town_names = [f"{name}镇" for name in place_names(len(villages), 20)]
    village_names = [f"{name}社区" for name in place_names(len(grids))]
    town_codes = [f"3905{n // 80 + 1:02d}{100 + n}" for n in range(len(villages))]
    village_codes, _ = codes_below(town_codes, village, nest.shapes[1], 3)
    grid_codes, number = codes_below(village_codes, grid, nest.shapes[2], 3)
    grid_names = [f"{village_names[v]}第{n}网格" for v, n in zip(grid.tolist(), number.tolist(), strict=True)]
    codes, order = codes_below(grid_codes, cell, nest.shapes[3], 2)
    names = [
        f"{grid_names[g].removesuffix('网格')}-{n}微网格" for g, n in zip(cell.tolist(), order.tolist(), strict=True)
    ]
    rows, ids = grid_rows(
        [
            Level("town", nest.shapes[0], town_names, town_codes),
            Level("village", nest.shapes[1], village_names, village_codes, village),
            Level("comprehensive", nest.shapes[2], grid_names, grid_codes, grid),
            Level("micro", nest.shapes[3], names, codes, cell),
        ]
    )
    low, high = np.array([_MOST[n] for n in micro.tolist()]).T
    households = rng.integers(low[cell], high[cell] + 1)
    estates = compound_names(village[grid], seed)
    where = [f"{estates[g]}{n}-" for g, n in zip(cell.tolist(), order.tolist(), strict=True)]
    built = houses(nest, rng.integers(2, 5, len(cell)), households, where, [estates[g] for g in cell.tolist()], rng)
    workers, assignments = staff_rows([("full_time", ids[2]), ("stair_head", ids[3])], "2024-01-01", rng)
    branches = [f"{name.removesuffix('网格')}党支部" for name in grid_names]
    groups, above, members, in_branch = groups_of(branches, rng)
    organisations = [f"{name}党总支" for name in village_names]
    chain, links = chain_rows(
        [
            Tier("village", organisations, np.zeros(len(organisations), np.int64), ids[1]),
            Tier("grid", branches, grid, ids[2], in_branch),
            Tier("building", groups, above, None, members),
        ],
        rng,
    )
    return {
        "grids": rows,
        "buildings": built,
        "workers": workers,
        "assignments": assignments,
        "branches": chain,
        "branch_grids": links,
        "roads": nest.roads,
    }
