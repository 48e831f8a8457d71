"""What is written on a map: names where there is room for them, and a number with a line for those that have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from layers.labels import NEAR_SEATS, SEATS, in_lines, place_labels, seats
from layers.marks import Box, Marks
from layers.style import TextStyle
from ui.look.fonts import page_font, page_text_width
from ui.look.shapes import MapFrame, plain_path
from ui.outputs.paper.letters import write_line
from ui.outputs.paper.sheet import UNITS, pen

LONGEST_LINE: Final = 6
"""Names of more letters are set in two lines."""

NUMBER: Final = TextStyle(1.75, bold=True, colour="#8a1c3c", halo="#ffffff", halo_mm=0.25)
_LEADING: Final = 1.18
_RADII_MM: Final = (0.0, 1.5, 2.3, 3.2, 4.2, 5.4, 6.8, 8.4, 10.4, 13.0, 16.0, 20.0, 25.0, 31.0, 38.0, 47.0, 58.0)
_DIRECTIONS: Final = 24
_LINE_FROM_MM: Final = 1.3


@dataclass(frozen=True)
class Text:
    """A text on the map, its middle and size in units of the page.

    Attributes
    ----------
    grid : int
        What it names, 0 if that is no grid.
    anchor : (float, float), optional
        Where the line begins that leads to it.
    """

    words: str
    style: TextStyle
    font: QFont
    x: float
    y: float
    width: float
    height: float
    grid: int = 0
    anchor: tuple[float, float] | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return (
            self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2,
        )  # fmt: skip


@dataclass(frozen=True)
class Sizes:
    """How large names are on a sheet, millimetres.

    Attributes
    ----------
    least_mm : float
        No name is set smaller.
    number_mm : float
        Size of the numbers.
    reach_mm : float
        How far from its grid a number may stand, where the grid is of the lower of the levels that are named.
    """

    least_mm: float = 0.0
    number_mm: float = NUMBER.size_mm
    reach_mm: float = np.inf


@dataclass(frozen=True)
class Names:
    """What is written on a map.

    Attributes
    ----------
    written : tuple of Text
        Names, the weightiest last.
    numbered : tuple of Text
        Numbers that stand for grids without room for their names; in the order of the numbers.
    left_out : tuple of int
        Ids of grids for which there is no room even for a number.
    """

    written: tuple[Text, ...] = ()
    numbered: tuple[Text, ...] = ()
    left_out: tuple[int, ...] = ()


def place_names(
    layers: Sequence[Marks],
    frame: MapFrame,
    family: str,
    taken: FloatArray,
    symbols: FloatArray,
    numbered: Marks | None = None,
    sizes: Sizes = Sizes(),
    measured: Measured | None = None,
) -> Names:
    """Find a place for the labels of all layers.

    Parameters
    ----------
    layers : sequence of Marks
        Those without labels are passed over; of two labels in one place the one of more weight is written.
    taken : float64 (k, 4)
        Boxes on the page (left, top, right, bottom) that stay free, in units.
    symbols : float64 (m, 4)
        Boxes that only labels cover which must be written (those whose style asks for no room).
    numbered : Marks, optional
        One of the layers, whose grids have a number where their label has no room; numbers follow its order of keys.
    sizes : Sizes
    measured : Measured, optional
        What was measured already, to which is added what is measured now.
    """
    every = _labels_in(layers, frame, family, numbered, sizes.least_mm, measured or Measured())
    if every is None:
        return Names()
    lines, styles, grids, weights, room, places = (
        every.lines, every.styles, every.key, every.weight, every.room, every.places,
    )  # fmt: skip
    asked = np.array([style.room for style in styles])
    box = (frame.left, frame.top, frame.left + frame.width, frame.top + frame.height)
    size = every.size + np.array([0.5, 0.3]) * UNITS
    seat = np.full(len(lines), -1, dtype=np.int64)

    def place(rows: IntArray, count: int, full: FloatArray) -> FloatArray:
        seat[rows] = place_labels(places[rows, :count], size[rows, 0], size[rows, 1], weights[rows], box, full)
        done = rows[seat[rows] >= 0]
        middle = places[done, seat[done]]
        return np.concatenate([full, np.hstack([middle - size[done] / 2, middle + size[done] / 2])])

    # Labels that must be written give way to symbols if they can; the others also have to fit into what they name.
    must = np.flatnonzero(asked == 0)
    written = place(must, SEATS, np.concatenate([taken, symbols]))[len(taken) + len(symbols) :]
    written = place(must[seat[must] < 0], SEATS, np.concatenate([taken, written]))
    full = place(np.flatnonzero((asked > 0) & (room >= asked)), NEAR_SEATS, np.concatenate([symbols, written]))
    shown = np.flatnonzero(seat >= 0)
    texts = tuple(
        _text(lines[i], styles[i], font_of(styles[i], family), places[i, seat[i]], size[i], int(grids[i]))
        for i in shown[np.argsort(weights[shown], kind="stable")].tolist()
    )
    inside = (places[:, 0] >= box[:2]).all(axis=1) & (places[:, 0] <= box[2:]).all(axis=1)
    without = np.flatnonzero((seat < 0) & (grids > 0) & inside)
    numbers, left_out = _place_numbers(
        grids[without], places[without, 0], weights[without], family, box, np.concatenate([taken, full]),
        replace(NUMBER, size_mm=sizes.number_mm), np.where(every.upper[without], np.inf, sizes.reach_mm),
    )  # fmt: skip
    return Names(texts, numbers, left_out)


def _place_numbers(
    grids: IntArray,
    anchors: FloatArray,
    weights: FloatArray,
    family: str,
    frame: tuple[float, float, float, float],
    taken: FloatArray,
    style: TextStyle,
    reach_mm: FloatArray,
) -> tuple[tuple[Text, ...], tuple[int, ...]]:
    """Give grids numbers, near them or at the end of a line that leads there, each as far as it may reach.

    The numbers follow the order of the grids, and none is left out between them.
    """
    font = font_of(style, family)
    words = [str(number) for number in range(1, len(grids) + 1)]
    size = np.array([_size_of(word, style, family) for word in words]).reshape(-1, 2) + 0.35 * UNITS
    angle = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    rays = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    steps = np.concatenate([np.zeros((1, 2)), *(radius * UNITS * rays for radius in _RADII_MM[1:])])
    distance = np.hypot(*steps.T)
    places = np.where((distance <= reach_mm[:, None] * UNITS)[..., None], anchors[:, None, :] + steps[None], np.nan)
    seat = place_labels(places, size[:, 0], size[:, 1], weights, frame, taken)
    far = distance[seat] > _LINE_FROM_MM * UNITS
    numbered = np.flatnonzero(seat >= 0).tolist()
    texts = tuple(
        _text(word, style, font, places[i, seat[i]], size[i], int(grids[i]), anchors[i] if far[i] else None)
        for word, i in zip(
            words, numbered, strict=False
        )  # a smaller number is no wider than the one there was room for
    )
    return texts, tuple(grids[seat < 0].tolist())


def _text(
    words: str,
    style: TextStyle,
    font: QFont,
    middle: FloatArray,
    size: FloatArray,
    grid: int,
    anchor: FloatArray | None = None,
) -> Text:
    """Return a text at its place; ``middle``, ``size`` and ``anchor`` have two numbers each."""
    leads_from = None if anchor is None else (float(anchor[0]), float(anchor[1]))
    return Text(
        words, style, font, float(middle[0]), float(middle[1]), float(size[0]), float(size[1]), grid, leads_from
    )


def write_names(painter: QPainter, names: Names) -> None:
    """Write what has its place: lines first, then numbers, then names."""
    painter.setPen(pen(NUMBER.colour, 0.1))
    for text in names.numbered:
        if text.anchor is not None:
            painter.drawLine(_line_to(text))
            painter.setBrush(QColor(NUMBER.colour))
            painter.drawEllipse(QPointF(*text.anchor), 0.22 * UNITS, 0.22 * UNITS)
            painter.setBrush(Qt.BrushStyle.NoBrush)
    for text in (*names.numbered, *names.written):
        _write(painter, text.words, text.x, text.y, text.style, text.font)


def _line_to(text: Text) -> QLineF:
    """Return the line from what a number stands for to the edge of its box."""
    x, y = text.anchor or (text.x, text.y)
    left, top, right, bottom = text.box
    return QLineF(QPointF(x, y), QPointF(min(max(x, left), right), min(max(y, top), bottom)))


def paint_names(
    painter: QPainter,
    layers: Sequence[Marks],
    frame: MapFrame,
    family: str,
    taken: FloatArray,
    symbols: FloatArray,
    numbered: Marks | None = None,
    sizes: Sizes = Sizes(),
    measured: Measured | None = None,
) -> Names:
    """Write the labels of all layers where there is room for them; see :func:`place_names`."""
    names = place_names(layers, frame, family, taken, symbols, numbered, sizes, measured)
    write_names(painter, names)
    return names


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of one layer in a frame, measured, with the places that they may have.

    Attributes
    ----------
    lines : list of str
        What is written, n of them, each in its lines.
    styles : list of TextStyle
    weight : float64 (n,)
    key : int64 (n,)
        As :class:`layers.marks.Marks` has it.
    upper : bool (n,)
        Whether it is of the higher of the levels that are named.
    size : float64 (n, 2)
        Width and height, units of the page.
    places : float64 (n, c, 2)
        Middles to try, from the frame's corner, units of the page.
    room : float64 (n,)
        As :func:`layers.labels.seats` has it.
    ground : Box
        What all that is named lies in, in the plan's CRS.
    """

    lines: list[str]
    styles: list[TextStyle]
    weight: FloatArray
    key: IntArray
    upper: BoolArray
    size: FloatArray
    places: FloatArray
    room: FloatArray
    ground: Box

    def in_frame(self, before: MapFrame, frame: MapFrame) -> Labels:
        """Return them as they are in another frame than before, where neither cuts what is named.

        The place with the most room is the same at every scale.
        """
        best = self.places[:, :1]
        west, north = before.box[0] - frame.box[0], frame.box[3] - before.box[3]
        moved = (best / before.units_per_metre + np.array([west, north])) * frame.units_per_metre
        room = self.room * (frame.units_per_metre / before.units_per_metre)
        return replace(self, places=moved + (self.places - best), room=room)


class Measured:
    """Labels of layers: the trial of a map and the map itself have them in common."""

    def __init__(self) -> None:
        self._known: dict[Marks, tuple[MapFrame, Labels]] = {}

    def labels_of(
        self, layers: Sequence[Marks], frame: MapFrame, family: str, exactly: Marks | None, least_mm: float
    ) -> list[Labels]:
        """Return the labels of layers in a frame, measured now or before; of one of them ``exactly``."""
        lacking = []
        for marks in layers:
            before, labels = self._known.get(marks, (None, None))
            if before is None or labels is None:
                lacking.append(marks)
            elif (before.width, before.height, before.box) != (frame.width, frame.height, frame.box):
                whole = _lies_in(labels.ground, before.box) and _lies_in(labels.ground, frame.box)
                if whole and marks is exactly:
                    self._known[marks] = (frame, labels.in_frame(before, frame))
                else:
                    lacking.append(marks)
        found = labels_of([(marks, marks is exactly) for marks in lacking], frame, family, least_mm)
        self._known |= {marks: (frame, labels) for marks, labels in zip(lacking, found, strict=True)}
        return [self._known[marks][1] for marks in layers]


def _lies_in(box: Box, window: Box) -> bool:
    return box[0] >= window[0] and box[1] >= window[1] and box[2] <= window[2] and box[3] <= window[3]


def _labels_in(
    layers: Sequence[Marks],
    frame: MapFrame,
    family: str,
    numbered: Marks | None,
    least_mm: float,
    measured: Measured,
) -> Labels | None:
    """Return the labels of all layers as those of one, with places on the page; keys are 0 but for what is numbered."""
    named = [marks for marks in layers if marks.label is not None]
    found = measured.labels_of(named, frame, family, numbered, least_mm)
    lines = [line for labels in found for line in labels.lines]
    if not lines:
        return None
    columns = ("weight", "upper", "size", "places", "room")
    joined = {name: np.concatenate([getattr(labels, name) for labels in found]) for name in columns}
    joined["places"] = joined["places"] + np.array([frame.left, frame.top])
    joined["key"] = np.concatenate(
        [labels.key * (marks is numbered) for marks, labels in zip(named, found, strict=True)]
    )
    return Labels(lines, [style for labels in found for style in labels.styles], ground=frame.box, **joined)


def labels_of(
    layers: Sequence[tuple[Marks, bool]], frame: MapFrame, family: str, least_mm: float = 0.0
) -> list[Labels]:
    """Return the labels of some layers, measured; of marks outside the frame there are none.

    With each layer it is said whether the best place is asked for even of those labels that have not enough room to be
    written there.
    """
    unseated = [_unseated(marks, frame, family, least_mm) for marks, _ in layers]
    if not unseated:
        return []
    size = np.concatenate([labels.size for labels, _ in unseated])
    asked = [
        style.room * (not exactly)
        for (labels, _), (_, exactly) in zip(unseated, layers, strict=True)
        for style in labels.styles
    ]
    shapes = np.concatenate([on_page for _, on_page in unseated])
    places, room = seats(shapes, size[:, 0], size[:, 1], np.array(asked, dtype=np.float64))
    ends = np.cumsum([len(on_page) for _, on_page in unseated]).tolist()
    return [
        replace(labels, places=places[end - len(on_page) : end], room=room[end - len(on_page) : end])
        for (labels, on_page), end in zip(unseated, ends, strict=True)
    ]


def _unseated(marks: Marks, frame: MapFrame, family: str, least_mm: float) -> tuple[Labels, ShapeArray]:
    """Return the labels of a layer without their places, and what each of them names, from the frame's corner."""
    assert marks.label is not None
    texts = [style.text and replace(style.text, size_mm=max(style.text.size_mm, least_mm)) for style in marks.styles]
    with_text = np.array([text is not None for text in texts], dtype=bool)
    rows: IntArray = np.flatnonzero((marks.label != "") & with_text[marks.style])
    on_page = MapFrame(0, 0, frame.width, frame.height, frame.box).shapes_on_page(marks.shape[rows])
    there = ~shapely.is_empty(on_page)
    rows, on_page = rows[there], on_page[there]
    styles = [text for text in (texts[number] for number in marks.style[rows].tolist()) if text is not None]
    lines = [in_lines(label, LONGEST_LINE) for label in marks.label[rows].tolist()]
    size = np.array([_size_of(line, style, family) for line, style in zip(lines, styles, strict=True)]).reshape(-1, 2)
    weight = np.zeros(len(rows)) if marks.weight is None else marks.weight[rows]
    ground = frame.box
    if len(rows):
        west, south, east, north = shapely.total_bounds(marks.shape[rows]).tolist()
        ground = (west, south, east, north)
    nowhere = np.empty((len(rows), 0, 2))
    labels = Labels(
        lines, styles, weight, marks.key[rows], marks.style[rows] == 0, size, nowhere, np.zeros(len(rows)), ground
    )
    return labels, on_page


def font_of(style: TextStyle, family: str) -> QFont:
    """Return the font of a text style, in units of the page."""
    return page_font(round(style.size_mm * UNITS), family, bold=style.bold, slant=style.slant, spacing=style.spacing)


def _advance(line: str, style: TextStyle, family: str) -> float:
    size = round(style.size_mm * UNITS)
    return page_text_width(line, size, family, bold=style.bold, slant=style.slant, spacing=style.spacing)


def _size_of(text: str, style: TextStyle, family: str) -> tuple[float, float]:
    """Return width and height of a label with its rim, in units of the page."""
    lines = text.split("\n")
    em, rim = style.size_mm * UNITS, 2 * style.halo_mm * UNITS
    width = max(_advance(line, style, family) for line in lines) - style.spacing * em
    return width + rim, em * (0.92 + _LEADING * (len(lines) - 1)) + rim


def _write(painter: QPainter, text: str, x: float, y: float, style: TextStyle, font: QFont) -> None:
    """Write a label around a point: the rim as an outline, the letters as text, so that a PDF can be searched."""
    family = font.family()
    lines = text.split("\n")
    em = style.size_mm * UNITS
    # Chinese characters and capitals stand about 0.86 em above and 0.08 em below the line that they are set on.
    first = y - (len(lines) - 1) * em * _LEADING / 2 + 0.37 * em
    places = []
    for number, line in enumerate(lines):
        width = _advance(line, style, family) - style.spacing * em
        places.append((QPointF(round(x - width / 2), round(first + number * em * _LEADING)), line))
    if style.plate:
        for place, line in places:
            wide = _advance(line, style, family)
            plate = QRectF(place.x() - 0.1 * em, place.y() - 0.86 * em, wide + 0.2 * em, 1.0 * em)
            painter.fillRect(plate, QColor(style.halo))
    elif style.halo and style.halo_mm:
        rim = QPainterPath()
        rim.setFillRule(Qt.FillRule.WindingFill)
        for place, line in places:
            rim.addPath(_letters(line, style, family).translated(place))
        painter.strokePath(rim, pen(style.halo, 2 * style.halo_mm))
    painter.setPen(QPen(QColor(style.colour)))
    for place, line in places:
        write_line(painter, place.x(), place.y(), line, font)


@lru_cache(maxsize=4096)
def _letters(line: str, style: TextStyle, family: str) -> QPainterPath:
    """Return the outlines of letters in straight lines, from the beginning of their line; pages share many names."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), font_of(style, family), line)
    return plain_path(path)
