"""The hierarchy for a tree: grids below one another, below a village its compounds, and below these their buildings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont, QGuiApplication, QIcon

from gridmap.model.arrays import BoolArray
from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from layers import palette
from ui.look.appearance import appearance_of
from ui.look.plain import as_it_reads
from ui.look.roles import numbers_of
from ui.look.told import RIGHT, Told
from ui.look.words import Words
from ui.panels.hierarchy import Hierarchy, RowsChanged
from ui.panels.swatches import state_sample
from ui.panels.tree_finding import Found
from ui.words.states import branch_word, staffing_word

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = ("name", "households", "staffed", "covered")
"""Keys of the columns."""
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROLES: Final = numbers_of(
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.FontRole,
    Qt.ItemDataRole.TextAlignmentRole,
)
_MOST_TOLD: Final = 50
"""Where more rows show something else the whole tree is told at once."""
_WHY_LETTERS: Final = 8
"""So much of what a grid was found through stands before its name; the tip has all of it."""


class HierarchyModel(QAbstractItemModel):
    """The grids of a plan below one another, in the order of their codes, and last below a village its compounds.

    An index's id is the grid's; rows for compounds and buildings have ids of their own (:class:`CompoundsBelow`).
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.hierarchy: Hierarchy | None = None
        self._parents: dict[int, QModelIndex] = {}
        """By the ids of rows what is above them: Qt asks some thousand times a paint where many rows are selected."""
        self._patches: dict[tuple[str, int, str, float], QIcon] = {}
        self.hits: BoolArray | None = None
        """By position in the plan, the grids that were looked for and found; ``None`` while nothing is looked for."""
        self.found: Found | None = None
        """The same with everything else that was found, and why a grid was."""
        self._bold = QFont()
        self._bold.setBold(True)

    def show_hierarchy(self, hierarchy: Hierarchy | None, changed: RowsChanged | None = None) -> None:
        """Show another hierarchy; one that is laid out like the last changes only what the cells show.

        Parameters
        ----------
        changed : RowsChanged, optional
            What differs from the hierarchy that is shown, which is laid out alike, where this is known already.
        """
        before = self.hierarchy
        if before is not None and hierarchy is not None and (changed or hierarchy.is_laid_out_like(before)):
            self.hierarchy, self._parents = hierarchy, {}
            if changed is not None and changed.count <= _MOST_TOLD:
                self._tell(hierarchy, changed)
            elif top := len(hierarchy.below(-1)):
                self.dataChanged.emit(self.index(0, 0), self.index(top - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.hierarchy, self._parents = hierarchy, {}
        self.endResetModel()

    def _tell(self, shown: Hierarchy, changed: RowsChanged) -> None:
        """Say row by row what shows something else: the view goes through all rows where a range is told."""
        last = len(COLUMNS) - 1
        for grid in shown.plan.ids[changed.grids].tolist():
            index = self.index_of(grid)
            if index.isValid():
                self.dataChanged.emit(index, index.siblingAtColumn(last))
        for number in changed.compounds.tolist():
            index = self._index_of_pair(shown, number)
            self.dataChanged.emit(index, index.siblingAtColumn(last))
        for number in changed.houses.tolist():
            pair = self._index_of_pair(shown, number)
            if count := self.rowCount(pair):
                self.dataChanged.emit(self.index(0, 0, pair), self.index(count - 1, last, pair))

    def _index_of_pair(self, shown: Hierarchy, number: int) -> QModelIndex:
        """Return the index of a compound in a village."""
        village, row = shown.compounds.above(number)
        return self.createIndex(row, 0, shown.compounds.node(village, row))

    def index_of(self, grid: int) -> QModelIndex:
        """Return the index of a grid, or of the row for all compounds of a village; an invalid one if there is none."""
        shown = self.hierarchy
        if shown is None:
            return QModelIndex()
        village = shown.compounds.village_of_group(grid)
        if village:
            at = shown.position(village)
            there = at >= 0 and shown.compounds.count_in(village) > 0
            return self.createIndex(len(shown.below(at)), 0, grid) if there else QModelIndex()
        at = shown.position(grid)
        return self.createIndex(int(shown.row[at]), 0, grid) if at >= 0 else QModelIndex()

    def ranges_of(self, grids: Sequence[int]) -> QItemSelection:
        """Return the rows of grids for a selection, those below one another in one range.

        Qt goes through all ranges for every cell that it paints.
        """
        shown, chosen = self.hierarchy, QItemSelection()
        if shown is None:
            return chosen
        at = np.array([place for place in map(shown.position, dict.fromkeys(grids)) if place >= 0], dtype=np.int64)
        at = at[np.lexsort((shown.row[at], shown.above[at]))]
        ends = (np.diff(shown.above[at]) != 0) | (np.diff(shown.row[at]) != 1)
        for run in np.split(at, np.flatnonzero(ends) + 1):
            if len(run):
                first, last = (self.index_of(int(shown.plan.ids[place])) for place in (run[0], run[-1]))
                chosen.append(QItemSelectionRange(first, last))
        return chosen

    def compound_at(self, index: Index) -> int:
        """Return the place among the compounds of the one whose row an index is of, -1 for other rows."""
        return self.hierarchy.compounds.place_of(int(index.internalId())) if self.hierarchy and index.isValid() else -1

    def building_at(self, index: Index) -> int:
        """Return the position in the plan of the building whose row an index is of, -1 for other rows."""
        if self.hierarchy is None or not index.isValid():
            return -1
        return self.hierarchy.compounds.building_of(int(index.internalId()))

    def grid_at(self, index: Index) -> int:
        """Return the grid that a row is about, 0 for none: what holds a building or a compound, or the village."""
        if self.hierarchy is None or not index.isValid():
            return 0
        node, place = int(index.internalId()), self.compound_at(index)
        if place >= 0:
            return int(self.hierarchy.compounds.seat[place])
        house = self.building_at(index)
        if house >= 0:
            return int(self.hierarchy.compounds.holder[house])
        return self.hierarchy.compounds.village_of_group(node) or node

    def _at(self, index: Index) -> int:
        """Return the position of an index's grid, -1 for what stands above all."""
        return self.hierarchy.position(int(index.internalId())) if index.isValid() and self.hierarchy else -1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        shown = self.hierarchy
        if shown is None or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        node, at = int(parent.internalId()) if parent.isValid() else 0, -1
        if node and (at := shown.position(node)) < 0:
            return self._index_in_compounds(shown, row, column, node)
        below = shown.below(at)
        if 0 <= row < len(below):
            return self.createIndex(row, column, int(shown.plan.ids[below[row]]))
        if row == len(below) and node and shown.compounds.count_in(node):
            return self.createIndex(row, column, shown.compounds.group(node))
        return QModelIndex()

    def _index_in_compounds(self, shown: Hierarchy, row: int, column: int, node: int) -> QModelIndex:
        """Return the index of a child of a row that is no grid's."""
        found = shown.compounds
        village, number = found.village_of_group(node), found.number(node)
        if village:
            inside = 0 <= row < found.count_in(village)
            return self.createIndex(row, column, found.node(village, row)) if inside else QModelIndex()
        if number >= 0:
            inside = 0 <= row < len(found.houses_of(int(found.place[number])))
            return self.createIndex(row, column, found.house_node(number, row)) if inside else QModelIndex()
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of what is above."""
        if not index.isValid() or self.hierarchy is None:
            return QModelIndex()
        node = index.internalId()
        above = self._parents.get(node)
        if above is None:
            above = self._parents[node] = self._above(self.hierarchy, node)
        return above

    def _above(self, shown: Hierarchy, node: int) -> QModelIndex:
        """Return the index of what is above the row of an id."""
        at, found = shown.position(node), shown.compounds
        if at < 0:
            number = found.number(node)
            below, _ = found.house_at(node)
            if below >= 0:
                village, row = found.above(below)
                return self.createIndex(row, 0, found.node(village, row))
            return self.index_of(found.group(found.above(number)[0]) if number >= 0 else found.village_of_group(node))
        return self.index_of(int(shown.plan.ids[shown.above[at]])) if shown.above[at] >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows are right below."""
        if self.hierarchy is None or (parent.isValid() and parent.column() > 0):
            return 0
        at, found = self._at(parent), self.hierarchy.compounds
        if not parent.isValid():
            return len(self.hierarchy.below(at))
        node = int(parent.internalId())
        if at < 0:
            place = found.place_of(node)
            return len(found.houses_of(place)) if place >= 0 else found.count_in(found.village_of_group(node))
        return len(self.hierarchy.below(at)) + (found.count_in(node) > 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"tree-{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role not in _ROLES:  # Qt asks of every cell for much that there is nothing to say of
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.isValid() and index.column() else None
        shown, at = self.hierarchy, self._at(index)
        if shown is not None and index.isValid() and at < 0:
            return self._of_compounds(shown, index, role)
        if shown is None or at < 0:
            return None
        if role == Qt.ItemDataRole.FontRole and self.hits is not None and self.hits[at]:
            return self._bold
        if role == Qt.ItemDataRole.DecorationRole:
            return self._patch(COLUMNS[index.column()], at)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_it_reads(f"{shown.names[at]} {shown.codes[at]}\n{self._why(at)}".strip())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._text(shown, COLUMNS[index.column()], at)

    def told(self, index: Index) -> Told | None:
        """Return what the cell of a grid shows, as :meth:`data` does; nothing for rows of another kind."""
        shown = self.hierarchy
        at = shown.position(int(index.internalId())) if shown is not None and index.isValid() else -1
        if shown is None or at < 0:
            return None
        number = index.column()
        column, bold = COLUMNS[number], self.hits is not None and bool(self.hits[at])
        place, font, icon = RIGHT if number else None, self._bold if bold else None, self._patch(column, at)
        return Told(self._text(shown, column, at), place, font, None, icon)

    def _text(self, shown: Hierarchy, column: str, at: int) -> str:
        if column == "name":
            why, name = self._why(at), shown.names[at] or shown.codes[at]
            why = why if len(why) <= _WHY_LETTERS else f"{why[: _WHY_LETTERS - 1]}…"
            return f"{why} · {name}" if why else name
        if column == "households":
            return f"{shown.households[at]:,}"
        return self._badge(shown, column, at)

    def _why(self, at: int) -> str:
        """Return through whom a grid was found that does not bear the name itself: a worker, a branch, a building."""
        return self.found.why.get(at, "") if self.found is not None else ""

    def _of_compounds(self, shown: Hierarchy, index: Index, role: int) -> Any:
        """Return what a cell shows of a compound, of all of a village, or of a building."""
        column, place, house = COLUMNS[index.column()], self.compound_at(index), self.building_at(index)
        if role == Qt.ItemDataRole.FontRole and self.found is not None:
            is_found = self.found.compounds[place] if place >= 0 else house >= 0 and self.found.houses[house]
            return self._bold if is_found else None
        if role == Qt.ItemDataRole.ToolTipRole and max(place, house) >= 0:
            return as_it_reads(str(shown.compounds.name[place] if place >= 0 else shown.compounds.plate[house]))
        if role != Qt.ItemDataRole.DisplayRole or column not in ("name", "households"):
            return None
        if place >= 0:
            return shown.compounds.name[place] if column == "name" else f"{shown.compounds.households[place]:,}"
        if house >= 0:
            if column == "households":
                return f"{shown.compounds.homes[house]:,}"
            place = self.compound_at(self.parent(index))
            return shown.compounds.short_plate(place, house) or self._words("tree-no-plate")
        count = shown.compounds.count_in(shown.compounds.village_of_group(int(index.internalId())))
        return self._words("tree-compounds", count=count) if column == "name" else None

    def _patch(self, column: str, at: int) -> QIcon | None:
        """Return a patch in the colour that the map has for a grid's state, where the column says one."""
        shown = self.hierarchy
        if shown is None or column not in ("staffed", "covered") or not self._badge(shown, column, at):
            return None
        if shown.plan.ranks[at] in range(1, len(shown.plan.scheme.levels)):
            return None  # what stands there is a share
        staffed = column == "staffed"
        state = int((shown.staffing if staffed else shown.branches)[at])
        look, ratio = appearance_of(QGuiApplication.palette()), QGuiApplication.primaryScreen().devicePixelRatio()
        key = column, state, look.key, ratio
        if key not in self._patches:
            style = palette.STAFFING[Staffing(state)] if staffed else palette.BRANCHES[BranchState(state)]
            patch, patched = state_sample(style, look, ratio), QIcon()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # what is selected keeps its colour
                patched.addPixmap(patch, mode)
            self._patches[key] = patched
        return self._patches[key]

    def _badge(self, shown: Hierarchy, column: str, at: int) -> str:
        if shown.plan.ranks[at] in range(1, len(shown.plan.scheme.levels)):
            share = (shown.staffed_share if column == "staffed" else shown.covered_share)[at]
            return "" if np.isnan(share) else f"{share:.0%}"
        if column == "staffed":
            state = Staffing(int(shown.staffing[at]))
            if state is Staffing.NOBODY and not shown.needs_worker[at]:
                return ""
            return staffing_word(state, self._words.language)
        return branch_word(int(shown.branches[at]), self._words.language)
