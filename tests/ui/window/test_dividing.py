"""The whole way with real clicks: divide this village, compare plans, keep one as a draft, apply it, undo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from gridmap.model.plan import Plan
from gridmap.project.drafts import drafts_of
from gridmap.project.project import Project
from tests.division.ground import VILLAGE
from tests.division.test_proposals import street
from tests.ui.window.windows import WAIT, shown_window
from ui.dialogs.divide import DivideDialog
from ui.dialogs.division_sketch import _near
from ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(nothing_left, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A village with two grids, one of 600 households and one of 240."""
    path = tmp_path / "village.gpkg"
    Project.create(path, street([120] * 7, [250])).close()
    with shown_window(qtbot, tmp_path, path, "en") as window:
        yield window
    shutil.rmtree(tmp_path, ignore_errors=True)


def asked(qtbot: QtBot, window: MainWindow, grid: int = VILLAGE) -> DivideDialog:
    """Select a grid, press the key, and wait for the plans."""
    window.session.select([grid])
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(DivideDialog)), timeout=WAIT)
    [dialog] = window.findChildren(DivideDialog)
    qtbot.waitUntil(lambda: bool(dialog.proposals), timeout=WAIT)
    return dialog


def border(window: MainWindow) -> float:
    """Where the first grid ends, metres east of the corner."""
    return float(window.session.plan.shape(11).bounds[2]) - 500_000


def test_a_plan_becomes_a_draft_which_is_applied_and_undone(qtbot, window):
    dialog = asked(qtbot, window)
    assert dialog.isVisible() and dialog.proposals[0].households.tolist() == [480, 360]
    qtbot.mouseClick(dialog.draft, LEFT)
    drafting = window.desk.drafting
    qtbot.waitUntil(lambda: drafting.mark is not None and border(window) == 200, timeout=WAIT)
    assert drafting.mark.title == "村 divided anew"
    assert drafting.base.plan.shape(11).bounds[2] - 500_000 == 250, "the project is as it was"
    window.actions_by_key["apply-draft"].trigger()
    box = next((w for w in QApplication.topLevelWidgets() if w.isVisible() and w.inherits("QMessageBox")), None)
    if box is not None:
        qtbot.mouseClick(box.defaultButton() or box.buttons()[0], LEFT)
    qtbot.waitUntil(lambda: drafting.mark is None and border(window) == 200, timeout=WAIT)
    assert not drafts_of(window.session.project.path)
    window.actions_by_key["undo"].trigger()
    assert border(window) == 250


def test_a_plan_is_carried_out_as_one_step(qtbot, window):
    dialog = asked(qtbot, window, 11)
    qtbot.mouseClick(dialog.carry_out, LEFT)
    assert border(window) == 200
    window.actions_by_key["undo"].trigger()
    assert border(window) == 250


def test_other_limits_give_other_plans_and_what_cannot_be_is_said(qtbot, window):
    dialog = asked(qtbot, window)
    dialog.least.setValue(50)
    dialog.most.setValue(100)
    qtbot.waitUntil(lambda: not dialog.proposals, timeout=WAIT)
    qtbot.waitUntil(lambda: bool(dialog.proposals), timeout=WAIT)
    assert len(dialog.proposals[0].shapes) == 7
    assert "120 households" in dialog.note.text() and "grids of their own" in dialog.note.text()
    dialog.least.setValue(400)
    dialog.most.setValue(300)
    qtbot.waitUntil(lambda: "more than the most" in dialog.note.text(), timeout=WAIT)
    assert not dialog.draft.isEnabled() and not dialog.carry_out.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert border(window) == 250


def test_a_click_on_the_map_of_a_plan_chooses_it(qtbot, window):
    dialog = asked(qtbot, window)
    for number, sketch in enumerate(dialog._sketches):
        qtbot.mouseClick(sketch, LEFT)
        assert dialog.proposal is dialog.proposals[number] and sketch.is_chosen
    dialog.reject()


def test_it_closes_when_the_project_changes_and_can_be_left_while_it_works(qtbot, window):
    dialog = asked(qtbot, window)
    window.session.perform(SetAttributes("grids", (11,), {"name": "新名"}))
    assert not dialog.isVisible()
    window.drafts.divide()
    [again] = [found for found in window.findChildren(DivideDialog) if found.isVisible()]
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)


def test_without_a_village_the_window_says_what_to_select(qtbot, window):
    window.session.select([])
    window.drafts.divide()
    assert not window.findChildren(DivideDialog)
    assert "Select the village" in window.statusBar().currentMessage()


def test_the_menu_of_a_grid_offers_it(qtbot, window):
    window.menus.map_menu.fill(11)
    assert window.actions_by_key["divide"].isEnabled()


def test_it_is_in_both_languages(qtbot, window):
    dialog = asked(qtbot, window)
    window.words.speak("zh")
    assert dialog.carry_out.text() == "直接执行" and dialog.windowTitle() == "重新划分网格"
    assert dialog.group.button(0).text() == "方案1"
    dialog.reject()


def test_the_map_of_a_plan_shows_of_a_lake_that_crosses_itself_what_lies_in_the_village():
    plan = street([120] * 7, [250])
    ground = plan.shape(VILLAGE)
    west, south, east, north = ground.bounds
    crossed = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    lakes = gpd.GeoDataFrame({"name": ["湖"]}, index=[1], geometry=[crossed], crs=plan.crs)
    [seen] = _near(Plan(plan.scheme, {**plan.tables, "water": lakes}), "water", ground)
    assert shapely.area(seen) == pytest.approx(shapely.area(ground) / 2)
