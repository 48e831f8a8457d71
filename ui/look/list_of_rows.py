"""Tables that are lists of rows: a row is chosen as a whole, nothing is typed, and nothing but the rows is drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

ROW_PX: Final = 28


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
    view.horizontalHeader().setStretchLastSection(True)


def sortable(view: QTableView) -> None:
    """Let a list be sorted by its columns and its rows be chosen several at once; it begins in the order it has."""
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    header = view.horizontalHeader()
    header.setSortIndicatorClearable(True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
