"""The buildings of the sample: blocks in rows, houses along lanes, works and schools, and who lives in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.scheme import Scheme
from sample_data.chance import Floats, Ints, bell, ranks, shares_in_groups, stream, sums
from sample_data.ground.addresses import Street, estate_names, short_name, street_addresses
from sample_data.ground.borders import shared_borders
from sample_data.ground.footprints import Footprints, Style, place_footprints

Shapes = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]

BUILDINGS_PER_GRID: Final = 29.4
"""Buildings over level-3 grids: about 40,000 for the 1,416 grids of the city."""

BIG_ESTATES_PER_VILLAGE: Final = 6 / 250
BIG_ESTATE_GRIDS: Final = 8
"""A big estate has over 10,000 residents, too many for one grid: it takes eight or nine grids of a community."""

STYLES: Final[dict[str, Style]] = {
    "urban": Style((30, 58), (11, 14), 12, 19, wing_share=0.04, cluster=(4, 5)),
    "rural": Style((18, 60), (9, 11), 9, 24, cluster=(5, 1), roadside=2.2),
    "school": Style((48, 84), (15, 18), 20, 26, wing_share=0.4),
    "hospital": Style((44, 72), (20, 26), 22, 26, wing_share=0.4),
    "government": Style((40, 64), (16, 20), 22, 26, wing_share=0.3),
    "station": Style((50, 80), (24, 32), 26, 40),
    "nursing_home": Style((36, 56), (13, 16), 16, 22, wing_share=0.3),
    "market": Style((46, 90), (30, 46), 18, 22),
    "office_tower": Style((30, 44), (28, 38), 28, 30),
    "park": Style((9, 18), (8, 12), 60, 60),
    "port": Style((70, 130), (28, 40), 30, 36),
    "steel_works": Style((130, 260), (40, 62), 36, 44),
    "industry": Style((60, 120), (26, 42), 20, 24),
    "logistics": Style((80, 140), (32, 46), 26, 36),
    "waterworks": Style((18, 32), (18, 30), 14, 16),
}
"""Ways of building, of comprehensive grids by setting and of dedicated grids by use."""

_OTHER: Final = "government"
_WANTED: Final = {
    "school": (4, 9),
    "hospital": (3, 7),
    "government": (2, 5),
    "station": (1, 3),
    "nursing_home": (2, 4),
    "market": (2, 5),
    "office_tower": (1, 3),
    "park": (2, 6),
    "port": (8, 22),
    "steel_works": (14, 32),
    "industry": (7, 18),
    "logistics": (5, 14),
    "waterworks": (4, 9),
}
"""Buildings of a dedicated grid, from-to; as many as fit if that is less."""

_WORKS: Final = ("port", "steel_works", "industry", "logistics")
_HALL_M2: Final = 22_000.0
"""Ground of a works to each of its halls; a large works has more than :data:`_WANTED` says."""

_MOST_HALLS: Final = 120


@dataclass(frozen=True)
class Built:
    """The table of buildings, and for each the id of the grid that it stands in."""

    table: gpd.GeoDataFrame
    grid: Ints

    def households(self, grids: Ints) -> Ints:
        """Return the households of some grids, in the order given (ids must be ascending)."""
        place = np.searchsorted(grids, self.grid)
        place = np.minimum(place, len(grids) - 1)
        mine = grids[place] == self.grid
        return sums(place[mine], self.table["households"].to_numpy()[mine], len(grids)).astype(np.int64)


def make_buildings(
    grids: gpd.GeoDataFrame, roads: gpd.GeoDataFrame, keep_off: Shapes, scheme: Scheme, seed: int
) -> Built:
    """Make the buildings of a city with their households, residents, estates and door plates.

    Long because the columns of one table are made one after the other, each from those before.

    Parameters
    ----------
    grids : GeoDataFrame
        Grids of all levels by id, with the columns of the plan's table and ``target_households``.
    roads : GeoDataFrame
        Lines with ``name``; nameless ones are kept clear, but nobody lives in them.
    keep_off : array of geometries
        Waters and exempt areas.
    scheme : Scheme
        Its household standards hold for every grid.
    seed : int

    Returns
    -------
    Built
        Every building lies inside one level-3 grid, at least :data:`sample_data.ground.footprints.YARD_M` from its
        border (less only where a grid is too small for that).
    """
    low = grids[(grids["kind"].isin(["comprehensive", "dedicated"]) & grids.geometry.notna()).to_numpy()]
    lived_in = (low["kind"] == "comprehensive").to_numpy()
    urban = (low["setting"] == "urban").to_numpy()
    shapes = np.asarray(low.geometry.array, dtype=object)
    parent = low["parent"].to_numpy()

    rng = stream(seed, "households")
    target = _households(low, scheme, rng)
    head_count = 2.68 + 0.34 * bell(rng, len(low))
    big = _big_estates(shapes, parent, lived_in & urban, target, round(BIG_ESTATES_PER_VILLAGE * _villages(grids)), rng)
    in_big = big >= 0
    top = scheme.kind("comprehensive").households["urban"][1]
    target[in_big] = top - rng.integers(4, 32, int(in_big.sum()))
    head_count[in_big] = 2.9 + 0.12 * bell(rng, int(in_big.sum()))

    rng = stream(seed, "footprints")
    use = np.where(lived_in, low["setting"].to_numpy(dtype=object), low["use"].to_numpy(dtype=object))
    keys = list(STYLES)
    style = np.array([keys.index(u if u in STYLES else _OTHER) for u in use.tolist()])
    wanted = _wanted(low, lived_in, urban, target, rng)
    feet = place_footprints(
        shapes, tuple(STYLES.values()), style, wanted, np.asarray(roads.geometry.array, dtype=object), keep_off, rng
    )

    rng = stream(seed, "estates")
    estate, estate_name = _estates(feet, (lived_in & urban)[feet.grid], big, low["name"].to_list(), rng)
    centre_of_village = _service_centres(feet, lived_in, parent)
    households = _spread_households(feet, lived_in, target, estate, centre_of_village, rng)
    ratio = np.clip(head_count[feet.grid] + 0.14 * bell(rng, len(feet.grid)), 2.2, 3.2)
    table = gpd.GeoDataFrame(
        {
            "door_plate": _door_plates(low, grids, feet, estate, centre_of_village, households, roads),
            "compound": [estate_name[e] if e >= 0 else "" for e in estate.tolist()],
            "households": households,
            "residents": np.floor(households * ratio + 0.5).astype(np.int64),
            "geometry": feet.shape,
        },
        index=pd.Index(np.arange(1, len(feet.grid) + 1), name="id"),
        geometry="geometry",
    )
    return Built(table, low.index.to_numpy()[feet.grid])


def _villages(grids: gpd.GeoDataFrame) -> int:
    return int((grids["kind"] == "village").sum())


def _households(low: gpd.GeoDataFrame, scheme: Scheme, rng: np.random.Generator) -> Ints:
    """Draw the households of each level-3 grid, within the standard of its kind and setting.

    They spread around the middle of the standard, partly by what the ground is good for, partly by chance.
    """
    wish = low["target_households"].to_numpy(dtype=np.float64)
    result = np.zeros(len(low), dtype=np.int64)
    for kind in scheme.kinds_of("grid"):
        for setting, (least, most) in kind.households.items():
            mine = ((low["kind"] == kind.key) & (low["setting"] == setting)).to_numpy()
            if not mine.any() or most == 0:
                continue
            lean = 0.35 * (wish[mine] - wish[mine].mean())
            drawn = 0.5 * (least + most) + lean + 0.5 * (most - least) * bell(rng, int(mine.sum()))
            result[mine] = np.clip(np.round(drawn).astype(np.int64), least, most)
    return result


def _big_estates(
    shapes: Shapes, parent: Ints, suits: Bools, households: Ints, count: int, rng: np.random.Generator
) -> Ints:
    """Choose neighbouring grids of one community for each big estate.

    Communities with most grids come first. Within one, the estate grows from its best connected grid over the longest
    borders.

    Returns
    -------
    array of int, one for each grid
        Number of the big estate that the grid belongs to, -1 for none.
    """
    result = np.full(len(shapes), -1, dtype=np.int64)
    left, right, length_m = shared_borders(shapes)
    inner = suits[left] & suits[right] & (parent[left] == parent[right])
    near: dict[int, dict[int, float]] = {}
    for a, b, metres in zip(left[inner].tolist(), right[inner].tolist(), length_m[inner].tolist(), strict=True):
        near.setdefault(a, {})[b] = metres
        near.setdefault(b, {})[a] = metres
    villages, sizes = np.unique(parent[suits], return_counts=True)
    made = 0
    for village in villages[np.argsort(-sizes, kind="stable")].tolist():
        members = [g for g in np.flatnonzero(suits & (parent == village)).tolist() if g in near]
        if made == count or len(members) < BIG_ESTATE_GRIDS:
            break
        grown = [max(members, key=lambda g: (len(near[g]), -g))]
        size = BIG_ESTATE_GRIDS + int(rng.integers(0, 2))
        while len(grown) < size:
            touch: dict[int, float] = {}
            for grid in grown:
                for other, metres in near[grid].items():
                    if other not in grown:
                        touch[other] = touch.get(other, 0.0) + metres
            if not touch:
                break
            grown.append(max(touch, key=lambda g: (touch[g], -g)))
        if len(grown) >= BIG_ESTATE_GRIDS:
            result[grown] = made
            made += 1
    return result


def _wanted(low: gpd.GeoDataFrame, lived_in: Bools, urban: Bools, target: Ints, rng: np.random.Generator) -> Ints:
    """Return how many buildings each grid should have: fewer and larger ones in town, and about 40,000 in a city."""
    share = rng.random(len(low))
    in_town = lived_in & urban
    result = np.zeros(len(low), dtype=np.int64)
    result[in_town] = np.round(target[in_town] / (11.0 + 14.0 * share[in_town])).astype(np.int64)
    use = low["use"].to_numpy(dtype=object)[~lived_in]
    ranges = np.array([_WANTED.get(u, _WANTED[_OTHER]) for u in use.tolist()]).reshape(-1, 2)
    result[~lived_in] = ranges[:, 0] + (share[~lived_in] * (ranges[:, 1] - ranges[:, 0] + 1)).astype(np.int64)
    works = ~lived_in & np.isin(low["use"].to_numpy(dtype=object), _WORKS)
    halls = np.minimum(low.geometry.area.to_numpy()[works] / _HALL_M2, _MOST_HALLS).astype(np.int64)
    result[works] = np.maximum(result[works], halls)
    rural = lived_in & ~urban
    if rural.any():
        rest = max(BUILDINGS_PER_GRID * len(low) - result.sum(), 0.0) / rural.sum()
        result[rural] = np.round(np.clip(rest, 30.0, 90.0) * (0.72 + 0.56 * share[rural])).astype(np.int64)
    return np.maximum(result, 1)


def _estates(
    feet: Footprints, in_town: Bools, big: Ints, grid_names: list[str], rng: np.random.Generator
) -> tuple[Ints, list[str]]:
    """Group the blocks of urban grids to one to three estates side by side; one block in nine stands for itself.

    The first estate of a grid bears the grid's name, if no other grid does.

    Returns
    -------
    estate : array of int, one for each building
        -1 for a building that belongs to none.
    names : list of str
    """
    result = np.full(len(feet.grid), -1, dtype=np.int64)
    large = big[feet.grid]
    result[large >= 0] = large[large >= 0]
    first = int(big.max(initial=-1)) + 1
    rest = np.flatnonzero(in_town & (large < 0))
    grid = feet.grid[rest]
    size = np.bincount(grid, minlength=len(big))
    pieces = np.clip(size // 9 + (rng.random(len(size)) < 0.4), 1, 3)
    piece = ranks(grid, feet.column[rest], feet.row[rest]) * pieces[grid] // size[grid]
    alone = rng.random(len(rest)) < 1 / 9
    keys, number = np.unique((grid * 3 + piece)[~alone], return_inverse=True)
    result[rest[~alone]] = first + number
    names = estate_names(rng, first + len(keys))
    stems = [name.removesuffix("网格") for name in grid_names]
    common = Counter([*stems, *names])
    for estate, key in enumerate(keys.tolist(), start=first):
        if key % 3 == 0 and common[stems[key // 3]] == 1:
            names[estate] = stems[key // 3]
    return result, names


def _service_centres(feet: Footprints, lived_in: Bools, parent: Ints) -> Bools:
    """Choose a building in the middle of every village as its service centre, where a grid has four or more."""
    size = np.bincount(feet.grid, minlength=len(parent))
    may = lived_in[feet.grid] & (size[feet.grid] >= 4)
    village = parent[feet.grid]
    villages, place = np.unique(village, return_inverse=True)
    weight = np.where(may, 1.0, 0.0)
    count = np.maximum(sums(place, weight, len(villages)), 1.0)
    middle = np.column_stack([sums(place, weight * feet.middle[:, k], len(villages)) / count for k in (0, 1)])
    away = feet.middle - middle[place]
    distance = np.where(may, away[:, 0] ** 2 + away[:, 1] ** 2, np.inf)
    return may & (ranks(village, distance) == 0)


def _spread_households(
    feet: Footprints, lived_in: Bools, target: Ints, estate: Ints, empty: Bools, rng: np.random.Generator
) -> Ints:
    """Share out each grid's households among its buildings by their size and the storeys of their estate."""
    storeys = np.array([5.0, 6.0, 6.0, 11.0, 17.0])
    of_estate = storeys[rng.integers(0, len(storeys), int(estate.max(initial=-1)) + 2)]
    tall = np.where(estate >= 0, of_estate[estate], 1.0)
    weight = feet.size_m[:, 0] * tall * (0.8 + 0.4 * rng.random(len(tall)))
    homes = np.flatnonzero(lived_in[feet.grid] & ~empty)
    result = np.zeros(len(feet.grid), dtype=np.int64)
    total = np.where(lived_in, target, 0)
    result[homes] = shares_in_groups(total, feet.grid[homes], weight[homes], least=1)
    return result


def _door_plates(
    low: gpd.GeoDataFrame,
    grids: gpd.GeoDataFrame,
    feet: Footprints,
    estate: Ints,
    centre: Bools,
    households: Ints,
    roads: gpd.GeoDataFrame,
) -> list[str]:
    """Write what stands on each building: road and number in town, village and group outside, or a unit's name."""
    names = grids["name"]
    village = low["parent"].to_numpy()[feet.grid]
    town = grids["parent"].loc[village].to_numpy()
    town_name = names.loc[town].to_list()
    village_name = [short_name(n) for n in names.loc[village].to_list()]
    unit_name = low["name"].to_numpy(dtype=object)[feet.grid].tolist()
    dedicated = (low["kind"] == "dedicated").to_numpy()[feet.grid]
    in_town = (low["setting"] == "urban").to_numpy()[feet.grid] & ~dedicated
    number = 1 + ranks(feet.grid, np.arange(len(feet.grid)))
    plates = [f"{t}{u}{n}号楼" for t, u, n in zip(town_name, unit_name, number.tolist(), strict=True)]

    blocks = np.flatnonzero(in_town)
    address, block = _block_addresses(feet.middle[blocks], town[blocks], estate[blocks], roads, names)
    for i, street, n in zip(blocks.tolist(), address, block.tolist(), strict=True):
        plates[i] = f"{town_name[i]}{street}" + (f"{n}幢" if n else "")

    houses = np.flatnonzero(~in_town & ~dedicated)
    group, first = _house_numbers(feet, houses, village, households)
    for i, g, n in zip(houses.tolist(), group.tolist(), first.tolist(), strict=True):
        last = n + int(households[i]) - 1
        plates[i] = (
            f"{town_name[i]}{village_name[i]}{g}组{n}号"
            if last <= n
            else f"{town_name[i]}{village_name[i]}{g}组{n}-{last}号"
        )
    for i in np.flatnonzero(centre).tolist():
        plates[i] = f"{town_name[i]}{village_name[i]}党群服务中心"
    return plates


def _block_addresses(
    middle: Floats, town: Ints, estate: Ints, roads: gpd.GeoDataFrame, names: pd.Series
) -> tuple[list[str], Ints]:
    """Return for each block street and house number, and its number within its estate (0 if it stands for itself).

    An estate has one house number; so has a block that belongs to none.
    """
    if not len(middle):
        return [], np.zeros(0, dtype=np.int64)
    alone = estate < 0
    entry = np.where(alone, estate.max() + 1 + np.arange(len(estate)), estate)
    _, first, entry = np.unique(entry, return_index=True, return_inverse=True)
    size = np.bincount(entry)
    place = np.column_stack([sums(entry, middle[:, k], len(size)) / size for k in (0, 1)])
    named = roads[(roads["name"] != "").to_numpy()]
    if len(named):
        streets = Street(named["name"].to_list(), np.asarray(named.geometry.array, dtype=object))
        street, number = street_addresses(place, town[first], streets)
    else:
        street, number = ["中心路"] * len(first), 2 * ranks(town[first]) + 1
    texts = [f"{s}{n}号" for s, n in zip(street, number.tolist(), strict=True)]
    block = np.where(alone, 0, 1 + ranks(entry, np.arange(len(entry))))
    return [texts[e] for e in entry.tolist()], block


def _house_numbers(feet: Footprints, houses: Ints, village: Ints, households: Ints) -> tuple[Ints, Ints]:
    """Return the villagers' group of each row of houses, and its first house number in the group.

    Neighbouring rows of a grid make up a group of about a dozen buildings; groups are counted through the village.
    """
    grid = feet.grid[houses]
    size = np.bincount(grid, minlength=int(feet.grid.max()) + 1)
    groups = np.maximum(size // 12, 1)
    group_in_grid = ranks(grid, np.arange(len(grid))) * groups[grid] // size[grid]
    key = grid * (int(groups.max()) + 1) + group_in_grid
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    counted = 1 + ranks(village[houses][first], first)
    taken = np.maximum(households[houses], 1)
    upto = np.cumsum(taken)  # buildings of a group follow each other
    start = np.r_[0, upto][first]
    return counted[group], upto - taken - start[group] + 1
