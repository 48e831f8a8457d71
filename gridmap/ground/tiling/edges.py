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
    rings = _rings(shapes)
    edge = np.flatnonzero(rings.has_edge)
    ring = np.repeat(np.arange(len(rings.count)), rings.count)[edge]
    return Edges(rings.points, edge, rings.backward[ring], rings.shape[ring])


@dataclass(frozen=True, eq=False)
class _Rings:
    """The rings of many shapes, one after the other.

    Attributes
    ----------
    points : complex128 (p,)
        Vertices of each ring from its first to the same one again.
    x, y : float64 (p,)
        The same once more, without minus zero.
    has_edge : bool (p - 1,)
        Whether an edge runs from a point to the next: not from ring to ring, and not where a point is repeated.
    count : int64 (r,)
        Points of each ring.
    backward : bool (r,)
        Whether the edges of a ring run from its last point to its first, so that the interior lies to the left.
    shape : int64 (r,)
        Position of the shape that each ring belongs to.
    """

    points: ComplexArray
    x: FloatArray
    y: FloatArray
    has_edge: BoolArray
    count: IntArray
    backward: BoolArray
    shape: IntArray


def _rings(shapes: ShapeArray) -> _Rings:
    """Return the rings of polygons and multipolygons; all other shapes have none."""
    kind = shapely.get_type_id(shapes)
    at = np.flatnonzero((kind == _ONE) | (kind == _SEVERAL))
    shapes = shapes[at]
    xy = shapely.get_coordinates(shapes)
    count, is_shell, shape_of_ring = rings_of(shapes, kind[at] == _SEVERAL)
    x, y = xy[:, 0] + 0.0, xy[:, 1] + 0.0
    points = np.ascontiguousarray(xy).view(np.complex128).reshape(-1)
    if not len(xy):
        none, never = np.empty(0, np.int64), np.empty(0, dtype=bool)
        return _Rings(points, x, y, never, none, never, none)
    first = np.cumsum(count) - count
    turn = _turn_of_rings(x, y, first, count)
    backward = np.where(is_shell, turn < 0, turn > 0)
    has_edge = (x[:-1] != x[1:]) | (y[:-1] != y[1:])
    has_edge[first[1:] - 1] = False
    return _Rings(points, x, y, has_edge, count, backward, at[shape_of_ring])


def rings_of(shapes: ShapeArray, are_several: BoolArray) -> tuple[IntArray, BoolArray, IntArray]:
    """Return the points of each ring of polygonal shapes, whether it is a shell, and its shape; none for empty rings.

    Only shapes of several rings are taken apart; most have one.

    Parameters
    ----------
    are_several : bool (n,)
        Which may consist of several polygons.
    """
    shape = several = np.arange(len(shapes))
    if len(shapes) > _FEW:
        several = np.flatnonzero(are_several | (shapely.get_num_interior_rings(shapes) > 0))
    size = shapely.get_num_coordinates(shapes)
    is_shell = np.ones(len(shapes), dtype=bool)
    if len(several):
        parts, shape_of_part = shapely.get_parts(shapes[several], return_index=True)
        rings, part_of_ring = shapely.get_rings(parts, return_index=True)
        number = np.ones(len(shapes), dtype=np.int64)
        number[several] = np.bincount(shape_of_part[part_of_ring], minlength=len(several))
        taken_apart = np.zeros(len(shapes), dtype=bool)
        taken_apart[several] = True
        shape = np.repeat(shape, number)
        size, taken_apart, is_shell = size[shape], taken_apart[shape], is_shell[shape]
        size[taken_apart] = shapely.get_num_coordinates(rings)
        is_shell[taken_apart] = np.append(True, part_of_ring[1:] != part_of_ring[:-1])[: len(rings)]
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


def _turn_of_rings(x: FloatArray, y: FloatArray, first: IntArray, count: IntArray) -> FloatArray:
    """Return a number for each closed ring that is positive if it runs ccw, negative if cw, and 0 if it has no area.

    What :func:`twice_area_of_rings` says of each ring relative to its own first point is said here relative to the
    first of all, which takes half as long, wherever that cannot be of the other sign by rounding.
    """
    east, north = x - x[0], y - y[0]
    cross = np.zeros(len(x))
    np.multiply(east[:-1], north[1:], out=cross[:-1])
    cross[:-1] -= east[1:] * north[:-1]
    cross[first + count - 1] = 0.0
    turn = np.add.reduceat(cross, first)
    reach = max(east.max(), -east.min(), 1.0) * max(north.max(), -north.min(), 1.0)
    unsure = np.flatnonzero(~(np.abs(turn) > _ROUNDING * reach * count * count))
    if len(unsure):
        rows = np.repeat(first[unsure] - np.cumsum(count[unsure]) + count[unsure], count[unsure])
        rows += np.arange(len(rows))
        until = np.cumsum(count[unsure])
        turn[unsure] = twice_area_of_rings(np.stack([x[rows], y[rows]], axis=1), until - count[unsure], count[unsure])
    return turn


_ROUNDING: Final = 16 * float(np.finfo(np.float64).eps)
"""What products of two coordinates may be off by when some are added up, for the square of their number and in parts of
the largest: more than rounding in each step can do."""


def unmatched(shapes: ShapeArray, family: IntArray, reverse: BoolArray) -> Edges:
    """Return the edges of shapes that do not meet their exact reverse exactly once inside their family.

    Parameters
    ----------
    shapes : object (n,)
        As for :func:`edges_of`.
    family : int64 (n,)
        Only edges of shapes with the same number are compared.
    reverse : bool (n,)
        Whether the edges of a shape count the other way round, as those of a parent do beside its children.

    Notes
    -----
    Edges are brought together by a 64-bit hash of their end points and confirmed on the coordinates, bit for bit. Two
    different edges with one hash only make both count as unmatched, which costs time and no correctness.

    All points are gone through in a row, without picking out those where an edge begins: hardly one in a hundred is
    the last of its ring.
    """
    rings = _rings(shapes)
    points, family = rings.points, family[rings.shape]
    backward = rings.backward ^ reverse[rings.shape]
    left = rings.has_edge.copy()
    if len(points):
        who = np.repeat(2 * family + backward, rings.count)
        hashed = _hash_of(rings.x.view(np.uint64), rings.y.view(np.uint64))
        key = hashed[:-1] + hashed[1:]  # the same for an edge and its reverse
        key += np.repeat((family.astype(np.uint64) + np.uint64(1)) * _MIX[2], rings.count)[:-1]
        none = np.flatnonzero(~rings.has_edge)  # from ring to ring it may be as from one end of some edge to the other
        key[none] = (none.astype(np.uint64) + np.uint64(1)) * _MIX[0]
        one, two = _pairs_of_equals(key)
        differ = who[one] ^ who[two]
        alike = differ == 0  # both as their rings run, or both against it
        meets = _same_points(points[one], points[two + alike])
        meets &= _same_points(points[one + 1], points[two + ~alike])
        meets &= differ <= 1
        if not meets.all():
            one, two = one[meets], two[meets]
        left[one] = False
        left[two] = False
    at = np.flatnonzero(left)
    ring = np.searchsorted(np.cumsum(rings.count), at, side="right")
    return Edges(points, at, backward[ring], rings.shape[ring])


def _same_points(one: ComplexArray, two: ComplexArray) -> BoolArray:
    """Return which points are the same; by coordinates, which is quicker than by pairs of them. Shape (n,)."""
    same = one.view(np.float64) == two.view(np.float64)
    return np.asarray(same.view(np.uint16) == _BOTH)


_BOTH: Final = np.uint16(0x0101)


def _pairs_of_equals(key: npt.NDArray[np.uint64]) -> tuple[IntArray, IntArray]:
    """Return the rows of keys that come exactly twice, the lower row and the higher one of each."""
    packed, bits = _packed(key)
    mask = (np.uint64(1) << bits) - np.uint64(1)
    same = (packed[1:] ^ packed[:-1]) <= mask
    twice = same.copy()
    twice[1:] &= ~same[:-1]
    twice[:-1] &= ~same[1:]
    first = np.flatnonzero(twice)
    return (packed[first] & mask).view(np.int64), (packed[first + 1] & mask).view(np.int64)


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
    return _hash_of(bits[:, 0], bits[:, 1])


def _hash_of(x: npt.NDArray[np.uint64], y: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    h = x * _MIX[0]
    h ^= h >> np.uint64(32)
    h += y
    h *= _MIX[1]
    h ^= h >> np.uint64(32)
    h *= _MIX[2]
    return h


def _order(key: npt.NDArray[np.uint64]) -> tuple[IntArray, npt.NDArray[np.uint64]]:
    """Return an order that brings equal keys together, and the keys (their upper bits) in that order."""
    packed, bits = _packed(key)
    return (packed & ((np.uint64(1) << bits) - np.uint64(1))).view(np.int64), packed >> bits


def _packed(key: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], np.uint64]:
    """Return keys in order, each with its row in place of its lower bits, and how many bits these are.

    The row number is packed into the lower bits, because a sort is twice as quick as an argsort; what is left of the
    hash, 41 bits for eight million edges, is enough to bring edges together.
    """
    bits = np.uint64(max(int(len(key) - 1).bit_length(), 1))
    mask = (np.uint64(1) << bits) - np.uint64(1)
    return np.sort((key & ~mask) | np.arange(len(key), dtype=np.uint64)), bits
