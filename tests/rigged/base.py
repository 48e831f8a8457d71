"""The project that is damaged and rigged: a village with every table filled, and a journal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from shapely import LineString, Point, box

from gridmap.edits import PutRows, SetAttributes
from gridmap.model.frames import conform
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.project.project import Project
from sample_data.make import make_plan


def make_base(path: Path, *, size: str = "town") -> dict[str, int]:
    """Write the project, with edits, an undo and a redo, and return by table how many rows it has."""
    plan = make_plan(size, 2020)  # type: ignore[arg-type]
    with Project.create(path, plan, who="tester", overwrite=True) as project:
        empty = {name: table.shape for name, table in TABLES.items() if not len(plan.tables[name])}
        project.perform(PutRows("fill", put={name: _rows(name, shape, plan) for name, shape in empty.items()}))
        ids = project.plan.grids.index.tolist()
        for number, grid in enumerate(ids[-12:]):
            project.perform(SetAttributes("grids", (grid,), {"note": f"备注 {number}"}))
        project.undo()
        project.undo()
        project.redo()
        return {name: len(frame) for name, frame in project.plan.tables.items()}


def _rows(name: str, shape: str, plan: Plan) -> pd.DataFrame:
    """Return three rows of a table that the sample leaves empty."""
    index = pd.Index([1, 2, 3], dtype="int64", name="id")
    rows = pd.DataFrame({c.name: [c.blank] * 3 for c in TABLES[name].columns}, index=index)
    if shape:
        x, y = plan.grids.total_bounds[:2]
        made = {
            "polygon": box(x, y, x + 50, y + 50),
            "line": LineString([(x, y), (x + 90, y + 9)]),
            "any": Point(x, y),
        }
        rows["geometry"] = [made[shape]] * 3
    return conform(name, rows, plan.crs)
