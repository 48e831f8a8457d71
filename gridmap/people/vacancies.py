"""Which grids lack which role on a day, and since when, as the scheme asks it of their kinds."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.change import Change
from gridmap.model.kept import kept, kept_by_day
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind, Scheme
from gridmap.people.staffing import (
    Staffing,
    assigned_positions,
    counting,
    has_begun,
    has_ended,
    is_full_time,
    known_ends,
    needs_full_time_worker,
    reassigned_rows,
    staffing_state,
)

COLUMNS: Final = ("grid", "name", "town", "village", "kind", "households", "since", "lacks")
"""Of a vacancy as JSON has it, in this order."""


def wanted_role(scheme: Scheme, kind: Kind) -> str:
    """Return the role that a kind of grid needs, ``""`` if it needs nobody.

    It is the one that the scheme names; where somebody is required and no role is named, the first full-time one, or
    else the first of all.
    """
    if kind.worker_role or not kind.worker_required:
        return kind.worker_role
    return next(iter((*scheme.full_time_roles, *(role.key for role in scheme.roles))), "")


def wanted_roles(plan: Plan, at: IntArray | slice = slice(None)) -> npt.NDArray[np.object_]:
    """Return for every grid, or for those at some positions, the role that its kind needs, ``""`` for none. (n,)."""
    roles = np.array([*(wanted_role(plan.scheme, kind) for kind in plan.scheme.kinds), ""], dtype=object)
    return roles[plan.kind_numbers[at]]


def lacking(plan: Plan, on: dt.date | None = None) -> BoolArray:
    """Return which grids lack the role that their kind needs, on a day. Shape (n,).

    A grid that must have a full-time worker lacks it unless one answers for it; one that must have somebody else lacks
    it if nobody does; one of a kind for which the scheme names a role and requires nobody lacks it unless somebody has
    that role there, or a full-time one. These are the findings of ``no-worker``, ``only-part-time-worker`` and
    ``no-responsible-person``.

    Parameters
    ----------
    plan : Plan
    on : date, optional
        The day; today by default.
    """
    day = on or dt.date.today()
    state = staffing_state(plan, on=day)
    must, full_time = _must(plan)
    return (must & np.where(full_time, state < Staffing.FULL_TIME, state == Staffing.NOBODY)) | lacks_responsible(
        plan, day
    )


def lacks_responsible(plan: Plan, on: dt.date | None = None) -> BoolArray:
    """Return which grids that should have a responsible person, though need no worker, have neither on a day. (n,)."""
    return _responsible(plan, on).copy()


def _responsible_again(old: Plan, new: Plan, change: Change, on: dt.date, lacks: BoolArray) -> BoolArray | None:
    """Look again at the grids of which an assignment was touched."""
    found = reassigned_rows(old, new, change, on)
    if found is None:
        return None
    at, rows = found
    lacks = lacks.copy()
    lacks[at] = new.of_kinds(_kinds_with_responsible(new.scheme), at)
    lacks[assigned_positions(new)[rows[fits(new)[rows]]]] = False
    return lacks


@kept_by_day("assignments", "workers.id", "grids.id", "grids.kind", follow=_responsible_again)
def _responsible(plan: Plan, on: dt.date) -> BoolArray:
    lacks = plan.of_kinds(_kinds_with_responsible(plan.scheme))
    rows = np.flatnonzero(counting(plan, on) & fits(plan))
    lacks[assigned_positions(plan)[rows]] = False
    return lacks


def _kinds_with_responsible(scheme: Scheme) -> list[Kind]:
    """Return the kinds for which a scheme names a role and requires nobody."""
    return [kind for kind in scheme.kinds if kind.worker_role and not kind.worker_required]


def _must(plan: Plan) -> tuple[BoolArray, BoolArray]:
    """Return which grids must have somebody, and which a full-time worker."""
    return plan.of_kinds(kind for kind in plan.scheme.kinds if kind.worker_required), needs_full_time_worker(plan)


@kept("assignments.role", "assignments.grid", "grids.kind")
def fits(plan: Plan) -> BoolArray:
    """Return which rows of ``assignments`` are of a role that gives their grid what it needs, whatever their days.

    A full-time role always does; where somebody is required and no full-time worker, any role does; where nobody is
    required, the role that the scheme names.
    """
    where = assigned_positions(plan)
    must, full_time = (np.append(which, False)[where] for which in _must(plan))
    wanted = np.append(wanted_roles(plan), "")[where]
    same = np.asarray(plan.tables["assignments"]["role"].to_numpy(dtype=object) == wanted, dtype=bool)
    return (wanted != "") & (is_full_time(plan) | np.where(must, ~full_time, same))


def vacant_since(plan: Plan, at: IntArray, on: dt.date | None = None) -> npt.NDArray[np.object_]:
    """Return since when some grids lack the role that they need: the day after the last assignment that gave it ended.

    Parameters
    ----------
    at : int64 (k,)
        Positions in ``plan.ids`` of grids that lack it on the day (:func:`lacking`).
    on : date, optional
        The day; today by default.

    Returns
    -------
    object (k,)
        ``"YYYY-MM-DD"``, or ``None`` where no assignment that has ended ever gave it.
    """
    rows = np.flatnonzero(has_begun(plan, on) & has_ended(plan, on) & known_ends(plan) & fits(plan))
    grid = assigned_positions(plan)[rows]
    until = plan.tables["assignments"]["until_date"].to_numpy(dtype=object)[rows].astype(str)
    order = np.lexsort((until, grid))
    last = dict(zip(grid[order].tolist(), until[order].tolist(), strict=True))  # the latest of each grid stays
    found = np.full(len(at), None, dtype=object)
    found[:] = [_day_after(last[place]) if place in last else None for place in at.tolist()]
    return found


def _day_after(day: str) -> str | None:
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):  # a day as nobody can read it, from another program
        return None


def vacancies(plan: Plan, *, within: BoolArray | None = None, on: dt.date | None = None) -> pd.DataFrame:
    """Return one row for every grid that lacks the role that its kind needs, by town, village and code.

    Parameters
    ----------
    plan : Plan
    within : bool (n,), optional
        Which grids to look at; all by default.
    on : date, optional
        The day for which assignments count; today by default.

    Returns
    -------
    DataFrame
        Indexed by grid id. ``grid`` (its code), ``name``, ``town`` and ``village`` (codes of the grids of the first and
        the second level that hold it, ``""`` for none), ``kind`` (a key), ``households``, ``since`` (see
        :func:`vacant_since`), ``lacks`` (a role's key); and for people to read ``town_name`` and ``village_name``.
    """
    missing = lacking(plan, on)
    at = np.flatnonzero(missing if within is None else missing & within)
    above = places_of(plan, at)
    table = pd.DataFrame(
        {
            "grid": plan.grids["code"].to_numpy(dtype=object)[at],
            "name": plan.grids["name"].to_numpy(dtype=object)[at],
            "town": above["town"],
            "village": above["village"],
            "kind": plan.grids["kind"].to_numpy(dtype=object)[at],
            "households": households_by_grid(plan)[at],
            "since": pd.Series(vacant_since(plan, at, on), dtype=object, index=plan.ids[at]),
            "lacks": wanted_roles(plan, at),
            "town_name": above["town_name"],
            "village_name": above["village_name"],
        },
        index=pd.Index(plan.ids[at], name="id"),
    )
    return table.iloc[
        np.lexsort((table.index, *(table[key].to_numpy(dtype=str) for key in ("grid", "village", "town"))))
    ]


def places_of(plan: Plan, at: IntArray) -> dict[str, npt.NDArray[np.object_]]:
    """Return code and name of the grids of the first and the second level that hold some grids.

    Parameters
    ----------
    at : int64 (k,)
        Positions in ``plan.ids``.

    Returns
    -------
    dict of object (k,)
        ``town``, ``village`` (codes), ``town_name``, ``village_name``; ``""`` where none does, or the scheme has one
        level alone.
    """
    found = {}
    columns = {"": "code", "_name": "name"}
    for rank, place in enumerate(("town", "village")):
        level = plan.scheme.levels[rank] if rank < len(plan.scheme.levels) else None
        where = plan.positions(plan.ancestors_at(level)[at]) if level else np.full(len(at), -1)
        for suffix, column in columns.items():
            found[place + suffix] = np.append(plan.grids[column].to_numpy(dtype=object), "")[where]
    return found
