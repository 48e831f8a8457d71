"""Icons of the window: glyphs of Material Design Icons, painted as paths, sharp at any size.

The font comes with QtAwesome. That package itself is not imported: it reads eleven fonts and loads OpenGL, which took
a third of the time that the window may need to come up.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont, QTransform

_EM: Final = 256.0
"""Size at which a glyph is read from the font; it is scaled from there."""

_SHARE: Final = 0.92
"""Of the icon's side that a glyph's em takes."""


class Glyph(QIconEngine):
    """Paints one glyph, in a colour for each state.

    Parameters
    ----------
    name : str
        As Material Design Icons has it, for instance ``"undo"``.
    colours : tuple of str
        Ordinary, disabled, and on something that is chosen.
    """

    def __init__(self, name: str, colours: tuple[str, str, str]) -> None:
        super().__init__()
        self._name, self._colours = name, colours
        self._path = outline(name)
        self._pictures: dict[tuple[str, int, int], QPixmap] = {}

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        plain, disabled, chosen = self._colours
        if mode == QIcon.Mode.Disabled:
            return disabled
        return chosen if mode == QIcon.Mode.Selected or state == QIcon.State.On else plain

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the glyph into the middle of a rectangle."""
        side = min(rect.width(), rect.height()) * _SHARE
        middle = QRectF(rect).center()
        place = QTransform.fromTranslate(middle.x(), middle.y()).scale(side / _EM, side / _EM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(place.map(self._path), QColor(self._colour(mode, state)))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the glyph as a picture, which is painted once: the bars ask for forty of them at every repaint."""
        key = self._colour(mode, state), size.width(), size.height()
        if key not in self._pictures:
            self._pictures[key] = self._painted(size, mode, state)
        return self._pictures[key]

    def _painted(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Return another one like this."""
        return Glyph(self._name, self._colours)


@cache
def outline(name: str) -> QPainterPath:
    """Return a glyph's outline around (0, 0), its em 256 units wide.

    Raises
    ------
    KeyError
        If Material Design Icons has no such name.
    """
    font, letters = _font()
    path = font.pathForGlyph(font.glyphIndexesForString(letters[name])[0])
    path.setFillRule(Qt.FillRule.WindingFill)
    middle = path.boundingRect().center()
    # Across, glyphs stand in the middle of their advance; upright, in the middle of the em.
    advance = font.advancesForGlyphIndexes([font.glyphIndexesForString(letters[name])[0]])[0].x()
    upright = (font.descent() - font.ascent()) / 2
    path.translate(-advance / 2 if advance else -middle.x(), -upright)
    return path


@cache
def _font() -> tuple[QRawFont, dict[str, str]]:
    """Return the font, and the character of each name."""
    found = find_spec("qtawesome")
    assert found is not None and found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0]) / "fonts"
    file = max(folder.glob("materialdesignicons6-webfont-*.ttf"))
    names = json.loads(max(folder.glob("materialdesignicons6-webfont-charmap-*.json")).read_text(encoding="utf-8"))
    return QRawFont(str(file), _EM), {name: chr(int(code, 16)) for name, code in names.items()}
