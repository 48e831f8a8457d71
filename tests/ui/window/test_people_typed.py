"""Cells of the tables of people typed into and pasted over in the real window: each an edit, or refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.ui.window.people_at_work import click, index_of, ready, row_of, shown, text, typed, undone
from tests.ui.window.people_at_work import opened as dialog_of
from ui.dialogs.bad_cells import BadCellsDialog
from ui.look.words import Words
from ui.panels.people.tables import COLUMNS

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def complaints(monkeypatch):
    """What the window complains of."""
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _, __, words: told.append(words))
    return told


def paste(qtbot, window, page, what: str) -> None:
    QGuiApplication.clipboard().setText(what)
    qtbot.keyClick(page.view, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=20_000)
    ready(qtbot, window)


def test_a_phone_is_typed_checked_and_undone(opened, qtbot, complaints):
    _, page = shown(qtbot, opened)
    plan = opened.session.plan
    worker = int(page.model.table.ids[page.model.rows[4]])
    old = plan.tables["workers"].loc[worker, "phone"]
    opened.actions_by_key["people-internal"].trigger()
    typed(qtbot, page, 4, "phone", "13912345678")
    ready(qtbot, opened)
    assert opened.session.plan.tables["workers"].loc[worker, "phone"] == "13912345678"
    assert text(page, 4, "phone") == "13912345678" and not complaints
    current = page.view.currentIndex()
    assert (current.row(), current.column()) == (4, COLUMNS["workers"].index("phone"))  # one goes on typing there
    assert undone(opened, plan) and opened.session.plan.tables["workers"].loc[worker, "phone"] == old
    ready(qtbot, opened)
    typed(qtbot, page, 4, "phone", "12345")
    qtbot.waitUntil(lambda: bool(complaints))
    assert complaints == [opened.words("phone-impossible", value="12345")]
    assert opened.session.plan.same_content(plan)


def test_a_masked_cell_begins_blank_and_stays_as_it_is_if_nothing_is_typed(opened, qtbot, complaints):
    _, page = shown(qtbot, opened)
    plan = opened.session.plan
    assert "****" in text(page, 2, "phone")
    click(qtbot, page, 2, "phone")
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor.text() == "" and editor.placeholderText() == text(page, 2, "phone")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert opened.session.plan is plan and not complaints


def test_typing_begins_in_the_cell_and_a_role_is_chosen_from_the_schemes(opened, qtbot):
    _, page = shown(qtbot, opened, "assignments")
    plan = opened.session.plan
    row = int(page.model.table.ids[page.model.rows[0]])
    typed(qtbot, page, 0, "until", "2031/5/1")
    ready(qtbot, opened)
    assert opened.session.plan.tables["assignments"].loc[row, "until_date"] == "2031-05-01"
    click(qtbot, page, row_of(page, row), "role")
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    box = QApplication.focusWidget()
    names = [box.itemText(place) for place in range(box.count())]
    assert names == [role.name.zh for role in plan.scheme.roles]
    other = next(role for role in plan.scheme.roles if role.key != plan.tables["assignments"].loc[row, "role"])
    box.setCurrentIndex(names.index(other.name.zh))
    box.activated.emit(box.currentIndex())
    QApplication.processEvents()
    ready(qtbot, opened)
    assert opened.session.plan.tables["assignments"].loc[row, "role"] == other.key


def test_what_is_worked_out_cannot_be_typed_and_a_double_click_there_goes_to_the_map(opened, qtbot):
    _, page = shown(qtbot, opened)
    row = next(row for row in range(page.model.rowCount()) if text(page, row, "grids") != "0")
    click(qtbot, page, row, "grids")
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is page.view
    with qtbot.waitSignal(opened.session.view_wanted):
        at = page.view.visualRect(index_of(page, row, "grids")).center()
        qtbot.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_of_a_project_that_is_open_for_reading_nothing_is_typed(opened, qtbot, monkeypatch):
    monkeypatch.setattr(opened.session.project, "read_only", True)
    panel, page = shown(qtbot, opened)
    click(qtbot, page, 0)
    assert not page.model.flags(index_of(page, 0, "person")) & Qt.ItemFlag.ItemIsEditable
    assert not page.paste.isEnabled() and not any(action.isEnabled() for action in panel.menu.actions())


def test_a_block_goes_in_as_one_step_and_bad_cells_are_named_by_row_and_column(opened, qtbot, complaints):
    _, page = shown(qtbot, opened)
    plan = opened.session.plan
    ids = page.model.table.ids[page.model.rows[3:6]].tolist()
    taken = plan.tables["workers"]["staff_number"].iloc[0]
    click(qtbot, page, 3, "staff_number")
    block = [["X-100", "13800000001"], [taken, "13800000002"], ["X-102", "77"]]
    paste(qtbot, opened, page, "\r\n".join("\t".join(row) for row in block) + "\r\n")
    after = opened.session.plan.tables["workers"].loc[ids]
    assert after["staff_number"].tolist() == ["X-100", plan.tables["workers"].loc[ids[1], "staff_number"], "X-102"]
    assert after["phone"].tolist() == ["13800000001", "13800000002", plan.tables["workers"].loc[ids[2], "phone"]]
    dialog = dialog_of(BadCellsDialog)
    cells = [[dialog.table.item(row, column).text() for column in range(4)] for row in range(dialog.table.rowCount())]
    assert [cell[:3] for cell in cells] == [["5", "工号", taken], ["6", "电话", "77"]]
    assert cells[1][3] == opened.words("phone-impossible", value="77")
    assert dialog.heading.text() == opened.words("bad-cells-heading", taken=4, bad=2)
    dialog.reject()
    assert undone(opened, plan) and not complaints


def test_what_was_copied_comes_back_by_its_headings_and_changes_nothing_masked_or_not(opened, qtbot):
    _, page = shown(qtbot, opened)
    plan = opened.session.plan
    click(qtbot, page, 1)
    click(qtbot, page, 3, keys=SHIFT)
    qtbot.keyClick(page.view, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert copied.count("\n") == 3 and "****" in copied
    paste(qtbot, opened, page, copied)
    assert opened.session.plan is plan
    lines = [line.split("\t") for line in copied.split("\n")]
    place = lines[0].index("姓名")
    lines[2][place] = "新名字"
    paste(qtbot, opened, page, "\n".join("\t".join(line) for line in lines))
    second = int(page.model.table.ids[page.model.rows[2]])
    assert opened.session.plan.tables["workers"].loc[second, "name"] == "新名字"
    assert (opened.session.plan.tables["workers"]["name"] != plan.tables["workers"]["name"]).sum() == 1
    assert undone(opened, plan)


def test_one_cell_goes_over_all_selected_rows_and_what_finds_no_place_is_told(opened, qtbot):
    _, page = shown(qtbot, opened, "branches")
    plan = opened.session.plan
    click(qtbot, page, 2, "secretary")
    click(qtbot, page, 4, "secretary", SHIFT)
    paste(qtbot, opened, page, "赵新书记")
    ids = page.model.table.ids[page.model.rows[2:5]]
    assert set(opened.session.plan.tables["branches"].loc[ids, "secretary"]) == {"赵新书记"}
    assert undone(opened, plan)
    ready(qtbot, opened)
    last = page.model.rowCount() - 1
    click(qtbot, page, last, "village")
    paste(qtbot, opened, page, "甲\t乙\n丙")
    dialog = dialog_of(BadCellsDialog)
    told = [[dialog.table.item(row, column).text() for column in (0, 1, 3)] for row in range(dialog.table.rowCount())]
    words = opened.words
    assert told == [
        [str(last + 1), "村（社区）网格", words("cell-not-typed")],
        [str(last + 1), "", words("paste-beyond-last")],
        ["", "", words("paste-below-last")],
    ]
    dialog.reject()
    assert opened.session.plan.same_content(plan)


def test_homes_of_buildings_branches_above_and_zones_are_typed(opened, qtbot, complaints):
    _, page = shown(qtbot, opened, "buildings")
    building = int(page.model.table.ids[page.model.rows[0]])
    typed(qtbot, page, 0, "households", "1,234")
    ready(qtbot, opened)
    assert opened.session.plan.buildings.loc[building, "households"] == 1234
    _, page = shown(qtbot, opened, "branches")
    plan = opened.session.plan
    branches = plan.tables["branches"]
    low = int(branches.index[branches["tier"] == plan.scheme.tiers[-1].key][0])
    old = int(branches.loc[low, "parent"])
    other = int(branches.index[(branches["tier"] == branches.loc[old, "tier"]) & (branches.index != old)][0])
    typed(qtbot, page, row_of(page, low), "above", branches.loc[other, "name"])
    ready(qtbot, opened)
    if (branches["name"] == branches.loc[other, "name"]).sum() == 1:
        assert opened.session.plan.tables["branches"].loc[low, "parent"] == other and not complaints
    typed(qtbot, page, row_of(page, low), "above", "没有的支部")
    qtbot.waitUntil(lambda: bool(complaints))
    assert complaints[-1] == opened.words("branch-not-known", value="没有的支部")
    _, page = shown(qtbot, opened, "zones")
    zone = int(page.model.table.ids[page.model.rows[0]])
    typed(qtbot, page, 0, "zone", "东片区")
    ready(qtbot, opened)
    assert opened.session.plan.tables["zones"].loc[zone, "name"] == "东片区"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_for_a_bad_cell_has_its_sentence(language):
    from gridmap.model.errors import Refused

    words = Words(language)
    for key, values in (
        ("cell-not-typed", {}),
        ("paste-below-last", {}),
        ("paste-beyond-last", {}),
        ("not-a-count", {"value": "x"}),
        ("not-yes-or-no", {"value": "x"}),
        ("branch-not-known", {"value": "x"}),
        ("branch-name-twice", {"value": "x", "count": 2}),
        ("role-without-grid", {}),
    ):
        assert key not in words.of(Refused(key, **values))
