"""Set up a party branch for a grid, or a joint one for several, below the branch of the grid that they are part of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridmap.edits.rows_of_people import new_rows
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, branches_of

_GRID, _BRANCH, _JOINT, _AND, _OTHERS = "网格", "党支部", "联合党支部", "、", "等"
"""Of which the name of a branch is made, as rosters have it; whoever sets it up may give it another."""


@dataclass(frozen=True)
class SetUpBranch:
    """Put a party branch on the list that serves some grids, joint if there are several.

    Its tier is the one that the scheme asks of the first grid's kind, the branch above that of the parent of this grid,
    its members those that a list declares of all of them. It is named after the first two grids.

    Parameters
    ----------
    grids : tuple of int
    """

    grids: tuple[int, ...]

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen``, ``no-such-row``, ``branch-serves-already`` if one of the grids has a branch of its own,
            or, where a joint one is to be set up, any, or ``not-of-one-parent``.
        """
        grids = tuple(dict.fromkeys(self.grids))
        at = plan.positions(grids)
        if not grids:
            raise Refused("nothing-chosen")
        if (at < 0).any():
            raise Refused("no-such-row", table="grids")
        joint = len(grids) > 1
        served = branch_state(plan, grids) > (BranchState.NONE if joint else BranchState.JOINT)
        if served.any():
            has = [grid for grid, known in zip(grids, served.tolist(), strict=True) if known]
            raise Refused("branch-serves-already", grids=has, codes=", ".join(plan.codes(has)))
        if len(np.unique(plan.parents[at])) > 1:
            raise Refused("not-of-one-parent", grids=grids, codes=", ".join(plan.codes(grids)))
        number = int(plan.kind_numbers[at[0]])
        above = branches_of(plan, int(plan.parents[at[0]]))
        names = [str(plan.value(grid, "name")) or str(plan.value(grid, "code")) for grid in grids]
        branch = {
            "name": [_name(names)],
            "tier": [plan.scheme.kinds[number].branch_tier if number >= 0 else ""],
            "parent": [int(above[0]) if len(above) else 0],
            "members": [int(plan.grids["declared_members"].to_numpy()[at].sum())],
            "joint": [joint],
        }
        links = {"branch": [plan.next_id("branches")] * len(grids), "grid": list(grids)}
        return change_of(
            plan,
            "set-up-branch",
            put={"branches": new_rows(plan, "branches", branch), "branch_grids": new_rows(plan, "branch_grids", links)},
            values={"name": branch["name"][0], "count": len(grids)},
        )


def _name(grids: list[str]) -> str:
    stems = [name.removesuffix(_GRID) or name for name in grids]
    if len(stems) == 1:
        return stems[0] + _BRANCH
    return _AND.join(stems[:2]) + (_OTHERS if len(stems) > 2 else "") + _JOINT
