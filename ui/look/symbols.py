"""Point symbols as paths, each of another outline, so that they differ without colour too."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from layers.style import Symbol


@cache
def symbol_path(symbol: Symbol) -> QPainterPath:
    """Return a symbol around the origin that is 1 unit high and wide, closed."""
    path = QPainterPath()
    if symbol == "circle":
        path.addEllipse(QRectF(-0.5, -0.5, 1, 1))
        return path
    if symbol == "square":
        path.addRect(QRectF(-0.45, -0.45, 0.9, 0.9))
        return path
    if symbol in ("cross", "plus"):
        path = _bars()
        return _turned(path, 45) if symbol == "cross" else path
    corners = {
        "diamond": _ring(4, 0.55),
        "triangle": _ring(3, 0.58),
        "down-triangle": [(x, -y) for x, y in _ring(3, 0.58)],
        "hexagon": _ring(6, 0.52),
        "star": _star(),
    }[symbol]
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path


def _ring(count: int, radius: float) -> list[tuple[float, float]]:
    """Return the corners of a regular polygon, the first at the top."""
    turns = [2 * math.pi * i / count - math.pi / 2 for i in range(count)]
    return [(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]


def _star() -> list[tuple[float, float]]:
    radii = [0.58, 0.26] * 5
    turns = [math.pi * i / 5 - math.pi / 2 for i in range(10)]
    return [(r * math.cos(turn), r * math.sin(turn)) for r, turn in zip(radii, turns, strict=True)]


def _bars() -> QPainterPath:
    arm, half = 0.52, 0.17
    corners = [
        (-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half),
        (half, arm), (-half, arm), (-half, half), (-arm, half), (-arm, -half), (-half, -half),
    ]  # fmt: skip
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _turned(path: QPainterPath, degrees: float) -> QPainterPath:
    from PySide6.QtGui import QTransform

    return QTransform().rotate(degrees).map(path)
