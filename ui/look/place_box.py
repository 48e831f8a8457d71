"""A box in which a town or a village is chosen, from a list or by typing a part of its name."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from gridmap.model.change import Change
from gridmap.model.cycles import as_left_out, leave_out
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from ui.look.long_lists import expect_many_rows

_LETTERS: Final = 7
_INDENT: Final = "\u3000"
"""Before the name of a village, below its town."""


class _Places(QAbstractListModel):
    """The rows of the box; an item for each of a province's villages would keep the window for half a second."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[int, str]] = []

    def put(self, rows: list[tuple[int, str]]) -> None:
        """Take other rows: id and name."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, grid: int) -> int:
        """Return the row of a grid, 0 if it has none."""
        return next((row for row, (known, _) in enumerate(self.rows) if known == grid), 0)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        grid, name = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return name
        return grid if role == Qt.ItemDataRole.UserRole else None


class PlaceBox(QComboBox):
    """The grids of all levels but the lowest, each below the one that holds it.

    Attributes
    ----------
    place : int
        Id of the grid that is chosen, 0 for none.
    """

    chosen = Signal()
    """Another place is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = 0
        self._listed: tuple[str, list[tuple[int, str]]] = ("", [])
        self._places = _Places(self)
        self.setModel(self._places)
        expect_many_rows(self)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        finder = QCompleter(self.model(), self)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(finder)
        self.activated.connect(lambda _: self._choose())
        self.field.editingFinished.connect(self._read)

    @property
    def field(self) -> QLineEdit:
        """What is typed in; Qt owns it, and a wrapper that was kept has been seen to outlive it."""
        field = self.lineEdit()
        assert field is not None
        return field

    def list_places(self, plan: Plan, anywhere: str) -> None:
        """Offer the places of a plan, after one that stands for all of them; what was chosen stays if it is there."""
        before, rows = self.place, places_of(plan)
        if (anywhere, rows) == self._listed:
            return
        self._listed = (anywhere, rows)
        self.blockSignals(True)
        self._places.put(as_left_out([(0, anywhere), *rows]))
        self.setCurrentIndex(self._places.row_of(before))
        self.blockSignals(False)
        self._choose()

    def _read(self) -> None:
        """Take what was typed: a name, the only one that has it, or nothing for all."""
        typed = self.field.text().strip()
        names = [name.strip() for _, name in self._places.rows]
        same = [row for row, name in enumerate(names) if name == typed]
        like = [row for row, name in enumerate(names) if row and typed.lower() in name.lower()]
        if not typed:
            self.setCurrentIndex(0)
        elif same and self.currentIndex() not in same:
            self.setCurrentIndex(same[0])
        elif not same and len(like) == 1:
            self.setCurrentIndex(like[0])
        self._choose()

    def _choose(self) -> None:
        if self.count():
            self.field.setText(self.currentText().strip() if self.currentIndex() else self.itemText(0))
            self.field.setCursorPosition(0)
        place = int(self.currentData() or 0)
        if place != self.place:
            self.place = place
            self.chosen.emit()


@kept("grids.code", "grids.name", "grids.parent", "grids.kind")
def places_of(plan: Plan) -> list[tuple[int, str]]:
    """Return id and name of the grids of all levels but the lowest, each after the one above it, by their codes."""
    depth = {level.rank: number for number, level in enumerate(plan.scheme.levels[:-1])}
    here = np.isin(plan.ranks, list(depth))
    found: list[tuple[int, str]] = []
    below: dict[int, list[tuple[str, int, str, int]]] = {}
    columns = (plan.ids, plan.parents, plan.ranks, plan.grids["code"].to_numpy(), plan.grids["name"].to_numpy())
    for grid, above, rank, code, name in zip(*(column[here].tolist() for column in columns), strict=True):
        top = above if depth[rank] else 0
        below.setdefault(top, []).append((code, grid, name or code, depth[rank]))
    waiting = sorted(below.get(0, []), reverse=True)
    while waiting:
        _, grid, name, step = waiting.pop()
        found.append((grid, _INDENT * step + name))
        waiting.extend(sorted(below.get(grid, []), reverse=True))
    leave_out(found)
    return as_left_out(found)


@places_of.follows
def _(old: Plan, new: Plan, change: Change, found: list[tuple[int, str]]) -> list[tuple[int, str]] | None:
    """Nothing else is offered after a change to grids of the lowest level alone, which are not among them."""
    ids = change.ids("grids")
    lowest = new.scheme.levels[-1].rank
    for plan in (old, new):
        at = plan.positions(ids)
        if (plan.ranks[at[at >= 0]] != lowest).any():
            return None
    return found
