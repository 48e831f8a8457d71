"""Lines of text on a page: what a PDF says again is set once, and written from then on as the glyphs that it came to.

Pages of an atlas say the same things again and again, and Qt would find the glyphs of a line anew each time, which
takes four times as long as writing them. The file is the same, byte by byte.
"""

from __future__ import annotations

import re
import threading
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QPainter, QPdfWriter, QTextLayout, QTextOption

_PLAIN: Final = re.compile(r"([!-~ ]+|[!-@[-`{-~\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff08-\uff1f·–—…°² ]+)(?<! )")
"""What is set from left to right, letter by letter, in one script; all else Qt sets whenever it is written."""


class _LinesOfThread(threading.local):
    """Lines that a thread has written, and those that it has set: threads may share no fonts."""

    def __init__(self) -> None:
        self.written: set[tuple[int, str]] = set()
        self.set: dict[tuple[int, str], tuple[list[QGlyphRun], float]] = {}


_lines = _LinesOfThread()


def write_line(painter: QPainter, x: float, y: float, text: str, font: QFont) -> None:
    """Write a line from a point on its base line, in units of the painter and the colour of its pen.

    Parameters
    ----------
    font : QFont
        One of :func:`ui.look.fonts.page_font`.
    """
    if isinstance(painter.device(), QPdfWriter):
        x, y = round(x), round(y)  # shorter numbers, and the same in both ways
        asked = (id(font), text)
        if asked not in _lines.written:  # a line that is written once is set by Qt in less time
            _lines.written.add(asked)
        elif _PLAIN.fullmatch(text):
            runs, ascent = _lines.set.get(asked) or _set(text, font)
            for run in runs:
                painter.drawGlyphRun(QPointF(x, y - ascent), run)
            return
    painter.setFont(font)
    painter.drawText(QPointF(x, y), text)


def forget_lines() -> None:
    """Let go of what this thread has set, since a file is done: fonts should not outlive Qt."""
    _lines.set.clear()
    _lines.written.clear()


def _set(text: str, font: QFont) -> tuple[list[QGlyphRun], float]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    found = _lines.set[id(font), text] = (layout.glyphRuns(), line.ascent())
    return found
