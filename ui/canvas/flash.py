"""Lights up ground for a moment, so that the eye finds what was just changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from gridmap.model.arrays import ShapeArray
from ui.canvas.highlight import PIECE, SMALL_PX, Lit, lit_shapes, paint_inside, paint_lit, paint_pointer
from ui.canvas.navigation import Navigation
from ui.canvas.scene.colours import translucent
from ui.canvas.view import View
from ui.look.appearance import Appearance
from ui.session.jobs import Job

_MANY: Final = 150
"""More shapes than that are made ready in another thread."""
_AREAS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_STEPS: Final = 24
_STEP_MS: Final = 60
_PULSES: Final = 2
_AROUND: Final = 1.5 * SMALL_PX
"""So far a ring around what is small, or a point, reaches beyond it."""

_WHOLE_PX: Final = 4
"""So many pixels are whole ones of the screen as well, at 125, 150 and 175 per cent."""


class Flash(QObject):
    """Ground that is lit up twice and fades.

    Parameters
    ----------
    navigation : Navigation
        Has the ground in sight.
    widget : QWidget
        What is painted on.
    """

    def __init__(self, navigation: Navigation, widget: QWidget) -> None:
        super().__init__(widget)
        self._navigation, self._widget = navigation, widget
        self._lit: Lit | None = None
        self._pictures: _Pictures | None = None
        self._left = 0
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._fade)

    @property
    def is_on(self) -> bool:
        """Whether anything is lit up now."""
        return self._left > 0 or self._job is not None

    def point_out(self, shapes: ShapeArray) -> None:
        """Light up shapes of the plan's CRS for a second and a half; the view moves only if they are out of sight."""
        if len(shapes):
            self._navigation.have_in_sight(shapely.total_bounds(shapes).tolist())
        # Twenty-four times in a second and a half: no more points than the eye tells apart.
        detail_m = self._navigation.view.metres_per_pixel / 2
        self.let_go()
        pieces = PIECE if np.isin(shapely.get_type_id(shapes), _AREAS).all() else 0
        if len(shapes) <= _MANY:
            self._begin(lit_shapes(shapes, detail_m, pieces))
            return
        job = self._job = Job(lambda _: lit_shapes(shapes, detail_m, pieces), self)
        job.finished.connect(lambda lit: self._begin(lit) if job is self._job else None)
        job.ended.connect(lambda: self._ended(job))
        job.start()

    def _begin(self, lit: Lit | None) -> None:
        self._lit, self._pictures = lit, None
        self._left = _STEPS if lit is not None else 0
        if self._left:
            self._timer.start()
        self._update()

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
        job.leave()

    def let_go(self) -> None:
        """Light up nothing any more."""
        self._timer.stop()
        self._update()
        self._lit, self._pictures, self._left = None, None, 0
        if self._job is not None:
            job, self._job = self._job, None
            job.leave()  # it would end with this, and its thread work on

    def _fade(self) -> None:
        self._left -= 1
        if self._left:
            self._update()
        else:
            self.let_go()

    def _update(self) -> None:
        """Have the part of the window painted anew in which anything is lit up."""
        if self._lit is not None:
            self._widget.update(self._place().toAlignedRect())

    def paint(self, painter: QPainter, look: Appearance) -> None:
        """Paint what is lit up, as strongly as it is now."""
        if self._lit is None:
            return
        rest = self._left / _STEPS
        strength = rest * (0.55 + 0.45 * math.cos(2 * math.pi * _PULSES * (1 - rest)))
        view, ratio = self._navigation.view, painter.device().devicePixelRatioF()
        wanted = view, look.accent, look.surface, ratio
        if self._pictures is None or self._pictures.wanted != wanted:
            self._pictures = _pictures_of(self._lit, wanted, QRectF(self._widget.rect()))
        painter.save()
        for opacity, image in ((0.55 * strength, self._pictures.inside), (0.35 + 0.65 * rest, self._pictures.lines)):
            painter.setOpacity(opacity)
            painter.drawImage(self._pictures.at, image)
        painter.restore()
        ring, rim = translucent(QColor(look.accent), rest), translucent(QColor(look.surface), rest)
        paint_pointer(painter, self._lit, view, ring, rim)

    def _place(self) -> QRectF:
        """Return the part of the window in which anything is lit up."""
        assert self._lit is not None
        return _around(self._lit, self._navigation.view, QRectF(self._widget.rect()))


@dataclass(frozen=True, eq=False)
class _Pictures:
    """What is lit up, as two pictures that fade: where they stand, and what they were painted for."""

    wanted: tuple[View, str, str, float]
    at: QPointF
    inside: QImage
    lines: QImage


def _pictures_of(lit: Lit, wanted: tuple[View, str, str, float], window: QRectF) -> _Pictures:
    """Paint what is lit up once; to stroke its lines for each of two dozen steps takes far longer."""
    view, accent, surface, ratio = wanted
    place = _around(lit, view, window)
    left, top = (math.floor(side / _WHOLE_PX) * _WHOLE_PX for side in (place.left(), place.top()))
    images = []
    for paint in (
        lambda painter: paint_inside(painter, lit, view, QColor(accent)),
        lambda painter: paint_lit(painter, lit, view, QColor(accent), 3.0, 0.0, QColor(surface)),
    ):
        width, height = (math.ceil(ratio * side) for side in (place.right() - left, place.bottom() - top))
        image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(-left, -top)
        paint(painter)
        painter.end()
        images.append(image)
    return _Pictures(wanted, QPointF(left, top), *images)


def _around(lit: Lit, view: View, window: QRectF) -> QRectF:
    """Return the part of a window in which anything is lit up."""
    west, south, east, north = lit.bounds
    left, top = view.to_screen(west, north)
    right, bottom = view.to_screen(east, south)
    return QRectF(left, top, right - left, bottom - top).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) & window
