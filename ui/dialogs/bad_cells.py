"""The cells that were not pasted: where each stands, what was to go there, and why it could not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.errors import GridMapError
from gridmap.people.privacy import shown_error
from ui.look.box_buttons import add_button
from ui.look.long_table import LongTable
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_COLUMNS: Final = (("bad-cell-row", 56), ("bad-cell-column", 120), ("bad-cell-text", 180), ("bad-cell-why", 380))


class BadCellsDialog(QDialog):
    """Lists what was left out of a block that was pasted.

    Parameters
    ----------
    taken : int
        How many cells were taken.
    cells : sequence of (row, heading, text, why)
        Rows count from 1; 0 stands for none.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        taken: int,
        cells: Sequence[tuple[int, str, str, GridMapError]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._words, self._taken, self._cells = session, words, taken, cells
        self.heading = plain_label()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.table = QTableWidget(len(cells), len(_COLUMNS))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, (_, width) in enumerate(_COLUMNS):
            self.table.setColumnWidth(place, width)
        LongTable(self.table, words, "bad-cells")
        buttons = QDialogButtonBox()
        self.close_button = add_button(buttons, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(800, 400)
        words.changed.connect(self.set_texts)
        session.privacy_changed.connect(self.set_texts)
        session.closed.connect(self.reject)
        self.set_texts()
        self.close_button.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say, session = self._words, self._session
        self.setWindowTitle(say("bad-cells-title"))
        self.heading.setText(say("bad-cells-heading", taken=self._taken, bad=len(self._cells)))
        self.close_button.setText(say("window-close"))
        self.table.setAccessibleName(say("bad-cells-title"))
        self.table.setHorizontalHeaderLabels([say(key) for key, _ in _COLUMNS])
        for place, (row, heading, text, why) in enumerate(self._cells):
            told = say.of(shown_error(why, session.privacy), session.plan)
            for column, cell in enumerate((str(row) if row else "", heading, " ".join(text.split()), told)):
                self.table.setItem(place, column, QTableWidgetItem(cell))
        self.table.resizeRowsToContents()
