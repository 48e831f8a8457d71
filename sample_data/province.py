"""The sample province: 120,000 grids in 24,000 villages, made in seconds, to measure with.

It is one honeycomb. Its cells are the level-3 grids; runs of cells along strips two rows high are the villages, runs of
villages over five strips the towns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.ground.numbering import number_grids
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from sample_data.chance import Ints, bell, pick, ranks, stream, within
from sample_data.facts import facts
from sample_data.ground.honeycomb import Bools, Shapes, honeycomb, outlines, polygons, wandering_edges
from sample_data.people.persons import person_names, phone_numbers

BANDS: Final = 35
"""Rows of towns from south to north; each is STRIPS strips high."""

TOWNS: Final = 1000
COLUMNS: Final = 350
STRIPS: Final = 5

MIDDLE_M: Final = (500_000.0, 3_650_000.0)
"""East and north of the middle of the province, EPSG:4549."""

VILLAGE_CELLS: Final = (3, 4, 5, 6, 7)
VILLAGE_WEIGHTS: Final = (0.10, 0.22, 0.30, 0.23, 0.15)

REGION_CODE: Final = "39"
"""First two digits of every code: no province has them (GB/T 2260 ends at 37 in that region), so no place is meant."""


@dataclass(frozen=True)
class Division:
    """Which village every cell is in, and which town every village; both numbered from 0 without holes."""

    village: Ints
    town: Ints


def divide(bands: int, towns: int, columns: int, rng: np.random.Generator) -> Division:
    """Cut a honeycomb into villages of three to seven cells (nine at the end of a strip), and those into towns.

    A strip of two rows is walked in a zigzag, from west to east, so that each cell borders on the one before; a village
    is a stretch of that walk. A town is a stretch of villages in each of STRIPS strips, and those stretches overlap.

    Parameters
    ----------
    bands : int
        The honeycomb must have ``2 * STRIPS * bands`` rows.
    towns : int
        In all bands together.
    columns : int
    """
    strips, length = bands * STRIPS, 2 * columns
    running = np.cumsum(VILLAGE_WEIGHTS)
    draws = np.searchsorted(running, rng.random((strips, length // 3 + 1)) * running[-1], side="right")
    stops = np.cumsum(np.array(VILLAGE_CELLS)[np.minimum(draws, len(VILLAGE_CELLS) - 1)], axis=1)
    begins = np.zeros((strips, length), dtype=bool)
    begins[:, 0] = True
    strip, place = np.nonzero(stops <= length - min(VILLAGE_CELLS))
    begins[strip, stops[strip, place]] = True

    # where the next village begins, at or after every place of the walk
    here = np.where(begins, np.arange(length), length)
    next_begin = np.minimum.accumulate(here[:, ::-1], axis=1)[:, ::-1]
    town_begins = np.zeros((strips, length), dtype=bool)
    town_begins[:, 0] = True
    upto = np.round(np.linspace(0, towns, bands + 1)).astype(np.int64)
    in_band = upto[1:] - upto[:-1]
    strip, number = within(np.repeat(in_band, STRIPS))
    inner = number > 0
    strip, number = strip[inner], number[inner]
    wide = length / np.repeat(in_band, STRIPS)[strip]
    wanted = (number * wide + 0.2 * wide * bell(rng, len(strip))).astype(np.int64)
    town_begins[strip, next_begin[strip, np.minimum(wanted, length - min(VILLAGE_CELLS))]] = True

    walk_village = np.cumsum(begins.ravel()) - 1
    walk_town = np.cumsum(town_begins, axis=1) - 1 + np.repeat(np.cumsum(in_band) - in_band, STRIPS)[:, None]
    row, column = np.divmod(np.arange(2 * strips * columns), columns)
    walk = (row // 2) * length + 2 * column + row % 2
    return Division(walk_village[walk], walk_town.ravel()[begins.ravel()])


def waters(rows: int, columns: int, rng: np.random.Generator) -> Ints:
    """Say which cells are water: a few rivers that cross from west to east, and lakes.

    Returns
    -------
    array of int, shape (rows * columns,)
        0 for land, above 0 the number of the river or lake.
    """
    result = np.zeros((rows, columns), dtype=np.int64)
    rivers = max(rows // 80, 1)
    for river in range(rivers):
        drift = np.cumsum(bell(rng, columns)) * 0.9
        line = (river + 0.5) * rows / rivers + drift - np.linspace(0.0, drift[-1], columns)
        result[np.clip(line, 0, rows - 1).astype(np.int64), np.arange(columns)] = river + 1
    lakes = max(rows * columns // 5000, 1)
    y, x = rng.uniform(0, rows, lakes), rng.uniform(0, columns, lakes)
    reach = rng.uniform(1.2, 3.4, lakes)
    dy = np.arange(rows)[:, None] - y[:, None, None]
    dx = np.arange(columns)[None, :] - x[:, None, None]
    for lake in range(lakes):
        result[dy[lake] ** 2 + dx[lake] ** 2 < reach[lake] ** 2] = rivers + lake + 1
    return result.ravel()


def make_province(scheme: Scheme, seed: int, share: float = 1.0) -> Plan:
    """Make the province: about 120,000 level-3 grids, of five million vertices, in 24,000 villages in 1,000 towns.

    Every grid has one building (a point) with all its households; every comprehensive grid a full-time worker and every
    dedicated one a responsible person; every village an organisation, and every grid a branch with a building group.

    Parameters
    ----------
    scheme : Scheme
        With the kinds, roles and tiers of the city's scheme.
    seed : int
    share : float, optional
        How much of the province to make, by area, 0 to 1.
    """
    bands, columns = (max(round(whole * np.sqrt(share)), least) for whole, least in ((BANDS, 1), (COLUMNS, 24)))
    towns = max(round(TOWNS * bands * columns / (BANDS * COLUMNS)), 1)
    rows = 2 * STRIPS * bands
    comb = honeycomb(rows, columns, stream(seed, "province corners"))
    points, count = wandering_edges(comb, stream(seed, "province edges"))
    division = divide(bands, towns, columns, stream(seed, "province division"))
    water = waters(rows, columns, stream(seed, "province water"))
    land = (water == 0) | (ranks(division.village, water > 0) < 2)  # no village is all water

    points += np.round(MIDDLE_M - points.reshape(-1, 2).mean(axis=0))
    town_shapes = polygons(points, count, *outlines(comb, division.town[division.village]))
    village_shapes = polygons(points, count, *outlines(comb, division.village))
    cell_shapes = polygons(
        points, count, comb.cell_edges.ravel(), comb.cell_forward.ravel(), np.full(len(comb.cell_edges), 6)
    )
    grids = _grids(division, land, town_shapes, village_shapes, cell_shapes, stream(seed, "province grids"))
    tables: dict[str, pd.DataFrame] = {"grids": grids}
    first_village = 1 + len(town_shapes)
    tables["exempt_areas"] = _frame(
        geometry=cell_shapes[~land],
        name=[f"第{number}号水域" for number in water[~land].tolist()],
        kind="water",
        reason="水域，无人居住",
        parent=first_village + division.village[~land],
    )
    tables["water"] = tables["exempt_areas"][["name", "kind", "geometry"]].copy()
    lowest = grids[grids["kind"].isin(["comprehensive", "dedicated"]).to_numpy()]
    tables["buildings"] = _buildings(lowest, stream(seed, "province buildings"))
    tables["workers"], tables["assignments"] = _workers(lowest, stream(seed, "province workers"))
    tables["branches"], tables["branch_grids"] = _branches(
        grids.iloc[first_village - 1 : first_village - 1 + len(village_shapes)],
        lowest,
        stream(seed, "province branches"),
    )
    tables["facts"] = facts(
        "示例省网格", "province", seed, "All names and codes are made; no province has codes from 39."
    )
    return Plan(scheme, tables)


def _frame(**columns: object) -> gpd.GeoDataFrame | pd.DataFrame:
    """Return a table with ids from 1; one column at least must be an array."""
    size = max(len(c) for c in columns.values() if isinstance(c, (np.ndarray, list)))
    ids = pd.Index(np.arange(1, size + 1), name="id")
    return (gpd.GeoDataFrame if "geometry" in columns else pd.DataFrame)(columns, index=ids)


_SYLLABLES: Final = (
    "安宝昌长成春大德东丰福富高光广海河和恒红宏华惠吉建江金锦景开康乐良林龙隆"
    "茂民明南宁平前清庆泉荣瑞三沙山盛石双水顺泰天同万望文西祥新兴秀阳义永余玉源云正中竹"
)
_USES: Final = {
    "school": "学校",
    "hospital": "医院",
    "market": "市场",
    "park": "公园",
    "industry": "工业园",
    "office_tower": "大厦",
}


def _place_names(number: Ints) -> list[str]:
    """Name places by number; names come again after 5,000 or so, far from each other."""
    size = len(_SYLLABLES)
    mixed = (number * 2741 + 977) % (size * size)
    return [_SYLLABLES[i] + _SYLLABLES[j] for i, j in zip(*(x.tolist() for x in np.divmod(mixed, size)), strict=True)]


def _grids(
    division: Division, land: Bools, towns: Shapes, villages: Shapes, cells: Shapes, rng: np.random.Generator
) -> gpd.GeoDataFrame:
    """Name, code and number the grids of all three levels."""
    middle = shapely.get_coordinates(shapely.centroid(villages))
    town_middle = shapely.get_coordinates(shapely.centroid(towns))
    town = np.arange(len(towns))
    town_code = [
        f"{REGION_CODE}{county // 8 + 1:02d}{county % 8 + 1:02d}{100 + number}"
        for county, number in zip((town // 18).tolist(), (town % 18).tolist(), strict=True)
    ]
    away = shapely.distance(shapely.points(middle), shapely.points(town_middle)[division.town])
    near = ranks(division.town, away)
    urban = near < 0.3 * np.bincount(division.town)[division.town]
    serial = ranks(division.town * 2 + ~urban, -middle[:, 1]) + np.where(urban, 1, 200)
    village_code = [town_code[t] + f"{s:03d}" for t, s in zip(division.town.tolist(), serial.tolist(), strict=True)]
    place_name = _place_names(np.arange(len(villages)))
    village_name = [n + ("社区" if u else "村") for n, u in zip(place_name, urban.tolist(), strict=True)]

    cell = np.flatnonzero(land)
    of = division.village[cell]
    sequence = number_grids(shapely.get_coordinates(shapely.centroid(cells[cell])), of)
    order = np.lexsort((sequence, of))
    cell, of, sequence = cell[order], of[order], sequence[order]
    dice = rng.random(len(cell))
    dedicated = (dice < 0.27) & (ranks(of, dice) < np.bincount(of)[of] - 1)
    use = np.where(dedicated, pick(rng, list(_USES), len(cell)), "")
    cell_name = [
        f"{village_name[v]}{_USES[u]}{n}号" if u else f"{village_name[v]}第{n}网格"
        for v, u, n in zip(of.tolist(), use.tolist(), sequence.tolist(), strict=True)
    ]
    cell_code = [f"{village_code[v]}{n:03d}" for v, n in zip(of.tolist(), sequence.tolist(), strict=True)]
    first_village = 1 + len(towns)
    return _frame(
        geometry=np.concatenate([towns, villages, cells[cell]]),
        code=town_code + village_code + cell_code,
        name=[f"{name}镇" for name in _place_names(5000 + town)] + village_name + cell_name,
        kind=["town"] * len(towns)
        + ["village"] * len(villages)
        + np.where(dedicated, "dedicated", "comprehensive").tolist(),
        parent=np.concatenate([np.zeros(len(towns), dtype=np.int64), 1 + division.town, first_village + of]),
        setting=["rural"] * len(towns) + np.where(np.concatenate([urban, urban[of]]), "urban", "rural").tolist(),
        use=[""] * (len(towns) + len(villages)) + use.tolist(),
    )


def _buildings(grids: gpd.GeoDataFrame, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Put one building into each grid, with all its households."""
    shapes = np.asarray(grids.geometry.array, dtype=object)
    lived_in = (grids["kind"] == "comprehensive").to_numpy()
    households = np.where(lived_in, np.round(400 + 98 * bell(rng, len(grids))), 0).astype(np.int64)
    return _frame(
        geometry=shapely.points(np.round(shapely.get_coordinates(shapely.point_on_surface(shapes)), 2)),
        door_plate=[f"{name}1号" for name in grids["name"]],
        compound="",
        households=households,
        residents=np.round(households * (2.7 + 0.4 * bell(rng, len(grids)))).astype(np.int64),
    )


def _workers(grids: gpd.GeoDataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every comprehensive grid a full-time worker and every dedicated one a responsible person."""
    size = len(grids)
    days = np.datetime64("2018-01-01") + rng.integers(0, 1000, size).astype("timedelta64[D]")
    workers = _frame(
        staff_number=[f"S{number:06d}" for number in range(1, size + 1)],
        name=person_names(rng, size),
        phone=phone_numbers(rng, size),
    )
    assignments = _frame(
        worker=workers.index.to_numpy(),
        grid=grids.index.to_numpy(),
        role=np.where(grids["kind"] == "comprehensive", "full_time", "responsible"),
        from_date=days.astype(str),
    )
    return workers, assignments


def _branches(
    villages: gpd.GeoDataFrame, grids: gpd.GeoDataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every village its organisation, every level-3 grid a branch below it, and every branch a building group."""
    many, size = len(villages), len(grids)
    organisation = 1 + np.searchsorted(villages.index.to_numpy(), grids["parent"].to_numpy())
    members = rng.integers(3, 31, size)
    branches = _frame(
        name=[f"{name}党总支" for name in villages["name"]]
        + [f"{name}党支部" for name in grids["name"]]
        + [f"{name}第一党小组" for name in grids["name"]],
        tier=["village"] * many + ["grid"] * size + ["building"] * size,
        parent=np.concatenate([np.zeros(many, dtype=np.int64), organisation, many + 1 + np.arange(size)]),
        secretary=person_names(rng, many + 2 * size),
        members=np.concatenate([rng.integers(5, 10, many), members, members]),
    )
    links = _frame(
        branch=np.arange(1, many + size + 1),
        grid=np.concatenate([villages.index.to_numpy(), grids.index.to_numpy()]),
    )
    return branches, links
