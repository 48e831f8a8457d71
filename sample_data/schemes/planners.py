"""The sample of planners on three levels: a district, its streets and its communities."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridmap.model.scheme import Scheme
from sample_data.chance import stream
from sample_data.schemes.made import Tables
from sample_data.schemes.names import compound_names, place_names
from sample_data.schemes.nest import make_nest
from sample_data.schemes.rows import (
    Facilities,
    Level,
    codes_below,
    facility_rows,
    grid_rows,
    houses,
    place_in,
    staff_rows,
)

_STREETS: Final = {"town": 3, "city": 14}
_MENTORS: Final = 8
_DISTRICT: Final = "390108"


def tables(scheme: Scheme, size: str, seed: int) -> Tables:
    """Return the tables of the sample."""
    rng = stream(seed, "planners counts")
    communities = rng.integers(5, 10, _STREETS[size])
    blocks = rng.integers(5, 9, int(communities.sum()))
    counts = [np.array([len(communities)]), communities, blocks]
    nest = make_nest(counts, 210.0, (418_000.0, 3_395_000.0), seed, "planners")
    _, street, community, block = nest.above
    street_codes, _ = codes_below([_DISTRICT], street, nest.shapes[1], 3)
    codes, _ = codes_below(street_codes, community, nest.shapes[2], 3)
    names = [f"{name}社区" for name in place_names(len(blocks), 120)]
    rows, ids = grid_rows(
        [
            Level("district", nest.shapes[0], ["成华区（示意）"], [_DISTRICT]),
            Level("street", nest.shapes[1], [f"{n}街道" for n in place_names(len(street), 40)], street_codes, street),
            Level("community", nest.shapes[2], names, codes, community),
        ]
    )
    estates = compound_names(np.zeros(len(block), np.int64), seed)
    built = houses(nest, rng.integers(2, 7, len(block)), rng.integers(260, 460, len(block)), estates, estates, rng)
    posts = [
        ("mentor", np.repeat(ids[0], _MENTORS)),
        ("planner", np.repeat(ids[1], rng.integers(1, 4, len(street)))),
        ("convenor", ids[2]),
    ]
    workers, assignments = staff_rows(posts, "2020-06-30", rng)
    first = np.searchsorted(block, np.arange(len(blocks)))
    groups = Facilities(
        "planning_group",
        [f"{name}规划小组" for name in names],
        ids[2],
        people=rng.integers(5, 13, len(names)),
        places=place_in(nest, first),
    )
    return {
        "grids": rows,
        "buildings": built,
        "workers": workers,
        "assignments": assignments,
        "facilities": facility_rows([groups], "2019-01-01"),
        "roads": nest.roads,
    }
