"""A box in which a town or a village is chosen, from a list or by typing a part of its name."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from gridmap.model.plan import Plan

_LETTERS: Final = 7
_INDENT: Final = "\u3000"
"""Before the name of a village, below its town."""


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
        before, rows = self.place, _places_of(plan)
        if (anywhere, rows) == self._listed:
            return
        self._listed = (anywhere, rows)
        self.blockSignals(True)
        self.clear()
        self.addItem(anywhere, 0)
        for grid, name in rows:
            self.addItem(name, grid)
        self.setCurrentIndex(max(self.findData(before), 0))
        self.blockSignals(False)
        self._choose()

    def _read(self) -> None:
        """Take what was typed: a name, the only one that has it, or nothing for all."""
        typed = self.field.text().strip()
        names = [self.itemText(row).strip() for row in range(self.count())]
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


def _places_of(plan: Plan) -> list[tuple[int, str]]:
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
    return found
