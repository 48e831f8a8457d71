"""Tile servers and tile files that mean ill: the window goes on, and tiles of good servers come all the same."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import sqlite3
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np
import pyproj
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from gridmap.model.errors import BadInput
from ui.canvas.base_map import tile_bounds
from ui.canvas.base_map.base_map import BaseMap, TileSource, mbtiles_source
from ui.canvas.base_map.tile_bounds import TILE_BYTES, TILE_DOTS, picture
from ui.canvas.view import View

CRS = pyproj.CRS("EPSG:4549")
VIEW = View(500_600.0, 3_500_200.0, 4.0, 900.0, 700.0)
WIDE = View(500_600.0, 3_500_200.0, 4.0, 1800.0, 1200.0)


def encoded(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#20c020"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(data.data())


def png_that_says(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header says that it is of any size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


GOOD = encoded(256, 256)


@cache
def huge_picture() -> bytes:
    return encoded(8000, 8000)


@cache
def bomb() -> bytes:
    return gzip.compress(bytes(100_000_000))


class Server(http.server.ThreadingHTTPServer):
    """Answers each tile as the test says, and counts what was asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.asked, self.let_go = answer, Counter(), threading.Event()
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with self.server.lock:
            number = self.server.asked.total()
            self.server.asked[self.path] += 1
        with contextlib.suppress(OSError):
            self.server.answer(self, number)

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def slowly(handler: Handler, _number: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not handler.server.let_go.wait(0.2):
        handler.wfile.write(b"\0")


def without_end(handler: Handler, _number: int) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while not handler.server.let_go.is_set():
        handler.wfile.write(bytes(1 << 16))


def saying_that_it_is_huge(handler: Handler, _number: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()
    handler.server.let_go.wait(60)


def in_circles(handler: Handler, _number: int) -> None:
    handler.give(b"", 302, Location=handler.path + "x")


def to_a_file(handler: Handler, _number: int) -> None:
    handler.give(b"", 302, Location="file:///etc/hosts")


HOSTILE = {
    "slow": slowly,
    "endless": without_end,
    "huge by its length": saying_that_it_is_huge,
    "redirects in circles": in_circles,
    "redirects to a file": to_a_file,
    "huge picture": lambda handler, _: handler.give(huge_picture()),
    "picture that says it is huge": lambda handler, _: handler.give(png_that_says(60_000, 60_000)),
    "page": lambda handler, _: handler.give(b"<html>sign in</html>", Content_Type="image/png"),
    "drawing": lambda handler, _: handler.give(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    "half a picture": lambda handler, _: handler.give(GOOD[:40]),
    "bomb": lambda handler, _: handler.give(bomb(), Content_Encoding="gzip"),
    "nothing": lambda handler, _: handler.give(b""),
}


@pytest.fixture
def serve() -> Iterator:
    """Return a function that starts a server that answers in some way."""
    servers = []

    def start(answer) -> Server:
        server = Server(answer)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return server

    yield start
    for server, thread in servers:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def base_of(tmp_path) -> Iterator:
    """Return a function that makes the base map of a server."""
    made = []

    def make(server: Server) -> BaseMap:
        made.append(BaseMap(TileSource("own", (server.address + "/{z}/{x}/{y}",)), CRS, folder=tmp_path / "cache"))
        return made[-1]

    yield make
    for base in made:
        base.let_go()


@pytest.fixture
def soon(monkeypatch) -> None:
    """Let answers take a fraction of the time that they may take."""
    monkeypatch.setattr(tile_bounds, "WHOLE_S", 1.0)
    monkeypatch.setattr(tile_bounds, "SLOW_S", 0.2)
    monkeypatch.setattr(tile_bounds, "GIVES_WAY_S", 0.6)


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_server_is_done_with_and_shows_nothing(how, serve, base_of, soon, qtbot):
    server = serve(HOSTILE[how])
    base = base_of(server)
    base.steps(VIEW, 1.0)
    qtbot.waitUntil(lambda: not base.is_loading, timeout=60_000)
    assert server.asked and base.steps(VIEW, 1.0) == []


def test_an_answer_that_goes_in_circles_is_followed_three_times(serve, base_of, qtbot):
    server = serve(in_circles)
    base = base_of(server)
    base.steps(View(500_600.0, 3_500_200.0, 4.0, 10.0, 10.0), 1.0)
    qtbot.waitUntil(lambda: not base.is_loading, timeout=60_000)
    assert max(path.count("x") for path in server.asked) == tile_bounds.REDIRECTS


def test_a_redirect_to_another_place_of_the_web_is_followed(serve, base_of, qtbot):
    def elsewhere(handler, _number):
        if handler.path.endswith("-moved"):
            handler.give(GOOD)
        else:
            handler.give(b"", 301, Location=handler.path + "-moved")

    base = base_of(serve(elsewhere))
    base.steps(VIEW, 1.0)
    qtbot.waitUntil(lambda: not base.is_loading, timeout=60_000)
    assert len(base.steps(VIEW, 1.0)) > 12


def test_twelve_slow_answers_do_not_keep_the_others_waiting(serve, base_of, qtbot, monkeypatch):
    monkeypatch.setattr(tile_bounds, "SLOW_S", 0.2)
    server = serve(lambda handler, number: slowly(handler, number) if number < 12 else handler.give(GOOD))
    base = base_of(server)
    wanted = len(base.ground.tiles(WIDE.box, base.ground.zoom_for(WIDE.box, WIDE.metres_per_pixel, 18)))
    assert wanted > 18
    base.steps(WIDE, 1.0)
    qtbot.waitUntil(lambda: len(base._images) == wanted - 12, timeout=30_000)
    assert base.is_loading  # the slow ones are still on their way


def test_tiles_that_are_out_of_view_are_no_longer_asked_for(serve, base_of, qtbot):
    server = serve(slowly)
    base = base_of(server)
    base.steps(VIEW, 1.0)
    qtbot.waitUntil(lambda: len(server.asked) >= 6)
    away = View(540_000.0, 3_540_000.0, 4.0, 10.0, 10.0)
    server.answer = lambda handler, _: handler.give(GOOD)
    base.steps(away, 1.0)
    qtbot.waitUntil(lambda: not base.is_loading, timeout=10_000)
    assert base.steps(away, 1.0) and not base.steps(VIEW, 1.0)
    qtbot.waitUntil(lambda: not base.is_loading, timeout=10_000)
    assert base.steps(VIEW, 1.0)  # what was broken off counts as not asked for yet


# ---- pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPG", "WEBP"])
def test_a_picture_is_taken_up_to_a_size(kind):
    assert picture(encoded(TILE_DOTS, TILE_DOTS, kind)).width() == TILE_DOTS
    assert picture(encoded(TILE_DOTS + 1, 1, kind)).isNull() and picture(encoded(1, TILE_DOTS + 1, kind)).isNull()


def test_what_is_no_picture_of_a_tile_is_none():
    bitmap = encoded(16, 16, "BMP")
    for data in (b"", b"x" * (TILE_BYTES + 1), bitmap, png_that_says(60_000, 60_000), b"<svg/>", GOOD[:30]):
        assert picture(data).isNull()


def test_damage_at_any_place_of_a_picture_is_survived():
    random = np.random.default_rng(9)
    for _ in range(200):
        data = bytearray(GOOD)
        for at in random.integers(0, len(data), size=3):
            data[at] = random.integers(0, 256)
        assert picture(bytes(data)).width() <= TILE_DOTS


# ---- files of tiles --------------------------------------------------------------------------------------------------

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"


def mbtiles(path, *statements: str):
    with sqlite3.connect(path) as file:
        for statement in statements:
            file.execute(statement)
    file.close()
    return path


METADATA = "CREATE TABLE metadata (name TEXT, value TEXT)"
TILES = "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)"
HOSTILE_FILES = {
    "endless tiles": (METADATA, "CREATE VIEW tiles AS " + ENDLESS.format("i AS zoom_level, 1 AS tile_data")),
    "endless metadata": ("CREATE VIEW metadata AS " + ENDLESS.format("i AS name, i AS value"), TILES),
    "zoom that is a text": (METADATA, TILES, "INSERT INTO tiles VALUES ('x', 0, 0, x'00')"),
    "zoom below nothing": (METADATA, TILES, "INSERT INTO tiles VALUES (-5, 0, 0, x'00')"),
    "no tiles": (METADATA,),
    "no metadata": (TILES,),
}


@pytest.mark.parametrize("how", HOSTILE_FILES)
def test_a_hostile_file_of_tiles_is_refused(how, tmp_path):
    with pytest.raises(BadInput, match="tiles-not-mbtiles"):
        mbtiles_source(mbtiles(tmp_path / "a.mbtiles", *HOSTILE_FILES[how]))


@pytest.mark.parametrize("data", ["1000000000", "'text'", "zeroblob(50000000)", "x'00'", "NULL", "1e300"])
def test_tiles_of_a_file_that_are_no_pictures_are_not_shown(data, tmp_path, qtbot):
    view = View(500_600.0, 3_500_200.0, 400_000.0, 10.0, 10.0)
    rows = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
    path = mbtiles(
        tmp_path / "a.mbtiles", METADATA, TILES, f"INSERT INTO metadata VALUES ('attribution', '{'©' * 5000}')",
        f"{rows}INSERT INTO tiles SELECT 1, a.i, b.i, {data} FROM n a, n b",
        "INSERT INTO tiles VALUES (99999999999, 0, 0, NULL)",
    )  # fmt: skip
    source = mbtiles_source(path)
    assert len(source.attribution) <= 200 and source.finest <= 24
    base = BaseMap(source, CRS)
    base.steps(view, 1.0)
    qtbot.waitUntil(lambda: not base.is_loading, timeout=20_000)
    assert base.steps(view, 1.0) == []
    base.let_go()
