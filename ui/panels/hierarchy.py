"""The grids of a plan below one another with what the tree tells of each, as columns; made off the window's thread."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gridmap.figures.statistics import rollup
from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.plan import Plan
from gridmap.people.branches import branch_state
from gridmap.people.staffing import staffing_state
from ui.panels.compounds_below import CompoundsBelow
from ui.session.jobs import Job


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Who is below whom in one plan, and the figures of each grid.

    Grids are told by their position in ``plan.ids``. Below one another they stand in the order of their codes; grids
    that have lost their parent stand at the top, after the towns.

    Attributes
    ----------
    plan : Plan
    on : date
        The day for which assignments and links of branches count.
    order : int64 (n,)
        Positions, those that have the same grid above together.
    begins, ends : int64 (n + 1,)
        Where in ``order`` the grids right below a position begin and end; those at the top have the last place.
    row, above : int64 (n,)
        Place among those that have the same grid above, and the position of that grid, -1 at the top.
    names, codes : object (n,)
    households : int64 (n,)
    staffing, branches : int8 (n,)
        States as :func:`gridmap.people.staffing.staffing_state` and :func:`gridmap.people.branches.branch_state` number
        them.
    needs_worker : bool (n,)
    staffed_share, covered_share : float64 (n,)
        Of the grids below, NaN where there are none.
    compounds : CompoundsBelow
        Stand below the grids of their villages.
    """

    plan: Plan
    on: dt.date
    order: IntArray
    begins: IntArray
    ends: IntArray
    row: IntArray
    above: IntArray
    names: npt.NDArray[Any]
    codes: npt.NDArray[Any]
    households: IntArray
    staffing: npt.NDArray[np.int8]
    branches: npt.NDArray[np.int8]
    needs_worker: npt.NDArray[np.bool_]
    staffed_share: FloatArray
    covered_share: FloatArray
    compounds: CompoundsBelow
    _at: dict[int, int] = field(repr=False)

    def position(self, grid: int) -> int:
        """Return the position of a grid, -1 if it is not there."""
        return self._at.get(grid, -1)

    def below(self, at: int) -> IntArray:
        """Return the positions right below a position; -1 stands above all."""
        return self.order[self.begins[at] : self.ends[at]]

    def is_laid_out_like(self, other: Hierarchy) -> bool:
        """Whether the same grids stand below one another in the same order."""
        return (
            np.array_equal(self.plan.ids, other.plan.ids)
            and np.array_equal(self.order, other.order)
            and np.array_equal(self.above, other.above)
            and self.compounds.is_laid_out_like(other.compounds)
        )


@dataclass(frozen=True, eq=False)
class RowsChanged:
    """Which rows of a hierarchy show something else than in one that is laid out like it.

    Attributes
    ----------
    grids : int64
        Positions in the plan.
    compounds : int64
        Numbers of the pairs of a village and a compound.
    houses : int64
        Such numbers, of pairs below which a building shows something else.
    """

    grids: IntArray
    compounds: IntArray
    houses: IntArray

    @classmethod
    def none(cls) -> RowsChanged:
        """Return that nothing shows anything else."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, nothing)

    @property
    def count(self) -> int:
        """How many rows there are, those of the buildings of a pair together as one."""
        return len(self.grids) + len(self.compounds) + len(self.houses)


def rows_changed(before: Hierarchy, after: Hierarchy) -> RowsChanged | None:
    """Return which rows show something else; ``None`` if the hierarchies are not laid out alike."""
    if not after.is_laid_out_like(before):
        return None
    grids = before.plan.ranks != after.plan.ranks
    for name in ("names", "codes", "households", "staffing", "branches", "needs_worker"):
        grids |= getattr(before, name) != getattr(after, name)
    for name in ("staffed_share", "covered_share"):
        old, new = getattr(before, name), getattr(after, name)
        grids |= (old != new) & ~(np.isnan(old) & np.isnan(new))
    old_below, below = before.compounds, after.compounds
    compounds = old_below.households[old_below.place] != below.households[below.place]
    of = np.repeat(np.arange(len(below.begins) - 1), np.diff(below.begins))
    houses = below.house[below.begins[0] :]
    others = np.unique(of[old_below.homes[houses] != below.homes[houses]])
    return RowsChanged(np.flatnonzero(grids), np.flatnonzero(compounds), np.flatnonzero(np.isin(below.place, others)))


def narrowed(whole: Hierarchy, hits: BoolArray, also: BoolArray | None = None) -> tuple[Hierarchy, BoolArray]:
    """Return a hierarchy of some grids, of all above and of all below them, and which of its grids are above any.

    Parameters
    ----------
    hits : bool (n,)
        By position; so is what is returned.
    also : bool (n,), optional
        Others that are shown with all above them, and count as above something, but without those below them.
    """
    above = whole.above
    leads, below = np.zeros(len(hits), dtype=bool), hits.copy()
    at = np.unique(above[hits])
    if also is not None:
        leads |= also
        at = np.unique(np.append(at, above[also]))
    while (at := at[at >= 0]).size:
        leads[at] = True
        at = np.unique(above[at])
    for _ in range(len(whole.plan.scheme.levels)):
        below |= np.where(above >= 0, below[above], False)
    kept = below | leads
    order = whole.order[kept[whole.order]]
    begins, ends, row = _laid_out(order, above)
    there = {int(grid): at for grid, at in whole._at.items() if kept[at]}
    return replace(whole, order=order, begins=begins, ends=ends, row=row, _at=there), leads


def _laid_out(order: IntArray, above: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return where those right below each position begin and end in an order, and the place of each among them."""
    count = len(above)
    group = np.append(above[order], count)  # ends with one that is nobody's
    first = np.flatnonzero(np.diff(group, prepend=-2))
    begins, ends = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1, dtype=np.int64)
    begins[group[first[:-1]]], ends[group[first[:-1]]] = first[:-1], first[1:]
    row = np.zeros(count, dtype=np.int64)
    row[order] = np.arange(len(order)) - begins[above[order]]
    return begins, ends, row


def hierarchy_of(plan: Plan, job: Job, on: dt.date | None = None) -> Hierarchy:
    """Work out the hierarchy of a plan on a day, today by default; stops if the job is cancelled.

    It takes some seconds for a province.
    """
    on = on or dt.date.today()
    count = len(plan.ids)
    codes = plan.grids["code"].to_numpy(dtype=object)
    above = plan.positions(plan.parents)
    order = np.lexsort((codes.astype(str), plan.ranks, above))
    begins, ends, row = _laid_out(order, above)
    job.step()
    households = households_by_grid(plan)
    job.step()
    staffing, branches = staffing_state(plan, on=on), branch_state(plan, on=on)
    shares = {name: np.full(count, np.nan) for name in ("staffed_share", "branch_covered_share")}
    for level in plan.scheme.levels[:-1]:
        job.step()
        figures = rollup(plan, level, on=on)
        at = plan.positions(figures.index.to_numpy())
        for name, column in shares.items():
            column[at] = figures[name].to_numpy(dtype=float)
    job.step()
    below = CompoundsBelow.of(plan)
    return Hierarchy(
        plan,
        on,
        order,
        begins,
        ends,
        row,
        above,
        plan.grids["name"].to_numpy(dtype=object),
        codes,
        households,
        staffing,
        branches,
        plan.of_kinds(kind for kind in plan.scheme.kinds if kind.worker_required),
        shares["staffed_share"],
        shares["branch_covered_share"],
        below,
        dict(zip(plan.ids.tolist(), range(count), strict=True)),
    )
