"""The chain of party branches from the lowest tier to the top, for every grid and building, and where it breaks.

A chain begins with a branch that serves a grid, or a grid above it where the scheme asks none of it, and goes up from
branch to branch above until a tier above which the scheme has none. However many tiers there are, each step is one look
at arrays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from gridmap.ground.placement import holder_positions
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.kept import kept, kept_by_day
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from gridmap.people.branches import needs_branch, parent_positions, seats, serving_links, tier_ranks
from gridmap.people.compound_branches import branches_of_buildings


class ChainState(IntEnum):
    """Whether a chain reaches the top, and what it lacks if it does not."""

    WHOLE = 0
    NO_PARENT = 1
    """A branch has no branch above it."""
    SKIPPED = 2
    """The branch above is of a higher tier than it should be: one between them is missing."""
    WRONG_TIER = 3
    """The branch above is of a tier that cannot stand above."""
    CIRCLE = 4
    """A branch stands above itself, through others."""
    ELSEWHERE = 5
    """The branch above is that of another unit."""
    NOBODY = 6
    """No branch serves the grid, which should have one: there is nothing at the lower end."""
    NOT_ASKED = 7
    """The scheme asks no branch of the grid, nor of any above it; or a building is in no grid."""


States = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Chains:
    """The chains of some units, one for each, as columns.

    Attributes
    ----------
    state : int8 (k,)
        Values of :class:`ChainState`.
    first : int64 (k,)
        Place in the table of branches of that at the lower end, -1 for none.
    last : int64 (k,)
        Place of the one at which the chain ends, at the top or where it breaks; -1 for none.
    missing : int64 (k,)
        Rank of the tier that is missing where it breaks; 0 where none is, or where the scheme does not say which.
    """

    state: States
    first: IntArray
    last: IntArray
    missing: IntArray

    def of(self, rows: IntArray) -> Chains:
        """Return the chains of some of the units."""
        return Chains(self.state[rows], self.first[rows], self.last[rows], self.missing[rows])


def may_stand_above(scheme: Scheme) -> BoolArray:
    """Return which tier may stand above which. Shape (t + 1, t + 1), by rank, the lower one first.

    Rank 0 stands for a tier that is not recorded; it gets the benefit of the doubt both ways.
    """
    may = np.zeros((len(scheme.tiers) + 1, len(scheme.tiers) + 1), dtype=bool)
    may[0], may[:, 0] = True, True
    rank = {tier.key: tier.rank for tier in scheme.tiers}
    for tier in scheme.tiers:
        may[tier.rank, [rank[parent] for parent in tier.parents]] = True
    return may


def tier_above(scheme: Scheme) -> IntArray:
    """Return for each rank that of the nearest tier that may stand above it, 0 for none. Shape (t + 1,)."""
    rank = {tier.key: tier.rank for tier in scheme.tiers}
    nearest = [max((rank[parent] for parent in tier.parents), default=0) for tier in scheme.tiers]
    return np.array([0, *nearest], dtype=np.int64)


@kept("branches.parent", "branches.tier")
def steps_up(plan: Plan) -> IntArray:
    """Return the place of the branch above each, -1 where there is none or a chain ends with the top. Shape (b,)."""
    top = (tier_ranks(plan) > 0) & (tier_above(plan.scheme)[tier_ranks(plan)] == 0)
    return np.where(top, -1, parent_positions(plan))


@kept("branches.parent", "branches.tier")
def links_up(plan: Plan) -> tuple[States, IntArray]:
    """Return of each branch what is wrong with its link to the one above, and which tier is missing there.

    Of a circle each link that is wrong by its tiers is told; one in which none is, through branches whose tier is not
    recorded, is told of the branch with the lowest id.

    Returns
    -------
    state : int8 (b,)
        Values of :class:`ChainState`, ``WHOLE`` to ``CIRCLE``.
    missing : int64 (b,)
        Rank of the tier that should stand above, 0 where nothing is wrong or the tier is not recorded.
    """
    rank, above = tier_ranks(plan), steps_up(plan)
    state = np.zeros(len(rank), dtype=np.int8)
    if not len(rank):
        return state, np.zeros(0, dtype=np.int64)
    wanted = tier_above(plan.scheme)[rank]
    over = np.where(above >= 0, rank[above], 0)
    state[(above < 0) & (wanted > 0)] = ChainState.NO_PARENT
    wrong = (above >= 0) & ~may_stand_above(plan.scheme)[rank, over]
    state[wrong] = np.where(over < wanted, ChainState.SKIPPED, ChainState.WRONG_TIER)[wrong]
    round_ = _in_circles(above)
    state[round_ & wrong] = ChainState.CIRCLE
    for circle in _circles(above, np.flatnonzero(round_)):
        if not wrong[circle].any():
            state[min(circle)] = ChainState.CIRCLE
    return state, np.where(state > 0, wanted, 0)


def _in_circles(above: IntArray) -> BoolArray:
    """Return which places come back to themselves: where all are after more steps than there are places."""
    step, count = np.append(np.where(above >= 0, above, len(above)), len(above)), 1
    while count < len(above):
        step, count = step[step], 2 * count
    found = np.zeros(len(above) + 1, dtype=bool)
    found[step] = True
    return found[:-1]


def _circles(above: IntArray, places: IntArray) -> list[list[int]]:
    """Return the circles that some places make up."""
    left, found = set(places.tolist()), []
    while left:
        at = min(left)
        circle = []
        while at in left:
            left.remove(at)
            circle.append(at)
            at = int(above[at])
        found.append(circle)
    return found


def in_seats(plan: Plan, branch: IntArray, grid: IntArray, on: dt.date | None) -> tuple[BoolArray, IntArray]:
    """Return which grids lie in one that a branch is seated in, and such a seat for those that lie in none.

    Parameters
    ----------
    branch, grid : int64 (k,)
        Pairs: place in the table of branches, and in ``plan.ids``.

    Returns
    -------
    inside : bool (k,)
        True too where the branch is seated nowhere, and for a grid whose own place is not known: it has no parent, or
        one of a wrong kind.
    seat : int64 (k,)
        Place in ``plan.ids`` of the first grid that the branch is seated in, -1 where the grid counts as inside.
    """
    inside = np.ones(len(branch), dtype=bool)
    seat = np.full(len(branch), -1, dtype=np.int64)
    asked = np.flatnonzero((plan.ranks[grid] > 0) & plan.parent_fits[grid])
    branches, number = np.unique(branch[asked], return_inverse=True)
    number = number.reshape(-1)
    which, unit = seats(plan, branches, on)
    # Every pair beside every seat of its branch.
    count = np.bincount(which, minlength=len(branches))
    of_pair = count[number]
    pair = np.repeat(np.arange(len(asked)), of_pair)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(of_pair) - of_pair, of_pair)
    unit = unit[np.repeat((np.cumsum(count) - count)[number], of_pair) + place]
    here = np.zeros(len(pair), dtype=bool)
    for level in plan.scheme.levels:
        of_level = np.flatnonzero(plan.ranks[unit] == level.rank)
        if len(of_level):
            here[of_level] = plan.ancestors_at(level)[grid[asked[pair[of_level]]]] == plan.ids[unit[of_level]]
    away = np.flatnonzero((of_pair > 0) & (np.bincount(pair[here], minlength=len(asked)) == 0))
    inside[asked[away]] = False
    seat[asked[away]] = unit[np.searchsorted(pair, away)]
    return inside, seat


def walked(plan: Plan, branch: IntArray, grid: IntArray, on: dt.date | None = None) -> Chains:
    """Walk up from branches that serve grids to the top, or to where it goes no further.

    Parameters
    ----------
    branch, grid : int64 (k,)
        Pairs: place in the table of branches, and in ``plan.ids`` (-1 for a grid that is not asked).
    """
    state, missing = links_up(plan)
    above = steps_up(plan)
    last, found = branch.copy(), np.zeros(len(branch), dtype=np.int8)
    going = np.arange(len(branch))
    while len(going):
        now = last[going]
        found[going] = state[now]
        going = going[(state[now] == ChainState.WHOLE) & (above[now] >= 0)]
        over = above[last[going]]
        at = grid[going]
        inside = np.ones(len(going), dtype=bool)
        inside[at >= 0], _ = in_seats(plan, over[at >= 0], at[at >= 0], on)
        found[going[~inside]] = ChainState.ELSEWHERE
        going = going[inside]
        last[going] = over[inside]
    lacking = np.where(found > 0, missing[last], 0)
    away = found == ChainState.ELSEWHERE
    lacking[away] = tier_above(plan.scheme)[tier_ranks(plan)[last[away]]]
    return Chains(found, branch.copy(), last, lacking)


@kept_by_day("grids.kind", "grids.parent", "branches.parent", "branches.tier", "branches.joint", "branch_grids")
def grid_chains(plan: Plan, on: dt.date) -> Chains:
    """Return the chain of every grid, in the order of ``plan.ids``.

    Of several branches that serve a grid that counts whose chain is whole, then one of its own before a joint one, the
    lowest tier first. A grid of which the scheme asks no branch and that has none belongs to the one above it.
    """
    count = len(plan.ids)
    branch, grid = serving_links(plan, on)
    chains = walked(plan, branch, grid, on)
    joint = plan.tables["branches"]["joint"].to_numpy(dtype=bool)[branch]
    order = np.lexsort((branch, -tier_ranks(plan)[branch], joint, chains.state != ChainState.WHOLE, grid))
    served, first = np.unique(grid[order], return_index=True)
    link = np.full(count, -1, dtype=np.int64)
    link[served] = order[first]
    whose = _nearest(plan, (link >= 0) | needs_branch(plan))
    number = np.where(whose >= 0, link[whose], -1) if count else whose
    state = np.where(whose >= 0, ChainState.NOBODY, ChainState.NOT_ASKED).astype(np.int8)
    columns = [np.full(count, blank, dtype=np.int64) for blank in (-1, -1, 0)]
    has = number >= 0
    state[has] = chains.state[number[has]]
    for column, values in zip(columns, (chains.first, chains.last, chains.missing), strict=True):
        column[has] = values[number[has]]
    nobody = state == ChainState.NOBODY
    columns[2][nobody] = _asked_tiers(plan)[whose[nobody]]
    return Chains(state, *columns)


def _nearest(plan: Plan, counts: BoolArray) -> IntArray:
    """Return for each grid the place of the nearest that counts, itself or one above it, -1 for none."""
    at = np.arange(len(plan.ids))
    for _ in plan.scheme.levels:
        climb = (at >= 0) & ~counts[at]
        at = np.where(climb, plan.parent_positions[at], at)
    return np.where((at >= 0) & counts[at], at, -1) if len(at) else at


def _asked_tiers(plan: Plan) -> IntArray:
    """Return the rank of the tier that the scheme asks of each grid's kind, 0 for none. Shape (n,)."""
    rank = {tier.key: tier.rank for tier in plan.scheme.tiers}
    return np.array([*(rank.get(kind.branch_tier, 0) for kind in plan.scheme.kinds), 0])[plan.kind_numbers]


def building_chains(plan: Plan, on: dt.date | None = None) -> Chains:
    """Return the chain of every building, in the order of the table of buildings.

    It begins with the branch of the building's compound, if that has one, else it is that of the grid that holds it.
    """
    holder, chains = holder_positions(plan), grid_chains(plan, on)
    found = Chains(*(np.append(column, blank) for column, blank in _columns(chains))).of(holder)
    if not len(plan.tables["compounds"]):
        return found
    branch = branches_of_buildings(plan)
    own = np.flatnonzero((branch >= 0) & (holder >= 0))
    width = len(plan.ids)
    pairs, number = np.unique(branch[own] * width + holder[own], return_inverse=True)
    walks = walked(plan, pairs // width, pairs % width, on).of(number.reshape(-1))
    for column in ("state", "first", "last", "missing"):
        getattr(found, column)[own] = getattr(walks, column)
    return found


def _columns(chains: Chains) -> list[tuple[npt.NDArray[np.integer], int]]:
    """Return the columns of chains, each with what it says of a building that no grid holds."""
    return [(chains.state, ChainState.NOT_ASKED), (chains.first, -1), (chains.last, -1), (chains.missing, 0)]


def upward(plan: Plan, branch: int) -> list[tuple[int, int]]:
    """Return a branch and all that are recorded above it, each with the rank of the tier that is missing in between.

    Parameters
    ----------
    branch : int
        Place in the table of branches.

    Returns
    -------
    list of (int, int)
        Place, and rank of the missing tier, 0 for none. A circle is gone round once.
    """
    above, (_, missing) = parent_positions(plan), links_up(plan)
    found: list[tuple[int, int]] = []
    seen: set[int] = set()
    while branch >= 0 and branch not in seen:
        seen.add(branch)
        found.append((branch, int(missing[branch])))
        branch = int(above[branch])
    return found
