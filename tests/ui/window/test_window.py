"""The real window through the jobs of a morning: open, find a gap, mend it, undo, change theme and language, close."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from gridmap.edits import SetAttributes
from ui.dialogs.export import ExportDialog
from ui.look.words import Words
from ui.panels.findings import FindingsPanel
from ui.panels.layers_panel import LayersPanel
from ui.panels.tree import TreePanel
from ui.session.settings import Settings
from ui.window.actions import ACTIONS
from ui.window.main_window import MainWindow
from ui.words.labels import term

WAIT = 20_000


def findings_of(window: MainWindow) -> FindingsPanel:
    panel = window.panels["findings"]
    assert isinstance(panel, FindingsPanel)
    return panel


def test_the_start_page_is_up_at_once_and_opens_a_project_in_the_background(opened: MainWindow) -> None:
    assert opened.canvas.isVisible()
    assert not opened.start.isVisible()
    assert "town.gpkg" in opened.windowTitle()
    assert opened.settings.recent[0].name == "town.gpkg"
    behind = {"dashboard", "layers", "history", "findings", "people", "person", "chain"}
    assert all(dock.isVisible() or key in behind for key, dock in opened.docks.items())
    assert opened.findings_bar.isVisible()  # the window of the test is low


def test_a_file_that_is_no_project_is_told_and_the_start_page_stays(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.window.main_window.QMessageBox.warning", lambda *args: told.append(args[2]))
    (tmp_path / "no.gpkg").write_text("plain text")
    with qtbot.waitSignal(window.session.complained, timeout=WAIT):
        window.open_project(tmp_path / "no.gpkg")
    assert "no.gpkg" in told[0]
    assert window.start.isVisible()


def test_a_gap_is_found_gone_to_mended_and_taken_back(qtbot: QtBot, opened: MainWindow) -> None:
    panel, session = findings_of(opened), opened.session
    panel.rule.setCurrentIndex(panel.rule.findData("gap"))
    before = session.findings.counts["gap"]
    assert len(panel.model.rows) == before
    opened.actions_by_key["next-finding"].trigger()
    assert session.finding is not None
    assert session.finding.rule == "gap"
    seen = session.finding.id
    panel.mend.menu().aboutToShow.emit()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    fixes = [action for action in panel.mend.menu().actions() if action.isEnabled()]
    assert fixes
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT) as told:
        fixes[0].trigger()
    assert seen in {finding.id for finding in told.args[2]}
    assert session.findings.counts["gap"] == before - 1
    assert opened.actions_by_key["undo"].isEnabled()
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        opened.actions_by_key["undo"].trigger()
    assert session.findings.counts["gap"] == before
    assert not opened.actions_by_key["undo"].isEnabled()
    assert opened.actions_by_key["redo"].isEnabled()


def test_the_counts_in_the_status_bar_follow_the_findings(opened: MainWindow) -> None:
    counts = opened.session.findings.by_severity
    shown = opened.status.counts.text()
    assert str(counts["error"]) in shown
    assert str(counts["warning"]) in shown


def test_tree_and_details_follow_the_selection(opened: MainWindow) -> None:
    plan = opened.session.plan
    grid = int(plan.ids[(plan.ranks == 3) & plan.has_shape][0])
    opened.session.select([grid])
    tree = opened.panels["tree"]
    assert isinstance(tree, TreePanel)
    assert [index.internalId() for index in tree.view.selectionModel().selectedRows()] == [grid]
    assert plan.value(grid, "code") in opened.panels["inspector"].page.toPlainText()


def test_language_and_appearance_change_while_the_window_is_open(opened: MainWindow) -> None:
    assert opened.actions_by_key["open"].text() == "打开项目…"
    opened.actions_by_key["english"].trigger()
    assert opened.actions_by_key["open"].text() == "Open project…"
    assert opened.docks["findings"].windowTitle() == "Findings"
    assert opened.panels["findings"].model.data(opened.panels["findings"].model.index(0, 0)) == "error"
    opened.actions_by_key["dark"].trigger()
    assert opened.settings.appearance == "dark"
    assert opened.palette().window().color().lightness() < 80
    opened.actions_by_key["light"].trigger()
    opened.actions_by_key["chinese"].trigger()
    assert opened.docks["findings"].windowTitle() == "问题"


def test_a_theme_is_one_click(opened: MainWindow) -> None:
    for spec in ACTIONS:
        if spec.choice == "theme":
            opened.actions_by_key[spec.key].trigger()
            assert opened.settings.theme == spec.argument
            assert opened.actions_by_key[spec.key].isChecked()


def test_panels_come_back_as_they_were_left(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    opened.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, opened.docks["tree"])
    opened.docks["findings"].hide()
    opened.close()
    again = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
    qtbot.addWidget(again)
    again.show()
    laid_out, lay_out = list[bool](), again.arrangement._show_first
    again.arrangement._show_first = lambda shown: (laid_out.append(shown), lay_out(shown))  # type: ignore
    with qtbot.waitSignal(again.session.findings_changed, timeout=WAIT):
        again.open_project(tmp_path / "town.gpkg")
    assert not laid_out, "as they were left, and not before that as they are at first"
    again.session.close()
    with qtbot.waitSignal(again.session.findings_changed, timeout=WAIT):
        again.open_project(tmp_path / "town.gpkg")
    assert laid_out == [False, True], "from the second project on as ever"
    assert not again.docks["layers"].isHidden() and again.docks["layers"].toggleViewAction().isEnabled()
    assert again.dockWidgetArea(again.docks["tree"]) == Qt.DockWidgetArea.RightDockWidgetArea
    assert not again.docks["findings"].isVisible()
    again.close()


def test_every_action_has_words_in_both_languages_and_a_shortcut_of_its_own(window: MainWindow) -> None:
    shortcuts = [spec.shortcut for spec in ACTIONS if spec.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
    for language in ("zh", "en"):
        window.words.speak(language)
        assert all(window.actions_by_key[spec.key].text() for spec in ACTIONS)


def test_the_window_fits_a_small_screen(opened: MainWindow) -> None:
    for language in ("zh", "en"):
        opened.words.speak(language)
        assert opened.minimumSizeHint().width() <= 1366
        assert opened.minimumSizeHint().height() <= 768


def test_all_is_mended_after_a_question_that_tells_what_it_does(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(box: object) -> int:
        asked.append(box.text())
        box.buttons()[0].click()
        return 0

    monkeypatch.setattr("ui.window.mending_actions.QMessageBox.exec", answer)
    with qtbot.waitSignals([opened.session.plan_changed, opened.session.findings_changed], timeout=WAIT):
        opened.actions_by_key["mend-all"].trigger()
    assert asked
    assert opened.session.findings.counts["unmatched-vertices"] == 0
    assert opened.session.project.can_undo


def test_the_map_leaves_as_it_is_shown(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "map.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    opened.actions_by_key["theme-staffing"].trigger()
    opened.actions_by_key["export-map"].trigger()
    [dialog] = opened.findChildren(ExportDialog)
    assert dialog.wish().theme == "staffing"
    assert [layer for layer, _ in dialog.wish().drawn] == [each.layer for each in opened.canvas.layers if each.visible]
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.open_file.isVisible, timeout=WAIT)
    assert out.stat().st_size > 10_000
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_anything_is_found_by_its_initials(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_key["search"].trigger()
    palette = opened.search_everything
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)
    palette.field.setText("dxz")  # 大新镇
    assert "大新镇" in palette.model.data(palette.model.index(0, 0), Qt.ItemDataRole.DisplayRole)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.session.plan.value(opened.session.selection[-1], "name") == "大新镇"


def test_the_layers_panel_follows_the_theme_and_leads_the_map(opened: MainWindow) -> None:
    panel = opened.panels["layers"]
    assert isinstance(panel, LayersPanel)
    opened.actions_by_key["theme-staffing"].trigger()
    assert panel.stack["staffing"].visible
    assert not panel.stack["kinds"].visible
    panel.stack.fade("staffing", 0.5)
    panel.stack.show("zones", True)
    on_map = {shown.layer.key: shown for shown in opened.canvas.layers}
    assert on_map["staffing"].opacity == 0.5
    assert on_map["zones"].visible
    opened.actions_by_key["theme-boundaries"].trigger()
    assert not panel.stack["zones"].visible
    opened.actions_by_key["theme-staffing"].trigger()
    assert panel.stack["zones"].visible


def test_what_is_mended_is_worked_out_anew_if_something_was_changed_meanwhile(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.window.mending_actions.QMessageBox.exec", lambda box: box.buttons()[0].click())
    opened.actions_by_key["mend-all"].trigger()
    session = opened.session
    assert session.perform(SetAttributes("grids", (int(session.plan.ids[0]),), {"name": "改名"}))
    qtbot.waitUntil(
        lambda: session.findings is not None and session.findings.counts["unmatched-vertices"] == 0, timeout=WAIT
    )
    assert session.plan.value(int(session.plan.ids[0]), "name") == "改名"


def test_the_workbook_of_the_window_has_the_findings(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "town.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    opened.actions_by_key["export-workbook"].trigger()
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)
    book = CalamineWorkbook.from_path(out)
    found = book.get_sheet_by_name(term("findings", "zh")).to_python()
    assert len(found) > len(opened.session.findings.open) > 0
