"""A part of a plan as a plan of its own, for a map that shows one town, one village, or what is selected."""

from __future__ import annotations

import numpy as np

from gridmap.model.plan import Plan


def part_of(plan: Plan, *grids: int) -> Plan:
    """Return a plan of some grids and what is below them, with the exempt areas that are part of their ground.

    People, buildings, roads and waters stay as they are. References to grids that are left out point nowhere, which
    counts as none.
    """
    ids = plan.below(grids)
    exempt = plan.tables["exempt_areas"]
    tables = {
        "grids": plan.grids[np.isin(plan.ids, ids)],
        "exempt_areas": exempt[np.isin(exempt["parent"].to_numpy(), [0, *ids])],
    }
    return Plan.of_conformed(plan.scheme, {**plan.tables, **tables})
