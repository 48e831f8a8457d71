"""Grids with more households than their standard."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_or_moved
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.people.workload import UNBOUNDED, household_standard


def against_standard(plan: Plan, at: IntArray) -> tuple[BoolArray, BoolArray, IntArray, IntArray]:
    """Return of some grids which hold fewer and which more households than they should, and the least and the most.

    Nothing is said of grids without a shape, of kinds without a standard or without households, and of a project that
    has no buildings.
    """
    least, most = (column[at] for column in household_standard(plan))
    households = households_by_grid(plan)[at]
    asked = plan.has_shape[at] & (most > 0) & (most < UNBOUNDED) & (len(plan.buildings) > 0)
    return asked & (households < least), asked & (households > most), least, most


def otherwise_loaded(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the grids that changed or that hold other households; all, if the plan had or has no buildings."""
    if not len(old.buildings) or not len(new.buildings):
        return None
    return changed_or_moved(old, new, change)


@check(
    "households-over-standard",
    severity="warning",
    group="buildings",
    source="households of the kind in the scheme",
    reads=(*HOUSEHOLDS, "grids.setting"),
    again=otherwise_loaded,
)
def households_over_standard(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids with more households than the standard of their kind, urban and rural apart."""
    at = scope.at(plan)
    _, over, least, most = against_standard(plan, at)
    yield from about_grids(plan, "households-over-standard", at[over], least=least[over], most=most[over])
