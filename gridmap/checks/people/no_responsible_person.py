"""Grids without the person whom the scheme names for their kind."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan
from gridmap.people.staffing import reassigned
from gridmap.people.vacancies import lacks_responsible, wanted_roles


@check(
    "no-responsible-person",
    severity="warning",
    group="people",
    source="worker role of the kind in the scheme",
    reads=("grids.kind", "assignments", "workers"),
    again=reassigned,
)
def no_responsible_person(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids of a kind that should have a responsible person, though no full-time worker, and have neither.

    These are the kinds for which the scheme names a role and does not require anybody.
    """
    at = scope.at(plan)
    at = at[lacks_responsible(plan, scope.on)[at]]
    yield from about_grids(plan, "no-responsible-person", at, role=wanted_roles(plan, at))
