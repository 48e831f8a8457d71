"""A part of a plan as a plan of its own, for a map that shows one town or one village."""

from __future__ import annotations

import numpy as np

from gridmap.plan import Plan


def part_of(plan: Plan, grid: int) -> Plan:
    """Return a plan that has only a grid and what is below it; people, buildings and surroundings stay as they are.

    References to grids that are left out point nowhere, which counts as none.
    """
    inside = np.isin(plan.ids, plan.below([grid]))
    return Plan.of_conformed(plan.scheme, {**plan.tables, "grids": plan.grids[inside]})
