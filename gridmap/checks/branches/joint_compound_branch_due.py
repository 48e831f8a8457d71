"""Compounds with too few party members for a branch of their own, and with whom they could set up a joint one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.following import if_compounds_move
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds
from gridmap.model.plan import Plan
from gridmap.people.compound_branches import seats_of_compounds
from gridmap.people.joint_compounds import joint_compounds


@check(
    "joint-compound-branch-due",
    severity="warning",
    group="branches",
    limits=("branch_members_min", "branch_members_max", "joint_branch_units"),
    source="中国共产党支部工作条例（试行）(2018) art. 5: units of fewer than three full members form a joint branch",
    reads=("grids", "compounds", "branches.id", "buildings"),
    again=if_compounds_move,
)
def joint_compound_branches_due(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find neighbouring compounds with too few full members each for a branch, which could set up a joint one.

    They are on the list, have members but no branch, lie in one village and at most 100 m from one another, and have
    members enough together; as few as possible are left over, in as few joint branches as possible. Of one that is left
    over, or has nobody to join, the reason is told.
    """
    found, seat = joint_compounds(plan), seats_of_compounds(plan)
    ids = plan.ids_at(seat)
    here = scope.has_rows(plan, ids)
    groups = [rows for rows in found.groups() if here[rows].any()]
    alone = np.flatnonzero((found.group < 0) & here[found.row])
    left = [found.row[[at]] for at in alone.tolist()]
    table, households = plan.tables["compounds"], compounds(plan).households
    names, keys = table["name"].to_numpy(dtype=object), table.index.to_numpy()
    members, limit = table["members"].to_numpy(), int(plan.scheme.limit("branch_members_min"))
    for units, reason in ((groups, None), (left, found.why[alone].tolist())):
        numbers = [" ".join(map(str, keys[rows].tolist())) for rows in units]
        of_those_left: dict[str, Any] = {} if reason is None else {"reason": np.array(reason, dtype=object)}
        yield from about_rows(
            plan,
            "joint-compound-branch-due",
            [tuple(dict.fromkeys(grid for grid in ids[rows].tolist() if grid)) for rows in units],
            where=None,
            about=[f"compounds {number}" for number in numbers],
            compound=["、".join(names[rows].tolist()) for rows in units],
            compound_ids=numbers,
            members=[int(members[rows].sum()) for rows in units],
            limit=[limit] * len(units),
            households=[int(households[rows].sum()) for rows in units],
            **of_those_left,
        )
