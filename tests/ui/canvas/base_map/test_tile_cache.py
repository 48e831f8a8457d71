"""Tiles on the disk: kept without key, address and cookie, for a while, within bounds."""

from __future__ import annotations

import os
import stat
import time

import pytest

from ui.canvas.base_map.tile_cache import TileCache, clear_former

ADDRESS = "https://tiles.example/{key}/3/1/2.png"


@pytest.fixture
def cache(tmp_path):
    return TileCache(tmp_path / "tiles", most_bytes=1000)


def test_a_tile_comes_back_and_another_is_not_there(cache):
    assert cache.get(ADDRESS) == b""
    cache.put(ADDRESS, b"picture")
    assert cache.get(ADDRESS) == b"picture" and cache.get(ADDRESS + "x") == b""
    cache.put(ADDRESS, b"newer")
    assert cache.get(ADDRESS) == b"newer"
    [file] = cache.folder.iterdir()
    assert file.read_bytes() == b"newer"
    assert "tiles.example" not in file.name


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_only_the_user_sees_what_places_were_looked_at(cache):
    cache.put(ADDRESS, b"picture")
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


def test_an_old_tile_is_asked_for_again(cache):
    cache.put(ADDRESS, b"picture")
    [file] = cache.folder.iterdir()
    os.utime(file, (time.time() - 40 * 24 * 3600,) * 2)
    assert cache.get(ADDRESS) == b""


def test_the_oldest_go_when_there_is_no_room(cache):
    for n in range(30):
        cache.put(f"{ADDRESS}{n}", bytes(100))
        os.utime(cache._path(f"{ADDRESS}{n}"), (time.time() - 100 + n,) * 2)
        assert sum(file.stat().st_size for file in cache.folder.iterdir()) <= 1000
    there = [n for n in range(30) if cache.get(f"{ADDRESS}{n}")]
    assert there == list(range(there[0], 30)) and len(there) >= 8


def test_a_folder_that_cannot_be_written_keeps_nothing_and_says_nothing(tmp_path):
    (tmp_path / "tiles").write_text("a file")
    cache = TileCache(tmp_path / "tiles")
    cache.put(ADDRESS, b"picture")
    assert cache.get(ADDRESS) == b""


def test_what_earlier_versions_have_kept_goes_and_nothing_else(tmp_path):
    for name in ("data8/a/x.d", "prepared/y.d", "other/z"):
        file = tmp_path / "tiles" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"https://tiles.example/?tk=secret")
    clear_former(tmp_path / "tiles")
    assert [path.name for path in (tmp_path / "tiles").iterdir()] == ["other"]
    clear_former(tmp_path / "nowhere")
