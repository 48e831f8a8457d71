"""Lists of people in the real window: vacancies, who left and came, workload; as the command line writes them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shiboken6
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from gridmap.edits import EndAll
from gridmap.people.loads import worker_loads
from gridmap.people.staffing import needs_full_time_worker
from gridmap.people.turnover import turnover
from gridmap.people.vacancies import vacancies
from ui.dialogs.people_lists import WHICH, PeopleListsDialog

WAIT = 20_000


@pytest.fixture
def dialog(qtbot, opened):
    """The dialog, opened by its action on a town in which somebody has left."""
    plan = opened.session.plan
    table = plan.tables["assignments"]
    held = table[(table["until_date"] == "") & table["role"].isin(plan.scheme.full_time_roles)]
    held = held[held["grid"].isin(plan.ids[needs_full_time_worker(plan)])]
    worker = int(held.drop_duplicates("grid", keep=False)["worker"].iloc[0])
    opened.session.perform(EndAll(worker, "2026-03-31"))
    opened.actions_by_key["people-lists"].trigger()
    [dialog] = opened.findChildren(PeopleListsDialog)
    made(qtbot, dialog)
    yield dialog
    if shiboken6.isValid(dialog):
        dialog.reject()
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)


def made(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.listed is not None, timeout=WAIT)


def choose(qtbot, dialog, which: str):
    dialog.which.setCurrentIndex(WHICH.index(which))
    made(qtbot, dialog)


def shown(dialog, tab: int = 0) -> list[list[str]]:
    model = dialog.tabs.widget(tab).model()
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def type_day(qtbot, field, day: str):
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, day)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("which", WHICH)
def test_columns_are_as_wide_as_the_widest_that_stands_in_them(qtbot, dialog, which):
    choose(qtbot, dialog, which)
    for tab in range(dialog.tabs.count()):
        view = dialog.tabs.widget(tab)
        header = view.horizontalHeader()
        columns = range(header.count() - 1)  # the last has what room is left
        widths = [header.sectionSize(column) for column in columns]
        view.resizeColumnsToContents()  # asks after each cell
        assert widths == [min(header.sectionSize(column) + 8, 280) for column in columns]
        assert len(set(widths)) > 1


def test_the_dialog_widens_for_a_list_as_far_as_the_window_behind_it(qtbot, opened, dialog):
    middle, before = dialog.geometry().center(), dialog.width()
    choose(qtbot, dialog, "turnover")
    type_day(qtbot, dialog.first, "2019-01-01")
    made(qtbot, dialog)
    columns = dialog.tabs.widget(0).horizontalHeader()
    needed = sum(columns.sectionSize(place) for place in range(columns.count()))
    assert before < dialog.width() < opened.width() and abs(dialog.geometry().center().x() - middle.x()) < 10
    assert needed > before - 48 and dialog.width() == min(dialog._wanted_px, opened.width() - 48)


def test_vacancies_of_the_place_and_the_day_that_are_chosen(qtbot, opened, dialog):
    plan = opened.session.plan
    assert [row[2] for row in shown(dialog)] == vacancies(plan)["grid"].tolist()
    village = int(plan.grids["parent"][vacancies(plan).index[3]])
    dialog.place.setCurrentIndex(dialog.place.findData(village))
    dialog.place.activated.emit(dialog.place.currentIndex())
    made(qtbot, dialog)
    type_day(qtbot, dialog.day, "2019-06-30")
    made(qtbot, dialog)
    inside = np.isin(plan.ids, plan.below([village]))
    expected = vacancies(plan, within=inside, on=dt.date(2019, 6, 30))
    assert [row[2] for row in shown(dialog)] == expected["grid"].tolist() and len(expected)
    assert plan.value(village, "name") in [str(value) for _, value in dialog.listed.facts]


def test_who_left_and_what_became_vacant_between_two_days(qtbot, opened, dialog):
    choose(qtbot, dialog, "turnover")
    type_day(qtbot, dialog.first, "2026-01-01")
    type_day(qtbot, dialog.day, "2026-06-30")
    made(qtbot, dialog)
    found = turnover(opened.session.plan, dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert len(found.left) and len(shown(dialog)) == len(found.left) + len(found.came)
    left = [row for row in shown(dialog) if row[4] == "离任"]
    assert [row[7] for row in left] == found.left.sort_values("on")["on"].tolist()
    assert found.left["vacant_since"].notna().any() and "2026-04-01" in {row[8] for row in left}
    assert len(shown(dialog, 1)) == len(found.coverage) and len(shown(dialog, 2)) == len(found.vacant)


def test_days_the_wrong_way_round_are_told(qtbot, dialog):
    choose(qtbot, dialog, "turnover")
    type_day(qtbot, dialog.first, "2030-01-01")
    assert dialog.listed is None and "2030-01-01" in dialog.note.text() and not dialog.write.isEnabled()


def test_the_workload_stands_worst_first_and_comes_back_to_that(qtbot, opened, dialog):
    choose(qtbot, dialog, "loads")
    loads = worker_loads(opened.session.plan)
    homes = [f"{homes:,}" for homes in loads["households"]]
    assert [row[2] for row in shown(dialog)] == homes
    assert loads["of_limit"].is_monotonic_decreasing
    view = dialog.tabs.widget(0)
    view.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [row[2] for row in shown(dialog)] == [f"{homes:,}" for homes in sorted(loads["households"])]
    view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert [row[2] for row in shown(dialog)] == homes


def test_a_row_is_selected_on_the_map_and_in_the_tree(qtbot, opened, dialog):
    view = dialog.tabs.widget(0)
    place = view.visualRect(view.model().index(3, 2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    [grid] = opened.session.selection
    assert opened.session.plan.value(grid, "code") == shown(dialog)[3][2]


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_what_is_seen_is_written(qtbot, opened, dialog, tmp_path, monkeypatch, suffix):
    path = tmp_path / f"vacant{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(dialog.told, timeout=WAIT):
        qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    if suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        words = [str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row]
        assert len(book.sheet_names) >= 2
    else:
        words = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    assert all(row[2] in words for row in shown(dialog))


def test_a_list_is_written_though_the_dialog_has_gone_meanwhile(qtbot, opened, dialog, tmp_path, monkeypatch):
    path = tmp_path / "vacant.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    before = len(opened.session.project.history())
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    dialog.reject()
    shiboken6.delete(dialog)
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)
    assert path.exists()
    assert [entry.action for entry in opened.session.project.history()[before:]] == ["export"]


def test_people_are_masked_as_the_window_has_it(qtbot, opened, dialog):
    choose(qtbot, dialog, "loads")
    names = set(opened.session.plan.tables["workers"]["name"])
    assert any(row[0].split()[0] in names for row in shown(dialog))
    opened.session.show_people("public")
    made(qtbot, dialog)
    assert not any(part in names for row in shown(dialog) for part in row[0].split())


def test_it_speaks_the_language_of_the_window(qtbot, opened, dialog):
    opened.words.speak("en")
    made(qtbot, dialog)
    assert dialog.windowTitle() == "Lists of people" and dialog.tabs.tabText(0) == dialog.listed.title
