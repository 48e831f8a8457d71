"""A small map of a department's grids over the base grids: in tints, with what would change hands hatched."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.model.arrays import ShapeArray
from layers import palette
from ui.canvas.scene.colours import translucent
from ui.dialogs.small_maps import fine_of, map_painter, on_screen, outline
from ui.look.shapes import filled_paths

_BORDER: Final = "#1d4ed8"
_ASTRAY: Final = "#b91c1c"
_PALE: Final = 0.24
"""How opaque the colour under the hatching is."""


class DepartmentSketch(QWidget):
    """The grids of a department, present or proposed.

    Parameters
    ----------
    shapes : object (d,)
        Of the grids, ``None`` for one without ground; both maps have them in the same order, so in the same tints.
    tints : list of int
        A number for each, so that neighbours are told apart.
    base : object (b,)
        The base grids.
    astray : object (k,)
        Ground that changes hands.
    """

    def __init__(
        self, shapes: ShapeArray, tints: list[int], base: ShapeArray, astray: ShapeArray, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._shapes, self._tints, self._base, self._astray = shapes, tints, base, astray
        self._box = shapely.total_bounds(np.concatenate([base, shapes])).tolist()

    def sizeHint(self) -> QSize:
        """Two of them fit a dialog."""
        return QSize(400, 240)

    def minimumSizeHint(self) -> QSize:
        """Grids can be told apart down to here."""
        return QSize(220, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tints, base grids, what changes hands, and the department's borders on top."""
        there = ~shapely.is_missing(self._shapes)
        tints = np.array(self._tints, dtype=np.int64)
        with map_painter(self, self._box) as painter:
            for number, tint in enumerate(palette.TINTS):
                painter.setBrush(on_screen(self, tint))
                for path in filled_paths(self._shapes[there & (tints % len(palette.TINTS) == number)]):
                    painter.drawPath(path)
            self._hatch(painter)
            outline(painter, self._base, fine_of(self), 0.8)
            outline(painter, self._shapes[there], on_screen(self, _BORDER), 2.2)

    def _hatch(self, painter: QPainter) -> None:
        """Hatch what changes hands; the hatching is of the screen, however small the map is."""
        brush = QBrush(on_screen(self, _ASTRAY), Qt.BrushStyle.BDiagPattern)
        brush.setTransform(painter.transform().inverted()[0])
        for fill in (QBrush(translucent(on_screen(self, _ASTRAY), _PALE)), brush):
            painter.setBrush(fill)
            for path in filled_paths(self._astray):
                painter.drawPath(path)
