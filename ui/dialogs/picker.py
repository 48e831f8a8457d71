"""A list that narrows down as one types, by name, number, pinyin or its initials."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.arrays import IntArray
from gridmap.search.pinyin import plain, syllables
from ui.look.plain import as_it_reads

Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_LATIN: Final = re.compile("[a-z]")
_SOUNDED: Final = 10_000
"""Pinyin is known of so many of the first rows; to work it out for a whole province would make one wait."""
_MOVING: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Choices(QAbstractTableModel):
    """What one may choose from: columns of texts and numbers, and those rows of them that match.

    Parameters
    ----------
    ids : array of int (n,)
    columns : sequence of sequences (n each)
        What is shown; the first is the name. Numbers stand on the right.
    sought : int
        So many of the first columns are searched.
    people : bool
        Whether the names are those of people, for their pinyin.
    masked : mapping of int to sequence of str (n), optional
        What is shown of a column in its place; what is searched stays the column itself.
    """

    def __init__(
        self,
        ids: IntArray,
        columns: Sequence[Sequence[Any]],
        sought: int,
        *,
        people: bool = False,
        masked: Mapping[int, Sequence[str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ids = ids
        self._columns = columns
        self._people = people
        self._masked = masked or {}
        self._headings: Sequence[str] = [""] * len(columns)
        self._texts = [plain("\n".join(texts)) for texts in zip(*columns[:sought], strict=True)]
        self._sounds: list[str] | None = None
        self._found = np.ones(len(ids), dtype=bool)
        self._order = np.arange(len(ids))
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self.rows = self._order

    def name(self, headings: Sequence[str]) -> None:
        """Set the headings."""
        self._headings = headings
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headings) - 1)

    def take(self, other: Choices) -> None:
        """Take over the rows of others, of the same columns."""
        self.beginResetModel()
        self.ids, self._columns, self._texts, self._sounds = other.ids, other._columns, other._texts, None
        self._masked = other._masked
        self._found = np.ones(len(self.ids), dtype=bool)
        self._order = self._in_order()
        self.rows = self._order
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order in which the rows were given, the likeliest first."""
        self._sorted = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.rows
        self._order = self._in_order()
        self.rows = self._order[self._found[self._order]]
        place = np.empty(len(self.ids), dtype=np.int64)
        place[self.rows] = np.arange(len(self.rows))
        old = self.persistentIndexList()
        self.changePersistentIndexList(old, [self.index(int(place[before[i.row()]]), i.column()) for i in old])
        self.layoutChanged.emit()

    def _in_order(self) -> IntArray:
        column, order = self._sorted
        if column < 0 or not len(self.ids):
            return np.arange(len(self.ids))
        values = self._columns[column]
        rows = np.argsort(np.array(values, dtype=object if isinstance(values[0], str) else None), kind="stable")
        return rows if order == Qt.SortOrder.AscendingOrder else rows[::-1]

    def narrow(self, typed: str) -> None:
        """Show only rows that have every word of what was typed."""
        found = np.ones(len(self.ids), dtype=bool)
        for word in plain(typed).split():
            texts = self._texts
            if _LATIN.search(word):
                texts = [text + sound for text, sound in zip(texts, self._sounded(), strict=True)]
            found &= np.fromiter((word in text for text in texts), dtype=bool, count=len(texts))
        self.beginResetModel()
        self._found = found
        self.rows = self._order[found[self._order]]
        self.endResetModel()

    def _sounded(self) -> list[str]:
        """Return pinyin and initials of every name, worked out when Latin letters are typed first."""
        if self._sounds is None:
            sounds = syllables(self._columns[0][:_SOUNDED], people=self._people)
            self._sounds = [f"\n{''.join(parts)}\n{''.join(part[0] for part in parts)}" for parts in sounds]
            self._sounds += [""] * (len(self._texts) - len(sounds))
        return self._sounds

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows that match."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._is_number(section) else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._is_number(index.column()) else _LEFT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            column = index.column()
            value = self._masked.get(column, self._columns[column])[self.rows[index.row()]]
            text = value if isinstance(value, str) else f"{int(value):,}"
            return as_it_reads(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def _is_number(self, column: int) -> bool:
        values = self._columns[column]
        return len(values) > 0 and not isinstance(values[0], str)


class Picker(QWidget):
    """A field to type in and the rows that match below; the arrow keys move in the rows from the field, too."""

    picked = Signal(int)
    """Id of the row that is chosen now, 0 for none."""
    done = Signal()
    """A row was chosen for good: double-clicked, or Enter was pressed on it."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = choices
        choices.setParent(self)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.view = QTableView()
        self.view.setModel(choices)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(28)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(8)
        self.beside.addWidget(self.field, 1)
        layout.addLayout(self.beside)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._narrow)
        self.view.selectionModel().selectionChanged.connect(lambda: self.picked.emit(self.chosen))
        self.view.doubleClicked.connect(self.done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row that is chosen in sight."""
        super().resizeEvent(event)
        if self.chosen:
            self.view.scrollTo(self.view.currentIndex())

    def widen(self, widths: Mapping[int, int]) -> None:
        """Give columns, by their places, a width in pixels; the first takes what is left."""
        for column, width in widths.items():
            self.view.setColumnWidth(column, width)

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go through what stands beside the field before it goes down to the rows."""
        super().showEvent(event)
        last: QWidget = self.field
        for at in range(1, self.beside.count()):
            item = self.beside.itemAt(at)
            beside = item.widget() if item is not None else None
            if beside is not None:
                self.setTabOrder(last, beside)
                last = beside
        self.setTabOrder(last, self.view)

    def offer(self, choices: Choices) -> None:
        """Let one choose from other rows, of the same columns; what was typed and chosen stays where it can."""
        before = self.chosen
        self.choices.take(choices)
        self._narrow(self.field.text())
        self.choose(before)

    @property
    def chosen(self) -> int:
        """Id of the row that is chosen, 0 for none."""
        rows = self.view.selectionModel().selectedRows()
        return int(self.choices.ids[self.choices.rows[rows[0].row()]]) if rows else 0

    def choose(self, wanted: int) -> None:
        """Choose the row of an id, if it is shown."""
        at = np.flatnonzero(self.choices.ids[self.choices.rows] == wanted)
        if len(at):
            self._choose_row(int(at[0]))

    def _choose_row(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        index = self.choices.index(row, 0)
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)

    def _narrow(self, typed: str) -> None:
        before = self.chosen
        self.choices.narrow(typed)
        self.choose(before)
        if typed and not self.chosen and len(self.choices.rows):
            self._choose_row(0)  # the first that matches is what Enter takes
        self.picked.emit(self.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand keys that move up and down from the field to the rows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _MOVING:
            if not self.chosen and len(self.choices.rows):
                self._choose_row(0)
            else:
                QApplication.sendEvent(self.view, event)
            return True
        return super().eventFilter(watched, event)
