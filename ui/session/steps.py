"""A step that was just done to the project, or taken back: what it was, and the ground that it is about."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
import pandas as pd
import shapely

from gridmap.model.arrays import IntArray, ShapeArray, positions_in
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES

Action = Literal["do", "mend", "undo", "redo", "jump"]

_MOST_COMPARED: Final = 200
"""Of more grids than this the whole ground is meant, and not what exactly differs."""


@dataclass(frozen=True, eq=False)
class Step:
    """What was done.

    Attributes
    ----------
    action : "do", "mend", "undo", "redo" or "jump"
        An edit, one that mends a finding, an edit taken back or done again, or several at once by the history.
    label, values : str, mapping
        The edit, as :class:`gridmap.model.change.Change` names it.
    before, after : Plan
    change : Change
        Between the two.
    """

    action: Action
    label: str
    values: Mapping[str, str | int | float]
    before: Plan
    after: Plan
    change: Change

    @cached_property
    def grids(self) -> IntArray:
        """Ids of the grids of which something differs, ascending; also those that came or went."""
        rows = self.change.rows.get("grids")
        return rows.ids if rows is not None else np.empty(0, dtype=np.int64)

    @property
    def vertices(self) -> int:
        """How many vertices the grids have of which something differs."""
        return int(shapely.get_num_coordinates(_shapes_of(self.after, self.grids)).sum())

    @cached_property
    def outlined(self) -> IntArray:
        """Ids of the rows of compounds that have got an outline by it, or another one."""
        rows = self.change.rows.get("compounds")
        if rows is None:
            return np.empty(0, dtype=np.int64)
        ids, now = rows.after.index.to_numpy(), rows.after.geometry.to_numpy()
        old: ShapeArray = np.full(len(ids), None, dtype=object)
        at = positions_in(rows.before.index.to_numpy(), ids)
        old[at >= 0] = rows.before.geometry.to_numpy()[at[at >= 0]]
        return ids[~shapely.is_missing(now) & ~shapely.equals_identical(now, old)]

    @cached_property
    def ground(self) -> ShapeArray:
        """What to show of it, in the plan's CRS: ground that changed hands, else the grids or things concerned.

        Empty where the change is about nothing that lies anywhere.
        """
        moved = self._moved(self.grids)
        if len(moved):
            return moved
        found = [*self._shapes(self.grids)]
        for table, rows in self.change.rows.items():
            for frame in (rows.before, rows.after):
                if "grid" in frame.columns:
                    found.extend(self._shapes(pd.unique(frame["grid"].to_numpy())))
                elif table != "grids" and TABLES[table].shape:
                    found.extend(frame.geometry.tolist())
        return _there(np.array([*found, None], dtype=object))

    def _moved(self, grids: IntArray) -> ShapeArray:
        """Return the ground in which grids differ before and after."""
        before, after = (_shapes_of(plan, grids) for plan in (self.before, self.after))
        differs = ~shapely.equals_identical(before, after) & ~(shapely.is_missing(before) & shapely.is_missing(after))
        before, after = before[differs], after[differs]
        whole = np.where(shapely.is_missing(after), before, after)
        if len(whole) > _MOST_COMPARED:
            return _there(whole)
        both = ~shapely.is_missing(before) & ~shapely.is_missing(after)
        # A shape that crosses itself has no difference to show, but it lies somewhere.
        with contextlib.suppress(shapely.errors.GEOSException):
            whole[both] = shapely.symmetric_difference(before[both], after[both])
        return _there(whole)

    def _shapes(self, grids: IntArray) -> ShapeArray:
        after = _shapes_of(self.after, grids)
        return np.where(shapely.is_missing(after), _shapes_of(self.before, grids), after)


def _shapes_of(plan: Plan, grids: IntArray) -> ShapeArray:
    """Return shapes of grids, ``None`` for those that are not there."""
    shapes: ShapeArray = np.full(len(grids), None, dtype=object)
    at = plan.positions(grids)
    shapes[at >= 0] = plan.all_shapes[at[at >= 0]]
    return shapes


def _there(shapes: ShapeArray) -> ShapeArray:
    result: ShapeArray = shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)]
    return result
