"""Uninhabited buildings that no grid holds."""

from __future__ import annotations

from collections.abc import Iterator

from gridmap.checks.buildings.building_in_no_grid import about_buildings, buildings_in_no_grid, otherwise_outside
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "empty-building-in-no-grid",
    severity="notice",
    group="buildings",
    source="docs/design.md, What it is for",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    again=otherwise_outside,
)
def empty_buildings_in_no_grid(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell which buildings without households no grid holds, under the same conditions as for inhabited ones."""
    rows = buildings_in_no_grid(plan, scope)
    empty = plan.buildings["households"].to_numpy()[rows] <= 0
    yield from about_buildings(plan, "empty-building-in-no-grid", rows[empty])
