"""Painting the marks of layers: fills, hatching, lines, symbols and names, by whole columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from gridmap.ground.tiling import is_valid, made_valid
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from layers.labels import NEAR_SEATS, SEATS, in_lines, place_labels, seats
from layers.marks import Marks
from layers.style import Style, TextStyle
from ui.look.fonts import page_font
from ui.look.shapes import MapFrame, filled_paths, line_paths
from ui.look.symbols import symbol_path
from ui.outputs.paper.sheet import UNITS, pen

SEAM_MM: Final = 0.1
"""Fills are stroked this wide in their own colour, so that no light shines between neighbours of one colour."""

LONGEST_LINE: Final = 6
"""Names of more letters are set in two lines."""

_LEADING: Final = 1.18


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
    on_page = frame.shapes_on_page(marks.shape)
    there = ~shapely.is_empty(on_page)
    for number in pd.unique(marks.style[there]).tolist():
        style = marks.styles[number]
        which = np.flatnonzero(there & (marks.style == number))
        if style.symbol:
            shown, small = _told_by_size(on_page[which], style)
            paint_shapes(painter, shown, style)
            boxes.append(paint_symbols(painter, on_page[which] if style.symbol_on_top else small, style))
        else:
            paint_shapes(painter, on_page[which], style)
    return np.concatenate(boxes)


def paint_shapes(painter: QPainter, shapes: ShapeArray, style: Style) -> None:
    """Paint shapes that are in units of the page already in one style: fill, hatching, casing, outline or line."""
    if style.fill:
        colour = QColor(style.fill)
        brush, seam = QBrush(colour), pen(style.fill, SEAM_MM)
        for path in filled_paths(shapes):
            painter.fillPath(path, brush)
            if not style.stroke:
                painter.strokePath(path, seam)
    if style.pattern:
        paint_pattern(painter, shapes, style)
    if style.casing:
        casing = pen(style.casing, style.casing_mm)
        for path in line_paths(shapes):
            painter.strokePath(path, casing)
    if style.stroke:
        stroke = pen(style.stroke, style.width_mm, style.dash_mm)
        for path in line_paths(shapes):
            painter.strokePath(path, stroke)


# ---- hatching ----------------------------------------------------------------------------------------------------


def paint_pattern(painter: QPainter, shapes: ShapeArray, style: Style) -> None:
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
        lines = _parallels(areas, math.radians(angle), gap)
        line, area = shapely.STRtree(areas).query(lines, predicate="intersects")
        for path in line_paths(shapely.intersection(lines[line], areas[area])):
            painter.strokePath(path, ink)


def _parallels(areas: ShapeArray, angle: float, gap: float) -> ShapeArray:
    """Return lines of one direction over the areas, at multiples of a gap from the page's corner."""
    west, north, east, south = shapely.total_bounds(areas)
    corners = np.array([[west, north], [east, north], [east, south], [west, south]])
    along, across = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    reach, steps = corners @ along, corners @ across
    offsets = np.arange(math.ceil(steps.min() / gap), math.floor(steps.max() / gap) + 1) * gap
    begin = offsets[:, None] * across + reach.min() * along
    end = offsets[:, None] * across + reach.max() * along
    return np.atleast_1d(shapely.linestrings(np.stack([begin, end], axis=1)))


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


def paint_symbols(painter: QPainter, shapes: ShapeArray, style: Style) -> FloatArray:
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


# ---- names -------------------------------------------------------------------------------------------------------


def paint_names(
    painter: QPainter, layers: Sequence[Marks], frame: MapFrame, family: str, taken: FloatArray, symbols: FloatArray
) -> int:
    """Write the labels of all layers where there is room for them and return how many there are.

    Parameters
    ----------
    layers : sequence of Marks
        Those without labels are passed over; of two labels in one place the one of more weight is written.
    family : str
        Family of the font.
    taken : float64 (k, 4)
        Boxes on the page (left, top, right, bottom) that stay free, in units.
    symbols : float64 (m, 4)
        Boxes that only labels cover which must be written (those whose style asks for no room).
    """
    shapes, labels, styles, weights = _labels_of(layers, frame)
    if not len(shapes):
        return 0
    width, height = np.empty(len(shapes)), np.empty(len(shapes))
    lines = [in_lines(label, LONGEST_LINE) for label in labels]
    fonts: dict[TextStyle, QFont] = {}
    for i, (line, style) in enumerate(zip(lines, styles, strict=True)):
        font = fonts.setdefault(style, font_of(style, family))
        width[i], height[i] = _size_of(line, style, font)
    places, room = seats(shapes, width, height)
    asked = np.array([style.room for style in styles])
    padding = 0.5 * UNITS
    box = (frame.left, frame.top, frame.left + frame.width, frame.top + frame.height)
    size = np.stack([width + padding, height + padding * 0.6], axis=1)
    seat = np.full(len(shapes), -1, dtype=np.int64)

    def place(rows: IntArray, count: int, full: FloatArray) -> FloatArray:
        """Seat some of the labels in one of their first places and return what is full then."""
        seat[rows] = place_labels(places[rows, :count], size[rows, 0], size[rows, 1], weights[rows], box, full)
        done = rows[seat[rows] >= 0]
        middle = places[done, seat[done]]
        return np.concatenate([full, np.hstack([middle - size[done] / 2, middle + size[done] / 2])])

    # Labels that must be written give way to symbols if they can; the others also have to fit into what they name.
    must = np.flatnonzero(asked == 0)
    written = place(must, SEATS, np.concatenate([taken, symbols]))[len(taken) + len(symbols) :]
    written = place(must[seat[must] < 0], SEATS, np.concatenate([taken, written]))
    place(np.flatnonzero((asked > 0) & (room >= asked)), NEAR_SEATS, np.concatenate([symbols, written]))
    shown = np.flatnonzero(seat >= 0)
    for i in shown[np.argsort(weights[shown], kind="stable")].tolist():
        x, y = places[i, seat[i]]
        _write(painter, lines[i], x, y, styles[i], fonts[styles[i]])
    return len(shown)


def _labels_of(layers: Sequence[Marks], frame: MapFrame) -> tuple[ShapeArray, list[str], list[TextStyle], FloatArray]:
    shapes: list[ShapeArray] = []
    labels: list[str] = []
    styles: list[TextStyle] = []
    weights: list[FloatArray] = []
    for marks in layers:
        if marks.label is None:
            continue
        texts = [style.text for style in marks.styles]
        with_text = np.array([text is not None for text in texts])
        rows: IntArray = np.flatnonzero((marks.label != "") & with_text[marks.style])
        on_page = frame.shapes_on_page(marks.shape[rows])
        rows, on_page = rows[~shapely.is_empty(on_page)], on_page[~shapely.is_empty(on_page)]
        shapes.append(on_page)
        labels += marks.label[rows].tolist()
        styles += [text for text in (texts[number] for number in marks.style[rows]) if text is not None]
        weights.append(np.zeros(len(rows)) if marks.weight is None else marks.weight[rows])
    if not shapes:
        return np.empty(0, dtype=object), [], [], np.empty(0)
    return np.concatenate(shapes), labels, styles, np.concatenate(weights)


def font_of(style: TextStyle, family: str) -> QFont:
    """Return the font of a text style, in units of the page."""
    return page_font(round(style.size_mm * UNITS), family, bold=style.bold, slant=style.slant, spacing=style.spacing)


def _size_of(text: str, style: TextStyle, font: QFont) -> tuple[float, float]:
    """Return width and height of a label with its rim, in units of the page."""
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    em, rim = style.size_mm * UNITS, 2 * style.halo_mm * UNITS
    width = max(metrics.horizontalAdvance(line) for line in lines) - style.spacing * em
    return width + rim, em * (0.92 + _LEADING * (len(lines) - 1)) + rim


def _write(painter: QPainter, text: str, x: float, y: float, style: TextStyle, font: QFont) -> None:
    """Write a label around a point: the rim as an outline, the letters as text, so that a PDF can be searched."""
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    em = style.size_mm * UNITS
    # Chinese characters and capitals stand about 0.86 em above and 0.08 em below the line that they are set on.
    first = y - (len(lines) - 1) * em * _LEADING / 2 + 0.37 * em
    places = []
    for number, line in enumerate(lines):
        width = metrics.horizontalAdvance(line) - style.spacing * em
        places.append((QPointF(x - width / 2, first + number * em * _LEADING), line))
    if style.halo and style.halo_mm:
        rim = QPainterPath()
        rim.setFillRule(Qt.FillRule.WindingFill)
        for place, line in places:
            rim.addText(place, font, line)
        painter.strokePath(rim, pen(style.halo, 2 * style.halo_mm))
    painter.setFont(font)
    painter.setPen(QPen(QColor(style.colour)))
    for place, line in places:
        painter.drawText(place, line)


def clip_to(painter: QPainter, frame: MapFrame) -> None:
    """Let nothing be painted outside the frame until the painter is restored."""
    painter.setClipRect(QRectF(frame.left, frame.top, frame.width, frame.height))
