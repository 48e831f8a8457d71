"""The window is used by keys alone and read out: names, the order of Tab, a mark where the keys are, F6, the map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.reach import name_of, out_of_order, unnamed, unreached, unseen_focus, way_of_tab
from ui.canvas.spoken import announce
from ui.panels.base import Panel
from ui.window.main_window import MainWindow
from ui.window.parts import is_behind

WAIT = 60_000
IN_FRONT = [
    ("tree", "inspector", "findings"),
    ("layers", "dashboard", "people"),
    ("history", "editing", "findings"),
]


def at_rest(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """Return the window, active, with nothing going on."""
    window.resize(1600, 1000)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(
        lambda: not (window.session.is_working or window.canvas.is_busy or window.legend.is_on_its_way), timeout=WAIT
    )
    return window


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("panels", IN_FRONT, ids=lambda panels: panels[0])
def test_the_window_is_used_by_keys_alone(panels: tuple[str, ...], look: str, qtbot: QtBot, opened: MainWindow) -> None:
    window = at_rest(qtbot, opened)
    window.actions_by_key[look].trigger()
    for key in panels:
        window.raise_panel(key)
    qtbot.waitUntil(lambda: all(not is_behind(window.panels[key]) for key in panels))
    at_rest(qtbot, window)
    window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    way_of_tab(window)  # some buttons can be pressed once a table has a row in it that is current
    way = way_of_tab(window)
    assert unnamed(window) == []
    assert unreached(window, way) == []
    assert not [control for control in way if is_behind(control)]
    for panel in window.panels.values():
        inside = [control for control in way if panel.isAncestorOf(control)]
        assert out_of_order(inside) == []
    assert unseen_focus(window, way) == []


def test_the_start_page_is_used_by_keys_alone(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    way = way_of_tab(window)
    assert len(way) >= 4
    assert unnamed(window) == unreached(window, way) == out_of_order(way) == unseen_focus(window, way) == []


def test_f6_goes_around_the_window_and_back(qtbot: QtBot, opened: MainWindow) -> None:
    window = at_rest(qtbot, opened)
    window.canvas.setFocus()

    def part() -> str:
        at = QApplication.focusWidget()
        while at is not None and not isinstance(at, Panel) and at is not window.canvas:
            at = at.parentWidget()
        return at.objectName() if at is not None else ""

    def pressed(keys: Qt.KeyboardModifier) -> str:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, keys)
        return part()

    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    assert [pressed(none) for _ in range(4)] == ["tree", "inspector", "findings", "canvas"]
    assert [pressed(shift) for _ in range(4)] == ["findings", "inspector", "tree", "canvas"]
    finder = window.panels["tree"].finder
    assert pressed(none) == "tree" and finder.hasFocus()
    QTest.keyClick(finder, Qt.Key.Key_Tab)
    for _ in range(4):
        pressed(none)
    assert window.panels["tree"].view.hasFocus()  # where one was


def test_a_grid_is_selected_on_the_map_by_keys_and_read_about(qtbot: QtBot, opened: MainWindow) -> None:
    window = at_rest(qtbot, opened)
    canvas, session = window.canvas, window.session
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.hasFocus()  # nothing is selected that one could read about
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    [first] = session.selection
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    [second] = session.selection
    QTest.keyClick(canvas, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert session.selection == (first,) != (second,)
    window.raise_panel("dashboard")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    page = window.panels["inspector"].page
    qtbot.waitUntil(lambda: not is_behind(page))
    assert page.hasFocus()
    assert str(session.plan.value(first, "name")) in page.toPlainText()


def test_arrows_and_signs_move_the_map(qtbot: QtBot, opened: MainWindow) -> None:
    canvas = at_rest(qtbot, opened).canvas
    canvas.setFocus()
    before = canvas.view
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x > before.x and canvas.view.y == before.y
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.view == before
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.metres_per_pixel < before.metres_per_pixel
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.view.metres_per_pixel == pytest.approx(before.metres_per_pixel)


def test_the_map_says_what_is_selected(qtbot: QtBot, opened: MainWindow) -> None:
    window = at_rest(qtbot, opened)
    window.looks.speak("en")
    canvas, plan = window.canvas, window.session.plan
    told = QAccessible.queryAccessibleInterface(canvas)
    assert told.text(QAccessible.Text.Name) == "Map"
    assert told.text(QAccessible.Text.Description).startswith("Nothing selected. Arrows pan")
    grid = int(plan.grids.index[plan.grids["kind"] == "comprehensive"][0])
    window.session.select([grid])
    village = str(plan.value(int(plan.value(grid, "parent")), "name"))
    said = told.text(QAccessible.Text.Description)
    assert said.startswith(f"Selected: Comprehensive grid {plan.value(grid, 'name')}") and f" in {village}" in said
    window.session.select(plan.ids[:4].tolist())
    assert told.text(QAccessible.Text.Description).startswith("4 grids selected")


def test_a_screen_reader_hears_of_it_at_once(monkeypatch: pytest.MonkeyPatch, opened: MainWindow) -> None:
    heard: list[str] = []

    def update(event: QAccessibleAnnouncementEvent) -> None:
        heard.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(update))
    announce(opened.canvas, "one")
    opened.session.select([int(opened.session.plan.ids[0])])
    assert heard[0] == "one" and len(heard) == 2 and str(opened.session.plan.grids["name"].iloc[0]) in heard[1]


def test_the_arrow_at_the_end_of_a_bar_has_a_name(opened: MainWindow) -> None:
    opened.resize(1024, 640)
    opened.looks.speak("en")
    more = [child for child in opened.menus.bar.children() if child.objectName() == "qt_toolbar_ext_button"]
    assert [name_of(button) for button in more] == ["More tools"]
