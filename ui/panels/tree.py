"""The tree of the hierarchy, with who is staffed and covered; it follows the map's selection and leads it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from gridmap.branches import BranchState, branch_state
from gridmap.change import Change
from gridmap.placement import households_by_grid
from gridmap.plan import IntArray, Plan
from gridmap.staffing import Staffing, staffing_state
from gridmap.statistics import rollup
from ui.panels.base import Panel
from ui.session import Session
from ui.words import Words

Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = ("name", "households", "staffed", "covered")
_SHOWN: Final = {"grids", "assignments", "workers", "branch_grids", "branches", "buildings"}
"""Tables that the tree shows something of."""
_FIT: Final = 200
"""So many grids may be selected in the tree at once when the map leads."""


class HierarchyModel(QAbstractItemModel):
    """The grids of a plan below one another, in the order of their codes; an index's id is the grid's."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.show_plan(None)

    def show_plan(self, plan: Plan | None) -> None:
        """Show another plan."""
        self.beginResetModel()
        self._plan = plan
        self._children: dict[int, IntArray] = {}
        self._place: dict[int, tuple[int, int]] = {}
        if plan is not None and len(plan.ids):
            codes = plan.grids["code"].to_numpy(dtype=object)
            known = plan.positions(plan.parents) >= 0
            above = np.where(known, plan.parents, 0)
            # Grids that have lost their parent stand after the towns, not among them.
            order = np.lexsort((codes.astype(str), plan.ranks, above))
            starts = np.flatnonzero(np.diff(above[order], prepend=-1))
            for rows in np.split(order, starts[1:]):
                parent = int(above[rows[0]])
                self._children[parent] = plan.ids[rows]
                for row, grid in enumerate(plan.ids[rows].tolist()):
                    self._place[grid] = (parent, row)
            self._names = plan.grids["name"].to_numpy(dtype=object)
            self._codes = codes
            self._households = households_by_grid(plan)
            self._staffing = staffing_state(plan)
            self._branches = branch_state(plan)
            self._needs_worker = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.worker_required)
            self._shares = pd.concat(
                [rollup(plan, level)[["staffed_share", "branch_covered_share"]] for level in plan.scheme.levels[:-1]]
            )
        self.endResetModel()

    def index_of(self, grid: int) -> QModelIndex:
        """Return the index of a grid; an invalid one if it is not there."""
        if grid not in self._place:
            return QModelIndex()
        return self.createIndex(self._place[grid][1], 0, grid)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        children = self._children.get(parent.internalId() if parent.isValid() else 0)
        if children is None or not 0 <= row < len(children) or not 0 <= column < len(_COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, int(children[row]))

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of the grid above."""
        if not index.isValid():
            return QModelIndex()
        return self.index_of(self._place[index.internalId()][0])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many grids are right below."""
        if parent.isValid() and parent.column() > 0:
            return 0
        return len(self._children.get(parent.internalId() if parent.isValid() else 0, ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"tree-{_COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or self._plan is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        grid = index.internalId()
        at = int(self._plan.positions([grid])[0])
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._names[at]} {self._codes[at]}"
        column = _COLUMNS[index.column()]
        if column == "name":
            return self._names[at] or self._codes[at]
        if column == "households":
            return f"{self._households[at]:,}"
        return self._badge(column, grid, at)

    def _badge(self, column: str, grid: int, at: int) -> str:
        if grid in self._shares.index:
            share = self._shares.loc[grid, "staffed_share" if column == "staffed" else "branch_covered_share"]
            return "" if np.isnan(share) else f"{share:.0%}"
        if column == "staffed":
            state = Staffing(int(self._staffing[at]))
            if state is Staffing.NOBODY and not self._needs_worker[at]:
                return ""
            return self._words(f"tree-staffing-{state.name.lower().replace('_', '-')}")
        return self._words(f"tree-branch-{BranchState(int(self._branches[at])).name.lower()}")


class TreePanel(Panel):
    """The hierarchy as a tree."""

    key = "tree"

    def __init__(self, session: Session, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.model = HierarchyModel(words, self)
        self.view = QTreeView()
        self.view.setModel(self.model)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAllColumnsShowFocus(True)
        self.view.setIndentation(14)
        self.setMinimumWidth(316)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        for column, width in ((1, 60), (2, 46), (3, 54)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        self.finder = QLineEdit()
        self.finder.setClearButtonEnabled(True)
        self.finder.returnPressed.connect(self._find_next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.finder)
        layout.addWidget(self.view)
        self._following = False
        self.view.selectionModel().selectionChanged.connect(self._lead)
        self.view.doubleClicked.connect(self._go)
        self.watch(session.plan_changed, self._show)
        self.watch(session.selection_changed, self._follow)
        self.ready()
        self._show(session.plan, session.plan, None)
        self._follow(session.selection)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.finder.setPlaceholderText(self.words("tree-find"))
        self.finder.setAccessibleName(self.words("tree-find"))
        self.view.setAccessibleName(self.words("panel-tree"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)
        self.view.viewport().update()

    def _show(self, before: Plan, after: Plan, change: Change | None) -> None:
        if change is not None and not _SHOWN & set(change.rows):
            return
        opened = [] if change is None else self._expanded()
        self._following = True
        self.model.show_plan(after if len(after.ids) else None)
        self._following = False
        for grid in opened:
            self.view.setExpanded(self.model.index_of(grid), True)
        if change is not None:
            self._follow(self.session.selection)

    def _expanded(self) -> list[int]:
        waiting, found = [QModelIndex()], []
        while waiting:
            parent = waiting.pop()
            for row in range(self.model.rowCount(parent)):
                index = self.model.index(row, 0, parent)
                if self.view.isExpanded(index):
                    found.append(int(index.internalId()))
                    waiting.append(index)
        return found

    def _lead(self) -> None:
        if not self._following:
            self._following = True
            rows = self.view.selectionModel().selectedRows()
            self.session.select(int(index.internalId()) for index in rows)
            self._following = False

    def _follow(self, selection: tuple[int, ...]) -> None:
        if self._following:
            return
        self._following = True
        chosen = self.view.selectionModel()
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for grid in selection[-_FIT:]:
            index = self.model.index_of(grid)
            if index.isValid():
                chosen.select(index, flags)
        if selection:
            last = self.model.index_of(selection[-1])
            if last.isValid():
                chosen.setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.view.scrollTo(last)
        self._following = False

    def _go(self, index: QModelIndex) -> None:
        self.session.show(self.session.plan.shape(int(index.internalId())))

    def _find_next(self) -> None:
        """Select the next grid whose name or code has what was typed."""
        wanted, plan = self.finder.text().strip(), self.session.plan
        if not wanted or not len(plan.ids):
            return
        names, codes = plan.grids["name"], plan.grids["code"]
        hits = names.str.contains(wanted, regex=False) | codes.str.contains(wanted, regex=False)
        found = plan.ids[hits.to_numpy(dtype=bool)]
        if len(found):
            last = self.session.selection[-1] if self.session.selection else 0
            grid = int(next((i for i in found if i > last), found[0]))
            self.session.select([grid])
            self.session.show(plan.shape(grid))
