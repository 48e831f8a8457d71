"""The sample of a chain of four tiers: streets, communities, compound branches, building groups."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridmap.model.scheme import Scheme
from sample_data.chance import stream
from sample_data.schemes.made import Tables, published
from sample_data.schemes.names import compound_names, place_names
from sample_data.schemes.nest import make_nest
from sample_data.schemes.rows import (
    Facilities,
    Level,
    Tier,
    chain_rows,
    codes_below,
    facility_rows,
    grid_rows,
    groups_of,
    highest,
    houses,
    place_in,
    shared_out,
    staff_rows,
)

COMMUNITIES: Final = 395
"""Made up: the smallest number of which 353 are 89.37 per cent to the second decimal and 316 exactly 80 per cent."""

_TOWN: Final = 20
"""Communities of the small sample, in one street."""


def tables(scheme: Scheme, size: str, seed: int) -> Tables:
    """Return the tables of the sample.

    Long because one table after the other is made, each from those before.
    """
    said, rng = published("shapingba"), stream(seed, "shapingba counts")
    streets, total = (said["streets"], COMMUNITIES) if size == "city" else (1, _TOWN)
    communities = shared_out(total, 1.0 + rng.random(streets), 8)
    cells = rng.integers(2, 6, total)
    nest = make_nest([communities, cells], 260.0, (447_000.0, 3_273_000.0), seed, "shapingba")
    _, street, community = nest.above
    street_names = [f"{name}街道" for name in place_names(streets, 200)]
    street_codes = [f"390106{n + 1:03d}" for n in range(streets)]
    names = [f"{name}社区" for name in place_names(total)]
    codes, _ = codes_below(street_codes, street, nest.shapes[1], 3)
    estates = compound_names(street[community], seed)
    grid_codes, _ = codes_below(codes, community, nest.shapes[2], 3)
    rows, ids = grid_rows(
        [
            Level("street", nest.shapes[0], street_names, street_codes),
            Level("community", nest.shapes[1], names, codes, street),
            Level("grid", nest.shapes[2], [f"{name}网格" for name in estates], grid_codes, community),
        ]
    )
    built = houses(
        nest, rng.integers(3, 7, len(community)), rng.integers(310, 491, len(community)), estates, estates, rng
    )
    workers, assignments = staff_rows([("full_time", ids[2])], "2022-06-30", rng)
    branches = [f"{name}党支部" for name in estates]
    groups, above, members, in_branch = groups_of(branches, rng)
    chain, links = chain_rows(
        [
            Tier("street", [f"{name}党工委" for name in street_names], np.zeros(streets, np.int64), ids[0]),
            Tier("community", [f"{name}党委" for name in names], street, ids[1]),
            Tier("compound", branches, community, ids[2], in_branch),
            Tier("building", groups, above, None, members),
        ],
        rng,
    )
    first = np.searchsorted(community, np.arange(total))
    kinds = [Facilities("council", [f"{name}居民议事会" for name in names], ids[1])]
    for key, share, label in (
        ("members_council", said["members_council_share"], "党员议事会"),
        ("education", said["education_share"], "教育基地"),
    ):
        chosen = highest(round(share * total), rng.random(total))
        places = place_in(nest, first[chosen]) if key == "education" else None
        kinds.append(Facilities(key, [f"{names[c]}{label}" for c in chosen.tolist()], ids[1][chosen], places=places))
    return {
        "grids": rows,
        "buildings": built,
        "workers": workers,
        "assignments": assignments,
        "branches": chain,
        "branch_grids": links,
        "facilities": facility_rows(kinds, "2021-01-01"),
        "roads": nest.roads,
    }
