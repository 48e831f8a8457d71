"""A sheet of paper to draw on: Qt's painter in millimetres, with the few things that every page needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen

from ui.look.fonts import page_font, page_text_width
from ui.outputs.paper.letters import write_line

UNITS: Final = 100.0
"""Units of the painter to a millimetre: Qt's fonts come in whole units, and layout should not see their steps."""

ELLIPSIS: Final = "…"

_HAN: Final = r"\u2e80-\u9fff\uf900-\uffef"
_PIECES: Final = re.compile(rf"(?:[{_HAN}]|[^\s{_HAN}]+)[，。、；：）》”！？]*\s*")
"""What a line may be broken behind: a Chinese character, or a word with the blank behind it."""

_SURELY: Final = 0.9
"""A line whose pieces take less than this share of the room fits, however they are set side by side."""

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Type:
    """How a text on the page is set: height of an em in millimetres, weight and colour."""

    size_mm: float
    bold: bool = False
    colour: str = "#1f2933"
    spacing: float = 0.0

    def font(self, family: str, scale: float = 1.0) -> QFont:
        """Return Qt's font, in units of the painter."""
        return page_font(round(self.size_mm * UNITS * scale), family, bold=self.bold, spacing=self.spacing)

    def width(self, text: str, family: str, scale: float = 1.0) -> float:
        """Return how wide a line is, in units of the painter."""
        size = round(self.size_mm * UNITS * scale)
        return page_text_width(text, size, family, bold=self.bold, spacing=self.spacing)


class Sheet:
    """A page in millimetres, x to the right and y down, on any painter.

    Parameters
    ----------
    painter : QPainter
        Active; its transform is set so that the whole page fills ``device_width`` by ``device_height``.
    width_mm, height_mm : float
        Size of the page as it is laid out.
    device_width, device_height : float
        Size of the page in the painter's own units.
    family : str
        Family of every text.
    """

    def __init__(
        self,
        painter: QPainter,
        width_mm: float,
        height_mm: float,
        device_width: float,
        device_height: float,
        family: str,
    ) -> None:
        self.painter = painter
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.family = family
        painter.scale(device_width / (width_mm * UNITS), device_height / (height_mm * UNITS))
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )

    # ---- text ----------------------------------------------------------------------------------------------------

    def text_width(self, text: str, type_: Type) -> float:
        """Return the width of a text, millimetres."""
        return type_.width(text, self.family) / UNITS

    def text(
        self, x: float, baseline: float, text: str, type_: Type, align: Align = "left", room: float | None = None
    ) -> float:
        """Write one line and return its width, millimetres.

        Parameters
        ----------
        x, baseline : float
            Left, middle or right end of the text by ``align``, and the line that the letters stand on.
        room : float, optional
            The most it may be wide: a longer text is set up to 15 % smaller, and cut with an ellipsis after that.
        """
        scale = 1.0
        width = self.text_width(text, type_)
        if room is not None and width > room:
            scale = max(room / width, 0.85)
            if type_.width(text, self.family, scale) > room * UNITS + 1:
                text = _cut(text, lambda part: type_.width(part, self.family, scale) <= room * UNITS + 1)
            width = type_.width(text, self.family, scale) / UNITS
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        self.painter.setPen(QColor(type_.colour))
        write_line(self.painter, left * UNITS, baseline * UNITS, text, type_.font(self.family, scale))
        return width

    def lines_of(self, text: str, type_: Type, room: float) -> list[str]:
        """Return a text in lines that are no wider than a room, millimetres: broken at blanks and between characters.

        What closes something never begins a line. A word that is wider than the room is broken where it must be.
        """
        return list(_in_lines(text, type_, room, self.family))

    # ---- lines and areas -----------------------------------------------------------------------------------------

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width_mm: float) -> None:
        """Draw a straight line."""
        self.painter.setPen(pen(colour, width_mm, cap=Qt.PenCapStyle.FlatCap))
        self.painter.drawLine(QPointF(x1 * UNITS, y1 * UNITS), QPointF(x2 * UNITS, y2 * UNITS))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "",
        stroke: str = "",
        width_mm: float = 0.15,
        radius: float = 0.0,
    ) -> None:
        """Draw a rectangle, its corners rounded by a radius."""
        self.painter.setPen(pen(stroke, width_mm) if stroke else QPen(Qt.PenStyle.NoPen))
        self.painter.setBrush(QBrush(QColor(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush))
        rect = QRectF(x * UNITS, y * UNITS, width * UNITS, height * UNITS)
        if radius:
            self.painter.drawRoundedRect(rect, radius * UNITS, radius * UNITS)
        else:
            self.painter.drawRect(rect)

    def polygon(
        self, points: Sequence[tuple[float, float]], fill: str, stroke: str = "", width_mm: float = 0.1
    ) -> None:
        """Draw a polygon."""
        path = QPainterPath(QPointF(points[0][0] * UNITS, points[0][1] * UNITS))
        for x, y in points[1:]:
            path.lineTo(x * UNITS, y * UNITS)
        path.closeSubpath()
        if fill:
            self.painter.fillPath(path, QBrush(QColor(fill)))
        if stroke:
            self.painter.strokePath(path, pen(stroke, width_mm))


@lru_cache(maxsize=1024)
def pen(
    colour: str,
    width_mm: float,
    dash_mm: tuple[float, ...] = (),
    cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap,
) -> QPen:
    """Return a pen of a width in millimetres, with round joins, dashed if asked; nobody may change it."""
    pen = QPen(QColor(colour), width_mm * UNITS)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(cap)
    if dash_mm and width_mm > 0:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length / width_mm for length in dash_mm])
    return pen


@lru_cache(maxsize=2048)
def _in_lines(text: str, type_: Type, room: float, family: str) -> tuple[str, ...]:
    """Break a text into lines, see :meth:`Sheet.lines_of`; every page of an atlas has the same ones in its foot."""
    most = room * UNITS

    def fits(line: str) -> bool:
        return type_.width(line, family) <= most

    lines: list[str] = [""]
    about = 0.0  # the pieces of the line one by one: close to its width, and known from earlier lines
    for found in _PIECES.findall(" ".join(text.split())):
        piece: str = found
        alone = type_.width(piece, family)
        while about + alone > most * _SURELY and not fits((lines[-1] + piece).rstrip()):
            about = 0.0
            if lines[-1].strip():
                lines.append("")
                continue
            kept = _longest(piece, fits)
            lines[-1], piece = piece[:kept], piece[kept:]
            if not piece:
                break
            alone = type_.width(piece, family)
            lines.append("")
        lines[-1] += piece
        about += alone
    return tuple(line.rstrip() for line in lines if line.strip()) or ("",)


def _longest(piece: str, fits: Callable[[str], bool]) -> int:
    """Return how many letters of a piece fit, one at least."""
    least, most = 1, len(piece)
    while least < most:
        half = (least + most + 1) // 2
        least, most = (half, most) if fits(piece[:half]) else (least, half - 1)
    return least


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return as much of the beginning of a text as fits with an ellipsis, at least one letter."""
    least, most = 1, len(text)
    while least < most:
        half = (least + most + 1) // 2
        least, most = (half, most) if fits(text[:half].rstrip() + ELLIPSIS) else (least, half - 1)
    return text[:least].rstrip() + ELLIPSIS
