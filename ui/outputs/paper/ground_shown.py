"""Which ground a map shows, and at which scale."""

from __future__ import annotations

from typing import Final

import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.plan import Plan
from layers.marks import Box
from ui.outputs.paper import furniture

EDGE_MM: Final = 7.0
"""Left free between what is shown and the frame, on a large map."""
_EDGE_SHARE: Final = 0.04
_ROUNDING: Final = 0.005
"""A frame may be cut by so much of its width, so that the same frame does not grow by being chosen again."""


def ground_of(shown: Plan, grids: tuple[int, ...], plan: Plan) -> Box:
    """Return the ground of the grids that are asked for, or of all that is shown.

    Grids that were put under them by mistake may lie far away, and do not count.
    """
    own = on_the_map(plan.shapes(grids))
    shapes = own if len(own) else on_the_map(shown.all_shapes)
    if not len(shapes):
        return 0.0, 0.0, 1000.0, 1000.0
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north


def scale_fitting(ground: Box, width: float, height: float, mm_per_mm: float, *, exactly: bool = False) -> int:
    """Return the largest round scale, as 1 to a number, at which a ground fits into a frame.

    Parameters
    ----------
    width, height : float
        Of the frame, in millimetres of the sheet.
    mm_per_mm : float
        Millimetres of paper to one of the sheet.
    exactly : bool
        Whether the ground was chosen with its edge, so that none is added.
    """
    west, south, east, north = ground
    wide = width * (1 + _ROUNDING) if exactly else width - 2 * min(EDGE_MM, width * _EDGE_SHARE)
    high = height * (1 + _ROUNDING) if exactly else height - 2 * min(EDGE_MM, height * _EDGE_SHARE)
    needed = max((east - west) / max(wide, 1.0), (north - south) / max(high, 1.0), 0.01)
    return furniture.round_scale(needed * 1000 / mm_per_mm)


def ground_in(
    ground: Box, width: float, height: float, mm_per_mm: float, wanted: int = 0, *, exactly: bool = False
) -> tuple[Box, int]:
    """Return the ground that a frame shows, and the scale as 1 to a number, with what is asked for in the middle.

    Parameters
    ----------
    wanted : int
        The scale if it is chosen, else 0.
    exactly : bool
        As for :func:`scale_fitting`.
    """
    scale = wanted or scale_fitting(ground, width, height, mm_per_mm, exactly=exactly)
    per_mm = scale * mm_per_mm / 1000
    west, south, east, north = ground
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = width * per_mm / 2, height * per_mm / 2
    return (x - half_x, y - half_y, x + half_x, y + half_y), scale
