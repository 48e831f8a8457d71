"""Borders that are not to be moved: of whole levels, of single grids, and where they would cut a compound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.model.arrays import IntArray, ShapeArray, positions_in
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.outcome.whole_compounds import refuse_cuts
from gridmap.reshaping.edge_changes import EdgeChanges


@dataclass(frozen=True)
class Locks:
    """Which borders an edit must leave where they are.

    Attributes
    ----------
    ranks : frozenset of int
        Ranks of the levels of which no grid's ground may change.
    grids : frozenset of int
        Ids of single grids whose ground may not change.
    compounds : bool
        Whether no compound of the list may be cut (:mod:`gridmap.outcome.whole_compounds`).
    """

    ranks: frozenset[int] = frozenset()
    grids: frozenset[int] = frozenset()
    compounds: bool = False

    @classmethod
    def default(cls, plan: Plan) -> Locks:
        """Return the locks to begin with: every level but the deepest, grids that are marked as locked, compounds."""
        locked = frozenset(plan.ids[plan.grids["locked"].to_numpy()].tolist())
        return cls(cls.default_ranks(plan), locked, compounds=True)

    @staticmethod
    def default_ranks(plan: Plan) -> frozenset[int]:
        """Return the ranks whose borders are locked to begin with: all but the deepest."""
        return frozenset(level.rank for level in plan.scheme.levels[:-1])

    def refuse(self, plan: Plan, change: Change) -> None:
        """Refuse a change that moves, adds or removes ground of a grid that is locked.

        A vertex that is put into a border, or taken out where it does not bend it, moves no ground.

        Raises
        ------
        Refused
            ``border-locked``, with the codes of the grids, the name of the highest level that is concerned, and the
            stretch of border that would move; or ``compound-would-be-cut``.
        """
        held, stretch = self._moved(plan, change)
        if not len(held):
            if self.compounds:
                refuse_cuts(plan, change)
            return
        ranks = plan.ranks[plan.positions(held)]
        level = next(level for level in plan.scheme.levels if level.rank == ranks.min())
        highest = held[ranks == ranks.min()]
        codes = ", ".join(plan.codes(highest))
        raise Refused("border-locked", grids=held.tolist(), where=stretch, codes=codes, level=level.name)

    def _moved(self, plan: Plan, change: Change) -> tuple[IntArray, shapely.Geometry | None]:
        """Return the ids of the locked grids whose ground a change moves, ascending, and which of their borders go."""
        if "grids" not in change.rows:
            return np.empty(0, np.int64), None
        rows = change.rows["grids"]
        at = plan.positions(rows.before.index)
        locked = np.isin(plan.ranks[at], list(self.ranks)) | np.isin(plan.ids[at], list(self.grids))
        ids = plan.ids[at[locked]]
        before = plan.all_shapes[at[locked]]
        after = _shapes_of(rows.after.index.to_numpy(), np.asarray(rows.after.geometry.array, dtype=object), ids)
        changes = EdgeChanges.between(before, after)
        moved = changes.moves_ground(len(ids), plan.scheme.limit("coordinate_noise"))
        if not moved.any():
            return ids[moved], None
        gone = changes.gone.only(moved[changes.gone.owner])
        stretch = shapely.multilinestrings(shapely.linestrings(np.stack([gone.start, gone.end], axis=1)))
        return ids[moved], stretch


def _shapes_of(known: IntArray, shapes: ShapeArray, ids: IntArray) -> ShapeArray:
    """Return the shapes of some ids, ``None`` for one that is not among the known."""
    at = positions_in(known, ids)
    found = np.full(len(ids), None, dtype=object)
    found[at >= 0] = shapes[at[at >= 0]]
    return found
