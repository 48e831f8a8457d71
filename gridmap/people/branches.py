"""Which party branch serves a grid: one of its own, one it shares with other grids, or none."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.arrays import BoolArray, IntArray, positions_in
from gridmap.model.change import Change
from gridmap.model.indicators import COMPOUND
from gridmap.model.kept import kept, kept_by_day, kept_by_row
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme


class BranchState(IntEnum):
    """How a grid is covered by a party branch; "joint" and "none" are different states."""

    NONE = 0
    JOINT = 1
    OWN = 2


def branch_state(plan: Plan, grids: npt.ArrayLike | None = None, on: dt.date | None = None) -> npt.NDArray[np.int8]:
    """Return for every grid whether a branch of its own, only a joint branch, or none serves it on a day.

    A branch counts if it is linked to the grid itself, on that day (:func:`links_in_force`), and its tier is the one
    that the scheme requires of the grid's kind (any tier, if the scheme does not say; a branch without a tier always
    counts). It is joint if it is marked so.

    Parameters
    ----------
    plan : Plan
    grids : array of int, optional
        Ids of grids; all of the plan by default. An id that the plan does not have is answered with 0.
    on : date, optional
        The day; today by default.

    Returns
    -------
    array of int8, shape (n,)
        Values of :class:`BranchState`: 0 none, 1 joint, 2 own; in the order of ``grids``.
    """
    state = _states(plan, on)
    return state[:-1].copy() if grids is None else state[plan.positions(grids)]


def needs_branch(plan: Plan) -> BoolArray:
    """Return which grids must have a party branch under the scheme, of whatever level. Shape (n,)."""
    return plan.of_kinds(kind for kind in plan.scheme.kinds if kind.branch_required)


# "grids.kind" stands for the grids that there are: a column counts as changed where rows come or go.


@kept_by_day("branches.tier", "branches.joint", "branch_grids", "grids.kind")
def _states(plan: Plan, on: dt.date) -> npt.NDArray[np.int8]:
    branch, grid = serving_links(plan, on)
    state = np.zeros(len(plan.ids) + 1, dtype=np.int8)  # the last place answers for ids that are not there (-1)
    joint = plan.tables["branches"]["joint"].to_numpy()[branch]
    state[grid[joint]] = BranchState.JOINT
    state[grid[~joint]] = BranchState.OWN
    return state


def branches_of(plan: Plan, grid: int, on: dt.date | None = None) -> IntArray:
    """Return the ids of the branches that serve a grid on a day (see :func:`branch_state`), ascending, each once."""
    branch, place = serving_links(plan, on)
    ids: IntArray = plan.tables["branches"].index.to_numpy()
    return np.unique(ids[branch[place == plan.positions([grid])[0]]])


@kept("branches.parent")
def parent_positions(plan: Plan) -> IntArray:
    """Return where each branch's parent branch stands in the table of branches, -1 if it is not there. Shape (b,)."""
    branches = plan.tables["branches"]
    return positions_in(branches.index.to_numpy(), branches["parent"].to_numpy())


def links_in_force(plan: Plan, on: dt.date | None = None, rows: IntArray | slice = slice(None)) -> BoolArray:
    """Return which rows of ``branch_grids``, or which at some places, count on a day: begun, and not ended before it.

    The first and the last day both count; an empty date is open, as for assignments.
    """
    return (_first_days(plan)[rows] <= (on or dt.date.today()).isoformat()) & ~links_ended(plan, on, rows)


def links_ended(plan: Plan, on: dt.date | None = None, rows: IntArray | slice = slice(None)) -> BoolArray:
    """Return which rows of ``branch_grids``, or which at some places, ended before a day; an empty date is no end."""
    until = _last_days(plan)[rows]
    return (until != "") & (until < (on or dt.date.today()).isoformat())


@kept_by_row("branch_grids", "from_date")
def _first_days(plan: Plan, rows: IntArray) -> npt.NDArray[np.str_]:
    return plan.tables["branch_grids"]["from_date"].to_numpy(dtype=object)[rows].astype(str)


@kept_by_row("branch_grids", "until_date")
def _last_days(plan: Plan, rows: IntArray) -> npt.NDArray[np.str_]:
    return plan.tables["branch_grids"]["until_date"].to_numpy(dtype=object)[rows].astype(str)


_Links = tuple[IntArray, IntArray]


def _known_links_again(old: Plan, new: Plan, change: Change, on: dt.date, known: _Links) -> _Links | None:
    """Return the links of a day after a change, of which only those of branches that it links otherwise are others."""
    rows = change.rows.get("branch_grids")
    if rows is None or not change.touched.isdisjoint(("branches.id", "grids.id")):
        return None
    relinked = np.unique(np.concatenate([np.asarray(columns["branch"], dtype=np.int64) for columns in rows.columns]))
    again = _links_at(new, np.flatnonzero(np.isin(new.tables["branch_grids"]["branch"].to_numpy(), relinked)), on)
    stay = ~np.isin(known[0], positions_in(new.tables["branches"].index.to_numpy(), relinked))
    branch, grid = (np.concatenate([column[stay], more]) for column, more in zip(known, again, strict=True))
    order = np.argsort(branch, kind="stable")  # all of a branch are among those that stay, or among the others
    return branch[order], grid[order]


@kept_by_day("branches.id", "branch_grids", "grids.id", follow=_known_links_again)
def known_links(plan: Plan, on: dt.date) -> tuple[IntArray, IntArray]:
    """Return the links of a day whose two ends exist, each pair once: places in ``branches`` and in ``plan.ids``."""
    return _links_at(plan, slice(None), on)


def _links_at(plan: Plan, rows: IntArray | slice, on: dt.date) -> _Links:
    """Return what :func:`known_links` does of some rows of ``branch_grids``."""
    links, branches = plan.tables["branch_grids"], plan.tables["branches"]
    branch = positions_in(branches.index.to_numpy(), links["branch"].to_numpy()[rows])
    grid = plan.positions(links["grid"].to_numpy()[rows])
    known = (branch >= 0) & (grid >= 0) & links_in_force(plan, on, rows)
    key = np.unique(branch[known] * max(len(plan.ids), 1) + grid[known])
    return key // max(len(plan.ids), 1), key % max(len(plan.ids), 1)


def seats(plan: Plan, of: npt.ArrayLike | None = None, on: dt.date | None = None) -> tuple[IntArray, IntArray]:
    """Return the grids that branches are seated in: those linked to it, or else those of the nearest branch above.

    A building party group, say, is linked to no grid itself and is seated where its grid branch is.

    Parameters
    ----------
    of : array of int (m,), optional
        Places in the table of branches; all of them by default.
    on : date, optional
        The day on which links count; today by default.

    Returns
    -------
    which, grid : int64 (k,)
        Pairs: place in ``of``, and in ``plan.ids``; in the order of ``of``, the grids of each ascending.
    """
    branch, grid = known_links(plan, on)
    count = np.bincount(branch, minlength=len(plan.tables["branches"]))
    asked = np.arange(len(count)) if of is None else np.asarray(of, dtype=np.int64)
    above, whose = parent_positions(plan), asked
    for _ in plan.scheme.tiers:
        climb = (count[whose] == 0) & (above[whose] >= 0)
        whose = np.where(climb, above[whose], whose)
    first = np.cumsum(count) - count
    number = count[whose]
    place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    return np.repeat(np.arange(len(asked)), number), grid[np.repeat(first[whose], number) + place]


@kept("branches.tier")
def tier_ranks(plan: Plan) -> IntArray:
    """Return the rank of each branch's tier, 1 at the top, 0 if it is not recorded or unknown. Shape (b,)."""
    keys = pd.Index([tier.key for tier in plan.scheme.tiers], dtype=object)
    found = keys.get_indexer(plan.tables["branches"]["tier"].to_numpy(dtype=object))
    return np.array([*(tier.rank for tier in plan.scheme.tiers), 0])[found]


def serving_tiers(scheme: Scheme) -> tuple[int, ...]:
    """Return the ranks of the tiers that the scheme asks of some kind of grid, ascending; all of them if of none.

    A tier that stands on grids or compounds without being asked of any is one of them.
    """
    asked = {kind.branch_tier for kind in scheme.kinds}
    grounds = {level.key for level in scheme.levels} | {COMPOUND}
    ranks = sorted(tier.rank for tier in scheme.tiers if tier.key in asked or tier.at in grounds)
    return tuple(ranks) or tuple(tier.rank for tier in scheme.tiers)


def serves_grids(plan: Plan) -> BoolArray:
    """Return which branches are of a tier that serves grids, or whose tier is not recorded. Shape (b,).

    The party groups below them have neither a secretary nor a minimum of members.
    """
    return np.isin(tier_ranks(plan), [0, *serving_tiers(plan.scheme)])


def is_grassroots(plan: Plan) -> BoolArray:
    """Return which branches are of the lowest tier that serves grids, or whose tier is not recorded. Shape (b,).

    These are the party branches proper (党支部), to which the limits of members apply. What stands above them may be a
    general branch or a committee of any size.
    """
    return np.isin(tier_ranks(plan), [0, *serving_tiers(plan.scheme)[-1:]])


@kept_by_day("branches.tier", "branch_grids", "grids.kind")
def serving_links(plan: Plan, on: dt.date) -> tuple[IntArray, IntArray]:
    """Return the links that count on a day: place of the branch in its table, and place of the grid in ``plan.ids``."""
    links, branches = plan.tables["branch_grids"], plan.tables["branches"]
    branch = positions_in(branches.index.to_numpy(), links["branch"])
    grid = plan.positions(links["grid"])
    found = (branch >= 0) & (grid >= 0) & links_in_force(plan, on)
    branch, grid = branch[found], grid[found]
    wanted = np.array([*(kind.branch_tier for kind in plan.scheme.kinds), ""], dtype=object)[plan.kind_numbers[grid]]
    tier = branches["tier"].to_numpy(dtype=object)[branch]
    fits = (tier == wanted) | (tier == "") | (wanted == "")
    return branch[fits], grid[fits]
