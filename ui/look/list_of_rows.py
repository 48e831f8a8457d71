"""Tables that are lists of rows: a row is chosen as a whole, nothing is typed, and nothing but the rows is drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

ROW_PX: Final = 28
_APART_PX: Final = 4
_BESIDE_PX: Final = 11
"""What a heading has beside it; the arrow of a sorted column stands above."""


def as_list_of_rows(view: QTableView, row_px: int = ROW_PX) -> None:
    """Make a table look and behave as a list of rows, each ``row_px`` high."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(row_px)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    view.horizontalHeader().setStretchLastSection(True)


def room_of_words(view: QTableView, column: int) -> int:
    """Return how wide a column has to be for its heading, and for the texts of the rows that are looked at, pixels."""
    header, model = view.horizontalHeader(), view.model()
    heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    needed = header.fontMetrics().horizontalAdvance(heading) + 2 * _BESIDE_PX
    return max(view.sizeHintForColumn(column) + _APART_PX, needed, header.minimumSectionSize())


def sortable(view: QTableView) -> None:
    """Let a list be sorted by its columns and its rows be chosen several at once; it begins in the order it has."""
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    header = view.horizontalHeader()
    header.setSortIndicatorClearable(True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
