"""The lines of an outcome as a table: only what is in sight is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gridmap.model.arrays import IntArray
from gridmap.people.privacy import Profile
from ui.look.appearance import appearance_of
from ui.look.growing_rows import GrowingRows
from ui.look.list_of_rows import as_list_of_rows, room_of_words
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.wizards.rosters.outcome_lines import (
    COLUMNS,
    DOUBTFUL,
    NAME,
    SOURCE,
    STATE,
    STATES,
    TABLE,
    TOLD,
    WHERE,
    OutcomeLines,
)
from ui.wizards.rosters.searching import Search

Index = QModelIndex | QPersistentModelIndex
_MOST: Final = (96, 110, 120, 0, 130, 0)
"""Of the columns in pixels, as far as their words need it; where and what is told share the room that is left."""
_OF_WHERE: Final = 0.4
_LEAST: Final = 130
_LOOKED_AT: Final = 20
"""Rows, from the first in sight, whose texts say how wide a column has to be."""
_ROW_HEIGHT: Final = 28


class LinesModel(QAbstractTableModel):
    """Those lines of an outcome that are looked at, in the order of the header that was clicked."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: OutcomeLines | None = None
        self._search: Search | None = None
        self._profile: Profile = "briefing"
        self._sorted = (STATE, Qt.SortOrder.AscendingOrder)
        self.shown: IntArray = np.empty(0, dtype=np.int64)
        """The lines that are shown, from the top."""

    def show_lines(self, lines: OutcomeLines, profile: Profile) -> None:
        """Take the lines of another outcome."""
        self.beginResetModel()
        self._lines, self._profile = lines, profile
        self._search = Search(lines, self._words, profile)
        self.shown = np.arange(len(lines))
        self.endResetModel()

    def retell(self, profile: Profile) -> None:
        """Say everything in the present language, and of people what a profile shows."""
        if self._lines is not None:
            self.show_lines(self._lines, profile)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def narrow(self, states: Sequence[int], typed: str) -> None:
        """Show the lines of some states (none for all) that have every word of what was typed."""
        if self._search is None:
            return
        self.beginResetModel()
        self.shown = self._search.found(states, typed)
        self._put_in_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by state, table or source; other columns leave the order as it is."""
        self._sorted = (column, order)
        self.beginResetModel()
        self._put_in_order()
        self.endResetModel()

    def _put_in_order(self) -> None:
        column, order = self._sorted
        if self._lines is None:
            return
        by = {STATE: self._lines.state, TABLE: self._lines.table, SOURCE: self._lines.source_rows}.get(column)
        self.shown = np.sort(self.shown)
        if by is not None:
            self.shown = self.shown[np.argsort(by[self.shown], kind="stable")]
        if order == Qt.SortOrder.DescendingOrder:
            self.shown = self.shown[::-1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines that are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"roster-line-{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or self._lines is None:
            return None
        line = int(self.shown[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_it_reads(self._text(line, index.column()))
        if role == Qt.ItemDataRole.ForegroundRole and self._is_coloured(line, index.column()):
            parent = self.parent()
            look = appearance_of(parent.palette()) if isinstance(parent, QTableView) else None
            return QColor(colour_of(STATES[self._lines.state[line]], look)) if look is not None else None
        return None

    def _is_coloured(self, line: int, column: int) -> bool:
        """Whether a cell has the colour of its state: the state itself, and why a row stays out."""
        assert self._lines is not None
        return column == STATE or (column == TOLD and self._lines.state[line] <= DOUBTFUL)

    def told(self, line: int) -> str:
        """Return all that is said of a line."""
        cells = [self._text(line, column) for column in (NAME, WHERE, SOURCE, TOLD)]
        return " · ".join(cell for cell in cells if cell)

    def _text(self, line: int, column: int) -> str:
        assert self._lines is not None
        return self._lines.text(line, column, self._words, self._profile)


def colour_of(state: str, look: Any) -> str:
    """Return the colour in which a state is written, and its grids are painted."""
    colours = {
        "left-out": look.error,
        "doubtful": look.warning,
        "new": look.notice,
        "changed": look.accent,
        "ended": look.muted,
    }
    return str(colours.get(state, look.muted))


class LinesTable(QTableView):
    """The table of lines.

    Signals
    -------
    looked_at : int
        The line that is current now, -1 for none.
    """

    looked_at = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.lines = LinesModel(words, self)
        self.setModel(self.lines)
        as_list_of_rows(self, _ROW_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(STATE, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setResizeContentsPrecision(_LOOKED_AT)
        self.growing = GrowingRows(self, TOLD)
        self.lines.modelReset.connect(self._share_room)
        self._share_room()
        self.long = LongTable(self, words, "roster-lines")
        self.selectionModel().selectionChanged.connect(self._moved)
        self.lines.modelReset.connect(lambda: self.looked_at.emit(-1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns with sentences the room that is left."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        needed = list(_MOST)
        for at in (STATE, TABLE, NAME, WHERE, SOURCE):
            words = room_of_words(self, at)
            needed[at] = min(words, _MOST[at] or words)
        left = self.viewport().width() - sum(needed[at] for at, most in enumerate(_MOST) if most)
        needed[WHERE] = max(min(needed[WHERE], round(left * _OF_WHERE)), _LEAST)
        needed[TOLD] = max(left - needed[WHERE], _LEAST)
        for at, width in enumerate(needed):
            self.setColumnWidth(at, width)

    def _moved(self) -> None:
        now = self.currentIndex()
        seen = now.isValid() and self.selectionModel().isSelected(now)
        self.looked_at.emit(int(self.lines.shown[now.row()]) if seen else -1)
