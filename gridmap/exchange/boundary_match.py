"""Near misses of vertices and edges closed on the way in: what is meant to be one place becomes one.

Two files drawn apart, or one drawn carelessly, have corners that miss each other by centimetres, and corners that stand
on a neighbour's straight border where he has none (T-joints). Within a tolerance that the user gives,

* a vertex that comes in moves to the nearest vertex of the plan, else onto the nearest edge of the plan;
* vertices that come in and are of different grids meet where one of them goes, the one that most grids have;
* an edge of the file gets the vertices that stand beside it, one of the plan those that now stand on it.

No vertex moves, and no edge bends, further than the tolerance from where it was: every point of the new border is that
near to the old one, since the ground around a segment is convex. Vertices of one grid are never drawn together for
their own sake, a shape that would become invalid stays as it was, and the plan's own vertices do not move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

_ON: Final = 1e-6
"""A vertex this near to an edge of the plan stands on it: so far an edge of the plan may bend, metres."""


@dataclass(frozen=True, eq=False)
class Matched:
    """What came of matching.

    Attributes
    ----------
    shapes : object (n,)
        Those that come in.
    neighbours : object (m,)
        Those of the plan, some with further vertices on their edges.
    moved, added : int
        Vertices that moved, each counted once, and vertices that edges got.
    left : int
        Shapes that stayed as they were, since they would have become invalid.
    """

    shapes: ShapeArray
    neighbours: ShapeArray
    moved: int
    added: int
    left: int


def match(shapes: ShapeArray, neighbours: ShapeArray, tolerance: float) -> Matched:
    """Match vertices and edges of shapes with each other and with those of neighbours that stay where they are.

    Parameters
    ----------
    shapes, neighbours : arrays of Polygon, MultiPolygon or None, (n,) and (m,)
        In one CRS.
    tolerance : float
        Metres, above 0.
    """
    own, fixed = _Vertices.of(shapes), _Vertices.of(neighbours)
    if not len(own.points):
        return Matched(shapes, neighbours, 0, 0, 0)
    targets, held = _beside_neighbours(own, fixed, tolerance)
    places = _meeting(own, targets, held, tolerance)
    moved = (places != own.points).any(axis=1)
    before = np.concatenate([shapes, neighbours])
    everything = own.joined(fixed, len(shapes))
    where = np.concatenate([places, fixed.points])
    added = _beside_edges(everything, where, len(shapes), tolerance)
    after, left = _rebuilt(before, everything, where, added)
    return Matched(after[: len(shapes)], after[len(shapes) :], int(moved.sum()), len(added.edge), left)


@dataclass(frozen=True, eq=False)
class _Vertices:
    """The vertices of shapes: each place once, and the corners of the rings that stand there.

    Attributes
    ----------
    points : float64 (k, 2)
    place : int64 (c,)
        For each corner, in the order of shapely's coordinates, its place among the points.
    owner : int64 (c,)
        The shape to which the corner belongs.
    edge : bool (c,)
        Whether an edge begins at the corner: not at the last of a ring, which is the first again.
    """

    points: FloatArray
    place: IntArray
    owner: IntArray
    edge: BoolArray

    @classmethod
    def of(cls, shapes: ShapeArray) -> _Vertices:
        parts, part_owner = shapely.get_parts(shapes, return_index=True)
        rings, ring_part = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        both = np.ascontiguousarray(xy).view(np.complex128).ravel() + 0.0
        unique, place = np.unique(both, return_inverse=True)
        points = np.stack([unique.real, unique.imag], axis=1)
        edge = np.append(ring[1:] == ring[:-1], False) if len(ring) else np.zeros(0, dtype=bool)
        return cls(points, place.astype(np.int64), part_owner[ring_part[ring]].astype(np.int64), edge)

    def joined(self, others: _Vertices, shapes: int) -> _Vertices:
        """Return the vertices of these shapes, so many, and of others behind them."""
        return _Vertices(
            np.concatenate([self.points, others.points]),
            np.concatenate([self.place, others.place + len(self.points)]),
            np.concatenate([self.owner, others.owner + shapes]),
            np.concatenate([self.edge, others.edge]),
        )

    @property
    def segments(self) -> tuple[ShapeArray, IntArray]:
        """The edges as lines, and the corner at which each begins."""
        begins = np.flatnonzero(self.edge)
        ends = np.stack([self.points[self.place[begins]], self.points[self.place[begins + 1]]], axis=1)
        return shapely.linestrings(ends), begins


@dataclass(frozen=True, eq=False)
class _Added:
    """Vertices for edges: the corner at which the edge begins, the place of the vertex, and how far along it stands."""

    edge: IntArray
    place: IntArray
    along: FloatArray


def _beside_neighbours(own: _Vertices, fixed: _Vertices, tolerance: float) -> tuple[FloatArray, BoolArray]:
    """Return where each vertex would go for the plan's sake, and which of them stand at a vertex of the plan.

    That is the nearest vertex, else the nearest place on an edge, else where it is.
    """
    targets, held = own.points.copy(), np.zeros(len(own.points), dtype=bool)
    if not len(fixed.points):
        return targets, held
    points, there = shapely.points(own.points), shapely.points(fixed.points)
    near, at = shapely.STRtree(there).query_nearest(points, max_distance=tolerance, all_matches=False)
    targets[near] = fixed.points[at]
    held[near] = True
    open_points = np.flatnonzero(~held)
    lines, _ = fixed.segments
    near, at, away = _nearest(lines, points[open_points], tolerance)
    beside = away > _ON  # what stands on it stays to the last bit
    near, at = open_points[near[beside]], at[beside]
    along = shapely.line_locate_point(lines[at], points[near])
    targets[near] = shapely.get_coordinates(shapely.line_interpolate_point(lines[at], along))
    return targets, held


def _nearest(lines: ShapeArray, points: ShapeArray, tolerance: float) -> tuple[IntArray, IntArray, FloatArray]:
    """Return points that have a line within a tolerance, the nearest one to each, and how far it is."""
    found, away = shapely.STRtree(lines).query_nearest(
        points, max_distance=tolerance, all_matches=False, return_distance=True
    )
    return found[0], found[1], away


def _meeting(own: _Vertices, targets: FloatArray, held: BoolArray, tolerance: float) -> FloatArray:
    """Return where each vertex goes: to its target, or to that of a vertex of another shape that it nearly meets.

    Vertices at one of the plan come first, then those that most shapes have.
    """
    places = targets.copy()
    points = shapely.points(own.points)
    one, two = shapely.STRtree(points).query(points, predicate="dwithin", distance=tolerance)
    one, two = one[one < two], two[one < two]
    if not len(one):
        return places
    owners = _owners(own, np.unique(np.concatenate([one, two])))
    partners: dict[int, list[int]] = {}
    for a, b in zip(one.tolist(), two.tolist(), strict=True):
        if owners[a] - owners[b] and owners[b] - owners[a]:
            partners.setdefault(a, []).append(b)
            partners.setdefault(b, []).append(a)
    settled = {at for at in partners if held[at]}
    for at in sorted(partners, key=lambda at: (not held[at], -len(owners[at]), at)):
        if at in settled and not held[at]:
            continue
        settled.add(at)
        for other in partners[at]:
            if other not in settled and np.hypot(*(own.points[other] - targets[at])) <= tolerance:
                places[other] = targets[at]
                settled.add(other)
    return places


def _owners(own: _Vertices, which: IntArray) -> dict[int, set[int]]:
    """Return by place the shapes that have a corner there, for some places."""
    corner = np.flatnonzero(np.isin(own.place, which))
    owners: dict[int, set[int]] = {at: set() for at in which.tolist()}
    for at, owner in zip(own.place[corner].tolist(), own.owner[corner].tolist(), strict=True):
        owners[at].add(owner)
    return owners


def _beside_edges(vertices: _Vertices, places: FloatArray, coming: int, tolerance: float) -> _Added:
    """Find the vertices that stand beside an edge of a shape which does not have them; the first shapes come in.

    Edges are taken where they were, vertices where they are now, so that no edge bends further than the tolerance.
    """
    lines, begins = vertices.segments
    unique, number = _numbered(places)  # what has moved to one place is one vertex
    points = shapely.points(unique)
    point, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=tolerance)
    edge = begins[line]
    known = number[vertices.place] + vertices.owner * np.int64(len(unique))
    lacking = ~np.isin(point + vertices.owner[edge] * np.int64(len(unique)), known)
    point, line, edge = point[lacking], line[lacking], edge[lacking]
    along = shapely.line_locate_point(lines[line], points[point])
    away = shapely.distance(lines[line], points[point])
    of_file = np.zeros(len(unique), dtype=bool)
    of_file[number[vertices.place[vertices.owner < coming]]] = True
    inside = (along > 0) & (along < shapely.length(lines[line]))
    inside &= (vertices.owner[edge] < coming) | (of_file[point] & (away <= _ON))
    point, edge, along, away = point[inside], edge[inside], along[inside], away[inside]
    # A vertex stands beside one edge of a shape: the nearest, of a shape that passes it twice.
    order = np.lexsort((edge, away, vertices.owner[edge], point))
    pair = point[order] + vertices.owner[edge[order]] * np.int64(len(unique))
    first = order[np.append(True, pair[1:] != pair[:-1])[: len(pair)]]
    place_of = np.zeros(len(unique), dtype=np.int64)
    place_of[number] = np.arange(len(number))
    return _Added(edge[first], place_of[point[first]], along[first])


def _numbered(points: FloatArray) -> tuple[FloatArray, IntArray]:
    both = np.ascontiguousarray(points).view(np.complex128).ravel()
    unique, number = np.unique(both, return_inverse=True)
    return np.stack([unique.real, unique.imag], axis=1), number.astype(np.int64)


def _rebuilt(before: ShapeArray, vertices: _Vertices, places: FloatArray, added: _Added) -> tuple[ShapeArray, int]:
    """Return shapes with vertices at their places and with those that edges got, and how many stayed as they were."""
    result = before.copy()
    changed = np.zeros(len(before), dtype=bool)
    moved = (places != vertices.points).any(axis=1)
    changed[vertices.owner[moved[vertices.place]]] = True
    changed[vertices.owner[added.edge]] = True
    which = np.flatnonzero(changed)
    if not len(which):
        return result, 0
    corner = np.flatnonzero(changed[vertices.owner])
    xy = places[vertices.place[corner]]
    parts, part_owner = shapely.get_parts(before[which], return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    ring = np.repeat(np.arange(len(rings)), shapely.get_num_coordinates(rings))
    order = np.lexsort((added.along, added.edge))
    behind = np.searchsorted(corner, added.edge[order]) + 1
    xy = np.insert(xy, behind, places[added.place[order]], axis=0)
    ring = np.insert(ring, behind, ring[behind - 1])
    same = np.append(False, (xy[1:] == xy[:-1]).all(axis=1) & (ring[1:] == ring[:-1]))
    xy, ring = xy[~same], ring[~same]
    whole = np.bincount(ring, minlength=len(rings)) >= 4
    good = np.ones(len(which), dtype=bool)
    good[part_owner[ring_part[~whole]]] = False
    use = good[part_owner[ring_part]]
    keep_ring = np.flatnonzero(use)
    at = use[ring]
    again = shapely.linearrings(xy[at], indices=np.searchsorted(keep_ring, ring[at]))
    keep_part = np.flatnonzero(good[part_owner])
    polygons = shapely.polygons(again, indices=np.searchsorted(keep_part, ring_part[keep_ring]))
    made = np.full(len(which), None, dtype=object)
    _gather(made, polygons, part_owner[keep_part], before[which])
    sound = good & (shapely.is_valid(made) | ~shapely.is_valid(before[which]))
    result[which[sound]] = made[sound]
    return result, int((~sound).sum())


def _gather(made: npt.NDArray[np.object_], polygons: ShapeArray, owner: IntArray, before: ShapeArray) -> None:
    """Put polygons together to the shapes that they are parts of."""
    single = shapely.get_type_id(before) == shapely.GeometryType.POLYGON
    alone = single[owner]
    made[owner[alone]] = polygons[alone]
    several = np.flatnonzero(~alone)
    if len(several):
        groups, number = np.unique(owner[several], return_inverse=True)
        made[groups] = shapely.multipolygons(polygons[several], indices=number)
