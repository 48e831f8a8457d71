"""The page of recent projects: a picture of the ground of each, what is gone is shown as gone, and can be taken off."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes, SplitEqually
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.outcome.outcome import work_out
from sample_data.make import make_plan
from ui.session.recent_pictures import ground_of_plan
from ui.session.settings import Settings
from ui.window import start_page
from ui.window.main_window import MainWindow

WAIT = 20_000


def picture_of(window: MainWindow, tmp_path: Path) -> Path:
    return window.pictures.of((tmp_path / "town.gpkg").resolve())


def texts(window: MainWindow) -> list[str]:
    listed = window.start._list
    return [listed.item(row).text() for row in range(listed.count())]


def seen(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until somebody has looked whether the files are there."""
    qtbot.waitUntil(lambda: all(text.count("\n") == 2 for text in texts(window)), timeout=WAIT)


def test_a_project_has_a_picture_of_its_ground_once_it_was_open(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    file = picture_of(opened, tmp_path)
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    assert "town" not in file.name and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    image = QImage(str(file))
    assert (image.width(), image.height()) == (192, 128)
    opened.session.close()
    seen(qtbot, opened)
    [item] = [opened.start._list.item(0)]
    shown = item.icon().pixmap(96, 64).toImage()
    assert shown.convertToFormat(image.format()).pixelColor(shown.width() // 2, shown.height() // 2).alpha() > 0
    assert "修改" in item.text()


def test_what_was_changed_is_drawn_anew_when_it_is_left(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    file, session = picture_of(opened, tmp_path), opened.session
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    before, plan = file.read_bytes(), session.plan
    grid = next(one for one in plan.ids[plan.ranks == 3].tolist() if work_out(plan, SplitEqually(one, 5)).change)
    assert session.perform(SplitEqually(grid, 5)) is not None
    with qtbot.waitSignal(opened.pictures.made, timeout=WAIT):
        session.close()
    assert file.read_bytes() != before


def test_below_an_open_project_no_picture_is_read_and_each_is_there_once_the_page_is_seen(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file, read, real = picture_of(opened, tmp_path), list[str](), start_page.QPixmap
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    monkeypatch.setattr(start_page, "QPixmap", lambda *of: (read.extend(of), real(*of))[1])
    opened.pictures.made.emit()
    opened.start.refresh()
    assert read == []
    opened.session.close()
    qtbot.waitUntil(opened.start.isVisible, timeout=WAIT)
    assert str(file) in read
    seen(qtbot, opened)


def test_the_picture_is_made_of_ground_alone(sample_plan: Plan):
    first = ground_of_plan(sample_plan)
    names = ["某某某 13800000000"] * len(sample_plan.ids)
    edit = SetAttributes("grids", tuple(sample_plan.ids.tolist()), {"name": names[0], "note": names[0]})
    renamed = sample_plan.apply(edit.change(sample_plan))
    without = Plan(renamed.scheme, {"grids": renamed.tables["grids"]})
    assert ground_of_plan(without) == first
    assert len({first.pixel(x, 64) for x in range(192)}) > 3


def test_a_plan_without_ground_has_no_picture():
    assert ground_of_plan(Plan(load_scheme())) is None


def test_a_project_that_is_gone_is_shown_as_gone_and_can_be_taken_off(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    opened.settings.remember(tmp_path / "moved.gpkg")
    opened.session.close()
    seen(qtbot, opened)
    gone, there = texts(opened)
    assert gone.startswith("moved.gpkg") and opened.words("start-gone") in gone
    assert there.startswith("town.gpkg") and opened.words("start-gone") not in there
    listed = opened.start._list
    listed.setFocus()
    listed.setCurrentRow(0)
    qtbot.keyClick(listed, Qt.Key.Key_Delete)
    assert [text.split("\n")[0] for text in texts(opened)] == ["town.gpkg"]
    assert [path.name for path in opened.settings.recent] == ["town.gpkg"]


def test_pictures_are_read_once_as_the_page_comes_and_not_again_by_the_look_at_what_is_there(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    qtbot.waitUntil(picture_of(opened, tmp_path).is_file, timeout=WAIT)
    opened.settings.remember(tmp_path / "moved.gpkg")
    asked, where = list[str](), opened.pictures.of

    def noted(project: Path) -> Path:
        asked.append(project.name)
        return where(project)

    monkeypatch.setattr(opened.pictures, "of", noted)
    opened.session.close()
    assert asked == ["moved.gpkg", "town.gpkg"]
    seen(qtbot, opened)
    assert asked == ["moved.gpkg", "town.gpkg"], "what is gone has a sign and none is read"


def test_a_drive_that_does_not_answer_holds_the_page_up_for_nobody(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    answers = threading.Event()
    monkeypatch.setattr(window.start._glance, "_look", lambda path: answers.wait(30) and None)
    window.settings.remember(tmp_path / "far.gpkg")
    window.start.refresh()
    assert [text.split("\n")[0] for text in texts(window)] == ["far.gpkg"]  # at once, of what is known
    answers.set()
    seen(qtbot, window)
    assert window.words("start-gone") in texts(window)[0]


def test_pictures_of_projects_that_are_not_listed_go(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    file = picture_of(opened, tmp_path)
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    (file.parent / "0123456789abcdef01234567.png").write_bytes(b"old")
    opened.pictures._make(opened.session.plan, file)
    assert [path.name for path in file.parent.glob("*.png")] == [file.name]


def test_settings_of_ones_own_keep_their_cache_beside_them(tmp_path: Path):
    assert Settings(tmp_path / "settings.ini").cache == tmp_path / "cache"


@pytest.fixture
def sample_plan() -> Plan:
    return make_plan("town", 2020)
