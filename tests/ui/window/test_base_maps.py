"""The base map from the menu: what it lacks is asked for, what was chosen comes back, and it fades with the layers."""

from __future__ import annotations

import http.server
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ui.look.words import Words
from ui.session.layer_stack import BASE
from ui.session.settings import Settings
from ui.window.main_window import MainWindow

WAIT = 20_000


def png(colour: str) -> bytes:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return data.data()


@pytest.fixture
def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles are kept in a folder of the test."""
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: str(tmp_path / "cache"))


@pytest.fixture
def server(no_cache: None) -> Iterator[tuple[str, list[str]]]:
    """A server of green tiles that refuses whoever has the key "bad"; its address, and what it was asked for."""
    asked: list[str] = []

    class Tiles(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(403 if "bad" in self.path else 200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(b"" if "bad" in self.path else tile)

        def log_message(self, *_: object) -> None:
            pass

    tile = png("#20c020")
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}", asked
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def mbtiles(tmp_path: Path) -> Path:
    path = tmp_path / "tiles.mbtiles"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        file.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (png("#20c020"),))
    file.close()
    return path


def is_chosen(window: MainWindow, name: str) -> bool:
    return window.actions_by_key[f"base-map-{name}"].isChecked()


def test_tianditu_asks_for_the_key_and_shows_both_its_layers(qtbot: QtBot, opened: MainWindow, no_cache: None) -> None:
    opened.actions_by_key["base-map-tianditu-map"].trigger()
    dialog = opened.map.base_maps.dialog
    assert dialog is not None
    assert is_chosen(opened, "none")
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "密钥" in dialog.complaint.text()
    qtbot.keyClicks(dialog.key, "0123456789abcdef")
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    source = opened.canvas.backdrop.source
    assert source is not None
    assert all(one in address for one, address in zip(("LAYER=vec", "LAYER=cva"), source.addresses, strict=True))
    assert is_chosen(opened, "tianditu-map")
    assert opened.settings.base_map("key") == "0123456789abcdef"
    assert opened.map.base_maps.dialog is None
    opened.actions_by_key["base-map-tianditu-image"].trigger()
    assert opened.map.base_maps.dialog is None
    assert "LAYER=cia" in opened.canvas.backdrop.source.addresses[1]
    opened.actions_by_key["base-map-none"].trigger()
    assert opened.canvas.backdrop.source is None


def test_a_dialog_that_is_left_changes_nothing(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_key["base-map-own"].trigger()
    dialog = opened.map.base_maps.dialog
    qtbot.keyClicks(dialog.address, "https://webrd01.is.autonavi.com/tile?x={x}&y={y}&z={z}")
    assert dialog.datum.currentData() == "gcj02"  # what this server is known for
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert is_chosen(opened, "none")
    assert opened.settings.base_map("address") == ""


def test_tiles_come_from_an_address_and_lie_below_the_plan(
    qtbot: QtBot, opened: MainWindow, server: tuple[str, list[str]]
) -> None:
    address, asked = server
    opened.actions_by_key["base-map-own"].trigger()
    dialog = opened.map.base_maps.dialog
    dialog.address.setText(address + "/{x}/{y}")
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    assert "{z}" in dialog.complaint.text()
    dialog.address.setText(address + "/{z}/{x}/{y}")
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    canvas = opened.canvas
    qtbot.waitUntil(lambda: bool(asked) and not canvas.is_busy, timeout=WAIT)

    def green(x: int, y: int) -> int:
        colour = canvas.pictures.latest.image.pixelColor(x, y)
        return colour.green() - (colour.red() + colour.blue()) // 2

    assert green(3, 3) > 120  # a corner beyond the plan
    opened.map.stack.fade(BASE, 0.5)
    qtbot.waitUntil(lambda: not canvas.is_busy and green(3, 3) < 120, timeout=WAIT)
    assert green(3, 3) > 20
    opened.map.stack.show(BASE, False)
    qtbot.waitUntil(lambda: not canvas.is_busy and green(3, 3) < 20, timeout=WAIT)


def test_a_server_that_refuses_is_told_once(qtbot: QtBot, opened: MainWindow, server: tuple[str, list[str]]) -> None:
    opened.settings.put_base_map("address", server[0] + "/bad/{z}/{x}/{y}")
    told: list[str] = []
    opened.map.base_maps.told.connect(told.append)
    opened.actions_by_key["base-map-own"].trigger()
    qtbot.waitUntil(lambda: len(server[1]) > 1 and not opened.canvas.is_busy, timeout=WAIT)
    assert len(told) == 1
    assert "403" in told[0]


def test_a_file_of_tiles_comes_back_and_a_lost_one_is_no_event(
    qtbot: QtBot, opened: MainWindow, mbtiles: Path, tmp_path: Path
) -> None:
    opened.actions_by_key["base-map-mbtiles"].trigger()
    dialog = opened.map.base_maps.dialog
    dialog.file.setText(str(mbtiles))
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    assert is_chosen(opened, "mbtiles")
    assert opened.panels["layers"].model.rows[-1].key == BASE
    assert "MBTiles" in opened.map.stack.title(BASE)
    opened.close()
    for there in (True, False):
        if not there:
            mbtiles.unlink()
        again = MainWindow(Settings(tmp_path / "settings.ini"), Words("en"))
        qtbot.addWidget(again)
        assert is_chosen(again, "mbtiles" if there else "none")
        assert (again.canvas.backdrop.source is not None) == there
        again.close()


def test_the_base_map_stays_at_the_bottom_and_is_taken_away_by_its_button(
    qtbot: QtBot, opened: MainWindow, mbtiles: Path
) -> None:
    opened.settings.put_base_map("file", str(mbtiles))
    opened.actions_by_key["base-map-mbtiles"].trigger()
    panel = opened.panels["layers"]
    opened.docks["layers"].raise_()
    panel.select(BASE)
    assert not panel.up.isEnabled()
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert panel.model.rows[-1].key == BASE
    panel.stack.move("names", 99)
    assert panel.model.rows[-1].key == BASE
    assert panel.model.rows[-2].key == "names"
    panel.select(BASE)
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert is_chosen(opened, "none")
    assert panel.model.row_of(BASE) < 0


def test_the_dialog_speaks_both_languages(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_key["base-map-settings"].trigger()
    dialog = opened.map.base_maps.dialog
    assert dialog.windowTitle() == "底图设置"
    opened.words.speak("en")
    assert dialog.windowTitle() == "Base map settings"
    assert "{z}" in dialog._address_note.text()
    dialog.reject()
