"""The history panel: every step by its name, the present point, and a way to any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

from gridmap.edits import SetAttributes, SetParent
from ui.panels import history
from ui.panels.history import HistoryPanel
from ui.words.history_lines import what_was_done


@pytest.fixture
def panel(show, session, qtbot):
    """The panel after three edits, the last of which was undone."""
    panel = show(HistoryPanel)
    grid = int(session.plan.ids[0])
    for name in ("甲", "乙", "丙"):
        session.perform(SetAttributes("grids", (grid,), {"name": name}))
    session.undo()
    return panel


def name_of(session) -> str:
    return session.plan.value(int(session.plan.ids[0]), "name")


def here(panel) -> str:
    [row] = [row for row in range(panel.model.rowCount()) if panel.model.data(panel.model.index(row, 0))[0] == "●"]
    assert panel.view.currentIndex().row() == row
    return panel.model.data(panel.model.index(row, 0))


def grey(panel) -> list[int]:
    role = Qt.ItemDataRole.ForegroundRole
    return [row for row in range(panel.model.rowCount()) if panel.model.data(panel.model.index(row, 0), role)]


def click(qtbot, panel, row: int) -> None:
    place = panel.view.visualRect(panel.model.index(row, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_every_edit_stands_by_its_name_the_latest_on_top(panel, session, words):
    said = [panel.model.data(panel.model.index(row, 0))[3:] for row in range(4)]
    done = [entry for entry in session.project.history() if entry.action == "do"]
    assert said == [*(what_was_done(entry, "zh") for entry in reversed(done)), words("history-begin")]
    assert panel.model.data(panel.model.index(0, 2)) == session.project.who
    assert f"{done[-1].at.astimezone():%H:%M}" in panel.model.data(panel.model.index(0, 1))


def test_the_present_point_is_marked_and_what_is_undone_is_grey(panel, session):
    assert panel.model.here == session.project.standing[-1] and panel.model.row_here() == 1
    assert here(panel) and grey(panel) == [0]


@pytest.mark.parametrize(("row", "name"), [(0, "丙"), (1, "乙"), (2, "甲")])
def test_a_click_goes_to_any_point(panel, session, qtbot, row, name):
    click(qtbot, panel, row)
    assert name_of(session) == name
    assert panel.model.row_here() == row and grey(panel) == list(range(row))


def test_enter_goes_there_too_and_the_beginning_is_a_point(panel, session, qtbot):
    first = session.plan
    while session.project.can_undo:
        session.undo()
    untouched, _ = session.plan, session.go_to(3)
    assert name_of(session) == "丙"
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_End)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert session.plan.same_content(untouched) and not session.plan.same_content(first)
    assert panel.model.here == 0 and grey(panel) == [0, 1, 2]


def test_a_step_that_a_new_edit_dropped_can_be_had_again(panel, session, qtbot):
    session.perform(SetAttributes("grids", (int(session.plan.ids[0]),), {"name": "丁"}))
    assert grey(panel) == [1]
    click(qtbot, panel, 1)
    assert name_of(session) == "丙" and grey(panel) == [0]


def test_clicking_the_present_point_does_nothing(panel, session, qtbot):
    plan, lines = session.plan, len(session.project.history())
    click(qtbot, panel, 1)
    assert session.plan is plan and len(session.project.history()) == lines


def test_nothing_is_read_while_nobody_sees_it(panel, session, monkeypatch):
    panel.hide()
    monkeypatch.setattr(type(session.project), "history", lambda self: pytest.fail("read"))
    session.undo()
    monkeypatch.undo()
    panel.show()
    assert panel.model.row_here() == 2


def test_closing_the_project_empties_it_and_words_change(panel, session, words):
    words.speak("en")
    assert panel.model.headerData(0, Qt.Orientation.Horizontal) == words("column-what")
    assert panel.model.data(panel.model.index(3, 0))[3:] == "The beginning"
    session.close()
    assert panel.model.rowCount() == 0 and panel.note.text() == words("dashboard-nothing")


def test_the_times_have_the_room_that_the_widest_needs_and_few_rows_are_asked_for_it(panel, session, monkeypatch):
    [one, *_] = session.project.history()
    today = [replace(one, seq=seq) for seq in range(101, 301)]
    earlier = [replace(one, seq=seq, at=one.at - timedelta(days=9)) for seq in range(1, 101)]
    asked, size_of = set[int](), type(panel.view).sizeHintForIndex
    monkeypatch.setattr(
        type(panel.view), "sizeHintForIndex", lambda view, index: (asked.add(index.row()), size_of(view, index))[1]
    )
    for steps, standing in ((today, ()), (earlier + today, (60,)), (earlier, ()), ([], ())):
        panel.model.show_history(steps, standing)
        asked.clear()
        assert panel.view.sizeHintForColumn(1) == QTreeView.sizeHintForColumn(panel.view, 1)
        assert len(asked) < 12


def said(panel) -> list[str]:
    return [panel.model.data(panel.model.index(row, 0))[3:] for row in range(len(panel.model.steps))]


def test_what_was_said_is_said_again_only_where_the_words_may_be_others(panel, session, monkeypatch):
    one, other = session.plan.grids.index[session.plan.grids["kind"] == "village"][1:3].tolist()
    grid = int(session.plan.children(one)[0])
    made, tell = list[int](), history.what_was_done
    monkeypatch.setattr(history, "what_was_done", lambda step, *a, **k: (made.append(step.seq), tell(step, *a, **k))[1])

    def as_made_anew() -> list[str]:
        return [tell(step, "zh", plans=[session.plan]) for step in panel.model.steps]

    assert session.perform(SetParent(grid, other))
    session.perform(SetAttributes("grids", (grid,), {"name": "丁"}))
    assert "丁" in said(panel)[1]
    made.clear()
    session.perform(SetAttributes("grids", (grid,), {"note": "临时"}))
    latest = session.project.history()[-1].seq
    assert said(panel) == as_made_anew() and {*made} == {latest}
    made.clear()
    session.undo()
    assert said(panel) == as_made_anew() and {*made} == {latest}  # it does not stand any more
    [parent] = [step.seq for step in panel.model.steps if step.label == "set-parent"]
    made.clear()
    session.perform(SetAttributes("grids", (grid,), {"name": "戊"}))
    assert said(panel) == as_made_anew() and "戊" in said(panel)[-4]
    assert {*made} == {parent, session.project.history()[-1].seq}  # no other edit speaks of the grid by its name
    panel.hide()
    session.perform(SetAttributes("grids", (grid,), {"name": "己"}))
    session.perform(SetAttributes("grids", (grid,), {"note": "长期"}))
    panel.show()
    assert said(panel) == as_made_anew() and "己" in said(panel)[-4]


def test_in_a_narrow_panel_a_step_has_two_lines_and_who_did_it_is_in_the_tip(panel, session, qtbot):
    panel.resize(400, 500)
    one = panel.view.visualRect(panel.model.index(0, 0)).height()
    assert not panel.view.isColumnHidden(2)
    panel.resize(240, 500)
    assert panel.view.isColumnHidden(2) and panel.table.columns() == [0, 1, 2]  # it is copied all the same
    two = panel.view.visualRect(panel.model.index(0, 0)).height()
    assert two >= 2 * panel.view.fontMetrics().lineSpacing() > one
    assert session.project.who in panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)


def test_a_second_line_begins_below_the_words_and_a_code_keeps_its_dots(panel):
    panel.resize(250, 400)
    index = panel.model.index(panel.model.row_here(), 0)
    panel.model._sentences[index.row()] = "把 5.0 平方米划给新东雅居网格 …02001，再划给大新花苑网格 …02002"
    option = QStyleOptionViewItem()
    option.initFrom(panel.view)
    option.widget, option.rect = panel.view, panel.view.visualRect(index)
    panel.view.itemDelegateForColumn(0).initStyleOption(option, index)
    assert option.text == "把 5.0 平方米划给新东雅居网格 …\u206002001，再划给大新花苑网格 …\u206002002"
    part = QStyle.SubElement
    mark = panel.view.style().subElementRect(part.SE_ItemViewItemDecoration, option, panel.view)
    words = panel.view.style().subElementRect(part.SE_ItemViewItemText, option, panel.view)
    assert mark.width() >= panel.view.fontMetrics().horizontalAdvance("●") and words.left() > mark.right()
    ground = panel.view.viewport().grab().toImage()
    lower = range(words.center().y() + 2, option.rect.bottom() - 2)
    inked = [x for x in range(2, words.left()) if any(ground.pixel(x, y) != ground.pixel(1, y) for y in lower)]
    assert not inked  # nothing of the second line stands below the mark
