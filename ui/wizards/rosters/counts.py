"""How many rows of each table of the project are new, changed, ended or the same."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gridmap.exchange.rosters import Prepared
from gridmap.exchange.rosters.outcome import COUNTED
from ui.look.words import Words

_ROW_HEIGHT: Final = 24


class CountsTable(QTableWidget):
    """The counts of an outcome, a row to each table, as high as they need."""

    def __init__(self, words: Words) -> None:
        super().__init__(0, 1 + len(COUNTED))
        self._words = words
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_counts(self, prepared: Prepared) -> None:
        """Show the counts of an outcome."""
        say = self._words
        self.setAccessibleName(say("roster-counts"))
        first = QTableWidgetItem(say("column-roster-table"))
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, first)
        for at, key in enumerate(COUNTED, start=1):
            self.setHorizontalHeaderItem(at, QTableWidgetItem(say(f"column-roster-{key}")))
        self.setRowCount(len(prepared.counts))
        for row, (table, counts) in enumerate(prepared.counts.items()):
            self.setItem(row, 0, QTableWidgetItem(say(f"roster-table-{table}")))
            for at, key in enumerate(COUNTED, start=1):
                count = getattr(counts, key)
                item = QTableWidgetItem(f"{count:,}" if count else "–")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, at, item)
        for at, key in enumerate(COUNTED, start=1):  # what nothing is takes no room
            self.setColumnHidden(at, not any(getattr(counts, key) for counts in prepared.counts.values()))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + _ROW_HEIGHT * self.rowCount() + 4)
        self.setVisible(self.rowCount() > 0)
