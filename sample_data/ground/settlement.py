"""From the drawn landscape to small ground: streets and ditches are laid, and premises of units find their places.

The result is one mesh for all parts that are wanted, its faces merged to *blocks*: the smallest pieces that are given
to a grid, a premises or a water as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.model.wanted import must_be_wanted
from sample_data.ground.blocks import Cuts, Density, Flags, campus_rings, halve_until_small
from sample_data.ground.landscape import LINE_COST, Area, Landscape, Part
from sample_data.ground.mesh import Floats, Ints, Mesh, Shapes, edge_sources, node_lines
from sample_data.ground.names import PREMISES

# What a block is.
OPEN, DEDICATED, CANAL, LAKE, RIVER = range(5)

#: A face smaller or thinner than this is joined to a neighbour.
LEAST_M2 = 5_000.0
LEAST_AREA_PER_PERIMETER_M = 15.0
#: One in so many small premises, and at least two in a part, lies as a walled campus out in the fields, inside a block.
CAMPUS_EVERY: Final = 10
CAMPUS_USES: Final = ("school", "nursing_home", "waterworks", "hospital", "school")
#: What lies at the edge of a town rather than in it.
EDGE_OF_TOWN: Final = ("industry", "logistics", "waterworks")
#: Ground that a community of residents takes up, square metres.
COMMUNITY_M2: Final = 720_000.0


@dataclass(frozen=True)
class Wanted:
    """What a part is to hold: how many communities, villages, comprehensive grids, and dedicated grids with a shape."""

    communities: int
    villages: int
    comprehensive: int
    dedicated: int


@dataclass(frozen=True)
class Premises:
    """Units with premises of their own: where, how large (square metres), of what use, and the name if it is drawn."""

    at: Floats
    area_m2: Floats
    use: list[str]
    campus: Flags


@dataclass(frozen=True)
class Settlement:
    """All wanted parts cut to blocks.

    Parameters
    ----------
    mesh : Mesh
        Of all faces.
    block_of : array of int, one for each face
        The block it belongs to.
    part : array of int, one for each block
        Position among the wanted parts.
    kind : array of int, one for each block
        OPEN, DEDICATED, CANAL, LAKE or RIVER.
    area_m2 : array of float, one for each block
    centre : array of shape (b, 2)
        Centre of gravity of each block, metres.
    remoteness : array of float, one for each block
        As in :meth:`Density.remoteness`.
    expected_m2 : array of float, one for each block
        As in :meth:`Density.block_m2`; area over this is a measure of how many live there.
    use, name : list of str, one for each block
        Of dedicated ones, the name only if it is drawn; of waters their name.
    edge_cost : array of float, one for each edge of the mesh
        Cost per metre of a grid border along it.
    line_of_edge : array of int, one for each edge
        Position in ``lines``, -1 if none.
    lines : Shapes
        Every stretch of road, street, ditch and water that was laid, with ``line_rank``, ``line_name`` and
        ``line_part`` (position among the wanted parts, -1 for a border of one).
    """

    mesh: Mesh
    block_of: Ints
    part: Ints
    kind: Ints
    area_m2: Floats
    centre: Floats
    remoteness: Floats
    expected_m2: Floats
    use: list[str]
    name: list[str]
    edge_cost: Floats
    line_of_edge: Ints
    line_rank: list[str]
    line_name: list[str]
    line_part: list[int]


def settle(landscape: Landscape, parts: list[int], wanted: list[Wanted], seed: int) -> Settlement:
    """Cut parts of the landscape to blocks and choose those that are dedicated.

    Parameters
    ----------
    landscape : Landscape
    parts : list of int
        Positions in ``landscape.parts``; each part comes out the same whichever others are asked for.
    wanted : list of Wanted
        One for each of ``parts``.
    seed : int
    """
    chosen = [landscape.parts[i] for i in parts]
    densities = [Density.of_part(p, w.communities * COMMUNITY_M2) for p, w in zip(chosen, wanted, strict=True)]
    shapes: list[Shapes] = []
    ranks: list[str] = []
    names: list[str] = []
    line_part: list[int] = []
    sites: list[Premises] = []
    rings: list[Shapes] = []
    for i, part, want, density in zip(parts, chosen, wanted, densities, strict=True):
        rng = np.random.default_rng([seed, 2, i])
        drawn, rank, name = _drawn_lines(landscape, i)
        small = want.dedicated - sum(area.part == i for area in landscape.premises)
        premises = _choose_sites(part, small, density, _reserved(landscape), rng)
        cuts, campuses = _lay_streets(landscape, part, drawn, density, premises, rng)
        shapes += [drawn, cuts.shapes]
        ranks += rank + np.where(cuts.built_up, np.where(cuts.depth < 5, "street", "lane"), "track").tolist()
        names += name + [""] * len(cuts.shapes)
        line_part += [len(sites)] * (len(drawn) + len(cuts.shapes))
        sites.append(premises)
        rings.append(campuses)
    grounds = np.array([p.land for p in chosen], dtype=object)
    rivers = np.concatenate([p.river for p in chosen])
    outlines = shapely.boundary(np.concatenate([grounds, rivers]))
    must_be_wanted()
    noded = node_lines(np.concatenate([outlines, *shapes, *rings]))
    must_be_wanted()
    mesh = Mesh.from_lines(noded)
    must_be_wanted()
    # Border lines are the outlines of the parts already; noding them again would only leave crumbs beside them.
    borders = [line for line in landscape.lines if line.border]
    lines = np.concatenate([*shapes, np.array([line.shape for line in borders], dtype=object)])
    ranks += [line.rank for line in borders]
    names += [line.name for line in borders]
    line_part += [-1] * len(borders)
    line_of_edge = _line_of_noded(noded, lines, ranks)[edge_sources(mesh, noded)]
    must_be_wanted()
    cost = np.array([LINE_COST.get(rank, 1.0) for rank in ranks] + [1.0])[line_of_edge]
    return _blocks(landscape, parts, wanted, densities, sites, rings, mesh, cost, line_of_edge, ranks, names, line_part)


def _drawn_lines(landscape: Landscape, part: int) -> tuple[Shapes, list[str], list[str]]:
    """Clip the drawn lines, and the outlines of the drawn areas, to the land of a part."""
    lines = [line for line in landscape.lines if not line.border]
    shapes = [line.shape for line in lines]
    ranks = [line.rank for line in lines]
    names = [line.name for line in lines]
    for area in (*landscape.canals, *landscape.lakes, *landscape.premises):
        if area.part in (-1, part):
            shapes.append(shapely.boundary(area.shape))
            ranks.append("bank" if area.part == -1 else "fence")
            names.append("")
    land = landscape.parts[part].land
    inside, source = shapely.get_parts(shapely.intersection(np.array(shapes, dtype=object), land), return_index=True)
    line = shapely.get_type_id(inside) == shapely.GeometryType.LINESTRING
    inside, source = inside[line], source[line]
    return inside, [ranks[i] for i in source], [names[i] for i in source]


def _reserved(landscape: Landscape) -> Shapes:
    return np.array([a.shape for a in (*landscape.canals, *landscape.lakes, *landscape.premises)], dtype=object)


def _choose_sites(part: Part, count: int, density: Density, reserved: Shapes, rng: np.random.Generator) -> Premises:
    """Choose places for small premises: most in the towns, industry and logistics at their edge, campuses far out."""
    uses = list(PREMISES)
    weight = np.array([PREMISES[use][2] for use in uses])
    bounds = np.cumsum(weight) / weight.sum()
    share_bounds = np.cumsum(part.centres[:, 2])
    campuses = max(2, count // CAMPUS_EVERY)
    shapely.prepare(part.land)
    tree = shapely.STRtree(reserved)
    at, area, chosen = np.empty((0, 2)), np.empty(0), list[str]()
    for _ in range(count * 60):
        if len(chosen) == count:
            break
        draw = rng.uniform(size=6)
        campus = len(chosen) < campuses
        place_of_use = min(int(np.searchsorted(bounds, draw[0])), len(uses) - 1)
        use = CAMPUS_USES[len(chosen) % len(CAMPUS_USES)] if campus else uses[place_of_use]
        low, high, *_ = PREMISES[use]
        size = 1e4 * (low + (high - low) * draw[1] ** 2)
        inner, outer = (1.5, 3.0) if campus else (0.8, 2.2) if use in EDGE_OF_TOWN else (0.0, 1.1)
        centre = min(int(np.searchsorted(share_bounds, draw[2])), len(part.centres) - 1)
        reach = density.radius_m[centre] * (inner + (outer - inner) * np.sqrt(draw[3]))
        place = part.centres[centre, :2] + reach * _direction(draw[4], draw[5])
        away = at - place
        near = np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2) < 0.9 * (np.sqrt(area) + np.sqrt(size))
        spot = shapely.points(place)
        if near.any() or not shapely.contains(part.land, spot):
            continue
        if len(tree.query(spot, predicate="dwithin", distance=0.5 * np.sqrt(size))):
            continue
        at, area = np.vstack([at, place]), np.append(area, size)
        chosen.append(use)
    return Premises(at, area, chosen, np.arange(len(chosen)) < campuses)


def _direction(first: float, second: float) -> Floats:
    """Return a unit vector; two uniform numbers in a square are as good as an angle here, and need no sine."""
    x, y = 2.0 * first - 1.0, 2.0 * second - 1.0
    length = float(np.sqrt(x * x + y * y)) or 1.0
    return np.array([x / length, y / length])


def _lay_streets(
    landscape: Landscape, part: Part, drawn: Shapes, density: Density, premises: Premises, rng: np.random.Generator
) -> tuple[Cuts, Shapes]:
    """Halve the ground between drawn lines until blocks are small, and wall in the campuses."""
    noded = node_lines([shapely.boundary(part.land), *drawn])
    pieces = Mesh.from_lines(noded).faces
    inner = shapely.point_on_surface(pieces)
    taken = np.unique(shapely.STRtree(_reserved(landscape)).query(inner, predicate="within")[0])
    free = np.ones(len(pieces), dtype=bool)
    free[taken] = False
    free &= shapely.contains(part.land, inner)
    open_sites = ~premises.campus
    leaves, cuts = halve_until_small(pieces[free], density, premises.at[open_sites], premises.area_m2[open_sites], rng)
    spots = shapely.points(premises.at[premises.campus]) if premises.campus.any() else np.array([], dtype=object)
    spot, leaf = shapely.STRtree(leaves).query(spots, predicate="within")
    _, once = np.unique(leaf, return_index=True)
    rings = campus_rings(leaves[leaf[once]], premises.area_m2[premises.campus][spot[once]], rng)
    return cuts, rings[shapely.area(shapely.polygons(rings)) > LEAST_M2]


def _line_of_noded(noded: Shapes, lines: Shapes, ranks: list[str]) -> Ints:
    """Find for each noded stretch the line it lies on, -1 for none; where several do, the one of the highest rank."""
    order = {rank: i for i, rank in enumerate((*LINE_COST, "lane", "track", "bank", "fence"))}
    importance = np.array([order[rank] for rank in ranks])
    middle = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    stretch, line = shapely.STRtree(lines).query(middle, predicate="dwithin", distance=0.002)
    best = np.lexsort((line, importance[line], stretch))
    stretch, line = stretch[best], line[best]
    first = np.flatnonzero(np.diff(stretch, prepend=-1))
    found = np.full(len(noded), -1)
    found[stretch[first]] = line[first]
    return found


def _blocks(
    landscape: Landscape,
    numbers: list[int],
    wanted: list[Wanted],
    densities: list[Density],
    sites: list[Premises],
    rings: list[Shapes],
    mesh: Mesh,
    cost: Floats,
    line_of_edge: Ints,
    ranks: list[str],
    names: list[str],
    line_part: list[int],
) -> Settlement:
    """Merge faces to blocks and say what each is.

    Long because every column of a block follows from those before; taken apart, a dozen arrays would go to and fro.
    """
    parts = [landscape.parts[i] for i in numbers]
    inner = shapely.point_on_surface(mesh.faces)
    count = len(mesh.faces)
    part = np.full(count, -1)
    kind = np.full(count, OPEN)
    area_no = np.full(count, -1)
    face, owner = shapely.STRtree(np.array([p.land for p in parts], dtype=object)).query(inner, predicate="within")
    part[face] = owner
    rivers = np.concatenate([p.river for p in parts])
    river_part = np.repeat(np.arange(len(parts)), [len(p.river) for p in parts])
    if len(rivers):
        face, river = shapely.STRtree(rivers).query(inner, predicate="within")
        part[face] = river_part[river]
        kind[face] = RIVER
    areas: list[tuple[int, Area]] = [(DEDICATED, a) for a in landscape.premises]
    areas += [(DEDICATED, Area("", "", shapely.Polygon(ring))) for of_part in rings for ring in of_part]
    areas += [(LAKE, a) for a in landscape.lakes] + [(CANAL, a) for a in landscape.canals]
    tree = shapely.STRtree(np.array([a.shape for _, a in areas], dtype=object))
    face, area = tree.query(inner, predicate="within")
    later = np.lexsort((area, face))
    face, area = face[later], area[later]
    home = np.array([a.part for _, a in areas])[area]
    here = (kind[face] == OPEN) & ((home < 0) | (home == np.array(numbers)[part[face]]))
    face, area = face[here], area[here]
    area_no[face] = area  # the last one wins: water over premises
    what = np.array([k for k, _ in areas])
    kind[area_no >= 0] = what[area_no[area_no >= 0]]
    block_of = _merge_small(mesh, part, kind, area_no)

    blocks = int(block_of.max()) + 1
    size = shapely.area(mesh.faces)
    middle = shapely.get_coordinates(shapely.centroid(mesh.faces))
    area_m2 = np.bincount(block_of, weights=size, minlength=blocks).astype(np.float64)
    centre = np.column_stack([np.bincount(block_of, weights=size * middle[:, k]) / area_m2 for k in (0, 1)])
    # The largest face decides what a block is.
    largest = np.empty(blocks, dtype=np.int64)
    by_size = np.argsort(size, kind="stable")
    largest[block_of[by_size]] = by_size
    part_of_block, kind_of_block, area_of_block = part[largest], kind[largest], area_no[largest]
    remoteness, expected = np.empty(blocks), np.empty(blocks)
    for i, density in enumerate(densities):
        mine = part_of_block == i
        remoteness[mine], expected[mine] = density.remoteness(centre[mine]), density.block_m2(centre[mine])
    use = [areas[a][1].use if a >= 0 else "" for a in area_of_block]
    name = [areas[a][1].name if a >= 0 else "" for a in area_of_block]
    settlement = Settlement(
        mesh,
        block_of,
        part_of_block,
        kind_of_block,
        area_m2,
        centre,
        remoteness,
        expected,
        use,
        name,
        cost,
        line_of_edge,
        ranks,
        names,
        line_part,
    )
    for i, premises in enumerate(sites):
        _dedicate(settlement, i, premises, wanted[i].dedicated)
    return settlement


def _merge_small(mesh: Mesh, part: Ints, kind: Ints, area_no: Ints) -> Ints:
    """Join faces that are too small or too thin to the neighbour with the longest border; number what results."""
    block = np.arange(len(mesh.faces))
    # A drawn premises or lake that lines cross is one block still.
    left, right, _ = mesh.borders()
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        if part[a] == part[b] and area_no[a] == area_no[b] >= 0 and kind[a] in (DEDICATED, LAKE):
            block[block == block[b]] = block[a]
    size, length = shapely.area(mesh.faces), shapely.length(mesh.faces)
    inner = mesh.right >= 0
    edge_length = mesh.length
    for _ in range(6):
        _, block = np.unique(block, return_inverse=True)
        blocks = int(block.max()) + 1
        area = np.bincount(block, weights=size)
        same = inner & (block[mesh.left] == block[mesh.right])
        perimeter = np.bincount(block, weights=length) - 2 * np.bincount(
            block[mesh.left[same]], weights=edge_length[same], minlength=blocks
        )
        face = np.empty(blocks, dtype=np.int64)
        face[block[::-1]] = np.arange(len(block))[::-1]
        thin = (area < LEAST_M2) | (area / perimeter < LEAST_AREA_PER_PERIMETER_M)
        small = thin & (kind[face] == OPEN)
        # Water and premises that a line cut off to a crumb go to whatever they touch of the same part.
        small |= (area < 400.0) & (kind[face] != RIVER)
        if not small.any():
            break
        a, b, shared = mesh.borders(of=block)
        a, b, shared = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([shared, shared])
        fits = small[a] & (part[face[a]] == part[face[b]]) & (kind[face[b]] != RIVER)
        a, b, shared = a[fits], b[fits], shared[fits]
        shared = shared * np.array([1.0, 0.2, 0.02, 0.02, 0.0])[kind[face[b]]]
        best = np.lexsort((b, -shared, a))
        first = best[np.flatnonzero(np.diff(a[best], prepend=-1))]
        goes_to = np.arange(blocks)
        for this, that in zip(a[first].tolist(), b[first].tolist(), strict=True):
            # Two small ones that choose each other become one; no longer chains in one round.
            if goes_to[that] == that and goes_to[this] == this and not (goes_to == this).sum() > 1:
                goes_to[this] = that
        block = goes_to[block]
    return np.unique(block, return_inverse=True)[1]


def _dedicate(settlement: Settlement, part: int, premises: Premises, count: int) -> None:
    """Give each wanted premises a block of about its size, near its place; walled campuses have theirs already.

    Exactly ``count`` blocks of the part are dedicated after that, drawn ones and campuses among them.
    """
    s = settlement
    dedicated = np.flatnonzero((s.part == part) & (s.kind == DEDICATED))
    # Of a drawn premises that something cuts apart, only the largest block is that premises.
    for name in sorted({s.name[block] for block in dedicated} - {""}):
        pieces = [block for block in dedicated.tolist() if s.name[block] == name]
        pieces.sort(key=lambda block: -s.area_m2[block])
        for block in pieces[1:]:
            s.kind[block], s.use[block], s.name[block] = OPEN, "", ""
    waiting = list(range(len(premises.use)))
    for block in np.flatnonzero((s.part == part) & (s.kind == DEDICATED)).tolist():
        if not s.use[block]:
            site = min(waiting, key=lambda i: (not premises.campus[i], _apart(s.centre[block], premises.at[i])))
            s.use[block] = premises.use[site]
            waiting.remove(site)
    free = (s.part == part) & (s.kind == OPEN)
    missing = count - int(((s.part == part) & (s.kind == DEDICATED)).sum())
    for turn in range(missing):
        site = waiting[turn] if turn < len(waiting) else turn % len(premises.use)
        away = s.centre - premises.at[site]
        distance = np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2)
        ratio = s.area_m2 / premises.area_m2[site]
        misfit = np.maximum(ratio, 1.0 / ratio) - 1.0 + distance / 400.0
        block = int(np.argmin(np.where(free, misfit, np.inf)))
        s.kind[block] = DEDICATED
        s.use[block] = premises.use[site]
        free[block] = False


def _apart(a: Floats, b: Floats) -> float:
    return float((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
