"""Where a plan lies."""

from __future__ import annotations

import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept("grids.geometry")
def ground_extent(plan: Plan) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of all grids whose shapes can be shown, in the plan's CRS; ``None`` if none.

    At the size of a province this takes as long as two seconds: whoever opens one has it worked out on the way.
    """
    shapes = on_the_map(plan.all_shapes)
    if not len(shapes):
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north
