"""The pictures of the map: asked for as the view moves, painted behind it, shown at once as well as they fit."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from gridmap.model.arrays import FloatArray
from layers.marks import Box
from ui.canvas.base_map.backdrop import Backdrop
from ui.canvas.navigation import Navigation
from ui.canvas.overview import Overview
from ui.canvas.renderer import MARGIN_PX, Look, Picture, Renderer
from ui.canvas.scene.names import Written, choose_names, name_image
from ui.canvas.scene.scenery import Scenery
from ui.canvas.single_shot import single_shot
from ui.look.appearance import LIGHT, Appearance
from ui.session.session import Session

_SETTLE_MS: Final = 90
_TILES_MS: Final = 60
_NEW_NAMES: Final = 14
_SCALE_BAR: Final = (190.0, 52.0)
"""Width and height of the corner that names leave to the scale bar, pixels."""


class Pictures(QObject):
    """What is painted of the scenes of a plan, and the names on it.

    Parameters
    ----------
    session : Session
        Is told when its plan is drawn.
    scenery : Scenery
    navigation : Navigation
        Its view is painted.
    backdrop : Backdrop
        Is painted below.
    overview : Overview
        Catches up with each picture, and is kept free of names.
    widget : QWidget
        What is painted on.

    Signals
    -------
    drawn : ()
        The picture shows the view as it is, at the level and detail that fit it.
    """

    drawn = Signal()

    def __init__(
        self,
        session: Session,
        scenery: Scenery,
        navigation: Navigation,
        backdrop: Backdrop,
        overview: Overview,
        widget: QWidget,
    ) -> None:
        super().__init__(widget)
        self._session, self._scenery, self._navigation = session, scenery, navigation
        self._backdrop, self._overview, self._widget = backdrop, overview, widget
        self.latest: Picture | None = None
        """The picture that was painted last; it reaches beyond the window on each side."""
        self._wide: Picture | None = None
        """The one that showed the whole plan last."""
        self.names: list[Written] = []
        """The names that are written on the map now."""
        self._appearance: Appearance = LIGHT
        self._dirty: Box | None = None
        self._all_dirty = True
        self._mending: tuple[bool, Box | None] = (False, None)
        self._renderer = Renderer(self)
        self._settle = single_shot(self, _SETTLE_MS, self._settled)
        self._repaint = single_shot(self, _TILES_MS, self.paint_again)

        self._renderer.painted.connect(self._painted)
        scenery.arrived.connect(self._scene_arrived)
        scenery.named.connect(self._named)
        scenery.failed.connect(self._failed)
        navigation.moved.connect(self._settle.start)
        backdrop.loaded.connect(self._tiles_came)
        overview.toggled.connect(self.place_names)

    # ---- what is to be shown -----------------------------------------------------------------------------------------

    def set_appearance(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self._appearance = appearance
        self._wide = None
        self._all_dirty = True
        self.paint_again()

    def set_level(self, rank: int | None) -> None:
        """Show one level at every scale; ``None`` for the level that fits the scale, as at first."""
        if rank != self._scenery.rank:
            self._scenery.rank = rank
            self.paint_anew()

    def forget(self) -> None:
        """Forget everything: another plan is shown."""
        self.latest = self._wide = None
        self.names = []
        self._all_dirty = True

    def forget_wide(self) -> None:
        """Forget the picture of the whole, which shows the ground otherwise than it is now."""
        self._wide = None

    def layers_changed(self) -> None:
        """Paint all of it anew with the layers that the scenery has now."""
        self.paint_anew()
        self.place_names()

    def paint_anew(self) -> None:
        """Have all of it painted anew."""
        self._all_dirty = True
        self.ask()

    def screen_changed(self) -> None:
        """Paint it anew soon, for a screen with other dots."""
        self._all_dirty = True
        self._settle.start()

    def let_go(self) -> None:
        """Stop all work."""
        self._settle.stop()
        self._repaint.stop()
        self._renderer.stop()

    # ---- asking ------------------------------------------------------------------------------------------------------

    @property
    def _metres_per_dot(self) -> float:
        return self._navigation.view.metres_per_pixel / self._widget.devicePixelRatioF()

    @property
    def is_busy(self) -> bool:
        """Whether the picture is not yet what it will be."""
        waits = self._settle.isActive() or self._repaint.isActive()
        return self._scenery.is_working or self._renderer.is_busy or waits or self._backdrop.is_loading

    def ask(self) -> None:
        """Ask for what the view needs, and paint with what there is."""
        if self._navigation.is_placed:
            self._scenery.ask(self._navigation.view.box, self._metres_per_dot)
            self.paint_again()

    def _settled(self) -> None:
        self.ask()
        self.place_names()
        self._navigation.rest_soon()

    def _scene_arrived(self, box: Box | None) -> None:
        if box is None:
            self._all_dirty = True
        else:
            self.touch(box)
        self.ask()
        self.place_names()

    def _tiles_came(self, box: Box) -> None:
        self.touch(box)
        self._repaint.start()

    def _named(self) -> None:
        self.place_names()
        if self._shows_view:
            self._session.background.map_is_drawn()

    def _failed(self, error: Exception) -> None:
        self._session.complained.emit(error)
        self._session.background.map_is_drawn()

    # ---- making them -------------------------------------------------------------------------------------------------

    def touch(self, box: Box) -> None:
        """Have a box painted anew with the next picture."""
        d = self._dirty or box
        self._dirty = min(d[0], box[0]), min(d[1], box[1]), max(d[2], box[2]), max(d[3], box[3])

    def paint_again(self) -> None:
        """Paint what the picture lacks, unless that is being done."""
        if not self._navigation.is_placed or not self._widget.isVisible():
            return
        view, ratio = self._navigation.view, self._widget.devicePixelRatioF()
        stack = self._scenery.stack(view.box, self._metres_per_dot)
        if not stack or self._is_being_done(ratio):
            return
        if self._renderer.is_busy:  # it is given up: what it was to mend is still to be mended
            whole, box = self._mending
            self._all_dirty |= whole
            if box is not None:
                self.touch(box)
        self._mending = self._all_dirty, self._dirty
        look = Look(self._appearance.key == "dark", self._appearance.ground)
        last, under = self.latest, self._backdrop.steps
        if self._all_dirty or last is None:
            self._renderer.start(stack, view, ratio, look, under)
        elif self._dirty is not None or not self._is_good(last):
            self._renderer.start(stack, view, ratio, look, under, last, self._dirty)
        self._all_dirty, self._dirty = False, None

    def _is_being_done(self, ratio: float) -> bool:
        """Whether the picture that is being painted is all that is wanted."""
        doing = self._renderer.view
        if doing is None or self._all_dirty or self._dirty is not None:
            return False
        return self._is_good(Picture(QImage(), doing, ratio))

    def repaint_now(self) -> None:
        """Paint the whole picture anew before returning; for pictures of the window and for measuring."""
        if self._scenery.stack(self._navigation.view.box, self._metres_per_dot):
            self._all_dirty = True
            self.paint_again()
            self._renderer.finish()

    def _is_good(self, picture: Picture) -> bool:
        """Whether a picture shows the view at its scale with something to spare on each side."""
        view = self._navigation.view
        same = abs(picture.view.metres_per_pixel / view.metres_per_pixel - 1) < 1e-9
        if not same or picture.ratio != self._widget.devicePixelRatioF():
            return False
        target = picture.target(view)
        spare = MARGIN_PX / 3
        return (
            target.left() <= -spare
            and target.top() <= -spare
            and target.right() >= view.width + spare
            and target.bottom() >= view.height + spare
        )

    def _painted(self, picture: Picture) -> None:
        self.latest = picture
        extent = self._overview.extent
        if extent is not None and picture.view.shows(extent):
            self._wide = picture
        self._overview.catch_up(picture.view)
        self._widget.update()
        if self._all_dirty or self._dirty is not None or not self._is_good(picture):
            self.paint_again()
        if self._shows_view:
            self.drawn.emit()
            if not self._scenery.is_naming:
                self._session.background.map_is_drawn()

    @property
    def _shows_view(self) -> bool:
        """Whether the picture is what the view asks for, and no other is being painted."""
        waits = self._renderer.is_busy or self._all_dirty or self._dirty is not None
        if waits or self.latest is None or not self._is_good(self.latest):
            return False
        return self._scenery.serves(self._navigation.view.box, self._metres_per_dot)

    # ---- names -------------------------------------------------------------------------------------------------------

    def place_names(self) -> None:
        """Choose the names that have room in the view."""
        shown = self._scenery.shows_names
        self.names = choose_names(self._scenery.names, self._navigation.view, self._furniture()) if shown else []
        self._widget.update()

    def _furniture(self) -> FloatArray:
        """Return the boxes that names keep away from. Shape (n, 4)."""
        height = self._navigation.view.height
        boxes = [(0.0, height - _SCALE_BAR[1], _SCALE_BAR[0], height)]
        overview = self._overview.box
        if overview is not None:
            boxes.append((overview.left() - 4, overview.top() - 4, overview.right() + 4, overview.bottom() + 4))
        return np.array(boxes)

    # ---- showing them ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Show the pictures there are: the latest, and below it that of the whole where it does not reach."""
        view, wide, picture = self._navigation.view, self._wide, self.latest
        if picture is not None:
            covered = picture.target(view).contains(QRectF(self._widget.rect()))
            if wide is not None and wide is not picture and not covered:
                painter.drawImage(wide.target(view), wide.image)
            self._paint_picture(painter, picture)

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        target = picture.target(self._navigation.view)
        ratio = picture.ratio
        if abs(target.width() * ratio - picture.image.width()) < 0.5:
            # At its own scale it is put on whole dots, so that it stays sharp.
            corner = QPointF(round(target.left() * ratio) / ratio, round(target.top() * ratio) / ratio)
            painter.drawImage(QRectF(corner, picture.view_size()), picture.image)
        else:
            painter.drawImage(target, picture.image)

    def paint_names(self, painter: QPainter, seen: QRect) -> None:
        """Write the names that lie in a part of the window."""
        night, ratio = self._appearance.key == "dark", self._widget.devicePixelRatioF()
        view, made = self._navigation.view, name_image.cache_info().misses
        for written in self.names:
            if name_image.cache_info().misses - made >= _NEW_NAMES:
                self._widget.update()  # the others come with the next frame
                break
            image = name_image(written.text, written.style, night, ratio)
            px, py = view.to_screen(written.x, written.y)
            size = image.deviceIndependentSize()
            left, top = px - size.width() / 2, py - size.height() / 2
            if not seen.intersects(QRectF(left, top, size.width(), size.height()).toAlignedRect()):
                continue
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), image)
