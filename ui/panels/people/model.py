"""The rows of a table of people that are shown: filtered, in order, those of the selected grids tinted."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.people.privacy import Profile
from gridmap.search.index import EXACT
from ui.look.plain import as_it_reads
from ui.look.roles import numbers_of
from ui.look.told import LEFT, RIGHT, Told
from ui.look.words import Words
from ui.panels.people.cells import CellWords
from ui.panels.people.tables import COLUMNS, Column, Sort, Table
from ui.panels.people.typed import FIELDS, TypedRow
from ui.session.carried import workers_carried
from ui.session.freeing import free_elsewhere

Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_BY_LETTERS: Final = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap
"""How a view looks for what one types."""
_ROLES: Final = numbers_of(
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.BackgroundRole,
)
_SHORT: Final = np.iinfo(np.uint16).max
_TINT: Final = 56
"""How much of the colour of a selection, of 255, lies on rows of the selected grids."""
_CELL: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_DRAGGED: Final = _CELL | Qt.ItemFlag.ItemIsDragEnabled
_FLAGS: Final = {
    (False, False): _CELL,
    (True, False): _DRAGGED,
    (False, True): _CELL | Qt.ItemFlag.ItemIsEditable,
    (True, True): _DRAGGED | Qt.ItemFlag.ItemIsEditable,
}
"""What may be done with a cell, by whether its row is dragged and it is typed into: Qt asks for each that it paints."""


def tint() -> QColor:
    """Return the colour that lies on rows of the selected grids."""
    colour = QColor(QGuiApplication.palette().color(QPalette.ColorRole.Highlight))
    colour.setAlpha(_TINT)
    return colour


class PeopleModel(QAbstractTableModel):
    """Shows a :class:`Table`; what is filtered and sorted are arrays of row numbers, words are made of what is seen.

    Parameters
    ----------
    kind : str
        Which of the tables.
    words : Words
    privacy : Profile

    Attributes
    ----------
    table : Table or None
    rows : int64 (k,)
        Which row of the table stands in which place.
    lit : bool (n,)
        Which rows are about the selected grids.
    can_edit : bool
        Whether cells may be typed into.

    Signals
    -------
    typed : TypedRow
        What was typed into a cell, as an edit.
    """

    typed = Signal(object)

    def __init__(self, kind: Sort, words: Words, privacy: Profile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind, self._words, self.privacy = kind, words, privacy
        self.can_edit = False
        self.table: Table | None = None
        self.rows: IntArray = np.empty(0, dtype=np.int64)
        self.lit: BoolArray = np.empty(0, dtype=bool)
        self._cells: CellWords | None = None
        self._fits: BoolArray | None = None
        self._worth: npt.NDArray[np.float64] | None = None
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)

    @property
    def cells(self) -> CellWords | None:
        """The words of the table in the present language."""
        return self._cells

    def show_table(
        self, table: Table | None, fits: BoolArray | None = None, worth: npt.NDArray[np.float64] | None = None
    ) -> None:
        """Show rows of a table, or nothing.

        Parameters
        ----------
        fits : bool (n,), optional
            Which rows to show; all by default.
        worth : float (n,), optional
            How well what was typed fits each row; those that it does not fit are not shown, exact matches stand first.
        """
        before = self.table
        self.beginResetModel()
        if table is not before:
            self.table = table
            self.lit = np.zeros(0 if table is None else len(table.ids), dtype=bool)
            self._cells = None if table is None else CellWords(table.plan, self._words.language)
        self._fits, self._worth = fits, worth
        self._arrange()
        self.endResetModel()
        if before is not table:
            free_elsewhere(before)  # its texts: 10 ms of a province

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is as they come, or by how well they fit what was typed."""
        self._sorted = (column, order)
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        if self.table is None:
            self.rows = np.empty(0, dtype=np.int64)
            return
        fits = np.ones(len(self.table.ids), dtype=bool) if self._fits is None else self._fits
        if self._worth is not None:
            fits = fits & (self._worth > 0)
        rows = np.flatnonzero(fits)
        column, order = self._sorted
        if 0 <= column < len(self.table.columns):
            values = self.table.columns[column].order[rows]
            places = np.argsort(_short(values), kind="stable")
            if order == Qt.SortOrder.DescendingOrder:
                places = places[::-1]
            rows = rows[places]
            if self._worth is not None:
                rows = rows[np.argsort(self._worth[rows] < EXACT, kind="stable")]
        elif self._worth is not None:
            rows = rows[np.argsort(-self._worth[rows], kind="stable")]
        self.rows = rows

    def speak(self) -> None:
        """Show the words of the present language."""
        if self.table is not None:
            self._cells = CellWords(self.table.plan, self._words.language)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.table.columns) - 1)
            self._all_changed()

    def set_privacy(self, privacy: Profile) -> None:
        """Show of people what a profile shows."""
        self.privacy = privacy
        self._all_changed()

    def light(self, lit: BoolArray) -> None:
        """Tint some rows of the table and no others."""
        if not np.array_equal(lit, self.lit):  # mostly there are none before and after
            self.lit = lit
            self._all_changed()

    def _all_changed(self) -> None:
        if self.table is not None and len(self.rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.table.columns) - 1))

    # ---- as Qt asks --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns, which is known before the rows are."""
        return 0 if parent.isValid() else len(COLUMNS[self._kind])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal or self.table is None or self._cells is None:
            return None
        if not 0 <= section < len(self.table.columns):
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells.heading(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role not in _ROLES:  # Qt asks of every cell for much that there is nothing to say of
            return None
        if not index.isValid() or self.table is None or self._cells is None or index.row() >= len(self.rows):
            return None
        column, row = self.table.columns[index.column()], int(self.rows[index.row()])
        if role == Qt.ItemDataRole.EditRole:
            return self._begins_with(column, row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._cells.cell(column, row, self.privacy)
            return as_it_reads(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        if role == Qt.ItemDataRole.BackgroundRole and self.lit[row]:
            return tint()
        return None

    def told(self, index: Index) -> Told | None:
        """Return what a cell shows, as :meth:`data` does."""
        row = index.row()
        if self.table is None or self._cells is None or not 0 <= row < len(self.rows):
            return None
        column = self.table.columns[index.column()]
        return Told(self._cells.cell(column, int(self.rows[row]), self.privacy), RIGHT if column.is_number else LEFT)

    def is_lit(self, row: int) -> bool:
        """Whether a row is tinted."""
        return row < len(self.rows) and bool(self.lit[self.rows[row]])

    def match(
        self, start: Index, role: int, value: Any, hits: int = 1, flags: Qt.MatchFlag = _BY_LETTERS
    ) -> list[QModelIndex]:
        """Return where what is typed stands, from a cell on downwards; Qt would ask each row for it in turn."""
        if role != Qt.ItemDataRole.DisplayRole or hits != 1 or flags != _BY_LETTERS or not start.isValid():
            return super().match(start, role, value, hits, flags)
        if self.table is None or self._cells is None or start.row() >= len(self.rows):
            return []
        rows, column = np.roll(self.rows, -start.row()), self.table.columns[start.column()]
        at = self._cells.first_that_begins(column, rows, self.privacy, str(value))
        return [] if at < 0 else [self.index((start.row() + at) % len(rows), start.column())]

    # ---- typing ------------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a cell: workers may be dragged, what is kept as it is typed may be edited."""
        if not index.isValid() or self.table is None:
            return super().flags(index)
        typed = self.can_edit and self.table.columns[index.column()].key in FIELDS[self._kind]
        return _FLAGS[self._kind == "workers", typed]

    def _begins_with(self, column: Column, row: int) -> str:
        """Return what one begins to edit a cell with: what stands in it, nothing where the profile masks that."""
        shown, whole = column.shown[self.privacy][row], column.shown["internal"][row]
        if shown != whole:
            return ""
        if column.style == "int":
            return str(int(whole))
        return "" if self._cells is None else self._cells.cell(column, row, self.privacy)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on what was typed into a cell; the row is made anew when the edit is done."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.table is None:
            return False
        column, row, text = self.table.columns[index.column()], int(self.rows[index.row()]), str(value)
        if text == self._begins_with(column, row):
            return False
        self.typed.emit(TypedRow(self._kind, int(self.table.ids[row]), {column.key: text}, self.table.on))
        return True

    # ---- dragging ----------------------------------------------------------------------------------------------------

    def mimeData(self, indexes: Any) -> QMimeData:
        """Return what is carried when rows are dragged: the ids of the workers, nothing that tells who they are."""
        rows = np.unique([index.row() for index in indexes])
        ids = [] if self.table is None else self.table.ids[self.rows[rows]].tolist()
        return workers_carried(ids)


def _short(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return numbers that are sorted alike, as short ones if they fit: these numpy sorts by their digits."""
    if values.dtype.kind in "iu" and len(values) and values.min() >= 0 and values.max() <= _SHORT:
        return values.astype(np.uint16)
    return values
