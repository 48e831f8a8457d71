"""Layers that say how grids stand: who answers for them, which branch serves them, how many people they hold."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from typing import ClassVar, Final

import numpy as np
import shapely

from gridmap.ground.placement import households_by_grid, residents_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, needs_branch
from gridmap.people.loads import busiest_shares
from gridmap.people.staffing import Staffing, needs_full_time_worker, staffing_state
from gridmap.people.workload import (
    Workload,
    has_standard,
    household_standard,
    workload_state,
)
from layers import palette
from layers.detail import grid_shapes
from layers.marks import Box, Entry, Layer, Legend, Marks, touching
from layers.style import Style

DENSITY_STEPS: Final = (500, 2_000, 5_000, 10_000)
"""Residents to a square kilometre at which the next class of :class:`Density` begins."""


class States(Layer):
    """Grids of the deepest level of which the scheme asks something, each in the colour of its state."""

    is_ground: ClassVar[bool] = True
    covers_ground: ClassVar[bool] = True
    is_clickable: ClassVar[bool] = True

    styles: ClassVar[tuple[Style, ...]]
    """One for each state, in the order in which the legend lists them."""

    names: ClassVar[tuple[str, ...]]
    """What the states are called in the legend: ``legend-KEY-NAME`` in ``ui/words/sentences``."""

    @abstractmethod
    def asked(self, plan: Plan) -> BoolArray:
        """Return of which grids the scheme asks this; the legend counts these, as the statistics do. Shape (n,)."""

    @abstractmethod
    def states(self, plan: Plan) -> IntArray:
        """Return for every grid the place of its state in :attr:`styles`. Shape (n,)."""

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the grids of that level; those of kinds that need not have it come in a neutral colour."""
        here, state = self._numbered(plan)
        shapes = grid_shapes(plan, detail_m)
        rows = np.flatnonzero(here & touching(shapes, window))
        styles = (*self.styles, palette.NOT_ASKED)
        return Marks(plan.ids[rows], shapes[rows], state[rows], styles, legend=self.legend(plan))

    def legend(self, plan: Plan) -> Legend:
        """Return the states with how many grids are in each, those without a shape or of a level above too."""
        here, state = self._numbered(plan)
        number = np.bincount(state[here | self.asked(plan)], minlength=len(self.styles) + 1).tolist()
        entries = [
            Entry(f"legend-{self.key}-{name}", (style,), count)
            for name, style, count in zip(self.names, self.styles, number, strict=False)
        ]
        if number[-1]:
            entries.append(Entry(f"legend-{self.key}-not-asked", (palette.NOT_ASKED,), number[-1]))
        return Legend(f"legend-{self.key}", tuple(entries))

    def _numbered(self, plan: Plan) -> tuple[BoolArray, IntArray]:
        """Return which grids are of that level, and the place of the style of each."""
        asked = self.asked(plan)
        rank = plan.ranks[asked].max(initial=0)
        here = (plan.ranks == rank) & (rank > 0)
        return here, np.where(asked, self.states(plan), len(self.styles))


class StaffingStates(States):
    """Grids that must have a full-time worker: full-time, part-time only, nobody."""

    key: ClassVar[str] = "staffing"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = tuple(palette.STAFFING[state] for state in sorted(Staffing, reverse=True))
    names: ClassVar[tuple[str, ...]] = ("full-time", "part-time", "nobody")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids that must have a full-time worker."""
        return needs_full_time_worker(plan)

    def states(self, plan: Plan) -> IntArray:
        """Return 0 full-time, 1 part-time only, 2 nobody."""
        return int(Staffing.FULL_TIME) - staffing_state(plan, on=self.on).astype(np.int64)


class BranchStates(States):
    """Grids that must have a party branch: one of their own, a joint one, none."""

    key: ClassVar[str] = "branches"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = tuple(palette.BRANCHES[state] for state in sorted(BranchState, reverse=True))
    names: ClassVar[tuple[str, ...]] = ("own", "joint", "none")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids that must have a branch; villages too, where the scheme asks it of them."""
        return needs_branch(plan)

    def states(self, plan: Plan) -> IntArray:
        """Return 0 own, 1 joint, 2 none."""
        return int(BranchState.OWN) - branch_state(plan, on=self.on).astype(np.int64)


class WorkloadStates(States):
    """Households against the standard of the grid's kind and setting; within it, the lower and the upper half."""

    key: ClassVar[str] = "workload"
    styles: ClassVar[tuple[Style, ...]] = (
        palette.WORKLOAD[Workload.UNDER],
        palette.WORKLOAD[Workload.WITHIN],
        palette.WORKLOAD_UPPER_HALF,
        palette.WORKLOAD[Workload.OVER],
        palette.WORKLOAD[Workload.FAR_OVER],
    )
    names: ClassVar[tuple[str, ...]] = ("under", "lower-half", "upper-half", "over", "far-over")

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids for which there is a standard that lets them have households at all."""
        return has_standard(plan)

    def states(self, plan: Plan) -> IntArray:
        """Return 0 under, 1 lower half, 2 upper half, 3 over, 4 far over."""
        state = workload_state(plan).astype(np.int64)
        least, most = household_standard(plan)
        upper = (state == Workload.WITHIN) & (2 * households_by_grid(plan) > least + most)
        return np.where(upper | (state > Workload.WITHIN), state + 1, state)


class WorkerLoad(States):
    """What the full-time worker of a grid carries in all: grids, households, distance, by the limit most used up."""

    key: ClassVar[str] = "load"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.LOAD
    names: ClassVar[tuple[str, ...]] = ("half", "within", "over", "nobody")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids that must have a full-time worker."""
        return needs_full_time_worker(plan)

    def states(self, plan: Plan) -> IntArray:
        """Return 0 up to half the limit, 1 up to the limit, 2 over it, 3 no full-time worker."""
        share = busiest_shares(plan, self.on)
        return np.where(share < 0, 3, (2 * share > 1).astype(np.int64) + (share > 1))


class Density(States):
    """Residents to a square kilometre, in classes of round numbers that any two maps share."""

    key: ClassVar[str] = "density"
    styles: ClassVar[tuple[Style, ...]] = palette.DENSITY
    names: ClassVar[tuple[str, ...]] = ("lowest", "low", "middle", "high", "highest")

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids of the deepest level that may have households at all; of others the density says nothing."""
        kinds = plan.scheme.kinds
        may = plan.of_kinds(
            kind for kind in kinds if not kind.households or any(highest > 0 for _, highest in kind.households.values())
        )
        return may & (plan.ranks == plan.ranks[may].max(initial=0))

    def states(self, plan: Plan) -> IntArray:
        """Return the class of every grid, 0 for the thinnest; one without ground counts as empty."""
        area_km2 = shapely.area(valid_shapes(plan)) / 1e6
        known = area_km2 > 0
        per_km2 = np.where(known, residents_by_grid(plan) / np.where(known, area_km2, 1.0), 0.0)
        return np.searchsorted(DENSITY_STEPS, per_km2, side="right").astype(np.int64)
