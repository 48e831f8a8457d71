"""Blocks: the smallest pieces of ground along whose outlines borders of grids may run.

Roads, shores and the borders there are cut the ground of a village into faces. A face that many households live on is
cut further, between its buildings; a housing estate stays in one piece wherever its buildings stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.division.units import Units, common_borders, units_of
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import building_index, building_points
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan

_CROWDED: Final = 0.4
"""A face on which more than this share of the least households of a grid live is cut between its buildings."""
_LUMP: Final = 0.1
"""About so many households, as a share of the same, stay together where a face is cut."""
_ON_LINE: Final = 0.05
"""Metres within which a border runs on a road, a shore or a border that was there."""
_DEAR: Final = 40.0
_OLD: Final = 1.5
_LEFT: Final = 6.0
"""How much dearer than on a road or a shore a border is between buildings, where one was before, and where one was
before that had better be left."""
_NARROW: Final = 20.0
"""Metres: a narrower face without buildings, the strip between two carriageways say, is no block of its own."""
_OVERSHOOT: Final = 0.5
"""Metres by which cuts between buildings reach over the edge of their face, so that they meet it."""
_STEP: Final = 8.0
"""Metres between the places on a footprint that keep a cut away from it."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """The blocks of some grids.

    Attributes
    ----------
    grids : int64 (g,)
        Ids of the grids whose ground it is.
    shapes : object (n,)
        Polygons in the plan's CRS that tile that ground and meet vertex for vertex.
    group : int64 (n,)
        Blocks of one group stay together: those of one estate, narrow strips with their neighbour. From 0.
    units : Units
        The groups and their borders; ``weight`` are households, and borders are cheap where there is one today.
    anew : Units
        The same, where today's borders are dear unless they run on a road or a shore.
    compounds : tuple of (str, int64)
        Names of the estates that lie in several blocks, and the groups that hold each, one if it stays in one piece.
    estate : object (n,)
        Name of the estate of each block all of whose buildings belong to one; ``""`` for others.
    """

    grids: IntArray
    shapes: ShapeArray
    group: IntArray
    units: Units
    anew: Units
    compounds: tuple[tuple[str, IntArray], ...]
    estate: npt.NDArray[np.object_]

    def outlines(self) -> ShapeArray:
        """Return the outlines of the estates, as far as they are blocks of their own. Shape (e,)."""
        names = np.unique(self.estate[self.estate != ""].astype(str))
        areas = [shapely.union_all(self.shapes[self.estate == name]) for name in names]
        return shapely.boundary(np.array(areas, dtype=object))

    def place_of(self, group: int) -> str:
        """Return where a group of blocks is: the estates on it, else its place in metres."""
        inside = self.group == group
        names = np.unique(self.estate[inside & (self.estate != "")].astype(str))
        if len(names):
            return "、".join(names)
        x, y = shapely.get_coordinates(shapely.point_on_surface(self.shapes[inside][0]))[0]
        return f"({x:.0f}, {y:.0f})"

    def zones(self, zone: IntArray) -> ShapeArray:
        """Return the ground of each zone, given the zone of each group. Shape (k,)."""
        of_block = zone[self.group]
        return np.array(
            [shapely.union_all(self.shapes[of_block == number]) for number in range(int(zone.max()) + 1)], dtype=object
        )


def blocks_of(plan: Plan, grids: IntArray, least: float, most: float) -> Blocks:
    """Return the blocks of the ground of some grids.

    Parameters
    ----------
    plan : Plan
    grids : int64 (g,)
        Ids of grids that have no grids below them.
    least, most : float
        Households that a grid should have. How finely ground is cut follows from the least; the parts of an estate that
        do not border on each other stay together with what lies between them, as long as that is not over the most.

    Raises
    ------
    ValueError
        If none of the grids has ground.
    """
    shapes = valid_shapes(plan)[plan.positions(grids)]
    shapes = shapes[~shapely.is_missing(shapes)]
    if not len(shapes):
        raise ValueError("no ground to divide")
    ground = shapely.union_all(shapes)
    lines = _lines(plan, ground)
    borders = shapely.boundary(shapes)
    faces = _faces(ground, [borders, lines])
    buildings = _Buildings.on(plan, ground)
    cuts = _between_buildings(faces, buildings, least)
    if len(cuts):
        faces = _faces(ground, [borders, lines, cuts])
    block = buildings.blocks(faces)
    households = np.bincount(block, weights=buildings.households, minlength=len(faces))
    weight = households.astype(np.float64)
    common = common_borders(faces)
    units = units_of(faces, weight, _Price(lines, borders), common)
    anew = units_of(faces, weight, _Price(lines, borders, _LEFT), common)
    group, compounds = _together(units, block, buildings, most)
    estate = _estates(block, buildings, len(faces))
    return Blocks(
        np.asarray(grids, dtype=np.int64), faces, group, units.together(group), anew.together(group), compounds, estate
    )


def on_lines(plan: Plan, ground: shapely.Geometry, border: shapely.Geometry, more: ShapeArray) -> float:
    """Return the share of a border that runs on roads and shores near some ground, or on ``more`` lines, 0 to 1."""
    length = float(shapely.length(border))
    if not length:
        return 1.0
    lines = shapely.union_all(np.concatenate([_lines(plan, ground), more]))
    near = shapely.buffer(lines, _ON_LINE, quad_segs=2)
    return float(shapely.length(shapely.intersection(border, near))) / length


def _lines(plan: Plan, ground: shapely.Geometry) -> ShapeArray:
    """Return the roads and shores that some ground meets, as far as they are near it."""
    found = []
    x0, y0, x1, y1 = shapely.bounds(ground).tolist()
    frame = (x0 - _OVERSHOOT, y0 - _OVERSHOOT, x1 + _OVERSHOOT, y1 + _OVERSHOOT)
    for table in ("roads", "water"):
        lines = np.asarray(plan.tables[table].geometry.array, dtype=object)
        lines = lines[~shapely.is_missing(lines)]
        lines = lines[shapely.STRtree(lines).query(ground, predicate="intersects")] if len(lines) else lines
        areas = shapely.get_dimensions(lines) == 2
        lines[areas] = shapely.boundary(lines[areas])
        found.append(shapely.clip_by_rect(lines, *frame))
    return np.concatenate(found)


def _faces(ground: shapely.Geometry, lines: list[ShapeArray]) -> ShapeArray:
    """Return the pieces into which lines cut some ground; they meet each other vertex for vertex."""
    noded = shapely.union_all(np.concatenate([[shapely.boundary(ground)], *lines]))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(ground)
    return faces[shapely.intersects(ground, shapely.point_on_surface(faces))]


@dataclass(frozen=True, eq=False)
class _Buildings:
    """The buildings on some ground: footprints or points, inner points, households, and names of estates.

    An estate is a compound: by the name that a building bears, another name of it on the list, or its outline.
    """

    shapes: ShapeArray
    points: ShapeArray
    households: FloatArray
    compound: npt.NDArray[np.object_]

    @classmethod
    def on(cls, plan: Plan, ground: shapely.Geometry) -> _Buildings:
        _, row = building_index(plan).query(ground, predicate="intersects")
        row = np.unique(row)
        frame = plan.buildings
        return cls(
            np.asarray(frame.geometry.array, dtype=object)[row],
            building_points(plan)[row],
            frame["households"].to_numpy()[row].astype(np.float64),
            _estates_of(plan, row),
        )

    def blocks(self, faces: ShapeArray) -> IntArray:
        """Return the face that each building is on, the first of several, the nearest if it is on none."""
        tree = shapely.STRtree(faces)
        block = np.full(len(self.points), -1, dtype=np.int64)
        row, face = tree.query(self.points, predicate="intersects")
        block[row[::-1]] = face[::-1]
        lost = np.flatnonzero(block < 0)
        if len(lost):
            block[lost] = tree.nearest(self.points[lost])
        return block


def _estates_of(plan: Plan, row: IntArray) -> npt.NDArray[np.object_]:
    """Return the name of the compound of each of some buildings, ``""`` for none; what no grid holds has its own."""
    found = compounds(plan)
    own = plan.buildings["compound"].to_numpy(dtype=object)[row]
    place = found.building_compound[row]
    names: npt.NDArray[np.object_] = np.where(place >= 0, np.append(found.name, "")[place], own).astype(object)
    return names


def _between_buildings(faces: ShapeArray, buildings: _Buildings, least: float) -> ShapeArray:
    """Return lines between the buildings of crowded faces, as far as possible from them."""
    face = buildings.blocks(faces)
    households = np.bincount(face, weights=buildings.households, minlength=len(faces))
    cuts: list[shapely.Geometry] = []
    for crowded in np.flatnonzero(households > _CROWDED * least).tolist():
        inside = np.flatnonzero(face == crowded)
        lump = _lumps(buildings, inside, _LUMP * least)
        if lump.max() > 0:
            cuts.append(_lines_between(buildings.shapes[inside], lump, faces[crowded]))
    return np.array(cuts, dtype=object)


def _lumps(buildings: _Buildings, inside: IntArray, most: float) -> IntArray:
    """Return which buildings of a face stay together: an estate does, of others those that are near each other."""
    lump = np.full(len(inside), -1, dtype=np.int64)
    names, of_estate = np.unique(buildings.compound[inside].astype(str), return_inverse=True)
    estate = names[of_estate] != ""
    _, lump[estate] = np.unique(of_estate[estate], return_inverse=True)
    place = shapely.get_coordinates(buildings.points[inside])
    households = buildings.households[inside]
    waiting = [np.flatnonzero(~estate)]
    while waiting:
        members = waiting.pop()
        if not len(members):
            continue
        if len(members) == 1 or households[members].sum() <= most:
            lump[members] = int(lump.max(initial=-1)) + 1
            continue
        spread = np.ptp(place[members], axis=0)
        order = members[np.argsort(place[members, int(np.argmax(spread))], kind="stable")]
        below = np.cumsum(np.maximum(households[order], 0.01))
        half = min(max(int(np.searchsorted(below, below[-1] / 2)), 1), len(order) - 1)
        waiting += [order[half:], order[:half]]
    return lump


def _lines_between(shapes: ShapeArray, lump: IntArray, face: shapely.Geometry) -> shapely.Geometry:
    """Return the lines that are as far from one lump of buildings as from the next, over the face and a little more."""
    outlines = shapely.segmentize(shapely.force_2d(shapes), _STEP)
    place, owner = shapely.get_coordinates(outlines, return_index=True)
    place, first = np.unique(np.round(place, 3), axis=0, return_index=True)
    owner = lump[owner[first]]
    reach = shapely.buffer(face, _OVERSHOOT, quad_segs=2)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(place), extend_to=reach, ordered=True))
    unions = np.array(
        [shapely.coverage_union_all(cells[owner == number]) for number in range(int(lump.max()) + 1)], dtype=object
    )
    return shapely.intersection(shapely.union_all(shapely.boundary(unions)), reach)


class _Price:
    """How dear borders are: cheap on roads and shores, a little dearer where one was, dear elsewhere."""

    def __init__(self, lines: ShapeArray, borders: ShapeArray, old: float = _OLD) -> None:
        self._old = old
        self._lines, self._borders = shapely.STRtree(lines), shapely.STRtree(borders)

    def __call__(self, places: FloatArray) -> FloatArray:
        points = shapely.points(places)
        price = np.full(len(places), _DEAR)
        for tree, dear in ((self._borders, self._old), (self._lines, 1.0)):
            if len(tree):
                price[np.unique(tree.query(points, predicate="dwithin", distance=_ON_LINE)[0])] = dear
        return price


def _together(
    units: Units, block: IntArray, buildings: _Buildings, most: float
) -> tuple[IntArray, tuple[tuple[str, IntArray], ...]]:
    """Return the group of each block, and the estates that lie in several blocks with the groups that hold them."""
    groups = _Groups(units)
    for narrow in np.flatnonzero(_narrow(units, block)).tolist():
        span = slice(int(units.first[narrow]), int(units.first[narrow + 1]))
        if units.first[narrow] < units.first[narrow + 1]:
            groups.join(narrow, int(units.neighbour[span][np.argmax(units.border[span])]))
    names, of_estate = np.unique(buildings.compound.astype(str), return_inverse=True)
    spread = []
    for number in np.flatnonzero(names != "").tolist():
        members = np.unique(block[of_estate == number])
        if len(members) < 2:
            continue
        spread.append((str(names[number]), members))
        inside = np.zeros(len(units), dtype=bool)
        inside[members] = True
        both = inside[units.owner] & inside[units.neighbour]
        for one, two in zip(units.owner[both].tolist(), units.neighbour[both].tolist(), strict=True):
            groups.join(one, two)
    for _, members in spread:
        _bridge(units, groups, members, most)
    _, group = np.unique([groups.root(at) for at in range(len(units))], return_inverse=True)
    group = group.reshape(-1).astype(np.int64)
    return group, tuple((name, np.unique(group[members])) for name, members in spread)


class _Groups:
    """Which units stay together: each follows another one, and the last in the row stands for the group."""

    def __init__(self, units: Units) -> None:
        self._leader = list(range(len(units)))
        self._weight = units.weight.tolist()

    def root(self, at: int) -> int:
        """Return the unit that stands for the group of another."""
        leader = self._leader
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    def weight(self, at: int) -> float:
        """Return the households of a unit's group."""
        return self._weight[self.root(at)]

    def join(self, one: int, two: int) -> None:
        """Make one group of two."""
        one, two = self.root(one), self.root(two)
        if one != two:
            self._leader[one] = two
            self._weight[two] += self._weight[one]


def _bridge(units: Units, groups: _Groups, members: IntArray, most: float) -> None:
    """Join the parts of an estate over the fewest households between them, unless that is too many for one grid."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    while len(parts := sorted({groups.root(member) for member in members.tolist()})) > 1:
        roots = np.array([groups.root(at) for at in range(len(units))])
        # To step into a group costs its households; within a group steps are as good as free.
        steps = np.where(roots[units.owner] == roots[units.neighbour], 1e-3, 1.0)
        steps += np.where(roots[units.owner] == roots[units.neighbour], 0, units.weight[units.neighbour])
        graph = csr_matrix((steps, (units.owner, units.neighbour)), shape=(len(units),) * 2)
        inside = np.flatnonzero(roots == parts[0])
        away, before = dijkstra(graph, indices=int(inside[0]), return_predecessors=True)
        others = members[roots[members] != parts[0]]
        nearest = int(others[np.argmin(away[others])])
        if not np.isfinite(away[nearest]):
            return
        path = [nearest]
        while roots[path[-1]] != parts[0]:
            path.append(int(before[path[-1]]))
        if sum(groups.weight(root) for root in {int(roots[at]) for at in path}) > most:
            return
        for at in path[1:]:
            groups.join(nearest, at)


def _estates(block: IntArray, buildings: _Buildings, count: int) -> npt.NDArray[np.object_]:
    """Return the estate of each block all of whose buildings belong to one, ``""`` for others. Shape (count,)."""
    estate = np.full(count, "", dtype=object)
    names, number = np.unique(buildings.compound.astype(str), return_inverse=True)
    low, high = np.full(count, len(names)), np.full(count, -1)
    np.minimum.at(low, block, number)
    np.maximum.at(high, block, number)
    one = (low == high) & (high >= 0)
    estate[one] = names[low[one]]
    return estate


def _narrow(units: Units, block: IntArray) -> BoolArray:
    """Return which blocks nobody built on and that are too narrow to be one of their own. Shape (n,)."""
    empty = np.ones(len(units), dtype=bool)
    empty[block] = False
    return empty & (2 * units.area / np.maximum(units.perimeter, 1e-300) < _NARROW)
