"""Rows are as high as their sentence needs, whatever the width, and only those that are seen are measured."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QStringListModel, Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from ui.look.appearance import LIGHT
from ui.look.dressing import apply
from ui.look.growing_rows import GrowingRows
from ui.look.list_of_rows import ROW_PX, as_list_of_rows

LONG = "The project has no grid called so; perhaps one of these is meant, whose names are nearly the same: "
SHORT = "border"


@pytest.fixture
def table(qapp: QApplication, qtbot: QtBot) -> QTableView:
    apply(qapp, LIGHT)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([SHORT, LONG, *[SHORT] * 500, LONG * 2], view))
    as_list_of_rows(view)
    GrowingRows(view, 0)
    view.resize(300, 200)
    view.show()
    qtbot.waitUntil(lambda: view.rowHeight(1) > ROW_PX)
    return view


def growing(view: QTableView) -> GrowingRows:
    found = view.findChild(GrowingRows)
    assert isinstance(found, GrowingRows)
    return found


def lines(view: QTableView, row: int) -> int:
    """The height of a text of so many lines as the row's is, with no more than what a table keeps beside it."""
    room = QRect(0, 0, view.columnWidth(0) - 8, 0)
    return (
        view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, str(view.model().index(row, 0).data())).height()
    )


def test_a_sentence_is_seen_whole_and_a_word_keeps_its_row_low(qtbot: QtBot, table: QTableView) -> None:
    assert table.rowHeight(0) == ROW_PX and table.rowHeight(1) >= lines(table, 1) > 2 * table.fontMetrics().height()
    narrow = table.rowHeight(1)
    table.resize(2000, 200)
    qtbot.waitUntil(lambda: table.rowHeight(1) == ROW_PX)
    table.resize(200, 200)
    qtbot.waitUntil(lambda: table.rowHeight(1) > narrow)
    assert table.rowHeight(1) >= lines(table, 1)


def test_rows_are_measured_when_they_come_into_sight_and_the_last_is_seen_whole(
    qtbot: QtBot, table: QTableView
) -> None:
    last = table.model().rowCount() - 1
    assert table.rowHeight(last) == ROW_PX
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.rowHeight(last) >= lines(table, last))
    qtbot.waitUntil(lambda: table.rowViewportPosition(last) + table.rowHeight(last) <= table.viewport().height())
    assert len(growing(table)._measured) < 30


def test_other_rows_have_their_own_heights(qtbot: QtBot, table: QTableView) -> None:
    model = table.model()
    assert isinstance(model, QStringListModel)
    model.setStringList([LONG, SHORT])
    qtbot.waitUntil(lambda: table.rowHeight(0) > ROW_PX)
    assert table.rowHeight(1) == ROW_PX
