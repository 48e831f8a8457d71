"""Which edges of shapes a change takes away and puts in: where it does anything at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import Edges, edges_of, point_keys
from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray
from gridmap.model.change import Rows

_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, eq=False)
class EdgeChanges:
    """Edges that shapes had before and have no more, and edges that they have now and had not.

    Attributes
    ----------
    gone, come : Edges
        ``owner`` is the row of the shape.
    """

    gone: Edges
    come: Edges

    @classmethod
    def between(cls, before: ShapeArray, after: ShapeArray) -> EdgeChanges:
        """Compare shapes row by row; ``None`` has no edges. Both of shape (n,)."""
        return cls.of_edges(edges_of(before), edges_of(after))

    @classmethod
    def of_edges(cls, one: Edges, two: Edges) -> EdgeChanges:
        """Compare the edges of shapes before and after."""
        if len(one) == len(two):  # most of what moves does so without an edge more or less
            differs = np.flatnonzero(~_same_edges(one, two))
            one, two = one.only(differs), two.only(differs)
        one_keys, two_keys = _keys(one), _keys(two)
        return cls(one.only(_apart(one_keys, two_keys)), two.only(_apart(two_keys, one_keys)))

    def bounds(self) -> FloatArray:
        """Return west, south, east and north of everything that changed, NaN if nothing did. Shape (4,)."""
        ends = np.concatenate([self.gone.start, self.gone.end, self.come.start, self.come.end])
        return np.concatenate([ends.min(axis=0), ends.max(axis=0)]) if len(ends) else np.full(4, np.nan)

    def moves_ground(self, rows: int, noise: float) -> BoolArray:
        """Return which shapes hold other ground, and have not just more or fewer vertices on the same border.

        Shape (rows,).
        """
        moved = np.zeros(rows, dtype=bool)
        for edges, others in ((self.gone, self.come), (self.come, self.gone)):
            for row in np.unique(edges.owner).tolist():
                if moved[row]:
                    continue
                mine, theirs = edges.only(edges.owner == row), others.only(others.owner == row)
                if not len(theirs):
                    moved[row] = True
                    continue
                start, end = mine.start, mine.end
                points = shapely.points(np.concatenate([start, end, (start + end) / 2]))
                border = shapely.multilinestrings(list(np.stack([theirs.start, theirs.end], axis=1)))
                moved[row] = not shapely.dwithin(border, points, noise).all()
        return moved


def edge_changes(rows: Rows) -> EdgeChanges:
    """Return the edges that change in grids of which a change replaces some rows and removes and adds none.

    Kept with the rows. ``owner`` is the place in the rows.
    """
    key = f"{__name__}.edge_changes"
    if key not in rows.results:
        before, after = (np.asarray(columns["geometry"], dtype=object) for columns in rows.columns)
        if key not in rows.results_before:
            rows.results_before[key] = edges_of(before)
        edges: Edges = rows.results_before[key]  # type: ignore[assignment]
        rows.results[key] = EdgeChanges.of_edges(edges, edges_of(after))
    return rows.results[key]  # type: ignore[return-value]


def _same_edges(one: Edges, two: Edges) -> BoolArray:
    """Return which edges are the same as those in the same place of another list. Shape (n,)."""
    same = (one.points[one.at] == two.points[two.at]) & (one.points[one.at + 1] == two.points[two.at + 1])
    same &= (one.backward == two.backward) & (one.owner == two.owner)
    return same


def _apart(keys: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> BoolArray:
    """Return which keys are not among others. Shape (n,)."""
    if not len(others):
        return np.ones(len(keys), dtype=bool)
    others = np.sort(others)
    return others[np.minimum(np.searchsorted(others, keys), len(others) - 1)] != keys


def _keys(edges: Edges) -> npt.NDArray[np.uint64]:
    """Return a hash for each edge that tells its shape, its ends and its direction. Shape (n,)."""
    start, end = (point_keys(points) for points in (edges.start, edges.end))
    return (start * _MIX[0] ^ end) * _MIX[1] + edges.owner.astype(np.uint64)
