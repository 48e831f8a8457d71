"""The columns of a file, a row to each: its header, what it is taken for, why, and its first cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ui.look.appearance import appearance_of
from ui.look.plain import as_it_reads
from ui.look.words import Words

_MOST_LETTERS: Final = 60
_WIDTHS: Final = (170, 184, 190)
_CELL_WIDTH: Final = 130
_TAKEN: Final = 1
_LEAST, _CELL_AROUND = 80, 16
"""Columns are as wide as what stands in them, so that a list is seen whole; only the boxes are of one width."""


@dataclass(frozen=True)
class ShownColumn:
    """One column of a file.

    Attributes
    ----------
    header : str
        As it stands in the file.
    field : str
        What it is taken for, one of the keys of the choices; ``""`` if it is left out.
    why : str
        A sentence in the present language: by which it was understood so.
    cells : tuple of str
        The first ones, as they stand in the file.
    doubtful : bool
        Whether one should look at it.
    """

    header: str
    field: str
    why: str = ""
    cells: tuple[str, ...] = ()
    doubtful: bool = False


class ColumnsTable(QTableWidget):
    """Lets one correct what columns are taken for.

    Signals
    -------
    chosen : int, str
        The place of a column, and the key of what the user takes it for (``""`` to leave it out).
    """

    chosen = Signal(int, str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the boxes have it
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setProperty("role", "wizard")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(38)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        self.boxes: list[QComboBox] = []
        self._shape: object = None

    def show_columns(self, columns: Sequence[ShownColumn], choices: Sequence[tuple[str, str]]) -> None:
        """Show columns.

        Parameters
        ----------
        columns : sequence of ShownColumn
        choices : sequence of (key, words)
            What a column may be taken for, in the present language, the first usually ``""``: left out.
        """
        shape = ([(column.header, column.cells) for column in columns], list(choices), self.words.language)
        if shape == self._shape:  # the boxes stay, and with them the keys
            for at, column in enumerate(columns):
                self._say(at, column)
                self.boxes[at].setCurrentIndex(max(self.boxes[at].findData(column.field), 0))
            return
        self._shape = shape
        kept = self.currentRow()
        cells = max((len(column.cells) for column in columns), default=0)
        self.clear()
        self.setRowCount(len(columns))
        self.setColumnCount(3 + cells)
        say = self.words
        rows = [say("wizard-columns-row", row=number) for number in range(1, cells + 1)]
        self.setHorizontalHeaderLabels(
            [say("wizard-columns-header"), say("wizard-columns-taken"), say("wizard-columns-why"), *rows]
        )
        self.setAccessibleName(say("wizard-columns-name"))
        self.boxes = [self._show(at, column, choices) for at, column in enumerate(columns)]
        for at in range(self.columnCount()):
            widest = _WIDTHS[at] if at < len(_WIDTHS) else _CELL_WIDTH
            needed = max(self.sizeHintForColumn(at), self.horizontalHeader().sectionSizeHint(at)) + _CELL_AROUND
            self.setColumnWidth(at, widest if at == _TAKEN else min(max(needed, _LEAST), widest))
        if 0 <= kept < len(columns):
            self.setCurrentCell(kept, 0)
        for before, after in zip(self.boxes, self.boxes[1:], strict=False):
            self.setTabOrder(before, after)

    def _show(self, at: int, column: ShownColumn, choices: Sequence[tuple[str, str]]) -> QComboBox:
        self._say(at, column)
        box = _Box(lambda: self.scrollTo(self.model().index(at, 0)), self.viewport())  # where it stays
        for key, words in choices:
            box.addItem(words, key)
        box.setCurrentIndex(max(box.findData(column.field), 0))
        box.setAccessibleName(f"{column.header}: {self.words('wizard-columns-taken')}")
        box.activated.connect(lambda _, at=at, box=box: self.chosen.emit(at, str(box.currentData())))
        self.setCellWidget(at, 1, box)
        return box

    def _say(self, at: int, column: ShownColumn) -> None:
        """Write what is known of a column."""
        look = appearance_of(QApplication.palette())
        for place, text in enumerate((column.header, "", column.why, *column.cells)):
            item = QTableWidgetItem(text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…")
            item.setToolTip(as_it_reads(text[:1000]))
            if place == 0:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            elif column.doubtful and place == 2:
                item.setForeground(QColor(look.warning))
            elif place > 1 or not column.field:
                item.setForeground(QColor(look.muted))
            self.setItem(at, place, item)


class _Box(QComboBox):
    """A box that the wheel passes by, so that scrolling through the columns changes none of them.

    Parameters
    ----------
    seen : callable
        Brings it into view, once the keys are here.
    parent : QWidget
    """

    def __init__(self, seen: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._seen = seen

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._seen()
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
