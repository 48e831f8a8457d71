"""Painting the marks of layers: fills, hatching, lines and symbols, by whole columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from gridmap.ground.tiling import is_valid, made_valid
from gridmap.model.arrays import FloatArray, ShapeArray
from layers.marks import Marks
from layers.style import Style
from ui.look.shapes import MapFrame, filled_paths, line_paths, path_through, paths_apart, thinned
from ui.look.symbols import symbol_path
from ui.outputs.paper.sheet import UNITS, pen

THIN_MM: Final = 0.03
"""What lies nearer to the line between its neighbours is left out: a third of a seam, and less than can be seen."""
_OF_WIDTH: Final = 1 / 40
"""The same for lines that are wide, as a share of their width: the soft rim around what is shown has none but these."""
SEAM_MM: Final = 0.1
"""Fills are stroked this wide in their own colour, so that no light shines between neighbours of one colour."""


class Strokes:
    """What was painted, to be painted again elsewhere: a stand-in for a painter of shapes and symbols."""

    def __init__(self) -> None:
        self.strokes: list[tuple[Callable[[QPainter, QPainterPath, Any], None], QPainterPath, Any]] = []
        self._pen, self._brush = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)

    def setPen(self, pen: QPen) -> None:
        """Choose what outlines are drawn with."""
        self._pen = pen

    def setBrush(self, brush: QBrush) -> None:
        """Choose what is filled with."""
        self._brush = brush

    def drawPath(self, path: QPainterPath) -> None:
        """Note that a path is filled and outlined."""
        self.strokes.append((_drawn, path, (self._pen, self._brush)))

    def fillPath(self, path: QPainterPath, brush: QBrush) -> None:
        """Note that a path is filled."""
        self.strokes.append((QPainter.fillPath, path, brush))

    def strokePath(self, path: QPainterPath, pen: QPen) -> None:
        """Note that a path is outlined."""
        self.strokes.append((QPainter.strokePath, path, pen))


def _drawn(painter: QPainter, path: QPainterPath, inks: tuple[QPen, QBrush]) -> None:
    painter.setPen(inks[0])
    painter.setBrush(inks[1])
    painter.drawPath(path)
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))


def paint_marks(painter: QPainter, marks: Marks, frame: MapFrame) -> FloatArray:
    """Paint the shapes of a layer; a style that begins later in the column lies above.

    Parameters
    ----------
    painter : QPainter
        In units of :data:`ui.outputs.paper.sheet.UNITS` to a millimetre.
    marks : Marks
    frame : MapFrame
        In the same units.

    Returns
    -------
    float64 (k, 4)
        Boxes (left, top, right, bottom) of the symbols, which names should not cover.
    """
    boxes = [np.empty((0, 4))]
    if not len(marks):
        return boxes[0]
    if all(_is_filled_alone(style) for style in marks.styles):
        for number, style in enumerate(marks.styles):
            _fill(painter, paths_apart(marks.shape[marks.style == number], frame), style)
        return boxes[0]
    thin_mm = np.array([max(THIN_MM, style.width_mm * _OF_WIDTH) for style in marks.styles])
    on_page = thinned(frame.shapes_on_page(marks.shape), thin_mm[marks.style] * UNITS)
    there = ~shapely.is_empty(on_page)
    for number in dict.fromkeys(marks.style[there].tolist()):
        style = marks.styles[number]
        which = np.flatnonzero(there & (marks.style == number))
        if style.symbol:
            shown, small = _told_by_size(on_page[which], style)
            paint_shapes(painter, shown, style)
            boxes.append(paint_symbols(painter, on_page[which] if style.symbol_on_top else small, style))
        else:
            paint_shapes(painter, on_page[which], style)
    return np.concatenate(boxes)


def paint_shapes(painter: QPainter | Strokes, shapes: ShapeArray, style: Style) -> None:
    """Paint shapes that are in units of the page already in one style: fill, hatching, casing, outline or line."""
    if style.fill:
        areas = list(filled_paths(shapes, whole=True))
        at_once = _are_outlined_at_once(shapes, areas, style)
        _fill(painter, areas, style, outlined=at_once)
        if at_once:
            return
    if style.pattern:
        paint_pattern(painter, shapes, style)
    paths = list(line_paths(shapes, whole=True)) if style.casing or style.stroke else []
    if style.casing:
        casing = pen(style.casing, style.casing_mm)
        for path in paths:
            painter.strokePath(path, casing)
    if style.stroke:
        stroke = pen(style.stroke, style.width_mm, style.dash_mm)
        for path in paths:
            painter.strokePath(path, stroke)


def _fill(painter: QPainter | Strokes, areas: Iterable[QPainterPath], style: Style, *, outlined: bool = False) -> None:
    """Fill areas, with their outline or with the seam that areas without one have."""
    if outlined:
        painter.setPen(pen(style.stroke, style.width_mm))
    else:
        painter.setPen(QPen(Qt.PenStyle.NoPen) if style.stroke else pen(style.fill, SEAM_MM))
    painter.setBrush(QBrush(QColor(style.fill)))
    for path in areas:
        painter.drawPath(path)  # in one call, so that a PDF holds the path once
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))


def _is_filled_alone(style: Style) -> bool:
    """Whether marks of a style lie apart and are filled, and nothing else is painted of them."""
    return style.apart and bool(style.fill) and not (style.pattern or style.casing or style.stroke or style.symbol)


def _are_outlined_at_once(shapes: ShapeArray, areas: list[QPainterPath], style: Style) -> bool:
    """Whether areas may be filled and outlined in one: the fill of none lies over the outline of another.

    A path is filled before it is outlined, and of two paths the second is filled over the outline of the first.
    """
    plain = style.stroke and not (style.pattern or style.casing or style.dash_mm)
    return bool(plain) and len(areas) == 1 and bool((shapely.get_dimensions(shapes) == 2).all())


# ---- hatching ----------------------------------------------------------------------------------------------------


def paint_pattern(painter: QPainter | Strokes, shapes: ShapeArray, style: Style) -> None:
    """Hatch polygons with lines that run on from one to the next; real lines, so that they stay sharp in print."""
    areas = shapely.get_parts(shapes)
    gap = style.pattern_gap_mm * UNITS
    extent = shapely.bounds(areas)
    areas = areas[(shapely.get_dimensions(areas) == 2) & ((extent[:, 2:] - extent[:, :2]).max(axis=1) > gap / 2)]
    if not len(areas):  # what is smaller would hold no more than a speck of hatching
        return
    areas = made_valid(areas, is_valid(areas))
    areas = areas[~shapely.is_missing(areas)]
    if not len(areas):
        return
    if style.pattern == "dots":
        dots = _dots(areas, gap)
        path = QPainterPath()
        radius = style.pattern_width_mm * UNITS
        for x, y in shapely.get_coordinates(dots).tolist():
            path.addEllipse(QPointF(x, y), radius, radius)
        painter.fillPath(path, QBrush(QColor(style.pattern_colour)))
        return
    angles = {"diagonal": (-45,), "back-diagonal": (45,), "cross": (-45, 45), "horizontal": (0,), "vertical": (90,)}
    ink = pen(style.pattern_colour, style.pattern_width_mm, cap=Qt.PenCapStyle.FlatCap)
    for angle in angles[style.pattern]:
        ends = hatching(areas, math.radians(angle), gap)
        if len(ends):
            points = np.rint(ends.reshape(-1, 2))
            painter.strokePath(path_through(points, np.arange(len(points)) % 2 == 0), ink)


def hatching(areas: ShapeArray, angle: float, gap: float) -> FloatArray:
    """Return the parts of parallel lines that lie in valid polygons.

    Every edge is asked which of the lines it crosses; along a line the crossings of one polygon come in pairs, from the
    outside to the inside and back.

    Parameters
    ----------
    areas : object (n,)
    angle : float
        Direction of the lines, radians from x to y.
    gap : float
        From one to the next; they lie at multiples of it from the page's corner.

    Returns
    -------
    float64 (k, 2, 2)
        Both ends of each.
    """
    rings, owner = shapely.get_rings(areas, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    along = xy @ np.array([math.cos(angle), math.sin(angle)])
    across = xy @ np.array([-math.sin(angle), math.cos(angle)]) / gap
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    one, two = across[edge], across[edge + 1]
    first = np.ceil(np.minimum(one, two)).astype(np.int64)  # an edge has its lower end and not its upper one
    count = np.maximum(np.ceil(np.maximum(one, two)).astype(np.int64) - first, 0)
    of = np.repeat(np.arange(len(edge)), count)
    line = first[of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    share = (line - one[of]) / (two - one)[of]
    begin, end = along[edge][of], along[edge + 1][of]
    at = begin + share * (end - begin)
    order = np.lexsort((at, line, owner[ring[edge[of]]]))
    at, line = at[order], line[order] * gap
    x, y = math.cos(angle) * at - math.sin(angle) * line, math.sin(angle) * at + math.cos(angle) * line
    return np.stack([x, y], axis=1).reshape(-1, 2, 2)


def _dots(areas: ShapeArray, gap: float) -> ShapeArray:
    west, north, east, south = shapely.total_bounds(areas)
    x, y = np.meshgrid(
        np.arange(math.floor(west / gap), math.ceil(east / gap) + 1) * gap,
        np.arange(math.floor(north / gap), math.ceil(south / gap) + 1) * gap,
    )
    x = x + (np.round(y / gap) % 2)[..., :] * gap / 2
    points = shapely.points(x.ravel(), y.ravel())
    return points[np.unique(shapely.STRtree(areas).query(points, predicate="within")[0])]


# ---- symbols -----------------------------------------------------------------------------------------------------


def _told_by_size(shapes: ShapeArray, style: Style) -> tuple[ShapeArray, ShapeArray]:
    """Part shapes into those that can be seen at their true size, and those for which the symbol stands."""
    bounds = shapely.bounds(shapes)
    small = np.sqrt((bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])) < style.symbol_mm * UNITS * 1.3
    small |= shapely.get_dimensions(shapes) < 2
    return shapes[~small], shapes[small]


def paint_symbols(painter: QPainter | Strokes, shapes: ShapeArray, style: Style) -> FloatArray:
    """Paint the symbol of a style at the inner point of each shape, with a white rim, and return their boxes."""
    if not len(shapes):
        return np.empty((0, 4))
    size = style.symbol_mm * UNITS
    symbol = QTransform.fromScale(size, size).map(symbol_path(style.symbol))
    rim = pen("#ffffff", 2 * style.width_mm + 0.45)
    fill, ink = QBrush(QColor(style.symbol_fill or style.fill)), pen(style.stroke or style.fill, style.width_mm)
    places = shapely.get_coordinates(shapely.point_on_surface(shapes))
    for x, y in places.tolist():
        path = symbol.translated(x, y)
        painter.strokePath(path, rim)
        painter.fillPath(path, fill)
        painter.strokePath(path, ink)
    return np.concatenate([places - size / 2, places + size / 2], axis=1)


def clip_to(painter: QPainter, frame: MapFrame) -> None:
    """Let nothing be painted outside the frame until the painter is restored."""
    painter.setClipRect(QRectF(frame.left, frame.top, frame.width, frame.height))
