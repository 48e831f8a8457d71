"""What is pointed at and chosen on the map: finding it, selecting it, lighting it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QObject, QRect, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from gridmap.ground.extent import shown_boxes
from gridmap.model.arrays import IntArray
from ui.canvas.chosen import ChosenGrids
from ui.canvas.highlight import PIECE, Lit, grids_lit, lit_shapes, paint_lit, paint_pointer
from ui.canvas.navigation import Navigation
from ui.canvas.scene.hit import grid_at, grids_inside
from ui.canvas.scene.scene import levels_of
from ui.canvas.scene.scenery import Scenery
from ui.look.appearance import Appearance
from ui.session.session import Session

_MOST_APART: Final = 20
_LIT_PX: Final = 8.0
_EXACT_UP_TO: Final = 100
"""Vertices of a finding; what has more is thinned to what the eye tells apart at the scale of the view."""
_AREAS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_LINE_PX: Final = 60.0
"""Grids whose middles are within this height of one another are one line of reading."""


def _beyond(keys: Sequence[npt.NDArray[np.generic]], row: int) -> IntArray:
    """Return the rows that come after one where rows are sorted by keys, the first of which counts most."""
    beyond, alike = np.zeros(len(keys[0]), dtype=bool), np.ones(len(keys[0]), dtype=bool)
    for key in keys:
        beyond |= alike & (key > key[row])
        alike &= key == key[row]
    return np.flatnonzero(beyond)


class Pointing(QObject):
    """The grid under the cursor, and the selection and the finding of the session, as the map shows them.

    Parameters
    ----------
    session : Session
        Selecting goes through it.
    scenery : Scenery
        Says which level is shown.
    navigation : Navigation
    widget : QWidget
        What is painted on.

    Signals
    -------
    hovered : int
        Id of the grid under the cursor, 0 for none.
    """

    hovered = Signal(int)

    def __init__(self, session: Session, scenery: Scenery, navigation: Navigation, widget: QWidget) -> None:
        super().__init__(widget)
        self._session, self._scenery, self._navigation, self._widget = session, scenery, navigation, widget
        self._hover = 0
        self._chosen = session.selection
        self._lit: dict[str, tuple[object, Lit | None]] = {}
        self._chosen_grids = ChosenGrids(self)
        self._chosen_grids.ready.connect(widget.update)

    def forget(self) -> None:
        """Point at nothing and light up nothing: another plan is shown."""
        self._lit.clear()
        self._chosen_grids.forget()
        self.hover(0)

    def plan_changed(self) -> None:
        """Point at nothing and prepare anew what is lit up: the plan was changed."""
        self._lit.clear()
        self._chosen_grids.plan_changed()
        self.hover(0)

    def let_go(self) -> None:
        """Stop all work."""
        self._chosen_grids.let_go()

    @property
    def is_working(self) -> bool:
        """Whether chosen grids are still to be lit up."""
        return self._chosen_grids.is_working

    @property
    def _metres_per_dot(self) -> float:
        return self._navigation.view.metres_per_pixel / self._widget.devicePixelRatioF()

    # ---- finding -----------------------------------------------------------------------------------------------------

    @property
    def rank(self) -> int:
        """Rank of the level whose grids are shown now and selected by a click."""
        if self._scenery.rank is not None:
            return self._scenery.rank
        return levels_of(self._session.plan).fitting(self._metres_per_dot) if self._scenery.is_known else 0

    def grid_under(self, px: float, py: float) -> int:
        """Return the id of the grid under a pixel at the level that is shown, 0 for none."""
        if not self._navigation.is_placed or not self._scenery.is_known:
            return 0
        return grid_at(self._session.plan, *self._navigation.view.to_ground(px, py), self.rank)

    def hover(self, grid: int) -> None:
        """Light up the grid that is pointed at, 0 for none."""
        if grid != self._hover:
            before, self._hover = self._hover, grid
            self.hovered.emit(grid)
            self._update_grids({before, grid} - {0})

    # ---- selecting ---------------------------------------------------------------------------------------------------

    def select_at(self, px: float, py: float, more: bool) -> None:
        """Select the grid at a pixel; ``more`` adds it to the selection, or takes it out."""
        grid = self.grid_under(px, py)
        chosen = self._session.selection
        if not more:
            self._session.select([grid] if grid else [])
        elif grid in chosen:
            self._session.select(one for one in chosen if one != grid)
        elif grid:
            self._session.select([*chosen, grid])

    def select_inside(self, area: shapely.Geometry, more: bool) -> None:
        """Select the grids inside an area of the plan's CRS; ``more`` adds them to the selection."""
        found = grids_inside(self._session.plan, area, self.rank).tolist() if self._scenery.is_known else []
        self._session.select([*self._session.selection, *found] if more else found)

    def select_next(self, by: int) -> bool:
        """Select the next grid in view, from the upper left on, as one reads; return whether there is any."""
        plan, view = self._session.plan, self._navigation.view
        inside = grids_inside(plan, shapely.box(*view.box), self.rank) if self._scenery.is_known else plan.ids[:0]
        if not len(inside):
            return False
        boxes = shown_boxes(plan)[plan.positions(inside)]
        line = np.round((view.box[3] - (boxes[:, 1] + boxes[:, 3]) / 2) / (_LINE_PX * view.metres_per_pixel))
        forward = 1 if by > 0 else -1  # backward the same with everything turned round
        keys = forward * line, forward * (boxes[:, 0] + boxes[:, 2]), forward * inside
        last = np.flatnonzero(inside == self._session.selection[-1]) if self._session.selection else inside[:0]
        left = np.arange(len(inside)) if not len(last) else _beyond(keys, int(last[0]))
        if not len(left):
            return False  # at the end the focus goes on to the next widget
        for key in keys:  # the least of what is left; to sort all of them takes longer
            left = left[key[left] == key[left].min()]
        self._session.select([int(inside[left[0]])])
        return True

    def selection_changed(self, selection: tuple[int, ...], *, everywhere: bool) -> None:
        """Show another selection before anybody else does.

        Parameters
        ----------
        selection : tuple of int
        everywhere : bool
            Whether more of it is shown than the grids that are lit up.
        """
        before, self._chosen = self._chosen, selection
        if everywhere:
            self._widget.update()
        else:
            # The map answers before the panels do, which hear of it after this one.
            self._update_grids({*before} ^ {*selection}, at_once=True)

    # ---- painting ----------------------------------------------------------------------------------------------------

    def _update_grids(self, grids: set[int], *, at_once: bool = False) -> None:
        """Have the parts of the window painted anew in which some grids lie."""
        plan, view = self._session.plan, self._navigation.view
        at = plan.positions(sorted(grids)) if len(grids) <= _MOST_APART else plan.positions([])
        if not len(at) or (at < 0).any():
            self._widget.update()
            return
        seen = QRegion()
        for west, south, east, north in shapely.bounds(plan.all_shapes[at]).tolist():
            if west <= east:
                left, top = view.to_screen(west, north)
                right, bottom = view.to_screen(east, south)
                lit = QRectF(left, top, right - left, bottom - top).adjusted(-_LIT_PX, -_LIT_PX, _LIT_PX, _LIT_PX)
                seen += (lit & QRectF(self._widget.rect())).toAlignedRect()
        if not seen.isEmpty():
            if at_once:
                self._widget.repaint(seen)
            else:
                self._widget.update(seen)

    def paint(self, painter: QPainter, look: Appearance, part: QRect) -> None:
        """Light up the grid under the cursor, the selection, and the finding that is looked at.

        Parameters
        ----------
        part : QRect
            What is painted anew of the window, in pixels.
        """
        session, view = self._session, self._navigation.view
        west, north = view.to_ground(part.left() - _LIT_PX, part.top() - _LIT_PX)
        east, south = view.to_ground(part.right() + 1 + _LIT_PX, part.bottom() + 1 + _LIT_PX)
        seen = west, south, east, north
        rim = QColor(look.surface)
        step = 4.0 ** np.floor(np.log(self._metres_per_dot * 0.4) / np.log(4.0))
        detail = float(step) if step >= 0.25 else 0.0
        if self._hover and self._hover not in session.selection:
            lit = self._lit_grids("hover", (self._hover,), detail)
            if lit is not None:
                paint_lit(painter, lit, view, QColor(look.text), 1.4, 0.06, seen=seen)
        if session.selection:
            for lit in self._chosen_grids.of(session.plan, session.selection, detail, view.box):
                paint_lit(painter, lit, view, QColor(look.accent), 2.4, 0.16, rim, seen)
        finding = session.finding
        if finding is not None and finding.where is not None:
            where = np.array([finding.where], dtype=object)
            # What is small is shown to the last vertex: it may be a gap of a hand's breadth.
            thin = detail if shapely.get_num_coordinates(finding.where) > _EXACT_UP_TO else 0.0
            pieces = PIECE if shapely.get_type_id(finding.where) in _AREAS else 0
            lit = self._kept_lit("finding", (finding, thin), lambda: lit_shapes(where, thin, pieces))
            if lit is not None:
                colour = QColor(look.severity(finding.severity))
                paint_lit(painter, lit, view, colour, 2.6, 0.45, rim, seen)
                paint_pointer(painter, lit, view, colour, rim)

    def _lit_grids(self, name: str, grids: tuple[int, ...], detail_m: float) -> Lit | None:
        return self._kept_lit(name, (grids, detail_m), lambda: grids_lit(self._session.plan, grids, detail_m))

    def _kept_lit(self, name: str, key: object, make: Callable[[], Lit | None]) -> Lit | None:
        held = self._lit.get(name)
        if held is None or held[0] != key:
            held = self._lit[name] = key, make()
        return held[1]
