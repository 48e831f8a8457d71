"""A few words at the pointer that say what the tool in hand waits for; whoever knows the tools turns them off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ui.canvas.furniture import paint_plate
from ui.canvas.tools import EditTool, Tool
from ui.canvas.view import View
from ui.look.appearance import Appearance
from ui.look.words import Words
from ui.session.desk import Desk

_APART_PX: Final = 16.0
_WIDEST_PX: Final = 300.0


class Map(Protocol):
    """The map, as far as hints need to know it."""

    appearance: Appearance
    desk: Desk
    map_font: QFont
    words: Words

    @property
    def view(self) -> View:
        """What is seen."""

    @property
    def tool(self) -> Tool:
        """The tool in hand."""


class Hints:
    """Says at the pointer what is waited for.

    Attributes
    ----------
    shown : bool
        Whether the user wants them.
    box : QRectF or None
        Where the last one stands, in pixels.
    """

    def __init__(self) -> None:
        self.shown = True
        self.box: QRectF | None = None

    def key_for(self, on: Map) -> str:
        """Return which hint is due, ``""`` for none: what a tool that edits waits for, or how one accepts."""
        tool, editing = on.tool, on.desk.editing
        if not self.shown or not isinstance(tool, EditTool):
            return ""
        if editing.outcome is None:
            waits = "" if editing.is_waiting else tool.waits_for
            return f"hint-{waits}" if waits else ""
        if editing.outcome.refused is not None or not tool.waits_for_enter:
            return ""
        return "hint-enter"

    def paint(self, painter: QPainter, on: Map, at: QPointF | None, keep_off: Sequence[QRectF]) -> None:
        """Paint the hint that is due beside a pixel, off what stands there already."""
        self.box = None
        key = self.key_for(on) if at is not None else ""
        if not key or at is None:
            return
        text, flags = on.words(key), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        metrics = QFontMetricsF(on.map_font)
        needed = metrics.boundingRect(QRectF(0, 0, _WIDEST_PX, 200), flags, text)
        box = _place_for(needed.width() + 16, needed.height() + 8, at, on.view, keep_off)
        self.box = box
        paint_plate(painter, box, on.appearance, 0.92)
        painter.setFont(on.map_font)
        painter.setPen(QColor(on.appearance.muted))
        painter.drawText(box, flags, text)


def _place_for(width: float, height: float, at: QPointF, view: View, keep_off: Sequence[QRectF]) -> QRectF:
    """Return the first place around a pixel that is in the window and free, below to the right if there is none."""
    away = _APART_PX
    first: QRectF | None = None
    for left, top in (
        (at.x() + away, at.y() + away),
        (at.x() - away - width, at.y() + away),
        (at.x() + away, at.y() - away - height),
        (at.x() - away - width, at.y() - away - height),
    ):
        box = QRectF(left, top, width, height)
        first = first or box
        inside = left >= 4 and top >= 4 and box.right() <= view.width - 4 and box.bottom() <= view.height - 4
        if inside and not any(box.intersects(held) for held in keep_off):
            return box
    assert first is not None
    first.moveLeft(max(min(first.left(), view.width - width - 4), 4))
    first.moveTop(max(min(first.top(), view.height - height - 4), 4))
    return first
