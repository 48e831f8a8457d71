"""The key of a base map stands in the settings, for the user's eyes alone, and nowhere else."""

from __future__ import annotations

import http.server
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gridmap.model.errors import BadInput
from tests.ui.window.test_base_maps import png
from ui.canvas.base_map.base_map import TileSource
from ui.canvas.base_map.tile_address import own_source
from ui.look.crash_log import write_crash_log
from ui.look.words import Words
from ui.session.settings import Settings, keep_private
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH, message_of

KEY = "c0ffee00deadbeef"
COOKIE = "who-was-it"
WAIT = 20_000
posix = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def holding(folder: Path, *words: str) -> list[str]:
    """Return the files below a folder whose name or content holds a word, in whatever encoding."""
    found = []
    for path in folder.rglob("*"):
        data = os.fsencode(str(path.relative_to(folder))) + (path.read_bytes() if path.is_file() else b"")
        if any(word.encode(encoding) in data for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
            found.append(path.name)
    return found


@pytest.fixture
def cookies_sent() -> list[str]:
    return []


@pytest.fixture
def server(cookies_sent: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A server of tiles that wants the key, and to know its users again, also by way of a redirect."""
    asked: list[str] = []

    class Tiles(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            cookies_sent.extend(self.headers.get_all("Cookie") or [])
            first = "/moved" not in self.path
            self.send_response(302 if first else 200)
            self.send_header("Set-Cookie", f"user={COOKIE}; Max-Age=1000000; Path=/")
            self.send_header("Cache-Control", "max-age=1000000")
            if first:
                self.send_header("Location", "/moved" + self.path)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(b"" if first else tile)

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
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: str(tmp_path / "cache"))
    return tmp_path / "cache" / "tiles"


@pytest.fixture
def keyed(server: tuple[str, list[str]], cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A source that needs the key, in the place of Tianditu's map; what its server was asked for."""
    address = server[0] + "/{z}/{x}/{y}.png?tk={key}"
    monkeypatch.setattr("ui.canvas.base_map.choice.SOURCES", (TileSource("tianditu-map", (address,), needs_key=True),))
    return server[1]


def show_tiles(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_key["base-map-tianditu-map"].trigger()
    base = window.canvas.backdrop.map
    with qtbot.waitSignal(base.loaded, timeout=WAIT):
        pass
    qtbot.waitUntil(lambda: not base.is_loading and not window.canvas.is_busy, timeout=WAIT)


def test_the_key_is_in_the_settings_and_nowhere_else(
    qtbot: QtBot, opened: MainWindow, keyed: list[str], cache: Path, tmp_path: Path, home: Path, cookies_sent: list[str]
) -> None:
    opened.settings.put_base_map("key", KEY)
    show_tiles(qtbot, opened)
    assert any(f"tk={KEY}" in path for path in keyed)  # the server did get it
    opened.settings.save()
    tiles = list(cache.iterdir())
    assert len(tiles) > 1 and all(tile.read_bytes().startswith(b"\x89PNG") for tile in tiles)
    assert holding(tmp_path, KEY) == ["settings.ini"]
    assert holding(home, KEY) == []
    assert holding(tmp_path, COOKIE) == holding(home, COOKIE) == cookies_sent == []


def test_tiles_that_are_kept_are_not_asked_for_again_whatever_the_key(
    qtbot: QtBot, opened: MainWindow, keyed: list[str]
) -> None:
    opened.settings.put_base_map("key", KEY)
    show_tiles(qtbot, opened)
    asked = len(keyed)
    opened.actions_by_key["base-map-none"].trigger()
    opened.settings.put_base_map("key", "another")
    show_tiles(qtbot, opened)
    assert len(keyed) == asked


def test_what_earlier_versions_have_kept_is_gone_once_the_window_is_up(
    qtbot: QtBot, cache: Path, tmp_path: Path
) -> None:
    old = cache / "data8" / "1" / "x.d"
    old.parent.mkdir(parents=True)
    old.write_text(f"https://t0.tianditu.gov.cn/?tk={KEY}")
    window = MainWindow(Settings(tmp_path / "settings.ini"), Words("en"))
    qtbot.addWidget(window)
    window.close()
    assert holding(tmp_path, KEY) == []


@posix
def test_settings_are_for_the_user_alone_from_the_beginning_and_after_every_change(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = tmp_path / "own" / "settings.ini"
        settings = Settings(file)
        assert (rights(file), rights(file.parent)) == (0o600, 0o700)
        settings.put_base_map("key", KEY)
        settings.save()
        assert rights(file) == 0o600 and KEY in file.read_text()
        settings.put_base_map("key", KEY + "0")
        settings.save()
        assert rights(file) == 0o600
    finally:
        os.umask(before)


@posix
def test_settings_of_earlier_versions_are_mended(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text(f"[base-map]\nkey={KEY}\n")
    file.chmod(0o644)
    settings = Settings(file)
    assert rights(file) == 0o600 and settings.base_map("key") == KEY
    settings.put_base_map("name", "none")
    settings.save()
    assert rights(file) == 0o600


@posix
def test_the_folder_of_the_systems_own_settings_is_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "GridMap"
    folder.mkdir()
    folder.chmod(0o755)
    keep_private(folder / "GridMap.ini", with_folder=True)
    assert (rights(folder), rights(folder / "GridMap.ini")) == (0o700, 0o600)
    folder.chmod(0o755)  # a folder of somebody else's choice stays as it is
    keep_private(folder / "GridMap.ini", with_folder=False)
    assert rights(folder) == 0o755


def test_a_key_in_an_address_is_not_repeated_in_a_message() -> None:
    for address in (f"ftp://tiles.example/x?tk={KEY}", f"https://tiles.example/{{z}}/{{x}}?tk={KEY}"):
        with pytest.raises(BadInput) as refusal:
            own_source(address, "wgs84")
        for language in BOTH:
            assert KEY not in message_of(refusal.value, language)
        assert KEY not in str(refusal.value)
        assert KEY not in write_crash_log(refusal.value).read_text(encoding="utf-8")
