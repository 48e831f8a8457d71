"""The grids of other departments laid over the base grids, and what they would be if they were made of whole ones."""

from __future__ import annotations

from gridmap.ground.departments.crossings import Crossings, Outside, bare_ground, crossings, ground_outside
from gridmap.ground.departments.laid_over import LaidOver, department_rows, departments, laid_over
from gridmap.ground.departments.pieces import base_grids
from gridmap.ground.departments.snapping import Snapped, snapped

__all__ = [
    "Crossings",
    "LaidOver",
    "Outside",
    "Snapped",
    "bare_ground",
    "base_grids",
    "crossings",
    "department_rows",
    "departments",
    "ground_outside",
    "laid_over",
    "snapped",
]
