"""Grids that nobody answers for full-time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import Finding, Scope, about_grids, check
from gridmap.plan import BoolArray, Plan
from gridmap.staffing import Staffing, staffing_state


def needs_full_time_worker(plan: Plan) -> BoolArray:
    """Return which grids must have a full-time worker under the scheme. Shape (n,)."""
    roles = plan.scheme.full_time_roles
    return plan.of_kinds(kind for kind in plan.scheme.kinds if kind.worker_required and kind.worker_role in roles)


@check("no-worker", severity="error", group="people", source="中国社会报, 2020-08-25: a full-time worker in every grid")
def no_worker(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must have a full-time worker and for which nobody at all answers on the day."""
    nobody = staffing_state(plan, on=scope.on) == Staffing.NOBODY
    yield from about_grids(plan, "no-worker", np.flatnonzero(needs_full_time_worker(plan) & nobody & scope.has(plan)))
