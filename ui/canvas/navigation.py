"""Going from view to view: fitting, zooming, panning, the way to a finding, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import pyproj
import shapely
from PySide6.QtCore import QObject, Signal

from gridmap.checks import Finding
from gridmap.ground.extent import ground_extent
from layers.marks import Box
from ui.canvas.scene.scene import NOWHERE, levels_of
from ui.canvas.single_shot import single_shot
from ui.canvas.view import View
from ui.session.session import Session
from ui.session.whereabouts import degrees_from

_REMEMBER_MS: Final = 700
_FITS: Final = 0.8
"""This share of the window at most is taken by what is to be seen in it."""


class Navigation(QObject):
    """The view of a map, and the views that were looked at before.

    Parameters
    ----------
    session : Session
        Views are of its plan.
    is_known : callable
        Whether the levels of the plan are worked out, so that asking for them takes no time.
    parent : QObject, optional

    Signals
    -------
    moved : ()
        Another view is to be shown, at once.
    """

    moved = Signal()

    def __init__(self, session: Session, is_known: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._is_known = session, is_known
        self.view = View(0.0, 0.0, 1.0, 640.0, 480.0)
        """What is seen."""
        self.is_placed = False
        """Whether there is anything to see, and the view is of it."""
        self._history = ViewHistory()
        self._remember = single_shot(self, _REMEMBER_MS, self.rest)
        self._to_degrees: tuple[pyproj.CRS, pyproj.Transformer] | None = None

    def go(self, view: View) -> None:
        """Show a view."""
        self.view = view
        self.is_placed = True
        self.moved.emit()

    def forget(self) -> None:
        """Forget all views: another plan is shown."""
        self.is_placed = False
        self._history.clear()

    def let_go(self) -> None:
        """Stop all work."""
        self._remember.stop()

    @property
    def _is_anywhere(self) -> bool:
        """Whether there is anything to move in: with no project there is no place to be told of either."""
        return self.is_placed or self._session.project is not None

    # ---- moving ------------------------------------------------------------------------------------------------------

    def pan(self, dx: float, dy: float) -> None:
        """Move the ground by pixels to the right and down."""
        if self._is_anywhere:
            self.go(self.view.moved(dx, dy))

    def zoom(self, factor: float, px: float | None = None, py: float | None = None) -> None:
        """Zoom with a pixel (the middle by default) staying where it is."""
        if not self._is_anywhere:
            return
        middle = self.view.width / 2, self.view.height / 2
        at = middle if px is None or py is None else (px, py)
        self.go(self.view.zoomed(factor, *at))

    def fit(self) -> None:
        """Show the whole plan."""
        if self._session.plan.has_shape.any():
            self.go(self.view.fitted(self._extent))
            self.rest()

    def resize(self, width: float, height: float) -> None:
        """Keep the middle in the middle of a window of another size; a view of everything stays one."""
        was_whole = self.is_placed and self._fits_whole()
        self.view = self.view.resized(width, height)
        if not self.is_placed and self._session.plan.has_shape.any():
            self.fit()
        elif was_whole:
            self.go(self.view.fitted(self._extent))
        elif self.is_placed:
            self.go(self.view)

    @property
    def _extent(self) -> Box:
        """Where the plan lies; at once, whatever else is worked out about it already."""
        plan = self._session.plan
        if self._is_known():
            return levels_of(plan).extent
        return ground_extent(plan) or NOWHERE

    def _fits_whole(self) -> bool:
        if not self._is_known():
            return True
        return self.view.is_near(self.view.fitted(levels_of(self._session.plan).extent))

    # ---- going to what is shown --------------------------------------------------------------------------------------

    def zoom_to(self, shape: shapely.Geometry, share: float = 0.7) -> None:
        """Show a shape whole, so that it takes about a share of the window, but not absurdly close."""
        if shape.is_empty or not np.isfinite(shape.bounds).all():
            return
        self.rest()
        west, south, east, north = shape.bounds
        self.go(self.view.fitted((west, south, east, north), (1 - share) / 2, closest_m=0.15))
        self.rest()

    def have_in_sight(self, box: Box) -> None:
        """Show a box unless a good part of it is in sight already; at the scale of the view, if it fits."""
        west, south, east, north = box
        if not self.is_placed or not np.isfinite(box).all() or self._is_in_sight(box):
            return
        self.rest()
        across = max((east - west) / self.view.width, (north - south) / self.view.height)
        if across < _FITS * self.view.metres_per_pixel:
            self.go(replace(self.view, x=(west + east) / 2, y=(south + north) / 2))
        else:
            self.go(self.view.fitted(box, (1 - _FITS) / 2))
        self.rest()

    def _is_in_sight(self, box: Box) -> bool:
        """Whether most of a box is in the view, or most of the view in the box."""
        seen = self.view.box
        shared = [min(box[2], seen[2]) - max(box[0], seen[0]), min(box[3], seen[3]) - max(box[1], seen[1])]
        sides = [min(box[2] - box[0], seen[2] - seen[0]), min(box[3] - box[1], seen[3] - seen[1])]
        return all(length >= side / 2 and length >= 0 for length, side in zip(shared, sides, strict=True))

    def show_finding(self, finding: Finding) -> None:
        """Go where a finding is, unless it is in sight; the grid that it is about gives the context."""
        plan = self._session.plan
        about = [plan.shape(grid) for grid in plan.there(finding.grids)[:2]]
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
        seen = self.view.fitted((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), 0.05)
        inner = self.view.resized(self.view.width * 0.8, self.view.height * 0.8)
        large_enough = self.view.metres_per_pixel <= seen.metres_per_pixel * 1.6
        if self.is_placed and large_enough and inner.shows((box[0], box[1], box[2], box[3])):
            return
        self.rest()
        self.go(seen)
        self.rest()

    # ---- back and forward --------------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Remember the view, so that one can come back to it."""
        self._remember.stop()
        if self.is_placed:
            self._history.add(self.view)

    def rest_soon(self) -> None:
        """Remember the view if it stays for a while."""
        self._remember.start()

    @property
    def can_go_back(self) -> bool:
        """Whether there is a view to go back to."""
        return self._history.can_go_back

    def back(self) -> None:
        """Go back to the view before."""
        self._step(-1)

    def forward(self) -> None:
        """Go forward again."""
        self._step(1)

    def _step(self, by: int) -> None:
        if self._remember.isActive():
            self.rest()
        view = self._history.step(by)
        if view is not None:
            self.go(view.resized(self.view.width, self.view.height))

    # ---- places ------------------------------------------------------------------------------------------------------

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude (WGS 84) of a place of the plan's CRS."""
        crs = self._session.plan.crs
        if self._to_degrees is None or self._to_degrees[0] is not crs:
            self._to_degrees = crs, degrees_from(crs.to_wkt())
        longitude, latitude = self._to_degrees[1].transform(x, y)
        return float(longitude), float(latitude)


class ViewHistory:
    """The views that were looked at, to go back to and forward again as in a browser."""

    def __init__(self, longest: int = 200) -> None:
        self._views: list[View] = []
        self._at = -1
        self._longest = longest

    def clear(self) -> None:
        """Forget all of them."""
        self._views, self._at = [], -1

    def add(self, view: View) -> None:
        """Remember a view that somebody came to rest at; what lay ahead is forgotten."""
        if self._at >= 0 and view.is_near(self._views[self._at]):
            return
        self._views = [*self._views[: self._at + 1], view][-self._longest :]
        self._at = len(self._views) - 1

    @property
    def can_go_back(self) -> bool:
        """Whether there is a view before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back."""
        return self._at < len(self._views) - 1

    def step(self, by: int) -> View | None:
        """Go back (-1) or forward (1) and return that view, ``None`` if there is none."""
        if not 0 <= self._at + by < len(self._views):
            return None
        self._at += by
        return self._views[self._at]
