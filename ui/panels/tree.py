"""The tree of the hierarchy, with who is staffed and covered; it follows the map's selection and leads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QIcon, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from gridmap.search.index import SearchIndex
from layers import palette
from ui.look.appearance import appearance_of
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, plain_label
from ui.look.trees import expanded_ids
from ui.look.words import Words
from ui.panels.accepting import AcceptsByEnter
from ui.panels.base import SIDE_PX, Panel
from ui.panels.compound_changes import ground_of_compounds
from ui.panels.compounds_below import CompoundsBelow
from ui.panels.hierarchy import Hierarchy, hierarchy_of, narrowed
from ui.panels.swatches import STATE_PX, state_sample
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.words.states import branch_word, staffing_word

Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = ("name", "households", "staffed", "covered")
_SHOWN: Final = {"grids", "assignments", "workers", "branch_grids", "branches", "buildings", "compounds"}
"""Tables that the tree shows something of."""
_MOST_OPENED: Final = 400
"""Where more is found it is not laid open: one narrows it down first."""
_ROOMY_PX: Final = 330
"""Width from which names and all columns have room beside one another."""
_HOUSEHOLDS: Final = 1
_HOUSEHOLDS_PX: Final = 50
_AROUND_PX: Final = 8
_NAMES_PX: Final = 130
"""Names have so much room at least."""
_BESIDE_PX: Final = STATE_PX + 17
"""What stands beside the word for a state: the patch of its colour, and what is left free."""
_FIT: Final = 200
"""So many grids may be selected in the tree at once when the map leads."""


class HierarchyModel(QAbstractItemModel):
    """The grids of a plan below one another, in the order of their codes, and last below a village its compounds.

    An index's id is the grid's; rows for compounds have ids of their own (:class:`CompoundsBelow`).
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.hierarchy: Hierarchy | None = None
        self._patches: dict[tuple[str, int, str, float], QIcon] = {}
        self.hits: BoolArray | None = None
        """By position in the plan, what is looked for and found; ``None`` while nothing is looked for."""
        self._bold = QFont()
        self._bold.setBold(True)

    def show_hierarchy(self, hierarchy: Hierarchy | None) -> None:
        """Show another hierarchy; one that is laid out like the last changes only what the cells show."""
        before = self.hierarchy
        if before is not None and hierarchy is not None and hierarchy.is_laid_out_like(before):
            self.hierarchy = hierarchy
            top = len(hierarchy.below(-1))
            if top:
                self.dataChanged.emit(self.index(0, 0), self.index(top - 1, len(_COLUMNS) - 1))
            return
        self.beginResetModel()
        self.hierarchy = hierarchy
        self.endResetModel()

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

    def compound_at(self, index: Index) -> int:
        """Return the place among the compounds of the one whose row an index is of, -1 for other rows."""
        return self.hierarchy.compounds.place_of(int(index.internalId())) if self.hierarchy and index.isValid() else -1

    def grid_at(self, index: Index) -> int:
        """Return the grid that a row is about, 0 for none: that which has all of a compound, or the village of all."""
        if self.hierarchy is None or not index.isValid():
            return 0
        node, place = int(index.internalId()), self.compound_at(index)
        if place >= 0:
            return int(self.hierarchy.compounds.seat[place])
        return self.hierarchy.compounds.village_of_group(node) or node

    def _at(self, index: Index) -> int:
        """Return the position of an index's grid, -1 for what stands above all."""
        return self.hierarchy.position(int(index.internalId())) if index.isValid() and self.hierarchy else -1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        if self.hierarchy is None or not 0 <= column < len(_COLUMNS):
            return QModelIndex()
        node, found = int(parent.internalId()) if parent.isValid() else 0, self.hierarchy.compounds
        village = found.village_of_group(node)
        if village:
            inside = 0 <= row < found.count_in(village)
            return self.createIndex(row, column, found.node(village, row)) if inside else QModelIndex()
        below = self.hierarchy.below(self._at(parent))
        if row == len(below) and node and found.count_in(node):
            return self.createIndex(row, column, found.group(node))
        if not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, int(self.hierarchy.plan.ids[below[row]]))

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of what is above."""
        at = self._at(index)
        if self.hierarchy is not None and index.isValid() and at < 0:
            found, node = self.hierarchy.compounds, int(index.internalId())
            number = found.number(node)
            return self.index_of(found.group(found.above(number)[0]) if number >= 0 else found.village_of_group(node))
        if self.hierarchy is None or at < 0 or self.hierarchy.above[at] < 0:
            return QModelIndex()
        return self.index_of(int(self.hierarchy.plan.ids[self.hierarchy.above[at]]))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows are right below."""
        if self.hierarchy is None or (parent.isValid() and parent.column() > 0):
            return 0
        at, found = self._at(parent), self.hierarchy.compounds
        if not parent.isValid():
            return len(self.hierarchy.below(at))
        node = int(parent.internalId())
        if at < 0:
            return found.count_in(found.village_of_group(node))
        return len(self.hierarchy.below(at)) + (found.count_in(node) > 0)

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
        shown, at = self.hierarchy, self._at(index)
        if shown is not None and index.isValid() and at < 0:
            return self._of_compounds(shown, index, role)
        if shown is None or at < 0:
            return None
        if role == Qt.ItemDataRole.FontRole and self.hits is not None and self.hits[at]:
            return self._bold
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._patch(_COLUMNS[index.column()], at)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_it_reads(f"{shown.names[at]} {shown.codes[at]}")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        column = _COLUMNS[index.column()]
        if column == "name":
            return shown.names[at] or shown.codes[at]
        if column == "households":
            return f"{shown.households[at]:,}"
        return self._badge(shown, column, at)

    def _of_compounds(self, shown: Hierarchy, index: Index, role: int) -> Any:
        """Return what a cell shows of a compound, or of all of a village."""
        column, place = _COLUMNS[index.column()], self.compound_at(index)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and place >= 0:
            return as_it_reads(str(shown.compounds.name[place]))
        if role != Qt.ItemDataRole.DisplayRole or column not in ("name", "households"):
            return None
        if place >= 0:
            return shown.compounds.name[place] if column == "name" else f"{shown.compounds.households[place]:,}"
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


class TreePanel(Panel):
    """The hierarchy as a tree."""

    key = "tree"
    compound_chosen = Signal(int)
    """A compound was chosen, by its place among those of the plan."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.model = HierarchyModel(words, self)
        self.view = QTreeView()
        self.view.setModel(self.model)
        AcceptsByEnter(self.view, desk.editing)
        self.view.setUniformRowHeights(True)
        self.view.setIconSize(QSize(STATE_PX, STATE_PX))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAllColumnsShowFocus(True)
        self.view.setIndentation(10)
        self.setMinimumWidth(SIDE_PX)
        self._spared: set[int] = set()
        """Columns that are hidden by the width and not by the user."""
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        for column, width in ((_HOUSEHOLDS, _HOUSEHOLDS_PX), (2, 62), (3, 76)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        self.table = LongTable(self.view, words, "tree")
        self.finder = QLineEdit()
        self.finder.setClearButtonEnabled(True)
        self.finder.returnPressed.connect(self._find_next)
        self.finder.textChanged.connect(self._typed)
        self.finder.installEventFilter(self)
        self.note = plain_label()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(12, 0, 8, 0)
        self.note.hide()
        self._whole: Hierarchy | None = None
        self._search: Job | None = None
        self._go_when_found = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        above = QHBoxLayout()
        above.setContentsMargins(8, 0, 8, 0)
        above.addWidget(self.finder)
        layout.addLayout(above)
        layout.addWidget(self.note)
        layout.addWidget(self.view)
        self._following = False
        self._job: Job | None = None
        self.view.selectionModel().selectionChanged.connect(self._lead)
        self.view.doubleClicked.connect(self._go)
        self.watch(session.plan_changed, self._change)
        self.watch(session.day.changed, lambda _: self._work_out(patient=False))
        self.watch(session.selection_changed, self._follow)
        self.ready()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a narrow tree to the names."""
        super().resizeEvent(event)
        self.spare(self.is_narrow)

    @property
    def is_narrow(self) -> bool:
        """Whether names have too little room beside all columns."""
        return self.width() < _ROOMY_PX

    def spare(self, narrow: bool) -> None:
        """Hide the last column where names would be cut short, and that of households where that is not enough."""
        self._spare_column(len(_COLUMNS) - 1, hidden=narrow)
        header = self.view.header()
        room = self.width() - _HOUSEHOLDS_PX - header.sectionSize(_HOUSEHOLDS + 1)
        self._spare_column(_HOUSEHOLDS, hidden=narrow and room < _NAMES_PX)

    def _spare_column(self, column: int, *, hidden: bool) -> None:
        if hidden and not self.view.isColumnHidden(column):
            self._spared.add(column)
            self.view.setColumnHidden(column, True)
        elif not hidden and column in self._spared:
            self._spared.discard(column)
            self.view.setColumnHidden(column, False)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.finder.setPlaceholderText(self.words("tree-find"))
        self.finder.setAccessibleName(self.words("tree-find"))
        self.view.setAccessibleName(self.words("panel-tree"))
        self._make_room()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)
        self.view.viewport().update()
        if self.model.hits is not None:
            self.note.setText(self._told(int(self.model.hits.sum())))

    def _make_room(self) -> None:
        """Give the words for states the room that they need in the present language."""
        metrics, language = self.view.fontMetrics(), self.words.language
        words = [staffing_word(state, language) for state in Staffing], [branch_word(s, language) for s in BranchState]
        for column, texts in enumerate(words, start=2):
            self.view.header().resizeSection(column, max(map(metrics.horizontalAdvance, texts)) + _BESIDE_PX)
        self.spare(self.is_narrow)

    def _change(self, before: Plan, after: Plan, change: Change | None) -> None:
        shown = self.model.hierarchy
        if change is None:
            self._take(None)
        elif shown is not None and shown.plan is before and not _SHOWN & set(change.rows):
            self.model.show_hierarchy(replace(shown, plan=after))
            self._whole = replace(self._whole, plan=after) if self._whole is not None else None
        self._work_out(patient=change is None)

    def _work_out(self, *, patient: bool) -> None:
        """Have the hierarchy of the present plan made, if anybody sees the tree."""
        plan, on, shown = self.session.plan, self.session.on, self.model.hierarchy
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if not self.isVisible() or not len(plan.ids) or (shown is not None and shown.plan is plan and shown.on == on):
            return
        work: Callable[[Job], Hierarchy] = lambda job: hierarchy_of(plan, job, on)  # noqa: E731
        self._job = self.session.start("job-figures", work, self._take, patient=patient)

    def let_go(self) -> None:
        """Stop watching, and give up what is being worked out."""
        for job in (self._job, self._search):
            if job is not None:
                job.cancel()
        super().let_go()

    def _take(self, hierarchy: Hierarchy | None) -> None:
        """Show a hierarchy; what was open stays open, and what is selected is shown."""
        session = self.session
        if hierarchy is not None and (hierarchy.plan is not session.plan or hierarchy.on != session.on):
            return  # a newer one is on its way
        opened = [] if hierarchy is None or self.model.hits is not None else expanded_ids(self.view)
        self._whole = hierarchy
        if hierarchy is not None and self.finder.text().strip():
            self._look_for(self.finder.text())
            return
        self._show(hierarchy)
        for grid in opened:
            self.view.setExpanded(self.model.index_of(grid), True)
        self._follow(self.session.selection)

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what nobody has wanted to see until now."""
        super().showEvent(event)
        self._work_out(patient=True)

    def _lead(self) -> None:
        if not self._following:
            self._following = True
            rows = self.view.selectionModel().selectedRows()
            self.session.select(dict.fromkeys(grid for grid in map(self.model.grid_at, rows) if grid))
            self._following = False
            place = self.model.compound_at(rows[0]) if len(rows) == 1 else -1
            shown = self.model.hierarchy
            if place >= 0 and shown is not None and shown.plan is self.session.plan:
                self.compound_chosen.emit(place)

    def _follow(self, selection: tuple[int, ...]) -> None:
        if self._following:
            return
        self._following = True
        chosen = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        rows = QItemSelection()
        for grid in selection[-_FIT:]:
            index = self.model.index_of(grid)
            if index.isValid():
                rows.append(QItemSelectionRange(index))
        chosen.select(rows, flags)  # all at once: one by one the view paints for each
        if selection:
            last = self.model.index_of(selection[-1])
            if last.isValid():
                chosen.setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.view.scrollTo(last)
        self._following = False

    def _go(self, index: QModelIndex) -> None:
        place, shown = self.model.compound_at(index), self.model.hierarchy
        if place >= 0 and shown is not None and shown.plan is self.session.plan:
            self.session.show(ground_of_compounds(shown.plan, np.array([place])))
            return
        grid = self.model.grid_at(index)
        if self.session.plan.positions([grid])[0] >= 0:
            self.session.show(self.session.plan.shape(grid))

    # ---- looking for something ---------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        """Show what fits, as one types; all of it again once nothing is looked for."""
        if text.strip():
            self._look_for(text)
            return
        self._drop_search()
        self.model.hits = None
        self.note.hide()
        if self._whole is not None:
            self._show(self._whole)
            self._follow(self.session.selection)

    def _drop_search(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search = None

    def _look_for(self, text: str) -> None:
        """Have it worked out how well every grid fits what is typed: by name, code, pinyin and its initials."""
        self._drop_search()
        plan = self.session.plan
        if self._whole is None or not len(plan.ids):
            return

        def work(_: Job) -> FloatArray:
            return SearchIndex.of(plan).worth(text, "grid")

        self._search = self.session.start("job-indexing", work, lambda worth: self._narrow(plan, text, worth))

    def _narrow(self, plan: Plan, text: str, worth: FloatArray) -> None:
        """Show the grids that fit, with those above and below them, or say that there are none."""
        whole = self._whole
        if whole is None or whole.plan is not plan or text != self.finder.text():
            return  # something newer is on its way
        self._search = None
        hits = worth > 0
        found, leads = narrowed(whole, hits)
        self.model.hits = hits
        self._show(replace(found, compounds=CompoundsBelow.none()))  # what is looked for are grids
        count = int(hits.sum())
        self.note.setText(self._told(count))
        self.note.show()
        if count <= _MOST_OPENED:
            for grid in plan.ids[leads].tolist():
                self.view.setExpanded(self.model.index_of(grid), True)
        self._follow(self.session.selection)
        if self._go_when_found:
            self._find_next()

    def _told(self, count: int) -> str:
        return self.words("tree-found", count=count) if count else self.words("tree-nothing")

    def _show(self, hierarchy: Hierarchy | None) -> None:
        self._following = True
        self.model.show_hierarchy(hierarchy)
        self._following = False
        if hierarchy is not None and len(hierarchy.households):
            most = self.view.fontMetrics().horizontalAdvance(f"{int(hierarchy.households.max()):,}") + _AROUND_PX
            header = self.view.header()
            if not self.view.isColumnHidden(_HOUSEHOLDS) and header.sectionSize(_HOUSEHOLDS) < most:
                header.resizeSection(_HOUSEHOLDS, most)

    def _hits_in_order(self) -> IntArray:
        """Return the ids of what was found, as the tree has them from above to below."""
        shown, hits = self.model.hierarchy, self.model.hits
        if shown is None or hits is None:
            return np.empty(0, dtype=np.int64)
        waiting, found = shown.below(-1)[::-1].tolist(), []
        while waiting:
            at = waiting.pop()
            if hits[at]:
                found.append(int(shown.plan.ids[at]))
            waiting.extend(shown.below(at)[::-1].tolist())
        return np.array(found, dtype=np.int64)

    def _find_next(self) -> None:
        """Select the next grid that was found, and show it; wait for that while it is still looked for."""
        self._go_when_found = self._search is not None
        if self._go_when_found:
            return
        found = self._hits_in_order().tolist()
        if found:
            last = self.session.selection[-1] if self.session.selection else 0
            grid = found[(found.index(last) + 1) % len(found)] if last in found else found[0]
            self.session.select([grid])
            self.session.show(self.session.plan.shape(grid))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on into the tree with the arrow down, and look for nothing any more with Escape."""
        if watched is self.finder and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.view.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.finder.text():
                self.finder.clear()
                return True
        return super().eventFilter(watched, event)
