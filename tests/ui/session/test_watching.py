"""Files that others change are told of; files on other computers are looked at seldom, and never in this thread."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.session import glance, watching
from ui.session.glance import Glance, Seen, is_far, system_below
from ui.session.watching import Watching

WAIT = 10_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "roads.geojson"
    path.write_text("1")
    return path


def followed(qtbot: QtBot, watch: Watching, file: Path) -> None:
    watch.follow(file)
    qtbot.waitUntil(lambda: watch._known[file] is not None, timeout=WAIT)


def test_a_file_that_is_written_to_is_told_of(qtbot: QtBot, file: Path) -> None:
    watch = Watching()
    followed(qtbot, watch, file)
    with qtbot.waitSignal(watch.touched, timeout=WAIT) as told:
        file.write_text("22")
    assert told.args == [file]
    watch.clear()


def test_a_file_that_is_replaced_is_told_of_every_time(qtbot: QtBot, file: Path) -> None:
    watch = Watching()
    followed(qtbot, watch, file)
    for text in ("three", "four"):
        with qtbot.waitSignal(watch.touched, timeout=WAIT):
            (file.parent / "new").write_text(text)
            (file.parent / "new").replace(file)
    watch.clear()


def test_what_is_followed_no_more_is_not_told_of(qtbot: QtBot, file: Path) -> None:
    watch = Watching()
    followed(qtbot, watch, file)
    watch.forget(file)
    with qtbot.assertNotEmitted(watch.touched, wait=3 * watching.SETTLES_MS):
        file.write_text("22")
    assert watch._told.files() == [] and watch._told.directories() == []


class Looks:
    """Looks at files as if they lay on another computer, and keeps which it looked at and where."""

    def __init__(self) -> None:
        self.looked: list[Path] = []
        self.threads: set[int] = set()

    def __call__(self, path: Path) -> Seen | None:
        self.looked.append(path)
        self.threads.add(threading.get_ident())
        seen = Seen.of(path)
        return replace(seen, is_far=True) if seen is not None else None


def test_a_file_on_another_computer_is_looked_at_seldom_and_elsewhere(qtbot: QtBot, file: Path) -> None:
    looks = Looks()
    watch = Watching(glance=Glance(look=looks))
    followed(qtbot, watch, file)
    assert watch._told.files() == []  # nobody there is asked to tell
    for _ in range(watching.FAR_LOOKS - 1):  # as the clock does
        watch._look_all()
    assert len(looks.looked) == 1
    file.write_text("22")
    with qtbot.waitSignal(watch.touched, timeout=WAIT):
        watch._look_all()
    assert len(looks.looked) == 2
    assert threading.get_ident() not in looks.threads
    watch.clear()


def test_a_drive_that_does_not_answer_holds_nobody(qtbot: QtBot, file: Path) -> None:
    answers, asked = threading.Event(), []

    def look(path: Path) -> Seen | None:
        asked.append(path)
        answers.wait(30)
        return Seen.of(path)

    watch = Watching(glance=Glance(look=look))
    watch.follow(file)
    for _ in range(2 * watching.FAR_LOOKS):
        watch._look_all()
    assert asked == [file]  # one look at a time
    watch.clear()
    answers.set()
    qtbot.waitUntil(lambda: not watch._glance.is_looking, timeout=WAIT)


def test_paths_of_other_computers_are_known(tmp_path: Path) -> None:
    assert is_far(Path("//server/share/city.gpkg"))
    assert not is_far(tmp_path)


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/office rw,relatime - cifs //server/office rw,vers=3.0
31 22 0:41 / /mnt/two\\040words rw,relatime master:3 propagate_from:2 - nfs4 server:/two rw
32 30 8:2 / /mnt/office/own rw - ext4 /dev/sdb1 rw
33 22 0:42 / /mnt/auto rw - autofs systemd-1 rw
34 33 0:43 / /mnt/auto rw - NFS4 server:/auto rw

no line of a mount
"""


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/home/one.gpkg", "ext4"),
        ("/mnt/office", "cifs"),
        ("/mnt/office/a/one.gpkg", "cifs"),
        ("/mnt/office-old/one.gpkg", "ext4"),
        ("/mnt/office/own/one.gpkg", "ext4"),
        ("/mnt/two words/one.gpkg", "nfs4"),
        ("/mnt/auto/one.gpkg", "nfs4"),
    ],
)
def test_what_a_file_lies_on_is_told_by_what_is_mounted(path, system):
    assert system_below(path, MOUNTS) == system
    assert system_below(path, "") == ""


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="Linux tells what is mounted")
def test_the_drive_itself_is_not_asked_what_it_is(tmp_path, monkeypatch):
    def asked(path):
        raise AssertionError("Python's lock is kept until the drive answers")

    monkeypatch.setattr(glance, "QStorageInfo", asked)
    assert not is_far(tmp_path) and Seen.of(Path(__file__)) is not None
