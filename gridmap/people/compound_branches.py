"""Party branches of compounds: where they are, and which compounds should have one by their members."""

from __future__ import annotations

import numpy as np

from gridmap.ground.compounds import compounds
from gridmap.model.arrays import BoolArray, IntArray, positions_in
from gridmap.model.indicators import COMPOUND
from gridmap.model.plan import Plan


def branch_positions(plan: Plan) -> IntArray:
    """Return the place in the table of branches of the branch of each compound of the list, -1 for none. Shape (r,)."""
    return positions_in(plan.tables["branches"].index.to_numpy(), plan.tables["compounds"]["branch"].to_numpy())


def seats_of_compounds(plan: Plan) -> IntArray:
    """Return where the grid of each compound of the list stands in ``plan.ids``, -1 for none. Shape (r,)."""
    return plan.positions(compounds(plan).seat[: len(plan.tables["compounds"])])


def branches_of_buildings(plan: Plan) -> IntArray:
    """Return the place of the branch of each building's compound, -1 for none. Shape (b,)."""
    known = branch_positions(plan)
    of = compounds(plan).building_compound
    listed = (of >= 0) & (of < len(known))
    found = np.full(len(of), -1, dtype=np.int64)
    found[listed] = known[of[listed]]
    return found


def compound_branch_due(plan: Plan) -> BoolArray:
    """Return which compounds of the list have members enough for a branch of their own and none. Shape (r,)."""
    members = plan.tables["compounds"]["members"].to_numpy()
    return (members >= plan.scheme.limit("branch_members_min")) & (branch_positions(plan) < 0)


def tier_of_compounds(plan: Plan, seat: int) -> str:
    """Return the tier of a compound's branch: the one that stands on compounds, else that of its grid's kind.

    Parameters
    ----------
    seat : int
        Place of its grid in ``plan.ids``, -1 for none.
    """
    levels = {level.key for level in plan.scheme.levels}
    for tier in plan.scheme.tiers:
        if tier.at == COMPOUND and COMPOUND not in levels:
            return tier.key
    number = int(plan.kind_numbers[seat]) if seat >= 0 else -1
    return plan.scheme.kinds[number].branch_tier if number >= 0 else ""
