"""Base grids that the border of another department's grid runs through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids, changed_or_moved, parents_of
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.departments import crossings, departments, laid_over
from gridmap.ground.placement import placement, rehoused
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def _laid_otherwise(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the grids that a change touches, those above them, and those whose buildings it touches."""
    if "department_grids" in change.rows:
        return None
    if not departments(new):
        return np.empty(0, dtype=np.int64)
    before, after = rehoused(old, new, change)
    houses = np.union1d(placement(old).holder[before], placement(new).holder[after])
    grids = changed_grids(old, new, change, "geometry", "kind", "parent")
    return np.unique(np.concatenate([grids, parents_of(old, new, grids), changed_or_moved(old, new, change), houses]))


@check(
    "department-crossing",
    severity="notice",
    group="ground",
    limits=("sliver_width",),
    source="docs/departments.md: grids of all departments are to be merged into base grids, one geometry for all",
    reads=(
        "grids.geometry",
        "grids.kind",
        "grids.parent",
        "buildings.geometry",
        "buildings.households",
        "department_grids",
    ),
    again=_laid_otherwise,
)
def department_crossings(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find parts of base grids that a department counts with another of its grids than most of the base grid.

    Only a plan with departments' grids has any. What is narrower than the limit, where nobody lives, is a difference of
    drawing and not told. Most of a base grid is where most of its households are, else most of its area.
    """
    table = plan.tables["department_grids"]
    names = dict(zip(table.index.tolist(), table["name"].tolist(), strict=True))
    for department in departments(plan):
        found = crossings(laid_over(plan, department))
        here = np.flatnonzero(
            np.ones(len(found), dtype=bool) if scope.grids is None else np.isin(found.base, scope.grids)
        )
        yield from about_rows(
            plan,
            "department-crossing",
            found.base[here][:, None].tolist(),
            where=found.shape[here],
            about=[f"department grid {grid}" for grid in found.grid[here].tolist()],
            department=[department] * len(here),
            holder=[names[grid] for grid in found.grid[here].tolist()],
            area_m2=found.area_m2[here],
            households=found.households[here],
        )
