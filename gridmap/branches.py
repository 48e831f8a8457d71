"""Which party branch serves a grid: one of its own, one it shares with other grids, or none."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from gridmap.plan import IntArray, Plan, positions_in


class BranchState(IntEnum):
    """How a grid is covered by a party branch; "joint" and "none" are different states."""

    NONE = 0
    JOINT = 1
    OWN = 2


def branch_state(plan: Plan, grids: npt.ArrayLike | None = None) -> npt.NDArray[np.int8]:
    """Return for every grid whether a branch of its own, only a joint branch, or none serves it.

    A branch counts if it is linked to the grid itself and its tier is the one that the scheme requires of the grid's
    kind (any tier, if the scheme does not say; a branch without a tier always counts). It is joint if it is marked so.

    Parameters
    ----------
    plan : Plan
    grids : array of int, optional
        Ids of grids; all of the plan by default. An id that the plan does not have is answered with 0.

    Returns
    -------
    array of int8, shape (n,)
        Values of :class:`BranchState`: 0 none, 1 joint, 2 own; in the order of ``grids``.
    """
    branches = plan.tables["branches"]
    branch, grid = _links(plan)
    state = np.zeros(len(plan.ids) + 1, dtype=np.int8)  # the last place answers for ids that are not there (-1)
    joint = branches["joint"].to_numpy()[branch]
    state[grid[joint]] = BranchState.JOINT
    state[grid[~joint]] = BranchState.OWN
    return state[:-1] if grids is None else state[plan.positions(grids)]


def branches_of(plan: Plan, grid: int) -> IntArray:
    """Return the ids of the branches that serve a grid (see :func:`branch_state`), ascending, each once."""
    branch, place = _links(plan)
    ids: IntArray = plan.tables["branches"].index.to_numpy()
    return np.unique(ids[branch[place == plan.positions([grid])[0]]])


def _links(plan: Plan) -> tuple[IntArray, IntArray]:
    """Return the links that count: place of the branch in its table, and place of the grid in ``plan.ids``."""
    links, branches = plan.tables["branch_grids"], plan.tables["branches"]
    branch = positions_in(branches.index.to_numpy(), links["branch"])
    grid = plan.positions(links["grid"])
    found = (branch >= 0) & (grid >= 0)
    branch, grid = branch[found], grid[found]
    wanted = np.array([*(kind.branch_tier for kind in plan.scheme.kinds), ""], dtype=object)[plan.kind_numbers[grid]]
    tier = branches["tier"].to_numpy(dtype=object)[branch]
    fits = (tier == wanted) | (tier == "") | (wanted == "")
    return branch[fits], grid[fits]
