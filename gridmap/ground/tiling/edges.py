"""Directed edges of many polygons at once, and which of them meet their reverse.

Everything here is columns: one row for an edge, millions of rows, no Python loop over shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.bands import points_in_bands
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

ComplexArray = npt.NDArray[np.complex128]

_ONE, _SEVERAL = int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON)
_MIX: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, eq=False)
class Edges:
    """Directed edges of polygons whose interior lies to the left.

    Attributes
    ----------
    points : complex128 (p,)
        Vertices, x + iy, in the order of the rings; one number for a point is read and compared at once.
    at : int64 (n,)
        An edge runs between ``points[at]`` and ``points[at + 1]``.
    backward : bool (n,)
        Whether it runs from the latter to the former.
    owner : int64 (n,)
        Position of the shape that the edge belongs to.
    """

    points: ComplexArray
    at: IntArray
    backward: BoolArray
    owner: IntArray

    def __len__(self) -> int:
        return len(self.at)

    @property
    def start(self) -> FloatArray:
        """Where each edge starts. Shape (n, 2)."""
        return self.points[self.at + self.backward].view(np.float64).reshape(-1, 2)

    @property
    def end(self) -> FloatArray:
        """Where each edge ends. Shape (n, 2)."""
        return self.points[self.at + ~self.backward].view(np.float64).reshape(-1, 2)

    def reversed(self) -> Edges:
        """Return the same edges the other way round."""
        return Edges(self.points, self.at, ~self.backward, self.owner)

    def only(self, which: BoolArray | IntArray) -> Edges:
        """Return some of the edges."""
        return Edges(self.points, self.at[which], self.backward[which], self.owner[which])

    def followed_by(self, others: Edges, owners: int) -> Edges:
        """Return these edges and then others, whose owners count on from ``owners``."""
        return joined([self, Edges(others.points, others.at, others.backward, others.owner + owners)])

    def compact(self) -> Edges:
        """Return the same edges with no more points than they need."""
        points = np.stack([self.points[self.at], self.points[self.at + 1]], axis=1).reshape(-1)
        return Edges(points, np.arange(0, len(points), 2), self.backward, self.owner)


def joined(edges: Sequence[Edges]) -> Edges:
    """Return all edges, one lot after the other."""
    offset = np.cumsum([0, *(len(lot.points) for lot in edges)])
    return Edges(
        np.concatenate([lot.points for lot in edges]),
        np.concatenate([lot.at + first for lot, first in zip(edges, offset[:-1], strict=True)]),
        np.concatenate([lot.backward for lot in edges]),
        np.concatenate([lot.owner for lot in edges]),
    )


def edges_of(shapes: ShapeArray) -> Edges:
    """Return the directed edges of polygons and multipolygons, shells counter-clockwise and holes clockwise.

    The direction of the rings in the input does not matter. Repeated points give no edge. Shapes that are missing,
    empty or no polygons have no edges.
    """
    kind = shapely.get_type_id(shapes)
    at = np.flatnonzero((kind == _ONE) | (kind == _SEVERAL))
    shapes = shapes[at]
    xy = shapely.get_coordinates(shapes)
    count, is_shell, shape_of_ring = _rings_of(shapes, kind[at] == _SEVERAL)
    if not len(xy):
        none = np.empty(0, np.int64)
        return Edges(np.empty(0, np.complex128), none, np.empty(0, dtype=bool), none)
    first = np.cumsum(count) - count
    turn = twice_area_of_rings(xy, first, count)
    backward = np.where(is_shell, turn < 0, turn > 0)

    points = np.ascontiguousarray(xy).view(np.complex128).reshape(-1)
    is_edge = points[:-1] != points[1:]
    is_edge[first[1:] - 1] = False  # from the last point of a ring to the first of the next is no edge
    edge = np.flatnonzero(is_edge)
    ring = np.repeat(np.arange(len(count)), count)[edge]
    return Edges(points, edge, backward[ring], at[shape_of_ring][ring])


def _rings_of(shapes: ShapeArray, are_several: BoolArray) -> tuple[IntArray, BoolArray, IntArray]:
    """Return the points of each ring of polygonal shapes, whether it is a shell, and its shape; none for empty rings.

    Only shapes of several rings are taken apart; most have one.

    Parameters
    ----------
    are_several : bool (n,)
        Which may consist of several polygons.
    """
    everything = np.arange(len(shapes))
    several = everything
    if len(shapes) > _FEW:
        several = np.flatnonzero(are_several | (shapely.get_num_interior_rings(shapes) > 0))
    shape = np.delete(everything, several)
    size, is_shell = (
        shapely.get_num_coordinates(shapes[shape]) if len(shape) else shape,
        np.ones(len(shape), dtype=bool),
    )
    if len(several):
        parts, shape_of_part = shapely.get_parts(shapes[several], return_index=True)
        rings, part_of_ring = shapely.get_rings(parts, return_index=True)
        size = np.concatenate([size, shapely.get_num_coordinates(rings)])
        is_shell = np.append(is_shell, np.diff(part_of_ring, prepend=-1) > 0)
        shape = np.append(shape, several[shape_of_part[part_of_ring]])
        order = np.argsort(shape, kind="stable")
        size, is_shell, shape = size[order], is_shell[order], shape[order]
    there = size > 0
    return size[there].astype(np.int64), is_shell[there], shape[there]


_FEW: Final = 20
"""Shapes for which asking how many rings each has takes as long as taking them apart."""


def twice_area_of_rings(xy: FloatArray, first: IntArray, count: IntArray) -> FloatArray:
    """Return twice the signed area of closed rings that lie one after the other in ``xy``; positive if ccw.

    Coordinates are taken relative to each ring's first point, so that large ones cost no digits.
    """
    x, y = (axis - np.repeat(axis[first], count) for axis in (xy[:, 0], xy[:, 1]))
    cross = np.zeros(len(xy))
    cross[:-1] = x[:-1] * y[1:]
    cross[:-1] -= x[1:] * y[:-1]
    cross[first + count - 1] = 0.0
    return np.add.reduceat(cross, first)


def unmatched(edges: Edges, family: IntArray) -> BoolArray:
    """Return which edges do not meet their exact reverse exactly once inside their family. Shape (n,).

    Parameters
    ----------
    edges : Edges
        Edges of the children and, reversed, of the parents.
    family : int64 (n,)
        Only edges with the same number are compared.

    Notes
    -----
    Edges are brought together by a 64-bit hash of their end points and confirmed on the coordinates, bit for bit. Two
    different edges with one hash only make both count as unmatched, which costs time and no correctness.
    """
    if not len(edges):
        return np.zeros(0, dtype=bool)
    hashed = _hash_of_points(edges.points.view(np.float64).reshape(-1, 2))
    start, end = hashed[edges.at], hashed[edges.at + 1]
    falls = start > end
    # The end with the lower hash, so that an edge and its reverse name their ends in the same order.
    low = edges.at + falls
    key = _mixed(np.minimum(start, end), np.maximum(start, end), family.astype(np.uint64))
    order, key = _order(key)
    same = key[1:] == key[:-1]
    # A pair is a run of exactly two equal keys.
    alone_before = np.concatenate([[True], ~same[:-1]])
    alone_after = np.concatenate([~same[1:], [True]])
    pair = np.flatnonzero(same & alone_before & alone_after)
    one, two = order[pair], order[pair + 1]
    points, high = edges.points, edges.at + ~falls
    meets = points[low[one]] == points[low[two]]
    meets &= points[high[one]] == points[high[two]]
    meets &= family[one] == family[two]
    rises = falls == edges.backward  # whether the edge runs from its low end to its high end
    meets &= rises[one] != rises[two]
    left = np.ones(len(edges), dtype=bool)
    left[one[meets]] = False
    left[two[meets]] = False
    return left


def turns_about(points: FloatArray, family: IntArray, edges: Edges, of: IntArray) -> IntArray:
    """Return how often the closed lines that edges of its family make go around each point, counter-clockwise.

    Parameters
    ----------
    points : float64 (k, 2)
        None of them on an edge of its family.
    family : int64 (k,)
    edges : Edges
        Those of each family begin as often as they end at every place.
    of : int64 (n,)
        Family of each edge.

    Returns
    -------
    turns : int64 (k,)

    Notes
    -----
    Counted are the edges that a ray to the east meets, those that rise for one and those that fall against it. An edge
    holds its lower end and not its upper one, so that a ray through a vertex counts as well as any other.
    """
    turns = np.zeros(len(points), dtype=np.int64)
    start, end = edges.start, edges.end
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    for ray, edge in points_in_bands(points[:, 1], family, low, high, of):
        a, b, p = start[edge], end[edge], points[ray]
        left_of = (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
        rises = (a[:, 1] <= p[:, 1]) & (p[:, 1] < b[:, 1]) & (left_of > 0)
        falls = (b[:, 1] <= p[:, 1]) & (p[:, 1] < a[:, 1]) & (left_of < 0)
        turns += np.bincount(ray[rises], minlength=len(points)) - np.bincount(ray[falls], minlength=len(points))
    return turns


def point_keys(xy: FloatArray) -> npt.NDArray[np.uint64]:
    """Return a hash for each point that is the same for points with the same coordinates. Shape (n,)."""
    return _hash_of_points(xy)


def as_numbers(xy: FloatArray) -> ComplexArray:
    """Return points as one number each, x + iy, which are compared at once. Shape (n,)."""
    return np.ascontiguousarray(xy).view(np.complex128).reshape(-1)


def meetings(points: ComplexArray, family: IntArray) -> IntArray:
    """Return how many of the points of its family are at the place of each point, itself among them. Shape (n,).

    Brought together by hash: where two different places have one, more are counted than there are.
    """
    key = _hash_of_points(points.view(np.float64).reshape(-1, 2)) + (family.astype(np.uint64) + np.uint64(1)) * _MIX[2]
    key *= _MIX[1]
    order, key = _order(key)
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    size = np.diff(first, append=len(key))
    result = np.empty(len(points), dtype=np.int64)
    result[order] = np.repeat(size, size)
    return result


def _hash_of_points(xy: FloatArray) -> npt.NDArray[np.uint64]:
    bits = (np.ascontiguousarray(xy) + 0.0).view(np.uint64)  # + 0.0: minus zero is zero
    h = bits[:, 0] * _MIX[0]
    h ^= h >> np.uint64(29)
    h += bits[:, 1] * _MIX[1]
    h ^= h >> np.uint64(32)
    h *= _MIX[2]
    h ^= h >> np.uint64(29)
    return h


def _mixed(
    low: npt.NDArray[np.uint64], high: npt.NDArray[np.uint64], family: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    key = low * _MIX[0] + high * _MIX[1] + (family + np.uint64(1)) * _MIX[2]
    key ^= key >> np.uint64(31)
    key *= _MIX[1]
    key ^= key >> np.uint64(30)
    return key


def _order(key: npt.NDArray[np.uint64]) -> tuple[IntArray, npt.NDArray[np.uint64]]:
    """Return an order that brings equal keys together, and the keys (their upper bits) in that order.

    The row number is packed into the lower bits, because a sort is twice as quick as an argsort; what is left of the
    hash, 41 bits for eight million edges, is enough to bring edges together.
    """
    bits = np.uint64(max(int(len(key) - 1).bit_length(), 1))
    mask = (np.uint64(1) << bits) - np.uint64(1)
    packed = np.sort((key & ~mask) | np.arange(len(key), dtype=np.uint64))
    return (packed & mask).astype(np.int64), packed >> bits
