"""The map in the window: shows the session's plan, moves at once, and says what is pointed at and chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely
from PySide6.QtCore import QEvent, QMetaObject, QPoint, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gridmap.checks import Findings
from gridmap.model.arrays import ShapeArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from layers.findings import FindingsLayer
from layers.shown import ShownLayer, for_editing
from layers.themes import THEMES, layers_of
from ui.canvas.base_map.backdrop import Backdrop
from ui.canvas.base_map.base_map import TileSource
from ui.canvas.edges import Edges
from ui.canvas.editing.affected import changed_box
from ui.canvas.editing.snapping import Snap
from ui.canvas.editing_view import EditingView
from ui.canvas.facilities import FacilityPointing
from ui.canvas.flash import Flash
from ui.canvas.furniture import paint_mark
from ui.canvas.hints import Hints
from ui.canvas.input import Input
from ui.canvas.navigation import Navigation
from ui.canvas.overview import Overview
from ui.canvas.pictures import Pictures
from ui.canvas.pointing import Pointing
from ui.canvas.scene.scenery import Scenery
from ui.canvas.spoken import Spoken
from ui.canvas.tools import OUTLINE_TOOLS, TOOLS, EditTool, PanAndSelect, Tool
from ui.canvas.view import View
from ui.look.appearance import LIGHT, Appearance
from ui.look.fonts import chinese_family
from ui.look.painting import ended
from ui.look.words import Words
from ui.session.desk import Desk

if TYPE_CHECKING:
    from gridmap.project.comparison import Comparison
    from ui.canvas.editing.changes import Changes


class MapCanvas(QWidget):
    """Shows the plan of a desk's session.

    What it does is done by its parts: :attr:`navigation` goes from view to view, :attr:`pictures` paints what is seen,
    :attr:`overview` stands in the corner, :attr:`backdrop` holds the base map, :attr:`pointing` finds and lights up
    grids, :attr:`editing` shows what an edit would bring, and :attr:`input` listens to mouse and keys. Here are the
    layers, the tools, what the session says, and the order in which everything is painted.

    Parameters
    ----------
    desk : Desk
        Plan, findings and selection of its session are shown, and the edit that is proposed.
    words : Words
    parent : QWidget, optional

    Signals
    -------
    cursor_moved : float, float
        Place under the cursor in the plan's CRS.
    tool_changed : str
    picked : ()
        A click with the usual tool selected something.
    tiles_refused : int
        The server of the base map does not give tiles to this user; the HTTP status.
    menu_wanted : int, QPoint
        Id of the grid for which a menu is wanted, 0 for none, and where on the screen.
    drawn : ()
        The picture shows the view as it is, at the level and detail that fit it.
    """

    cursor_moved = Signal(float, float)
    tool_changed = Signal(str)
    picked = Signal()
    tiles_refused = Signal(int)
    menu_wanted = Signal(int, QPoint)
    drawn = Signal()

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session = desk.session
        self.desk, self.session, self.words = desk, session, words
        self.appearance: Appearance = LIGHT
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 90)
        self.map_font = QFont(chinese_family())
        self.map_font.setPixelSize(12)
        self._found = FindingsLayer()
        self._layers = self._with_findings([ShownLayer(layer) for layer in layers_of(THEMES[0])])
        self._changes: Changes | None = None

        self._scenery = Scenery(self)
        self.backdrop = Backdrop(self)
        self._scenery.show(session.plan, self._layers)
        self.navigation = Navigation(session, lambda: self._scenery.is_known, self)
        self.overview = Overview(session, self._scenery, self.navigation, self)
        self.pictures = Pictures(session, self._scenery, self.navigation, self.backdrop, self.overview, self)
        self.pointing = Pointing(session, self._scenery, self.navigation, self)
        self.flash = Flash(self.navigation, self)
        self.spoken = Spoken(session, words, self)
        self._tools: dict[str, Tool] = {tool.key: tool(self) for tool in (*TOOLS, *OUTLINE_TOOLS)}
        self._tool: Tool = self._tools[PanAndSelect.key]
        self.editing = EditingView(self, self)
        self.hints = Hints()
        self.edges = Edges(self.overview)
        self.input = Input(session, self.navigation, self.overview, self.pointing, self.editing, self, self)

        self.facilities = FacilityPointing(session, words, self._scenery, self.navigation, self)
        self.navigation.moved.connect(self.update)
        self.pictures.drawn.connect(self.drawn)
        self.backdrop.refused.connect(self.tiles_refused)
        self.input.pointed.connect(self.cursor_moved)
        self.input.menu_wanted.connect(self.menu_wanted)
        self._watched: list[tuple[SignalInstance, QMetaObject.Connection]] = []
        self._watch_session()
        self.set_texts()
        session.background.map_comes_first = True

    def _watch_session(self) -> None:
        session, edit = self.session, self.desk.editing
        self._watch(session.plan_changed, self._plan_changed)
        self._watch(session.findings_changed, self._findings_changed)
        self._watch(session.selection_changed, self._selection_changed)
        self._watch(session.finding_changed, lambda _: self.update())
        self._watch(session.finding_wanted, self.navigation.show_finding)
        self._watch(session.view_wanted, self.zoom_to)
        self._watch(edit.outcome_changed, self.editing.outcome_changed)
        self._watch(edit.accept_wanted, self.editing.accept)
        self._watch(edit.drop_wanted, self.editing.drop)
        self._watch(edit.option_set, self.editing.option_set)
        self._watch(self.desk.drafting.compared, self._compared)
        self._watch(self.words.changed, self.set_texts)

    def _watch(self, signal: SignalInstance, slot: Callable[..., object]) -> None:
        self._watched.append((signal, signal.connect(slot)))

    def set_texts(self) -> None:
        """Set the texts that screen readers speak."""
        self.setAccessibleName(self.words("canvas-name"))
        self.editing.place_field.set_texts()
        self.update()

    def let_go(self) -> None:
        """Stop watching the session and all work; called when the window closes."""
        for signal, connection in self._watched:
            signal.disconnect(connection)
        self._watched.clear()
        self.session.background.map_comes_first = False
        self.input.let_go()
        self.spoken.let_go()
        self.flash.let_go()
        self.navigation.let_go()
        self.pointing.let_go()
        self.pictures.let_go()
        self.overview.let_go()
        self._scenery.let_go()
        self._scenery.wait()
        self.backdrop.let_go()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the session."""
        self.let_go()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        """Return a size that a map is useful at."""
        return QSize(900, 640)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    @property
    def layers(self) -> tuple[ShownLayer, ...]:
        """What is shown, the lowest first."""
        return self._layers

    def set_layers(self, layers: Sequence[ShownLayer]) -> None:
        """Show layers, the lowest first, each visible or not and with its opacity."""
        self._layers = self._with_findings(layers)
        self._show_layers()

    def _show_layers(self) -> None:
        self._scenery.show(self.session.plan, self._as_shown())
        self.overview.layers_changed()
        self.pictures.layers_changed()

    def _as_shown(self) -> tuple[ShownLayer, ...]:
        """Return the layers as they are shown over the base map, and while a tool that edits is in hand."""
        layers = self.backdrop.under(self._layers)
        return for_editing(layers) if isinstance(self._tool, EditTool) else layers

    def _with_findings(self, layers: Sequence[ShownLayer]) -> tuple[ShownLayer, ...]:
        """Return layers with the findings of the session in the one that shows findings."""
        found = self.session.findings.open if self.session.findings is not None else ()
        if not self._found.is_of(found):
            self._found = FindingsLayer(found)
        return tuple(replace(one, layer=self._found) if isinstance(one.layer, FindingsLayer) else one for one in layers)

    def set_base_map(self, source: TileSource | None, key: str = "") -> None:
        """Show a base map below the plan, whose ground then lets it through; ``None`` for no base map.

        Parameters
        ----------
        source : TileSource or None
        key : str
            The user's key, for sources that need one.
        """
        self.backdrop.show(source, self.session.plan, key)
        self.pictures.forget_wide()
        self.set_layers(self._layers)

    def fade_base_map(self, opacity: float) -> None:
        """Give the base map an opacity, 0 to 1; at 0 the plan's ground covers it again."""
        if self.backdrop.fade(opacity):
            self.set_layers(self._layers)

    def set_appearance(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self.appearance = appearance
        self.overview.set_appearance(appearance)
        self.pictures.set_appearance(appearance)
        self.update()

    @property
    def is_busy(self) -> bool:
        """Whether the picture is not yet what it will be."""
        return self.pictures.is_busy or self.pointing.is_working

    # ---- the session -------------------------------------------------------------------------------------------------

    def _plan_changed(self, old: Plan, new: Plan, change: Change | None) -> None:
        if change is None:
            self.pointing.forget()
            self._show_other(old, new)
        else:
            self.pointing.plan_changed()
            box = changed_box(old, new, change)
            if box is not None and box[0] > box[2]:
                box = self.view.box[:2] + self.view.box[:2]  # nothing looks different, but the plan is another
            self.pictures.forget_wide()
            self._scenery.follow(new, box, self._as_shown())
            if not self.navigation.is_placed:
                self.fit()
        self._tool.plan_changed()
        self.update()

    def _show_other(self, old: Plan, new: Plan) -> None:
        """Show a plan that has nothing to do with the one before."""
        self.pictures.forget()
        self.overview.forget()
        self.navigation.forget()
        self._layers = self._with_findings(self._layers)
        if new.crs != old.crs:
            self.backdrop.follow(new)
        self._scenery.show(new, self._as_shown())
        if new.has_shape.any():
            self.fit()

    def _findings_changed(self, findings: Findings, _brought: object, _cleared: object) -> None:
        """Show other findings, if any are to be seen: all of the map is painted anew for that."""
        seen = (shown.layer for shown in self._layers if shown.is_seen)
        if any(isinstance(layer, FindingsLayer) and not layer.is_of(findings.open) for layer in seen):
            self.set_layers(self._layers)

    def _compared(self, comparison: Comparison | None) -> None:
        if comparison is None:
            self._changes = None
        else:
            from ui.canvas.editing.changes import Changes

            self._changes = Changes(comparison)
        self.update()

    def _selection_changed(self, selection: tuple[int, ...]) -> None:
        self._tool.selection_changed()
        self.pointing.selection_changed(selection, everywhere=isinstance(self._tool, EditTool))

    # ---- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the pictures there are, then what is lit up, names, and what stands at the edges."""
        with ended(QPainter(self)) as painter:
            painter.fillRect(self.rect(), QColor(self.appearance.ground))
            if self.navigation.is_placed:
                self.pictures.paint(painter)
                self.pointing.paint(painter, self.appearance, event.rect())
                self.pictures.paint_names(painter, event.rect())
                self.flash.paint(painter, self.appearance)
                self.editing.paint_ground(painter)
                if self._changes is not None:
                    self._changes.paint(painter, self.view, self.appearance, self.map_font)
                self._tool.paint(painter)
                held = self.edges.paint(painter, self.view, self.appearance, self.map_font, self.backdrop.source)
                figures = self.editing.paint_words(painter, held)
                self.hints.paint(painter, self, self.input.at, [*held, *figures])
            if self.hasFocus() and self.input.came_by_key:
                paint_mark(painter, self.rect(), self.appearance)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle; a view of everything stays one."""
        self.navigation.resize(event.size().width(), event.size().height())
        super().resizeEvent(event)

    def showEvent(self, event: QEvent) -> None:
        """Paint what was not painted while nobody saw it."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.pictures.ask()

    def event(self, event: QEvent) -> bool:
        """Paint anew on a screen with other dots."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.pictures.screen_changed()
        return super().event(event)

    # ---- tools, and what they ask of the map -------------------------------------------------------------------------

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tool

    def set_tool(self, key: str) -> None:
        """Take a tool, one of :data:`ui.canvas.tools.TOOLS` or :data:`ui.canvas.tools.OUTLINE_TOOLS`."""
        if key != self._tool.key:
            self._tool.cancel()
            self.editing.place_field.end()
            self.desk.editing.ask(())
            edited = isinstance(self._tool, EditTool)
            self._tool = self._tools[key]
            if isinstance(self._tool, EditTool) != edited:
                self._show_layers()
            self.input.show_cursor()
            self._tool.take()
            self.tool_changed.emit(key)

    @property
    def view(self) -> View:
        """What is seen."""
        return self.navigation.view

    def fit(self) -> None:
        """Show the whole plan."""
        self.navigation.fit()

    def zoom_to(self, shape: shapely.Geometry, share: float = 0.7) -> None:
        """Show a shape whole, so that it takes about a share of the window, but not absurdly close."""
        self.navigation.zoom_to(shape, share)

    def pan(self, dx: float, dy: float) -> None:
        """Move the ground by pixels to the right and down."""
        self.navigation.pan(dx, dy)

    def zoom(self, factor: float, px: float | None = None, py: float | None = None) -> None:
        """Zoom with a pixel (the middle by default) staying where it is."""
        self.navigation.zoom(factor, px, py)

    def rest(self) -> None:
        """Remember the view, so that one can come back to it."""
        self.navigation.rest()

    @property
    def shown_rank(self) -> int:
        """Rank of the level whose grids are shown now and selected by a click."""
        return self.pointing.rank

    def grid_under(self, px: float, py: float) -> int:
        """Return the id of the grid under a pixel at the level that is shown, 0 for none."""
        return self.pointing.grid_under(px, py)

    def select_at(self, px: float, py: float, more: bool) -> None:
        """Select the grid at a pixel; ``more`` adds it to the selection, or takes it out."""
        self.pointing.select_at(px, py, more)
        if isinstance(self._tool, PanAndSelect) and self.session.selection:
            self.picked.emit()

    def select_inside(self, area: shapely.Geometry, more: bool) -> None:
        """Select the grids inside an area of the plan's CRS; ``more`` adds them to the selection."""
        self.pointing.select_inside(area, more)

    def snap(self, px: float, py: float, moving: tuple[float, float] | None = None) -> Snap | None:
        """Return what a pixel snaps to; a vertex that is being moved draws nothing, nor do its edges."""
        return self.editing.snap(px, py, moving) if self.navigation.is_placed else None

    def lines_near(self, ground: shapely.Geometry, distance_m: float) -> ShapeArray:
        """Return roads, waters and shapes of the reference files that may come within a distance of some ground."""
        return self.editing.lines_near(ground, distance_m)
