"""Compounds whose party branch belongs elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import if_compounds_move
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds
from gridmap.model.plan import Plan
from gridmap.people.branches import parent_positions
from gridmap.people.chains import in_seats
from gridmap.people.compound_branches import branch_positions, seats_of_compounds


@check(
    "compound-of-another",
    severity="warning",
    group="branches",
    source="docs/design.md, What it is for",
    reads=("grids", "compounds", "branches.id", "branches.parent", "branch_grids", "buildings"),
    again=if_compounds_move,
)
def compounds_of_another(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find compounds whose party branch has a chain that leads up to another unit, for instance another village."""
    branch, seat = branch_positions(plan), seats_of_compounds(plan)
    above = np.append(parent_positions(plan), -1)[branch]
    rows = np.flatnonzero((branch >= 0) & (above >= 0) & (seat >= 0))
    if not len(rows):
        return
    inside, unit = in_seats(plan, above[rows], seat[rows], scope.on)
    away = ~inside & scope.has(plan)[seat[rows]]
    rows, unit = rows[away], unit[away]
    table = plan.tables["compounds"]
    yield from about_rows(
        plan,
        "compound-of-another",
        plan.ids[seat[rows]][:, None].tolist(),
        branches=plan.tables["branches"].index.to_numpy()[branch[rows]][:, None].tolist(),
        about=[f"compound {number}" for number in table.index[rows].tolist()],
        compound=table["name"].to_numpy(dtype=object)[rows],
        unit=plan.codes(plan.ids[unit]),
        households=compounds(plan).households[rows],
    )
