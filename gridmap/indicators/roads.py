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
    def begins_m(self) -> FloatArray:
        """Where each edge begins if all lie one after the other on one line, so that a place is one number."""
        return np.cumsum(self.lengths_m + 1.0) - (self.lengths_m + 1.0)

    @cached_property
    def ways(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Return from which node to which one may go, both ways, and how far it is; each pair once."""
        one, two = self.ends.T
        far = self.lengths_m
        return shortest(np.concatenate([one, two]), np.concatenate([two, one]), np.concatenate([far, far]))


@kept("roads.geometry")
def network(plan: Plan) -> Network:
    """Return the network of the roads; kept with the plan."""
    roads = np.asarray(plan.tables["roads"].geometry.array, dtype=object)
    lines = shapely.get_parts(roads[~shapely.is_missing(roads)])
    lines = lines[(shapely.get_dimensions(lines) == 1) & np.isfinite(shapely.length(lines))]
    edges = Segments.of(_noded(lines))
    places = np.concatenate(edges.ends())
    nodes, number = np.unique(places[:, 0] + 1j * places[:, 1], return_inverse=True)
    return Network(edges, number.reshape(2, -1).T.astype(np.int64), edges.lengths_m(), len(nodes))


def _noded(lines: ShapeArray) -> ShapeArray:
    """Return lines cut wherever they meet, what several have in common once."""
    if not len(lines):
        return lines
    try:
        noded = shapely.node(shapely.multilinestrings(lines))
    except shapely.GEOSException:  # a few that meet in rounding errors alone; this takes longer, and is sure
        noded = shapely.union_all(lines)
    edges = shapely.get_parts(noded)
    return edges[shapely.length(edges) > 0]


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
    points, ways = building_points(plan), ways_onto_roads(plan)
    metres = np.full(len(points), np.inf)
    there, most = facilities[~shapely.is_missing(facilities)], limit_m + _ROUNDING_M
    straight = (ways[:, 2] > FAR_FROM_ROADS_M) & ~shapely.is_missing(points)
    if not len(there):
        return metres, np.zeros(len(points), dtype=bool)
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
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    sources = sources[np.lexsort((sources[:, 1], sources[:, 0]))]
    mine = sources[:, 0].astype(np.int64)
    own = roads.nodes + np.arange(len(sources))  # each source is a node between the ends of its edge
    begin, between = roads.begins_m, 2 * mine + 1
    place = np.insert(np.stack([begin, begin + roads.lengths_m], axis=1), between, begin[mine] + sources[:, 1])
    node = np.insert(roads.ends, between, own)
    edge = np.insert(np.repeat(np.arange(len(begin)), 2), between, mine)
    here = np.flatnonzero((edge[1:] == edge[:-1]) & ((node[1:] >= roads.nodes) | (node[:-1] >= roads.nodes)))
    one, two, far = node[here], node[here + 1], place[here + 1] - place[here]
    start = roads.nodes + len(sources)
    one, two, far = shortest(
        np.concatenate([one, two, np.full(len(sources), start)]),
        np.concatenate([two, one, own]),
        np.concatenate([far, far, sources[:, 2]]),
    )
    known = roads.ways
    ways = np.concatenate([known[2], far]), (np.concatenate([known[0], one]), np.concatenate([known[1], two]))
    reached = dijkstra(csr_array(ways, shape=(start + 1, start + 1)), indices=start, limit=limit_m)
    mine = targets[:, 0].astype(np.int64)
    there = begin[mine] + targets[:, 1]
    after = np.searchsorted(place, there, side="left")
    after += edge[after - 1] != mine  # at the very beginning of its edge, or of all of them
    metres = np.minimum(
        reached[node[after - 1]] + np.abs(there - place[after - 1]), reached[node[after]] + np.abs(place[after] - there)
    )
    return metres + targets[:, 2]


def shortest(one: IntArray, two: IntArray, far: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Return ways from node to node, of several between two nodes the shortest; none is without any length."""
    key = one * (max(one.max(initial=0), two.max(initial=0)) + 1) + two
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(first):
        return one, two, far
    least = np.minimum.reduceat(far[order], first)
    return one[order[first]], two[order[first]], np.maximum(least, _LEAST_M)
