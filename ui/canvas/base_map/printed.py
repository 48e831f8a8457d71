"""A base map on paper: the tiles that this computer has already, from its cache or from an MBTiles file."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

import numpy as np
import pyproj
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from gridmap.model.errors import BadInput
from gridmap.storage.pages import uri_of
from layers.marks import Box
from ui.canvas.base_map.base_map import SOURCES, Tile, TileGround, TileSource, address_of, mbtiles_source, tile_in
from ui.canvas.base_map.choice import source_of
from ui.canvas.base_map.tile_bounds import opened, picture
from ui.canvas.base_map.tile_cache import TileCache, default_folder
from ui.look.shapes import MapFrame
from ui.session.settings import Settings

_DOTS_TO_A_MM: Final = 6.0
"""Of a tile, on the sheet as it is laid out: letters in tiles stay large enough to be read."""
_COARSER: Final = 5


class PrintedTiles:
    """Paints the tiles of a source that are on this computer; it asks no network.

    Parameters
    ----------
    source : TileSource
    folder : Path, optional
        Where tiles from the network are kept; the user's cache by default.

    Attributes
    ----------
    missing : int
        How many tiles of the last painting were not there, and not as part of a coarser one either.
    """

    def __init__(self, source: TileSource, folder: Path | None = None) -> None:
        self.source = source
        self.missing = 0
        self._cache = TileCache(folder or default_folder())

    @property
    def credit(self) -> str:
        """Whom the licence asks to name; the file's name if it says nobody."""
        return self.source.attribution or Path(self.source.addresses[0]).stem

    def paint(self, painter: QPainter, frame: MapFrame, units_per_mm: float, crs: pyproj.CRS) -> None:
        """Paint what there is of the ground in a frame; see :class:`ui.outputs.paper.base_map.BaseTiles`."""
        ground = TileGround(crs, self.source.datum)
        tiles = _tiles_of(ground, frame, units_per_mm, self.source.finest)
        self.missing = 0
        with contextlib.ExitStack() as stack:
            file = None
            if "{z}" not in self.source.addresses[0]:
                with contextlib.suppress(sqlite3.Error):
                    uri = f"{uri_of(Path(self.source.addresses[0]).resolve())}?mode=ro"
                    file, begin = opened(uri)
                    stack.enter_context(contextlib.closing(file))
                    begin()
            for layer in range(len(self.source.addresses)):
                for tile in tiles:
                    image, part = self._image(layer, tile, file)
                    if image is None:
                        self.missing += layer == 0
                    else:
                        _draw(painter, image, part, ground, tile, frame)

    def _image(self, layer: int, tile: Tile, file: sqlite3.Connection | None) -> tuple[QImage | None, QRectF]:
        """Return the picture of a tile, or the part of a coarser one that shows its ground."""
        zoom, x, y = tile
        for up in range(min(_COARSER, zoom + 1)):
            above = (zoom - up, x >> up, y >> up)
            if "{z}" in self.source.addresses[0]:
                data = self._cache.get(address_of(self.source, layer, above))
            else:
                data = tile_in(file, above)
            image = picture(data)
            if not image.isNull():
                width, height = image.width() / 2**up, image.height() / 2**up
                column, row = x - (x >> up << up), y - (y >> up << up)
                return image, QRectF(column * width, row * height, width, height)
        return None, QRectF()


def _tiles_of(ground: TileGround, frame: MapFrame, units_per_mm: float, finest: int) -> list[Tile]:
    """Return the tiles that are about as fine as the paper, coarser ones if those would be absurdly many."""
    box: Box = frame.box
    metres_per_dot = units_per_mm / frame.units_per_metre / _DOTS_TO_A_MM
    zoom = ground.zoom_for(box, metres_per_dot, finest)
    while zoom > 0:
        tiles = ground.tiles(box, zoom)
        if tiles:
            return tiles
        zoom -= 1
    return ground.tiles(box, 0)


def _draw(painter: QPainter, image: QImage, part: QRectF, ground: TileGround, tile: Tile, frame: MapFrame) -> None:
    zoom, x, y = tile
    corners = ground.places(np.array([[x, y], [x + 1, y], [x, y + 1]], dtype=float), zoom)
    (x0, y0), (x1, y1), (x2, y2) = frame.on_page(corners).tolist()
    painter.save()
    painter.setTransform(QTransform(x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0), True)
    painter.drawImage(QRectF(0, 0, 1.002, 1.002), image, part)  # a hair larger, so that no seam shines through
    painter.restore()


def printed_base(name: str) -> PrintedTiles:
    """Return the base map of a name: one of :data:`~ui.canvas.base_map.base_map.SOURCES`, or an MBTiles file.

    Raises
    ------
    BadInput
        ``base-map-unknown`` with those that there are; those of :func:`mbtiles_source`.
    """
    source = next((source for source in SOURCES if source.name == name), None)
    if source is None and not name.lower().endswith(".mbtiles"):
        raise BadInput("base-map-unknown", value=name, expected=", ".join(source.name for source in SOURCES))
    return PrintedTiles(source or mbtiles_source(name))


def printed_choice(settings: Settings) -> PrintedTiles | None:
    """Return the base map that the window shows under the settings; ``None`` for none, or one that cannot be."""
    with contextlib.suppress(BadInput):
        source = source_of(settings.base_map("name"), settings)
        return None if source is None else PrintedTiles(source)
    return None
