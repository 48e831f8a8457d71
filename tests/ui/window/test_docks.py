"""Docked panels: one title each, floating and back, as left the next day."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QTabBar

from gridmap.edits import SetAttributes
from gridmap.project.project import Project
from sample_data.make import make_plan
from ui.look.words import Words
from ui.panels.history import HistoryPanel
from ui.session.settings import Settings
from ui.window.arrangement import Arrangement
from ui.window.main_window import MainWindow


@pytest.fixture
def open_window(qtbot, tmp_path):
    """Return a function that opens a window on a town, with the settings of the one before."""
    file = tmp_path / "town.gpkg"
    Project.create(file, make_plan("town", 2020)).close()
    opened: list[MainWindow] = []

    def build() -> MainWindow:
        window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        opened.append(window)
        window.resize(1366, 768)
        window.show()
        qtbot.waitUntil(window.isVisible)
        with qtbot.waitSignal(window.session.findings_changed, timeout=30_000):
            window.open_project(Path(file))
        qtbot.waitUntil(lambda: window.docks["tree"].titleBarWidget() is not None)
        return window

    yield build
    for window in opened:
        window.close()
        window.deleteLater()


def tabs(window: MainWindow) -> dict[str, tuple[QTabBar, QPoint]]:
    """The tabs that are seen, by their words."""
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return {
        bar.tabText(place): (bar, bar.tabRect(place).center())
        for bar in bars
        if not bar.visibleRegion().isEmpty()  # Qt moves out of sight the bar of a panel that is alone
        for place in range(bar.count())
    }


def said_below(window: MainWindow) -> list[str]:
    """What stands in the status bar."""
    return [label.text() for label in window.statusBar().findChildren(QLabel)]


def test_a_name_stands_once(open_window, qtbot):
    window = open_window()
    assert {"网格层级", "历史记录", "详情", "总览"} <= set(tabs(window))
    window.docks["findings"].show()
    window.raise_panel("people")
    qtbot.waitUntil(lambda: None not in [window.docks[key].titleBarWidget() for key in ("findings", "people")])
    for key in ("tree", "history", "inspector", "dashboard", "findings", "people"):
        assert window.docks[key].titleBarWidget().sizeHint().height() <= 0
    window.docks["people"].close()
    qtbot.waitUntil(lambda: window.docks["findings"].titleBarWidget() is None)
    qtbot.waitUntil(lambda: "问题" not in tabs(window))


def test_a_panel_floats_by_two_clicks_on_its_tab_and_comes_back(open_window, qtbot):
    window = open_window()
    bar, place = tabs(window)["总览"]
    qtbot.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=place)
    dock = window.docks["dashboard"]
    assert dock.isFloating()
    qtbot.waitUntil(lambda: dock.titleBarWidget() is None)
    assert window.docks["inspector"].titleBarWidget() is not None or "详情" not in tabs(window)
    dock.setFloating(False)
    qtbot.waitUntil(lambda: dock.titleBarWidget() is not None)
    assert "总览" in tabs(window)


def test_places_and_columns_are_as_left(open_window, qtbot):
    window = open_window()
    window.docks["history"].close()
    window.docks["dashboard"].setFloating(True)
    window.panels["findings"].view.setColumnHidden(4, True)
    window.close()
    again = open_window()
    assert again.docks["history"].isHidden() and again.docks["dashboard"].isFloating()
    assert again.panels["findings"].view.isColumnHidden(4)
    assert not again.panels["findings"].view.isColumnHidden(3)


def test_the_start_page_has_no_tabs_and_no_tools(open_window):
    window = open_window()
    assert window.menus.bar.isVisible()
    window.status.show_place(551_000.0, 3_537_000.0)
    window.told("文件没有变化。")
    window.session.close()
    assert window.statusBar().currentMessage() == "" and "551" not in "".join(said_below(window))
    assert not window.menus.bar.isVisible() and window.start.isVisible()


def test_panels_keep_their_bars_while_no_project_is_open_and_the_next_one_lays_them_out_once(open_window, qtbot):
    window = open_window()
    bars = {key: dock.titleBarWidget() for key, dock in window.docks.items()}
    path = window.session.project.path
    window.session.close()
    qtbot.waitUntil(lambda: not tabs(window))
    qtbot.wait(50)  # whatever follows from that
    assert {key: dock.titleBarWidget() for key, dock in window.docks.items()} == bars
    with qtbot.waitSignal(window.session.findings_changed, timeout=30_000):
        window.open_project(path)
    qtbot.waitUntil(lambda: "网格层级" in tabs(window))
    assert {key: dock.titleBarWidget() for key, dock in window.docks.items()} == bars


def test_panels_are_put_back_in_one_turn_and_painted_and_read_in_later_ones(open_window, qtbot, monkeypatch):
    first = open_window()
    first.session.perform(SetAttributes("grids", (int(first.session.plan.ids[0]),), {"name": "甲"}))
    first.raise_panel("history")
    first.close()
    stood: list[tuple[bool, int]] = []
    put_back = Arrangement.put_back

    def noted(arrangement: Arrangement) -> None:
        put_back(arrangement)
        stood.append((arrangement.panels["history"].updatesEnabled(), arrangement.panel(HistoryPanel).model.rowCount()))

    monkeypatch.setattr(Arrangement, "put_back", noted)
    window = open_window()
    history = window.arrangement.panel(HistoryPanel)
    qtbot.waitUntil(lambda: history.isVisible() and history.model.rowCount() == 2)
    assert stood == [(False, 0)]
    assert history.note.text() == window.words("history-how")
    qtbot.waitUntil(lambda: window.updatesEnabled() and history.updatesEnabled())


def test_the_history_of_another_project_is_not_seen_before_it_is_read(open_window, qtbot, tmp_path):
    window = open_window()
    history, session = window.arrangement.panel(HistoryPanel), window.session
    window.raise_panel("history")
    session.perform(SetAttributes("grids", (int(session.plan.ids[0]),), {"name": "甲"}))
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    window.raise_panel("tree")
    other = tmp_path / "other.gpkg"
    Project.create(other, make_plan("town", 2020)).close()
    window.open_project(other)
    qtbot.waitUntil(
        lambda: session.project is not None and session.project.path == other and session.findings is not None,
        timeout=30_000,
    )
    window.raise_panel("history")
    assert history.isVisible() and history.model.rowCount() == 0
    qtbot.waitUntil(lambda: history.note.text() == window.words("history-empty"))
    assert history.model.rowCount() == 0
