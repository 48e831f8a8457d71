"""The sample province: 120,000 grids in 24,000 villages, made in seconds, to measure with.

It is one honeycomb. Its cells are the level-3 grids; runs of cells along strips two rows high are the villages, runs of
villages over five strips the towns. In a honeycomb three cells meet at every corner, so the border of any run is one
ring that never touches itself. Each of the three kinds of shapes is put together from the same wandering edges, so that
all levels meet vertex for vertex.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.numbering import number_grids
from gridmap.plan import Plan
from gridmap.sample.chance import Floats, Ints, bell, pick, ranks, stream, within
from gridmap.sample.facts import facts
from gridmap.sample.persons import person_names, phone_numbers
from gridmap.scheme import Scheme

Shapes = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]

CELL_M: Final = 940.0
"""Distance between the middles of two neighbouring cells of a row, metres."""

BANDS: Final = 35
"""Rows of towns from south to north; each is STRIPS strips high."""

TOWNS: Final = 1000
COLUMNS: Final = 350
STRIPS: Final = 5

VILLAGE_CELLS: Final = (3, 4, 5, 6, 7)
VILLAGE_WEIGHTS: Final = (0.10, 0.22, 0.30, 0.23, 0.15)

EDGE_POINTS: Final = (8, 4, 2)
"""Points of an edge, its end not counted: a border that wanders, one that bends, one that is nearly straight."""

EDGE_WEIGHTS: Final = (0.75, 0.20, 0.05)
SWAY: Final = (0.085, 0.045, 0.022)
"""How far the middle of an edge, of its halves and of its quarters move aside, at most, by the length of the edge."""

REGION_CODE: Final = "39"
"""First two digits of every code: no province has them (GB/T 2260 ends at 37 in that region), so no place is meant."""


@dataclass(frozen=True)
class Honeycomb:
    """Cells, their corners, and the edges between two cells each.

    Attributes
    ----------
    corners : array of float, shape (corners, 2)
        Metres, x east and y north.
    ends : array of int, shape (edges, 2)
        The corners where an edge begins and ends.
    sides : array of int, shape (edges, 2)
        The cells to its left and to its right, -1 for none.
    cell_edges, cell_forward : arrays of int and bool, shape (cells, 6)
        The edges of a cell counter-clockwise, and whether it is passed from its begin to its end.
    """

    corners: Floats
    ends: Ints
    sides: Ints
    cell_edges: Ints
    cell_forward: Bools


def honeycomb(rows: int, columns: int, rng: np.random.Generator) -> Honeycomb:
    """Make a honeycomb of rows of cells, every second row half a cell to the east, its corners moved about.

    Row ``r`` lies between the lines ``r`` and ``r + 1``; each line has a corner every half cell.
    """
    wide = 2 * columns + 2
    line, step = np.divmod(np.arange((rows + 1) * wide), wide)
    upper = (line - step) % 2 == 0
    height = np.sqrt(3.0) / 2.0
    x = 0.5 * step + 0.22 * bell(rng, len(step))
    y = height * line + np.where(upper, height, -height) / 6.0 + 0.22 * bell(rng, len(step))
    corners = CELL_M * _warped(np.column_stack([x, y]), rng)

    row, column = np.divmod(np.arange(rows * columns), columns)
    first = 2 * column + row % 2  # the corner at the lower left, counted along the line
    below, above = row * wide + first, (row + 1) * wide + first
    # an edge along a line is numbered by its western corner, one that goes up by its lower corner after all of those
    up = (rows + 1) * wide
    edges = np.column_stack([below, below + 1, up + below + 2, above + 1, above, up + below])
    forward = np.array([True, True, True, False, False, False])
    used, places = np.unique(edges, return_inverse=True)
    places = places.reshape(edges.shape)
    sides = np.full((len(used), 2), -1, dtype=np.int64)
    cells = np.arange(len(edges))
    for side in range(6):
        sides[places[:, side], 0 if forward[side] else 1] = cells
    begin = np.where(used >= up, used - up, used)
    ends = np.column_stack([begin, np.where(used >= up, begin + wide, begin + 1)])
    return Honeycomb(corners, ends, sides, places, np.broadcast_to(forward, edges.shape))


def _warped(points: Floats, rng: np.random.Generator) -> Floats:
    """Bend the plane slowly, so that rows are not straight and the outline is no rectangle."""
    result = points.copy()
    for reach, sway in ((90.0, 9.0), (30.0, 2.0)):
        size = (points.max(axis=0) - points.min(axis=0)) / reach
        knots = rng.uniform(-sway, sway, (int(size[0]) + 3, int(size[1]) + 3, 2))
        place = (points - points.min(axis=0)) / reach
        cell = np.floor(place).astype(np.int64)
        share = place - cell
        share = share * share * (3.0 - 2.0 * share)
        (i, j), (s, t) = cell.T, share.T[..., None]
        result += (knots[i, j] * (1 - s) + knots[i + 1, j] * s) * (1 - t)
        result += (knots[i, j + 1] * (1 - s) + knots[i + 1, j + 1] * s) * t
    return result


def wandering_edges(comb: Honeycomb, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Lay nine points along every edge, and say how many of its eighths each edge really uses.

    Middles move aside first, then the middles of the halves, then those of the quarters.

    Returns
    -------
    points : array of float, shape (edges, 9, 2)
        From begin to end, to the millimetre.
    count : array of int, shape (edges,)
        8, 4 or 2: an edge has that many points without its end, every 8 / count-th of the nine.
    """
    ends = comb.corners[comb.ends]
    along = ends[:, 1] - ends[:, 0]
    aside = np.column_stack([-along[:, 1], along[:, 0]])
    points = np.empty((len(ends), 9, 2))
    points[:, 0], points[:, 8] = ends[:, 0], ends[:, 1]
    for half, sway in zip((4, 2, 1), SWAY, strict=True):
        for middle in range(half, 8, 2 * half):
            move = rng.uniform(-sway, sway, (len(ends), 1)) * aside
            points[:, middle] = 0.5 * (points[:, middle - half] + points[:, middle + half]) + move
    running = np.cumsum(EDGE_WEIGHTS)
    kind = np.searchsorted(running, rng.random(len(ends)) * running[-1], side="right")
    return np.round(points, 3), np.array(EDGE_POINTS)[np.minimum(kind, len(EDGE_POINTS) - 1)]


def polygons(points: Floats, count: Ints, edges: Ints, forward: Bools, sizes: Ints) -> Shapes:
    """Put polygons of one ring together from the edges that they share.

    Parameters
    ----------
    points, count : arrays
        As :func:`wandering_edges` returns them.
    edges, forward : arrays of int and bool, shape (n,)
        The edges of all rings one after the other, and whether each is passed from its begin to its end.
    sizes : array of int, shape (rings,)
        How many edges each ring has.
    """
    used = count[edges]
    last = np.cumsum(sizes) - 1
    taken = used.copy()
    taken[last] += 1  # the end of the last edge closes the ring
    edge, place = within(taken)
    place *= (8 // used)[edge]
    np.subtract(8, place, out=place, where=~forward[edge])
    coordinates = points.reshape(-1, 2)[edges[edge] * 9 + place]
    offsets = np.r_[0, np.cumsum(taken)[last]]
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, coordinates, (offsets, np.arange(len(sizes) + 1)))


def outlines(comb: Honeycomb, region: Ints) -> tuple[Ints, Bools, Ints]:
    """Walk around every region of cells.

    Parameters
    ----------
    region : array of int, shape (cells,)
        The region of every cell, from 0 without holes in the numbering, -1 for none.

    Returns
    -------
    edges, forward, sizes : arrays
        As :func:`polygons` takes them, a ring for every region, counter-clockwise.

    Raises
    ------
    ValueError
        If a region is not in one piece or has a hole.
    """
    around = np.append(region, -1)[comb.sides]
    border = around[:, 0] != around[:, 1]
    edge = np.tile(np.flatnonzero(border), 2)
    forward = np.repeat([True, False], int(border.sum()))
    of = np.concatenate([around[border, 0], around[border, 1]])
    edge, forward, of = edge[of >= 0], forward[of >= 0], of[of >= 0]
    order = np.lexsort((edge, of))
    edge, forward, of = edge[order], forward[order], of[order]
    begin = np.where(forward, comb.ends[edge, 0], comb.ends[edge, 1])
    end = np.where(forward, comb.ends[edge, 1], comb.ends[edge, 0])
    # at a corner a region has one edge that begins there: that is the next one
    corners = len(comb.corners)
    keys = of * corners + begin
    by_key = np.argsort(keys)
    following = by_key[np.searchsorted(keys[by_key], of * corners + end)]
    sizes = np.bincount(of)
    root = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return _in_walking_order(edge, forward, following, root, sizes)


def _in_walking_order(edge: Ints, forward: Bools, following: Ints, root: Ints, sizes: Ints) -> tuple[Ints, Bools, Ints]:
    """Sort edges as their ring is walked: how far each is from the ring's first edge, by doubling steps."""
    here = np.arange(len(edge))
    target = np.where(here == root, here, following)
    steps = (here != root).astype(np.int64)
    for _ in range(int(sizes.max()).bit_length()):
        steps += steps[target]
        target = target[target]
    place = np.where(here == root, 0, np.repeat(sizes, sizes) - steps)
    order = np.lexsort((place, root))
    walked = place[order]
    if (target != root).any() or (walked != within(sizes)[1]).any():
        raise ValueError("a region is not in one piece or has a hole")
    return edge[order], forward[order], sizes


@dataclass(frozen=True)
class Division:
    """Which village every cell is in, and which town every village; both numbered from 0 without holes."""

    village: Ints
    town: Ints


def divide(bands: int, towns: int, columns: int, rng: np.random.Generator) -> Division:
    """Cut a honeycomb into villages of three to seven cells, and bands of villages into towns.

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

    shift = np.round(np.array([500_000.0, 3_650_000.0]) - points.reshape(-1, 2).mean(axis=0))
    points += shift
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
    """Name places by number; equal numbers below the square of the syllables mean equal names."""
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
    village_town = np.array(village_name, dtype=object)
    cell_name = [
        f"{village}{_USES[u] if u else '第'}{number}{'' if u else '网格'}"
        if not u
        else f"{village}{_USES[u]}{number}号"
        for village, u, number in zip(village_town[of].tolist(), use.tolist(), sequence.tolist(), strict=True)
    ]
    village_codes = np.array(village_code, dtype=object)
    cell_code = [
        f"{code}{number:03d}" for code, number in zip(village_codes[of].tolist(), sequence.tolist(), strict=True)
    ]
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
        geometry=shapely.set_precision(shapely.point_on_surface(shapes), 0.01),
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
