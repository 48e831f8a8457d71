"""Rows of a plan for units of a nest: grids with codes, houses, people, branches and facilities, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.ground.numbering import number_grids
from sample_data.chance import Floats, Ints, shares_in_groups, within
from sample_data.ground.honeycomb import Shapes
from sample_data.people.persons import person_names, phone_numbers
from sample_data.schemes.nest import Nest

SLOTS: Final = ((-1, 1), (1, -1), (-1, -1), (1, 1), (-1, 0), (1, 0))
"""Where the houses of a block stand, in the order in which they are built: column and row about its middle."""

_HOUSE: Final = (0.27, 0.125)
"""Half the length and the width of a house, by the room about the middle of its block."""


@dataclass(frozen=True)
class Level:
    """Units of one level: kinds, shapes, names, codes, and the place of the unit of the level above that each is in."""

    kind: Any
    shapes: Shapes
    names: Sequence[str]
    codes: Sequence[str]
    above: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    use: Any = ""


def grid_rows(levels: Sequence[Level], setting: str = "urban") -> tuple[gpd.GeoDataFrame, list[Ints]]:
    """Return rows of ``grids`` and the ids of the units of each level."""
    ids: list[Ints] = []
    frames = []
    for level in levels:
        first = 1 + sum(map(len, ids))
        parent = ids[-1][level.above] if ids else np.zeros(len(level.shapes), dtype=np.int64)
        ids.append(np.arange(first, first + len(level.shapes)))
        columns = {"code": level.codes, "name": level.names, "kind": level.kind, "parent": parent, "use": level.use}
        frames.append(gpd.GeoDataFrame({**columns, "setting": setting}, geometry=level.shapes, index=ids[-1]))
    table = pd.concat(frames)
    table.index.name = "id"
    return table, ids


def codes_below(above: Sequence[str], of: Ints, shapes: Shapes, digits: int, first: int = 1) -> tuple[list[str], Ints]:
    """Return codes of units, numbered in their unit above from west to east and north to south, and the numbers."""
    number = number_grids(shapely.get_coordinates(shapely.centroid(shapes)), of) + first - 1
    return [f"{above[a]}{n:0{digits}d}" for a, n in zip(of.tolist(), number.tolist(), strict=True)], number


def houses(
    nest: Nest, count: Ints, households: Ints, where: Sequence[str], compound: Sequence[str], rng: np.random.Generator
) -> gpd.GeoDataFrame:
    """Return rows of ``buildings``: in each block so many, 6 at most, that share its households.

    Parameters
    ----------
    count, households : int array, one for each block
        At least one household for each building of a block with any.
    where, compound : sequences of str, one for each block
        What door plates begin with, and the housing estate.
    """
    block, place = within(count)
    turn = rng.integers(0, 4096, len(count))[block]
    share = (turn * 2 - 4095) / 4096.0  # of an eighth of a turn, both ways; by IEEE 754 alone, as all chance here
    tangent = 0.41 * share
    cosine = 1.0 / np.sqrt(1.0 + tangent * tangent)
    across, up = np.array(SLOTS, dtype=np.float64)[place].T
    corner = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)], dtype=np.float64)
    x = 0.36 * across[:, None] + _HOUSE[0] * corner[:, 0]
    y = 0.52 * up[:, None] + _HOUSE[1] * corner[:, 1]
    room = nest.room_m[block][:, None]
    points = np.stack(
        [
            nest.middle[block, 0][:, None] + room * (x - tangent[:, None] * y) * cosine[:, None],
            nest.middle[block, 1][:, None] + room * (y + tangent[:, None] * x) * cosine[:, None],
        ],
        axis=-1,
    )
    lived_in = np.where(households > 0, 1, 0)
    shared = shares_in_groups(households, block, np.ones(len(block)), 0)
    if len(block) and (shared < lived_in[block]).any():
        raise ValueError("a building of a block that is lived in has no household")
    residents = np.floor(shared * (2.55 + 0.3 * rng.random(len(block)))).astype(np.int64)
    return gpd.GeoDataFrame(
        {
            "door_plate": [f"{where[b]}{n + 1}幢" for b, n in zip(block.tolist(), place.tolist(), strict=True)],
            "compound": [compound[b] for b in block.tolist()],
            "households": shared,
            "residents": residents,
        },
        geometry=shapely.polygons(np.round(points, 2)),
        index=pd.RangeIndex(1, len(block) + 1, name="id"),
    )


def staff_rows(
    posts: Sequence[tuple[str, Ints]], begin: str, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows of ``workers`` and of ``assignments``: a person for each post, given as role and ids of grids."""
    grid = np.concatenate([ids for _, ids in posts])
    count = len(grid)
    index = pd.RangeIndex(1, count + 1, name="id")
    days = np.datetime64(begin) - rng.integers(0, 700, count).astype("timedelta64[D]")
    workers = pd.DataFrame(
        {
            "staff_number": [f"S{number:05d}" for number in range(1, count + 1)],
            "name": person_names(rng, count),
            "phone": phone_numbers(rng, count),
        },
        index=index,
    )
    role = np.repeat(np.array([role for role, _ in posts], dtype=object), [len(ids) for _, ids in posts])
    columns = {"worker": index.to_numpy(), "grid": grid, "role": role, "from_date": days.astype(str), "until_date": ""}
    return workers, pd.DataFrame(columns, index=index)


@dataclass(frozen=True)
class Tier:
    """Branches of one tier: their names, the place of each's branch in the tier above, the grid of each if any.

    Where some have several grids, ``of`` says for each grid the place of its branch.
    """

    key: str
    names: Sequence[str]
    above: Ints
    grids: Ints | None = None
    members: Ints | None = None
    of: Ints | None = None


def chain_rows(tiers: Sequence[Tier], rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows of ``branches`` and of ``branch_grids``; whoever has no members given has five to nine."""
    branches, links, first = [], [], 1
    before = np.zeros(1, dtype=np.int64)
    for tier in tiers:
        count = len(tier.names)
        ids = np.arange(first, first + count)
        members = rng.integers(5, 10, count) if tier.members is None else tier.members
        columns = {
            "name": tier.names,
            "tier": tier.key,
            "parent": before[tier.above],
            "secretary": person_names(rng, count),
            "members": members,
            "joint": False,
        }
        branches.append(pd.DataFrame(columns, index=ids))
        if tier.grids is not None:
            links.append(pd.DataFrame({"branch": ids if tier.of is None else ids[tier.of], "grid": tier.grids}))
        before, first = ids, first + count
    table, linked = pd.concat(branches), pd.concat(links, ignore_index=True)
    table.index.name = "id"
    linked.index = pd.RangeIndex(1, len(linked) + 1, name="id")
    return table, linked


def groups_of(branches: Sequence[str], rng: np.random.Generator) -> tuple[list[str], Ints, Ints, Ints]:
    """Return building groups, two to four to a branch, of three to ten members each.

    Returns
    -------
    names : list of str
    above : int array
        The branch of each.
    members : int array
    members_of_branch : int array, one for each branch
    """
    above, number = within(rng.integers(2, 5, len(branches)))
    members = rng.integers(3, 11, len(above))
    names = [f"{branches[b]}第{'一二三四'[n]}党小组" for b, n in zip(above.tolist(), number.tolist(), strict=True)]
    return names, above, members, np.bincount(above, weights=members, minlength=len(branches)).astype(np.int64)


@dataclass(frozen=True)
class Facilities:
    """Facilities of one kind: their names, grids or places, and numbers."""

    kind: str
    names: Sequence[str]
    grids: Ints
    count: Any = 1
    people: Any = 0
    members: Any = 0
    places: Any = None
    compound: Any = ""


def facility_rows(kinds: Sequence[Facilities], begin: str) -> gpd.GeoDataFrame:
    """Return rows of ``facilities``, all there since a day."""
    frames = []
    for kind in kinds:
        places = np.full(len(kind.names), None, dtype=object) if kind.places is None else kind.places
        columns = {name: getattr(kind, name) for name in ("kind", "count", "people", "members", "compound")}
        columns |= {"code": "", "name": kind.names, "grid": kind.grids, "from_date": begin}
        frames.append(pd.DataFrame({**columns, "geometry": places}, index=range(len(kind.names))))
    table = pd.concat(frames, ignore_index=True)
    table.index = pd.RangeIndex(1, len(table) + 1, name="id")
    return gpd.GeoDataFrame(table, geometry="geometry")


def place_in(nest: Nest, blocks: Ints) -> Shapes:
    """Return a place in the first house of each of some blocks."""
    x, y = SLOTS[0]
    at: Floats = nest.middle[blocks] + nest.room_m[blocks][:, None] * np.array([0.36 * x, 0.52 * y]) * 0.9
    return np.asarray(shapely.points(np.round(at, 2)), dtype=object)


def shared_out(total: int, weights: Any, least: int = 1) -> Ints:
    """Share out a whole number by weights, so many at least to each."""
    weight = np.asarray(weights, dtype=np.float64)
    return shares_in_groups([total], np.zeros(len(weight), np.int64), weight, least)


def highest(count: int, scores: Any) -> Ints:
    """Return the places of so many with the highest scores, ascending."""
    return np.sort(np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")[:count])
