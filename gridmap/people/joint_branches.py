"""Units that should have a party branch by their members, and joint branches for those that have too few.

How many full members a grid has is what a list declares of it (``declared_members``), and a compound what the list of
compounds says; of one with none nobody knows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.side_by_side import side_by_side
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, needs_branch
from gridmap.people.compound_branches import compound_branch_due, seats_of_compounds
from gridmap.people.joining import Bounds, joined
from gridmap.people.joint_compounds import joint_compounds


@dataclass(frozen=True, eq=False)
class JointBranches:
    """Units with too few members for a branch of their own and without any, and whom they could join.

    Attributes
    ----------
    grid : int64 (k,)
        Places in ``plan.ids``, ascending.
    members : int64 (k,)
    group : int64 (k,)
        Number of the joint branch that is proposed for each, -1 for none.
    why : object (k,)
        Why a unit is in none, see :class:`gridmap.people.joining.Joined`; ``""`` for one that is.
    """

    grid: IntArray
    members: IntArray
    group: IntArray
    why: npt.NDArray[np.object_]

    def groups(self) -> list[IntArray]:
        """Return the places in ``plan.ids`` of the grids of each group."""
        return [self.grid[self.group == number] for number in range(int(self.group.max(initial=-1)) + 1)]


def branch_due(plan: Plan, on: dt.date | None = None) -> BoolArray:
    """Return which grids have members enough for a branch of their own, should have one, and have none. Shape (n,).

    A joint one does not do: it is for units with too few members.
    """
    enough = plan.grids["declared_members"].to_numpy() >= plan.scheme.limit("branch_members_min")
    return enough & needs_branch(plan) & (branch_state(plan, on=on) != BranchState.OWN)


@kept_by_day(
    "grids.geometry",
    "grids.kind",
    "grids.parent",
    "grids.declared_members",
    "branches.tier",
    "branches.joint",
    "branch_grids",
)
def joint_branches(plan: Plan, on: dt.date) -> JointBranches:
    """Return whom units with too few members and no branch could join: neighbours of the same parent like themselves.

    A group has members enough for a branch and not too many, and not more units than a joint branch should have; it
    lies in one piece. As few units as possible are left over, in as few groups as possible.
    """
    limit = plan.scheme.limit
    members = plan.grids["declared_members"].to_numpy()
    few = (members > 0) & (members < limit("branch_members_min"))
    grid = np.flatnonzero(few & needs_branch(plan) & (branch_state(plan, on=on) == BranchState.NONE))
    apart = np.where(plan.parents[grid] > 0, plan.parents[grid], -1 - grid)  # those without a parent join nobody
    one, two, border = side_by_side(plan, grid, apart)
    bounds = Bounds(
        int(limit("branch_members_min")), int(limit("branch_members_max")), int(limit("joint_branch_units"))
    )
    found = joined(members[grid], one, two, border, bounds)
    return JointBranches(grid, members[grid], found.group, found.why)


def branches_wanted(plan: Plan, on: dt.date | None = None) -> pd.DataFrame:
    """Return the branches that should be set up, and the units that can set up none, by place.

    Returns
    -------
    DataFrame
        ``grids`` (tuple of ids, ascending), ``compound`` (id of the one compound that it is about, whose grid the first
        is, if it has one; else 0), ``compounds`` (tuple of ids: that one, or those of a joint branch), ``members`` (of
        all of them), ``form``: ``"own"``, ``"joint"`` or ``""`` for a unit that is left over, and ``why`` it is
        (:class:`gridmap.people.joining.Joined`), else ``""``. In the order of the grids above and then of the first
        grid.
    """
    own, found = np.flatnonzero(branch_due(plan, on)), joint_branches(plan, on)
    members = plan.grids["declared_members"].to_numpy()
    alone = np.flatnonzero(found.group < 0)
    places = [[at] for at in own.tolist()] + [group.tolist() for group in found.groups()]
    forms = ["own"] * len(own) + ["joint"] * (len(places) - len(own)) + [""] * len(alone)
    places += [[at] for at in found.grid[alone].tolist()]
    table = pd.DataFrame(
        {
            "grids": [tuple(plan.ids[at].tolist()) for at in places],
            "compounds": [()] * len(places),
            "members": [int(members[at].sum()) for at in places],
            "form": forms,
            "why": [""] * (len(places) - len(alone)) + found.why[alone].tolist(),
        }
    )
    table = pd.concat([table, _of_compounds(plan)], ignore_index=True)
    table.insert(1, "compound", [ids[0] if len(ids) == 1 else 0 for ids in table["compounds"]])
    first = plan.positions([(*grids, 0)[0] for grids in table["grids"]])
    above = [np.append(plan.ancestors_at(level), 0)[first] for level in plan.scheme.levels]
    return table.iloc[np.lexsort((plan.ids_at(first), *above[::-1]))].reset_index(drop=True)


def _of_compounds(plan: Plan) -> pd.DataFrame:
    """Return the rows of :func:`branches_wanted` that are about compounds."""
    listed, found = plan.tables["compounds"], joint_compounds(plan)
    own, alone = np.flatnonzero(compound_branch_due(plan)), np.flatnonzero(found.group < 0)
    units = [[row] for row in own.tolist()] + [group.tolist() for group in found.groups()]
    forms = ["own"] * len(own) + ["joint"] * (len(units) - len(own)) + [""] * len(alone)
    units += [[row] for row in found.row[alone].tolist()]
    seat = plan.ids_at(seats_of_compounds(plan))
    ids, members = listed.index.to_numpy(), listed["members"].to_numpy()
    return pd.DataFrame(
        {
            "grids": [tuple(np.unique(seat[rows][seat[rows] > 0]).tolist()) for rows in units],
            "compounds": [tuple(ids[rows].tolist()) for rows in units],
            "members": [int(members[rows].sum()) for rows in units],
            "form": forms,
            "why": [""] * (len(units) - len(alone)) + found.why[alone].tolist(),
        }
    )
