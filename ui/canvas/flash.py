"""Lights up ground for a moment, so that the eye finds what was just changed."""

from __future__ import annotations

import math
from typing import Final

import shapely
from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gridmap.model.arrays import ShapeArray
from ui.canvas.highlight import SMALL_PX, Lit, lit_shapes, paint_lit, paint_pointer
from ui.canvas.navigation import Navigation
from ui.canvas.scene.colours import translucent
from ui.look.appearance import Appearance
from ui.session.jobs import Job

_MANY: Final = 150
"""More shapes than that are made ready in another thread."""
_STEPS: Final = 24
_STEP_MS: Final = 60
_PULSES: Final = 2
_AROUND: Final = 1.5 * SMALL_PX
"""So far a ring around what is small, or a point, reaches beyond it."""


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
        if len(shapes) <= _MANY:
            self._begin(lit_shapes(shapes, detail_m))
            return
        job = self._job = Job(lambda _: lit_shapes(shapes, detail_m), self)
        job.finished.connect(lambda lit: self._begin(lit) if job is self._job else None)
        job.ended.connect(lambda: self._ended(job))
        job.start()

    def _begin(self, lit: Lit | None) -> None:
        self._lit = lit
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
        self._lit, self._left = None, 0
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _fade(self) -> None:
        self._left -= 1
        if self._left:
            self._update()
        else:
            self.let_go()

    def _update(self) -> None:
        """Have the part of the window painted anew in which anything is lit up."""
        if self._lit is not None:
            west, south, east, north = self._lit.bounds
            left, top = self._navigation.view.to_screen(west, north)
            right, bottom = self._navigation.view.to_screen(east, south)
            around = QRectF(left, top, right - left, bottom - top).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
            self._widget.update((around & QRectF(self._widget.rect())).toAlignedRect())

    def paint(self, painter: QPainter, look: Appearance) -> None:
        """Paint what is lit up, as strongly as it is now."""
        if self._lit is None:
            return
        view = self._navigation.view
        rest = self._left / _STEPS
        strength = rest * (0.55 + 0.45 * math.cos(2 * math.pi * _PULSES * (1 - rest)))
        line, tint = translucent(QColor(look.accent), 0.35 + 0.65 * rest), 0.55 * strength
        ring, rim = translucent(QColor(look.accent), rest), translucent(QColor(look.surface), rest)
        paint_lit(painter, self._lit, view, line, 3.0, tint, rim)
        paint_pointer(painter, self._lit, view, ring, rim)
