"""Compounds with too few party members for a branch of their own, and with whom they could set up a joint one.

Compounds have outlines or buildings and seldom a border in common, so those lie side by side that are not farther from
one another than a street and what stands along it. Those of which only the grid is known, if it is not divided
further, stand in a row in that grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.compounds import grounds
from gridmap.model.arrays import FloatArray, IntArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from gridmap.people.compound_branches import branch_positions, seats_of_compounds
from gridmap.people.joining import Bounds, joined

BESIDE_M: Final = 100.0
"""Compounds lie side by side if there are at most so many metres between them."""

_NEAREST: Final = 3
"""Of all that lie beside a compound so many may be joined to it, the nearest ones."""


@dataclass(frozen=True, eq=False)
class JointCompounds:
    """Compounds of the list with members, but too few, and no branch, and whom they could join.

    Attributes
    ----------
    row : int64 (k,)
        Places in the list, ascending.
    members : int64 (k,)
    group : int64 (k,)
        Number of the joint branch that is proposed for each, -1 for none.
    why : object (k,)
        Why one is in none, see :class:`gridmap.people.joining.Joined`; ``""`` for one that is.
    """

    row: IntArray
    members: IntArray
    group: IntArray
    why: npt.NDArray[np.object_]

    def groups(self) -> list[IntArray]:
        """Return the places in the list of the compounds of each group."""
        return [self.row[self.group == number] for number in range(int(self.group.max(initial=-1)) + 1)]


def villages_of_compounds(plan: Plan) -> IntArray:
    """Return the id of the village that each compound of the list lies in, 0 for none. Shape (r,).

    That is the grid of the level above the lowest, or of the only level.
    """
    level = plan.scheme.levels[max(len(plan.scheme.levels) - 2, 0)]
    return np.append(plan.ancestors_at(level), 0)[seats_of_compounds(plan)]


@kept("grids.geometry", "grids.kind", "grids.parent", "buildings", "compounds", "branches.id")
def joint_compounds(plan: Plan) -> JointCompounds:
    """Return whom compounds with too few members and no branch could join: neighbours of their village like themselves.

    A group has members enough for a branch and not too many, and not more units than a joint branch should have; each
    lies beside another of it. As few as possible are left over, in as few groups as possible.
    """
    limit = plan.scheme.limit
    members = plan.tables["compounds"]["members"].to_numpy()
    few = (members > 0) & (members < limit("branch_members_min"))
    row = np.flatnonzero(few & (branch_positions(plan) < 0))
    bounds = Bounds(
        int(limit("branch_members_min")), int(limit("branch_members_max")), int(limit("joint_branch_units"))
    )
    one, two, near = _side_by_side(plan, row)
    found = joined(members[row], one, two, near, bounds)
    return JointCompounds(row, members[row], found.group, found.why)


def _side_by_side(plan: Plan, row: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Return pairs of compounds that lie side by side in one village, by their place in ``row``, and how near they are.

    Nearness is 1 at the farthest and more the nearer they are, so that who is near is joined first.
    """
    nobody = np.zeros(0, dtype=np.int64)
    if len(row) < 2:
        return nobody, nobody, np.zeros(0)
    ground, village = grounds(plan, row), villages_of_compounds(plan)[row]
    seat = seats_of_compounds(plan)[row]
    placed = np.flatnonzero(~shapely.is_missing(ground))
    a, b = shapely.STRtree(ground[placed]).query(ground[placed], predicate="dwithin", distance=BESIDE_M)
    one, two = placed[a], placed[b]
    divided = np.append(np.isin(plan.ids, plan.parents), True)  # a village says too little
    bare = np.flatnonzero(shapely.is_missing(ground) & ~divided[seat])
    c, d = _in_a_row(bare, placed, seat)
    one, two = np.concatenate([one, c]), np.concatenate([two, d])
    pairs = np.unique(np.sort(np.column_stack([one, two]), axis=1), axis=0)
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & (village[pairs[:, 0]] == village[pairs[:, 1]])]
    pairs = pairs[village[pairs[:, 0]] > 0]
    one, two = pairs[:, 0], pairs[:, 1]
    apart = np.nan_to_num(shapely.distance(ground[one], ground[two]), nan=BESIDE_M)
    near = _nearest(one, two, apart)
    return one[near], two[near], 1.0 + BESIDE_M - apart[near]


def _in_a_row(bare: IntArray, placed: IntArray, seat: IntArray) -> tuple[IntArray, IntArray]:
    """Return pairs of those whose grid alone is known: each with the next, the first with one of a place."""
    order = bare[np.argsort(seat[bare], kind="stable")]
    grids, first = np.unique(seat[order], return_index=True)
    with_place, known = np.unique(seat[placed], return_index=True)
    _, left, right = np.intersect1d(grids, with_place, return_indices=True)
    next_to = np.flatnonzero(seat[order[:-1]] == seat[order[1:]])
    return (
        np.concatenate([order[next_to], order[first[left]]]),
        np.concatenate([order[next_to + 1], placed[known[right]]]),
    )


def _nearest(one: IntArray, two: IntArray, apart: FloatArray) -> npt.NDArray[np.bool_]:
    """Return which pairs are among the nearest of either of the two; of equally near ones the next in the list."""
    here, other = np.concatenate([one, two]), np.concatenate([two, one])
    order = np.lexsort((np.abs(other - here), np.concatenate([apart, apart]), here))
    first = np.searchsorted(here[order], here[order])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - first
    among = rank < _NEAREST
    return among[: len(one)] | among[len(one) :]
