"""Base maps: tiles land where their ground is, shifted datums are moved back, a missing network is no event."""

from __future__ import annotations

import sqlite3

import numpy as np
import pyproj
import pytest
import shapely
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from gridmap.exchange.datum import gcj02_from_wgs84
from gridmap.model.errors import BadInput
from ui.canvas.base_map.base_map import SOURCES, BaseMap, TileGround, TileSource, mbtiles_source

CRS = pyproj.CRS("EPSG:4549")
BOX = (500_000.0, 3_500_000.0, 501_200.0, 3_500_400.0)


def png(colour: str) -> bytes:
    """Return a tile of one colour as a PNG file."""
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return data.data()


def colour_of(tile) -> str:
    """Return the colour that the tests give a tile: its neighbours have others."""
    _, x, y = tile
    return ("#20c020", "#2040e0", "#c020c0", "#c0a020")[(x % 2) + 2 * (y % 2)]


@pytest.fixture
def mbtiles(tmp_path):
    """Return a function that writes an MBTiles file with some tiles, rows counted from the south as it asks."""

    def write(tiles):
        path = tmp_path / "tiles.mbtiles"
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
            file.execute("INSERT INTO metadata VALUES ('format', 'png'), ('attribution', '测试底图')")
            file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
            for zoom, x, y in tiles:
                row = 2**zoom - 1 - y
                file.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, row, png(colour_of((zoom, x, y)))))
        file.close()
        return path

    return write


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_there_and_back_is_the_same_place(datum):
    ground = TileGround(CRS, datum)
    xy = np.array([[500_100.0, 3_500_200.0], [540_000.0, 3_540_000.0]])
    assert ground.places(ground.tile_coordinates(xy, 17), 17) == pytest.approx(xy, abs=1e-3)


def test_a_tile_lies_where_the_slippy_map_says():
    # Tile numbers as published: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
    lon, lat = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(500_000, 3_500_000)
    x = int((lon + 180) / 360 * 2**15)
    y = int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**15)
    ground = TileGround(CRS, "wgs84")
    assert np.floor(ground.tile_coordinates(np.array([[500_000.0, 3_500_000.0]]), 15)).tolist() == [[x, y]]


def test_tiles_of_a_shifted_datum_are_moved_and_not_the_data():
    xy = np.array([[500_000.0, 3_500_000.0]])
    true, shifted = (TileGround(CRS, datum).tile_coordinates(xy, 18) for datum in ("wgs84", "gcj02"))
    tile_m = 40_075_016.7 / 2**18 * np.cos(np.radians(31.6))
    assert 300 < np.hypot(*((shifted - true)[0] * tile_m)) < 700
    lon, lat = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(xy[:, 0], xy[:, 1])
    there = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(*gcj02_from_wgs84(lon, lat))
    assert TileGround(CRS, "wgs84").tile_coordinates(np.stack(there, axis=1), 18) == pytest.approx(shifted, abs=1e-4)


def test_the_zoom_is_about_as_fine_as_the_screen():
    ground = TileGround(CRS, "wgs84")
    at_equator = 40_075_016.7 / 256
    for zoom in (3, 10, 17):
        metres = at_equator / 2**zoom * np.cos(np.radians(31.6))
        assert ground.zoom_for(BOX, metres, 18) == zoom
    assert ground.zoom_for(BOX, 1e-3, 18) == 18
    assert ground.tiles((0.0, 3_000_000.0, 1_000_000.0, 4_000_000.0), 18) == []  # nobody loads a million tiles


def test_an_mbtiles_file_is_seen_through_the_plan(qtbot, canvas, rest, pixel, mbtiles):
    ground = TileGround(CRS, "wgs84")
    tiles = {tile for zoom in (14, 15, 16, 17) for tile in ground.tiles((499_000, 3_499_000, 502_000, 3_501_500), zoom)}
    canvas.set_base_map(mbtiles_source(mbtiles(tiles)))
    rest()
    seen = canvas.grab().toImage()
    right = 0
    places = [(4.5, -1.0), (1.0, -1.0), (8.0, 5.0), (11.0, 5.0), (2.0, 5.1)]  # beside the plan, where nothing covers it
    for x, y in places:
        at = pixel(x, y)
        zoom = ground.zoom_for(canvas.view.box, canvas.view.metres_per_pixel, 17)
        column, row = np.floor(ground.tile_coordinates(np.array([canvas.view.to_ground(at.x(), at.y())]), zoom))[0]
        right += seen.pixelColor(at).name() == colour_of((zoom, int(column), int(row)))
    assert right >= 4  # one may lie on an edge between two tiles
    assert canvas.backdrop.source.attribution == "测试底图"
    canvas.set_base_map(None)
    rest()
    assert canvas.grab().toImage().pixelColor(pixel(4.5, -1.0)) == QColor(canvas.appearance.ground)


def test_a_folder_of_tiles_in_two_layers(qtbot, tmp_path):
    for layer in ("vec", "cva"):
        for x in range(3):
            for y in range(3):
                folder = tmp_path / layer / "1" / str(x)
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{y}.png").write_bytes(png(colour_of((1, x, y))))
    address = tmp_path.as_uri()
    source = TileSource("test", tuple(f"{address}/{layer}/{{z}}/{{x}}/{{y}}.png" for layer in ("vec", "cva")), finest=1)
    base = BaseMap(source, CRS, folder=tmp_path / "cache")
    from ui.canvas.view import View

    view = View(500_600.0, 3_500_200.0, 20_000.0, 400.0, 300.0)
    assert base.steps(view, 1.0) == []
    with qtbot.waitSignal(base.loaded):
        pass
    qtbot.waitUntil(lambda: not base.is_loading)
    assert len(base.steps(view, 1.0)) == 2 * len(base.ground.tiles(view.box, 1))
    base.let_go()


def test_without_a_network_nothing_happens_and_nothing_is_said(qtbot, canvas, rest, tmp_path, caplog):
    complaints = []
    canvas.session.complained.connect(complaints.append)
    nowhere = TileSource("test", ((tmp_path / "no-such").as_uri() + "/{z}/{x}/{y}.png",), attribution="©")
    canvas.set_base_map(nowhere)
    rest()
    assert not complaints and not caplog.records
    assert canvas.pictures.latest is not None


def test_what_is_no_mbtiles_file_is_refused(tmp_path):
    path = tmp_path / "no.mbtiles"
    path.write_bytes(b"something else")
    with pytest.raises(BadInput, match="tiles-not-mbtiles"):
        mbtiles_source(path)
    with pytest.raises(BadInput, match="file-not-found"):
        mbtiles_source(tmp_path / "gone.mbtiles")


def test_sources_say_whose_they_are_and_in_what_datum():
    assert {source.name for source in SOURCES} == {"tianditu-map", "tianditu-image", "openstreetmap"}
    for source in SOURCES:
        assert source.attribution and source.datum == "wgs84"
        assert source.needs_key == any("{key}" in address for address in source.addresses)
        assert len(source.addresses) == (2 if source.needs_key else 1)


def test_the_box_of_loaded_tiles_holds_them(qtbot, mbtiles):
    ground = TileGround(CRS, "wgs84")
    [tile, *_] = ground.tiles(BOX, 15)
    base = BaseMap(mbtiles_source(mbtiles([tile])), CRS)
    from ui.canvas.view import View

    with qtbot.waitSignal(base.loaded) as heard:
        base.steps(View(500_600.0, 3_500_200.0, 4.0, 400.0, 300.0), 1.0)
    corners = ground.places(np.array([[tile[1], tile[2]], [tile[1] + 1, tile[2] + 1]], dtype=float), 15)
    assert shapely.box(*heard.args[0]).buffer(1e-6).contains(shapely.MultiPoint(corners))
    base.let_go()
