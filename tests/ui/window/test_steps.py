"""The map stays where it is, whatever is done; what is taken back is said by name and place, and shown."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridmap.edits import GiveGround, SetAttributes
from gridmap.ground.tiling import valid_shapes
from gridmap.mending import offers
from ui.session.steps import Step
from ui.window.main_window import MainWindow
from ui.words.grid_names import grid_name

WAIT = 20_000
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def neighbours(window: MainWindow) -> tuple[int, int]:
    """Two grids of the lowest level that border each other, with ground on both sides."""
    plan = window.session.plan
    lowest = np.flatnonzero((plan.ranks == plan.ranks.max()) & plan.has_shape & plan.shares_ground)
    shapes = valid_shapes(plan)[lowest]
    for at in range(len(lowest)):
        near = np.flatnonzero(shapely.relate_pattern(shapes, shapes[at], "F***1****"))
        near = near[plan.parents[lowest[near]] == plan.parents[lowest[at]]]
        if len(near):
            return int(plan.ids[lowest[at]]), int(plan.ids[lowest[near[0]]])
    raise AssertionError("no neighbours")


def give(qtbot: QtBot, window: MainWindow) -> tuple[int, int, shapely.Geometry]:
    """Give a strip along their border from one grid to another, and wait until that is checked."""
    giver, taker = neighbours(window)
    plan = window.session.plan
    strip = plan.shape(giver).intersection(plan.shape(taker).buffer(4))
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        assert window.session.perform(GiveGround(strip, taker))
    return giver, taker, strip


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        qtbot.keyClick(window.canvas, key, modifier)


@pytest.fixture
def shown(opened, qtbot) -> MainWindow:
    opened.activateWindow()
    opened.canvas.setFocus()
    qtbot.waitUntil(opened.canvas.hasFocus)
    return opened


@pytest.mark.parametrize("panel", ["open", "closed"])
def test_no_edit_takes_the_map_back_to_the_finding_chosen_before(shown, qtbot, panel):
    if panel == "closed":
        shown.docks["findings"].hide()
        qtbot.waitUntil(lambda: shown.canvas.height() > shown.height() * 0.7)
    qtbot.keyClick(shown.canvas, KEY.Key_F8)
    finding, at_finding = shown.session.finding, shown.canvas.view
    assert finding is not None
    qtbot.keyClick(shown.canvas, KEY.Key_Home)
    for key in (KEY.Key_Plus, KEY.Key_Plus, KEY.Key_Right, KEY.Key_Down):
        qtbot.keyClick(shown.canvas, key)
    view = shown.canvas.view
    assert not view.is_near(at_finding)
    give(qtbot, shown)
    assert shown.session.finding.id == finding.id  # it is still looked at, and lit up
    assert shown.canvas.view == view
    qtbot.keyClick(shown.canvas, KEY.Key_Escape)
    assert shown.session.finding is None and shown.canvas.view == view


def test_undo_and_redo_say_what_they_took_back_and_where(shown, qtbot):
    shown.words.speak("en")
    _, taker, strip = give(qtbot, shown)
    name = grid_name(shown.session.plan, taker)
    said = f"gave {strip.area:,.1f} m² to {name}"
    assert shown.statusBar().currentMessage().startswith(f"G{said[1:]}")
    press(qtbot, shown, KEY.Key_Z, CONTROL)
    assert shown.statusBar().currentMessage().startswith(f"Undid: {said}")
    press(qtbot, shown, KEY.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert shown.statusBar().currentMessage().startswith(f"Redid: {said}")
    assert name in shown.actions_by_key["undo"].text()


def test_an_edit_of_attributes_names_the_grid(shown, qtbot):
    grid = neighbours(shown)[0]
    with qtbot.waitSignal(shown.session.findings_changed, timeout=WAIT):
        shown.session.perform(SetAttributes("grids", (grid,), {"note": "西门"}))
    press(qtbot, shown, KEY.Key_Z, CONTROL)
    assert grid_name(shown.session.plan, grid) in shown.statusBar().currentMessage()


def test_what_is_taken_back_in_sight_flashes_and_the_view_stays(shown, qtbot):
    *_, strip = give(qtbot, shown)
    assert not shown.canvas.flash.is_on  # who draws looks at it
    shown.canvas.zoom_to(strip.buffer(200))
    view = shown.canvas.view
    press(qtbot, shown, KEY.Key_Z, CONTROL)
    assert shown.canvas.flash.is_on and shown.canvas.view == view
    qtbot.waitUntil(lambda: not shown.canvas.flash.is_on, timeout=WAIT)


def test_ground_of_many_grids_is_found_in_another_thread_and_flashes_if_the_plan_is_still_shown(
    shown, qtbot, monkeypatch
):
    asked = []
    find = Step._moved
    monkeypatch.setattr(Step, "_moved", lambda step, grids: asked.append(threading.get_ident()) or find(step, grids))
    grids = tuple(shown.session.plan.ids[shown.session.plan.has_shape][-40:].tolist())
    assert shown.session.perform(SetAttributes("grids", grids, {"note": "西门"}))
    shown.canvas.flash.let_go()
    session = shown.session
    undone = session.undo()
    assert len(undone.rows["grids"].ids) == 40
    qtbot.waitUntil(lambda: shown.canvas.flash.is_on, timeout=WAIT)
    assert len(asked) == 1 and asked[0] != threading.get_ident()
    pointed: list[int] = []
    monkeypatch.setattr(shown.steps, "_point_out", lambda ground: pointed.append(len(ground)))
    session.redo()
    session.undo()  # what was done again is not shown any more
    qtbot.waitUntil(lambda: len(asked) == 3 and not session.is_working, timeout=WAIT)
    assert pointed == [40]


def test_what_is_taken_back_out_of_sight_is_gone_to_at_the_same_scale(shown, qtbot):
    *_, strip = give(qtbot, shown)
    far = shown.session.plan.shape(int(shown.session.plan.ids[shown.session.plan.has_shape][0]))
    shown.canvas.zoom_to(strip.buffer(300))
    scale = shown.canvas.view.metres_per_pixel
    shown.canvas.navigation.pan(5_000, 5_000)
    assert far is not None and not shown.canvas.view.shows(strip.bounds)
    press(qtbot, shown, KEY.Key_Z, CONTROL)
    assert shown.canvas.view.shows(strip.bounds)
    assert shown.canvas.view.metres_per_pixel == pytest.approx(scale)
    qtbot.keyClick(shown.canvas, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)  # and back to where one was
    assert not shown.canvas.view.shows(strip.bounds)


def test_a_mend_is_said_and_shown_and_the_list_stays(shown, qtbot):
    shown.session.look_at(next(f for f in shown.session.findings.open if f.rule == "gap"))
    edit = next(offer.edit for offer in offers(shown.session.plan, shown.session.finding) if offer.edit is not None)
    view = shown.canvas.view
    with qtbot.waitSignal(shown.session.findings_changed, timeout=WAIT):
        assert shown.session.perform(edit, mends=True)
    assert shown.session.finding is None and shown.canvas.flash.is_on and shown.canvas.view == view
    assert shown.statusBar().currentMessage()
