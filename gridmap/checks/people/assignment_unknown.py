"""Assignments of somebody, or to a grid, that the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.people.staffing import known_ends


def _otherwise_known(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the same workers and grids are there, and no assignment that is touched lacks one of them."""
    if not change.touched.isdisjoint(("workers.id", "grids.id")):
        return None
    for plan in (old, new):
        at = positions_in(plan.tables["assignments"].index.to_numpy(), change.ids("assignments"))
        if not known_ends(plan)[at[at >= 0]].all():
            return None
    return np.empty(0, dtype=np.int64)


@check(
    "assignment-unknown",
    severity="error",
    group="people",
    source="Assignments refer to workers and grids",
    reads=("grids.kind", "assignments", "workers"),
    again=_otherwise_known,
)
def unknown_assignments(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find assignments whose worker or whose grid is not in the project, so that they staff nothing."""
    assignments = plan.tables["assignments"]
    rows = np.flatnonzero(~known_ends(plan))
    rows = rows[scope.has_rows(plan, assignments["grid"].to_numpy()[rows])]
    worker, grid = assignments["worker"].to_numpy()[rows], assignments["grid"].to_numpy()[rows]
    has_worker = positions_in(plan.tables["workers"].index.to_numpy(), worker) >= 0
    has_grid = plan.positions(grid) >= 0
    number = assignments.index.to_numpy()[rows].tolist()
    missing = np.where(has_grid, "worker", np.where(has_worker, "grid", "worker-and-grid"))
    yield from about_rows(
        plan,
        "assignment-unknown",
        [(g,) if known else () for g, known in zip(grid.tolist(), has_grid.tolist(), strict=True)],
        workers=[(w,) if known else () for w, known in zip(worker.tolist(), has_worker.tolist(), strict=True)],
        about=[f"assignment {row}" for row in number],
        missing=missing,
        assignment=number,
    )
