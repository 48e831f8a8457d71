"""Names beside icons, hints, light and dark as the system has it: turned on and off, remembered, and right at first."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen, QStyleHints
from PySide6.QtWidgets import QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH

BESIDE, ALONE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly


def styles(window: MainWindow, *keys: str) -> list[Qt.ToolButtonStyle]:
    buttons = [window.menus.bar.widgetForAction(window.actions_by_key[key]) for key in keys]
    return [button.toolButtonStyle() for button in buttons if isinstance(button, QToolButton)]


def in_front(window: MainWindow) -> set[str]:
    """Return the keys of the panels whose tabs are in front."""
    titles = {bar.tabText(bar.currentIndex()) for bar in window.findChildren(QTabBar)}
    return {key for key, dock in window.docks.items() if dock.windowTitle() in titles}


def is_whole(window: MainWindow) -> bool:
    """Whether the bar has room for all of its actions."""
    return window.menus.bar.sizeHint().width() <= window.menus.bar.width()


# ---- names beside icons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "labels"), [(1366, False), (1599, False), (1600, True), (1920, True)])
def test_names_stand_beside_icons_at_first_where_the_screen_is_wide(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, labels: bool
) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(0, 0, width, 1000))
    window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
    assert window.actions_by_key["labels"].isChecked() is labels
    assert window.menus.modes.toolButtonStyle() == (BESIDE if labels else ALONE)
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("language", BOTH)
def test_as_many_names_stand_in_the_bar_as_find_room_and_no_tool_is_lost_for_them(
    qtbot: QtBot, opened: MainWindow, language: str
) -> None:
    opened.words.speak(language)
    opened.resize(1600, 900)
    opened.actions_by_key["labels"].trigger()
    assert styles(opened, "open", "undo") == [BESIDE, BESIDE]
    assert is_whole(opened)
    opened.resize(1366, 768)
    qtbot.waitUntil(lambda: opened.menus.bar.width() <= 1366)
    assert is_whole(opened)
    assert styles(opened, "theme-staffing") == [BESIDE]
    opened.actions_by_key["labels"].trigger()
    assert styles(opened, "open", "undo", "theme-staffing") == [ALONE, ALONE, BESIDE]


def test_names_of_the_tools_begin_at_one_line(opened: MainWindow) -> None:
    opened.actions_by_key["labels"].trigger()
    modes = opened.menus.modes
    buttons = [b for action in modes.actions() if isinstance(b := modes.widgetForAction(action), QToolButton)]
    assert {button.toolButtonStyle() for button in buttons} == {BESIDE}
    assert len({button.minimumWidth() for button in buttons}) == 1
    opened.actions_by_key["labels"].trigger()
    assert {button.minimumWidth() for button in buttons} == {0}


def test_what_was_chosen_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    for wanted in (True, False):
        window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        for key in ("labels", "hints", "legend"):
            if window.actions_by_key[key].isChecked() is not wanted:
                window.actions_by_key[key].trigger()
        window.close()
        window.deleteLater()
        again = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        assert [again.actions_by_key[key].isChecked() for key in ("labels", "hints", "legend")] == [wanted] * 3
        assert again.canvas.hints.shown is wanted
        again.close()
        again.deleteLater()


# ---- as the system has it --------------------------------------------------------------------------------------------


def test_the_window_follows_the_system_while_it_is_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    scheme = [Qt.ColorScheme.Dark]
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _: scheme[0])
    hints = window.looks._hints
    window.actions_by_key["as-system"].trigger()
    assert window.settings.appearance == "system"
    assert window.looks.appearance.key == "dark"
    assert window.palette().window().color().lightness() < 80
    assert window.actions_by_key["as-system"].isChecked()
    scheme[0] = Qt.ColorScheme.Light
    hints.colorSchemeChanged.emit(scheme[0])
    assert window.looks.appearance.key == "light"
    assert window.canvas.appearance.key == "light"
    assert window.settings.appearance == "system"
    window.actions_by_key["light"].trigger()
    scheme[0] = Qt.ColorScheme.Dark
    hints.colorSchemeChanged.emit(scheme[0])
    assert window.looks.appearance.key == "light"  # it was told to be so


def test_a_window_that_follows_the_system_begins_as_that_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    settings = Settings(tmp_path / "settings.ini")
    settings.appearance = "system"
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _: Qt.ColorScheme.Dark)
    window = MainWindow(settings, Words("zh"))
    assert window.looks.appearance.key == "dark"
    window.looks.wear("light")
    window.close()
    window.deleteLater()


# ---- keys and details ------------------------------------------------------------------------------------------------


def test_after_a_search_the_keys_go_to_the_map(qtbot: QtBot, opened: MainWindow) -> None:
    opened.panels["tree"].finder.setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = opened.search_everything
    qtbot.waitUntil(lambda: palette.isVisible() and palette._index is not None, timeout=20_000)
    qtbot.keyClicks(palette.field, str(opened.session.plan.value(int(opened.session.plan.ids[3]), "code")))
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.focusWidget() is opened.canvas, timeout=5000)
    before = opened.canvas.view
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Plus)
    assert opened.canvas.view != before


def test_a_click_with_the_usual_tool_brings_the_details_to_the_front(qtbot: QtBot, opened: MainWindow) -> None:
    opened.raise_panel("dashboard")
    qtbot.waitUntil(lambda: "dashboard" in in_front(opened), timeout=5000)
    plan = opened.session.plan
    grid = int(plan.ids[(plan.ranks == opened.canvas.shown_rank) & plan.has_shape][0])
    place = plan.shape(grid).point_on_surface()
    px, py = opened.canvas.view.to_screen(place.x, place.y)
    at = opened.canvas.rect().topLeft()
    at.setX(round(px))
    at.setY(round(py))
    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert opened.session.selection
    qtbot.waitUntil(lambda: "inspector" in in_front(opened), timeout=5000)
    opened.docks["inspector"].close()
    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert opened.docks["inspector"].isHidden()  # who closed it does without it


def test_another_tool_leaves_the_panels_as_they_are(qtbot: QtBot, opened: MainWindow) -> None:
    opened.map.take_tool("merge")
    qtbot.waitUntil(lambda: "editing" in in_front(opened), timeout=5000)
    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=opened.canvas.rect().center())
    qtbot.wait(50)
    assert "editing" in in_front(opened)
