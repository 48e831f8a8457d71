"""The map in the window: shows the session's plan, moves at once, and says what is pointed at and chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely
from PySide6.QtCore import (
    QEvent,
    QMetaObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gridmap.checks import Finding, Findings
from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import ShapeArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from layers.findings import FindingsLayer
from layers.marks import Box
from layers.shown import GROUND, ShownLayer
from layers.themes import THEMES, Theme, layers_of
from ui.canvas.base_map.base_map import BaseMap, TileSource
from ui.canvas.editing.affected import changed_box
from ui.canvas.editing.snapping import Snap
from ui.canvas.editing_view import EditingView
from ui.canvas.furniture import overview_box, paint_attribution, paint_overview, paint_scale_bar
from ui.canvas.highlight import Lit, grids_lit, lit_shapes, paint_lit, paint_pointer
from ui.canvas.renderer import MARGIN_PX, Look, Picture, Renderer
from ui.canvas.scene.hit import grid_at, grids_inside
from ui.canvas.scene.names import Written, choose_names, name_image
from ui.canvas.scene.scene import NOWHERE, covers, levels_of
from ui.canvas.scene.scenery import Scenery
from ui.canvas.tools import TOOLS, EditTool, PanAndSelect, Tool
from ui.canvas.view import View, ViewHistory
from ui.look.appearance import LIGHT, Appearance
from ui.look.fonts import chinese_family
from ui.look.words import Words
from ui.session.desk import Desk

if TYPE_CHECKING:
    from gridmap.project.comparison import Comparison
    from ui.canvas.editing.changes import Changes

ZOOM_STEP: Final = 1.3
"""How much closer a notch of the wheel goes."""

_KEY_PAN: Final = 0.15
_SETTLE_MS: Final = 90
_REMEMBER_MS: Final = 700
_MOST_LIT: Final = 4000
_MOST_APART: Final = 20
_LIT_PX: Final = 8.0
_OVER_BASE: Final = 0.5
_TILES_MS: Final = 60
_NEW_NAMES: Final = 14


class MapCanvas(QWidget):
    """Shows the plan of a session.

    Parameters
    ----------
    session : Session
        Its plan, findings and selection are shown; selecting goes through it.
    words : Words
    parent : QWidget, optional

    Signals
    -------
    hovered : int
        Id of the grid under the cursor, 0 for none.
    clicked : int
        Id of the grid that was clicked, 0 for none.
    view_changed : Box, float
        What is seen now, and metres to a pixel.
    cursor_moved : float, float
        Place under the cursor in the plan's CRS.
    tool_changed : str
    menu_wanted : int, QPoint
        Id of the grid for which a menu is wanted, 0 for none, and where on the screen.
    drawn : ()
        The picture shows the view as it is, at the level and detail that fit it.
    """

    hovered = Signal(int)
    clicked = Signal(int)
    view_changed = Signal(object, float)
    cursor_moved = Signal(float, float)
    tool_changed = Signal(str)
    tiles_refused = Signal(int)
    """The server of the base map does not give tiles to this user; the HTTP status."""
    menu_wanted = Signal(int, QPoint)
    drawn = Signal()

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.words = desk, desk.session, words
        session = desk.session
        self.appearance: Appearance = LIGHT
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 90)
        self.map_font = QFont(chinese_family())
        self.map_font.setPixelSize(12)

        self._view = View(0.0, 0.0, 1.0, 640.0, 480.0)
        self._history = ViewHistory()
        self._is_placed = False
        self._theme: Theme = "boundaries"
        self._layers: tuple[ShownLayer, ...] = ()
        self._found = FindingsLayer()
        self._found_of: Findings | None = None
        self._picture: Picture | None = None
        self._wide_picture: Picture | None = None
        self._overview: Picture | None = None
        self._overview_old = False
        """Whether other layers are shown than when the overview was painted."""
        self._overview_shown = True
        self._names: list[Written] = []
        self._hover = 0
        self._chosen = session.selection
        self._lit: dict[str, tuple[object, Lit | None]] = {}
        self._dirty: Box | None = None
        self._all_dirty = True
        self._mending: tuple[bool, Box | None] = (False, None)

        self._changes: Changes | None = None
        self._base: BaseMap | None = None
        self._base_key, self._base_opacity = "", 1.0
        self._scenery = Scenery(self)
        self._scenery.arrived.connect(self._scene_arrived)
        self._scenery.named.connect(self._named)
        self._scenery.failed.connect(self._failed)
        self._renderer = Renderer(self)
        self._renderer.painted.connect(self._painted)
        self._small_renderer = Renderer(self)
        self._small_renderer.painted.connect(self._overview_painted)
        self._settle = _single_shot(self, _SETTLE_MS, self._settled)
        self._remember = _single_shot(self, _REMEMBER_MS, self.rest)
        self._repaint = _single_shot(self, _TILES_MS, self._paint_again)

        self._tools: dict[str, Tool] = {tool.key: tool(self) for tool in TOOLS}
        self._tool: Tool = self._tools[PanAndSelect.key]
        self._dragging: QPointF | None = None
        self._space = False
        self.editing = EditingView(self, self)
        self._over_overview = False

        self._watched: list[tuple[SignalInstance, QMetaObject.Connection]] = []
        self._watch(session.plan_changed, self._plan_changed)
        self._watch(session.findings_changed, self._findings_changed)
        self._watch(session.selection_changed, self._selection_changed)
        self._watch(session.finding_changed, self._finding_changed)
        self._watch(session.view_wanted, self.zoom_to)
        self._watch(desk.editing.outcome_changed, self.editing.outcome_changed)
        self._watch(desk.editing.accept_wanted, self.editing.accept)
        self._watch(desk.editing.drop_wanted, self.editing.drop)
        self._watch(desk.editing.option_set, self.editing.option_set)
        self._watch(desk.drafting.compared, self._compared)
        self._watch(words.changed, self.set_texts)
        self.set_texts()
        self._layers = self._layers_of_theme()
        self._scenery.show(session.plan, self._layers_over_base())
        session.background.map_comes_first = True

    def _watch(self, signal: SignalInstance, slot: Callable[..., object]) -> None:
        self._watched.append((signal, signal.connect(slot)))

    def set_texts(self) -> None:
        """Set the texts that screen readers speak."""
        self.setAccessibleName(self.words("canvas-name"))
        self.setAccessibleDescription(self.words("canvas-help"))
        self.editing.place_field.set_texts()
        self.update()

    def let_go(self) -> None:
        """Stop watching the session and all work; called when the window closes."""
        for signal, connection in self._watched:
            signal.disconnect(connection)
        self._watched.clear()
        self.session.background.map_comes_first = False
        self._settle.stop()
        self._remember.stop()
        self._repaint.stop()
        self._renderer.stop()
        self._small_renderer.stop()
        self._scenery.let_go()
        self._scenery.wait()
        if self._base is not None:
            self._base.let_go()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the session."""
        self.let_go()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        """Return a size that a map is useful at."""
        return QSize(900, 640)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The theme that was set last."""
        return self._theme

    def set_theme(self, key: str) -> None:
        """Show a theme, one of :data:`layers.themes.THEMES`, with its layers as they come."""
        assert key in THEMES, key
        self._theme = next(theme for theme in THEMES if theme == key)
        self.set_layers(self._layers_of_theme())

    def _layers_of_theme(self) -> tuple[ShownLayer, ...]:
        return self._with_findings([ShownLayer(layer) for layer in layers_of(self._theme)])

    def _with_findings(self, layers: Sequence[ShownLayer]) -> tuple[ShownLayer, ...]:
        """Return layers with the findings of the session in the one that shows findings."""
        if self._found_of is not self.session.findings:
            self._found_of = self.session.findings
            self._found = FindingsLayer(self._found_of.open if self._found_of is not None else ())
        return tuple(replace(one, layer=self._found) if one.layer.key == "findings" else one for one in layers)

    @property
    def layers(self) -> tuple[ShownLayer, ...]:
        """What is shown, the lowest first."""
        return self._layers

    def set_layers(self, layers: Sequence[ShownLayer]) -> None:
        """Show layers, the lowest first, each visible or not and with its opacity."""
        before = self._in_overview()
        self._layers = self._with_findings(layers)
        self._overview_old = self._overview_old or before != self._in_overview()
        self._all_dirty = True
        self._scenery.show(self.session.plan, self._layers_over_base())
        self._ask()
        self._place_names()

    def set_base_map(self, source: TileSource | None, key: str = "") -> None:
        """Show a base map below the plan, whose ground then lets it through; ``None`` for no base map.

        Parameters
        ----------
        source : TileSource or None
        key : str
            The user's key, for sources that need one.
        """
        if self._base is not None:
            self._base.let_go()
            self._base.deleteLater()
        self._base = None if source is None else BaseMap(source, self.session.plan.crs, key, parent=self)
        if self._base is not None:
            self._base_key, self._base.opacity = key, self._base_opacity
            self._base.loaded.connect(self._tiles_came)
            self._base.refused.connect(self.tiles_refused)
        self._wide_picture = None
        self.set_layers(self._layers)

    def fade_base_map(self, opacity: float) -> None:
        """Give the base map an opacity, 0 to 1; at 0 the plan's ground covers it again."""
        if opacity != self._base_opacity:
            self._base_opacity = opacity
            if self._base is not None:
                self._base.opacity = opacity
                self.set_layers(self._layers)

    @property
    def base_map(self) -> TileSource | None:
        """The base map that is shown."""
        return None if self._base is None else self._base.source

    def _tiles_came(self, box: Box) -> None:
        self._touch(box)
        self._repaint.start()

    def _layers_over_base(self) -> tuple[ShownLayer, ...]:
        """Return the layers, those that cover the ground pale if a base map lies below them."""
        if self._base is None or self._base_opacity <= 0:
            return self._layers
        pale = GROUND | {"water", "exempt"}
        return tuple(
            replace(shown, opacity=shown.opacity * _OVER_BASE) if shown.layer.key in pale else shown
            for shown in self._layers
        )

    def set_appearance(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self.appearance = appearance
        self._wide_picture = self._overview = None
        self._all_dirty = True
        self._paint_again()
        self.update()

    def show_overview(self, shown: bool) -> None:
        """Have the small map of the whole stand in the corner, or not."""
        self._overview_shown = shown
        self._place_names()

    def set_level(self, rank: int | None) -> None:
        """Show one level at every scale; ``None`` for the level that fits the scale, as at first."""
        if rank != self._scenery.rank:
            self._scenery.rank = rank
            self._all_dirty = True
            self._ask()

    @property
    def shown_rank(self) -> int:
        """Rank of the level whose grids are shown now and selected by a click."""
        if self._scenery.rank is not None:
            return self._scenery.rank
        return levels_of(self.session.plan).fitting(self._metres_per_dot) if self._scenery.is_known else 0

    @property
    def names(self) -> list[Written]:
        """The names that are written on the map now."""
        return self._names

    @property
    def picture(self) -> Picture | None:
        """The picture that was painted last; it reaches beyond the window on each side."""
        return self._picture

    def repaint_now(self) -> None:
        """Paint the whole picture anew before returning; for pictures of the window and for measuring."""
        stack = self._scenery.stack(self._view.box, self._metres_per_dot)
        if stack:
            self._all_dirty = True
            self._paint_again()
            self._renderer.finish()

    margin_px = MARGIN_PX
    """How far a picture reaches beyond the window."""

    @property
    def is_busy(self) -> bool:
        """Whether the picture is not yet what it will be."""
        waits = self._settle.isActive() or self._repaint.isActive()
        loads = self._base is not None and self._base.is_loading
        return self._scenery.is_working or self._renderer.is_busy or waits or loads

    # ---- views -------------------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """What is seen."""
        return self._view

    @property
    def _metres_per_dot(self) -> float:
        return self._view.metres_per_pixel / self.devicePixelRatioF()

    def _go(self, view: View) -> None:
        """Show a view at once with the pictures there are, and paint it behind."""
        self._view = view
        self._is_placed = True
        self._settle.start()
        self.view_changed.emit(view.box, view.metres_per_pixel)
        self.update()

    def rest(self) -> None:
        """Remember the view, so that one can come back to it."""
        self._remember.stop()
        if self._is_placed:
            self._history.add(self._view)

    def fit(self) -> None:
        """Show the whole plan."""
        if self.session.plan.has_shape.any():
            self._go(self._view.fitted(self._extent))
            self.rest()

    @property
    def _extent(self) -> Box:
        """Where the plan lies; at once, whatever else is worked out about it already."""
        if self._scenery.is_known:
            return levels_of(self.session.plan).extent
        plan = self.session.plan
        shapes = on_the_map(plan.all_shapes)
        west, south, east, north = shapely.total_bounds(shapes).tolist() if len(shapes) else NOWHERE
        return west, south, east, north

    def zoom_to(self, shape: shapely.Geometry, share: float = 0.7) -> None:
        """Show a shape whole, so that it takes about a share of the window, but not absurdly close."""
        if shape.is_empty or not np.isfinite(shape.bounds).all():
            return
        self.rest()
        west, south, east, north = shape.bounds
        self._go(self._view.fitted((west, south, east, north), (1 - share) / 2, closest_m=0.15))
        self.rest()

    def back(self) -> None:
        """Go back to the view before."""
        self._step(-1)

    def forward(self) -> None:
        """Go forward again."""
        self._step(1)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a view to go back to."""
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a view to go forward to."""
        return self._history.can_go_forward

    def _step(self, by: int) -> None:
        if self._remember.isActive():
            self.rest()
        view = self._history.step(by)
        if view is not None:
            self._go(view.resized(self.width(), self.height()))

    def pan(self, dx: float, dy: float) -> None:
        """Move the ground by pixels to the right and down."""
        self._go(self._view.moved(dx, dy))

    def zoom(self, factor: float, px: float | None = None, py: float | None = None) -> None:
        """Zoom with a pixel (the middle by default) staying where it is."""
        middle = self._view.width / 2, self._view.height / 2
        at = middle if px is None or py is None else (px, py)
        self._go(self._view.zoomed(factor, *at))

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude (WGS 84) of a place of the plan's CRS."""
        crs = self.session.plan.crs
        if self._to_degrees is None or self._to_degrees[0] is not crs:
            self._to_degrees = crs, pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        longitude, latitude = self._to_degrees[1].transform(x, y)
        return float(longitude), float(latitude)

    _to_degrees: tuple[pyproj.CRS, pyproj.Transformer] | None = None

    # ---- the session -------------------------------------------------------------------------------------------------

    def _plan_changed(self, old: Plan, new: Plan, change: Change | None) -> None:
        self._lit.clear()
        self._set_hover(0)
        if change is None:
            self._picture = self._wide_picture = self._overview = None
            self._names = []
            self._all_dirty = True
            self._is_placed = False
            self._history.clear()
            self._layers = self._with_findings(self._layers)
            if self._base is not None and new.crs != old.crs:
                self.set_base_map(self._base.source, self._base_key)
            self._scenery.show(new, self._layers_over_base())
            if new.has_shape.any():
                self.fit()
        else:
            box = changed_box(old, new, change)
            if box is not None and box[0] > box[2]:
                box = self._view.box[:2] + self._view.box[:2]  # nothing looks different, but the plan is another
            self._wide_picture = None
            self._scenery.follow(new, box, self._layers_over_base())
            if not self._is_placed:
                self.fit()
        self._tool.plan_changed()
        self.update()

    def _findings_changed(self, findings: Findings, _brought: object, _cleared: object) -> None:
        if any(shown.layer.key == "findings" for shown in self._layers):
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
        before, self._chosen = self._chosen, selection
        if isinstance(self._tool, EditTool):  # shows more of it than what is lit up
            self.update()
        else:
            # The map answers before the panels do, which hear of it after this one.
            self._update_grids({*before} ^ {*selection}, at_once=True)

    def _finding_changed(self, finding: Finding | None) -> None:
        if finding is not None:
            self._show_finding(finding)
        self.update()

    def _show_finding(self, finding: Finding) -> None:
        """Go where a finding is, unless it is in sight; the grid that it is about gives the context."""
        plan = self.session.plan
        about = [plan.shape(grid) for grid in finding.grids if plan.positions([grid])[0] >= 0][:2]
        where = finding.where if finding.where is not None and not finding.where.is_empty else None
        shapes = [shape for shape in ([where] if where is not None else about) if shape is not None]
        if not shapes:
            return
        box = shapely.total_bounds(shapes)
        span = float(max(box[2] - box[0], box[3] - box[1]))
        around = [shape for shape in about if shape is not None]
        context = float(np.sqrt(max((shape.area for shape in around), default=0.0)))
        # A finding takes a quarter of the window at most; of its grid about half is to be seen around it.
        wide = max(span * 2.5, min(context, span * 12), 60.0)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        seen = self._view.fitted((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), 0.05)
        inner = self._view.resized(self._view.width * 0.8, self._view.height * 0.8)
        large_enough = self._view.metres_per_pixel <= seen.metres_per_pixel * 1.6
        if self._is_placed and large_enough and inner.shows((box[0], box[1], box[2], box[3])):
            return
        self.rest()
        self._go(seen)
        self.rest()

    # ---- pictures ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask for what the view needs, and paint with what there is."""
        if self._is_placed:
            self._scenery.ask(self._view.box, self._metres_per_dot)
            self._paint_again()

    def _settled(self) -> None:
        self._ask()
        self._place_names()
        self._remember.start()

    def _scene_arrived(self, box: Box | None) -> None:
        if box is None:
            self._all_dirty = True
        else:
            self._touch(box)
        self._ask()
        self._place_names()

    def _touch(self, box: Box) -> None:
        """Have a box painted anew with the next picture."""
        d = self._dirty or box
        self._dirty = min(d[0], box[0]), min(d[1], box[1]), max(d[2], box[2]), max(d[3], box[3])

    def _paint_again(self) -> None:
        """Paint what the picture lacks, unless that is being done."""
        if not self._is_placed or not self.isVisible():
            return
        stack = self._scenery.stack(self._view.box, self._metres_per_dot)
        if not stack:
            return
        ratio = self.devicePixelRatioF()
        look = Look(self.appearance.key == "dark", self.appearance.ground)
        if self._renderer.is_busy and not self._all_dirty and self._dirty is None:
            doing = self._renderer.view
            if doing is not None and self._is_good(Picture(QImage(), doing, ratio)):
                return
        if self._renderer.is_busy:  # it is given up: what it was to mend is still to be mended
            whole, box = self._mending
            self._all_dirty |= whole
            if box is not None:
                self._touch(box)
        self._mending = self._all_dirty, self._dirty
        last = self._picture
        under = self._base.steps if self._base is not None and self._base_opacity > 0 else None
        if self._all_dirty or last is None:
            self._renderer.start(stack, self._view, ratio, look, under)
        elif self._dirty is not None or not self._is_good(last):
            self._renderer.start(stack, self._view, ratio, look, under, last, self._dirty)
        self._all_dirty, self._dirty = False, None

    def _is_good(self, picture: Picture) -> bool:
        """Whether a picture shows the view at its scale with something to spare on each side."""
        same = abs(picture.view.metres_per_pixel / self._view.metres_per_pixel - 1) < 1e-9
        if not same or picture.ratio != self.devicePixelRatioF():
            return False
        target = picture.target(self._view)
        spare = MARGIN_PX / 3
        return (
            target.left() <= -spare
            and target.top() <= -spare
            and target.right() >= self._view.width + spare
            and target.bottom() >= self._view.height + spare
        )

    def _painted(self, picture: Picture) -> None:
        self._picture = picture
        if picture.view.shows(levels_of(self.session.plan).extent):
            self._wide_picture = picture
            self._overview_old = self._overview_old or self._overview is None
        if self._overview_old:
            self._paint_overview()
        self.update()
        if self._all_dirty or self._dirty is not None or not self._is_good(picture):
            self._paint_again()
        if self._shows_view:
            self.drawn.emit()
            if not self._scenery.is_naming:
                self.session.background.map_is_drawn()

    @property
    def _shows_view(self) -> bool:
        """Whether the picture is what the view asks for, and no other is being painted."""
        waits = self._renderer.is_busy or self._all_dirty or self._dirty is not None
        if waits or self._picture is None or not self._is_good(self._picture):
            return False
        return self._scenery.serves(self._view.box, self._metres_per_dot)

    def _named(self) -> None:
        self._place_names()
        if self._shows_view:
            self.session.background.map_is_drawn()

    def _failed(self, error: Exception) -> None:
        self.session.complained.emit(error)
        self.session.background.map_is_drawn()

    def _in_overview(self) -> list[str]:
        """Return the keys of the layers that tell one overview from another."""
        return [shown.layer.key for shown in self._layers if shown.visible and shown.layer.key != "names"]

    def _paint_overview(self) -> None:
        extent = levels_of(self.session.plan).extent
        stack = self._scenery.stack(extent, self._metres_per_dot)
        if stack and covers(stack[0][0].wanted.box, extent):
            self._overview_old = False
            aspect = (extent[2] - extent[0]) / max(extent[3] - extent[1], 1e-9)
            box = overview_box(aspect, self._view)
            small = replace(self._view, width=box.width(), height=box.height()).fitted(extent, 0.03)
            look = Look(self.appearance.key == "dark", self.appearance.ground, line_width=0.4)
            self._small_renderer.start(stack[:1], small, self.devicePixelRatioF(), look)

    def _overview_painted(self, picture: Picture) -> None:
        ratio, margin = picture.ratio, round(MARGIN_PX * picture.ratio)
        image = picture.image.copy(
            margin, margin, picture.image.width() - 2 * margin, picture.image.height() - 2 * margin
        )
        view = picture.view.resized(image.width() / ratio, image.height() / ratio)
        self._overview = Picture(image, view, ratio)
        self.update()

    def _place_names(self) -> None:
        if not any(shown.layer.key == "names" and shown.visible for shown in self._layers):
            self._names = []
        else:
            self._names = choose_names(self._scenery.names, self._view, self._furniture())
        self.update()

    def _furniture(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """Return the boxes that names keep away from."""
        height = self._view.height
        boxes = [(0.0, height - 52, 190.0, height)]
        overview = self._overview_box()
        if overview is not None:
            boxes.append((overview.left() - 4, overview.top() - 4, overview.right() + 4, overview.bottom() + 4))
        return np.array(boxes)

    def _overview_box(self) -> QRectF | None:
        """Return where the overview is shown, ``None`` while it is off or the whole plan is in view."""
        if self._overview is None or not self._overview_shown or min(self.width(), self.height()) < 320:
            return None
        if self._view.shows(levels_of(self.session.plan).extent):
            return None
        small = self._overview.view
        return overview_box(small.width / small.height, self._view)

    # ---- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the pictures there are, then what is lit up, names, and what stands at the edges."""
        painter = QPainter(self)
        view, look = self._view, self.appearance
        painter.fillRect(self.rect(), QColor(look.ground))
        if self._is_placed:
            wide, picture = self._wide_picture, self._picture
            if picture is not None:
                whole = picture.target(view).contains(QRectF(self.rect()))
                if wide is not None and wide is not picture and not whole:
                    painter.drawImage(wide.target(view), wide.image)
                self._paint_picture(painter, picture)
            self._paint_lit(painter)
            self._paint_names(painter, event.rect())
            self.editing.paint_ground(painter)
            if self._changes is not None:
                self._changes.paint(painter, view, look, self.map_font)
            self._tool.paint(painter)
            paint_scale_bar(painter, view, look, self.map_font)
            overview = self._overview_box()
            if overview is not None and self._overview is not None:
                paint_overview(painter, self._overview, overview, view, look)
            if self._base is not None and self._base.source.attribution:
                right = overview.left() - 8 if overview is not None else view.width - 12
                paint_attribution(painter, self._base.source.attribution, right, view, look, self.map_font)
            self.editing.paint_words(painter)
        if self.hasFocus() and self._came_by_key:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    _came_by_key = False

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        target = picture.target(self._view)
        ratio = picture.ratio
        if abs(target.width() * ratio - picture.image.width()) < 0.5:
            # At its own scale it is put on whole dots, so that it stays sharp.
            corner = QPointF(round(target.left() * ratio) / ratio, round(target.top() * ratio) / ratio)
            painter.drawImage(QRectF(corner, picture.view_size()), picture.image)
        else:
            painter.drawImage(target, picture.image)

    def _paint_lit(self, painter: QPainter) -> None:
        look, session = self.appearance, self.session
        accent, rim = QColor(look.accent), QColor(look.surface)
        step = 4.0 ** np.floor(np.log(self._metres_per_dot * 0.4) / np.log(4.0))
        detail = float(step) if step >= 0.25 else 0.0
        if self._hover and self._hover not in session.selection:
            lit = self._kept_lit("hover", (self._hover, detail), lambda: self._lit_grids((self._hover,), detail))
            if lit is not None:
                paint_lit(painter, lit, self._view, QColor(look.text), 1.4, 0.06)
        if session.selection:
            chosen = session.selection[-_MOST_LIT:]
            lit = self._kept_lit("selection", (chosen, detail), lambda: self._lit_grids(chosen, detail))
            if lit is not None:
                paint_lit(painter, lit, self._view, accent, 2.4, 0.16, rim)
        finding = session.finding
        if finding is not None and finding.where is not None:
            where = np.array([finding.where], dtype=object)
            lit = self._kept_lit("finding", finding, lambda: lit_shapes(where))
            if lit is not None:
                colour = QColor(look.severity(finding.severity))
                paint_lit(painter, lit, self._view, colour, 2.6, 0.45, rim)
                paint_pointer(painter, lit, self._view, colour, rim)

    def _lit_grids(self, grids: tuple[int, ...], detail_m: float) -> Lit | None:
        return grids_lit(self.session.plan, grids, detail_m)

    def _kept_lit(self, name: str, key: object, make: Callable[[], Lit | None]) -> Lit | None:
        held = self._lit.get(name)
        if held is None or held[0] != key:
            held = self._lit[name] = key, make()
        return held[1]

    def _paint_names(self, painter: QPainter, seen: QRect) -> None:
        night, ratio = self.appearance.key == "dark", self.devicePixelRatioF()
        made = name_image.cache_info().misses
        for written in self._names:
            if name_image.cache_info().misses - made >= _NEW_NAMES:
                self.update()  # the others come with the next frame
                break
            image = name_image(written.text, written.style, night, ratio)
            px, py = self._view.to_screen(written.x, written.y)
            size = image.deviceIndependentSize()
            left, top = px - size.width() / 2, py - size.height() / 2
            if not seen.intersects(QRectF(left, top, size.width(), size.height()).toAlignedRect()):
                continue
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), image)

    # ---- selecting ---------------------------------------------------------------------------------------------------

    def grid_under(self, px: float, py: float) -> int:
        """Return the id of the grid under a pixel at the level that is shown, 0 for none."""
        if not self._is_placed or not self._scenery.is_known:
            return 0
        return grid_at(self.session.plan, *self._view.to_ground(px, py), self.shown_rank)

    def select_at(self, px: float, py: float, more: bool) -> None:
        """Select the grid at a pixel; ``more`` adds it to the selection, or takes it out."""
        grid = self.grid_under(px, py)
        chosen = self.session.selection
        if not more:
            self.session.select([grid] if grid else [])
        elif grid in chosen:
            self.session.select(one for one in chosen if one != grid)
        elif grid:
            self.session.select([*chosen, grid])
        self.clicked.emit(grid)

    def select_inside(self, area: shapely.Geometry, more: bool) -> None:
        """Select the grids inside an area of the plan's CRS; ``more`` adds them to the selection."""
        found = grids_inside(self.session.plan, area, self.shown_rank).tolist() if self._scenery.is_known else []
        self.session.select([*self.session.selection, *found] if more else found)

    def _select_next(self, by: int) -> bool:
        """Select the next grid in view, from the upper left on, as one reads; return whether there is any."""
        if not self._scenery.is_known:
            return False
        box = self._view.box
        plan = self.session.plan
        inside = grids_inside(plan, shapely.box(*box), self.shown_rank)
        if not len(inside):
            return False
        bounds = shapely.bounds(plan.shapes(inside))
        row = np.round((box[3] - (bounds[:, 1] + bounds[:, 3]) / 2) / (60 * self._view.metres_per_pixel))
        order = inside[np.lexsort((bounds[:, 0] + bounds[:, 2], row))].tolist()
        last = self.session.selection[-1] if self.session.selection else None
        at = order.index(last) + by if last in order else (0 if by > 0 else -1)
        if not -len(order) <= at < len(order) or (last in order and at < 0):
            return False  # at the end the focus goes on to the next widget
        self.session.select([order[at]])
        return True

    def _set_hover(self, grid: int) -> None:
        if grid != self._hover:
            before, self._hover = self._hover, grid
            self.hovered.emit(grid)
            self._update_grids({before, grid} - {0})

    def _update_grids(self, grids: set[int], *, at_once: bool = False) -> None:
        """Have the parts of the window painted anew in which some grids lie."""
        at = self.session.plan.positions(sorted(grids))
        if not len(at) or len(at) > _MOST_APART or (at < 0).any():
            self.update()
            return
        seen = QRegion()
        for west, south, east, north in shapely.bounds(self.session.plan.all_shapes[at]).tolist():
            if west <= east:
                left, top = self._view.to_screen(west, north)
                right, bottom = self._view.to_screen(east, south)
                lit = QRectF(left, top, right - left, bottom - top).adjusted(-_LIT_PX, -_LIT_PX, _LIT_PX, _LIT_PX)
                seen += (lit & QRectF(self.rect())).toAlignedRect()
        if not seen.isEmpty():
            self.repaint(seen) if at_once else self.update(seen)

    # ---- tools -------------------------------------------------------------------------------------------------------

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tool

    def set_tool(self, key: str) -> None:
        """Take a tool, one of :data:`ui.canvas.tools.TOOLS`."""
        if key != self._tool.key:
            self._tool.cancel()
            self.editing.place_field.end()
            self.desk.editing.ask(())
            self._tool = self._tools[key]
            self._show_cursor()
            self._tool.take()
            self.tool_changed.emit(key)

    def snap(self, px: float, py: float, moving: tuple[float, float] | None = None) -> Snap | None:
        """Return what a pixel snaps to; a vertex that is being moved draws nothing, nor do its edges."""
        return self.editing.snap(px, py, moving) if self._is_placed else None

    def lines_near(self, ground: shapely.Geometry, distance_m: float) -> ShapeArray:
        """Return roads, waters and shapes of the reference files that may come within a distance of some ground."""
        return self.editing.lines_near(ground, distance_m)

    def _show_cursor(self) -> None:
        if self._dragging is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self._tool.cursor)

    # ---- mouse and touchpad ------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand the left button to the tool; the middle one, and the left with the space bar, drag the ground."""
        at = event.position()
        overview = self._overview_box()
        if event.button() == Qt.MouseButton.LeftButton and overview is not None and overview.contains(at):
            self._over_overview = True
            self._go_by_overview(at, overview)
        elif event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._space
        ):
            self._dragging = at
            self._show_cursor()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tool.press(at, event.modifiers())
        elif event.button() == Qt.MouseButton.BackButton:
            self.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.forward()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or say what is under the cursor."""
        at = event.position()
        if self._over_overview:
            overview = self._overview_box()
            if overview is not None:
                self._go_by_overview(at, overview)
            return
        if self._dragging is not None:
            self.pan(at.x() - self._dragging.x(), at.y() - self._dragging.y())
            self._dragging = at
            return
        down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        self._tool.move(at, event.modifiers(), down=down)
        if self._is_placed:
            x, y = self._view.to_ground(at.x(), at.y())
            self.cursor_moved.emit(x, y)
        if not event.buttons():
            self._set_hover(self.grid_under(at.x(), at.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or hand the release to the tool."""
        if self._over_overview:
            self._over_overview = False
            self.rest()
        elif self._dragging is not None:
            self._dragging = None
            self._show_cursor()
            self.rest()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tool.release(event.position(), event.modifiers())
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in, or what the tool makes of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._tool.double(event.position(), event.modifiers())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor with a wheel; a touchpad's two fingers pan, with Ctrl they zoom."""
        at = event.position()
        pixels, angle = event.pixelDelta(), event.angleDelta()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        touchpad = not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if touchpad and not zooms:
            self.pan(pixels.x(), pixels.y())
        elif angle.y() or angle.x():
            self.zoom(ZOOM_STEP ** ((angle.y() or angle.x()) / 120), at.x(), at.y())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching, and keep Tab for going from grid to grid."""
        if isinstance(event, QNativeGestureEvent):
            at = event.position()
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(max(0.2, 1 + event.value()), at.x(), at.y())
                return True
            if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
                self.zoom(2.0, at.x(), at.y())
                return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = {Qt.Key.Key_Tab: -1 if shift else 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if step is not None and self._select_next(step):
                return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._all_dirty = True
            self._settle.start()
        return super().event(event)

    def _go_by_overview(self, at: QPointF, box: QRectF) -> None:
        assert self._overview is not None
        small = self._overview.view
        scale = small.width / box.width()
        x, y = small.to_ground((at.x() - box.left()) * scale, (at.y() - box.top()) * scale)
        self._go(replace(self._view, x=x, y=y))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the cursor of the tool."""
        self._show_cursor()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._set_hover(0)
        super().leaveEvent(event)

    # ---- keyboard ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan with arrows, zoom with plus and minus, show everything with Home, go back and forward with Alt."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = _KEY_PAN * (3 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        across, down = round(self.width() * step), round(self.height() * step)
        moves = {
            Qt.Key.Key_Left: (across, 0), Qt.Key.Key_Right: (-across, 0),
            Qt.Key.Key_Up: (0, down), Qt.Key.Key_Down: (0, -down),
        }  # fmt: skip
        if self._tool.key_pressed(key) or self.editing.begins_to_type(event):
            return
        if alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1)
        elif key in moves and not alt:
            self.pan(*moves[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self._show_cursor()
        elif key == Qt.Key.Key_Escape:
            self._tool.cancel()
            self.session.select(())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Let the tool have the right button, else ask for the menu of the grid that is pointed at or selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = self.session.selection
            self.menu_wanted.emit(chosen[-1] if chosen else 0, self.mapToGlobal(self.rect().center()))
        elif not self._tool.second(QPointF(event.pos())):
            self.menu_wanted.emit(self.grid_under(event.pos().x(), event.pos().y()), event.globalPos())
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the ground that the space bar held."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go to the map, to whom came here by keys."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._came_by_key = event.reason() in reasons
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        self._space = False
        super().focusOutEvent(event)
        self.update()

    # ---- size --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle; a view of everything stays one."""
        was_whole = self._is_placed and self._fits_whole()
        self._view = self._view.resized(event.size().width(), event.size().height())
        if not self._is_placed and self.session.plan.has_shape.any():
            self.fit()
        elif was_whole:
            self._go(self._view.fitted(self._extent))
        elif self._is_placed:
            self._go(self._view)
        super().resizeEvent(event)

    def _fits_whole(self) -> bool:
        if not self._scenery.is_known:
            return True
        return self._view.is_near(self._view.fitted(levels_of(self.session.plan).extent))

    def showEvent(self, event: QEvent) -> None:
        """Paint what was not painted while nobody saw it."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._ask()


def _single_shot(parent: QWidget, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
