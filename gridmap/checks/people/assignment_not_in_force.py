"""Assignments that ended, or have not begun, and left nobody in their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.people.staffing import assigned_positions, counting, has_begun, known_ends, reassigned, rows_by_grid


def _vacant_again(old: Plan, new: Plan, change: Change, on: dt.date, rows: IntArray) -> IntArray | None:
    """Look again at the grids of which an assignment was touched."""
    grids = reassigned(old, new, change)
    if grids is None:
        return None
    before, after = (plan.tables["assignments"] for plan in (old, new))
    stays = rows[~np.isin(before["grid"].to_numpy()[rows], grids)]
    asked = rows_by_grid(new).rows(grids)
    again = _vacant(new, on, asked[known_ends(new)[asked]])
    found = np.concatenate([positions_in(after.index.to_numpy(), before.index.to_numpy()[stays]), again])
    role = pd.factorize(after["role"].to_numpy(dtype=object)[found], sort=True)[0]
    return found[np.lexsort((role, assigned_positions(new)[found]))]


@kept_by_day("assignments", "workers.id", "grids.id", follow=_vacant_again)
def vacancies(plan: Plan, on: dt.date) -> IntArray:
    """Return the rows of ``assignments`` that say who should answer for a grid in some role, where nobody does.

    One row for each grid and role that nobody is in on the day: the one that begins first, if any is to begin, else the
    one that ended last.
    """
    known, grid = known_ends(plan), assigned_positions(plan)
    asked = np.zeros(len(plan.ids) + 1, dtype=bool)
    asked[grid[known & ~counting(plan, on)]] = True
    return _vacant(plan, on, np.flatnonzero(known & asked[grid]))  # all that is to be said of these grids


def _vacant(plan: Plan, on: dt.date, rows: IntArray) -> IntArray:
    """Return :func:`vacancies` of some grids, of which all rows are given whose worker and grid are known."""
    assignments, now, grid = plan.tables["assignments"], counting(plan, on), assigned_positions(plan)
    if not len(rows):
        return rows
    role, roles = pd.factorize(assignments["role"].to_numpy(dtype=object)[rows], sort=True)
    key = grid[rows] * len(roles) + role
    free = ~now[rows] & ~np.isin(key, key[now[rows]])
    rows, key = rows[free], key[free]
    begun = has_begun(plan, on, rows)
    day = np.where(begun, assignments["until_date"].to_numpy(dtype=object)[rows], "").astype(str)
    to_come = np.where(begun, "9999-99-99", assignments["from_date"].to_numpy(dtype=object)[rows]).astype(str)
    # Of each key: first those to come, by their first day; then those that ended, the latest last day first.
    latest_first = -np.unique(day, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((rows, latest_first, to_come, key))
    rows, key = rows[order], key[order]
    first = np.concatenate([[True], np.diff(key) != 0]) if len(rows) else np.zeros(0, dtype=bool)
    return rows[first]


@check(
    "assignment-not-in-force",
    severity="warning",
    group="people",
    source="Dates of the assignments",
    reads=("grids.kind", "assignments", "workers"),
    again=reassigned,
)
def assignments_not_in_force(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find assignments that ended or have not begun on the day, of grids where nobody else has that role.

    This tells why, and whom to ask; that the grid lacks somebody it must have is told by ``no-worker``,
    ``only-part-time-worker`` and ``no-responsible-person``.
    """
    assignments = plan.tables["assignments"]
    rows = vacancies(plan, scope.on)
    rows = rows[scope.has_rows(plan, assignments["grid"].to_numpy()[rows])]
    begun = has_begun(plan, scope.on, rows)
    dates = [assignments[name].to_numpy(dtype=object)[rows] for name in ("until_date", "from_date")]
    role = assignments["role"].to_numpy(dtype=object)[rows]
    yield from about_rows(
        plan,
        "assignment-not-in-force",
        assignments["grid"].to_numpy()[rows][:, None].tolist(),
        workers=assignments["worker"].to_numpy()[rows][:, None].tolist(),
        about=role.tolist(),
        role=role,
        state=np.where(begun, "ended", "not-begun"),
        date=np.where(begun, *dates),
    )
