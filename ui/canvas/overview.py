"""The small map of the whole in the corner, which says where the view lies and goes where it is clicked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from layers.marks import Box
from ui.canvas.furniture import overview_box, paint_overview
from ui.canvas.navigation import Navigation
from ui.canvas.renderer import MARGIN_PX, Look, Picture, Renderer
from ui.canvas.scene.scene import covers, levels_of
from ui.canvas.scene.scenery import Scenery
from ui.canvas.view import View
from ui.look.appearance import LIGHT, Appearance
from ui.session.session import Session

_LINE_WIDTH: Final = 0.4
_SYMBOL_SIZE: Final = 0.4
_LEAST_ROOM_PX: Final = 320
"""In a smaller window it would cover too much."""


class Overview(QObject):
    """The picture of the whole plan that stands in the corner while a part of it is in view.

    Parameters
    ----------
    session : Session
        Its plan is shown.
    scenery : Scenery
        What is made of that plan.
    navigation : Navigation
    widget : QWidget
        What it stands on.

    Signals
    -------
    toggled : ()
        It is to be shown from now on, or not.
    """

    toggled = Signal()

    def __init__(self, session: Session, scenery: Scenery, navigation: Navigation, widget: QWidget) -> None:
        super().__init__(widget)
        self._session, self._scenery, self._navigation, self._widget = session, scenery, navigation, widget
        self.picture: Picture | None = None
        self._extent: Box | None = None
        self._appearance: Appearance = LIGHT
        self._is_shown = True
        self._is_old = False
        """Whether other layers are shown than when it was painted."""
        self._of = _layers_in(scenery)
        self._renderer = Renderer(self)
        self._renderer.painted.connect(self._painted)

    def show(self, shown: bool) -> None:
        """Have it stand in the corner, or not."""
        self._is_shown = shown
        self.toggled.emit()

    def forget(self) -> None:
        """Forget the picture: another plan is shown."""
        self.picture = self._extent = None

    def set_appearance(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self._appearance = appearance
        self.picture, self._is_old = None, True

    def let_go(self) -> None:
        """Stop all work."""
        self._renderer.stop()

    # ---- its picture -------------------------------------------------------------------------------------------------

    def layers_changed(self) -> None:
        """Paint it anew at the next opportunity if other layers are shown; opacity alone is not worth it."""
        before, self._of = self._of, _layers_in(self._scenery)
        self._is_old = self._is_old or before != self._of

    def catch_up(self, seen: View) -> None:
        """Paint it anew if that is due, now that the map has a picture of what is seen."""
        extent = self.extent
        if extent is not None and seen.shows(extent):
            self._is_old = self._is_old or self.picture is None
        if self._is_old:
            self._paint_picture()

    @property
    def extent(self) -> Box | None:
        """Where the plan lies; while its levels are being worked out, where it lay before, if that is known."""
        if levels_of.is_known(self._session.plan):
            self._extent = levels_of(self._session.plan).extent
        return self._extent

    def _paint_picture(self) -> None:
        extent = self.extent
        if extent is None:
            return
        view, ratio = self._navigation.view, self._widget.devicePixelRatioF()
        stack = self._scenery.stack(extent, view.metres_per_pixel / ratio)
        if stack and covers(stack[0][0].wanted.box, extent):
            self._is_old = False
            aspect = (extent[2] - extent[0]) / max(extent[3] - extent[1], 1e-9)
            box = overview_box(aspect, view)
            small = replace(view, width=box.width(), height=box.height()).fitted(extent, 0.03)
            look = Look(self._appearance.key == "dark", self._appearance.ground, _LINE_WIDTH, _SYMBOL_SIZE)
            self._renderer.start(stack[:1], small, ratio, look)

    def _painted(self, picture: Picture) -> None:
        ratio, margin = picture.ratio, round(MARGIN_PX * picture.ratio)
        image = picture.image.copy(
            margin, margin, picture.image.width() - 2 * margin, picture.image.height() - 2 * margin
        )
        view = picture.view.resized(image.width() / ratio, image.height() / ratio)
        self.picture = Picture(image, view, ratio)
        self._widget.update()

    # ---- where it stands ---------------------------------------------------------------------------------------------

    @property
    def box(self) -> QRectF | None:
        """Where it stands, in pixels; ``None`` while it is off or the whole plan is in view."""
        room = min(self._widget.width(), self._widget.height())
        if self.picture is None or not self._is_shown or room < _LEAST_ROOM_PX:
            return None
        extent = self.extent
        if extent is None or self._navigation.view.shows(extent):
            return None
        small = self.picture.view
        return overview_box(small.width / small.height, self._navigation.view)

    def holds(self, at: QPointF) -> bool:
        """Whether it stands at a pixel."""
        box = self.box
        return box is not None and box.contains(at)

    def go_to(self, at: QPointF) -> None:
        """Show the ground that it has at a pixel, at the scale of the view."""
        box = self.box
        if box is not None and self.picture is not None:
            small = self.picture.view
            scale = small.width / box.width()
            x, y = small.to_ground((at.x() - box.left()) * scale, (at.y() - box.top()) * scale)
            self._navigation.go(replace(self._navigation.view, x=x, y=y))

    def paint(self, painter: QPainter) -> QRectF | None:
        """Paint it, and return where it stands."""
        box = self.box
        if box is not None and self.picture is not None:
            paint_overview(painter, self.picture, box, self._navigation.view, self._appearance)
        return box


def _layers_in(scenery: Scenery) -> list[str]:
    """Return the keys of the layers that tell one overview from another."""
    return [shown.layer.key for shown in scenery.layers if shown.visible and not shown.layer.is_written]
