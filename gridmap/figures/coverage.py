"""How much of a grid's ground somebody answers for: the share that grids below it or exempt areas cover."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling import tiling
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import FloatArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level


def covered_share(plan: Plan, by: Level | str) -> FloatArray:
    """Return for every grid of a level which share of its ground is covered by grids and exempt areas, 0 to 1.

    What is not covered are the gaps that the check of the tiling finds, at this level or below: ground of a town that
    no village has, and ground of its villages that no grid of a known kind has. Ground that is covered twice counts
    once. A grid that must be divided and is not is not covered at all.

    Parameters
    ----------
    by : Level or str
        A level, or its key.

    Returns
    -------
    float64, one for each grid of the level, by ascending id as in :func:`gridmap.figures.statistics.rollup`
        NaN for a grid without ground, and for all grids of the lowest level, which nothing divides.
    """
    level = by if isinstance(by, Level) else plan.scheme.level(by)
    rows = np.flatnonzero(plan.of_level(level))
    if level == plan.scheme.levels[-1]:
        return np.full(len(rows), np.nan)
    own = np.nan_to_num(shapely.area(valid_shapes(plan)))
    gaps = tiling(plan).gaps
    at = plan.positions(gaps.parent)
    open_m2 = np.zeros(len(plan.ids))
    np.add.at(open_m2, at[at >= 0], shapely.area(gaps.shape[at >= 0]))
    undivided = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.children_required)
    undivided &= ~np.isin(plan.ids, plan.parents)
    open_m2[undivided] = own[undivided]
    above = plan.positions(plan.ancestors_at(level))
    total_m2 = np.bincount(above[above >= 0], weights=open_m2[above >= 0], minlength=len(plan.ids))[rows]
    share = np.divide(total_m2, own[rows], out=np.full(len(rows), np.nan), where=own[rows] > 0)
    return np.clip(1 - share, 0, 1)
