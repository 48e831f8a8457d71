"""Which part of the map a change makes look different."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.model.arrays import FloatArray, IntArray
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
    grids: list[IntArray] = [np.empty(0, dtype=np.int64)]
    boxes: list[FloatArray] = []
    for table, rows in change.rows.items():
        if table in _SILENT:
            continue
        for frame in (rows.before, rows.after):
            if table == "grids":
                grids.append(frame.index.to_numpy(dtype=np.int64))
                continue
            if "grid" in frame.columns:
                grids.append(frame["grid"].to_numpy(dtype=np.int64))
            if TABLES[table].shape:
                boxes.append(shapely.bounds(np.asarray(frame.geometry.array, dtype=object)))
            elif "grid" not in frame.columns:
                return None
    for plan in (old, new):
        at = plan.positions(np.unique(np.concatenate(grids)))
        boxes.append(shapely.bounds(plan.all_shapes[at[at >= 0]]))
    every = np.concatenate(boxes)
    every = every[~np.isnan(every).any(axis=1)]  # what has no shape
    if not len(every):
        return 0.0, 0.0, -1.0, -1.0
    west, south = every[:, :2].min(axis=0).tolist()
    east, north = every[:, 2:].max(axis=0).tolist()
    return west, south, east, north
