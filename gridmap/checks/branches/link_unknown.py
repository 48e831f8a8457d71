"""Links to a party branch, or to a grid, that the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@check(
    "link-unknown",
    severity="error",
    group="branches",
    source="Links refer to branches and grids",
    reads=("grids.id", "branches.id", "branch_grids.branch", "branch_grids.grid"),
)
def unknown_links(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find links between branch and grid of which one end is not in the project, so that they cover nothing."""
    links, rows = plan.tables["branch_grids"], _loose_ends(plan)
    rows = rows[scope.has_rows(plan, links["grid"].to_numpy()[rows])]
    branch, grid = links["branch"].to_numpy()[rows], links["grid"].to_numpy()[rows]
    has_branch = positions_in(plan.tables["branches"].index.to_numpy(), branch) >= 0
    has_grid = plan.positions(grid) >= 0
    number = links.index.to_numpy()[rows].tolist()
    yield from about_rows(
        plan,
        "link-unknown",
        [(g,) if known else () for g, known in zip(grid.tolist(), has_grid.tolist(), strict=True)],
        branches=[(b,) if known else () for b, known in zip(branch.tolist(), has_branch.tolist(), strict=True)],
        about=[f"link {row}" for row in number],
        missing=np.where(has_grid, "branch", np.where(has_branch, "grid", "branch-and-grid")),
        link=number,
    )


@kept("branches.id", "branch_grids.branch", "branch_grids.grid", "grids.id")
def _loose_ends(plan: Plan) -> IntArray:
    """Return the rows of links of which one end is missing."""
    links = plan.tables["branch_grids"]
    branch = positions_in(plan.tables["branches"].index.to_numpy(), links["branch"].to_numpy())
    return np.flatnonzero((branch < 0) | (plan.positions(links["grid"].to_numpy()) < 0))
