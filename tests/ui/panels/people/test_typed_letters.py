"""What is typed into a table of people is found where Qt would find it, and what its rows are about is told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QAbstractTableModel, Qt

from gridmap.people.staffing import has_ended
from sample_data.make import make_plan
from ui.look.words import Words
from ui.panels.people.model import PeopleModel
from ui.panels.people.other_changes import AssignmentChanges
from ui.panels.people.page import PeoplePage
from ui.panels.people.tables import COLUMNS, KINDS, table_of

LETTERS = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap
SHOWN = Qt.ItemDataRole.DisplayRole


@pytest.fixture(scope="module")
def town():
    return make_plan("town", 2020)


@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_found_where_qt_finds_them(qapp, town, kind):
    model = PeopleModel(kind, Words("zh"), "public")
    table = table_of(town, kind)
    model.show_table(table)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    if not model.rowCount():
        return
    last = model.rowCount() - 1
    for column in range(len(COLUMNS[kind])):
        texts = {str(model.index(row, column).data()) for row in (0, last // 2, last)}
        for typed in {text[:length] for text in texts for length in (1, 3)} | {"没有这样的"}:
            for row in (0, last // 3, last):
                start = model.index(row, column)
                expected = QAbstractTableModel.match(model, start, SHOWN, typed, 1, LETTERS)
                assert model.match(start, SHOWN, typed, 1, LETTERS) == expected, (column, typed, row)


def test_capitals_do_not_matter_and_other_questions_are_qts(qapp, town):
    model = PeopleModel("workers", Words("en"), "internal")
    model.show_table(table_of(town, "workers"))
    texts = [str(model.index(0, at).data()) for at in range(model.columnCount())]
    column = next(at for at, text in enumerate(texts) if text.upper() != text.lower())
    start = model.index(0, column)
    text = str(start.data())
    assert model.match(start, SHOWN, text.upper(), 1, LETTERS) == model.match(start, SHOWN, text.lower(), 1, LETTERS)
    every = model.match(start, SHOWN, text, -1, Qt.MatchFlag.MatchExactly)
    assert [index.row() for index in every] == [
        row for row in range(model.rowCount()) if str(model.index(row, column).data()) == text
    ]


def test_a_letter_typed_into_the_table_goes_to_the_next_row_that_begins_with_it(qapp, qtbot, town):
    page = PeoplePage("workers", Words("zh"), "internal", [])
    qtbot.addWidget(page)
    page.show_table(table_of(town, "workers"))
    page.show()
    page.view.setCurrentIndex(page.model.index(0, 0))
    last = page.model.rowCount() - 1
    letter = str(page.model.index(last, 0).data())[0]
    page.view.keyboardSearch(letter)
    found = page.view.currentIndex()
    first = next(row for row in range(1, last + 1) if str(page.model.index(row, 0).data()).startswith(letter))
    assert (found.row(), found.column()) == (first, 0)


def test_the_rows_of_a_selection_are_those_that_stand_in_it(qapp, qtbot, town):
    page = PeoplePage("workers", Words("zh"), "internal", [])
    qtbot.addWidget(page)
    table = table_of(town, "workers")
    page.show_table(table)
    page._sort(0, Qt.SortOrder.DescendingOrder)
    wanted = np.sort(table.ids[::3])
    page._select_ids(wanted, 0)
    shown = table.ids[page.model.rows]
    assert page.selected_ids().tolist() == shown[np.isin(shown, wanted)].tolist()
    page.view.selectAll()
    assert page.selected_rows().tolist() == page.model.rows.tolist()
    grids = {int(table.plan.ids[grid]) for row, grid in zip(table.row, table.grid, strict=True) if row % 3 == 0}
    assert table.grids_of(np.arange(0, len(table.ids), 3)).tolist() == sorted(grids)


class _Session:
    on = None

    def __init__(self, plan) -> None:
        self.plan = plan


class _Where:
    def __init__(self, plan, ids) -> None:
        self.session, self._ids = _Session(plan), np.asarray(ids, dtype=np.int64)

    def chosen(self, kind):
        return self._ids


def test_of_selected_assignments_those_that_last_can_be_ended(town):
    table = town.tables["assignments"]
    over = has_ended(town)
    changes = AssignmentChanges(_Where(town, [*table.index[::-1].tolist(), int(table.index.max()) + 7]))
    assert changes._rows() == table.index[~over].tolist()
    assert changes.possible() == {"row-end"}
    one = int(table.index[~over][0])
    same = table.index[(table["worker"] == table.loc[one, "worker"]).to_numpy() & ~over].tolist()
    assert AssignmentChanges(_Where(town, same)).possible() == {"row-end", "row-transfer"}
    assert AssignmentChanges(_Where(town, [])).possible() == frozenset()
