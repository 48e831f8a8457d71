"""Faults that were left without anything being tried: they stay left as long as nothing changes near them."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

import numpy as np
import shapely

from gridmap.ground.tiling.remains import concerned_parents
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.change import Change, Rows
from gridmap.model.plan import Plan
from gridmap.reshaping.edge_changes import edge_changes

Left = TypeVar("Left")

_BESIDE: Final = 1.0
"""Metres around a fault within which nothing may change: far more than any rule looks beyond a piece of ground."""

_FEW: Final = 60
"""Rows that changed up to which looking where they changed is sooner done than deciding again."""


class Decided(Generic[Left]):
    """What was decided about faults round by round.

    A fault is known by its piece of ground as an object, which is another as soon as its family was looked at again. So
    a decision holds if no edge changed beside the ground, and if the family in which the parent itself stands did not
    change (where the parent reaches over its own border, a gap is not filled).
    """

    def __init__(self) -> None:
        self._left: dict[int, tuple[shapely.Geometry, int, tuple[Left, ...]]] = {}
        self._changes: list[tuple[Change, IntArray]] = []

    def follow(self, old: Plan, new: Plan, change: Change) -> None:
        """Go on to the plan after a change."""
        self._changes.append((change, concerned_parents(old, new, change)))

    def note(self, ground: shapely.Geometry, left: list[Left], since: int) -> None:
        """Keep what was left of a fault, decided on what the plan was after so many changes."""
        self._left[id(ground)] = (ground, since, tuple(left))

    @property
    def changes(self) -> int:
        """How many changes there were."""
        return len(self._changes)

    def left_of(self, ground: shapely.Geometry) -> tuple[Left, ...]:
        """Return what was left of a fault that was decided on."""
        return self._left[id(ground)][2]

    def holds(self, plan: Plan, grounds: ShapeArray, parents: IntArray) -> BoolArray:
        """Return about which faults the decision still holds. Shape (n,).

        Parameters
        ----------
        plan : Plan
            As it is now.
        grounds : object (n,)
        parents : int64 (n,)
            In whose family each fault is, 0 for a family without a parent.
        """
        since = np.array([self._left[id(ground)][1] if id(ground) in self._left else -1 for ground in grounds])
        holds = since >= 0
        if not holds.any():
            return holds
        later = self._changes[int(since[holds].min()) :]
        if sum(len(rows.ids) for change, _ in later for rows in change.rows.values()) > _FEW:
            return np.zeros(len(grounds), dtype=bool)
        at = plan.positions(parents)
        above = np.where(at >= 0, plan.parents[at], -1)
        boxes = shapely.bounds(grounds) + _BESIDE * np.array([-1.0, -1.0, 1.0, 1.0])
        for change, concerned in later:
            holds &= ~np.isin(above, concerned) & ~_meet(boxes, _places(change))
        return holds


def _places(change: Change) -> FloatArray:
    """Return the boxes of all that a change changes on the ground. Shape (k, 4)."""
    return np.concatenate([np.empty((0, 4)), *(_places_of(name, rows) for name, rows in change.rows.items())])


def _places_of(name: str, rows: Rows) -> FloatArray:
    sides = [np.asarray(columns["geometry"], dtype=object) for columns in rows.columns]
    if name != "grids" or not rows.keeps_ids or rows.changed_columns != {"geometry"}:
        return shapely.bounds(np.concatenate(sides))
    changes = edge_changes(rows)
    start = np.concatenate([changes.gone.start, changes.come.start])
    end = np.concatenate([changes.gone.end, changes.come.end])
    return np.concatenate([np.minimum(start, end), np.maximum(start, end)], axis=1)


def _meet(boxes: FloatArray, others: FloatArray) -> BoolArray:
    """Return which boxes meet any of others. Shape (n,)."""
    low, high = boxes[:, None, :2], boxes[:, None, 2:]
    apart = (low > others[:, 2:]) | (high < others[:, :2])
    return np.asarray(np.any(~np.any(apart, axis=2), axis=1), dtype=bool)
