"""A spatial index that follows edits: a tree of the shapes at one time, and the few that changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cores import query
from gridmap.model.arrays import IntArray, ShapeArray, positions_in

_REBUILD_SHARE = 0.05


@dataclass(frozen=True, eq=False)
class SpatialIndex:
    """Finds rows of a table by place.

    Attributes
    ----------
    tree : STRtree
        Of the shapes when the tree was built.
    tree_ids : int64 (t,)
        Ids of the rows in the tree, ascending.
    ids : int64 (n,)
        Ids of the rows now, ascending.
    fresh : int64 (k,)
        Ids of rows that changed or came since, ascending; their entries in the tree no longer count.
    fresh_shapes : object (k,)
        Their shapes now.
    """

    tree: shapely.STRtree
    tree_ids: IntArray
    ids: IntArray
    fresh: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    fresh_shapes: ShapeArray = field(default_factory=lambda: np.empty(0, dtype=object))

    @classmethod
    def of(cls, ids: IntArray, shapes: ShapeArray) -> SpatialIndex:
        """Build an index of shapes; missing and empty ones are never found."""
        return cls(shapely.STRtree(shapes), ids, ids)

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
        if self.ids is self.tree_ids and not len(self.fresh):
            return one, at
        found = self.tree_ids[at]
        position = positions_in(self.ids, found)
        still = (position >= 0) & (positions_in(self.fresh, found) < 0)
        more, row = self._fresh_tree.query(asked, predicate=predicate, distance=distance)
        return (
            np.concatenate([one[still], more]).astype(np.int64),
            np.concatenate([position[still], positions_in(self.ids, self.fresh[row])]).astype(np.int64),
        )

    @cached_property
    def _fresh_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.fresh_shapes)

    def following(self, ids: IntArray, touched: IntArray, shapes: ShapeArray) -> SpatialIndex:
        """Return the index after a change.

        Parameters
        ----------
        ids : int64 (n,)
            Ids of the rows after the change.
        touched : int64 (k,)
            Ids of the rows that the change touched, removed ones among them.
        shapes : object (n,)
            All shapes after the change.
        """
        fresh = np.union1d(self.fresh, touched)
        fresh = fresh[positions_in(ids, fresh) >= 0]
        if len(fresh) > 100 + _REBUILD_SHARE * len(self.tree_ids):
            return SpatialIndex.of(ids, shapes)
        return SpatialIndex(self.tree, self.tree_ids, ids, fresh, shapes[positions_in(ids, fresh)])
