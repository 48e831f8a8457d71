"""A base map below the plan: tiles from the internet or from a file, put where they belong.

Tiles are squares of Web Mercator (EPSG:3857). Each is laid on the plan's CRS by the affine map of three of its
corners, which is exact to a fraction of a dot at the scales of a city. Sources in the shifted datums of Chinese web
maps (GCJ-02, BD-09) are moved back by :mod:`gridmap.exchange.datum`; the data of the plan never moves. Without a
network nothing is shown, and nothing is said.
"""

from __future__ import annotations

import contextlib
import math
import sqlite3
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyproj
from PySide6.QtCore import QObject, QRectF, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QPainter, QTransform

import gridmap
from gridmap.exchange.datum import bd09_from_gcj02, gcj02_from_bd09, gcj02_from_wgs84, wgs84_from_gcj02
from gridmap.model.arrays import FloatArray
from gridmap.model.errors import BadInput
from gridmap.storage.pages import uri_of
from gridmap.storage.whole_files import keep, let_go
from layers.marks import Box
from ui.canvas.base_map.tile_bounds import TILE_BYTES, Answers, network, opened, picture
from ui.canvas.base_map.tile_cache import TileCache, default_folder
from ui.canvas.renderer import Step
from ui.canvas.view import View

if TYPE_CHECKING:  # loaded only where a base map asks the network
    from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

Datum = Literal["wgs84", "gcj02", "bd09"]
Tile = tuple[int, int, int]
"""Zoom, column from the west, row from the north."""

KEPT: Final = 600
"""Tiles kept in memory."""

_AGAIN_S: Final = 60.0
_REFUSALS: Final = (401, 403, 418)
"""What servers answer to a key that is missing, wrong or used up (Tianditu: 418)."""

_LOAD_S: Final = 0.004
_MOST: Final = 160
_LOOK_AGAIN_MS: Final = 500
_FINEST_OF_ALL: Final = 24
_STEPS_TO_OPEN: Final = 20_000_000
_MOST_LETTERS: Final = 200
_HALF_WORLD: Final = 20_037_508.342789244


@dataclass(frozen=True)
class TileSource:
    """Where a base map comes from.

    Attributes
    ----------
    name : str
        ``action-base-map-NAME`` in ``ui/words/sentences`` is what it is called.
    addresses : tuple of str
        One for each of its layers, the lowest first: URLs with ``{z}``, ``{x}``, ``{y}`` (``{-y}`` for rows from the
        south) and perhaps ``{key}``, or the path of one MBTiles file.
    datum : "wgs84", "gcj02" or "bd09"
    attribution : str
        Shown on the map, as the licence asks.
    needs_key : bool
    finest : int
        Highest zoom that there are tiles for.
    """

    name: str
    addresses: tuple[str, ...]
    datum: Datum = "wgs84"
    attribution: str = ""
    needs_key: bool = False
    finest: int = 18


def _tianditu(*layers: str) -> tuple[str, ...]:
    return tuple(
        f"https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
        "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
        for layer in layers
    )


SOURCES: Final = (
    TileSource("tianditu-map", _tianditu("vec", "cva"), attribution="© 天地图", needs_key=True),
    TileSource("tianditu-image", _tianditu("img", "cia"), attribution="© 天地图", needs_key=True),
    TileSource(
        "openstreetmap",
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
        attribution="© OpenStreetMap contributors",
        finest=19,
    ),
)
"""The sources that come with the program. CGCS2000, which Tianditu is in, agrees with WGS 84 to decimetres."""


def mbtiles_source(path: str | Path, datum: Datum = "wgs84") -> TileSource:
    """Return the source of an MBTiles file (SQLite, rows counted from the south).

    Raises
    ------
    BadInput
        ``file-not-found``, ``tiles-not-mbtiles``, ``tiles-of-vectors``.
    """
    if not Path(path).is_file():
        raise BadInput("file-not-found", file=str(path))
    try:
        file, begin = opened(f"{uri_of(Path(path).resolve())}?mode=ro", _STEPS_TO_OPEN)
        with contextlib.closing(file):
            rows = file.execute(
                "SELECT name, substr(value, 1, ?) FROM metadata WHERE name IN ('format', 'attribution')",
                (_MOST_LETTERS,),
            ).fetchmany(10)
            begin()
            finest = file.execute("SELECT max(zoom_level) FROM tiles").fetchone()[0]
    except (sqlite3.Error, UnicodeError) as error:
        raise BadInput("tiles-not-mbtiles", file=str(path)) from error
    facts = {name: str(value) for name, value in rows if isinstance(name, str)}
    if not isinstance(finest, int) or finest < 0:
        raise BadInput("tiles-not-mbtiles", file=str(path))
    if facts.get("format", "png") == "pbf":
        raise BadInput("tiles-of-vectors", file=str(path))
    return TileSource(
        "mbtiles", (str(path),), datum, attribution=facts.get("attribution", ""), finest=min(finest, _FINEST_OF_ALL)
    )


def tile_in(file: sqlite3.Connection | None, tile: Tile) -> bytes:
    """Return a tile of an MBTiles file; nothing if there is none, or no file."""
    zoom, x, y = tile
    with contextlib.suppress(sqlite3.Error):
        row = (
            file
            and file.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? "
                "AND length(tile_data) <= ?",
                (zoom, x, 2**zoom - 1 - y, TILE_BYTES),
            ).fetchone()
        )
        return row[0] if row and isinstance(row[0], bytes) else b""
    return b""


def address_of(source: TileSource, layer: int, tile: Tile) -> str:
    """Return the address of a tile; the user's key is not in it yet."""
    zoom, x, y = tile
    address = source.addresses[layer]
    for name, value in (("{z}", zoom), ("{x}", x), ("{y}", y), ("{-y}", 2**zoom - 1 - y)):
        address = address.replace(name, str(value))
    return address


# ---- where tiles lie -------------------------------------------------------------------------------------------------


class TileGround:
    """Where the tiles of a source lie in a projected CRS.

    Parameters
    ----------
    crs : CRS
        Of the plan.
    datum : str
        Of the tiles.
    """

    def __init__(self, crs: pyproj.CRS, datum: Datum) -> None:
        self.datum = datum
        self._to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        self._to_plan = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        self._mercator = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)

    def tile_coordinates(self, xy: FloatArray, zoom: int) -> FloatArray:
        """Return columns and rows, with fractions, at which places of the plan's CRS lie. Shape (n, 2)."""
        lon, lat = (np.asarray(c) for c in self._to_degrees.transform(xy[:, 0], xy[:, 1]))
        if self.datum != "wgs84":
            lon, lat = gcj02_from_wgs84(lon, lat)
        if self.datum == "bd09":
            lon, lat = bd09_from_gcj02(lon, lat)
        x, y = (np.asarray(c) for c in self._mercator.transform(lon, lat))
        count = 2.0**zoom
        return np.stack([(x / _HALF_WORLD + 1) / 2 * count, (1 - y / _HALF_WORLD) / 2 * count], axis=1)

    def places(self, columns_rows: FloatArray, zoom: int) -> FloatArray:
        """Return the places of the plan's CRS at which columns and rows lie. Shape (n, 2)."""
        count = 2.0**zoom
        x = (columns_rows[:, 0] / count * 2 - 1) * _HALF_WORLD
        y = (1 - columns_rows[:, 1] / count * 2) * _HALF_WORLD
        lon, lat = (np.asarray(c) for c in self._mercator.transform(x, y, direction="INVERSE"))
        if self.datum == "bd09":
            lon, lat = gcj02_from_bd09(lon, lat)
        if self.datum != "wgs84":
            lon, lat = wgs84_from_gcj02(lon, lat)
        return np.stack([np.asarray(c) for c in self._to_plan.transform(lon, lat)], axis=1)

    def zoom_for(self, box: Box, metres_per_dot: float, finest: int) -> int:
        """Return the zoom whose tiles of 256 dots are about as fine as the screen."""
        _, latitude = self._to_degrees.transform((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        coarsest = 2 * _HALF_WORLD / 256 * math.cos(math.radians(latitude))
        return int(np.clip(round(math.log2(coarsest / metres_per_dot)), 0, finest))

    def tiles(self, box: Box, zoom: int) -> list[Tile]:
        """Return the tiles that touch a box, from the middle outwards, and none if they would be absurdly many."""
        west, south, east, north = box
        edge = np.linspace(0, 1, 5)
        frame = np.concatenate(
            [
                np.stack([west + edge * (east - west), np.full(5, y)], axis=1)
                for y in (south, (south + north) / 2, north)
            ]
        )
        at = self.tile_coordinates(frame, zoom)
        last = 2**zoom - 1
        (x0, y0), (x1, y1) = np.clip(np.floor(at.min(axis=0)), 0, last), np.clip(np.floor(at.max(axis=0)), 0, last)
        if not np.isfinite(at).all() or (x1 - x0 + 1) * (y1 - y0 + 1) > _MOST:
            return []
        middle = at.mean(axis=0) - 0.5
        tiles = [(zoom, x, y) for x in range(int(x0), int(x1) + 1) for y in range(int(y0), int(y1) + 1)]
        return sorted(tiles, key=lambda tile: math.hypot(tile[1] - middle[0], tile[2] - middle[1]))


class BaseMap(QObject):
    """Loads the tiles of one source and paints them.

    Signals
    -------
    loaded : Box
        Tiles came that lie in this box of the plan's CRS.
    refused : int
        The server does not give tiles to this user; the HTTP status. Told once.
    """

    loaded = Signal(object)
    refused = Signal(int)

    def __init__(
        self,
        source: TileSource,
        crs: pyproj.CRS,
        key: str = "",
        folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.source, self._key = source, key
        self.opacity = 1.0
        self._is_refused = False
        self.ground = TileGround(crs, source.datum)
        self._images: OrderedDict[tuple[int, Tile], QImage] = OrderedDict()
        self._missing: dict[tuple[int, Tile], float] = {}
        self._waiting: deque[tuple[int, Tile]] = deque()
        self._replies: dict[QNetworkReply, tuple[int, Tile]] = {}
        self._places: dict[Tile, FloatArray] = {}
        self._file: sqlite3.Connection | None = None
        self._network: QNetworkAccessManager | None = None
        self._answers = Answers(self, lambda: bool(self._waiting))
        self._cache: TileCache | None = None
        if "{z}" not in source.addresses[0]:
            with contextlib.suppress(sqlite3.Error):  # a file that is gone is like a network that is gone
                self._file, self._begin = opened(f"{uri_of(Path(source.addresses[0]).resolve())}?mode=ro")
                keep(source.addresses[0])
        else:
            self._network = network(self)
            self._network.setTransferTimeout(15_000)
            self._network.finished.connect(self._received)
            if source.addresses[0].startswith("http"):  # what lies on a disk already is not kept a second time
                self._cache = TileCache(folder or default_folder())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._load)

    @property
    def is_loading(self) -> bool:
        """Whether tiles are on their way."""
        return bool(self._waiting or self._replies)

    def let_go(self) -> None:
        """Stop loading and close the file."""
        self._timer.stop()
        self._waiting.clear()
        if self._network is not None:
            self._network.finished.disconnect(self._received)
            for reply in list(self._replies):
                reply.abort()
                reply.deleteLater()
            self._replies.clear()
            self._network.deleteLater()
            self._network = None
        if self._file is not None:
            self._file.close()
            self._file = None
            let_go(self.source.addresses[0])

    def steps(self, view: View, ratio: float) -> list[Step]:
        """Return the painting of the tiles of a view; those that are not there yet are sent for."""
        zoom = self.ground.zoom_for(view.box, view.metres_per_pixel / ratio, self.source.finest)
        wanted = self.ground.tiles(view.box, zoom)
        self._waiting.clear()
        self._break_off_all_but(wanted)
        result: list[Step] = []
        for layer in range(len(self.source.addresses)):
            for tile in wanted:
                image, part = self._image(layer, tile)
                if image is not None:
                    result.append(self._step(image, part, self._transform(tile, view, ratio)))
        if self._waiting:
            self._timer.start(0)
        return result

    def _break_off_all_but(self, wanted: list[Tile]) -> None:
        """Break off answers that nobody looks at any longer; they may be asked for again at once."""
        seen = set(wanted)
        for reply in [reply for reply, (_, tile) in self._replies.items() if tile not in seen]:
            del self._replies[reply]
            reply.abort()

    def _image(self, layer: int, tile: Tile) -> tuple[QImage | None, QRectF]:
        """Return the picture of a tile, or the part of a coarser one that shows its ground."""
        zoom, x, y = tile
        for up in range(min(5, zoom + 1)):
            key = layer, (zoom - up, x >> up, y >> up)
            image = self._images.get(key)
            if image is not None:
                self._images.move_to_end(key)
                width, height = image.width() / 2**up, image.height() / 2**up
                column, row = x - (x >> up << up), y - (y >> up << up)
                return image, QRectF(column * width, row * height, width, height)
            again = time.monotonic() - self._missing.get(key, -math.inf) > _AGAIN_S
            if up == 0 and again and key not in self._replies.values():
                self._waiting.append(key)
        return None, QRectF()

    def _corners(self, tile: Tile) -> FloatArray:
        """Return where the upper left, upper right and lower left corners of a tile lie. Shape (3, 2)."""
        if tile not in self._places:
            if len(self._places) > 20 * KEPT:
                self._places.clear()
            zoom, x, y = tile
            self._places[tile] = self.ground.places(np.array([[x, y], [x + 1, y], [x, y + 1]], dtype=float), zoom)
        return self._places[tile]

    def _transform(self, tile: Tile, view: View, ratio: float) -> QTransform:
        """Return the affine map from the unit square to the dots where a tile lies."""
        (x0, y0), (x1, y1), (x2, y2) = (view.all_to_screen(self._corners(tile)) * ratio).tolist()
        return QTransform(x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0)

    def _step(self, image: QImage, part: QRectF, transform: QTransform) -> Step:
        def step(painter: QPainter) -> None:
            painter.save()
            painter.setOpacity(self.opacity)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setTransform(transform)
            # A hair larger than the tile, so that no seam shines through.
            painter.drawImage(QRectF(0, 0, 1.002, 1.002), image, part)
            painter.restore()

        return step

    # ---- loading -----------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Load some of the tiles that are waited for, for a few milliseconds."""
        end = time.perf_counter() + _LOAD_S
        came: list[Tile] = []
        while self._waiting and time.perf_counter() < end and self._answers.room():
            key = self._waiting.popleft()
            kept = b"" if self._cache is None else self._cache.get(self._address(key))
            if kept and self._keep(key, kept):
                came.append(key[1])
            elif self._network is not None:
                self._send(key)
            elif self._keep(key, self._read(key[1])):
                came.append(key[1])
        if not self._waiting:
            self._timer.stop()
        else:  # where there is no room, some comes when an answer does, or turns out to be slow
            self._timer.start(0 if self._answers.room() else _LOOK_AGAIN_MS)
        if came:
            self._tell(came)

    def _read(self, tile: Tile) -> bytes:
        if self._file is not None:
            self._begin()
        return tile_in(self._file, tile)

    def _address(self, key: tuple[int, Tile]) -> str:
        return address_of(self.source, *key)

    def _send(self, key: tuple[int, Tile]) -> None:
        from PySide6.QtNetwork import QNetworkRequest

        assert self._network is not None
        request = QNetworkRequest(QUrl(self._address(key).replace("{key}", self._key)))
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, f"GridMap/{gridmap.__version__}")
        # No cookie is taken, and none is sent.
        for cookies in (
            QNetworkRequest.Attribute.CookieLoadControlAttribute,
            QNetworkRequest.Attribute.CookieSaveControlAttribute,
        ):
            request.setAttribute(cookies, QNetworkRequest.LoadControl.Manual)
        reply = self._network.get(request)
        self._replies[reply] = key
        self._answers.watch(reply)

    def _received(self, reply: QNetworkReply) -> None:
        from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

        key = self._replies.pop(reply, None)
        reply.deleteLater()
        if key is None:
            return
        good = reply.error() == QNetworkReply.NetworkError.NoError
        data = bytes(reply.readAll().data()) if good else b""
        if self._keep(key, data):
            if self._cache is not None and not (self._key and self._key.encode() in data):
                self._cache.put(self._address(key), data)
            self._tell([key[1]])
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if not self._is_refused and status in _REFUSALS:
            self._is_refused = True
            self.refused.emit(status)
        if self._waiting:
            self._timer.start(0)

    def _keep(self, key: tuple[int, Tile], data: bytes) -> bool:
        image = picture(data)
        if image.isNull():
            self._missing[key] = time.monotonic()
            return False
        self._missing.pop(key, None)
        self._images[key] = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
        return True

    def _tell(self, tiles: list[Tile]) -> None:
        xy = np.concatenate([self._corners(tile) for tile in tiles])
        far = np.concatenate([self._corners((zoom, x + 1, y + 1)) for zoom, x, y in tiles])
        both = np.concatenate([xy, far])
        west, south = both.min(axis=0).tolist()
        east, north = both.max(axis=0).tolist()
        self.loaded.emit((west, south, east, north))
