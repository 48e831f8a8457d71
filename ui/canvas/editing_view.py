"""What editing adds to the map: the proposed edit and its figures, what the pointer snaps to, the field for places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from gridmap.ground.extent import ground_extent
from gridmap.model.arrays import ShapeArray
from ui.canvas.editing.figures import FigureRow, paint_figures, rows_of
from ui.canvas.editing.place_field import PlaceField
from ui.canvas.editing.proposal import ProposalPainter, paint_reason
from ui.canvas.editing.snapping import REACH_PX, Snap, Snapper
from ui.canvas.editing.typed import BEGINS, typed_place
from ui.canvas.scene.scene import NOWHERE
from ui.canvas.tools import EditTool, Tool
from ui.canvas.view import View
from ui.look.appearance import Appearance
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.session import Session


class Map(Protocol):
    """The map, as far as editing on it needs to know it."""

    appearance: Appearance
    desk: Desk
    map_font: QFont
    session: Session
    words: Words

    @property
    def view(self) -> View:
        """What is seen."""

    @property
    def tool(self) -> Tool:
        """The tool in hand."""


class EditingView:
    """Shows on a map what its desk's editing is about, and reads places that are typed there.

    Parameters
    ----------
    on : Map
    widget : QWidget
        The same map, as the widget on which the field for places opens.
    """

    def __init__(self, on: Map, widget: QWidget) -> None:
        self._map, self._widget = on, widget
        self._snapper = Snapper()
        self._proposal = ProposalPainter()
        self._figures: tuple[FigureRow, ...] = ()
        self._towards: tuple[float, float] | None = None
        """Where a length leads that is being typed: to where the pointer was when that began."""
        self.place_field = PlaceField(on.words, widget)
        self.place_field.typed.connect(self._place_seen)
        self.place_field.entered.connect(self._place_typed)
        self.place_field.closed.connect(widget.setFocus)

    # ---- what is proposed --------------------------------------------------------------------------------------------

    def outcome_changed(self) -> None:
        """Show what is proposed now."""
        outcome = self._map.desk.editing.outcome
        if outcome is None:
            self._proposal.forget()
        self._figures = rows_of(outcome) if outcome is not None else ()
        self._widget.update()

    def accept(self) -> None:
        """Have the tool do what is proposed."""
        self._map.tool.key_pressed(Qt.Key.Key_Return)

    def drop(self) -> None:
        """Have the tool forget what is proposed."""
        self._map.tool.cancel()

    def option_set(self, key: str) -> None:
        """Tell the tool what was chosen in the panel."""
        self._map.tool.option_set(key)

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the grids that would change, below the tool; not yet those in the way while one is still drawing."""
        tool, outcome = self._map.tool, self._map.desk.editing.outcome
        quiet = isinstance(tool, EditTool) and not tool.says_reasons
        if outcome is not None and outcome.plan is self._map.session.plan and not (quiet and outcome.refused):
            self._proposal.paint(painter, outcome, self._map.view, self._map.appearance)

    def paint_words(self, painter: QPainter, keep_off: Sequence[QRectF]) -> list[QRectF]:
        """Say at the pointer what the proposed edit would bring, or why it may not be, and return where that stands."""
        tool, outcome, words = self._map.tool, self._map.desk.editing.outcome, self._map.words
        if outcome is None or outcome.plan is not self._map.session.plan or not isinstance(tool, EditTool):
            return []
        at, view, look, font = tool.pointer, self._map.view, self._map.appearance, self._map.map_font
        clear = self._proposal.box(outcome, view)
        if outcome.refused is None:
            border = self._proposal.border(outcome)
            box = paint_figures(painter, self._figures, at, clear, view, look, font, words, keep_off, border)
            return [box] if box is not None else []
        if tool.says_reasons:
            reason = words.of(outcome.refused, outcome.plan)
            return [paint_reason(painter, reason, at, clear, view, look, font, keep_off)]
        return []

    # ---- places ------------------------------------------------------------------------------------------------------

    def snap(self, px: float, py: float, moving: tuple[float, float] | None) -> Snap | None:
        """Return what a pixel snaps to; a vertex that is being moved draws nothing, nor do its edges."""
        view = self._map.view
        reach, at = REACH_PX * view.metres_per_pixel, view.to_ground(px, py)
        return self._snapper.near(
            self._map.session.plan, *at, reach, more=[*self._references(), *self._map.tool.snaps_to], moving=moving
        )

    def lines_near(self, ground: shapely.Geometry, distance_m: float) -> ShapeArray:
        """Return roads, waters and shapes of the reference files that may come within a distance of some ground."""
        return self._snapper.lines_near(self._map.session.plan, ground, self._references(), distance_m)

    def _references(self) -> list[ShapeArray]:
        return [reference.shapes for reference in self._map.desk.references.visible]

    def begins_to_type(self, event: QKeyEvent) -> bool:
        """Open the field for places if a key begins one and the tool waits for one; return whether it was that."""
        text, tool = event.text(), self._map.tool
        command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if not text or text not in BEGINS or event.modifiers() & command or not tool.can_type:
            return False
        if text in "-+" and tool.anchor is None:
            return False  # they zoom
        self._towards = tool.ahead
        self.place_field.begin(text, tool.pointer)
        return True

    def _place_seen(self, text: str) -> None:
        """Show what a place means that is being typed, and how it is read; it counts with Enter."""
        tool, field = self._map.tool, self.place_field
        place, anchor = self._place_in(text), tool.anchor
        tool.foresee(place)
        if place is None or anchor is None:
            field.say_syntax()
        else:
            field.say_read(place[0] - anchor[0], place[1] - anchor[1])

    def _place_typed(self, text: str) -> None:
        """Hand a place that was typed to the tool."""
        tool, place = self._map.tool, self._place_in(text)
        if place is None:
            self.place_field.say_unread()
        else:
            self.place_field.end()
            tool.put(*place)

    def _place_in(self, text: str) -> tuple[float, float] | None:
        """Return the place that a text means to the tool in hand."""
        tool, extent = self._map.tool, ground_extent(self._map.session.plan) or NOWHERE
        return typed_place(text, tool.anchor, self._towards, extent)
