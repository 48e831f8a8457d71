"""A spatial index that follows edits: a tree of the shapes at one time, and the few that changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cores import query
from gridmap.ground.rows_since import RowsSince
from gridmap.model.arrays import IntArray, ShapeArray, positions_in


@dataclass(frozen=True, eq=False)
class SpatialIndex:
    """Finds rows of a table by place.

    Attributes
    ----------
    tree : STRtree
        Of the shapes when the tree was built.
    rows : RowsSince
        Which rows those are.
    fresh_shapes : object (k,)
        Shapes of the fresh ones of them now.
    """

    tree: shapely.STRtree
    rows: RowsSince
    fresh_shapes: ShapeArray = field(default_factory=lambda: np.empty(0, dtype=object))

    @classmethod
    def of(cls, ids: IntArray, shapes: ShapeArray) -> SpatialIndex:
        """Build an index of shapes; missing and empty ones are never found."""
        return cls(shapely.STRtree(shapes), RowsSince(ids, ids))

    def query(
        self, shapes: npt.ArrayLike, predicate: str | None = None, distance: float | None = None
    ) -> tuple[IntArray, IntArray]:
        """Return pairs of rows: which of ``shapes`` (0 for a single one) meets which row of the table.

        Parameters
        ----------
        shapes : geometry or object (m,)
            In the CRS of the table.
        predicate, distance
            As for :meth:`shapely.STRtree.query`.

        Returns
        -------
        which, position : int64 (p,)
            ``position`` counts in the table as it is now.
        """
        asked = np.atleast_1d(np.asarray(shapes, dtype=object))
        one, at = query(self.tree, asked, predicate, distance)
        if self.rows.are_as_made:
            return one, at
        return self.rows.now(one, at, *self._fresh_tree.query(asked, predicate=predicate, distance=distance))

    @cached_property
    def _fresh_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.fresh_shapes)

    def following(self, ids: IntArray, touched: IntArray, shapes: ShapeArray) -> SpatialIndex:
        """Return the index after a change; see :meth:`RowsSince.following`. ``shapes`` are those of all rows, (n,)."""
        rows = self.rows.following(ids, touched)
        if rows is None:
            return SpatialIndex.of(ids, shapes)
        return SpatialIndex(self.tree, rows, shapes[positions_in(ids, rows.fresh)])
