"""One date for the window: typed into its field, counted by everything that shows or writes who answers for what."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from python_calamine import CalamineWorkbook

from gridmap.checks import run_checks
from gridmap.edits import AssignWorker
from gridmap.figures.statistics import total
from gridmap.people.staffing import staffing_state
from gridmap.people.vacancies import lacking, vacancies
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.export import ExportDialog

WAIT = 20_000
PAST = dt.date(2019, 6, 30)


def settled(qtbot, window):
    qtbot.waitUntil(lambda: window.session.findings is not None and not window.session.is_working, timeout=WAIT)


def count_on(qtbot, window, day: str) -> None:
    """Type a day into the field of the window, as a user does."""
    field = window.day_field.field
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, day)
    with qtbot.waitSignal(window.session.day.changed, timeout=WAIT):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    settled(qtbot, window)


@pytest.fixture
def then(qtbot, opened):
    """The window in which another day counts."""
    settled(qtbot, opened)
    opened.raise_panel("dashboard")
    count_on(qtbot, opened, "2019-06-30")
    return opened


def test_the_field_is_there_with_a_project_and_says_today(qtbot, window, town_file, tmp_path):
    assert not window.day_field.isVisible()
    path = tmp_path / "town.gpkg"
    path.write_bytes(town_file.read_bytes())
    window.open_project(path)
    settled(qtbot, window)
    assert window.day_field.isVisible() and window.day_field.field.date == dt.date.today()
    assert not window.findChild(object, "day-bar").isVisible()


def test_what_is_no_day_is_told_and_nothing_changes(qtbot, opened, monkeypatch):
    told = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: told.append(words[-1]))
    field = opened.day_field.field
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "tomorrow")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["看不懂日期“tomorrow”。请按 2026-06-15 的样子填写。"]
    assert opened.session.day.is_today and field.date == dt.date.today()


def test_another_day_is_said_above_the_map_until_today_counts_again(qtbot, then):
    bar = then.findChild(object, "day-bar")
    assert bar.isVisible() and "2019-06-30" in bar.name.text()
    then.words.speak("en")
    assert bar.name.text() == "People are counted as of 2019-06-30, which is past"
    with qtbot.waitSignal(then.session.day.changed, timeout=WAIT):
        qtbot.mouseClick(bar.today, Qt.MouseButton.LeftButton)
    assert not bar.isVisible() and then.day_field.field.date == dt.date.today()
    settled(qtbot, then)


def test_the_findings_are_those_that_the_command_line_has_for_that_day(then):
    plan = then.session.plan
    found = {finding.id for finding in then.session.findings.open}
    assert found == {finding.id for finding in run_checks(plan, on=PAST).open}
    assert found != {finding.id for finding in run_checks(plan).open}


def test_tree_and_dashboard_count_that_day(then):
    plan = then.session.plan
    state = staffing_state(plan, on=PAST)
    assert (state != staffing_state(plan)).any()
    shown = then.panels["tree"].model.hierarchy
    assert shown.on == PAST and np.array_equal(shown.staffing, state)
    figures = then.panels["dashboard"].overview
    assert figures.on == PAST and figures.whole["staffed_share"] == total(plan, on=PAST)["staffed_share"].iloc[0]
    assert "2019-06-30" in then.panels["dashboard"]._dates.text()


def test_the_table_of_vacancies_is_of_that_day(qtbot, then):
    then.actions_by_key["show-people"].trigger()
    panel = then.panels["people"]
    panel.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: panel.page.model.table is not None and panel.page.kind == "vacancies", timeout=WAIT)
    assert panel.page.model.table.on == PAST
    assert panel.page.model.table.ids.tolist() == vacancies(then.session.plan, on=PAST).index.tolist()
    today = dt.date.today()
    with qtbot.waitSignal(then.session.day.changed, timeout=WAIT):
        then.session.day.choose(None)
    qtbot.waitUntil(lambda: panel.page.model.table.on == today, timeout=WAIT)
    assert len(panel.page.model.table.ids) == lacking(then.session.plan).sum()
    settled(qtbot, then)


def test_the_map_shows_that_day_in_picture_and_legend(qtbot, then):
    then.actions_by_key["theme-staffing"].trigger()
    layer = next(one.layer for one in then.canvas.layers if one.layer.key == "staffing")
    assert layer.on == PAST
    full = layer.legend(then.session.plan).entries[0]
    state = staffing_state(then.session.plan, on=PAST)
    assert full.count == (state[layer.asked(then.session.plan)] == 2).sum()
    settled(qtbot, then)


def test_the_details_show_who_answered_then_and_say_so(then):
    session = then.session
    table = session.plan.tables["assignments"]
    ended = table[(table["from_date"] <= "2019-06-30") & (table["until_date"] > "2019-06-30")]
    row = ended[ended["until_date"] < dt.date.today().isoformat()].iloc[0]
    session.select([int(row["grid"])])
    page = then.panels["inspector"].page
    assert row["until_date"] in page.toPlainText() and "截至 2019-06-30" in page.toPlainText()
    session.day.choose(None)
    assert row["until_date"] not in page.toPlainText() and "截至" not in page.toPlainText()


def test_exports_count_that_day(qtbot, then, tmp_path, monkeypatch):
    dialog = ExportDialog(then.session, then.words, "staffing", tuple(then.map.shown), then)
    assert dialog.wish().on == PAST
    dialog.reject()
    path = tmp_path / "ledger.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    then.actions_by_key["export-workbook"].trigger()
    settled(qtbot, then)
    book = CalamineWorkbook.from_path(path)
    texts = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "2019-06-30" in texts


def test_edits_begin_today_all_the_same(then):
    table = then.session.plan.tables["assignments"]
    dialog = EndAssignmentDialog(then.session, then.words, int(table.index[0]), then)
    assert dialog.last.date() == QDate.currentDate()
    dialog.reject()


def test_an_edit_while_another_day_counts_is_checked_for_that_day(qtbot, then):
    plan = then.session.plan
    [grid] = plan.ids[lacking(plan, PAST) & (staffing_state(plan, on=PAST) == 0)][:1].tolist()
    worker = int(plan.tables["workers"].index[-1])
    lacked = {f.id for f in then.session.findings.open if f.rule == "no-worker" and grid in f.grids}
    assert lacked
    with qtbot.waitSignal(then.session.findings_changed, timeout=WAIT):
        then.session.perform(
            AssignWorker(worker, grid, next(iter(plan.scheme.full_time_roles)), "2019-01-01", "2019-12-31")
        )
    assert not lacked & {f.id for f in then.session.findings.open}
    settled(qtbot, then)


def test_another_project_counts_today(qtbot, then, tmp_path):
    then.session.close()
    assert then.session.day.is_today and not then.day_field.isVisible()
    assert not then.findChild(object, "day-bar").isVisible()
