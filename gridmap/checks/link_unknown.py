"""Links to a party branch, or to a grid, that the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_rows, check
from gridmap.plan import Plan, positions_in


@check(
    "link-unknown",
    severity="error",
    group="branches",
    source="Links refer to branches and grids",
    reads=(*HOUSEHOLDS, "branches", "branch_grids"),
)
def unknown_links(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find links between branch and grid of which one end is not in the project, so that they cover nothing."""
    links = plan.tables["branch_grids"]
    branch, grid = links["branch"].to_numpy(), links["grid"].to_numpy()
    has_branch = positions_in(plan.tables["branches"].index.to_numpy(), branch) >= 0
    has_grid = plan.positions(grid) >= 0
    rows = np.flatnonzero(~(has_branch & has_grid) & scope.has_rows(plan, grid))
    number = links.index.to_numpy()[rows].tolist()
    yield from about_rows(
        plan,
        "link-unknown",
        [(int(grid[row]),) if has_grid[row] else () for row in rows],
        branches=[(int(branch[row]),) if has_branch[row] else () for row in rows],
        about=[f"link {row}" for row in number],
        missing=np.where(has_grid[rows], "branch", np.where(has_branch[rows], "grid", "branch-and-grid")),
        link=number,
    )
