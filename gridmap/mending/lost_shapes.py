"""Grids that must have ground and have none: whose a bare piece of ground may be."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling import valid_shapes
from gridmap.model.plan import Plan

_LARGER: Final = 2.0


def lacking_shapes(plan: Plan) -> dict[int, list[int]]:
    """Return the grids that must have ground and have none, by their parent."""
    must = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.shape_required)
    found: dict[int, list[int]] = {}
    for at in np.flatnonzero(must & shapely.is_missing(valid_shapes(plan))).tolist():
        found.setdefault(int(plan.parents[at]), []).append(int(plan.ids[at]))
    return found


def may_be_all_of_it(plan: Plan, parent: int, ground: shapely.Geometry) -> bool:
    """Whether some ground is no more than one grid below a parent may have: not much more than any other has."""
    others = valid_shapes(plan)[plan.child_positions([parent])]
    areas = shapely.area(others[~shapely.is_missing(others)])
    return not len(areas) or bool(ground.area <= _LARGER * areas.max())
