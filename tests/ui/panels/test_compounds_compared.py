"""The panel that compares two plans lists the compounds that differ, and a row leads the map there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gridmap.edits import AddCompound, SetAttributes
from gridmap.project.comparison import compare
from ui.panels.comparison import ComparisonPanel, _squeezed


def test_compounds_that_differ_are_listed_and_lead_to_their_place(qtbot, show, session):
    plan = session.plan
    village = int(plan.ids[plan.ranks == plan.scheme.levels[-1].rank][0])
    edit = AddCompound("<b>新苑</b>", outline=plan.shape(village).buffer(-5), values={"firm": "甲物业"})
    found = compare(plan, plan.apply(edit.change(plan)))
    panel = show(ComparisonPanel)
    assert "compounds" not in panel.models
    panel._show(found)
    model = panel.models["compounds"]
    assert panel.tabs.tabText(4) == "小区 1"
    cells = [model.data(model.index(0, column)) for column in range(3)]
    assert cells[:2] == ["新增", "<b>新苑</b>"] and "物业企业 甲物业" in cells[2] and "小区范围" in cells[2]
    assert panel.summary.text() == "小区新增 1 个，移出名册 0 个，变动 0 个。"
    with qtbot.waitSignal(session.view_wanted) as wanted:
        panel.views["compounds"].selectRow(0)
    assert wanted.args[0].covers(plan.shape(village).buffer(-5))
    assert session.selection == (int(found.compounds["seat_after"].iloc[0]),)
    panel.words.speak("en")
    assert model.data(model.index(0, 0)) == "new" and panel.tabs.tabText(4) == "Compounds 1"
    panel._show(compare(plan, plan))
    assert not panel.tabs.isTabVisible(4) and panel.tabs.isTabVisible(0)


def test_columns_are_as_wide_as_they_need_and_one_that_was_pulled_stays(show, session):
    plan = session.plan
    grid = int(plan.ids[plan.ranks == plan.scheme.levels[-1].rank][0])
    panel = show(ComparisonPanel)
    panel.resize(1066, 300)
    panel._show(compare(plan, plan.apply(SetAttributes("grids", (grid,), {"name": "甲"}).change(plan))))
    view = panel.views["grids"]
    count = view.model().columnCount()
    assert sum(view.columnWidth(at) for at in range(count)) <= view.viewport().width()
    assert all(view.columnWidth(at) >= view.sizeHintForColumn(at) for at in range(count))
    short = view.columnWidth(2)
    view.setColumnWidth(1, 60)
    longer = SetAttributes("grids", (grid,), {"name": "甲乙丙丁戊己庚"})
    panel._show(compare(plan, plan.apply(longer.change(plan))))
    assert view.columnWidth(2) > short and view.columnWidth(1) == 60


@pytest.mark.parametrize("part", ["grids", "totals"])
def test_nothing_has_to_be_scrolled_for_in_either_language(show, session, part, qtbot):
    plan = session.plan
    grid, other = plan.ids[plan.ranks == plan.scheme.levels[-1].rank][:2].tolist()
    changed = SetAttributes("grids", (grid, other), {"name": "大新镇机械产业园综合服务网格"})
    panel = show(ComparisonPanel)
    panel.resize(1076, 300)
    panel.words.speak("en")
    panel.tabs.setCurrentIndex(list(panel.models).index(part))
    panel._show(compare(plan, plan.apply(changed.change(plan))))
    view = panel.views[part]
    header = view.horizontalHeader()
    qtbot.waitUntil(lambda: header.length() <= view.viewport().width())
    if part == "totals":  # all have room
        words = [column.heading for column in panel.models[part].columns]
        fits = header.fontMetrics().horizontalAdvance
        qtbot.waitUntil(lambda: all(view.columnWidth(at) >= fits(word) for at, word in enumerate(words)))
        assert view.columnWidth(1) >= view.sizeHintForColumn(1)
    for at, column in enumerate(panel.models[part].columns):
        if column.is_number or not column.least:
            assert view.columnWidth(at) >= view.sizeHintForColumn(at)
        told = view.model().headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert told == column.heading


def test_the_widest_give_way_first_and_none_below_its_least():
    assert _squeezed({0: 100, 1: 150, 2: 120}, {0: 60, 1: 60, 2: 60}, 340) == {0: 100, 1: 120, 2: 120}
    assert _squeezed({0: 100, 1: 150, 2: 120}, {0: 100, 1: 140, 2: 60}, 300) == {0: 100, 1: 140, 2: 60}
    assert _squeezed({0: 100, 1: 150}, {0: 100, 1: 140}, 50) == {0: 100, 1: 140}
    assert _squeezed({0: 100, 1: 150}, {0: 60, 1: 60}, 400) == {0: 100, 1: 150}
