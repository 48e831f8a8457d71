"""What stands in the window is read in light and in dark, measured in what was painted: WCAG 2.2, level AA."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from tests.ui.legible import illegible, texts
from ui.window.main_window import MainWindow

WAIT = 60_000
LOOKS = ["light", "dark"]


@pytest.fixture(params=LOOKS)
def worn(request: pytest.FixtureRequest, qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window in light and in dark, at rest, with everything checked and the findings open."""
    opened.actions_by_key[request.param].trigger()
    opened.resize(1600, 960)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    rest(qtbot, opened)
    return opened


def rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.session.is_working and not window.canvas.is_busy, timeout=WAIT)
    QApplication.processEvents()


def test_all_panels_are_read(qtbot: QtBot, worn: MainWindow) -> None:
    plan = worn.session.plan
    worn.session.select([int(plan.grids.index[plan.grids["kind"] == "comprehensive"][0])])
    worn.told("一句话", 60_000)
    for panels in (("tree", "inspector", "findings"), ("layers", "dashboard", "people"), ("history", "editing")):
        for key in panels:
            worn.raise_panel(key)
        QTest.qWait(50)
        rest(qtbot, worn)
        qtbot.waitUntil(lambda: len(list(texts(worn))) > 60, timeout=30_000)  # the people are put in order aside
        assert illegible(worn) == []


def test_rows_are_read_that_are_selected_or_pointed_at(qtbot: QtBot, worn: MainWindow) -> None:
    view = worn.panels["findings"].view
    qtbot.waitUntil(lambda: view.model().rowCount() > 4)
    view.selectRow(1)
    rest(qtbot, worn)
    QTest.mouseMove(view.viewport(), view.visualRect(view.model().index(3, 2)).center())
    tree = worn.panels["tree"].view
    tree.expandAll()
    tree.selectionModel().select(tree.indexAt(QPoint(40, 12)), tree.selectionCommand(tree.indexAt(QPoint(40, 12))))
    assert illegible(worn) == []
    QTest.mouseMove(tree.viewport(), QPoint(60, 40))
    assert illegible(worn) == []


def test_buttons_are_read_that_are_pressed_or_pointed_at(worn: MainWindow) -> None:
    worn.actions_by_key["theme-workload"].trigger()
    button = worn.menus.bar.widgetForAction(worn.actions_by_key["theme-staffing"])
    QTest.mouseMove(button, button.rect().center())
    button.setDown(True)
    faults = illegible(worn)
    button.setDown(False)
    assert faults == []


@pytest.mark.parametrize("menu", ["file", "view", "boundaries", "findings"])
def test_menus_are_read(menu: str, worn: MainWindow) -> None:
    shown: QMenu = worn.menus.menus[menu]
    shown.popup(QPoint(20, 40))
    entries = [action for action in shown.actions() if action.isEnabled() and action.text()]
    shown.setActiveAction(entries[0])
    QApplication.processEvents()
    faults, count = illegible(shown), len(list(texts(shown)))
    shown.close()
    assert faults == [] and count >= len(entries)


def test_what_is_refused_and_a_draft_are_read(qtbot: QtBot, worn: MainWindow) -> None:
    plan = worn.session.plan
    grid = int(plan.grids.index[plan.grids["kind"] == "comprehensive"][0])
    with qtbot.waitSignal(worn.desk.drafting.changed, timeout=WAIT):
        worn.desk.drafting.begin("试一试")
    worn.session.perform(SetAttributes("grids", (grid,), {"name": "新名字"}))
    worn.map.take_tool("split")
    worn.panels["editing"].reason.setText("不能这样划")
    worn.panels["editing"].reason.show()
    rest(qtbot, worn)
    assert illegible(worn) == []


def test_the_start_page_is_read(qtbot: QtBot, window: MainWindow) -> None:
    for look in LOOKS:
        window.actions_by_key[look].trigger()
        QApplication.processEvents()
        assert illegible(window) == []


def test_too_little_contrast_is_noticed(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(300, 80)
    box.setStyleSheet("background: #ffffff")
    said = []
    for number, colour in enumerate(("#767676", "#8a8a8a")):
        label = QLabel("网格 Grid", box)
        label.setStyleSheet(f"color: {colour}")
        label.setGeometry(10, 10 + 30 * number, 200, 24)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        said.append(label)
    box.show()
    [fault] = illegible(box)
    assert np.isclose(float(fault.split()[0]), 3.45, atol=0.1)
