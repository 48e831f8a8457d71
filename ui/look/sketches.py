"""What each tool does, as a small sketch: the ground before with a hand at work, and the ground after.

One description a tool (:data:`SKETCHES`), in units of a frame of 100 by 60; y goes down. It is painted still, or at
some moment of the hand's way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPen, QPolygonF

from ui.look.appearance import Appearance

Points = tuple[tuple[float, float], ...]
Tone = Literal["one", "two", "three", "bare", "exempt", "unit", "chosen"]
Hand = Literal["click", "drag", "line", "area", "box"]

FRAME: Final = QSize(100, 60)
GAP: Final = 26
"""Between the two frames, for the arrow."""
WHOLE: Final = QSize(2 * FRAME.width() + GAP, FRAME.height())

_TONES: Final = {
    "light": {"one": "#cfe0f1", "two": "#f4dcae", "three": "#d3e7cb", "unit": "#d9c6e4", "chosen": "#e7b8c4"},
    "dark": {"one": "#33506b", "two": "#6b552b", "three": "#3c5a38", "unit": "#5b4468", "chosen": "#7c3f50"},
}


@dataclass(frozen=True)
class Patch:
    """A piece of ground: its corners, and what it is."""

    points: Points
    tone: Tone = "one"


@dataclass(frozen=True)
class Scene:
    """What stands in a frame.

    Attributes
    ----------
    patches : tuple of Patch
    homes : Points
        Buildings.
    strong : tuple of Points
        Borders of a village, or what else stands out: lines.
    road : Points
        A road, which borders may follow.
    corners : Points
        Corners of a border that can be taken hold of.
    words : str
        What is written in the middle.
    """

    patches: tuple[Patch, ...]
    homes: Points = ()
    strong: tuple[Points, ...] = ()
    road: Points = ()
    corners: Points = ()
    words: str = ""


@dataclass(frozen=True)
class Sketch:
    """What a tool does: the ground before and after, what the hand does meanwhile, and its way."""

    before: Scene
    after: Scene
    hand: Hand
    way: Points


def _box(left: float, top: float, right: float, bottom: float, tone: Tone = "one") -> Patch:
    return Patch(((left, top), (right, top), (right, bottom), (left, bottom)), tone)


_A, _B = _box(5, 6, 50, 54), _box(50, 6, 95, 54, "two")
_AB: Final = (_A, _B)
_ALL: Final = _box(10, 6, 90, 54)
_FOUR: Final = (
    _box(5, 6, 50, 30), _box(50, 6, 95, 30, "two"), _box(5, 30, 50, 54, "three"), _box(50, 30, 95, 54),
)  # fmt: skip
_TWO_CHOSEN: Final = (*(Patch(one.points, "chosen") for one in _FOUR[:2]), *_FOUR[2:])
_ROAD: Final = ((47, 0), (58, 16), (66, 30), (58, 46), (49, 60))
_UNIT: Final = ((36, 20), (66, 20), (66, 42), (36, 42))
_POND: Final = ((34, 14), (62, 11), (74, 30), (58, 47), (30, 42))
_HOMES: Final = ((18, 16), (18, 30), (18, 44), (32, 16), (32, 30), (32, 44), (58, 20), (58, 38), (80, 30))
_ON_BORDER: Final = ((58, 20), (58, 34))
_VILLAGE: Final = ((10, 6), (72, 6), (72, 54), (10, 54), (10, 6))

SKETCHES: Final[dict[str, Sketch]] = {
    "tool-pan": Sketch(Scene(_AB), Scene((_A, Patch(_B.points, "chosen"))), "click", ((20, 50), (73, 30))),
    "tool-box": Sketch(Scene(_FOUR), Scene(_TWO_CHOSEN), "box", ((2, 3), (98, 33))),
    "tool-lasso": Sketch(
        Scene(_FOUR), Scene(_TWO_CHOSEN), "area",
        ((20, 3), (60, 1), (95, 4), (98, 20), (90, 33), (50, 35), (10, 33), (2, 18), (8, 6)),
    ),
    "tool-measure-length": Sketch(
        Scene(_AB), Scene(_AB, strong=(((16, 44), (44, 18), (84, 26)),), words="480 m"), "line",
        ((16, 44), (44, 18), (84, 26)),
    ),
    "tool-measure-area": Sketch(
        Scene(_AB), Scene((*_AB, Patch(_POND, "chosen")), words="3,200 m²"), "area", _POND
    ),
    "tool-vertices": Sketch(
        Scene(_AB, corners=((50, 6), (50, 30), (50, 54))),
        Scene(
            (
                Patch(((5, 6), (50, 6), (66, 34), (50, 54), (5, 54))),
                Patch(((50, 6), (95, 6), (95, 54), (50, 54), (66, 34)), "two"),
            ),
            corners=((50, 6), (66, 34), (50, 54)),
        ),
        "drag", ((50, 30), (66, 34)),
    ),
    "tool-move-border": Sketch(
        Scene(_AB, strong=(((50, 6), (50, 54)),)),
        Scene((_box(5, 6, 66, 54), _box(66, 6, 95, 54, "two")), strong=(((66, 6), (66, 54)),)),
        "drag", ((50, 30), (66, 30)),
    ),
    "tool-reshape": Sketch(
        Scene(_AB),
        Scene(
            (
                Patch(((5, 6), (50, 6), (50, 12), (70, 20), (70, 42), (50, 48), (50, 54), (5, 54))),
                Patch(((50, 6), (95, 6), (95, 54), (50, 54), (50, 48), (70, 42), (70, 20), (50, 12)), "two"),
            )
        ),
        "line", ((50, 12), (70, 20), (70, 42), (50, 48)),
    ),
    "tool-follow": Sketch(
        Scene(_AB, road=_ROAD),
        Scene(
            (
                Patch(((5, 6), (50, 6), (58, 16), (66, 30), (58, 46), (50, 54), (5, 54))),
                Patch(((50, 6), (95, 6), (95, 54), (50, 54), (58, 46), (66, 30), (58, 16)), "two"),
            ),
            road=_ROAD,
        ),
        "line", ((50, 7), (50, 53)),
    ),
    "tool-split": Sketch(
        Scene((_ALL,)), Scene((_box(10, 6, 52, 54), _box(52, 6, 90, 54, "two"))), "line", ((52, 1), (52, 59))
    ),
    "tool-split-equally": Sketch(
        Scene((_ALL,), homes=_HOMES),
        Scene((_box(10, 6, 25, 54), _box(25, 6, 45, 54, "two"), _box(45, 6, 90, 54, "three")), homes=_HOMES),
        "click", ((76, 52), (50, 30)),
    ),
    "tool-merge": Sketch(
        Scene((Patch(_A.points, "chosen"), _B)), Scene((_box(5, 6, 95, 54),)), "click", ((28, 30), (73, 30))
    ),
    "tool-give-area": Sketch(
        Scene((Patch(_A.points, "one"), _B)),
        Scene(
            (
                Patch(((5, 6), (50, 6), (50, 16), (76, 16), (76, 44), (50, 44), (50, 54), (5, 54))),
                Patch(((50, 6), (95, 6), (95, 54), (50, 54), (50, 44), (76, 44), (76, 16), (50, 16)), "two"),
            )
        ),
        "area", ((46, 16), (76, 16), (76, 44), (46, 44)),
    ),
    "tool-give-buildings": Sketch(
        Scene(_AB, homes=(*_ON_BORDER, (80, 18), (82, 40), (24, 30))),
        Scene(
            (
                Patch(((5, 6), (50, 6), (50, 14), (66, 14), (66, 41), (50, 41), (50, 54), (5, 54))),
                Patch(((50, 6), (95, 6), (95, 54), (50, 54), (50, 41), (66, 41), (66, 14), (50, 14)), "two"),
            ),
            homes=(*_ON_BORDER, (80, 18), (82, 40), (24, 30)),
        ),
        "click", ((58, 20), (58, 34)),
    ),
    "tool-draw-grid": Sketch(
        Scene((_box(5, 6, 38, 54), _box(38, 6, 95, 54, "bare"))),
        Scene((_box(5, 6, 38, 54), _box(38, 6, 95, 54, "bare"), _box(38, 14, 84, 48, "two"))),
        "area", ((38, 14), (84, 14), (84, 48), (38, 48)),
    ),
    "tool-carve": Sketch(Scene((_ALL,)), Scene((_ALL, Patch(_UNIT, "unit"))), "area", _UNIT),
    "tool-dissolve": Sketch(
        Scene((_ALL, Patch(_UNIT, "unit"))), Scene((_ALL,)), "click", ((80, 52), (51, 31))
    ),
    "tool-move-grid": Sketch(
        Scene(
            (_box(5, 6, 35, 54), _box(35, 6, 65, 54), _box(65, 6, 95, 54, "two")),
            strong=(((65, 3), (65, 57)),),
        ),
        Scene(
            (_box(5, 6, 35, 54), _box(35, 6, 65, 54, "two"), _box(65, 6, 95, 54, "two")),
            strong=(((35, 3), (35, 57)),),
        ),
        "click", ((80, 50), (50, 30)),
    ),
    "tool-retire": Sketch(Scene(_AB), Scene((_box(5, 6, 95, 54),)), "click", ((40, 52), (73, 30))),
    "tool-fill-gap": Sketch(
        Scene((_box(5, 6, 40, 54), _box(40, 6, 60, 54, "bare"), _box(60, 6, 95, 54, "two"))),
        Scene((_box(5, 6, 60, 54), _box(60, 6, 95, 54, "two"))),
        "click", ((80, 50), (50, 30)),
    ),
    "tool-clip": Sketch(
        Scene((_box(10, 6, 72, 54), _box(72, 18, 92, 42)), strong=(_VILLAGE,)),
        Scene((_box(10, 6, 72, 54),), strong=(_VILLAGE,)),
        "click", ((92, 54), (50, 30)),
    ),
    "tool-exempt": Sketch(
        Scene((_box(5, 6, 95, 54, "bare"),)), Scene((_box(5, 6, 95, 54, "bare"), Patch(_POND, "exempt"))), "area", _POND
    ),
    "set-attributes": Sketch(
        Scene((_A, Patch(_B.points, "chosen")), words="?"), Scene((_A, Patch(_B.points, "chosen")), words="Abc"),
        "click", ((20, 50), (73, 30)),
    ),
}  # fmt: skip
"""By the key of the action that takes the tool."""


def paint_sketch(
    painter: QPainter, room: QRectF, sketch: Sketch, look: Appearance, font: QFont, moment: float = 1.0
) -> None:
    """Paint a sketch: the frame before with the hand, an arrow, the frame after.

    Parameters
    ----------
    room : QRectF
        Where, as wide for its height as :data:`WHOLE`.
    moment : float
        How far the hand is on its way, 0 to 1.
    """
    scale = min(room.width() / WHOLE.width(), room.height() / WHOLE.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.translate(room.center().x() - WHOLE.width() * scale / 2, room.center().y() - WHOLE.height() * scale / 2)
    painter.scale(scale, scale)
    _paint_scene(painter, sketch.before, look, font)
    _paint_hand(painter, sketch, look, min(max(moment, 0.0), 1.0))
    painter.translate(FRAME.width(), 0)
    _paint_arrow(painter, look)
    painter.translate(GAP, 0)
    _paint_scene(painter, sketch.after, look, font)
    painter.restore()


def picture_of(sketch: Sketch, look: Appearance, font: QFont, size: QSize) -> QImage:
    """Return a picture of a sketch at the end of the hand's way, on the surface of an appearance; ``size`` in dots."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(look.surface))
    painter = QPainter(image)
    paint_sketch(painter, QRectF(image.rect()), sketch, look, font)
    painter.end()
    return image


def _polygon(points: Points) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _paint_scene(painter: QPainter, scene: Scene, look: Appearance, font: QFont) -> None:
    line = QPen(QColor(look.muted), 1.2)
    line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for patch in scene.patches:
        painter.setPen(line)
        if patch.tone == "bare":
            dashed = QPen(QColor(look.muted), 1.0, Qt.PenStyle.DashLine)
            painter.setPen(dashed)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif patch.tone == "exempt":
            painter.setBrush(QBrush(QColor(look.notice), Qt.BrushStyle.HorPattern))
        else:
            painter.setBrush(QColor(_TONES[look.key][patch.tone]))
        painter.drawPolygon(_polygon(patch.points))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if scene.road:
        for colour, width in ((look.muted, 4.4), (look.surface, 2.8)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPolyline(_polygon(scene.road))
    for points in scene.strong:
        painter.setPen(QPen(QColor(look.text), 2.2))
        painter.drawPolyline(_polygon(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.text))
    for x, y in scene.homes:
        painter.drawRect(QRectF(x - 2.4, y - 2.4, 4.8, 4.8))
    painter.setPen(QPen(QColor(look.accent), 1.2))
    painter.setBrush(QColor(look.surface))
    for x, y in scene.corners:
        painter.drawRect(QRectF(x - 2.4, y - 2.4, 4.8, 4.8))
    if scene.words:
        small = QFont(font)
        small.setPixelSize(12)
        small.setBold(True)
        painter.setFont(small)
        painter.setPen(QColor(look.text))
        right = QRectF(50, 6, 45, 48) if len(scene.words) < 5 else QRectF(0, 0, 100, 60)
        painter.drawText(right, Qt.AlignmentFlag.AlignCenter, scene.words)


def _paint_hand(painter: QPainter, sketch: Sketch, look: Appearance, moment: float) -> None:
    """Paint what the hand has done so far, and the pointer where it is."""
    way = sketch.way if sketch.hand != "area" else (*sketch.way, sketch.way[0])
    gone = _part_of(way, moment)
    at = gone[-1]
    pen = QPen(QColor(look.accent), 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    tint = QColor(look.accent)
    tint.setAlphaF(0.16)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sketch.hand == "area":
        painter.setBrush(tint if moment >= 1 else Qt.BrushStyle.NoBrush)
        painter.drawPolyline(_polygon(gone))
        if moment >= 1:
            painter.drawPolygon(_polygon(gone))
    elif sketch.hand == "line":
        painter.drawPolyline(_polygon(gone))
    elif sketch.hand == "box":
        painter.setBrush(tint)
        painter.drawRect(QRectF(QPointF(*way[0]), QPointF(*at)).normalized())
    elif sketch.hand == "drag":
        painter.setPen(QPen(QColor(look.accent), 1.6, Qt.PenStyle.DotLine))
        painter.drawPolyline(_polygon(gone))
    elif moment >= 1:
        painter.drawEllipse(QPointF(*at), 6, 6)
    _paint_pointer(painter, *at, look)


def _part_of(way: Points, share: float) -> Points:
    """Return the first part of a line, by a share of its length."""
    lengths = [math.dist(a, b) for a, b in pairwise(way)]
    left, gone = sum(lengths) * share, [way[0]]
    for (x0, y0), (x1, y1), length in zip(way[:-1], way[1:], lengths, strict=True):
        if left >= length:
            gone.append((x1, y1))
            left -= length
        else:
            part = left / length if length else 0.0
            gone.append((x0 + (x1 - x0) * part, y0 + (y1 - y0) * part))
            break
    return tuple(gone)


_POINTER: Final = ((0, 0), (0, 13), (3.2, 10.2), (5.4, 15), (7.6, 14), (5.4, 9.4), (9.4, 9.4))


def _paint_pointer(painter: QPainter, x: float, y: float, look: Appearance) -> None:
    painter.setPen(QPen(QColor(look.surface), 1.2))
    painter.setBrush(QColor(look.text))
    painter.drawPolygon(_polygon(tuple((x + dx, y + dy) for dx, dy in _POINTER)))


def _paint_arrow(painter: QPainter, look: Appearance) -> None:
    middle = FRAME.height() / 2
    pen = QPen(QColor(look.muted), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLine(QPointF(6, middle), QPointF(20, middle))
    painter.drawPolyline(_polygon(((15, middle - 4), (20, middle), (15, middle + 4))))
