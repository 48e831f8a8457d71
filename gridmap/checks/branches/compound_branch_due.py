"""Compounds with party members enough for a branch of their own and without one."""

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
from gridmap.people.compound_branches import compound_branch_due, seats_of_compounds


@check(
    "compound-branch-due",
    severity="warning",
    group="branches",
    limits=("branch_members_min",),
    source="中国共产党支部工作条例（试行）(2018) art. 4: three or more full members set up a branch",
    reads=("grids", "compounds", "branches.id", "buildings"),
    again=if_compounds_move,
)
def compound_branches_due(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find compounds of the list whose full members are enough for a party branch of their own and that have none."""
    rows = np.flatnonzero(compound_branch_due(plan))
    seat = seats_of_compounds(plan)[rows]
    ids = plan.ids_at(seat)
    here = scope.has_rows(plan, ids)
    rows, ids = rows[here], ids[here]
    table = plan.tables["compounds"]
    yield from about_rows(
        plan,
        "compound-branch-due",
        [(grid,) if grid else () for grid in ids.tolist()],
        about=[f"compound {number}" for number in table.index[rows].tolist()],
        compound=table["name"].to_numpy(dtype=object)[rows],
        compound_id=table.index.to_numpy()[rows],
        members=table["members"].to_numpy()[rows],
        limit=np.full(len(rows), int(plan.scheme.limit("branch_members_min"))),
        households=compounds(plan).households[rows],
    )
