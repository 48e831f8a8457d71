"""Who of the roles that a scheme lists is there in every grid on a day, and which that must be there is not."""

from __future__ import annotations

import datetime as dt

import numpy as np

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.change import Change
from gridmap.model.kept import kept, kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.staffing import assigned_positions, counting, reassigned_rows


def _held_again(old: Plan, new: Plan, change: Change, on: dt.date, held: BoolArray) -> BoolArray | None:
    found = reassigned_rows(old, new, change, on)
    if found is None:
        return None
    at, rows = found
    held = held.copy()
    held[at] = False
    _hold(new, rows, held)
    return held


@kept_by_day("assignments", "workers.id", "grids.id", follow=_held_again)
def held_roles(plan: Plan, on: dt.date) -> BoolArray:
    """Return which roles somebody has in each grid itself on a day.

    Returns
    -------
    bool (n, r)
        By the order of ``plan.ids`` and of ``plan.scheme.roles``.
    """
    held = np.zeros((len(plan.ids), len(plan.scheme.roles)), dtype=bool)
    _hold(plan, np.flatnonzero(counting(plan, on)), held)
    return held


def _hold(plan: Plan, rows: IntArray, held: BoolArray) -> None:
    """Write down the roles that some assignments that count give to their grids."""
    where = assigned_positions(plan)[rows]
    role = plan.tables["assignments"]["role"].to_numpy(dtype=object)[rows]
    number = {known.key: place for place, known in enumerate(plan.scheme.roles)}
    column = np.fromiter((number.get(key, -1) for key in role.tolist()), dtype=np.int64, count=len(role))
    held[where[column >= 0], column[column >= 0]] = True


@kept("grids.kind")
def must_have_roles(plan: Plan) -> BoolArray:
    """Return which roles must be held in each grid besides that of its worker: ``roles`` of its kind. Shape (n, r)."""
    return _of_kinds(plan, [set(kind.roles) for kind in plan.scheme.kinds])


@kept("grids.kind")
def counted_for_roles(plan: Plan) -> BoolArray:
    """Return of which grids the share is taken that have somebody in each role. Shape (n, r).

    Those of the kinds for which the scheme names the role, as that of the worker or among ``roles``; for a role that
    it names for no kind, all grids of the lowest level.
    """
    scheme = plan.scheme
    named = [{kind.worker_role, *kind.roles} for kind in scheme.kinds]
    anywhere = set().union(*named)
    others = {role.key for role in scheme.roles} - anywhere
    last = scheme.levels[-1]
    return _of_kinds(
        plan, [own | others if kind.level == last else own for kind, own in zip(scheme.kinds, named, strict=True)]
    )


def _of_kinds(plan: Plan, roles: list[set[str]]) -> BoolArray:
    """Return which roles each grid has by its kind; one of an unknown kind has none."""
    table = np.array([[role.key in own for role in plan.scheme.roles] for own in (*roles, set())], dtype=bool).reshape(
        len(roles) + 1, len(plan.scheme.roles)
    )
    return table[plan.kind_numbers]


def missing_roles(plan: Plan, on: dt.date | None = None, at: IntArray | None = None) -> tuple[IntArray, IntArray]:
    """Return which roles that must be held in a grid nobody holds there on a day.

    Parameters
    ----------
    at : int64 (m,), optional
        Positions of the grids that are asked about, ascending; all by default.

    Returns
    -------
    grid, role : int64 (k,)
        Positions in ``plan.ids`` and in ``plan.scheme.roles``, by grid and then role.
    """
    must, held = must_have_roles(plan), held_roles(plan, on)
    if at is None:
        grid, role = np.nonzero(must & ~held)
        return grid, role
    grid, role = np.nonzero(must[at] & ~held[at])
    return at[grid], role
