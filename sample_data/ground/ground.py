"""The ground of the sample city: its grids at every level, exempt areas, roads and waters, as tables.

Boundaries are made ("synthetic boundaries"); names and codes of towns and villages are real. Grids and exempt areas
tile the ground exactly at every level: each edge meets its reverse, to the last bit, in a neighbour or in the parent's
outline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.ground.numbering import number_grids
from gridmap.model.wanted import must_be_wanted
from sample_data.ground.division import Division, divide_settlement
from sample_data.ground.landscape import Landscape, Part, draw_landscape
from sample_data.ground.mesh import Floats, Ints, Shapes, merge_faces
from sample_data.ground.names import Namer
from sample_data.ground.partition import apportion
from sample_data.ground.settlement import CANAL, DEDICATED, LAKE, RIVER, Settlement, Wanted, settle
from sample_data.ground.units import read_figures, read_units

CRS: Final = "EPSG:4549"
Size = Literal["city", "town"]
#: The town that ``size="town"`` makes: small, but with a river front, an old town, a premises of its own and canals.
TOWN: Final = "大新镇"
#: Dedicated grids that are in the ledger only and have no shape yet.
LEDGER_ONLY: Final = 40
#: Grids of a community and of a village, on average; the city's total is shared out by them.
GRIDS_OF_COMMUNITY: Final = 5.6
GRIDS_OF_VILLAGE: Final = 3.0
#: Households of a grid: the standard is 300 to 500, and the sample keeps inside it.
HOUSEHOLDS: Final = (310, 400, 490)

DRAWN_ROADS: Final = ("motorway", "primary", "secondary")
COMPASS: Final = {"东": (1.0, 0.0), "西": (-1.0, 0.0), "南": (0.0, -1.0), "北": (0.0, 1.0)}
REASONS: Final = {
    "river": "长江水域，无住户",
    "canal": "河道水面，无住户",
    "lake": "湖荡水面，无住户",
    "riverside": "河道管理范围内绿地，无住户",
}


@dataclass(frozen=True)
class Ground:
    """The ground as tables, all in EPSG:4549 (x east, y north, metres).

    Parameters
    ----------
    grids : geopandas.GeoDataFrame
        Index ``id`` from 1; ``code``, ``name``, ``kind`` (town, village, comprehensive, dedicated), ``parent`` (id, 0
        for none), ``setting`` (urban or rural), ``use`` (of dedicated grids), ``density`` (households per hectare),
        ``target_households`` (of comprehensive grids, else 0) and the shape, None for what is in the ledger only.
    exempt_areas : geopandas.GeoDataFrame
        Index ``id`` from 1; ``kind`` (river, lake, canal, riverside), ``name``, ``reason``, ``parent`` (id of the town
        or village whose ground it is part of) and the shape.
    roads : geopandas.GeoDataFrame
        Index ``id`` from 1; ``name`` ("" for lanes and field tracks), ``rank`` (motorway, primary, secondary, street)
        and a line, which has the vertices of the borders along it.
    water : geopandas.GeoDataFrame
        Index ``id`` from 1; ``name``, ``kind`` (yangtze, canal, river, lake) and a polygon or a line.
    """

    grids: gpd.GeoDataFrame
    exempt_areas: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    water: gpd.GeoDataFrame


def make_ground(size: Size = "city", seed: int = 2020) -> Ground:
    """Make the ground of the sample city, or of one of its towns.

    Parameters
    ----------
    size : {"city", "town"}
        A town has the same shapes, names and codes as in the city.
    seed : int
        The same seed gives the same ground, byte for byte.

    Returns
    -------
    Ground
    """
    if size not in ("city", "town"):
        raise ValueError(f"size is 'city' or 'town', got {size!r}")
    landscape = draw_landscape(seed)
    parts = [i for i, part in enumerate(landscape.parts) if size == "city" or part.town == TOWN]
    units = read_units()
    everything = share_out(landscape, units)
    wanted = [everything.wanted[i] for i in parts]
    settlement = settle(landscape, parts, wanted, seed)
    division = divide_settlement(settlement, wanted, parts, seed)
    must_be_wanted()
    grids, exempt = _tables(landscape, parts, everything, units, settlement, division, seed)
    must_be_wanted()
    return Ground(grids, exempt, _roads(settlement, parts, seed), _water(landscape, parts, settlement))


@dataclass(frozen=True)
class Shares:
    """What each part of the city is to hold, and which of its villages count as built up."""

    wanted: list[Wanted]
    ledger_only: list[int]


def share_out(landscape: Landscape, units: pd.DataFrame) -> Shares:
    """Share the city's grids among the parts of its towns, by their communities and villages."""
    figures = read_figures()
    communities, villages = [], []
    for part in landscape.parts:
        mine = units[units["old_town_code"].isin(part.codes)]
        count = int(mine["community"].sum())
        if count == len(mine):  # A farm whose hamlets have residents' committees: one is its centre.
            count = 1
        communities.append(count)
        villages.append(len(mine) - count)
    c, v = np.array(communities, dtype=np.float64), np.array(villages, dtype=np.float64)
    comprehensive = apportion(
        GRIDS_OF_COMMUNITY * c + GRIDS_OF_VILLAGE * v, figures.comprehensive, (c + v).astype(np.int64)
    )
    drawn = np.bincount([area.part for area in landscape.premises], minlength=len(c))
    dedicated = apportion(2.0 * c + 0.7 * v, figures.dedicated - LEDGER_ONLY, drawn + 1)
    ledger = apportion(2.0 * c + 0.4 * v, LEDGER_ONLY, 1)
    wanted = [
        Wanted(int(a), int(b), int(g), int(d))
        for a, b, g, d in zip(communities, villages, comprehensive, dedicated, strict=True)
    ]
    return Shares(wanted, ledger.tolist())


def _tables(
    landscape: Landscape,
    parts: list[int],
    shares: Shares,
    units: pd.DataFrame,
    s: Settlement,
    d: Division,
    seed: int,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Merge faces to grids, villages and towns, and name and number them."""
    faces, block_of = s.mesh.faces, s.block_of
    part_of_face = s.part[block_of]
    towns = list(dict.fromkeys(landscape.parts[i].town for i in parts))
    town_of_part = np.array([towns.index(landscape.parts[i].town) for i in parts])
    village_shapes = merge_faces(faces, d.village[block_of], len(d.urban))
    grid_shapes = merge_faces(faces, d.grid[block_of], len(d.village_of_grid))
    dedicated_blocks = np.flatnonzero(s.kind == DEDICATED)
    number = np.full(len(s.kind), -1)
    number[dedicated_blocks] = np.arange(len(dedicated_blocks))
    dedicated_shapes = merge_faces(faces, number[block_of], len(dedicated_blocks))
    town_shapes = merge_faces(faces, town_of_part[part_of_face], len(towns))

    rows: list[dict[str, object]] = []
    town_order = sorted(range(len(towns)), key=lambda t: _town_code(units, towns[t]))
    for t in town_order:
        rows.append(_row(_town_code(units, towns[t]), towns[t], "town", "", "urban", town_shapes[t]))
    village_code = _name_villages(landscape, parts, units, d, village_shapes)
    by_code = sorted(range(len(d.urban)), key=lambda k: village_code[k][0])
    for k in by_code:
        code, name = village_code[k]
        town_code = _town_code(units, landscape.parts[parts[d.part_of_village[k]]].town)
        rows.append(_row(code, name, "village", town_code, "urban" if d.urban[k] else "rural", village_shapes[k]))
    rows += _level_three(
        landscape, parts, shares, s, d, village_code, by_code, grid_shapes, dedicated_shapes, dedicated_blocks, seed
    )
    grids = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=CRS)
    grids.index = pd.RangeIndex(1, len(grids) + 1).astype("int64").rename("id")
    upper = grids["kind"].isin(["town", "village"])
    by_code_id = dict(zip(grids.loc[upper, "code"], grids.index[upper], strict=True))
    grids["parent"] = np.array([by_code_id.get(code, 0) for code in grids.pop("parent_code")], dtype=np.int64)
    columns = ["code", "name", "kind", "parent", "setting", "use", "density", "target_households", "geometry"]
    return grids[columns], _exempt(landscape, parts, s, d, village_code, by_code_id, units)


def _row(
    code: str, name: str, kind: str, parent_code: str, setting: str, shape: object, use: str = "", households: int = 0
) -> dict[str, object]:
    hectares = shapely.area(shape) / 1e4 if shape is not None else np.nan
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "parent_code": parent_code,
        "setting": setting,
        "use": use,
        "density": float(households / hectares) if households else 0.0,
        "target_households": households,
        "geometry": shape,
    }


def _town_code(units: pd.DataFrame, town: str) -> str:
    return str(units.loc[units["town"] == town, "town_code"].iloc[0])


def _name_villages(
    landscape: Landscape, parts: list[int], units: pd.DataFrame, d: Division, shapes: Shapes
) -> list[tuple[str, str]]:
    """Give each village a real name and code of its part, communities in town, villages outside.

    They go by code in the order of numbering, then names that an anchor, or a point of the compass in them, ties to a
    place are exchanged until no exchange of two brings them nearer.
    """
    named: list[tuple[str, str]] = [("", "")] * len(d.urban)
    centre = shapely.get_coordinates(shapely.centroid(shapes))
    for i, number in enumerate(parts):
        part = landscape.parts[number]
        mine = units[units["old_town_code"].isin(part.codes)].sort_values(
            ["community", "code"], ascending=[False, True]
        )
        middle = np.sum(part.centres[:, :2] * part.centres[:, 2:], axis=0)
        names, codes = mine["name"].tolist(), mine["code"].tolist()
        for urban in (True, False):
            members = np.flatnonzero((d.part_of_village == i) & (d.urban == urban))
            places = members[np.argsort(number_grids(centre[members]), kind="stable")]
            group = [(codes.pop(0), names.pop(0)) for _ in places]
            for place, unit in zip(places.tolist(), _settled(group, centre[places], part, middle), strict=True):
                named[place] = unit
    return named


def _settled(group: list[tuple[str, str]], places: Floats, part: Part, middle: Floats) -> list[tuple[str, str]]:
    """Exchange names between places until those tied to a place lie as near to it as they can."""
    count = len(group)
    badness = np.zeros((count, count))
    for row, (_, name) in enumerate(group):
        anchor = next((at for start, at in part.anchors.items() if name.startswith(start)), None)
        if anchor is not None:
            away = places - anchor
            badness[row] = np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2)
            continue
        for sign, (x, y) in COMPASS.items():
            if sign in name:
                away = places - middle
                badness[row] -= 0.15 * (away[:, 0] * x + away[:, 1] * y)
    at = np.arange(count)
    improved = True
    while improved:
        improved = False
        for a in range(count):
            now = badness[a, at[a]] + badness[np.arange(count), at]
            swapped = badness[a, at] + badness[np.arange(count), at[a]]
            b = int(np.argmax(now - swapped))
            if now[b] - swapped[b] > 1e-6:
                at[a], at[b] = at[b], at[a]
                improved = True
    settled = [group[0]] * count
    for row, place in enumerate(at.tolist()):
        settled[place] = group[row]
    return settled


def _level_three(
    landscape: Landscape,
    parts: list[int],
    shares: Shares,
    s: Settlement,
    d: Division,
    village_code: list[tuple[str, str]],
    by_code: list[int],
    grid_shapes: Shapes,
    dedicated_shapes: Shapes,
    dedicated_blocks: Ints,
    seed: int,
) -> list[dict[str, object]]:
    """Name and number the comprehensive and dedicated grids of every village; those without a shape come last in it."""
    village_of_dedicated = d.village[dedicated_blocks]
    households = _target_households(d)
    namers = {i: Namer(np.random.default_rng([seed, 4, i])) for i in parts}
    ledger = _ledger_only(parts, shares, d, seed)
    rows: list[dict[str, object]] = []
    for k in by_code:
        code, village = village_code[k]
        part = parts[d.part_of_village[k]]
        label = landscape.parts[part].label
        setting = "urban" if d.urban[k] else "rural"
        near = (_stem(village), label + _stem(village))
        names = Namer(np.random.default_rng([seed, 5, int(code)]))
        of_units = namers[part]
        comprehensive = np.flatnonzero(d.village_of_grid == k)
        dedicated = np.flatnonzero(village_of_dedicated == k)
        shapes = np.concatenate([grid_shapes[comprehensive], dedicated_shapes[dedicated]])
        serial = number_grids(shapely.get_coordinates(shapely.centroid(shapes)))
        made = []
        for place in np.argsort(serial, kind="stable").tolist():
            number = f"{code}{serial[place]:03d}"
            if place < len(comprehensive):
                name = (names.estate() if d.urban[k] else names.hamlet()) + "网格"
                held = int(households[comprehensive[place]])
                made.append(_row(number, name, "comprehensive", code, setting, shapes[place], households=held))
            else:
                block = int(dedicated_blocks[dedicated[place - len(comprehensive)]])
                use = s.use[block]
                name = s.name[block] or of_units.premises(use, near)
                made.append(_row(number, name, "dedicated", code, setting, shapes[place], use))
        for i, use in enumerate(ledger.get(k, [])):
            number = f"{code}{len(shapes) + i + 1:03d}"
            made.append(_row(number, of_units.premises(use, near), "dedicated", code, setting, None, use))
        rows += made
    return rows


def _stem(village: str) -> str:
    """Shorten a village's name for names made of it: 暨阳社区居委会 to 暨阳."""
    for suffix in ("社区居民委员会", "村村民委员会", "社区居委会", "居委会", "村委会", "社区"):
        if village.endswith(suffix) and len(village) > len(suffix) + 1:
            return village.removesuffix(suffix)
    return village


def _target_households(d: Division) -> Ints:
    """Say how many households each grid should hold: around the standard, more where more ground is built up."""
    low, middle, high = HOUSEHOLDS
    target = np.empty(len(d.expected))
    setting = d.urban[d.village_of_grid]
    for urban in (True, False):
        mine = setting == urban
        if mine.any():
            target[mine] = middle * (0.35 + 0.65 * d.expected[mine] / EXPECTED_BLOCKS[urban])
    return np.clip(target, low, high).astype(np.int64)


#: Expected blocks of a grid in a community and in a village, measured over the city; only ratios to it matter.
EXPECTED_BLOCKS: Final = {True: 6.9, False: 7.5}


def _ledger_only(parts: list[int], shares: Shares, d: Division, seed: int) -> dict[int, list[str]]:
    """Choose villages and uses for dedicated grids without a shape yet: offices and markets inside other buildings."""
    found: dict[int, list[str]] = {}
    for i, part in enumerate(parts):
        rng = np.random.default_rng([seed, 6, part])
        mine = np.flatnonzero(d.part_of_village == i)
        weight = np.where(d.urban[mine], 3.0, 1.0)
        for village in np.sort(rng.choice(mine, shares.ledger_only[part], p=weight / weight.sum())).tolist():
            use = ("office_tower", "market", "office_tower", "government", "nursing_home")[int(rng.integers(5))]
            found.setdefault(village, []).append(use)
    return found


def _exempt(
    landscape: Landscape,
    parts: list[int],
    s: Settlement,
    d: Division,
    village_code: list[tuple[str, str]],
    by_code_id: dict[str, int],
    units: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Collect ground without grids: the river in each town, canals, lakes and cut-off pockets in each village."""
    kinds = {RIVER: "river", CANAL: "canal", LAKE: "lake"}
    exempt = np.flatnonzero(np.isin(s.kind, list(kinds)) | d.pocket)
    groups: dict[tuple[str, str, str], int] = {}
    group_of_block = np.full(len(s.kind), -1)
    for block in exempt.tolist():
        kind = "riverside" if d.pocket[block] else kinds[int(s.kind[block])]
        if kind == "river":
            parent = _town_code(units, landscape.parts[parts[s.part[block]]].town)
            name = "长江"
        else:
            parent = village_code[d.village[block]][0]
            name = s.name[block] or "滨河绿地"
        group_of_block[block] = groups.setdefault((parent, kind, name), len(groups))
    # A canal reappears in the same village further on: one row for each connected stretch.
    shapes, owner = shapely.get_parts(
        merge_faces(s.mesh.faces, group_of_block[s.block_of], len(groups)), return_index=True
    )
    keys = list(groups)
    table = gpd.GeoDataFrame(
        {
            "kind": [keys[g][1] for g in owner],
            "name": [keys[g][2] for g in owner],
            "reason": [REASONS[keys[g][1]] for g in owner],
            "parent": np.array([by_code_id[keys[g][0]] for g in owner], dtype=np.int64),
        },
        geometry=shapely.orient_polygons(shapes),
        crs=CRS,
    )
    corner = shapely.bounds(shapes)
    order = np.lexsort((corner[:, 1], corner[:, 0], table["parent"].to_numpy()))
    table = table.iloc[order]
    table.index = pd.RangeIndex(1, len(table) + 1).astype("int64").rename("id")
    return table


def _lines(s: Settlement, ranks: tuple[str, ...]) -> tuple[Ints, Shapes]:
    """Join the edges of each laid line of some ranks; returns the lines' positions and their shapes."""
    rank = np.array([*s.line_rank, ""], dtype=object)[s.line_of_edge]
    left, right = s.block_of[s.mesh.left], s.block_of[s.mesh.right]
    # What was a street before a park or a works came is none now.
    inside = (left == right) & (s.mesh.right >= 0) & (s.kind[left] == DEDICATED)
    edge = np.flatnonzero(np.isin(rank, ranks) & ~(inside & ~np.isin(rank, DRAWN_ROADS)))
    edge = edge[np.argsort(s.line_of_edge[edge], kind="stable")]
    line, first = np.unique(s.line_of_edge[edge], return_index=True)
    segments = shapely.linestrings(np.stack([s.mesh.start[edge], s.mesh.end[edge]], axis=1))
    owner = np.repeat(np.arange(len(line)), np.diff(np.append(first, len(edge))))
    return line, shapely.line_merge(shapely.multilinestrings(segments, indices=owner)) if len(line) else np.array(
        [], dtype=object
    )


def _roads(s: Settlement, parts: list[int], seed: int) -> gpd.GeoDataFrame:
    """Draw the roads along the edges of the mesh: drawn ones, streets and lanes of towns, some tracks in the fields.

    Streets have names, which repeat from town to town as they do in life; lanes and tracks have none.
    """
    line, shapes = _lines(s, ("motorway", "primary", "secondary", "street", "lane", "track"))
    named = np.array([bool(s.line_name[i]) or s.line_rank[i] == "street" for i in line.tolist()])
    track = np.array([s.line_rank[i] == "track" for i in line.tolist()])
    namers = {i: Namer(np.random.default_rng([seed, 7, part])) for i, part in enumerate(parts)}
    names = [
        (s.line_name[i] or namers[s.line_part[i]].street()) if has_name else ""
        for i, has_name in zip(line.tolist(), named.tolist(), strict=True)
    ]
    # Every other track is a ditch or a path that nobody drives on.
    of_part = np.array(s.line_part)[line]
    kept = ~track | ((np.arange(len(line)) - np.searchsorted(of_part, of_part)) % 2 == 0)
    stretches, owner = shapely.get_parts(shapes, return_index=True)
    stretches, owner = stretches[kept[owner]], owner[kept[owner]]
    rank = [s.line_rank[line[o]] for o in owner]
    table = gpd.GeoDataFrame(
        {
            "name": [names[o] for o in owner],
            "rank": ["street" if r in ("lane", "track") else r for r in rank],
        },
        geometry=stretches,
        crs=CRS,
    )
    table.index = pd.RangeIndex(1, len(table) + 1).astype("int64").rename("id")
    return table


def _water(landscape: Landscape, parts: list[int], s: Settlement) -> gpd.GeoDataFrame:
    """Draw the waters: the Yangtze, lakes and wide canals as areas, narrow ones and ditches as lines."""
    faces, block_of = s.mesh.faces, s.block_of
    names: list[str] = []
    kinds: list[str] = []
    shapes: list[shapely.Geometry] = []
    rank_of = {line.name: line.rank for line in landscape.lines}
    for kind, label in ((RIVER, "yangtze"), (LAKE, "lake"), (CANAL, "")):
        blocks = np.flatnonzero(s.kind == kind)
        of_name: dict[str, int] = {}
        group = np.full(len(s.kind), -1)
        for block in blocks.tolist():
            group[block] = of_name.setdefault(s.name[block] or "长江", len(of_name))
        merged = merge_faces(faces, group[block_of], len(of_name))
        for name, shape in zip(of_name, merged, strict=True):
            names.append(name)
            kinds.append(label or rank_of[name])
            shapes.append(shape)
    line, lines = _lines(s, ("river", "canal"))
    wide = {area.name for area in landscape.canals}
    for number, shape in zip(line.tolist(), lines, strict=True):
        if s.line_name[number] not in wide:
            names.append(s.line_name[number])
            kinds.append(s.line_rank[number])
            shapes.append(shape)
    table = gpd.GeoDataFrame({"name": names, "kind": kinds}, geometry=np.array(shapes, dtype=object), crs=CRS)
    table.index = pd.RangeIndex(1, len(table) + 1).astype("int64").rename("id")
    return table
