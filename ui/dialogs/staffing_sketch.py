"""A small map of who answers for which grid: the grids of a place in the colours of staffing, what changes outlined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.edits import ApplySuggestion
from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from gridmap.people.suggestions import Suggestion
from layers.marks import Marks
from layers.states import StaffingStates
from ui.dialogs.small_maps import fine_of, map_painter, on_screen, outline, paper_of
from ui.look.shapes import filled_paths

_AROUND: Final = 0.25
"""How much is shown around what changes, as a share of its extent."""
_LEAST_M: Final = 1500.0
"""Width and height that are shown at least, metres."""
_CHANGED: Final = "#5c1630"


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
        with map_painter(self, self._box) as painter:
            for number, style in enumerate(self.marks.styles):
                painter.setBrush(on_screen(self, style.fill) if style.fill else paper_of(self))
                for path in filled_paths(self.marks.shape[self.marks.style == number]):
                    painter.drawPath(path)
            outline(painter, self.marks.shape, fine_of(self), 0.8)
            outline(painter, self._outlined, on_screen(self, _CHANGED), 2.4)
