"""How far buildings are from facilities along the roads.

The roads are noded where they meet; a building or a facility gets onto them at the nearest point of the nearest road,
and the way to it counts. One search from all facilities at once (Dijkstra) finds the nearest of each.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely

from gridmap.ground.noded import noded
from gridmap.ground.placement import building_points
from gridmap.ground.segments import Segments
from gridmap.indicators.facilities import facilities_in_force, facility_points, of_kind
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.kept import kept, kept_by_row
from gridmap.model.plan import Plan

FAR_FROM_ROADS_M: Final = 500.0
"""A building farther than this from every road is measured in a straight line, and told."""

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
    lines = shapely.get_parts(roads[~shapely.is_missing(roads)])
    lines = lines[(shapely.get_dimensions(lines) == 1) & np.isfinite(shapely.length(lines))]
    edges, ends, nodes = noded(lines)
    return Network(edges, ends, edges.lengths_m(), nodes)


@kept_by_row("buildings", "geometry", also=("roads.geometry",))
def ways_onto_roads(plan: Plan, rows: IntArray) -> FloatArray:
    """Return for every building the edge, how far along it, and the way there; kept with the plan. Shape (b, 3).

    Edge -1 and an infinite way for one without a place, or farther than :data:`FAR_FROM_ROADS_M` from every road.
    """
    return _onto(network(plan), building_points(plan)[rows], FAR_FROM_ROADS_M)


def _onto(roads: Network, points: ShapeArray, within_m: float = np.inf) -> FloatArray:
    found = np.tile(np.array([-1.0, 0.0, np.inf]), (len(points), 1))
    there = np.flatnonzero(~shapely.is_missing(points))
    if len(there) and len(roads.lengths_m):
        edge, along, way = roads.edges.nearest(shapely.get_coordinates(points[there]), within_m)
        found[there] = np.stack([edge, np.clip(along, 0.0, roads.lengths_m[edge]), way], axis=1)
    return found


def road_distances(plan: Plan, facilities: ShapeArray, limit_m: float = np.inf) -> tuple[FloatArray, BoolArray]:
    """Return how far every building is from the nearest of some facilities along roads.

    Parameters
    ----------
    facilities : object (f,)
        Points in the plan's CRS; ``None`` is left out.
    limit_m : float

    Returns
    -------
    metres : float64 (b,)
        Infinite where no facility can be reached, or none within the limit.
    straight : bool (b,)
        Which of those within the limit are measured in a straight line, being farther than
        :data:`FAR_FROM_ROADS_M` from every road.
    """
    points = building_points(plan)
    metres = np.full(len(points), np.inf)
    there, most = facilities[~shapely.is_missing(facilities)], limit_m + _ROUNDING_M
    if not len(there):
        return metres, np.zeros(len(points), dtype=bool)
    ways = ways_onto_roads(plan)
    straight = (ways[:, 2] > FAR_FROM_ROADS_M) & ~shapely.is_missing(points)
    metres[straight] = _straight(points[straight], there)
    roads, rows = network(plan), np.flatnonzero(~straight & (ways[:, 0] >= 0))
    if len(rows):
        metres[rows] = _along(roads, _onto(roads, there), ways[rows], most)
    metres[metres > most] = np.inf
    return metres, straight & np.isfinite(metres)


@kept(
    "roads.geometry",
    "buildings.geometry",
    "facilities.geometry",
    "facilities.kind",
    "facilities.from_date",
    "facilities.until_date",
)
def _known(plan: Plan) -> dict[tuple[str, dt.date, float], tuple[FloatArray, BoolArray]]:
    """Hold what was worked out: most edits touch neither roads nor buildings nor facilities."""
    return {}


def distances_to_kind(plan: Plan, kind: str, on: dt.date, limit_m: float) -> tuple[FloatArray, BoolArray]:
    """Return :func:`road_distances` from the facilities of a kind on a day; kept with the plan."""
    known, key = _known(plan), (kind, on, limit_m)
    if key not in known:
        rows = of_kind(plan, kind) & facilities_in_force(plan, on)
        known[key] = road_distances(plan, facility_points(plan)[rows], limit_m)
    return known[key]


def _straight(points: ShapeArray, facilities: ShapeArray) -> FloatArray:
    """Return how far each point is from the nearest facility in a straight line, metres. Shape (n,)."""
    found = np.full(len(points), np.inf)
    if len(points):
        (point, _), far = shapely.STRtree(facilities).query_nearest(points, return_distance=True, all_matches=False)
        found[point] = far
    return found


def _along(roads: Network, sources: FloatArray, targets: FloatArray, limit_m: float) -> FloatArray:
    """Return how far targets are from the nearest source, both as edge, place along it, and way there."""
    mine = targets[:, 0].astype(np.int64)
    reached = _reached(roads, sources, limit_m)
    metres = np.minimum(
        reached[roads.ends[mine, 0]] + targets[:, 1],
        reached[roads.ends[mine, 1]] + (roads.lengths_m[mine] - targets[:, 1]),
    )
    has_source = np.zeros(len(roads.lengths_m), dtype=bool)
    has_source[sources[:, 0].astype(np.int64)] = True
    beside = np.flatnonzero(has_source[mine])
    if len(beside):
        metres[beside] = np.minimum(metres[beside], _on_the_edge(sources, targets[beside]))
    return metres + targets[:, 2]


def _reached(roads: Network, sources: FloatArray, limit_m: float) -> FloatArray:
    """Return how far each node is from the nearest source, infinite beyond the limit. Shape (nodes,)."""
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


def _on_the_edge(sources: FloatArray, targets: FloatArray) -> FloatArray:
    """Return how far targets are from the nearest source on their own edge, without leaving it; infinite without one.

    The nearest of those before a target has the least of way less place, that of those behind it of way and place.
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
    all_edges, all_places = np.concatenate([edge, targets[:, 0]]), np.concatenate([place, targets[:, 1]])
    rank = np.empty(len(all_edges), dtype=np.int64)
    is_target = np.arange(len(all_edges)) >= len(edge)
    by_place = np.lexsort((is_target, all_places, all_edges))
    rank[by_place] = np.cumsum(~is_target[by_place])  # so many sources come before each, those at its place among them
    after = rank[len(edge) :]
    found = np.full(len(targets), np.inf)
    for at, values, sign in ((after - 1, before, 1.0), (after, behind, -1.0)):
        inside = (at >= 0) & (at < len(edge))
        rows = np.flatnonzero(inside)
        rows = rows[edge[at[rows]] == targets[rows, 0]]
        found[rows] = np.minimum(found[rows], values[at[rows]] + sign * targets[rows, 1])
    return found


def shortest(one: IntArray, two: IntArray, far: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Return ways from node to node, of several between two nodes the shortest; none is without any length."""
    key = one * (max(one.max(initial=0), two.max(initial=0)) + 1) + two
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(first):
        return one, two, far
    least = np.minimum.reduceat(far[order], first)
    return one[order[first]], two[order[first]], np.maximum(least, _LEAST_M)
