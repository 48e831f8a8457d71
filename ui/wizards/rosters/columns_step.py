"""The second step: what each column of each kind of list was taken for, and why; a user may say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from gridmap.exchange.rosters import ColumnTaken
from ui.look.plain import as_it_reads, plain_label
from ui.wizards.columns_table import ColumnsTable, ShownColumn
from ui.wizards.frame import Step
from ui.wizards.rosters.gathered import Shape
from ui.wizards.rosters.wording import field_in_words, fields_for, sheet_in_words, shown_cells
from ui.wizards.rosters.work import RosterWork

_ROWS: Final = 4
_LIST_WIDTH: Final = 210
_SURE: Final = ("word", "chosen", "private", "cut")


class ColumnsStep(Step):
    """The columns of the tables that come in; tables with the same headers are corrected together.

    Attributes
    ----------
    shapes : QListWidget
        Which tables; hidden if all have the same headers.
    table : ColumnsTable
    reset : QPushButton
        Takes back what was corrected.
    """

    key = "roster-columns"

    def __init__(self, wizard: RosterWork) -> None:
        super().__init__(wizard)
        self.lists, self._session, self._work = wizard.lists, wizard.session, wizard
        self._shapes: list[Shape] = []
        self.shapes = QListWidget()
        self.shapes.setFixedWidth(_LIST_WIDTH)
        self.shapes.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table = ColumnsTable(self.words)
        self.reset = QPushButton()
        self.reset.setAutoDefault(False)
        self._told = plain_label()
        self._told.setProperty("role", "muted")
        self._told.setWordWrap(True)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        below = QHBoxLayout()
        below.addWidget(self._told, 1)
        below.addWidget(self.reset)
        beside.addWidget(self.table, 1)
        beside.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.shapes)
        layout.addLayout(beside, 1)
        self.shapes.currentRowChanged.connect(self._show)
        self.table.chosen.connect(self._choose)
        self.reset.clicked.connect(self._reset)
        self._session.privacy_changed.connect(self._show)
        self.first = self.table

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.reset.setText(self.words("roster-forget-corrections"))
        self.shapes.setAccessibleName(self.words("roster-found"))
        self.enter()

    def enter(self) -> None:
        """Show the tables that are to come in."""
        kept = max(self.shapes.currentRow(), 0)
        self._shapes = self.lists.shapes()
        self.shapes.blockSignals(True)
        self.shapes.clear()
        for shape in self._shapes:
            names = [sheet_in_words(table, self.words) for table in shape.tables]
            item = QListWidgetItem(
                names[0] if len(names) == 1 else self.words("roster-and-more", first=names[0], count=len(names) - 1)
            )
            item.setToolTip(as_it_reads("\n".join(names[:20])))
            self.shapes.addItem(item)
        self.shapes.setVisible(len(self._shapes) > 1)
        self.shapes.setCurrentRow(min(kept, len(self._shapes) - 1))
        self.shapes.blockSignals(False)
        self._show()

    # ---- one kind of table -------------------------------------------------------------------------------------------

    @property
    def _here(self) -> Shape | None:
        row = self.shapes.currentRow()
        return self._shapes[row] if 0 <= row < len(self._shapes) else None

    def _show(self) -> None:
        shape = self._here
        if shape is None:
            return
        found, say, lists = shape.tables[0], self.words, self.lists
        mapping = lists.mapping(found)
        if mapping is None:
            return
        scheme = lists.scheme
        shown = []
        for at, column in enumerate(mapping.columns):
            cells = found.cells[:_ROWS, at].tolist()
            private = column.why == "private"
            shown.append(
                ShownColumn(
                    column.header,
                    column.field,
                    say(f"roster-why-{column.why}") if not private else say("roster-why-private-here"),
                    shown_cells(column, cells, scheme, self._session.privacy, say),
                    doubtful=self._is_doubtful(column, bool((found.cells[:, at] != "").any())),
                )
            )
        present = [column.field for column in mapping.columns if column.field]
        choices = [(field, field_in_words(field, scheme, say)) for field in fields_for(mapping.table, scheme, present)]
        self.table.show_columns(shown, choices)
        for box, column in zip(self.table.boxes, mapping.columns, strict=True):
            box.setEnabled(column.why != "private")
        corrected = bool(lists.correction(found))
        self.reset.setVisible(corrected)
        key = "roster-columns-remembered" if lists.is_remembered(found) else "roster-columns-corrected"
        rows = say(f"roster-rows-are-{mapping.table}")
        self._told.setText(say(key) if corrected else say("roster-columns-rows-are", rows=rows))

    @staticmethod
    def _is_doubtful(column: ColumnTaken, filled: bool) -> bool:
        """Whether one should look at a column: it was taken only by likeness, or is left out though it has cells."""
        return column.why not in _SURE and filled

    def _choose(self, at: int, field: str) -> None:
        shape = self._here
        if shape is not None:
            found = shape.tables[0]
            self.lists.say_column(found, found.columns[at], field)
            self._show()
            self.table.boxes[at].setFocus(Qt.FocusReason.OtherFocusReason)  # the box that was used is another one now
            self.changed.emit()

    def _reset(self) -> None:
        shape = self._here
        if shape is not None:
            self.lists.say_nothing(shape.tables[0])
            self._show()
            self.changed.emit()

    def stands_in_the_way(self) -> str:
        """Return what is still missing: without corrections it may no longer be clear what the rows are."""
        lists = self.lists
        return self.words("roster-lacks-table") if any(lists.mapping(table) is None for table in lists.tables) else ""

    def forward(self, go: Callable[[], None]) -> None:
        """Remember what was corrected, and work out what would come of it."""
        self._work.remember()
        self._work.prepare(go)
