"""The window fits the screen: its first place, its least width, and where room is scarce the map has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from ui.look.words import Words
from ui.panels.people.panel import PeoplePanel
from ui.session.settings import Settings
from ui.window.findings_bar import LOW_PX
from ui.window.main_window import MainWindow
from ui.window.standing import brought_in, first_place


@pytest.mark.parametrize("free", [QRect(0, 0, 1366, 728), QRect(0, 0, 1024, 640), QRect(0, 30, 1440, 870)])
def test_on_a_small_screen_the_window_takes_all_of_it(free: QRect) -> None:
    place, maximised = first_place(free)
    assert maximised
    assert free.contains(place)


@pytest.mark.parametrize("free", [QRect(0, 0, 1440, 900), QRect(0, 0, 1920, 1040), QRect(60, 0, 3780, 2120)])
def test_on_a_roomy_screen_it_stands_in_the_middle(free: QRect) -> None:
    place, maximised = first_place(free)
    assert not maximised
    assert free.contains(place)
    assert place.width() >= 1280
    assert place.height() >= 765
    assert abs(place.center().x() - free.center().x()) <= 1


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        (QRect(100, 100, 500, 400), QRect(100, 100, 500, 400)),  # inside already
        (QRect(900, 500, 500, 400), QRect(524, 240, 500, 400)),  # below the task bar and beyond the right
        (QRect(-80, -30, 500, 400), QRect(0, 0, 500, 400)),
        (QRect(10, 10, 3000, 2000), QRect(0, 0, 1024, 640)),  # from a larger screen
    ],
)
def test_a_window_that_stood_outside_is_brought_in(frame: QRect, place: QRect) -> None:
    assert brought_in(frame, QRect(0, 0, 1024, 640)) == place


@pytest.fixture
def come_up(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window as the program shows it for the first time, on the smaller of the two screens."""
    window = MainWindow(Settings(tmp_path / "settings.ini"), Words("en"))
    window.come_up()
    qtbot.waitUntil(window.isVisible)
    yield window
    window.close()
    window.deleteLater()


def test_at_first_it_is_maximised_where_the_screen_is_small(come_up: MainWindow) -> None:
    assert come_up.isMaximized()
    assert come_up.screen().availableGeometry().contains(come_up.geometry())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_panels_have_room_in_1024(qtbot: QtBot, opened: MainWindow, language: str) -> None:
    opened.looks.speak(language)
    for dock in opened.docks.values():
        dock.show()
    tabs = opened.arrangement.panel(PeoplePanel).tabs
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        QApplication.processEvents()
        assert opened.minimumSizeHint().width() <= 1024, tabs.tabText(place)
        assert opened.minimumSizeHint().height() <= 600, tabs.tabText(place)
    opened.resize(1024, 640)
    qtbot.waitUntil(lambda: opened.width() == 1024)


def test_in_1366_by_768_half_of_the_window_is_map(opened: MainWindow) -> None:
    canvas = opened.canvas
    assert opened.width() == 1366
    assert 2 * canvas.width() * canvas.height() >= 1366 * 768


def test_in_a_low_window_findings_are_a_bar_and_a_click_brings_them(qtbot: QtBot, opened: MainWindow) -> None:
    bar, dock, right = opened.findings_bar, opened.docks["findings"], opened.docks["inspector"]
    assert opened.height() < LOW_PX
    assert dock.isHidden()
    assert bar.isVisible()
    counts = opened.session.findings.by_severity
    assert str(counts["error"]) in bar.text()
    assert str(counts["warning"]) in bar.text()
    assert right.geometry().bottom() == opened.docks["tree"].geometry().bottom()  # the full height
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)
    assert dock.isVisible()
    assert not bar.isVisible()
    dock.close()
    assert bar.isVisible()


def test_a_window_that_becomes_high_shows_its_findings(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(1600, 1000)
    qtbot.waitUntil(opened.docks["findings"].isVisible)
    assert not opened.findings_bar.isVisible()
    opened.resize(1366, 768)
    qtbot.waitUntil(opened.findings_bar.isVisible)
    assert opened.docks["findings"].isHidden()


def test_what_the_user_closed_in_a_high_window_stays_closed(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(1600, 1000)
    qtbot.waitUntil(opened.docks["findings"].isVisible)
    opened.docks["findings"].close()
    opened.resize(1366, 768)
    opened.resize(1600, 1000)
    assert opened.docks["findings"].isHidden()
    assert not opened.findings_bar.isVisible()


def test_what_a_low_window_folded_is_open_in_a_high_one_tomorrow(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    assert opened.docks["findings"].isHidden()
    opened.close()
    again = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
    again.resize(1600, 1000)
    again.show()
    with qtbot.waitSignal(again.session.findings_changed, timeout=20_000):
        again.open_project(tmp_path / "town.gpkg")
    assert again.docks["findings"].isVisible()
    again.close()
    again.deleteLater()


def test_the_tools_keep_their_size_and_the_rest_is_behind_an_arrow(qtbot: QtBot, opened: MainWindow) -> None:
    modes = opened.menus.modes
    tools = [modes.widgetForAction(action) for action in modes.actions() if not action.isSeparator()]
    for height in (768, 640):
        opened.resize(1024, height)
        qtbot.waitUntil(lambda: all(tool.isVisible() for tool in tools))
        for tool in tools:
            assert tool.height() >= 22
            assert modes.rect().contains(tool.geometry())
    opened.resize(1024, 480)
    arrow = modes.findChild(QToolButton, "qt_toolbar_ext_button")
    qtbot.waitUntil(arrow.isVisible)
    assert modes.rect().contains(arrow.geometry())
    shown = [tool for tool in tools if tool.isVisible()]
    assert len(shown) < len(tools)
    assert all(tool.height() >= 22 and not tool.geometry().intersects(arrow.geometry()) for tool in shown)


def test_a_narrow_tree_is_left_to_the_names(qtbot: QtBot, opened: MainWindow) -> None:
    tree = opened.panels["tree"]
    assert tree.width() < 290
    assert tree.view.isColumnHidden(3)
    opened.resizeDocks([opened.docks["tree"]], [340], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: not tree.view.isColumnHidden(3))
