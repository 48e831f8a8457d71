"""Set up a party branch for a grid, a compound, or a joint one for several grids, below that of the unit above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gridmap.edits.rows_of_people import new_rows
from gridmap.model.arrays import positions_in
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, branches_of, tier_ranks
from gridmap.people.chains import may_stand_above
from gridmap.people.compound_branches import branch_positions, seats_of_compounds, tier_of_compounds
from gridmap.people.joint_compounds import villages_of_compounds

_GRID, _BRANCH, _JOINT, _AND, _OTHERS = "网格", "党支部", "联合党支部", "、", "等"
"""Of which the name of a branch is made, as rosters have it; whoever sets it up may give it another."""


@dataclass(frozen=True)
class SetUpBranch:
    """Put a party branch on the list that serves some grids, joint if there are several.

    Its tier is the one that the scheme asks of the first grid's kind, the branch above the nearest that serves a grid
    above this one and may stand there, its members those that a list declares of all of them. It is named after the
    first two grids. What joint branch served a grid goes on doing so until it is unlinked.

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
        tier = plan.scheme.kinds[number].branch_tier if number >= 0 else ""
        names = [str(plan.value(grid, "name")) or str(plan.value(grid, "code")) for grid in grids]
        branch: dict[str, Sequence[object]] = {
            "name": [_name(names)],
            "tier": [tier],
            "parent": [_above(plan, int(plan.parent_positions[at[0]]), tier)],
            "members": [int(plan.grids["declared_members"].to_numpy()[at].sum())],
            "joint": [joint],
        }
        links: dict[str, Sequence[object]] = {"branch": [plan.next_id("branches")] * len(grids), "grid": list(grids)}
        return change_of(
            plan,
            "set-up-branch",
            put={"branches": new_rows(plan, "branches", branch), "branch_grids": new_rows(plan, "branch_grids", links)},
            values={"name": _name(names), "count": len(grids)},
        )


@dataclass(frozen=True)
class SetUpCompoundBranch:
    """Put a party branch of a compound on the list and make it the compound's own.

    It stands below the branch of the grid of the compound or, where the scheme has a tier for compounds, below one of a
    tier that may stand above that; its members are those of the compound.

    Parameters
    ----------
    compound : int
        Id of a row of ``compounds``.
    """

    compound: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``, or ``compound-has-branch`` if it has one."""
        table = plan.tables["compounds"]
        if self.compound not in table.index:
            raise Refused("no-such-row", table="compounds")
        row = int(table.index.get_loc(self.compound))
        name = str(table["name"].iloc[row])
        if branch_positions(plan)[row] >= 0:
            raise Refused("compound-has-branch", name=name)
        seat = int(seats_of_compounds(plan)[row])
        tier = tier_of_compounds(plan, seat)
        branch: dict[str, Sequence[object]] = {
            "name": [name + _BRANCH],
            "tier": [tier],
            "parent": [_above(plan, seat, tier)],
            "members": [int(table["members"].iloc[row])],
        }
        rows = {
            "branches": new_rows(plan, "branches", branch),
            "compounds": edited_rows(plan, "compounds", [self.compound], branch=plan.next_id("branches")),
        }
        return change_of(plan, "set-up-compound-branch", put=rows, values={"name": name + _BRANCH})


@dataclass(frozen=True)
class SetUpJointCompoundBranch:
    """Put a joint party branch of several compounds on the list and make it the branch of each of them.

    It stands where the branch of the first of them would, its members are those of all of them, and it is named after
    the first two.

    Parameters
    ----------
    compounds : tuple of int
        Ids of rows of ``compounds``.
    """

    compounds: tuple[int, ...]

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen`` if there are not two, ``no-such-row``, ``compound-has-branch`` if one of them has one, or
            ``compounds-not-of-one-village``.
        """
        ids = tuple(dict.fromkeys(self.compounds))
        table = plan.tables["compounds"]
        if len(ids) < 2:
            raise Refused("nothing-chosen")
        rows = positions_in(table.index.to_numpy(), ids)
        if (rows < 0).any():
            raise Refused("no-such-row", table="compounds")
        names = [str(name) for name in table["name"].to_numpy(dtype=object)[rows]]
        has = branch_positions(plan)[rows] >= 0
        if has.any():
            raise Refused("compound-has-branch", name=names[int(np.flatnonzero(has)[0])])
        villages = villages_of_compounds(plan)[rows]
        if len(np.unique(villages)) > 1 or not villages[0]:
            raise Refused("compounds-not-of-one-village", names=_AND.join(names))
        seat = int(seats_of_compounds(plan)[rows[0]])
        tier, name = tier_of_compounds(plan, seat), _name(names)
        branch: dict[str, Sequence[object]] = {
            "name": [name],
            "tier": [tier],
            "parent": [_above(plan, seat, tier)],
            "members": [int(table["members"].to_numpy()[rows].sum())],
            "joint": [True],
        }
        put = {
            "branches": new_rows(plan, "branches", branch),
            "compounds": edited_rows(plan, "compounds", list(ids), branch=plan.next_id("branches")),
        }
        return change_of(plan, "set-up-joint-compound-branch", put=put, values={"name": name, "count": len(ids)})


def _above(plan: Plan, seat: int, tier: str) -> int:
    """Return the nearest branch that serves a grid or one above it and may stand above one of a tier, 0 for none."""
    ranks = {known.key: known.rank for known in plan.scheme.tiers}
    may, of = may_stand_above(plan.scheme)[ranks.get(tier, 0)], tier_ranks(plan)
    ids = plan.tables["branches"].index
    for _ in plan.scheme.levels:
        for branch in branches_of(plan, int(plan.ids[seat])).tolist() if seat >= 0 else ():
            if may[of[ids.get_loc(branch)]]:
                return int(branch)
        seat = int(plan.parent_positions[seat]) if seat >= 0 else -1
    return 0


def _name(grids: list[str]) -> str:
    stems = [name.removesuffix(_GRID) or name for name in grids]
    if len(stems) == 1:
        return stems[0] + _BRANCH
    return _AND.join(stems[:2]) + (_OTHERS if len(stems) > 2 else "") + _JOINT
