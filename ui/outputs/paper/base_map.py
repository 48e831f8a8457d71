"""A base map below the layers of a page, as whoever has tiles offers it."""

from __future__ import annotations

from typing import Protocol

import pyproj
from PySide6.QtGui import QPainter

from ui.look.shapes import MapFrame


class BaseTiles(Protocol):
    """Tiles that can be painted on paper without asking a network.

    Attributes
    ----------
    missing : int
        How many tiles of the last painting were not there.
    """

    missing: int

    @property
    def credit(self) -> str:
        """Whom the licence asks to name, or what the map is called."""
        ...

    def paint(self, painter: QPainter, frame: MapFrame, units_per_mm: float, crs: pyproj.CRS) -> None:
        """Paint what there is of the ground in a frame.

        Parameters
        ----------
        painter : QPainter
        frame : MapFrame
            In units of the painter.
        units_per_mm : float
            Of the painter, to a millimetre of the sheet.
        crs : CRS
            Of the frame's box.
        """
        ...
