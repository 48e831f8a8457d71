"""Grids without the person whom the scheme names for their kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from gridmap.people.staffing import assigned_positions, counting, is_one_of


@check(
    "no-responsible-person",
    severity="warning",
    group="people",
    source="worker role of the kind in the scheme",
    reads=("grids.kind", "assignments", "workers"),
)
def no_responsible_person(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids of a kind that should have a responsible person, though no full-time worker, and have neither.

    These are the kinds for which the scheme names a role and does not require anybody.
    """
    by_day = _by_day(plan)
    if scope.on not in by_day:
        by_day[scope.on] = _lacking(plan, scope.on)
    at = scope.at(plan)
    at = at[by_day[scope.on][at]]
    role_of = np.array([*(kind.worker_role for kind in plan.scheme.kinds), ""], dtype=object)
    yield from about_grids(plan, "no-responsible-person", at, role=role_of[plan.kind_numbers[at]])


@kept("assignments", "workers", "grids.kind")
def _by_day(plan: Plan) -> dict[dt.date, BoolArray]:
    return {}


def _lacking(plan: Plan, on: dt.date) -> BoolArray:
    """Return which grids lack a responsible person on a day. Shape (n,)."""
    lacking = np.zeros(len(plan.ids), dtype=bool)
    assignments = plan.tables["assignments"]
    roles = assignments["role"].to_numpy(dtype=object)
    for number, kind in enumerate(plan.scheme.kinds):
        if not kind.worker_role or kind.worker_required:
            continue
        of_kind = np.append(plan.kind_numbers == number, False)  # the last place is for a grid that is not there (-1)
        counts = np.flatnonzero(counting(plan, on) & of_kind[assigned_positions(plan)])
        fits = is_one_of(roles[counts], (kind.worker_role, *plan.scheme.full_time_roles))
        lacking[of_kind[:-1]] = True
        lacking[assigned_positions(plan)[counts[fits]]] = False
    return lacking
