"""What is lit up over the picture: the grid under the cursor, the selection, the finding that is looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from gridmap.ground.tiling.proof import valid_shapes_at
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan
from layers.marks import Box
from ui.canvas.scene.batches import NO_BATCHES, Batches, filled, lines_once, outlined, rings_of, stroked
from ui.canvas.scene.colours import translucent
from ui.canvas.view import View

SMALL_PX: Final = 26.0
"""A finding that is smaller on the screen gets a ring around it, so that the eye finds it."""

_RIM_UP_TO: Final = 1800
_THIN_FROM: Final = 4500
"""Vertices in sight up to which a line has a rim, and from which it is thin: each takes 4 us to be stroked."""
PIECE: Final = 6
"""Edges to a piece of the rims of grids: a wide line is painted in half of the time in short ones."""
_PIECES_UP_TO: Final = 4 * _THIN_FROM
"""Of more vertices hardly any view has so few in sight that they are painted as wide lines."""


@dataclass(frozen=True, eq=False)
class Lit:
    """Shapes ready to be lit up.

    Attributes
    ----------
    origin : (float, float)
    areas, lines : Batches
        In metres east and south of the origin.
    points : list of (float, float)
        In the plan's CRS.
    bounds : (float, float, float, float)
    """

    origin: tuple[float, float]
    areas: Batches
    lines: Batches
    points: list[tuple[float, float]]
    bounds: tuple[float, float, float, float]


def lit_shapes(shapes: ShapeArray, detail_m: float = 0.0, longest: int = 0) -> Lit | None:
    """Prepare shapes for being lit up, ``None`` if there is nothing to see; 0 m of detail keeps them exact.

    With ``longest``, which is for areas alone, an edge that two areas share is there once, and the edges are in pieces
    of so many at most, unless there are so many that they are painted as thin lines anyway.
    """
    parts = shapely.get_parts(shapes[~shapely.is_missing(shapes)])
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        return None
    west, south, east, north = shapely.total_bounds(parts).tolist()
    origin = (west, north)
    if detail_m:
        # No eye sees which of two lines lies on the other so close together, and to care takes eight times as long.
        thin = shapely.simplify(parts, detail_m, preserve_topology=False)
        parts = np.where(shapely.is_empty(thin), parts, thin)  # what is tiny is still there
    flat = shapely.get_parts(parts)
    points = shapely.get_coordinates(flat[shapely.get_dimensions(flat) == 0]).tolist()
    drawn = flat[shapely.get_dimensions(flat) > 0]
    if longest:
        edges = lines_once([rings_of(drawn)])[0]
        lines = stroked(edges, origin, longest if len(edges.xy) <= _PIECES_UP_TO else 0)
    else:
        lines = outlined(drawn, origin) if len(drawn) else NO_BATCHES
    return Lit(origin, filled(drawn, origin), lines, [(x, y) for x, y in points], (west, south, east, north))


def grids_lit(plan: Plan, grids: tuple[int, ...], detail_m: float) -> Lit | None:
    """Prepare grids for being lit up; those that are not there, or have no shape, are passed over."""
    at = plan.positions(np.array(grids, dtype=np.int64))
    return lit_shapes(valid_shapes_at(plan, at[at >= 0]), detail_m, PIECE)


def paint_lit(
    painter: QPainter,
    lit: Lit,
    view: View,
    colour: QColor,
    width: float,
    fill: float,
    rim: QColor | None = None,
    seen: Box | None = None,
) -> None:
    """Paint lit shapes: a tint inside, a line around, and a rim that keeps the line apart from the map.

    Parameters
    ----------
    seen : Box, optional
        The part of the view that is painted anew, in the plan's CRS; what lies elsewhere is passed over.
    """
    if fill:
        paint_inside(painter, lit, view, translucent(colour, fill), seen)
    pixels = 1 / view.metres_per_pixel
    x, y = view.to_screen(*lit.origin)
    painter.save()
    painter.setTransform(QTransform(pixels, 0, 0, pixels, x, y), True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    lines = lit.lines.touching(view.box)
    long = sum(path.elementCount() for path in lines)
    if seen is not None:  # how wide lines are does not depend on that
        lines = lit.lines.touching(seen)
    if long > _THIN_FROM:
        width, rim = 1.0, None  # Qt has a quick way for lines of one pixel only
    elif long > _RIM_UP_TO:
        rim = None
    for pen in ([cosmetic_pen(rim, width + 2.5)] if rim is not None else []) + [cosmetic_pen(colour, width)]:
        if width > 1.0:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)  # the corner between two pieces is that of a line
        for path in lines:
            painter.strokePath(path, pen)
    painter.restore()


def paint_inside(painter: QPainter, lit: Lit, view: View, tint: QColor, seen: Box | None = None) -> None:
    """Paint the areas of lit shapes alone, without lines around them; ``seen`` as for :func:`paint_lit`."""
    pixels = 1 / view.metres_per_pixel
    x, y = view.to_screen(*lit.origin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setTransform(QTransform(pixels, 0, 0, pixels, x, y), True)
    for path in lit.areas.touching(seen or view.box):
        painter.fillPath(path, tint)
    painter.restore()


def paint_ghost(painter: QPainter, lit: Lit, view: View, colour: QColor, rim: QColor) -> None:
    """Paint where lines were before: dashed and thin, so that one sees them and does not take them for borders."""
    pixels = 1 / view.metres_per_pixel
    x, y = view.to_screen(*lit.origin)
    painter.save()
    painter.setTransform(QTransform(pixels, 0, 0, pixels, x, y), True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    dashed = cosmetic_pen(colour, 1.3)
    dashed.setDashPattern([3.0, 3.0])
    lines = lit.lines.touching(view.box)
    for pen in (cosmetic_pen(translucent(rim, 0.7), 3.0), dashed):
        for path in lines:
            painter.strokePath(path, pen)
    painter.restore()


def paint_pointer(painter: QPainter, lit: Lit, view: View, colour: QColor, rim: QColor) -> None:
    """Paint a ring around what is too small to be seen, and around points."""
    places = [view.to_screen(*point) for point in lit.points]
    west, south, east, north = lit.bounds
    if not places and max(east - west, north - south) / view.metres_per_pixel < SMALL_PX:
        places = [view.to_screen((west + east) / 2, (south + north) / 2)]
    reach = math.hypot(east - west, north - south) / view.metres_per_pixel / 2 if not lit.points else 0.0
    radius = max(SMALL_PX * 0.6, reach + 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    ring = QPainterPath()
    for px, py in places:
        ring.addEllipse(QPointF(px, py), radius, radius)
    painter.strokePath(ring, QPen(rim, 5.0))
    painter.strokePath(ring, QPen(colour, 2.5))


def cosmetic_pen(colour: QColor, width: float) -> QPen:
    """Return a pen of so many pixels at any scale."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
