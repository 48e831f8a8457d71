"""Grids served by a party branch that belongs elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.branches import known_links, parent_positions
from gridmap.people.chains import in_seats


@check(
    "branch-of-another",
    severity="warning",
    group="branches",
    source="docs/design.md, What it is for",
    reads=("grids.kind", "grids.parent", "grids.code", "branches.parent", "branch_grids"),
)
def branches_of_another(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids linked to a party branch whose chain leads up to another unit, for instance another village.

    The branch above is seated in one or more grids; a grid that the lower branch serves must lie in one of them. Where
    the branch above is missing or seated nowhere, the chain is what is at fault; where the grid has no parent, or one
    of a wrong kind, the grid is.
    """
    branch, grid, unit = _away(plan, scope.on)
    here = scope.has(plan)[grid]
    branch, grid, unit = branch[here], grid[here], unit[here]
    yield from about_rows(
        plan,
        "branch-of-another",
        plan.ids[grid][:, None].tolist(),
        branches=plan.tables["branches"].index.to_numpy()[branch][:, None].tolist(),
        unit=plan.codes(plan.ids[unit]),
    )


@kept_by_day("grids.kind", "grids.parent", "branches.parent", "branch_grids")
def _away(plan: Plan, on: dt.date) -> tuple[IntArray, IntArray, IntArray]:
    """Return the links at fault: places of branch and grid, and of a grid that the branch above is seated in."""
    branch, grid = known_links(plan, on)
    above = parent_positions(plan)[branch]
    branch, grid, above = branch[above >= 0], grid[above >= 0], above[above >= 0]
    inside, unit = in_seats(plan, above, grid, on)
    return branch[~inside], grid[~inside], unit[~inside]
