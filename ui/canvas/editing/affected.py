"""Which part of the map a change makes look different."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from layers.marks import Box

_SILENT = frozenset({"accepted", "facts", "workers", "retired_codes"})
"""Tables of which a map shows nothing."""


def changed_box(old: Plan, new: Plan, change: Change) -> Box | None:
    """Return the part of the map that may look different after a change.

    Returns
    -------
    Box or None
        ``None`` if it may be anywhere. A box that ends before it begins if it is nowhere.
    """
    grids: list[int] = []
    shapes: list[shapely.Geometry] = []
    for table, rows in change.rows.items():
        if table in _SILENT:
            continue
        for frame in (rows.before, rows.after):
            if table == "grids":
                grids += frame.index.tolist()
            elif "grid" in frame.columns:
                grids += frame["grid"].tolist()
            elif TABLES[table].shape:
                shapes += [shape for shape in frame.geometry if shape is not None]
            else:
                return None
    for plan in (old, new):
        at = plan.positions(np.array(pd.unique(np.array(grids, dtype=np.int64)), dtype=np.int64))
        shapes += [shape for shape in plan.all_shapes[at[at >= 0]] if shape is not None]
    if not shapes:
        return 0.0, 0.0, -1.0, -1.0
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north
