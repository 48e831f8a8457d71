"""A part of a plan as a plan of its own, for a map that shows one town or one village."""

from __future__ import annotations

import numpy as np

from gridmap.plan import Plan


def part_of(plan: Plan, grid: int) -> Plan:
    """Return a plan that has only a grid and what is below it, with the exempt areas that are part of their ground.

    People, buildings, roads and waters stay as they are. References to grids that are left out point nowhere, which
    counts as none.
    """
    ids = plan.below([grid])
    exempt = plan.tables["exempt_areas"]
    tables = {
        "grids": plan.grids[np.isin(plan.ids, ids)],
        "exempt_areas": exempt[np.isin(exempt["parent"].to_numpy(), [0, *ids])],
    }
    return Plan.of_conformed(plan.scheme, {**plan.tables, **tables})
