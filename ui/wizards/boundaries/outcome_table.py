"""The rows of the files with what was understood, and the grids that they do not have; filtered and sorted."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gridmap.exchange.boundary_outcome import PreparedBoundaries
from gridmap.model.arrays import IntArray
from gridmap.model.errors import Problem
from ui.look.plain import as_it_reads, begun
from ui.look.words import Words
from ui.outputs.boundaries.wording import shown
from ui.session.session import Session
from ui.wizards.boundaries.preview import GONE, STATES, Preview
from ui.words.messages import has

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = ("state", "code", "name", "says", "parent", "kind", "source", "row")
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class OutcomeTable(QAbstractTableModel):
    """One line for each row of the files, in their order, and below one for each grid that they do not have.

    Parameters
    ----------
    words : Words
    session : Session
        Says how much of people is shown.
    """

    def __init__(self, words: Words, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._session = words, session
        self._prepared: PreparedBoundaries | None = None
        self._columns: dict[str, npt.NDArray[np.object_]] = {}
        self._problems: dict[tuple[str, int, str], Problem] = {}
        self._all = np.empty(0, dtype=np.int64)
        self.ids: IntArray = np.empty(0, dtype=np.int64)
        """Id in the preview's plan of every line, 0 where it has none."""
        self.states: IntArray = np.empty(0, dtype=np.int64)
        """Place in :data:`STATES` of the state of every line."""
        self.files: IntArray = np.empty(0, dtype=np.int64)
        """Place of the file of every line, -1 for grids that are gone."""
        self.lines: IntArray = np.empty(0, dtype=np.int64)
        """The lines that are shown, in the order in which they are."""
        self._state, self._file = -1, -1
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)

    def show_outcome(self, prepared: PreparedBoundaries, preview: Preview) -> None:
        """Show another outcome, filtered and sorted as before."""
        rows, plan = prepared.rows, prepared.plan
        gone = plan.positions(prepared.gone)
        names, codes, kinds = (plan.grids[name].to_numpy(dtype=object) for name in ("name", "code", "kind"))
        parents = plan.positions(plan.grids["parent"].to_numpy()[gone])
        parent_names = np.where(parents >= 0, np.append(names, "")[parents], "")
        parent_codes = np.where(parents >= 0, np.append(codes, "")[parents], "")
        self.beginResetModel()
        self._prepared = prepared
        self._columns = {
            "code": np.concatenate([rows["code"].to_numpy(dtype=object), codes[gone]]),
            "name": np.concatenate([rows["name"].to_numpy(dtype=object), names[gone]]),
            "kind": np.concatenate([rows["kind"].to_numpy(dtype=object), kinds[gone]]),
            "parent_name": np.concatenate([rows["parent_name"].to_numpy(dtype=object), parent_names]),
            "parent_code": np.concatenate([rows["parent_code"].to_numpy(dtype=object), parent_codes]),
        }
        self.ids = np.concatenate([preview.row_ids, prepared.gone])
        self.states = np.concatenate([preview.row_states, np.full(len(gone), GONE)])
        self.files = np.concatenate([rows["file"].to_numpy(dtype=np.int64), np.full(len(gone), -1)])
        self._problems = {(one.file, one.row, one.key): one for one in reversed(prepared.problems) if one.row}
        self._choose_lines()
        self.endResetModel()

    # ---- which lines -------------------------------------------------------------------------------------------------

    def filter(self, state: int, file: int) -> None:
        """Show only lines of a state and of a file; -1 for all."""
        self.beginResetModel()
        self._state, self._file = state, file
        self._choose_lines()
        self.endResetModel()

    def counts(self, file: int = -1) -> IntArray:
        """Return how many lines there are in each state, of a file or of all. Shape (7,)."""
        of_file = np.ones(len(self.states), dtype=bool) if file < 0 else self.files == file
        return np.bincount(self.states[of_file], minlength=len(STATES))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is as they come."""
        self.beginResetModel()
        self._sorted = (column, order)
        self._choose_lines()
        self.endResetModel()

    def _choose_lines(self) -> None:
        chosen = np.ones(len(self.states), dtype=bool)
        if self._state >= 0:
            chosen &= self.states == self._state
        if self._file >= 0:
            chosen &= self.files == self._file
        lines = np.flatnonzero(chosen)
        column, order = self._sorted
        if 0 <= column < len(COLUMNS):
            lines = lines[np.argsort(self._order_of(COLUMNS[column])[lines], kind="stable")]
            if order == Qt.SortOrder.DescendingOrder:
                lines = lines[::-1]
        self.lines = lines

    def _order_of(self, column: str) -> npt.NDArray[Any]:
        if column == "state":
            return self.states
        if column in ("source", "row"):
            return self.files if column == "source" else np.arange(len(self.states))
        if column in self._columns:
            return self._columns[column].astype(str)
        if column == "parent":
            return self._columns["parent_code"].astype(str)
        return np.array([self._says(line) for line in range(len(self.states))], dtype=str)

    # ---- cells -------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines that are shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal or section >= len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"boundaries-column-{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (
                _RIGHT if COLUMNS[section] == "row" else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            )
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or self._prepared is None:
            return None
        line, column = int(self.lines[index.row()]), COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(line, column)
            return as_it_reads(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "row":
            return _RIGHT
        return None

    def _text(self, line: int, column: str) -> str:
        prepared = self._prepared
        assert prepared is not None
        file = int(self.files[line])
        match column:
            case "state":
                return self._words(f"legend-incoming-{STATES[self.states[line]]}")
            case "parent":
                name, code = self._columns["parent_name"][line], self._columns["parent_code"][line]
                return f"{name} {code}".strip()
            case "kind":
                kind = self._columns["kind"][line]
                scheme = prepared.plan.scheme
                return self._words.name(scheme.kind(kind).name) if kind in scheme else str(kind)
            case "says":
                return begun(self._says(line))
            case "source":
                return prepared.files[file].file if file >= 0 else ""
            case "row":
                return str(prepared.rows["row"].iat[line]) if file >= 0 else ""
            case _:
                return str(self._columns[column][line])

    def _says(self, line: int) -> str:
        """Return why a row is left out or doubtful, or in what it differs from the grid that is there."""
        prepared, say = self._prepared, self._words
        assert prepared is not None
        if self.files[line] < 0:
            goes = bool(np.isin(self.ids[line], prepared.retired))
            return say("boundaries-gone-retired" if goes else "boundaries-gone-stays")
        reason = str(prepared.rows["reason"].iat[line])
        if reason:
            row = int(prepared.rows["row"].iat[line])
            problem = self._problems.get((prepared.files[int(self.files[line])].file, row, reason))
            if problem is not None:
                return say.of(shown(problem, self._session.privacy))
            own = f"boundaries-reason-{reason}"  # of what is told of the file as a whole
            return say(own) if has(own) else say.of(Problem(reason, row=row))
        changes = prepared.rows["changes"].iat[line]
        return say("said-between").join(say(f"boundaries-changes-{what}") for what in changes)
