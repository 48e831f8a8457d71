"""Editing from the window: the bar and its keys, the panel, the menu of a grid, named steps, attributes of many."""

from __future__ import annotations

import re

import numpy as np
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes, SplitEqually
from gridmap.outcome.outcome import work_out
from ui.dialogs.set_attributes import SetAttributesDialog
from ui.panels.editing import EditingPanel
from ui.window.actions import ACTIONS
from ui.window.main_window import MainWindow

WAIT = 20_000


def grids_of(window: MainWindow, count: int) -> list[int]:
    """Return the ids of some comprehensive grids of one village."""
    plan = window.session.plan
    village = int(plan.ids[plan.ranks == 2][0])
    return [grid for grid in plan.children(village).tolist() if plan.value(grid, "kind") == "comprehensive"][:count]


def panel_of(window: MainWindow) -> EditingPanel:
    panel = window.panels["editing"]
    assert isinstance(panel, EditingPanel)
    return panel


def test_the_bar_is_there_while_a_project_may_be_changed(opened: MainWindow) -> None:
    assert opened.menus.modes.isVisible()
    assert opened.menus.modes.orientation() == Qt.Orientation.Vertical
    assert (opened.width(), opened.height()) == (1366, 768)
    assert all(opened.menus.modes.widgetForAction(action).isVisible() for action in opened.menus.modes.actions())
    opened.session.close()
    assert not opened.menus.modes.isVisible()


def test_every_tool_says_what_it_is_on_the_bar_and_in_the_panel(qtbot: QtBot, opened: MainWindow) -> None:
    for spec in ACTIONS:
        if spec.menu == "boundaries" and spec.choice:
            qtbot.mouseClick(
                opened.menus.modes.widgetForAction(opened.actions_by_key[spec.key]), Qt.MouseButton.LeftButton
            )
            assert opened.canvas.tool.key == spec.argument
            assert panel_of(opened).isVisible()
            assert panel_of(opened).heading.text() == opened.words(f"action-tool-{spec.argument}")
            assert panel_of(opened).help.text()
    qtbot.keyClick(opened, Qt.Key.Key_V)
    assert panel_of(opened).heading.text() == opened.words("editing-no-tool")


def test_the_next_step_back_is_named(opened: MainWindow) -> None:
    undo, redo = opened.actions_by_key["undo"], opened.actions_by_key["redo"]
    assert undo.text() == "撤销"
    opened.session.perform(SetAttributes("grids", tuple(grids_of(opened, 2)), {"note": "x"}))
    assert undo.text() == "撤销：修改网格的备注（2 行）"
    undo.trigger()
    assert undo.text() == "撤销"
    assert redo.text().startswith("重做：修改网格的")
    opened.looks.speak("en")
    assert redo.text().startswith("Redo: Changed note")
    opened.looks.speak("zh")


def test_the_menu_of_a_grid_goes_there_and_to_its_parent(opened: MainWindow) -> None:
    [grid] = grids_of(opened, 1)
    menu, session = opened.menus.map_menu, opened.session
    menu.fill(grid)
    assert session.selection == (grid,)
    texts = [action.text() for action in menu.actions()]
    assert str(session.plan.value(grid, "code")) in texts[0]
    shown: list[object] = []
    session.view_wanted.connect(shown.append)
    next(action for action in menu.actions() if action.text() == "缩放到此网格").trigger()
    assert shown == [session.plan.shape(grid)]
    assert opened.actions_by_key["tool-vertices"] in menu.actions()
    assert opened.actions_by_key["tool-clip"] not in menu.actions()
    next(action for action in menu.actions() if action.text() == "锁定所选 1 个网格").trigger()
    assert opened.desk.editing.locks.grids == {grid}
    next(action for action in menu.actions() if action.text() == "选中上级").trigger()
    assert session.selection == (int(session.plan.value(grid, "parent")),)
    menu.fill(0)
    assert menu.actions() == [opened.actions_by_key[key] for key in ("fit", "back", "forward")]


def test_a_right_click_asks_for_the_menu_of_what_is_there(qtbot: QtBot, opened: MainWindow) -> None:
    asked: list[tuple[int, QPoint]] = []
    opened.canvas.menu_wanted.disconnect()
    opened.canvas.menu_wanted.connect(lambda grid, at: asked.append((grid, at)))
    [grid] = grids_of(opened, 1)
    opened.canvas.zoom_to(opened.session.plan.shape(grid))
    qtbot.waitUntil(lambda: not opened.canvas.is_busy, timeout=WAIT)
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    inner = opened.session.plan.shape(grid).point_on_surface()
    px, py = opened.canvas.view.to_screen(inner.x, inner.y)
    at = QPoint(round(px), round(py))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, opened.canvas.mapToGlobal(at))
    QApplication.sendEvent(opened.canvas, event)
    assert asked == [(grid, opened.canvas.mapToGlobal(at))]


def test_levels_and_grids_are_locked_and_unlocked_from_the_menu(opened: MainWindow) -> None:
    editing, locks = opened.desk.editing, opened.menus.locks
    assert editing.locked_ranks == {1, 2}
    assert [action.isChecked() for action in locks.levels.values()] == [True, True, False]
    locks.levels[2].trigger()
    assert editing.locked_ranks == {1}
    grids = grids_of(opened, 2)
    opened.session.select(grids)
    locks.refresh()
    locks.grids.trigger()
    assert editing.locks.grids == set(grids)
    opened.session.undo()
    assert not editing.locks.grids


def test_attributes_of_several_grids_are_set_at_once(qtbot: QtBot, opened: MainWindow) -> None:
    grids = grids_of(opened, 3)
    opened.session.select(grids)
    opened.actions_by_key["set-attributes"].trigger()
    dialog = opened.findChild(SetAttributesDialog)
    assert dialog is not None
    assert dialog.texts["name"].placeholderText() == "（各不相同，保持不变）"
    assert not dialog.do.isEnabled()
    qtbot.keyClicks(dialog.texts["note"], "checked")
    dialog.setting.setCurrentIndex(dialog.setting.findData("rural"))
    names = opened.session.plan.grids.loc[grids, "name"].tolist()
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    rows = opened.session.plan.grids.loc[grids]
    assert set(rows["note"]) == {"checked"}
    assert set(rows["setting"]) == {"rural"}
    assert rows["name"].tolist() == names
    opened.session.undo()
    assert not np.isin("checked", opened.session.plan.grids["note"])


def test_a_choice_in_the_panel_and_its_button_do_the_edit(qtbot: QtBot, opened: MainWindow) -> None:
    session, canvas, panel = opened.session, opened.canvas, panel_of(opened)
    opened.map.take_tool("give-area")
    [grid] = grids_of(opened, 1)
    shape = session.plan.shape(grid)
    canvas.zoom_to(shape, 0.4)
    qtbot.waitUntil(lambda: not canvas.is_busy, timeout=WAIT)
    session.select([grid])
    beside = [session.plan.shape(one) for one in session.plan.siblings(grid).tolist() if one != grid]
    shared = max((shape.boundary.intersection(one.boundary) for one in beside if one is not None), key=shapely.length)
    at = shapely.line_interpolate_point(shapely.line_merge(shared), 0.5, normalized=True)
    px, py = canvas.view.to_screen(at.x, at.y)
    corners = [QPoint(round(px) + dx, round(py) + dy) for dx, dy in ((-25, -25), (25, -25), (25, 25), (-25, 25))]
    for corner in corners:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.desk.editing.outcome is not None, timeout=WAIT)
    assert isinstance(panel.fields["to"], QComboBox)
    assert panel.fields["to"].currentData() == grid
    assert panel.fields["to"].accessibleName()
    assert opened.desk.editing.outcome.refused is None
    assert re.search("<td>面积（平方(米|公里)）</td><td align='right'>[0-9.,]+ → [0-9.,]+</td>", panel.figures.text())
    plan = session.plan
    assert isinstance(panel.accept, QPushButton)
    qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    assert session.plan is not plan
    assert session.plan.shape(grid).area > shape.area
    assert not panel.accept.isVisible()
    assert not isinstance(panel.fields.get("name"), QLineEdit)


def propose_shares(qtbot: QtBot, window: MainWindow) -> int:
    """Propose to split a grid into shares, and return its id."""
    plan = window.session.plan
    grid = next(one for one in grids_of(window, 99) if work_out(plan, SplitEqually(one)).change is not None)
    qtbot.keyClick(window.canvas, Qt.Key.Key_D)
    window.session.select([])
    window.session.select([grid])
    qtbot.waitUntil(panel_of(window).accept.isVisible, timeout=WAIT)
    return grid


def test_enter_accepts_in_every_field_of_the_panel(qtbot: QtBot, opened: MainWindow) -> None:
    panel, session = panel_of(opened), opened.session
    for key in ("parts", "direction"):  # a number and a choice
        propose_shares(qtbot, opened)
        before = len(session.plan.ids)
        qtbot.keyClick(panel.fields[key], Qt.Key.Key_Return)
        assert len(session.plan.ids) == before + 1, key
        session.undo()


def test_on_a_button_enter_does_what_the_button_says(qtbot: QtBot, opened: MainWindow) -> None:
    panel, session = panel_of(opened), opened.session
    propose_shares(qtbot, opened)
    before = session.plan
    panel.drop.setFocus()
    qtbot.keyClick(panel.drop, Qt.Key.Key_Return)
    assert session.plan is before and panel.drop.isHidden()
    propose_shares(qtbot, opened)
    panel.accept.setFocus()
    qtbot.keyClick(panel.accept, Qt.Key.Key_Return)
    assert len(session.plan.ids) == len(before.ids) + 1


def test_escape_in_a_field_forgets_what_is_proposed(qtbot: QtBot, opened: MainWindow) -> None:
    panel = panel_of(opened)
    propose_shares(qtbot, opened)
    qtbot.keyClick(panel.fields["parts"], Qt.Key.Key_Escape)
    assert opened.desk.editing.outcome is None


def test_enter_in_the_tree_accepts_what_was_chosen_there(qtbot: QtBot, opened: MainWindow) -> None:
    session, tree = opened.session, opened.panels["tree"]
    propose_shares(qtbot, opened)
    before, view = len(session.plan.ids), opened.canvas.view
    qtbot.keyClick(tree.view, Qt.Key.Key_Return)
    assert len(session.plan.ids) == before + 1
    assert opened.canvas.view == view


def test_what_still_follows_the_pointer_has_no_button_to_accept_it(qtbot: QtBot, opened: MainWindow) -> None:
    panel, session = panel_of(opened), opened.session
    [grid] = grids_of(opened, 1)
    west, south, east, north = session.plan.shape(grid).bounds
    session.select([grid])
    session.show(shapely.box(west, south, east, north))
    qtbot.keyClick(opened.canvas, Qt.Key.Key_S)
    pixel = lambda x, y: QPoint(*map(round, opened.canvas.view.to_screen(x, y)))  # noqa: E731
    middle = (west + east) / 2
    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=pixel(middle, north + (north - south) / 20))
    qtbot.mouseMove(opened.canvas, pixel(middle, south - (north - south) / 20))
    qtbot.waitUntil(lambda: opened.desk.editing.outcome is not None, timeout=WAIT)
    assert opened.desk.editing.is_provisional and panel.accept.isHidden()
