"""How far buildings are from facilities along the roads.

The roads are noded where they meet; a building or a facility gets onto them at the nearest point of the nearest road,
and the way to it counts. One search from all facilities at once (Dijkstra) finds the nearest of each.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
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


@kept("roads.geometry")
def network(plan: Plan) -> Network:
    """Return the network of the roads; kept with the plan."""
    roads = np.asarray(plan.tables["roads"].geometry.array, dtype=object)
    lines = shapely.get_parts(roads[~shapely.is_missing(roads)])
    lines = lines[(shapely.get_dimensions(lines) == 1) & np.isfinite(shapely.length(lines))]
    edges = shapely.get_parts(shapely.union_all(lines)) if len(lines) else np.empty(0, dtype=object)
    edges = edges[shapely.length(edges) > 0]
    places, edge = shapely.get_coordinates(edges, return_index=True)
    first = np.searchsorted(edge, np.arange(len(edges)))
    last = np.append(first, len(places))[1:] - 1
    ends = places[np.concatenate([first, last])]
    unique, number = np.unique(ends[:, 0] + 1j * ends[:, 1], return_inverse=True)
    numbers = number.reshape(2, -1).T.astype(np.int64)
    return Network(Segments.of(edges), numbers, shapely.length(edges), len(unique))


@kept_by_row("buildings", "geometry", also=("roads.geometry",))
def ways_onto_roads(plan: Plan, rows: IntArray) -> FloatArray:
    """Return for every building the edge, how far along it, and the way there; kept with the plan. Shape (b, 3).

    Edge -1 and an infinite way for one without a place, or without any road.
    """
    return _onto(network(plan), building_points(plan)[rows])


def _onto(roads: Network, points: ShapeArray) -> FloatArray:
    found = np.tile(np.array([-1.0, 0.0, np.inf]), (len(points), 1))
    there = np.flatnonzero(~shapely.is_missing(points))
    if len(there) and len(roads.lengths_m):
        edge, along, way = roads.edges.nearest(shapely.get_coordinates(points[there]))
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

    # All edges lie one after the other on one line, so that a place on the roads is one number.
    begin = np.cumsum(roads.lengths_m + 1.0) - (roads.lengths_m + 1.0)
    count = len(roads.lengths_m)
    place = np.concatenate([begin, begin + roads.lengths_m, begin[sources[:, 0].astype(np.int64)] + sources[:, 1]])
    edge = np.concatenate([np.arange(count), np.arange(count), sources[:, 0].astype(np.int64)])
    last = np.concatenate([np.zeros(count), np.full(count, 2.0), np.ones(len(sources))])
    node = np.concatenate([roads.ends[:, 0], roads.ends[:, 1], roads.nodes + np.arange(len(sources))])
    order = np.lexsort((last, place, edge))
    place, edge, node = place[order], edge[order], node[order]
    step = np.flatnonzero(edge[1:] == edge[:-1])
    one, two, far = node[step], node[step + 1], np.maximum(place[step + 1] - place[step], _LEAST_M)
    start = roads.nodes + len(sources)
    begins, onto = np.full(len(sources), start), roads.nodes + np.arange(len(sources))
    first = np.concatenate([one, two, begins])
    second = np.concatenate([two, one, onto])
    weight = np.concatenate([far, far, np.maximum(sources[:, 2], _LEAST_M)])
    shortest = np.lexsort((weight, second, first))  # of several roads between two nodes the shortest
    first, second, weight = first[shortest], second[shortest], weight[shortest]
    once = np.concatenate([[True], (np.diff(first) != 0) | (np.diff(second) != 0)])
    graph = csr_array((weight[once], (first[once], second[once])), shape=(start + 1, start + 1))
    reached = dijkstra(graph, directed=True, indices=start, limit=limit_m)
    mine = targets[:, 0].astype(np.int64)
    there = begin[mine] + targets[:, 1]
    after = np.searchsorted(place, there, side="left")
    after += edge[after - 1] != mine  # at the very beginning of its edge, or of all of them
    metres = np.minimum(
        reached[node[after - 1]] + np.abs(there - place[after - 1]), reached[node[after]] + np.abs(place[after] - there)
    )
    return metres + targets[:, 2]
