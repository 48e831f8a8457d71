"""Where rules look, and for which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gridmap.checks.finding import Finding
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class Scope:
    """Where rules look, and for which day.

    Attributes
    ----------
    grids : int64 array or None
        Ids of the grids to look at, ascending; ``None`` for all. Family rules look at the families of these parents.
    on : date
        The day for which assignments count.
    known : mapping of int to Finding
        What was found before about pieces of ground that may still be there, by the identity of their shapes.
    """

    grids: IntArray | None = None
    on: dt.date = field(default_factory=dt.date.today)
    known: Mapping[int, Finding] = field(default_factory=dict)

    def has(self, plan: Plan) -> npt.NDArray[np.bool_]:
        """Return which grids of the plan are in the scope. Shape (n,)."""
        which = np.zeros(len(plan.ids), dtype=bool)
        which[self.at(plan)] = True
        return which

    def at(self, plan: Plan) -> IntArray:
        """Return the positions of the scope's grids in ``plan.ids``, ascending. Shape (k,)."""
        if self.grids is None:
            return np.arange(len(plan.ids))
        found = plan.positions(self.grids)
        return found[found >= 0]

    def has_rows(self, plan: Plan, grid_of_row: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return which rows of another table are in the scope by the grid that each refers to, 0 for none.

        A row that refers to no grid in the scope is in it only if everything is.
        """
        grids = np.asarray(grid_of_row, dtype=np.int64)
        return np.ones(len(grids), dtype=bool) if self.grids is None else np.isin(grids, self.grids)

    def reaches(self, plan: Plan, shapes: ShapeArray) -> npt.NDArray[np.bool_]:
        """Return which shapes meet a grid of the scope; all of them, missing ones too, if everything is in it."""
        from gridmap.ground.tiling.proof import grid_index

        found = np.full(len(shapes), self.grids is None)
        if self.grids is not None:
            shape, grid = grid_index(plan).query(shapes, predicate="intersects")
            found[shape[np.isin(plan.ids[grid], self.grids)]] = True
        return found

    @property
    def parents(self) -> IntArray | None:
        """Ids of the parents whose families are in the scope; ``None`` for all."""
        return self.grids
