"""Several grids become one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from gridmap.edits.ground import give_ground
from gridmap.edits.handing_over import handed_over, items_of_heirs, left_behind, retired
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.soundness import refuse_new_faults


@dataclass(frozen=True)
class MergeGrids:
    """Make one grid of several of one level; one of them stays and receives what the others are and have.

    The one that stays keeps its code, name, kind and parent. It receives the ground of the others, the grids and exempt
    areas below them, their workers and their branches (:func:`gridmap.edits.handing_over.handed_over` says how). Codes
    of the others are retired. Where a grid of another parent is merged, the border of the parents moves with it.

    Parameters
    ----------
    grids : tuple of int
        Ids of the grids to merge; ``into`` may be among them.
    into : int
        Id of the grid that stays.
    on : date, optional
        The day on which the codes are retired; today by default.
    """

    grids: tuple[int, ...]
    into: int
    on: dt.date | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-to-merge``; ``not-of-one-level``; ``grids-not-adjacent`` if they would not lie in one piece; or as
            :class:`gridmap.edits.GiveGround`.
        """
        going = np.array(sorted({int(grid) for grid in self.grids} - {self.into}), dtype=np.int64)
        if not len(going):
            raise Refused("nothing-to-merge", grids=[self.into])
        everyone = np.append(going, self.into)
        if len(np.unique(plan.ranks[plan.positions(everyone)])) > 1:
            raise Refused("not-of-one-level", grids=everyone.tolist(), codes=", ".join(plan.codes(everyone)))
        work = Reshaping(plan)
        shapes = work.shapes(going)
        for grid in going.tolist():
            for below in (*plan.children(grid).tolist(), *work.exempt_below(grid)):
                work.set_parent(below, self.into)
            work.drop(grid)
        _take_over(work, going, shapes, self.into)
        values: dict[str, str | int | float] = {
            "code": plan.codes([self.into])[0],
            "codes": ", ".join(plan.codes(going)),
            "count": len(everyone),
        }
        return without(work, dict.fromkeys(going.tolist(), self.into), "merge-grids", values, self.on)


def without(
    work: Reshaping,
    heir: dict[int, int],
    label: str,
    values: dict[str, str | int | float],
    on: dt.date | None,
    *,
    people: bool = True,
) -> Change:
    """Return the change to shapes that were worked on, with what referred to the grids that go handed to their heirs.

    Parameters
    ----------
    heir : dict of int to int
        By id of each grid that was dropped the id of the grid that receives what it has.
    on : date, optional
        The day on which their codes are retired; today by default.
    people : bool
        Whether the heirs receive the workers and branches; these assignments and links end otherwise.
    """
    plan, going = work.plan, np.array(sorted(heir), dtype=np.int64)
    put, drop = handed_over(plan, heir) if people else ({}, left_behind(plan, going))
    put |= {"items": items_of_heirs(plan, heir), **work.rows()}
    put["grids"] = _with_declared(plan, put["grids"], heir)
    put["retired_codes"] = retired(plan, going, plan.codes([heir[grid] for grid in going.tolist()]), on)
    drop["grids"] = going.tolist()
    return refuse_new_faults(plan, change_of(plan, label, put=put, drop=drop, values=values))


def _with_declared(plan: Plan, rows: pd.DataFrame, heir: Mapping[int, int]) -> pd.DataFrame:
    """Return rows of grids in which heirs have besides their own what lists declare of the grids that go."""
    for column in ("declared_households", "declared_residents", "declared_members"):
        known = plan.grids[column].to_numpy()
        gained: dict[int, int] = {}
        for grid, of in heir.items():
            gained[of] = gained.get(of, 0) + int(known[plan.positions([grid])[0]])
        gained = {grid: more for grid, more in gained.items() if more}
        lacking = sorted(gained.keys() - set(rows.index.tolist()))
        if lacking:
            rows = pd.concat([rows, edited_rows(plan, "grids", lacking)])
        if gained:
            rows = rows.assign(**{column: rows[column] + [gained.get(int(grid), 0) for grid in rows.index]})
    return rows


def _take_over(work: Reshaping, going: IntArray, shapes: ShapeArray, into: int) -> None:
    """Give the ground of grids that go to one that stays, that of those who border it first."""
    parts = [int(shapely.get_num_geometries(shape)) for shape in (*shapes, work.shape(into)) if shape is not None]
    left = {grid: shape for grid, shape in zip(going.tolist(), shapes, strict=True) if shape is not None}
    while left:
        own = work.shape(into)
        away = {grid: 0.0 if own is None else shapely.distance(own, shape) for grid, shape in left.items()}
        first = min(left, key=lambda grid: (away[grid], grid))
        ground = left.pop(first)
        if away[first] > work.noise:
            raise _apart(work.plan, [*going.tolist(), into])
        if own is None:
            work.put(into, ground)
        else:
            give_ground(work, ground, into)
    whole = work.shape(into)
    if whole is not None and shapely.get_num_geometries(whole) > sum(parts) - len(parts) + 1:
        raise _apart(work.plan, [*going.tolist(), into])


def _apart(plan: Plan, grids: list[int]) -> Refused:
    return Refused("grids-not-adjacent", grids=grids, codes=", ".join(plan.codes(grids)))
