"""One table of people in the panel: the rows, or a sentence that says what to do where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QStackedLayout, QTableView, QWidget

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.people.privacy import Profile
from ui.look.long_table import LongTable
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.panels.people.cell_editor import CellDelegate
from ui.panels.people.model import PeopleModel
from ui.panels.people.pasting import Pasting, block_of
from ui.panels.people.tables import COLUMNS, Sort, Table

_WIDTH_PX: Final = 96
_WIDEST_PX: Final = 220
_MARGIN_PX: Final = 24
_SAMPLE: Final = 60
"""So many of the first rows say how wide the columns are at first."""


class _View(QTableView):
    """A table of which Enter asks for the rows on the map."""

    wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the rows on the map by Enter, unless it ends what is typed."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)


class PeoplePage(QWidget):
    """One table of the panel.

    Attributes
    ----------
    kind : str
        One of :data:`ui.panels.people.tables.KINDS`.
    view, model
    long : LongTable
        Columns to choose, rows to copy.
    paste : QAction
        Pastes what is on the clipboard over the selected rows, from the current cell on.
    note : QLabel
        Says what to do where there are no rows.
    """

    chosen = Signal()
    """Other rows were selected by the user."""
    wanted = Signal()
    """The selected rows are to be shown on the map."""
    pasted = Signal(object, object, int)
    """A block of cells is to be pasted: a Pasting, the block, and over how many rows if it has one."""

    def __init__(self, kind: Sort, words: Words, privacy: Profile, actions: Sequence[QAction]) -> None:
        super().__init__()
        self.kind = kind
        self.model = PeopleModel(kind, words, privacy, self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.view, self.model, self._choices))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        if kind == "workers":
            self.view.setDragEnabled(True)
            self.view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(28)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self.long = LongTable(self.view, words, f"people-{kind}")
        self.paste = QAction(self)
        self.paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        self.paste.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.paste.triggered.connect(self.paste_cells)
        self.view.addAction(self.paste)
        self.long.more = [*actions, self.paste]
        self.note = plain_label()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setContentsMargins(24, 8, 24, 8)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.note)
        self._following = False
        self._found: tuple[QItemSelection, IntArray, IntArray] | None = None
        """What was selected when it was last asked for, the rows that were shown, and those of them that it holds."""
        for column in range(self.model.columnCount()):
            header.resizeSection(column, _WIDTH_PX)
        self.view.selectionModel().selectionChanged.connect(self._chosen)
        self.view.doubleClicked.connect(self._go_unless_edited)
        self.view.wanted.connect(self.wanted)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def show_table(
        self, table: Table | None, fits: BoolArray | None = None, worth: npt.NDArray[np.float64] | None = None
    ) -> None:
        """Show rows of a table as :meth:`PeopleModel.show_table`; those that were selected stay so where they can."""
        before, column = self.selected_ids(), self.view.currentIndex().column()
        self._following = True
        self.model.show_table(table, fits, worth)
        if table is not None:
            self._size_columns()
        self._select_ids(before, column)
        self._following = False

    def _size_columns(self) -> None:
        """Give the columns the width of what stands in them, unless the user has given them any."""
        header, metrics, model = self.view.horizontalHeader(), self.view.fontMetrics(), self.model
        places = range(model.columnCount())
        if any(header.sectionSize(place) != _WIDTH_PX for place in places[:-1]) or not len(model.rows):
            return
        for place in places:
            texts = [str(model.headerData(place, Qt.Orientation.Horizontal))]
            texts += [str(model.data(model.index(row, place))) for row in range(min(len(model.rows), _SAMPLE))]
            width = max(metrics.horizontalAdvance(text) for text in texts) + _MARGIN_PX
            header.resizeSection(place, min(width, _WIDEST_PX))

    def say(self, words: str) -> None:
        """Show a sentence in place of the rows, or the rows for none."""
        self.note.setText(words)
        self._pages.setCurrentWidget(self.note if words else self.view)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        before, current = self.selected_ids(), self.view.currentIndex().column()
        self._following = True
        self.model.sort(column, order)
        self._select_ids(before, current)
        self._following = False

    def light(self, selection: tuple[int, ...]) -> None:
        """Tint the rows that are about selected grids, and bring the first of them into sight."""
        table = self.model.table
        if table is None:
            return
        at = table.plan.positions(list(selection)) if selection else np.empty(0, dtype=np.int64)
        grids = np.zeros(len(table.plan.ids), dtype=bool)
        grids[at[at >= 0]] = True
        self.model.light(table.about(grids))
        places = np.flatnonzero(self.model.lit[self.model.rows])
        if len(places) and not self.view.selectionModel().hasSelection():
            self.view.scrollTo(self.model.index(int(places[0]), 0))

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def selected_rows(self) -> IntArray:
        """Return which rows of the table are selected, in the order in which they stand."""
        selection, rows = self.view.selectionModel().selection(), self.model.rows
        if self._found is None or self._found[1] is not rows or self._found[0] != selection:
            self._found = (
                selection,
                rows,
                self._rows_in(selection),
            )  # every range of it is a call, of thousands at times
        return self._found[2]

    def _rows_in(self, selection: QItemSelection) -> IntArray:
        chosen = np.zeros(len(self.model.rows), dtype=bool)
        for number in range(selection.count()):
            one = selection.at(number)
            chosen[one.top() : one.bottom() + 1] = True
        return self.model.rows[chosen]

    def selected_ids(self) -> IntArray:
        """Return the ids of the selected rows."""
        return np.empty(0, dtype=np.int64) if self.model.table is None else self.model.table.ids[self.selected_rows()]

    def select_ids(self, ids: IntArray) -> None:
        """Select the rows of some ids and bring the first into sight, as the user would."""
        self._select_ids(ids, max(self.view.currentIndex().column(), 0))
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())

    def _select_ids(self, ids: IntArray, column: int) -> None:
        table = self.model.table
        if table is None or not len(ids):
            return
        places = np.flatnonzero(np.isin(table.ids[self.model.rows], ids))
        chosen = QItemSelection()
        for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
            if len(run):
                last = self.model.columnCount() - 1
                chosen.select(self.model.index(int(run[0]), 0), self.model.index(int(run[-1]), last))
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(places):
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.view.selectionModel().setCurrentIndex(self.model.index(int(places[0]), max(column, 0)), flag)

    def _chosen(self, *_: QItemSelection | QModelIndex) -> None:
        if not self._following:
            self.chosen.emit()

    # ---- typing and pasting ------------------------------------------------------------------------------------------

    def _go_unless_edited(self, index: QModelIndex) -> None:
        """Ask for the rows on the map by a double click on what cannot be typed into."""
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.wanted.emit()

    def _choices(self, index: QModelIndex | QPersistentModelIndex) -> Sequence[str]:
        """Return what may be chosen in a cell in place of typing."""
        cells = self.model.cells
        return () if cells is None else cells.choices(COLUMNS[self.kind][index.column()])

    def paste_cells(self) -> None:
        """Ask for what is on the clipboard to be pasted over the selected rows, from the current cell on."""
        table, cells, text = self.model.table, self.model.cells, QGuiApplication.clipboard().text()
        current = self.view.currentIndex()
        if table is None or cells is None or not text.strip() or not self.model.can_edit or not current.isValid():
            return
        chosen = self.selected_rows()
        places = np.flatnonzero(np.isin(self.model.rows, chosen)) if len(chosen) else np.array([current.row()])
        block, first = block_of(text), int(places[0])
        shown = self.long.columns()
        from_here = shown[shown.index(current.column()) :] if current.column() in shown else shown
        several = len(places) > 1 and len(block) == 1
        rows = self.model.rows[places] if several else self.model.rows[first:]
        pasting = Pasting(table, cells, self.model.privacy, rows.tolist(), first + 1, from_here, shown)
        self.pasted.emit(pasting, block, len(places) if several else 0)
