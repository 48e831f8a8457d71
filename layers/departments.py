"""Other departments' grids over the map, and the ground on which they cross the base grids."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.departments import crossings, departments, laid_over
from gridmap.ground.departments.pieces import ground_of_departments
from gridmap.model.plain_text import one_line, plain_text
from gridmap.model.plan import Plan
from gridmap.model.scheme import Name
from layers import palette
from layers.detail import level_of_detail
from layers.marks import Box, Entry, Layer, Legend, Marks, touching


class Departments(Layer):
    """Borders of other departments' grids, a colour and dashes of its own for each department."""

    key: ClassVar[str] = "departments"

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the outlines of the departments' grids; colours come again after the last."""
        frame = plan.tables["department_grids"]
        shapes = ground_of_departments(plan)
        rows = np.flatnonzero(touching(shapes, window))
        known, many = departments(plan), len(palette.DEPARTMENTS)
        of = pd.Index(known).get_indexer(frame["department"].to_numpy(dtype=object)) if known else np.empty(0, int)
        level = level_of_detail(detail_m)
        drawn = shapely.simplify(shapes[rows], level / 2) if level else shapes[rows]
        counts = np.bincount(of, minlength=len(known)).tolist()
        entries = tuple(
            Entry(_shown(name), (palette.DEPARTMENTS[number % many],), counts[number], "line")
            for number, name in enumerate(known)
        )
        legend = Legend("legend-departments", entries) if entries else Legend()
        return Marks(
            frame.index.to_numpy()[rows],
            drawn,
            (of[rows] % many).astype(np.int64),
            palette.DEPARTMENTS,
            legend=legend,
        )


class DepartmentCrossings(Layer):
    """Ground that a department counts with another of its grids than most of the base grid."""

    key: ClassVar[str] = "department-crossings"

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the crossings of all departments; the key of a mark is its place among them."""
        found = [crossings(laid_over(plan, department)) for department in departments(plan)]
        shapes = np.concatenate([np.empty(0, dtype=object), *(some.shape for some in found)])
        rows = np.flatnonzero(touching(shapes, window))
        entry = Entry("legend-department-crossings", (palette.DEPARTMENT_CROSSING,), len(shapes))
        legend = Legend(entries=(entry,) if found else ())
        return Marks(
            rows, shapes[rows], np.zeros(len(rows), dtype=np.int64), (palette.DEPARTMENT_CROSSING,), legend=legend
        )


def _shown(name: str) -> Name:
    """Return a department's name as a legend has it, which is of no language."""
    plain = one_line(plain_text(name))
    return Name(plain, plain)
