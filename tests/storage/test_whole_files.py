"""The one door out: a file is there whole or not at all, keeps its rights, and never takes a place that is not free."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from gridmap.model.errors import BadInput, GridMapError
from gridmap.storage import beside, lock
from gridmap.storage.whole_files import keep, let_go, must_be_free, reading, whole_files, write_whole

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights and links of POSIX systems")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_and_fail(path: Path, error: BaseException) -> None:
    with whole_files(path) as place:
        place.write_text("new")
        raise error


# ---- whole or not at all ---------------------------------------------------------------------------------------------


def test_nothing_is_at_the_place_before_all_is_written(tmp_path):
    with whole_files(tmp_path / "new" / "a.json") as place:
        place.write_text("1")
        assert names(tmp_path / "new") == [place.parent.name]
    assert names(tmp_path / "new") == ["a.json"]


def test_all_files_written_beside_are_moved_and_folders_are_not(tmp_path):
    with whole_files(tmp_path / "a.shp") as place:
        place.write_text("shapes")
        place.with_suffix(".dbf").write_text("rows")
        (place.parent / "scratch").mkdir()
        (place.parent / "scratch" / "b").touch()
    assert names(tmp_path) == ["a.dbf", "a.shp"]


@pytest.mark.parametrize("error", [ValueError("odd"), BadInput("unknown-code", value="1"), KeyboardInterrupt()])
def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path, error):
    (tmp_path / "a").write_text("old")
    with pytest.raises((GridMapError, KeyboardInterrupt)):
        write_and_fail(tmp_path / "a", error)
    assert names(tmp_path) == ["a"] and (tmp_path / "a").read_text() == "old"


def test_folders_made_for_a_file_that_failed_go_again(tmp_path):
    with pytest.raises(BadInput):
        write_and_fail(tmp_path / "x" / "y" / "a", ValueError("odd"))
    assert names(tmp_path) == []


@pytest.mark.parametrize("step", ["fsync", "write", "mkdir"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT] if hasattr(errno, "EDQUOT") else [errno.ENOSPC])
def test_a_full_disk_is_told_as_such_wherever_it_shows(tmp_path, monkeypatch, step, number):
    (tmp_path / "a").write_text("old")

    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    owner, name = {"fsync": (os, "fsync"), "write": (Path, "write_bytes"), "mkdir": (Path, "mkdir")}[step]
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, full)
        with pytest.raises(GridMapError) as failed:
            write_whole(tmp_path / "a", "new")
    assert failed.value.key == "disk-full" and failed.value.values["file"] == str(tmp_path / "a")
    assert names(tmp_path) == ["a"] and (tmp_path / "a").read_text() == "old"


def test_a_writer_that_does_not_say_why_it_failed_is_asked_of_the_disk(tmp_path, monkeypatch):
    """GDAL says no more than "failed to commit"; that the disk is full shows when a little more is tried."""
    with monkeypatch.context() as patched:
        patched.setattr(beside, "has_room", lambda _: False)
        with pytest.raises(GridMapError) as failed, whole_files(tmp_path / "a"):
            raise RuntimeError("Failed to commit transaction")
    assert failed.value.key == "disk-full"
    with pytest.raises(BadInput) as failed, whole_files(tmp_path / "a"):
        raise RuntimeError("Failed to commit transaction")
    assert failed.value.key == "file-not-saved" and failed.value.values["reason"] == "Failed to commit transaction"


def test_a_file_that_is_open_in_another_program_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_text("old")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(BadInput) as failed:
            write_whole(tmp_path / "a.xlsx", "new")
    assert failed.value.key == "export-file-locked" and names(tmp_path) == ["a.xlsx"]


def test_a_folder_that_may_only_be_read_is_told(tmp_path, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:  # root may write everywhere, so it is only said
        patched.setattr(Path, "mkdir", refuse)
        patched.setattr(os, "access", lambda *_: False)
        with pytest.raises(BadInput) as failed:
            write_whole(tmp_path / "a", "new")
    assert failed.value.key == "folder-not-writable" and failed.value.values["reason"] == "Permission denied"


def test_files_that_belong_together_stay_together_if_one_cannot_be_replaced(tmp_path, monkeypatch):
    for suffix in ("dbf", "shp", "shx"):
        (tmp_path / f"a.{suffix}").write_text(f"old {suffix}")
    replace = Path.replace

    def refuse_the_last(self: Path, place: Path) -> Path:
        if place.name == "a.shx" and self.name == "a.shx":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, place)

    def write_four_parts() -> None:
        with whole_files(tmp_path / "a.shp") as place:
            for suffix in ("cpg", "dbf", "shp", "shx"):
                place.with_suffix(f".{suffix}").write_text("new")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse_the_last)
        with pytest.raises(BadInput):
            write_four_parts()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        f"a.{suffix}": f"old {suffix}" for suffix in ("dbf", "shp", "shx")
    }


# ---- rights, links, streams ------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_rights_of_the_file_that_is_replaced_are_kept(tmp_path, mode):
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(mode)
    write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").stat().st_mode & 0o777 == mode


@POSIX
def test_a_new_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


@POSIX
def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path):
    (tmp_path / "far").write_text("old")
    (tmp_path / "a").symlink_to(tmp_path / "far")
    write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new" and (tmp_path / "far").read_text() == "old"


@POSIX
def test_a_stream_is_written_into_and_not_replaced(tmp_path):
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as out:
        write_whole(f"/dev/fd/{writer}", "through")
        os.close(writer)
        assert out.read() == b"through"
    write_whole(os.devnull, "nothing")
    assert not Path(os.devnull).is_file()


# ---- what is not free ------------------------------------------------------------------------------------------------


def test_what_is_being_read_is_replaced_only_afterwards(tmp_path):
    file = tmp_path / "roads.geojson"
    file.write_text("{}")
    with reading(file):
        with pytest.raises(BadInput) as refused:
            write_whole(file, "new")
        assert refused.value.key == "output-is-read"
        with reading(file):
            pass
        with pytest.raises(BadInput):
            must_be_free(file)
    write_whole(file, "new")
    assert file.read_text() == "new"


@POSIX
def test_a_second_name_and_a_part_of_what_is_being_read_are_not_free_either(tmp_path):
    for suffix in ("shp", "dbf", "shx"):
        (tmp_path / f"roads.{suffix}").touch()
    (tmp_path / "link").symlink_to(tmp_path / "roads.shp")
    os.link(tmp_path / "roads.dbf", tmp_path / "second")
    keep(tmp_path / "roads.shp")
    try:
        for name in ("link", "second", "roads.dbf", "roads.shx"):
            with pytest.raises(BadInput, match="output-is-read"):
                must_be_free(tmp_path / name)
    finally:
        let_go(tmp_path / "roads.shp")
    must_be_free(tmp_path / "second")


def test_a_database_of_somebody_else_is_replaced_with_what_it_left_beside(tmp_path):
    """Its journal would be played back into the new file."""
    file = tmp_path / "a.gpkg"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (x)")
    new = file.read_bytes()
    for suffix in ("-wal", "-journal"):
        file.with_name(file.name + suffix).write_bytes(b"half")
    write_whole(file, new)
    assert names(tmp_path) == ["a.gpkg"]


# ---- what a killed process leaves ------------------------------------------------------------------------------------

WRITE_AND_WAIT = """
import sys, time
from gridmap.storage.whole_files import whole_files
with whole_files(sys.argv[1]) as place:
    place.write_text("half")
    print("writing", flush=True)
    time.sleep(600)
"""


def begin_to_write(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", WRITE_AND_WAIT, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "writing\n"
    return process


@POSIX
def test_the_next_output_clears_what_a_killed_one_left_and_leaves_a_running_one_alone(tmp_path):
    write_whole(tmp_path / "a.json", "old")
    killed, running = begin_to_write(tmp_path / "a.json"), begin_to_write(tmp_path / "a.json")
    try:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert len(names(tmp_path)) == 3 and (tmp_path / "a.json").read_text() == "old"
        write_whole(tmp_path / "a.json", "new")
        [left, file] = names(tmp_path)
        assert file == "a.json" and f"-{running.pid}-" in left and (tmp_path / left / "a.json").read_text() == "half"
    finally:
        for process in (killed, running):
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
    write_whole(tmp_path / "b.json", "another")
    assert names(tmp_path) == ["a.json", "b.json"]


def test_a_number_that_went_to_another_process_does_not_keep_leftovers(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(beside, "process_start", lambda pid: "an earlier start")
        left = beside.folder_beside(tmp_path)
        hidden = left.__enter__()
    beside.clear_away(tmp_path)
    assert not hidden.exists()


def test_of_another_computer_only_what_is_a_day_old_is_cleared(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(beside.platform, "node", lambda: "another")
        left = beside.folder_beside(tmp_path)
        hidden = left.__enter__()
    beside.clear_away(tmp_path)
    assert hidden.exists()
    os.utime(hidden, (time.time() - 90_000,) * 2)
    beside.clear_away(tmp_path)
    assert not hidden.exists()


def test_what_only_looks_like_a_leftover_stays(tmp_path):
    (tmp_path / ".gridmap-part-mine").mkdir()
    (tmp_path / ".gridmap-partly").touch()
    beside.clear_away(tmp_path)
    assert len(names(tmp_path)) == 2


def test_a_lock_that_finds_no_room_leaves_no_half_of_itself(tmp_path, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            lock.acquire(tmp_path / "city.gpkg")
    assert names(tmp_path) == []
