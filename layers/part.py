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
    rows = {"grids": plan.positions(ids)}
    belongs = np.isin(plan.tables["exempt_areas"]["parent"].to_numpy(), [0, *ids])
    if not belongs.all():
        rows["exempt_areas"] = np.flatnonzero(belongs)
    return plan.with_fewer_rows(rows)
