"""The tree of the hierarchy, with who is staffed and covered; it follows the map's selection and leads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from gridmap.model.arrays import BoolArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from ui.look.long_table import LongTable
from ui.look.plain import plain_label
from ui.look.trees import ClearTree, expanded_ids
from ui.look.words import Words
from ui.panels.accepting import AcceptsByEnter
from ui.panels.base import SIDE_PX, Panel
from ui.panels.compound_changes import ground_of_compounds
from ui.panels.hierarchy import Hierarchy, RowsChanged, hierarchy_of, narrowed, rows_changed
from ui.panels.hierarchy_model import COLUMNS, HierarchyModel
from ui.panels.plates import PlateDelegate
from ui.panels.swatches import STATE_PX
from ui.panels.tree_finding import Found, find_in_tree
from ui.panels.tree_walk import next_found
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.words.states import branch_word, staffing_word

Index = QModelIndex | QPersistentModelIndex
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


class TreePanel(Panel):
    """The hierarchy as a tree."""

    key = "tree"
    compound_chosen = Signal(int)
    """A compound was chosen, by its place among those of the plan."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.model = HierarchyModel(words, self)
        self.view = ClearTree()
        self.view.setModel(self.model)
        self.view.setItemDelegate(PlateDelegate(self.view, self.model))
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
        self._leads: BoolArray | None = None
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
        self._spare_column(len(COLUMNS) - 1, hidden=narrow)
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
        self.finder.setToolTip(self.words("tree-find-told"))
        self.view.setAccessibleName(self.words("panel-tree"))
        self._make_room()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.view.viewport().update()
        if self.model.found is not None:
            self.note.setText(self._told(self.model.found.count))

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
            self.model.show_hierarchy(replace(shown, plan=after), RowsChanged.none())
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

        def work(job: Job) -> tuple[Hierarchy, RowsChanged | None]:
            made = hierarchy_of(plan, job, on)
            return made, rows_changed(shown, made) if shown is not None else None

        def take(made: tuple[Hierarchy, RowsChanged | None]) -> None:
            hierarchy, changed = made
            self._take(hierarchy, changed if shown is self.model.hierarchy else None)

        self._job = self.session.start("job-figures", work, take, patient=patient, first=True, apart=True)

    def let_go(self) -> None:
        """Stop watching, and give up what is being worked out."""
        for job in (self._job, self._search):
            if job is not None:
                job.cancel()
        super().let_go()

    def _take(self, hierarchy: Hierarchy | None, changed: RowsChanged | None = None) -> None:
        """Show a hierarchy; what was open stays open, and what is selected is shown.

        Parameters
        ----------
        changed : RowsChanged, optional
            Where it is laid out like the one that is shown: the rows that differ. Nothing else is touched then.
        """
        session = self.session
        if hierarchy is not None and (hierarchy.plan is not session.plan or hierarchy.on != session.on):
            return  # a newer one is on its way
        opened = [] if changed or hierarchy is None or self.model.hits is not None else expanded_ids(self.view)
        self._whole = hierarchy
        if hierarchy is not None and self.finder.text().strip():
            self._look_for(self.finder.text())
            return
        self._show(hierarchy, changed)
        if changed:
            return
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
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        chosen.clearSelection()  # in one step Qt would hold each row that goes against each that comes
        chosen.select(self.model.ranges_of(selection[-_FIT:]), flags)  # all at once, or the view paints for each
        if selection:
            last = self.model.index_of(selection[-1])
            if last.isValid():
                chosen.setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.view.scrollTo(last)
        self._following = False

    def _go(self, index: QModelIndex) -> None:
        place, house, shown = self.model.compound_at(index), self.model.building_at(index), self.model.hierarchy
        if shown is not None and shown.plan is self.session.plan and place >= 0:
            self.session.show(ground_of_compounds(shown.plan, np.array([place])))
            return
        if shown is not None and shown.plan is self.session.plan and house >= 0:
            self.session.show(shown.plan.buildings.geometry.iloc[house])
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
        self.model.hits = self.model.found = self._leads = None
        self.note.hide()
        if self._whole is not None:
            self._show(self._whole)
            self._follow(self.session.selection)

    def _drop_search(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search = None

    def _look_for(self, text: str) -> None:
        """Have it worked out what fits what is typed: by name, code, pinyin and its initials."""
        self._drop_search()
        plan = self.session.plan
        if self._whole is None or not len(plan.ids):
            return

        on, below, privacy = self.session.on, self._whole.compounds, self.session.privacy

        def work(_: Job) -> Found:
            return find_in_tree(plan, on, text, below, privacy)

        self._search = self.session.start(
            "job-indexing", work, lambda found: self._narrow(plan, text, found), apart=True
        )

    def _narrow(self, plan: Plan, text: str, all_of_it: Found) -> None:
        """Show what fits, grids with those above and below them, or say that there is nothing."""
        whole = self._whole
        if whole is None or whole.plan is not plan or text != self.finder.text():
            return  # something newer is on its way
        self._search = None
        below = whole.compounds.only(all_of_it.compounds, all_of_it.houses)
        villages = np.unique(below.village)
        also = np.zeros(len(plan.ids), dtype=bool)
        also[plan.positions(villages)] = True
        found, leads = narrowed(whole, all_of_it.grids, also)
        self._leads = leads
        self.model.hits, self.model.found = all_of_it.grids, all_of_it
        self._show(replace(found, compounds=below))
        self.note.setText(self._told(all_of_it.count))
        self.note.show()
        if all_of_it.count <= _MOST_OPENED:
            for grid in (*plan.ids[leads].tolist(), *map(below.group, villages.tolist())):
                self.view.setExpanded(self.model.index_of(grid), True)
            for index in self._compound_rows():
                self.view.setExpanded(index, not all_of_it.compounds[self.model.compound_at(index)])
        self._follow(self.session.selection)
        if self._go_when_found:
            self._find_next()

    def _told(self, count: int) -> str:
        return self.words("tree-found", count=count) if count else self.words("tree-nothing")

    def _show(self, hierarchy: Hierarchy | None, changed: RowsChanged | None = None) -> None:
        self._following = True
        self.model.show_hierarchy(hierarchy, changed)
        self._following = False
        if hierarchy is not None and len(hierarchy.households):
            most = self.view.fontMetrics().horizontalAdvance(f"{int(hierarchy.households.max()):,}") + _AROUND_PX
            header = self.view.header()
            if not self.view.isColumnHidden(_HOUSEHOLDS) and header.sectionSize(_HOUSEHOLDS) < most:
                header.resizeSection(_HOUSEHOLDS, most)

    def _compound_rows(self) -> list[QModelIndex]:
        """Return the rows of the compounds that are shown."""
        shown = self.model.hierarchy
        groups = (
            [] if shown is None else [shown.compounds.group(int(one)) for one in np.unique(shown.compounds.village)]
        )
        return [row for group in groups for row in self._rows_below(self.model.index_of(group))]

    def _rows_below(self, parent: QModelIndex) -> list[QModelIndex]:
        return [self.model.index(row, 0, parent) for row in range(self.model.rowCount(parent))]

    def _is_found(self, index: QModelIndex) -> bool:
        """Whether a row itself was looked for and found."""
        shown, found = self.model.hierarchy, self.model.found
        if shown is None or found is None:
            return False
        place, house = self.model.compound_at(index), self.model.building_at(index)
        if max(place, house) >= 0:
            return bool(found.compounds[place] if place >= 0 else found.houses[house])
        at = shown.position(int(index.internalId()))
        return at >= 0 and bool(found.grids[at])

    def _find_next(self) -> None:
        """Select the next row that was found, and show it; wait for that while it is still looked for."""
        self._go_when_found = self._search is not None
        if self._go_when_found or self.model.found is None:
            return
        here = self.view.selectionModel().selectedRows()
        index = next_found(self.model, self._leads, here[-1] if here else QModelIndex(), self._is_found)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index)
            self._go(index)

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
