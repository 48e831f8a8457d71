"""Units of ground that are put together to zones, as a graph: which ones border on each other, and over what length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling.edges import edges_of
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray

_NEAR: Final = 1e-6
"""Edges that are nearer to each other than this share of a unit's usual width lie on each other."""


@dataclass(frozen=True, eq=False)
class Units:
    """Units of ground and their borders, as a graph in compressed rows.

    Attributes
    ----------
    weight : float64 (n,)
        What is to be shared out evenly: households, say.
    area, perimeter : float64 (n,)
        In square metres and metres, if the shapes are in a CRS of metres.
    first : int64 (n + 1,)
        The neighbours of unit ``i`` stand at ``first[i]`` to ``first[i + 1]``.
    neighbour : int64 (m,)
        Every pair stands twice, once from each side.
    border : float64 (m,)
        Length that the two have in common.
    cost : float64 (m,)
        The same, dearer where a border of zones is not wanted; what a division keeps short.
    """

    weight: FloatArray
    area: FloatArray
    perimeter: FloatArray
    first: IntArray
    neighbour: IntArray
    border: FloatArray
    cost: FloatArray

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def owner(self) -> IntArray:
        """Whose neighbour stands at each place of ``neighbour``. Shape (m,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))

    def components(self) -> IntArray:
        """Return the number of the connected component that each unit is in, numbered by their first units."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        links = csr_matrix((np.ones(len(self.neighbour)), self.neighbour, self.first), shape=(len(self), len(self)))
        _, label = connected_components(links, directed=False)
        _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[inverse.reshape(-1)].astype(np.int64)

    def only(self, which: IntArray) -> Units:
        """Return some of the units, in the order given; what they had in common with others is outer border then."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[which] = np.arange(len(which))
        one, two = place[self.owner], place[self.neighbour]
        inside = (one >= 0) & (two >= 0)
        return graph_of(
            self.weight[which],
            self.area[which],
            self.perimeter[which],
            one[inside],
            two[inside],
            self.border[inside],
            self.cost[inside],
        )

    def together(self, group: IntArray) -> Units:
        """Return the units of each group as one unit; ``group`` counts from 0 without a break. Shape (n,)."""
        count = int(group.max()) + 1 if len(group) else 0
        one, two = group[self.owner], group[self.neighbour]
        apart = one != two
        inner = sums(self.border[~apart], one[~apart], count)
        return graph_of(
            sums(self.weight, group, count),
            sums(self.area, group, count),
            sums(self.perimeter, group, count) - inner,
            one[apart],
            two[apart],
            self.border[apart],
            self.cost[apart],
        )


def sums(values: FloatArray, number: IntArray, count: int) -> FloatArray:
    """Return, by number from 0 to ``count`` - 1, the sum of the values that bear it. Shape (count,)."""
    return np.bincount(number, weights=values, minlength=count).astype(np.float64)


def graph_of(
    weight: FloatArray,
    area: FloatArray,
    perimeter: FloatArray,
    one: IntArray,
    two: IntArray,
    border: FloatArray,
    cost: FloatArray | None = None,
) -> Units:
    """Return units whose neighbours are given as pairs, each from both sides; lengths of the same pair add up."""
    n = len(weight)
    key, where = np.unique(one * max(n, 1) + two, return_inverse=True)
    where = where.reshape(-1)
    lengths = sums(border, where, len(key))
    costs = lengths if cost is None else sums(cost, where, len(key))
    first = np.searchsorted(key, np.arange(n + 1) * max(n, 1))
    return Units(
        np.asarray(weight, dtype=np.float64),
        np.asarray(area, dtype=np.float64),
        np.asarray(perimeter, dtype=np.float64),
        first.astype(np.int64),
        key % max(n, 1),
        lengths,
        costs,
    )


@dataclass(frozen=True, eq=False)
class CommonBorders:
    """Stretches of border that two of many polygons have in common.

    Attributes
    ----------
    one, two : int64 (k,)
        Numbers of the two polygons; each stretch stands once.
    length : float64 (k,)
    place : float64 (k, 2)
        A place on each.
    perimeter : float64 (n,)
        Of each polygon.
    """

    one: IntArray
    two: IntArray
    length: FloatArray
    place: FloatArray
    perimeter: FloatArray


def units_of(
    shapes: ShapeArray,
    weight: FloatArray,
    price: Callable[[FloatArray], FloatArray] | None = None,
    common: CommonBorders | None = None,
) -> Units:
    """Return the graph of polygons that tile some ground.

    Parameters
    ----------
    shapes : object (n,)
        Polygons and multipolygons in a projected CRS.
    weight : float64 (n,)
    price : callable, optional
        Given places, shape (k, 2), on borders of two units, returns how dear each is to run along; 1 by default.
    common : CommonBorders, optional
        Of the shapes, if they are known.
    """
    if common is None:
        common = common_borders(shapes)
    cost = common.length if price is None else common.length * price(common.place)
    return graph_of(
        weight,
        shapely.area(shapes),
        common.perimeter,
        np.concatenate([common.one, common.two]),
        np.concatenate([common.two, common.one]),
        np.concatenate([common.length, common.length]),
        np.concatenate([cost, cost]),
    )


def common_borders(shapes: ShapeArray) -> CommonBorders:
    """Return the borders that polygons which tile some ground have in common.

    Two have one where their borders run along each other over a length; to touch at a point is not enough. Where one
    side lacks vertices of the other (T-joints), or differs by rounding, the stretch counts all the same.

    Parameters
    ----------
    shapes : object (n,)
        Polygons and multipolygons in a projected CRS.
    """
    edges = edges_of(shapes)
    start, end = edges.start, edges.end
    length = np.hypot(*(end - start).T)
    falls = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(falls[:, None], end, start), np.where(falls[:, None], start, end)
    order = np.lexsort((high[:, 1], high[:, 0], low[:, 1], low[:, 0]))
    low, high = low[order], high[order]
    same = np.flatnonzero((low[1:] == low[:-1]).all(axis=1) & (high[1:] == high[:-1]).all(axis=1))
    one, two = edges.owner[order[same]], edges.owner[order[same + 1]]
    alone = np.ones(len(edges), dtype=bool)
    alone[order[same]] = alone[order[same + 1]] = False
    more_one, more_two, more, more_at = _along_each_other(start[alone], end[alone], edges.owner[alone], shapes)
    apart = one != two
    return CommonBorders(
        np.concatenate([one[apart], more_one]),
        np.concatenate([two[apart], more_two]),
        np.concatenate([length[order[same]][apart], more]),
        np.concatenate([((low[same] + high[same]) / 2)[apart], more_at]),
        sums(length, edges.owner, len(shapes)),
    )


def _along_each_other(
    start: FloatArray, end: FloatArray, owner: IntArray, shapes: ShapeArray
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Return which shapes' edges run along each other without being the same edge, over what length, and where."""
    none = np.empty(0, dtype=np.int64)
    if not len(owner):
        return none, none, np.empty(0), np.empty((0, 2))
    near = _NEAR * float(np.sqrt(np.median(shapely.area(shapes))))
    lines = shapely.linestrings(np.stack([start, end], axis=1))
    one, two = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=near)
    keep = owner[one] < owner[two]
    one, two = one[keep], two[keep]
    way = end[one] - start[one]
    length = np.hypot(*way.T)
    way /= np.maximum(length, 1e-300)[:, None]
    ends = [(where[two] - start[one]) for where in (start, end)]
    along = np.sort(np.clip([(at * way).sum(axis=1) for at in ends], 0, length), axis=0)
    across = np.array([np.abs(at[:, 0] * way[:, 1] - at[:, 1] * way[:, 0]) for at in ends])
    total = np.maximum(np.hypot(*(end[two] - start[two]).T), 1e-300)
    slope = np.abs(across[0] - across[1]) / total
    shared = along[1] - along[0]
    runs = (shared > 2 * near) & (slope * shared <= 2 * near) & (across.min(axis=0) <= 2 * near)
    at = start[one] + way * (along.mean(axis=0))[:, None]
    return owner[one[runs]], owner[two[runs]], shared[runs], at[runs]
