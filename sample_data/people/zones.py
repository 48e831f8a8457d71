"""Party-building zones of the sample: neighbouring villages with a common theme, or a part of a large one."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from sample_data.chance import Floats, Ints, stream, sums
from sample_data.ground.addresses import short_name
from sample_data.ground.borders import shared_borders
from sample_data.ground.partition import Neighbours, apportion, divide

Shapes = npt.NDArray[np.object_]

PART_SHARE: Final = 0.13
"""Share of the zones that begin as one village and are halved."""

THEMES: Final[dict[str, tuple[str, ...]]] = {
    "港航": ("港航物流", "沿江港口", "口岸服务"),
    "产业": ("沿江产业", "智能制造", "产业先锋"),
    "滨江": ("江滩生态", "长江大保护", "滨江绿廊"),
    "社区": ("邻里同心", "城市治理", "红色物业", "幸福社区", "老城更新"),
    "乡村": ("乡村振兴", "美丽田园", "富民强村", "水乡农旅"),
}
"""Kinds of zones, as a window shows them, and the words that their names are made with."""


def make_zones(
    grids: gpd.GeoDataFrame, exempt_areas: gpd.GeoDataFrame, households: Ints, main_branch: Ints, count: int, seed: int
) -> gpd.GeoDataFrame:
    """Divide the villages of every town among zones.

    Long because one table is made column by column, each from those before.

    Parameters
    ----------
    grids, exempt_areas : GeoDataFrame
        By id, with the columns of the plan's tables.
    households, main_branch : arrays of int, one for each row of ``grids``
        The households of a level-3 grid, and the id of the branch that stands for a grid.
    count : int
        Zones that there are to be, at least one for each town.
    seed : int

    Returns
    -------
    GeoDataFrame
        ``name``, ``kind`` (a key of :data:`THEMES`), ``branch`` and the shape.
    """
    rng = stream(seed, "zones")
    kind = grids["kind"].to_numpy(dtype=object)
    ids = grids.index.to_numpy()
    villages = np.flatnonzero(kind == "village")
    low = np.flatnonzero(np.isin(kind, ("comprehensive", "dedicated")) & grids.geometry.notna().to_numpy())
    village_of_low = np.searchsorted(ids[villages], grids["parent"].to_numpy()[low])
    size = np.bincount(village_of_low, minlength=len(villages))
    people = sums(village_of_low, households[low], len(villages))
    shapes = np.asarray(grids.geometry.array, dtype=object)

    parts = round(PART_SHARE * count)
    zone = _zones_of_villages(grids, villages, people, count - parts, rng)
    alone = np.flatnonzero((np.bincount(zone)[zone] == 1) & (size >= 4))
    while len(alone) < parts:  # few villages stand alone: more of them must share
        parts = len(alone)
        zone = _zones_of_villages(grids, villages, people, count - parts, rng)
        alone = np.flatnonzero((np.bincount(zone)[zone] == 1) & (size >= 4))
    halved = np.sort(alone[np.argsort(-size[alone], kind="stable")[:parts]])

    members: list[Ints] = []  # rows of grids whose shapes make up each zone
    leading: list[int] = []  # the row of grids whose branch leads it
    for number in range(count - parts):
        inside = np.flatnonzero(zone == number)
        if len(inside) == 1 and inside[0] in halved:
            pieces = _halves(low[village_of_low == inside[0]], shapes)
            members += pieces
            leading += [int(piece[np.argmax(households[piece])]) for piece in pieces]
        else:
            members.append(villages[inside])
            leading.append(int(villages[inside[np.argmax(people[inside])]]))
    merged = np.array([shapely.coverage_union_all(shapes[rows]) for rows in members], dtype=object)
    kinds = _kinds(grids, exempt_areas, low, merged)
    return gpd.GeoDataFrame(
        {
            "name": _names(grids, leading, kinds, rng),
            "kind": kinds,
            "branch": main_branch[leading],
            "geometry": shapely.orient_polygons(merged),
        },
        index=pd.Index(np.arange(1, len(merged) + 1), name="id"),
        geometry="geometry",
    )


def _zones_of_villages(
    grids: gpd.GeoDataFrame, villages: Ints, people: Floats, count: int, rng: np.random.Generator
) -> Ints:
    """Divide the villages of each town among zones of about equal weight; returns the zone of each village."""
    shapes = np.asarray(grids.geometry.array, dtype=object)[villages]
    centre = shapely.get_coordinates(shapely.centroid(shapes))
    left, right, length_m = shared_borders(shapes)
    town = grids["parent"].to_numpy()[villages]
    same = town[left] == town[right]
    near = Neighbours.from_pairs(len(villages), left[same], right[same], length_m[same])
    place = np.unique(town, return_inverse=True)[1]
    weight = people + 0.5 * people.mean()
    per_town = apportion(sums(place, weight, int(place.max()) + 1), count, least=1, most=np.bincount(place))
    result = np.empty(len(villages), dtype=np.int64)
    first = 0
    for number, zones in enumerate(per_town.tolist()):
        inside = np.flatnonzero(place == number)
        _bridge(inside, near, centre)
        result[inside] = first + divide(inside, zones, weight, centre, near, rng)
        first += zones
    return result


def _bridge(members: Ints, near: Neighbours, centre: Floats) -> None:
    """Make villages neighbours across a water where no land connects them, so that all of a town hang together."""
    pieces = near.components(members)
    while len(pieces) > 1:
        here, there = pieces[0], np.concatenate(pieces[1:])
        gap = ((centre[here][:, None] - centre[there][None]) ** 2).sum(axis=2)
        a, b = np.unravel_index(int(np.argmin(gap)), gap.shape)
        one, other = int(here[a]), int(there[b])
        near.of[one].append((other, 1.0))
        near.of[other].append((one, 1.0))
        near.of[one].sort()
        near.of[other].sort()
        pieces = near.components(members)


def _halves(rows: Ints, shapes: Shapes) -> list[Ints]:
    """Cut the grids of a village in two across its longer side, with as many grids in either half."""
    centre = shapely.get_coordinates(shapely.centroid(shapes[rows]))
    axis = int(np.argmax(np.ptp(centre, axis=0)))
    order = np.argsort(centre[:, axis], kind="stable")
    half = len(rows) // 2
    return [np.sort(rows[order[:half]]), np.sort(rows[order[half:]])]


def _kinds(grids: gpd.GeoDataFrame, exempt_areas: gpd.GeoDataFrame, low: Ints, zones: Shapes) -> list[str]:
    """Say what each zone is about: its port, its works, its river front, else whether it is urban."""
    shapes = np.asarray(grids.geometry.array, dtype=object)[low]
    inner = shapely.point_on_surface(shapes)
    zone, place = shapely.STRtree(inner).query(zones, predicate="contains")
    area = shapely.area(shapes)
    use = grids["use"].to_numpy(dtype=object)[low]
    urban = (grids["setting"] == "urban").to_numpy()[low]

    def share(which: npt.NDArray[np.bool_]) -> Floats:
        return sums(zone, (area * which)[place], len(zones)) / sums(zone, area[place], len(zones))

    rivers = np.asarray(exempt_areas.geometry.array, dtype=object)[(exempt_areas["kind"] == "river").to_numpy()]
    riverside = np.zeros(len(zones), dtype=bool)
    if len(rivers):
        riverside[shapely.STRtree(rivers).query(zones, predicate="intersects")[0]] = True
    port, works = share(np.isin(use, ("port", "logistics"))), share(np.isin(use, ("steel_works", "industry")))
    chosen = np.select(
        [port > 0.08, works > 0.12, riverside, share(urban) > 0.5],
        ["港航", "产业", "滨江", "社区"],
        "乡村",
    )
    return [str(kind) for kind in chosen]


def _names(grids: gpd.GeoDataFrame, leading: list[int], kinds: list[str], rng: np.random.Generator) -> list[str]:
    """Name zones after the place that leads and their theme, none twice."""
    names = grids["name"].to_list()
    taken: set[str] = set()
    result = []
    for row, kind in zip(leading, kinds, strict=True):
        place = short_name(names[row]).removesuffix("网格").removesuffix("社区")
        words = THEMES[kind]
        first = int(rng.integers(len(words)))
        options = [f"{place}{words[(first + i) % len(words)]}党建片区" for i in range(len(words))]
        name = next((option for option in options if option not in taken), f"{options[0]}{len(taken)}")
        taken.add(name)
        result.append(name)
    return result
