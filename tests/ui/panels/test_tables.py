"""Long tables: columns to choose, rows for Excel, and 120,000 rows that are filtered and sorted while one types."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from ui.dialogs import picker
from ui.dialogs.picker import Choices
from ui.look.long_table import as_spreadsheet
from ui.outputs.findings import Wording
from ui.panels.findings import FindingsPanel
from ui.panels.tree import TreePanel

MANY = 120_000


@pytest.fixture
def panel(show):
    return show(FindingsPanel)


def select_rows(panel, *rows: int) -> None:
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        panel.view.selectionModel().select(panel.model.index(row, 0), flags)


def copied() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]


def test_columns_are_hidden_by_the_menu_and_left_out_of_what_is_copied(panel, qtbot, words):
    actions = {action.text(): action for action in panel.table.menu().actions()}
    assert not actions[words("column-message")].isEnabled()
    actions[words("column-area_m2")].trigger()
    assert panel.view.isColumnHidden(4) and panel.table.columns() == [0, 1, 2, 3]
    select_rows(panel, 2, 0)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads, first, second = copied()
    assert heads == [words(f"column-{key}") for key in ("severity", "rule", "message", "households")]
    assert first[2] == panel.model.data(panel.model.index(0, 2))
    assert second[2] == panel.model.data(panel.model.index(2, 2))
    actions[words("column-area_m2")].trigger()
    assert not panel.view.isColumnHidden(4)


def test_columns_are_copied_in_the_order_in_which_they_stand(panel, qtbot, words):
    panel.view.horizontalHeader().moveSection(2, 0)
    select_rows(panel, 0)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied()[0][:2] == [words("column-message"), words("column-severity")]


def test_excel_gets_codes_as_text_and_figures_as_numbers(panel, qtbot):
    page = as_spreadsheet([["编码", "户数"], ["032058210000", "1,234"], ["007", "0.5"], ["<b>", ""]])
    assert "<td style=\"mso-number-format:'\\@'\">032058210000</td><td>1234</td>" in page
    assert "<td style=\"mso-number-format:'\\@'\">007</td><td>0.5</td>" in page
    assert "&lt;b&gt;" in page
    select_rows(panel, 0)
    panel.table.copy_rows()
    assert QGuiApplication.clipboard().mimeData().html().count("<tr>") == 2


def test_branches_of_the_tree_are_copied_from_top_to_bottom(show, session, qtbot):
    panel = show(TreePanel)
    plan = session.plan
    town = int(plan.ids[plan.ranks == 1][0])
    qtbot.waitUntil(lambda: panel.model.index_of(town).isValid())
    panel.view.expandAll()
    villages = plan.children(town)[:3].tolist()
    session.select(villages[::-1])
    assert len(panel.view.selectionModel().selectedRows()) == 3
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    names = [row[0] for row in copied()[1:]]
    assert sorted(names) == sorted(str(plan.value(v, "name") or plan.value(v, "code")) for v in villages)
    tops = [panel.view.visualRect(panel.model.index_of(v)).top() for v in villages]
    assert names == [str(plan.value(villages[i], "name")) for i in np.argsort(tops)]


def test_a_hundred_and_twenty_thousand_findings_are_sorted_and_searched(panel, session, qtbot, monkeypatch):
    few = session.findings.open
    many = tuple(
        dataclasses.replace(few[i % len(few)], values={**few[i % len(few)].values, "households": i % 977})
        for i in range(MANY)
    )
    panel._following = True  # nobody looks at one of them
    panel.model.show_findings(many, session.plan)
    panel._make_sentences()
    panel.text.setText("网格")
    assert panel.model.rows == []
    qtbot.waitUntil(lambda: panel.model.is_ready, timeout=240_000)
    wording = Wording(session.plan, "zh")
    wanted = {finding.rule for finding in few if "网格" in wording.message(finding)}
    assert {finding.rule for finding in panel.model.rows} == wanted and len(panel.model.rows) > 1000
    said: list[object] = []
    monkeypatch.setattr(Wording, "message", lambda self, finding: said.append(finding) or "")
    panel.model.sort(3, Qt.SortOrder.DescendingOrder)
    panel.model.set_filter("error", (), "网格")
    assert said == [], "no sentence is made again"
    homes = [finding.values["households"] for finding in panel.model.rows]
    assert homes == sorted(homes, reverse=True) and homes[0] == 976


def test_a_list_to_choose_from_is_sorted_and_keeps_what_is_chosen(qtbot, monkeypatch):
    names = [f"名{i % 1000}" for i in range(MANY)]
    numbers = [(i * 7919) % MANY for i in range(MANY)]
    choices = Choices(np.arange(MANY) + 1, (names, numbers), sought=1)
    choices.narrow("名99")
    asked: list[object] = []
    monkeypatch.setattr(picker, "plain", lambda text: asked.append(text) or "")
    choices.sort(1, Qt.SortOrder.DescendingOrder)
    assert asked == [], "no text is looked through again"
    shown = [numbers[row] for row in choices.rows]
    assert shown == sorted(shown, reverse=True) and all("名99" in names[row] for row in choices.rows)
    choices.sort(-1)
    assert choices.rows.tolist() == sorted(choices.rows.tolist())
