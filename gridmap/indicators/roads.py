"""How far buildings are from facilities along the roads.

The roads are noded where they meet; a building or a facility gets onto them at the nearest point of the nearest road,
and the way to it counts. One search from all facilities at once (Dijkstra) finds the nearest of each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely

from gridmap.ground.noded import noded
from gridmap.ground.placement import building_points
from gridmap.ground.segments import Segments
from gridmap.indicators.facilities import facilities_in_force, facility_points, of_kind
from gridmap.indicators.reach import Bounds, Reach
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.kept import kept, kept_by_row
from gridmap.model.plan import Plan

FAR_FROM_ROADS_M: Final = 500.0
"""A building farther than this from every road is measured in a straight line, and told."""

_NOWHERE: Final = np.array([-1.0, 0.0, np.inf])
"""Edge, how far along it, and the way there, of what gets onto no road."""

_LEAST_M: Final = 1e-9
"""Two nodes at one place are so far apart, since a length of 0 means no road at all."""

_ROUNDING_M: Final = 1e-6
"""What is exactly at the limit may come out so much beyond it."""


@dataclass(frozen=True, eq=False)
class Network:
    """Roads cut where they meet.

    Attributes
    ----------
    edges : Segments
        LineStrings between nodes.
    ends : int64 (e, 2)
        Numbers of the nodes at which each begins and ends.
    lengths_m : float64 (e,)
    nodes : int
        How many there are.
    """

    edges: Segments
    ends: IntArray
    lengths_m: FloatArray
    nodes: int

    @cached_property
    def ways(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Return from which node to which one may go, both ways, and how far it is; each pair once, in order."""
        one, two = self.ends.T
        far = self.lengths_m
        return shortest(np.concatenate([one, two]), np.concatenate([two, one]), np.concatenate([far, far]))

    @cached_property
    def first_way(self) -> IntArray:
        """Return where among :attr:`ways` those from each node begin, and where all end. Shape (nodes + 1,)."""
        number = np.bincount(self.ways[0], minlength=self.nodes)
        return np.concatenate([[0], np.cumsum(number)])


@kept("roads.geometry")
def network(plan: Plan) -> Network:
    """Return the network of the roads; kept with the plan."""
    roads = np.asarray(plan.tables["roads"].geometry.array, dtype=object)
    lines = roads[~shapely.is_missing(roads)]
    if (shapely.get_type_id(lines) != shapely.GeometryType.LINESTRING).any():
        lines = shapely.get_parts(lines)
    lines = lines[(shapely.get_dimensions(lines) == 1) & np.isfinite(shapely.length(lines))]
    edges, ends, nodes = noded(lines)
    return Network(edges, ends, edges.lengths_m(), nodes)


@kept_by_row("buildings", "geometry", also=("roads.geometry",))
def _ways(plan: Plan, rows: IntArray) -> FloatArray:
    """Return a place for :func:`ways_onto_roads` of every building, which is not a number until somebody asks."""
    return np.full((len(rows), 3), np.nan)


def ways_onto_roads(plan: Plan, rows: IntArray) -> FloatArray:
    """Return for some buildings the edge, how far along it, and the way there; kept with the plan. Shape (k, 3).

    Edge -1 and an infinite way for one without a place, or farther than :data:`FAR_FROM_ROADS_M` from every road.
    """
    known = _ways(plan)
    anew = rows[np.isnan(known[rows, 2])]
    if len(anew):
        found = _onto(network(plan), _spots(plan)[anew], FAR_FROM_ROADS_M)
        known[anew, :2] = found[:, :2]
        known[anew, 2] = found[:, 2]  # last, since this says that the others are there
    return known[rows]


@kept_by_row("buildings", "geometry")
def _spots(plan: Plan, rows: IntArray) -> FloatArray:
    """Return the coordinates of every building's inner point, no numbers where it has none. Shape (b, 2)."""
    return np.ascontiguousarray(shapely.bounds(building_points(plan)[rows])[:, :2])  # the quickest way to all of them


def _onto(roads: Network, spots: FloatArray, within_m: float = np.inf) -> FloatArray:
    found = np.tile(_NOWHERE, (len(spots), 1))
    there = np.flatnonzero(np.isfinite(spots[:, 0]))
    if len(there) and len(roads.lengths_m):
        edge, along, way = roads.edges.nearest(spots[there], within_m)
        found[there] = np.stack([edge, np.clip(along, 0.0, roads.lengths_m[edge]), way], axis=1)
    return found


def road_distances(plan: Plan, facilities: ShapeArray) -> FloatArray:
    """Return how far every building is from the nearest of some facilities along roads, metres. Shape (b,).

    In a straight line where it is farther than :data:`FAR_FROM_ROADS_M` from every road; infinite where none can be
    reached.

    Parameters
    ----------
    facilities : object (f,)
        Points in the plan's CRS; ``None`` is left out.
    """
    points = building_points(plan)
    metres = np.full(len(points), np.inf)
    rows = np.flatnonzero(~shapely.is_missing(points))
    [asked] = _Asked.each(plan, [(facilities, np.inf)])
    if asked is not None:
        metres[rows], _ = asked.metres(rows)
    return metres


def within(plan: Plan, facilities: ShapeArray, limit_m: float, rows: IntArray) -> tuple[BoolArray, BoolArray]:
    """Return which buildings are no farther from some facilities than a limit, as :func:`road_distances` has it.

    Parameters
    ----------
    facilities : object (f,)
        Points in the plan's CRS; ``None`` is left out.
    limit_m : float
    rows : int64 (k,)
        The buildings that are asked for.

    Returns
    -------
    near : bool (b,)
    straight : bool (b,)
        Which of those are measured in a straight line.
    """
    return within_each(plan, [(facilities, limit_m)], rows)[0]


def within_each(
    plan: Plan, asked: Sequence[tuple[ShapeArray, float]], rows: IntArray
) -> list[tuple[BoolArray, BoolArray]]:
    """Return :func:`within` for several facilities and limits at once.

    The nearest road is looked for only of buildings that are not far for sure, nor near for sure (:mod:`.reach`), and
    once for all that are asked.
    """
    spots = _spots(plan)
    found = [(np.zeros(len(spots), dtype=bool), np.zeros(len(spots), dtype=bool)) for _ in asked]
    sources = _Asked.each(plan, [(facilities, limit_m + _ROUNDING_M) for facilities, limit_m in asked])
    rows = rows[np.flatnonzero(np.isfinite(spots[rows, 0]))]
    may = [rows if one is not None else rows[:0] for one in sources]
    bounded = [number for number, one in enumerate(sources) if one is not None and np.isfinite(one.limit_m)]
    cells = _reach(plan) if bounded else None
    if cells is not None:
        bounds = [one.bounds() for number, one in enumerate(sources) if number in bounded and one is not None]
        for number, (sure, perhaps) in zip(bounded, cells.told(spots[rows], bounds), strict=True):
            found[number][0][rows[np.flatnonzero(sure)]] = True
            may[number] = rows[np.flatnonzero(perhaps)]
    if sum(len(some) > 0 for some in may) > 1:
        wanted = np.zeros(len(spots), dtype=bool)
        for some in may:
            wanted[some] = True
        ways_onto_roads(plan, np.flatnonzero(wanted))
    for one, some, (near, straight) in zip(sources, may, found, strict=True):
        if one is not None:
            metres, by_air = one.metres(some)
            reached = metres <= one.limit_m
            near[some[reached]], straight[some[reached & by_air]] = True, True
    return found


@dataclass(frozen=True, eq=False)
class _Asked:
    """Facilities from which buildings are measured.

    Attributes
    ----------
    plan : Plan
    facilities : object (f,)
        Points.
    sources : float64 (f, 3)
        Edge, how far along it, and the way there.
    limit_m : float
    reached : float64 (nodes,)
        How far the nodes are; infinite beyond the limit.
    """

    plan: Plan
    facilities: ShapeArray
    sources: FloatArray
    limit_m: float
    reached: FloatArray

    @classmethod
    def each(cls, plan: Plan, asked: Sequence[tuple[ShapeArray, float]]) -> list[_Asked | None]:
        """Go along the roads from some facilities as far as a limit, for each of several; ``None`` for no facility."""
        there = [facilities[~shapely.is_missing(facilities)] for facilities, _ in asked]
        if not any(map(len, there)):
            return [None] * len(asked)
        roads = network(plan)
        spots = shapely.get_coordinates(np.concatenate(there))
        onto = _onto(roads, spots, max(limit_m for _, limit_m in asked))
        found: list[_Asked | None] = []
        for (_, limit_m), points, sources in zip(
            asked, there, np.split(onto, np.cumsum([len(points) for points in there])[:-1]), strict=True
        ):
            sources[sources[:, 2] > limit_m] = _NOWHERE
            reached = _reached(roads, sources, limit_m) if len(points) else np.empty(0)
            found.append(cls(plan, points, sources, limit_m, reached) if len(points) else None)
        return found

    @property
    def roads(self) -> Network:
        """The network of the plan."""
        return network(self.plan)

    @cached_property
    def has_source(self) -> BoolArray:
        """On which edges there is a facility. Shape (e,)."""
        found = np.zeros(self.roads.edges.count, dtype=bool)
        edge = self.sources[:, 0].astype(np.int64)
        found[edge[edge >= 0]] = True
        return found

    def bounds(self) -> Bounds:
        """Return between what the distance of all places on each segment is, with some roundings to spare."""
        roads = self.roads
        segments, line = roads.edges, roads.edges.line
        one = self.reached[roads.ends[:, 0]][line]
        two = (self.reached[roads.ends[:, 1]] + roads.lengths_m)[line]
        before, after = segments.before_m, segments.before_m + segments.length_m
        least, most = np.minimum(one + before, two - after), np.minimum(one + after, two - before)
        least[self.has_source[line]] = 0.0
        least -= _ROUNDING_M
        most += _ROUNDING_M
        return Bounds(least, most, self.limit_m)

    def metres(self, rows: IntArray) -> tuple[FloatArray, BoolArray]:
        """Return how far some buildings with a place are, and which of them are measured straight. Shapes (k,)."""
        edge, along, way = ways_onto_roads(self.plan, rows).T
        straight = edge < 0
        metres = np.empty(len(rows))
        metres[straight] = _straight(building_points(self.plan)[rows[straight]], self.facilities)
        there = ~straight
        metres[there] = self._at(edge[there].astype(np.int64), along[there]) + way[there]
        return metres, straight

    def _at(self, edge: IntArray, along: FloatArray) -> FloatArray:
        """Return how far places on edges are, so far along these; infinite beyond the limit."""
        one, two = (self.reached[self.roads.ends[edge, side]] for side in (0, 1))
        metres = np.minimum(one + along, two + (self.roads.lengths_m[edge] - along))
        beside = np.flatnonzero(self.has_source[edge])
        if len(beside):
            own = _on_the_edge(self.sources, edge[beside], along[beside])
            metres[beside] = np.minimum(metres[beside], own)
        return metres


@kept("roads.geometry", "buildings.id")
def _reach(plan: Plan) -> Reach | None:
    return Reach.of(network(plan).edges, len(plan.buildings))


@kept(
    "roads.geometry",
    "buildings.geometry",
    "buildings.households",
    "facilities.geometry",
    "facilities.kind",
    "facilities.from_date",
    "facilities.until_date",
)
def _known(plan: Plan) -> dict[tuple[str, dt.date, float], tuple[BoolArray, BoolArray]]:
    """Hold what was worked out: most edits touch neither roads nor buildings nor facilities."""
    return {}


def near_kind(plan: Plan, kind: str, on: dt.date, limit_m: float) -> tuple[BoolArray, BoolArray]:
    """Return which inhabited buildings are :func:`within` a limit of a kind on a day; kept with the plan."""
    near_kinds(plan, [(kind, limit_m)], on)
    return _known(plan)[kind, on, limit_m]


def near_kinds(plan: Plan, asked: Iterable[tuple[str, float]], on: dt.date) -> None:
    """Work out :func:`near_kind` for several kinds and limits at once, of those that are not known yet."""
    known = _known(plan)
    wanted = [(kind, limit_m) for kind, limit_m in dict.fromkeys(asked) if (kind, on, limit_m) not in known]
    if not wanted:
        return
    points, there = facility_points(plan), facilities_in_force(plan, on)
    lived_in = np.flatnonzero(plan.buildings["households"].to_numpy() > 0)
    facilities = [(points[of_kind(plan, kind) & there], limit_m) for kind, limit_m in wanted]
    for (kind, limit_m), found in zip(wanted, within_each(plan, facilities, lived_in), strict=True):
        known[kind, on, limit_m] = found


def is_known(plan: Plan, kind: str, on: dt.date, limit_m: float) -> bool:
    """Whether :func:`near_kind` has been worked out already."""
    return (kind, on, limit_m) in _known(plan)


def _straight(points: ShapeArray, facilities: ShapeArray) -> FloatArray:
    """Return how far each point is from the nearest facility in a straight line, metres. Shape (n,)."""
    found = np.full(len(points), np.inf)
    if len(points):
        (point, _), far = shapely.STRtree(facilities).query_nearest(points, return_distance=True, all_matches=False)
        found[point] = far
    return found


def _reached(roads: Network, sources: FloatArray, limit_m: float) -> FloatArray:
    """Return how far each node is from the nearest source, infinite beyond the limit. Shape (nodes,)."""
    if not roads.nodes:
        return np.empty(0)
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    mine = sources[:, 0].astype(np.int64)
    leg = np.full(roads.nodes, np.inf)  # from the start, a node more, to the ends of the edges that have a source
    np.minimum.at(leg, roads.ends[mine, 0], sources[:, 2] + sources[:, 1])
    np.minimum.at(leg, roads.ends[mine, 1], sources[:, 2] + (roads.lengths_m[mine] - sources[:, 1]))
    nearby = np.flatnonzero(leg <= limit_m)
    _, two, far = roads.ways
    far, two = np.concatenate([far, np.maximum(leg[nearby], _LEAST_M)]), np.concatenate([two, nearby])
    first = np.append(roads.first_way, len(two))
    graph = csr_array((far, two, first), shape=(roads.nodes + 1, roads.nodes + 1))
    reached: FloatArray = dijkstra(graph, indices=roads.nodes, limit=limit_m)[:-1]
    return reached


def _on_the_edge(sources: FloatArray, on: IntArray, at_m: FloatArray) -> FloatArray:
    """Return how far places are from the nearest source on their own edge, without leaving it; infinite without one.

    The nearest of those before a place has the least of way less place, that of those behind it of way and place.

    Parameters
    ----------
    sources : float64 (f, 3)
        Edge, how far along it, and the way there.
    on : int64 (n,)
        Edges.
    at_m : float64 (n,)
        How far along each edge.
    """
    order = np.lexsort((sources[:, 1], sources[:, 0]))
    edge, place, way = sources[order].T
    before, behind = way - place, way + place
    step = 1
    while step < len(edge) and (edge[step:] == edge[:-step]).any():  # each sees twice as far with every round
        same = edge[step:] == edge[:-step]
        seen = np.where(same, before[:-step], np.inf), np.where(same, behind[step:], np.inf)
        before[step:], behind[:-step] = np.minimum(before[step:], seen[0]), np.minimum(behind[:-step], seen[1])
        step *= 2
    is_asked = np.repeat([False, True], [len(edge), len(on)])
    by_place = np.lexsort((is_asked, np.concatenate([place, at_m]), np.concatenate([edge, on])))
    rank = np.empty(len(by_place), dtype=np.int64)
    rank[by_place] = np.cumsum(~is_asked[by_place])  # so many sources come before each, those at its place among them
    after = rank[len(edge) :]
    found = np.full(len(on), np.inf)
    for at, values, sign in ((after - 1, before, 1.0), (after, behind, -1.0)):
        rows = np.flatnonzero((at >= 0) & (at < len(edge)))
        rows = rows[edge[at[rows]] == on[rows]]
        found[rows] = np.minimum(found[rows], values[at[rows]] + sign * at_m[rows])
    return found


def shortest(one: IntArray, two: IntArray, far: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Return ways from node to node, of several between two nodes the shortest; none is without any length."""
    key = one * (max(one.max(initial=0), two.max(initial=0)) + 1) + two
    order = np.argsort(key)
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(first):
        return one, two, far
    least = np.minimum.reduceat(far[order], first)
    return one[order[first]], two[order[first]], np.maximum(least, _LEAST_M)
