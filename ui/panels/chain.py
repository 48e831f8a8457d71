"""The chain of party branches as a tree: branches are dragged below one another; the map follows what is selected."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QDragLeaveEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.branches import seats
from ui.look.long_table import LongTable
from ui.look.plain import plain_label
from ui.look.soon import soon
from ui.look.told import ToldDelegate
from ui.look.trees import ClearTree, expanded_ids
from ui.look.words import Words
from ui.panels.base import SIDE_PX, Panel
from ui.panels.chain_folders import FIRST_ID
from ui.panels.chain_model import COLUMNS, Chain, ChainModel, chain_of
from ui.panels.people.changes import Where
from ui.panels.people.other_changes import BranchChanges
from ui.session.desk import Desk
from ui.session.jobs import Job

_WIDTHS: Final = {"branch": 190, "tier": 84, "secretary": 76, "members": 56, "grids": 56}


class _Tree(ClearTree):
    """A tree that says when what is dragged has left it, and that is not laid out for a look that nobody sees.

    Many branches of a province stand open; Qt lays all of them out, twice, whenever the window is dressed anew.
    """

    _is_dressed = _owes_layout = False  # Qt asks before anything else is made

    def __init__(self, model: ChainModel) -> None:
        super().__init__()
        self._chain = model
        self.setModel(model)
        self.setItemDelegate(ToldDelegate(self, model.told))

    def event(self, event: QEvent) -> bool:
        """Note that the tree is dressed anew while it is."""
        self._is_dressed = event.type() == QEvent.Type.StyleChange
        heard = super().event(event)
        self._is_dressed = False
        return heard

    def doItemsLayout(self) -> None:
        """Lay out the rows; in another dress once somebody sees them."""
        self._owes_layout = self._is_dressed and not self.isVisible()
        if not self._owes_layout:
            super().doItemsLayout()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what was left."""
        super().showEvent(event)
        if self._owes_layout:
            self.doItemsLayout()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Mind nothing any more."""
        self._chain.minded.emit(None)
        super().dragLeaveEvent(event)


class ChainPanel(Panel):
    """The branches of the project below one another."""

    key = "chain"

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.model = ChainModel(words, session.privacy, self)
        self.view = _Tree(self.model)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.view.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.view.setDropIndicatorShown(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setIndentation(14)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        for place, key in enumerate(COLUMNS):
            header.resizeSection(place, _WIDTHS[key])
            if place and key != "secretary":
                self.view.setColumnHidden(place, True)
        self.table = LongTable(self.view, words, "chain")
        where = Where(session, words, self, lambda _: self.selected())
        self.changes = BranchChanges(where, lambda: None)
        keys = [key for key in self.changes.does if key != "branch-chain"]
        self.actions_by_key = {key: QAction(self) for key in keys}
        for key in keys:
            self.actions_by_key[key].triggered.connect(lambda _=False, do=self.changes.does[key]: do())
        self.table.more = list(self.actions_by_key.values())
        self.finder, self.note = QLineEdit(), plain_label()
        self.finder.setClearButtonEnabled(True)
        self.finder.returnPressed.connect(self._find_next)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.note.setContentsMargins(8, 0, 8, 6)
        self.setMinimumWidth(SIDE_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        above = QHBoxLayout()
        above.setContentsMargins(8, 0, 8, 0)
        above.addWidget(self.finder)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.note)
        self._job: Job | None = None
        self._seen = soon(self, self._work_out)
        self._following = False
        self.model.moved.connect(session.perform, Qt.ConnectionType.QueuedConnection)  # the drag ends first
        self.model.minded.connect(self._mind)
        self.model.dataChanged.connect(lambda *_: self.view.viewport().update())  # Qt paints the rows at the top alone
        self.view.selectionModel().selectionChanged.connect(self._lead)
        self.view.doubleClicked.connect(self._go)
        self.watch(session.plan_changed, self._change)
        self.watch(session.privacy_changed, self._mask)
        self.watch(session.day.changed, lambda _: self._work_out())
        self.ready()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.finder.setPlaceholderText(say("chain-find"))
        self.finder.setAccessibleName(say("chain-find"))
        self.view.setAccessibleName(say("panel-chain"))
        for key, action in self.actions_by_key.items():
            action.setText(say(f"people-do-{key}"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.view.viewport().update()
        self._mind(None)
        self._enable()

    def _mind(self, error: GridMapError | None) -> None:
        """Say below the tree why a branch cannot be dropped where it is held, or how one is moved."""
        empty = self.session.project is not None and self.model.chain is not None and not len(self.model.chain.ids)
        hint = self.words("people-no-branches" if empty else "chain-hint")
        self.note.setText(self.words.of(error, self.session.plan) if error is not None else hint)
        self.note.setProperty("role", "complaint" if error is not None else "muted")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    # ---- working out -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Work out what was not worth it while nobody saw it."""
        super().paintEvent(event)
        self._seen.start()

    def _change(self, before: Plan, after: Plan, change: Change | None) -> None:
        if change is None:
            self._take(None)
        self._work_out()

    def _work_out(self) -> None:
        """Have the chain of the present plan made, if anybody sees the tree."""
        session, shown = self.session, self.model.chain
        plan, on = session.plan, session.on
        if not self.isVisible() or self.visibleRegion().isEmpty() or session.project is None:
            return
        if self._job is not None or (shown is not None and (shown.plan, shown.on) == (plan, on)):
            return

        def take(chain: Chain) -> None:
            self._job = None
            if (chain.plan, chain.on) == (session.plan, session.on):
                self._take(chain)
            else:
                self._work_out()

        self._job = session.start("job-people", lambda _: chain_of(plan, on), take, apart=True)

    def let_go(self) -> None:
        """Stop watching, and give up what is being worked out."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().let_go()

    def _take(self, chain: Chain | None) -> None:
        """Show a chain; what was open and selected stays so. At first what stands at the top is open."""
        first = self.model.chain is None
        if self.model.takes_place(chain):
            self.model.can_edit = self.session.can_edit
            self.model.show_chain(chain)
            self._mind(None)
            self._enable()
            return
        opened, chosen = expanded_ids(self.view), self._selected_rows().tolist()
        place = self.view.verticalScrollBar().value()
        self._following = True
        self.model.can_edit = self.session.can_edit
        self.model.show_chain(chain)
        for branch in opened:
            self.view.setExpanded(self.model.index_of(branch), True)
        if first and self.model.rowCount() == 1:
            self.view.expand(self.model.index(0, 0))
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for branch in chosen:
            index = self.model.index_of(branch)
            if index.isValid():
                self.view.selectionModel().select(index, flags)
        self.view.verticalScrollBar().setValue(place)
        self._following = False
        self._mind(None)
        self._enable()

    def _mask(self) -> None:
        self.model.privacy = self.session.privacy
        self.view.viewport().update()

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def selected(self) -> IntArray:
        """Return the ids of the selected branches."""
        rows = self._selected_rows()
        return rows[rows < FIRST_ID]

    def _selected_rows(self) -> IntArray:
        """Return the ids of the selected branches and folders."""
        rows = self.view.selectionModel().selectedRows()
        return np.array([int(index.internalId()) for index in rows], dtype=np.int64)

    def _enable(self) -> None:
        possible = self.changes.possible() if self.session.can_edit else frozenset()
        for key, action in self.actions_by_key.items():
            action.setEnabled(key in possible)

    def _grids(self) -> list[int]:
        """Return the grids in which the selected branches are seated, and those of selected folders."""
        plan, chain = self.session.plan, self.model.chain
        if chain is None or chain.plan is not plan:
            return []
        places = [place for place in map(chain.place, self._selected_rows().tolist()) if place >= 0]
        count = len(chain.grids)
        _, grid = seats(plan, [place for place in places if place < count], self.session.on)
        ground = {int(chain.folders.grid[place - count]) for place in places if place >= count} - {0}
        return sorted(ground | set(plan.ids[grid].tolist()))

    def _lead(self) -> None:
        """Select the grids of the selected branches; a branch without any leaves the map as it is."""
        self._enable()
        if not self._following:
            grids = self._grids()
            if grids:
                self.session.select(grids)

    def _go(self, _: QModelIndex) -> None:
        plan = self.session.plan
        shapes = plan.shapes(self._grids())
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes):
            self.session.show(shapely.box(*shapely.total_bounds(shapes)))

    def _find_next(self) -> None:
        """Select the next branch whose name or secretary has what was typed."""
        wanted, chain = self.finder.text().strip(), self.model.chain
        if not wanted or chain is None or not len(chain.ids):
            return
        table, ids, now = chain.plan.tables["branches"], chain.ids[: len(chain.grids)], self.selected()
        names, secretaries = table["name"].tolist(), table["secretary"].tolist()
        begin = int(ids.searchsorted(now[-1], side="right")) if len(now) else 0
        places = itertools.chain(range(begin, len(ids)), range(begin))  # no more are looked at than up to the next one
        place = next((at for at in places if wanted in names[at] or wanted in secretaries[at]), -1)
        if place < 0:
            return
        index = self.model.index_of(int(ids[place]))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)
