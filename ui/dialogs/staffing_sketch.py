"""A small map of who answers for which grid: the grids of a place in the colours of staffing, what changes outlined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.edits import ApplySuggestion
from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from gridmap.people.suggestions import Suggestion
from layers.marks import Marks
from layers.states import StaffingStates
from ui.dialogs.small_maps import fitted
from ui.look.shapes import filled_paths, line_paths

_MARGIN_PX: Final = 8
_AROUND: Final = 0.25
"""How much is shown around what changes, as a share of its extent."""
_LEAST_M: Final = 1500.0
"""Width and height that are shown at least, metres."""
_FINE: Final = "#8d8d8d"
_CHANGED: Final = "#5c1630"
_PAPER: Final = "#ffffff"


@dataclass(frozen=True, eq=False)
class BeforeAndAfter:
    """How grids are staffed before and after a suggestion, and which of them it concerns.

    Attributes
    ----------
    before, after : Marks
        Of the layer of staffing; the same grids in the same order.
    concerned : bool (n,)
        Grids that get somebody else.
    box : tuple of float
        What there is to see: west, south, east, north.
    """

    before: Marks
    after: Marks
    concerned: BoolArray
    box: tuple[float, float, float, float]


def before_and_after(plan: Plan, suggestion: Suggestion) -> BeforeAndAfter | None:
    """Return what a suggestion changes on the map; ``None`` if it changes nothing, or nothing that has a shape."""
    if not suggestion.given:
        return None
    layer = StaffingStates(suggestion.on)
    before, after = layer.marks(plan), layer.marks(plan.apply(ApplySuggestion(suggestion).change(plan)))
    concerned = np.isin(before.key, [one.grid for one in suggestion.given])
    if not concerned.any():
        return None
    unfilled = np.isin(before.key, [one.grid for one in suggestion.unfilled])
    west, south, east, north = shapely.total_bounds(before.shape[concerned | unfilled]).tolist()
    across = max(_LEAST_M, (east - west) * (1 + 2 * _AROUND)) / 2
    along = max(_LEAST_M, (north - south) * (1 + 2 * _AROUND)) / 2
    x, y = (west + east) / 2, (south + north) / 2
    return BeforeAndAfter(before, after, concerned, (x - across, y - along, x + across, y + along))


class StaffingSketch(QWidget):
    """One of the two maps.

    Parameters
    ----------
    marks : Marks
        Of the layer of staffing.
    changes : BeforeAndAfter
        What is outlined, and what is to be seen.
    """

    def __init__(self, marks: Marks, changes: BeforeAndAfter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        box = changes.box
        bounds = shapely.bounds(marks.shape)
        seen = (bounds[:, 0] <= box[2]) & (bounds[:, 2] >= box[0]) & (bounds[:, 1] <= box[3]) & (bounds[:, 3] >= box[1])
        self.marks = marks.only(seen)
        self._outlined = marks.shape[seen & changes.concerned]
        self._box = box

    def sizeHint(self) -> QSize:
        """Two of them fit a dialog."""
        return QSize(400, 190)

    def minimumSizeHint(self) -> QSize:
        """Grids can be told apart down to here."""
        return QSize(220, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the grids by their states, and an outline around those that change."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(_PAPER))
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setTransform(fitted(self._box, self, _MARGIN_PX))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, style in enumerate(self.marks.styles):
            painter.setBrush(QColor(style.fill or _PAPER))
            for path in filled_paths(self.marks.shape[self.marks.style == number]):
                painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shapes, colour, width in ((self.marks.shape, _FINE, 0.8), (self._outlined, _CHANGED, 2.4)):
            pen = QPen(QColor(colour), width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            for path in line_paths(shapes):
                painter.drawPath(path)
        painter.resetTransform()
        painter.setClipping(False)
        painter.setPen(QPen(QColor(_FINE), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
