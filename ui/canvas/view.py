"""Which part of the ground is seen, and at which scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gridmap.model.arrays import FloatArray
from layers.marks import Box

FINEST_M: Final = 0.02
"""Metres to a pixel at the closest view: nobody draws boundaries finer than this."""

COARSEST_M: Final = 20_000.0
"""Metres to a pixel at the farthest view: half the earth on a screen."""


@dataclass(frozen=True)
class View:
    """A part of the ground in a window.

    Attributes
    ----------
    x, y : float
        What is in the middle, in the plan's CRS, metres.
    metres_per_pixel : float
        Of the window's pixels (those that Qt lays widgets out in; a sharp screen has several dots to each).
    width, height : float
        Of the window, pixels.
    """

    x: float
    y: float
    metres_per_pixel: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """What is seen, in the plan's CRS."""
        half_x, half_y = self.width * self.metres_per_pixel / 2, self.height * self.metres_per_pixel / 2
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a place."""
        scale = self.metres_per_pixel
        return (x - self.x) / scale + self.width / 2, (self.y - y) / scale + self.height / 2

    def to_ground(self, px: float, py: float) -> tuple[float, float]:
        """Return the place of a pixel, in the plan's CRS."""
        scale = self.metres_per_pixel
        return self.x + (px - self.width / 2) * scale, self.y - (py - self.height / 2) * scale

    def all_to_screen(self, xy: FloatArray) -> FloatArray:
        """Return the pixels of places. Shape (n, 2)."""
        scale = self.metres_per_pixel
        return np.stack(
            [(xy[:, 0] - self.x) / scale + self.width / 2, (self.y - xy[:, 1]) / scale + self.height / 2], axis=1
        )

    def all_to_ground(self, xy: FloatArray) -> FloatArray:
        """Return the places of pixels, in the plan's CRS. Shape (n, 2)."""
        scale = self.metres_per_pixel
        return np.stack(
            [self.x + (xy[:, 0] - self.width / 2) * scale, self.y - (xy[:, 1] - self.height / 2) * scale], axis=1
        )

    def moved(self, dx: float, dy: float) -> View:
        """Return the view after the ground was dragged by some pixels to the right and down."""
        scale = self.metres_per_pixel
        return replace(self, x=self.x - dx * scale, y=self.y + dy * scale)

    def zoomed(self, factor: float, px: float, py: float) -> View:
        """Return the view ``factor`` times as close, with the place at a pixel staying where it is."""
        scale = min(max(self.metres_per_pixel / factor, FINEST_M), COARSEST_M)
        x, y = self.to_ground(px, py)
        return replace(
            self,
            metres_per_pixel=scale,
            x=x - (px - self.width / 2) * scale,
            y=y + (py - self.height / 2) * scale,
        )

    def resized(self, width: float, height: float) -> View:
        """Return the view in a window of another size; the middle stays in the middle."""
        return replace(self, width=max(width, 1.0), height=max(height, 1.0))

    def fitted(self, box: Box, margin: float = 0.04, closest_m: float = 0.0) -> View:
        """Return the view that shows a box whole.

        Parameters
        ----------
        box : Box
        margin : float
            Share of the window that stays free on each side.
        closest_m : float
            No closer than this many metres to a pixel.
        """
        west, south, east, north = box
        room = 1 - 2 * margin
        scale = max((east - west) / (self.width * room), (north - south) / (self.height * room), closest_m, FINEST_M)
        return replace(self, x=(west + east) / 2, y=(south + north) / 2, metres_per_pixel=min(scale, COARSEST_M))

    def shows(self, box: Box) -> bool:
        """Whether a box lies wholly in the view."""
        west, south, east, north = self.box
        return west <= box[0] and south <= box[1] and east >= box[2] and north >= box[3]

    def is_near(self, other: View) -> bool:
        """Whether two views are so alike that nobody would want to go from one to the other."""
        step = math.hypot(self.x - other.x, self.y - other.y) / self.metres_per_pixel
        ratio = self.metres_per_pixel / other.metres_per_pixel
        return step < 0.02 * self.width and 0.98 < ratio < 1.02
