"""Two maps at once: side by side and to swipe, the draft or an earlier state, moved and selected on together."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes, SplitEqually
from gridmap.model.plan import Plan
from gridmap.outcome.outcome import work_out
from gridmap.project import earlier
from ui.dialogs import long_steps
from ui.window.main_window import MainWindow

WAIT = 20_000
LEFT = Qt.MouseButton.LeftButton


def split(window: MainWindow) -> int:
    """Split the first grid that can be, and return its id."""
    plan = window.session.plan
    grid = next(one for one in plan.ids[plan.ranks == 3].tolist() if work_out(plan, SplitEqually(one)).change)
    assert window.session.perform(SplitEqually(grid)) is not None
    return grid


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window, key, keys)


@pytest.fixture
def edited(opened: MainWindow) -> MainWindow:
    """The window after a split, with the state before it beside the map."""
    split(opened)
    return opened


def test_f7_shows_the_beginning_beside_now_and_f7_again_one_map(qtbot: QtBot, edited: MainWindow) -> None:
    pair, count = edited.pair, len(edited.session.plan.ids)
    press(qtbot, edited, Qt.Key.Key_F7)
    assert pair.way == "side" and edited.actions_by_key["map-side"].isChecked()
    assert len(pair.other.session.plan.ids) == count - 1
    assert pair.other.isVisible() and pair.other.geometry().right() < edited.canvas.geometry().left()
    assert abs(pair.other.width() - edited.canvas.width()) <= 2
    assert [title.text() for title in pair.titles] == [edited.words("history-begin"), edited.words("pair-now")]
    assert len(edited.session.plan.ids) == count  # nothing was taken back
    press(qtbot, edited, Qt.Key.Key_F7)
    assert pair.way == "one" and pair.other is None
    assert edited.canvas.geometry() == pair.rect()
    assert edited.actions_by_key["map-one"].isChecked()


def test_a_state_that_is_far_is_worked_out_in_another_thread_and_given_up_for_one_map(
    qtbot: QtBot, edited: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, pair, threads = edited.session, edited.pair, list[int]()
    along, count = earlier.plan_along, len(session.plan.ids)

    def noted(*given: Any) -> Plan:
        threads.append(threading.get_ident())
        return along(*given)

    monkeypatch.setattr(earlier, "plan_along", noted)
    monkeypatch.setattr(long_steps, "LONG_BYTES", 1)
    press(qtbot, edited, Qt.Key.Key_F7)
    assert pair.way == "one" and edited.actions_by_key["map-one"].isChecked()
    qtbot.waitUntil(lambda: pair.way == "side", timeout=WAIT)
    assert edited.actions_by_key["map-side"].isChecked() and len(pair.other.session.plan.ids) == count - 1
    press(qtbot, edited, Qt.Key.Key_F7)
    press(qtbot, edited, Qt.Key.Key_F7)
    edited.actions_by_key["map-one"].trigger()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert pair.way == "one" and threads and threading.get_ident() not in threads


def test_who_moves_one_map_moves_the_other(qtbot: QtBot, edited: MainWindow) -> None:
    press(qtbot, edited, Qt.Key.Key_F7)
    canvas, other = edited.canvas, edited.pair.other
    for one, two in ((canvas, other), (other, canvas)):
        one.setFocus()
        qtbot.keyClick(one, Qt.Key.Key_Plus)
        qtbot.keyClick(one, Qt.Key.Key_Left)
        assert (two.view.x, two.view.y) == pytest.approx((one.view.x, one.view.y))
        assert two.view.metres_per_pixel == pytest.approx(one.view.metres_per_pixel)


def test_what_is_selected_on_one_map_is_selected_on_the_other(qtbot: QtBot, edited: MainWindow) -> None:
    press(qtbot, edited, Qt.Key.Key_F7)
    session, there = edited.session, edited.pair.other.session
    new = int(session.plan.ids.max())
    old = int(there.plan.ids[there.plan.ranks == 3][0])
    session.select([old, new])  # the new one is not there yet in the other
    assert there.selection == (old,)
    other = edited.pair.other
    qtbot.waitUntil(lambda: not other.is_busy, timeout=WAIT)
    session.select([])
    west, south, east, north = there.plan.shape(old).bounds
    px, py = other.view.to_screen((west + east) / 2, (south + north) / 2)
    qtbot.mouseClick(other, LEFT, pos=QPoint(round(px), round(py)))
    assert session.selection == there.selection != ()


def test_swiped_the_other_map_lies_over_a_part_of_the_window_and_the_edge_is_dragged(
    qtbot: QtBot, edited: MainWindow
) -> None:
    press(qtbot, edited, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    pair = edited.pair
    assert pair.way == "swipe" and pair.other.geometry() == edited.canvas.geometry() == pair.rect()
    assert pair.other.view.box == pytest.approx(edited.canvas.view.box)  # the same ground in the same place
    assert pair.other.mask().boundingRect().width() == round(pair.width() / 2)
    edge = pair.edge
    qtbot.mousePress(edge, LEFT, pos=QPoint(4, 200))
    at = QPointF(4 - 150, 200)
    none = Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(edge, QMouseEvent(QEvent.Type.MouseMove, at, edge.mapToGlobal(at), *none))
    assert pair.other.mask().boundingRect().width() == pytest.approx(pair.width() / 2 - 150, abs=2)
    assert pair.other.view.box == pytest.approx(edited.canvas.view.box)
    share = pair.share
    edge.setFocus()
    qtbot.keyClick(edge, Qt.Key.Key_Right)
    assert pair.share == pytest.approx(share + 0.02)
    qtbot.mouseDClick(edge, LEFT, pos=QPoint(4, 200))
    assert pair.share == 0.5
    # On the left of the edge one is on the other map, on the right of it on the window's.
    assert pair.childAt(20, 300) is pair.other and pair.childAt(pair.width() - 20, 300) is edited.canvas


def test_a_draft_is_shown_beside_the_division_in_force(qtbot: QtBot, opened: MainWindow) -> None:
    opened.desk.drafting.begin("东区")
    qtbot.waitUntil(lambda: opened.desk.drafting.mark is not None, timeout=WAIT)
    split(opened)
    press(qtbot, opened, Qt.Key.Key_F7)
    pair = opened.pair
    assert [title.text() for title in pair.titles] == ["现行划分", "方案：东区"]
    assert len(pair.other.session.plan.ids) == len(opened.session.plan.ids) - 1
    opened.looks.speak("en")
    assert [title.text() for title in pair.titles] == ["In force", "Draft: 东区"]
    opened.looks.speak("zh")
    opened.drafts.leave()
    assert pair.way == "one" and pair.other is None


def test_any_step_of_the_history_can_stand_beside_the_map(qtbot: QtBot, edited: MainWindow) -> None:
    session = edited.session
    grid = int(session.plan.ids[session.plan.ranks == 3][0])
    session.perform(SetAttributes("grids", (grid,), {"name": "改过的名称"}))
    edited.raise_panel("history")
    panel = edited.panels["history"]
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3, timeout=WAIT)
    panel.view.setCurrentIndex(panel.model.index(1, 0))  # after the split, before the name
    panel.beside.trigger()
    other = edited.pair.other.session.plan
    assert len(other.ids) == len(session.plan.ids) and other.value(grid, "name") != "改过的名称"
    assert panel.model.called(1) in edited.pair.titles[0].text()
    assert session.plan.value(grid, "name") == "改过的名称"


def test_a_project_without_history_says_that_there_is_nothing_to_compare(qtbot: QtBot, opened: MainWindow) -> None:
    press(qtbot, opened, Qt.Key.Key_F7)
    assert opened.pair.way == "one" and not opened.actions_by_key["map-side"].isChecked()
    assert opened.statusBar().currentMessage() == opened.words("pair-nothing-earlier")


def test_both_maps_show_the_same_layers_in_the_same_light(qtbot: QtBot, edited: MainWindow) -> None:
    press(qtbot, edited, Qt.Key.Key_F7)
    edited.map.set_theme("staffing")
    keys = [shown.layer.key for shown in edited.canvas.layers if shown.is_seen]
    assert [shown.layer.key for shown in edited.pair.other.layers if shown.is_seen] == keys
    edited.actions_by_key["dark"].trigger()
    assert edited.pair.other.appearance is edited.canvas.appearance
    edited.actions_by_key["light"].trigger()


def test_with_the_project_the_other_map_goes(qtbot: QtBot, edited: MainWindow) -> None:
    press(qtbot, edited, Qt.Key.Key_F7)
    edited.session.close()
    assert edited.pair.way == "one" and edited.pair.other is None
