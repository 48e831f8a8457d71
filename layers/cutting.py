"""A small plan of one grid with what lies around it, so that a page of it costs no more than it shows."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray
from gridmap.model.plan import Plan

_AROUND: tuple[str, ...] = ("buildings", "roads", "water", "zones", "department_grids", "exempt_areas")


class Cutter:
    """Cuts pieces out of a plan; what it takes to find them is worked out once.

    Parameters
    ----------
    plan : Plan
        The whole.
    around : float
        How much ground around a grid comes along, in times of its longer side.
    """

    def __init__(self, plan: Plan, around: float = 1.5) -> None:
        self.plan = plan
        self._around = around
        self._bounds: dict[str, FloatArray] = {
            table: shapely.bounds(np.asarray(plan.tables[table].geometry.array, dtype=object))
            for table in ("grids", *_AROUND)
        }
        self._grid_of_assignment = plan.tables["assignments"]["grid"].to_numpy()

    def piece(self, grid: int) -> Plan:
        """Return the plan of one grid: with all below and above it, and whatever lies near.

        Figures of the grid are those of the whole: every grid that could hold a building inside it is there, every
        building in its bounding box, whoever is assigned to these grids, and all branches with their links.
        A grid without a shape comes with nothing around it.
        """
        plan = self.plan
        at = int(plan.positions([grid])[0])
        below = np.isin(plan.ids, plan.below([grid]))
        own = self._bounds["grids"][below]
        own = own[~np.isnan(own[:, 0])]
        kept = below | self._above(at)
        if not len(own):
            return self._of(kept, None)
        west, south = own[:, :2].min(axis=0).tolist()
        east, north = own[:, 2:].max(axis=0).tolist()
        margin = self._around * max(east - west, north - south)
        near = np.array([west - margin, south - margin, east + margin, north + margin])
        kept |= self._touching("grids", near) & (plan.ranks <= plan.ranks[at])
        kept |= self._touching("grids", np.array([west, south, east, north]))
        return self._of(kept, near)

    def _above(self, at: int) -> BoolArray:
        found = np.zeros(len(self.plan.ids), dtype=bool)
        while at >= 0 and not found[at]:
            found[at] = True
            at = int(self.plan.parent_positions[at])
        return found

    def _touching(self, table: str, box: FloatArray) -> BoolArray:
        bounds = self._bounds[table]
        return (bounds[:, 0] <= box[2]) & (bounds[:, 2] >= box[0]) & (bounds[:, 1] <= box[3]) & (bounds[:, 3] >= box[1])

    def _of(self, kept: BoolArray, box: FloatArray | None) -> Plan:
        plan = self.plan
        ids = plan.ids[kept]
        tables = {**plan.tables, "grids": plan.grids[kept]}
        for table in _AROUND:
            near = np.zeros(len(plan.tables[table]), dtype=bool) if box is None else self._touching(table, box)
            tables[table] = plan.tables[table][near]
        tables["assignments"] = plan.tables["assignments"][np.isin(self._grid_of_assignment, ids)]
        return Plan.of_conformed(plan.scheme, tables)
