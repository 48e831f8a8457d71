"""The tables that were found in the files, a row to each: whether it comes in, and what its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QPushButton, QTableWidget, QTableWidgetItem

from gridmap.exchange.rosters import ROSTER_TABLES, is_for_readers
from gridmap.exchange.tables import FoundTable
from ui.look.appearance import appearance_of
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.wizards.rosters.gathered import Gathered, ListFile

COLUMNS: Final = ("wanted", "file", "sheet", "title", "rows", "table", "note")
WANTED, FILE, _SHEET, _TITLE, ROWS, TABLE, NOTE = range(len(COLUMNS))
_WIDTHS: Final = (52, 160, 90, 110, 60, 150, 110)
_ROW_HEIGHT: Final = 38


class TablesFound(QTableWidget):
    """Lets one say which tables come in and what their rows are.

    Signals
    -------
    changed : ()
    password_wanted : ListFile
        Somebody wants to give the password of a file.
    """

    changed = Signal()
    password_wanted = Signal(object)

    def __init__(self, lists: Gathered, words: Words) -> None:
        super().__init__(0, len(COLUMNS))
        self.lists, self.words = lists, words
        self._shown: list[tuple[ListFile, FoundTable | None]] = []
        self.boxes: dict[int, QComboBox] = {}
        self.unlock: dict[int, QPushButton] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for at, width in enumerate(_WIDTHS):
            self.setColumnWidth(at, width)
        self.itemChanged.connect(self._ticked)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def show_files(self) -> None:
        """Show the tables of all files; a file that cannot be read has a row that says why."""
        kept = self.currentRow()
        self.blockSignals(True)
        self.setHorizontalHeaderLabels([self.words(f"roster-found-{column}") for column in COLUMNS])
        self.setAccessibleName(self.words("roster-found"))
        self._shown = [(file, table) for file in self.lists.files for table in file.tables or (None,)]
        self.clearContents()
        self.setRowCount(len(self._shown))
        self.boxes, self.unlock = {}, {}
        for row, (file, table) in enumerate(self._shown):
            if table is None:
                self._show_refused(row, file)
            else:
                self._show_table(row, table)
        self.blockSignals(False)
        if self._shown:
            self.setCurrentCell(min(max(kept, 0), len(self._shown) - 1), FILE)

    def _show_table(self, row: int, found: FoundTable) -> None:
        lists, say = self.lists, self.words
        mapping = lists.mapping(found)
        note, doubtful = "", False
        if is_for_readers(found):
            note = say("roster-sheet-for-readers")
        elif mapping is None:
            note, doubtful = say("roster-found-unclear"), True
        elif lists.is_remembered(found):
            note = say("roster-found-remembered")
        texts = ("", found.file, found.sheet, found.title, f"{len(found.rows):,}", "", note)
        self._fill(row, texts, muted=not lists.is_wanted(found), doubtful=doubtful)
        tick = self.item(row, WANTED)
        assert tick is not None
        tick.setFlags(tick.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        tick.setCheckState(Qt.CheckState.Checked if lists.is_wanted(found) else Qt.CheckState.Unchecked)
        tick.setData(Qt.ItemDataRole.AccessibleTextRole, say("roster-found-wanted"))
        box = _Box(self.viewport())  # where it stays
        if mapping is None:
            box.addItem(say("roster-table-choose"), "")
        for table in ROSTER_TABLES:
            box.addItem(say(f"roster-rows-are-{table}"), table)
        box.setCurrentIndex(box.findData(mapping.table if mapping else ""))
        box.setAccessibleName(say("roster-found-table"))
        box.activated.connect(lambda _, found=found, box=box: self._say(found, box.currentData()))
        self.boxes[row] = box
        self.setCellWidget(row, TABLE, box)

    def _show_refused(self, row: int, file: ListFile) -> None:
        assert file.refused is not None
        self._fill(row, ("", file.path.name, "", "", "", "", self.words.of(file.refused)), muted=True, doubtful=True)
        if file.is_locked:
            button = QPushButton(self.words("roster-give-password"))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, file=file: self.password_wanted.emit(file))
            self.unlock[row] = button
            self.setCellWidget(row, TABLE, button)

    def _fill(self, row: int, texts: Sequence[str], *, muted: bool, doubtful: bool) -> None:
        look = appearance_of(self.palette())
        for at, text in enumerate(texts):
            item = QTableWidgetItem(" ".join(text.split()))
            item.setToolTip(as_it_reads(text[:1000]))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if at == NOTE:
                item.setForeground(QColor(look.warning if doubtful else look.muted))
            elif muted:
                item.setForeground(QColor(look.muted))
            if at == ROWS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, at, item)

    # ---- what is said ------------------------------------------------------------------------------------------------

    def file_here(self) -> ListFile | None:
        """Return the file of the row that is current, ``None`` if there is none."""
        row = self.currentRow()
        return self._shown[row][0] if 0 <= row < len(self._shown) else None

    def _ticked(self, item: QTableWidgetItem) -> None:
        found = self._shown[item.row()][1]
        if item.column() == WANTED and found is not None:
            self.lists.want(found, item.checkState() == Qt.CheckState.Checked)
            self.show_files()
            self.changed.emit()

    def _say(self, found: FoundTable, table: str) -> None:
        chosen = next((known for known in ROSTER_TABLES if known == table), None)
        self.lists.say_table(found, chosen)
        self.show_files()
        row = next(row for row, (_, table) in enumerate(self._shown) if table is found)
        self.boxes[row].setFocus(Qt.FocusReason.OtherFocusReason)  # the box that was used is another one now
        self.changed.emit()


class _Box(QComboBox):
    """A box that the wheel passes by."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
