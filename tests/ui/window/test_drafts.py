"""The whole way with real clicks: try it, edit, compare, go there, apply, undo; leave, come back, drop; the record."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from gridmap.edits import EndAssignment, GiveGround, SetAttributes, Stage
from gridmap.edits.stages import stages_in
from gridmap.ground.placement import households_in
from gridmap.project import drafts
from gridmap.project.drafts import drafts_of
from gridmap.project.project import Project
from gridmap.storage.draft_mark import DraftMark
from sample_data.make import make_plan
from tests.ui.window.windows import shown_window
from ui.dialogs.stages import StagesDialog
from ui.panels.comparison import ComparisonPanel
from ui.window.draft_bar import DraftBar
from ui.window.main_window import MainWindow
from ui.words.history_lines import what_was_done

WAIT = 20_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drafts") / "town.gpkg"
    Project.create(path, make_plan("town", 2020)).close()
    return path


@pytest.fixture
def window(nothing_left, qtbot: QtBot, town_file: Path, tmp_path: Path) -> Iterator[MainWindow]:
    path = shutil.copy(town_file, tmp_path / "town.gpkg")
    with shown_window(qtbot, tmp_path, path) as window:
        yield window


def bar_of(window: MainWindow) -> DraftBar:
    bar = window.findChild(DraftBar, "draft-bar")
    assert bar is not None
    return bar


def click(qtbot: QtBot, window: MainWindow, key: str) -> None:
    qtbot.mouseClick(bar_of(window).buttons[key], LEFT)


def begin(qtbot: QtBot, window: MainWindow, title: str | None = None) -> None:
    """Press the key for trying, type a title, and press Enter."""
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(QInputDialog) is not None, timeout=WAIT)
    dialog = window.findChild(QInputDialog)
    if title is not None:
        dialog.setTextValue(title)
    yes = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    with qtbot.waitSignals([window.desk.drafting.changed, window.session.findings_changed], timeout=WAIT):
        qtbot.mouseClick(yes, LEFT)
    # The dialog goes with the next round of events; without a screen nobody makes the window active again.
    qtbot.waitUntil(lambda: window.findChild(QInputDialog) is None, timeout=WAIT)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)


def give(window: MainWindow) -> tuple[int, int]:
    """Give the western third of some grid to a neighbour along it."""
    plan = window.session.plan
    for grid in plan.ids[(plan.ranks == 3) & plan.has_shape & plan.shares_ground].tolist():
        shape = plan.shape(grid)
        west, south, east, north = shape.bounds
        piece = shapely.intersection(shape, shapely.box(west, south, west + (east - west) / 3, north))
        family = plan.siblings(grid)
        shapes = plan.shapes(family)
        along = shapely.length(shapely.intersection(shapely.boundary(piece), shapes)) * (family != grid)
        taker = int(family[along.argmax()])
        if (
            along.max() > 30
            and households_in(plan, np.array([piece]))[0] > 0
            and window.session.perform(GiveGround(piece, taker))
        ):
            return grid, taker
    raise AssertionError("no two neighbours")


def hatched(window: MainWindow) -> float:
    """Return the share of the map that has the colour of ground that changes hands."""
    image = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
    return float((pixels == int(window.looks.appearance.notice[1:], 16)).mean())


def compare(qtbot: QtBot, window: MainWindow) -> ComparisonPanel:
    with qtbot.waitSignal(window.desk.drafting.compared, timeout=WAIT):
        click(qtbot, window, "compare-draft")
    panel = window.panels["comparison"]
    assert isinstance(panel, ComparisonPanel)
    return panel


def test_a_draft_is_tried_compared_applied_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    plan = window.session.plan
    assert not bar_of(window).isVisible()
    begin(qtbot, window, "东门调整")
    bar = bar_of(window)
    assert bar.isVisible()
    assert "东门调整" in bar.name.text()
    assert "东门调整" in window.windowTitle()
    assert not bar.buttons["apply-draft"].isEnabled()
    assert not window.actions_by_key["begin-draft"].isEnabled()
    giver, taker = give(window)
    assert bar.buttons["apply-draft"].isEnabled()
    panel = compare(qtbot, window)
    assert window.drafts.dock.isVisible()
    window.canvas.zoom_to(panel.comparison.ground.geometry.union_all())
    shown = panel.comparison.grids.index.tolist()
    assert {giver, taker} <= set(shown)
    assert panel.models["grids"].rowCount() == len(shown)
    qtbot.waitUntil(lambda: not window.canvas.is_busy, timeout=WAIT)
    assert hatched(window) > 0.005
    click(qtbot, window, "apply-draft")
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)
    assert not bar.isVisible()
    assert not window.drafts.dock.isVisible()
    qtbot.waitUntil(lambda: not window.canvas.is_busy, timeout=WAIT)
    assert hatched(window) == 0
    assert not window.session.plan.same_content(plan)
    assert drafts_of(window.session.project.path) == []
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.plan.same_content(plan), timeout=WAIT)
    assert not window.session.project.can_undo


def test_a_row_of_the_comparison_leads_the_map_there(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    give(window)
    panel = compare(qtbot, window)
    view = panel.views["grids"]
    rows = panel.comparison.grids
    wanted = int(rows.index[0])
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(panel.models["grids"].index(0, 1)).center())
    assert window.session.selection == (wanted,)
    x, y = shapely.get_coordinates(shapely.point_on_surface(window.session.plan.shape(wanted)))[0]
    box = window.canvas.view.box
    assert box[0] < x < box[2]
    assert box[1] < y < box[3]
    for at, part in enumerate(panel.models):
        tab = panel.tabs.tabBar()
        qtbot.mouseClick(tab, LEFT, pos=tab.tabRect(at).center())
        model, view = panel.models[part], panel.views[part]
        assert panel.tabs.currentWidget() is view
        assert model.rowCount() > 0
        qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(model.index(0, 0)).center())
        assert window.session.selection
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().split("\n")
    assert copied[0].split("\t") == [column.heading for column in model.columns]
    assert len(copied) == 2


def test_the_comparison_can_be_sorted_and_speaks_both_languages(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    give(window)
    panel = compare(qtbot, window)
    view, model = panel.views["grids"], panel.models["grids"]
    header = view.horizontalHeader()
    area = next(i for i, column in enumerate(model.columns) if "面积" in column.heading)
    where = QPoint(header.sectionViewportPosition(area) + 10, header.height() // 2)
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    where.setX(header.sectionViewportPosition(area) + 10)
    qtbot.mouseClick(header.viewport(), LEFT, pos=where)
    order = model.columns[area].order[model.rows]
    assert (order[1:] >= order[:-1]).all() or (order[1:] <= order[:-1]).all()
    window.actions_by_key["english"].trigger()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Change"
    assert bar_of(window).name.text().startswith("Draft: ")
    assert "change hands" in panel.summary.text()
    window.actions_by_key["chinese"].trigger()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "变动"


def test_who_answers_is_told_before_and_after(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    plan = window.session.plan
    assignments = plan.tables["assignments"]
    alone = assignments[~assignments["grid"].duplicated(keep=False) & (assignments["role"] == "full_time")]
    row, name = alone.index[0], plan.tables["workers"].loc[alone["worker"].iloc[0], "name"]
    window.session.perform(EndAssignment(int(row), "2020-12-31"))
    model = compare(qtbot, window).models["grids"]
    heads = [column.heading for column in model.columns]
    assert model.columns[heads.index("网格员（责任人）")].texts[0] == f"{name} → 无人"
    assert model.columns[heads.index("配备情况")].texts[0].endswith(" → 无人")


def test_a_draft_is_left_and_found_again_in_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    plan = window.session.plan
    begin(qtbot, window, "一")
    give(window)
    edited = window.session.plan
    click(qtbot, window, "leave-draft")
    assert window.session.plan is plan
    window.drafts.menu.aboutToShow.emit()
    [action] = window.drafts.menu.actions()
    assert action.text().startswith("一\t")
    with qtbot.waitSignal(window.desk.drafting.changed, timeout=WAIT):
        action.trigger()
    assert window.session.plan.same_content(edited)
    assert bar_of(window).isVisible()


def test_drafts_are_told_of_when_their_project_is_opened_and_looked_for_in_another_thread(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(qtbot, window, "一")
    path, threads, look = window.desk.drafting.base.path, list[int](), drafts.read_mark

    def noted(path: Path) -> DraftMark | None:
        threads.append(threading.get_ident())
        return look(path)

    monkeypatch.setattr(drafts, "read_mark", noted)
    window.session.close()
    there = window.words("draft-there", count=1)
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        window.open_project(path)
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == there, timeout=WAIT)
    assert threads and threading.get_ident() not in threads


@pytest.mark.parametrize("yes", [True, False])
def test_a_draft_is_dropped_only_after_asking(qtbot: QtBot, window: MainWindow, yes: bool) -> None:
    plan = window.session.plan
    begin(qtbot, window, "一")
    give(window)
    click(qtbot, window, "drop-draft")
    asked = window.findChild(QMessageBox)
    assert "一" in asked.text()
    button = next(b for b in asked.buttons() if (asked.buttonRole(b) == QMessageBox.ButtonRole.DestructiveRole) == yes)
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None, timeout=WAIT)
    assert bar_of(window).isVisible() != yes
    assert window.session.plan.same_content(plan) == yes
    assert len(window.desk.drafting.drafts) == (not yes)


def test_what_keeps_a_draft_from_being_applied_is_told_and_selected(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.window.main_window.QMessageBox.warning", lambda *args: told.append(args[2]))
    grid = int(window.session.plan.ids[-1])
    begin(qtbot, window, "一")
    window.session.perform(SetAttributes("grids", (grid,), {"name": "甲"}))
    click(qtbot, window, "leave-draft")
    window.session.perform(SetAttributes("grids", (grid,), {"name": "乙"}))
    window.drafts.menu.aboutToShow.emit()
    with qtbot.waitSignal(window.desk.drafting.changed, timeout=WAIT):
        window.drafts.menu.actions()[0].trigger()
    click(qtbot, window, "apply-draft")
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)
    assert str(window.session.plan.value(grid, "code")) in told[0]
    assert window.session.selection == (grid,)
    assert bar_of(window).isVisible()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_record_is_written_from_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    begin(qtbot, window, "东门调整")
    give(window)
    panel = compare(qtbot, window)
    chosen = {".docx": "Word (*.docx)", ".xlsx": "Excel (*.xlsx)"}[suffix]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "record"), chosen))
    qtbot.mouseClick(panel.export, LEFT)
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)
    assert (tmp_path / f"record{suffix}").stat().st_size > 8_000
    noted = window.desk.drafting.base.history()[-1]  # in the project that it is about
    assert (noted.action, noted.values["file"], noted.values["privacy"]) == ("export", f"record{suffix}", "briefing")
    assert noted.values["count"] == len(window.desk.drafting.comparison.grids)


def test_how_far_it_has_got_is_recorded_in_the_draft_and_after_it_was_applied(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_key["record-stages"].trigger()
    assert window.statusBar().currentMessage() == window.words("stages-none-applied")
    begin(qtbot, window, "东门调整")
    give(window)
    window.actions_by_key["record-stages"].trigger()
    [dialog] = window.findChildren(StagesDialog)
    assert [check.isEnabled() for check in dialog.done_of.values()] == [True, False, False]
    qtbot.mouseClick(dialog.done_of["propose"], LEFT)
    dialog.documents["propose"].setText("镇发〔2026〕3号")
    assert "县（市、区）同意" in dialog.heading.text()
    dialog.resize(dialog.sizeHint())
    assert dialog.width() <= 1000 and dialog.height() <= 500
    dialog.days["propose"].selectAll()
    qtbot.keyClicks(dialog.days["propose"], "2026-11-03")
    qtbot.keyClick(dialog.days["propose"], Qt.Key.Key_Return)
    stage = Stage("propose", dt.date(2026, 11, 3), "镇发〔2026〕3号")
    assert list(stages_in(window.session.plan).values()) == [(stage,)]
    assert "东门调整" in what_was_done(window.session.project.history()[-1], "zh")
    with qtbot.waitSignal(window.desk.drafting.changed, timeout=WAIT):
        click(qtbot, window, "apply-draft")
    window.actions_by_key["record-stages"].trigger()
    dialog = window.findChildren(StagesDialog)[-1]
    assert dialog.which.currentText() == "东门调整" and dialog.done_of["propose"].isChecked()
    qtbot.mouseClick(dialog.done_of["propose"], LEFT)
    qtbot.mouseClick(dialog.do, LEFT)
    assert stages_in(window.session.plan) == {}
    window.session.undo()
    assert list(stages_in(window.session.plan).values()) == [(stage,)]


def test_closing_the_window_in_a_draft_keeps_the_draft(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    begin(qtbot, window, "一")
    give(window)
    edited = window.session.plan
    window.close()
    [draft] = drafts_of(tmp_path / "town.gpkg")
    with Project.open(draft.path) as found:
        assert not found.read_only
        assert found.plan.same_content(edited)


def test_the_window_fits_a_small_screen_in_a_draft(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window, "一个名字很长很长的网格调整方案，长到放不下为止")
    give(window)
    compare(qtbot, window)
    for language in ("zh", "en"):
        window.words.speak(language)
        assert window.minimumSizeHint().width() <= 1366
        assert window.minimumSizeHint().height() <= 768
