"""The last step for boundaries: the map and the rows as they would be, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QStringListModel,
    Qt,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QListView,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
)

from gridmap.exchange.boundary_outcome import PreparedBoundaries
from gridmap.model.errors import Problem
from ui.look.growing_rows import GrowingRows
from ui.look.list_of_rows import as_list_of_rows, room_of_words, sortable
from ui.look.long_table import LongTable
from ui.look.soon import soon
from ui.outputs.boundaries.wording import refusal, shown
from ui.session.session import Session
from ui.wizards.boundaries.outcome_panel import OutcomePanel
from ui.wizards.boundaries.outcome_table import COLUMNS, OutcomeTable
from ui.wizards.boundaries.preview import Preview
from ui.wizards.boundaries.preview_map import PreviewMap
from ui.wizards.boundaries.work import Wishes, Work
from ui.wizards.frame import Step, Wizard

_MOST: Final = {
    "state": 120, "code": 150, "name": 140, "says": 0, "parent": 180, "kind": 150, "source": 150, "row": 70,
}  # fmt: skip
"""Of the columns in pixels, as far as their words need it; what is said has the room that is left."""
_LEAST: Final = 160
"""What is said has at least so much, pixels: columns after it give way, the first to do so first."""
_SAID: Final = 0.25
"""Of the room what is said, which goes on below, may keep while others are cut short."""
_NARROWEST: Final = 110
_GIVE_WAY: Final = ("kind", "parent", "source", "row")
_LOOKED_AT: Final = 20
"""Rows, from the first in sight, whose texts say how wide a column has to be."""
_PANEL: Final = 268
_MOST_SELECTED: Final = 2_000
_MOST_NOTES: Final = 1_000


class OutcomeStep(Step):
    """Shows what was prepared, asks what has to be asked, and lets one choose; each change is worked out anew.

    Parameters
    ----------
    wizard : Wizard
    work : Work
    prepare : callable
        Works out what would come in, and then calls what it is given.
    preview : callable
        Returns the preview of what was prepared.
    session : Session
        Says how much of people is shown.
    """

    key = "outcome"

    def __init__(
        self,
        wizard: Wizard,
        work: Work,
        prepare: Callable[[Callable[[], None]], None],
        preview: Callable[[], Preview | None],
        session: Session,
    ) -> None:
        super().__init__(wizard)
        self._work, self._prepare, self._preview, self._session = work, prepare, preview, session
        self._shown: object = None
        self._linking = False
        self.map = PreviewMap(wizard.words)
        self.table = QTableView()
        self.model = OutcomeTable(wizard.words, session, self)
        self.notes = QListView()
        self.notes_model = QStringListModel(self)
        self.tabs = QTabWidget()
        self.file = QComboBox()
        self.file.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.panel = OutcomePanel(wizard.words)
        self._make_table()
        self._lay_out()
        self.panel.legend.chosen.connect(self._filter)
        self.panel.wished.connect(self._wish)
        self.panel.questions.answered.connect(self._answer)
        self.file.activated.connect(self._show_file)
        self.map.session.selection_changed.connect(self._chosen_on_map)
        self.first = self.table

    def _make_table(self) -> None:
        view = self.table
        view.setModel(self.model)
        as_list_of_rows(view)
        sortable(view)
        view.setProperty("role", "wizard")
        view.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        view.horizontalHeader().setStretchLastSection(False)
        self._long = LongTable(view, self.words, "incoming")
        GrowingRows(view, COLUMNS.index("says"))
        self._sharing = soon(self, self._share_room)  # columns that change width may bring a bar that takes room
        view.viewport().installEventFilter(self)
        view.selectionModel().selectionChanged.connect(self._chosen_in_table)
        self.model.modelReset.connect(self._restore_selection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room among the columns whenever the table has another width."""
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._sharing.start()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        """Give columns the room of their words, and the rest to what is said; who has no room for it gives way."""
        view, no_room = self.table, self._long.no_room
        for at in no_room:
            view.setColumnHidden(at, False)
        no_room.clear()
        needed = {column: room_of_words(view, at) for at, column in enumerate(COLUMNS) if not view.isColumnHidden(at)}
        said = needed.pop("says", 0)
        widths = {column: min(width, _MOST[column]) for column, width in needed.items()}
        room = view.viewport().width()
        for column in _GIVE_WAY:
            is_one_file = column == "source" and self.file.count() <= 2
            if column in widths and (is_one_file or room - sum(widths.values()) < _LEAST):
                del widths[column]
                no_room.add(COLUMNS.index(column))
                view.setColumnHidden(COLUMNS.index(column), True)
        spare = room - sum(widths.values()) - max(min(said, round(_SAID * room)), _LEAST)
        for column, width in widths.items():  # what is said has no use for it, and these would be cut short
            more = max(min(needed[column] - width, spare), 0)
            widths[column] = width + more
            spare -= more
        widths["says"] = max(room - sum(widths.values()), _NARROWEST)
        for column, width in widths.items():
            view.setColumnWidth(COLUMNS.index(column), width)

    def _lay_out(self) -> None:
        self.notes.setModel(self.notes_model)
        self.notes.setWordWrap(True)
        self.notes.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.notes.setUniformItemSizes(False)
        self.notes.setProperty("role", "wizard")
        self.notes.setAlternatingRowColors(True)
        layout = QVBoxLayout(self)  # from the outside in, so that each is dressed where it stays
        layout.setContentsMargins(0, 0, 0, 0)
        whole = QSplitter(Qt.Orientation.Horizontal)
        layout.addWidget(whole)
        below = QSplitter(Qt.Orientation.Vertical, whole)
        below.setChildrenCollapsible(False)
        below.addWidget(self.map)
        below.addWidget(self.tabs)
        below.setStretchFactor(0, 3)
        below.setStretchFactor(1, 2)
        below.setSizes([290, 220])
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, "")
        self.tabs.addTab(self.notes, "")
        self.tabs.setCornerWidget(self.file)
        beside = QScrollArea(whole)
        beside.setWidgetResizable(True)
        beside.setFrameShape(QFrame.Shape.NoFrame)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setWidget(self.panel)
        beside.setFixedWidth(_PANEL)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.setChildrenCollapsible(False)
        whole.setStretchFactor(0, 1)

    # ---- as a step ---------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.table.setAccessibleName(self.words("boundaries-rows"))
        self._name_tabs(0)
        for tabs in (self.tabs, self.tabs.tabBar()):
            tabs.setAccessibleName(self.words("boundaries-rows"))
        self.notes.setAccessibleName(self.words("boundaries-notes-name"))
        self.file.setAccessibleName(self.words("boundaries-heading-file"))
        self.panel.set_texts()
        self._shown = None
        if self.isVisible():
            self.enter()

    def enter(self) -> None:
        """Show what was prepared."""
        prepared, preview = self._work.prepared, self._preview()
        if prepared is None or preview is None or self._shown is prepared:
            return
        self._shown = prepared
        self._list_files(prepared)
        self.model.show_outcome(prepared, preview)
        self._share_room()
        self._show_map(prepared, preview)
        self._show_panel(prepared)
        notes = self._notes(prepared)
        told = [self.words.of(shown(problem, self._session.privacy)) for problem in notes[:_MOST_NOTES]]
        if len(notes) > _MOST_NOTES:
            told.append(self.words("boundaries-more-notes", count=len(notes) - _MOST_NOTES))
        self.notes_model.setStringList(told)
        self._name_tabs(len(notes))

    def _name_tabs(self, notes: int) -> None:
        self.tabs.setTabText(0, self.words("boundaries-tab-rows", count=len(self.model.states)))
        self.tabs.setTabText(1, self.words("boundaries-tab-notes", count=notes))

    def next_words(self) -> str:
        """Return what the button says that stores it."""
        return self.words("boundaries-store")

    def forward(self, go: Callable[[], None]) -> None:
        """Go on if what is shown is what would be stored; what was given up on the way is worked out again first."""
        self._prepare(go if self._is_current else self._worked_out)

    @property
    def _is_current(self) -> bool:
        prepared = self._work.prepared
        return prepared is not None and self._shown is prepared and self._work.is_prepared(prepared.plan)

    def stands_in_the_way(self) -> str:
        """Say that something is still to be answered, that a file is refused, or that there is nothing to store."""
        prepared = self._work.prepared
        if prepared is None:
            return self.words("boundaries-nothing-chosen")
        if self._work.questions:
            return self.words("boundaries-answer-first")
        if prepared.refused is not None:
            return self.words.of(refusal(prepared.refused, self._session.privacy))
        return "" if prepared.change else self.words("boundaries-nothing-new")

    @staticmethod
    def _notes(prepared: PreparedBoundaries) -> list[Problem]:
        """Return what is told of files as a whole, and of rows that come in all the same; what is left out is above."""
        left_out = prepared.rows[prepared.rows["state"] == "left_out"]
        names = [taken.file for taken in prepared.files]
        above = set(zip((names[at] for at in left_out["file"]), left_out["row"], left_out["reason"], strict=True))
        notes = [one for one in prepared.problems if (one.file, one.row, one.key) not in above]
        return notes + [fault.problem for roster in prepared.rosters for fault in roster.faults]

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _list_files(self, prepared: PreparedBoundaries) -> None:
        kept = self.file.currentData()
        self.file.clear()
        self.file.addItem(self.words("boundaries-all-files"), -1)
        for at, taken in enumerate(prepared.files):
            self.file.addItem(f"{taken.file} · {taken.layer}" if taken.options.layer else taken.file, at)
        self.file.setCurrentIndex(max(self.file.findData(kept), 0))
        self.file.setVisible(len(prepared.files) > 1)

    @property
    def _file(self) -> int:
        """The file that is shown alone, -1 for all."""
        return int(self.file.currentData()) if self.file.currentData() is not None else -1

    def _show_map(self, prepared: PreparedBoundaries, preview: Preview) -> None:
        rows = (
            np.arange(len(preview.row_ids)) if self._file < 0 else np.flatnonzero(prepared.rows["file"] == self._file)
        )
        layer = preview.layer(rows)
        ranks = preview.plan.ranks[layer.asked(preview.plan)]
        self.map.show_plan(preview.plan, layer, int(ranks.max(initial=0)), preview.old, preview.otherwise)

    def _show_panel(self, prepared: PreparedBoundaries) -> None:
        self.panel.legend.show_counts(self.model.counts(self._file))
        self.panel.questions.ask(self._work.questions, prepared.files)
        offered = [column.header for taken in prepared.files for column in taken.offered]
        self.panel.show_state(
            self._work.wishes, prepared.suggestions, dict(prepared.counts), list(dict.fromkeys(offered))
        )

    def _show_file(self) -> None:
        prepared, preview = self._work.prepared, self._preview()
        if prepared is not None and preview is not None:
            self._show_map(prepared, preview)
            self.panel.legend.show_counts(self.model.counts(self._file))
            self._filter(self.panel.legend.chosen_state)

    def _filter(self, state: int) -> None:
        self.model.filter(state, self._file)

    # ---- table and map, each showing what is chosen in the other -----------------------------------------------------

    def _chosen_in_table(self, _one: QItemSelection, _two: QItemSelection) -> None:
        if self._linking:
            return
        ids = [int(self.model.ids[self.model.lines[at.row()]]) for at in self._selected_rows()]
        ids = [one for one in ids if one > 0]
        self._linking = True
        self.map.session.select(ids)
        self._linking = False
        plan = self.map.session.plan
        shapes = [shape for one in ids[-1:] if (shape := plan.shape(one)) is not None and not shape.is_empty]
        if shapes and not self.map.view.shows(tuple(shapely.total_bounds(shapes).tolist())):
            self.map.zoom_to(shapes[-1], 0.4)

    def _selected_rows(self) -> Sequence[QModelIndex]:
        return self.table.selectionModel().selectedRows()[:_MOST_SELECTED]

    def _chosen_on_map(self, ids: tuple[int, ...]) -> None:
        if self._linking:
            return
        self._linking = True
        self._select(ids, scroll=True)
        self._linking = False

    def _restore_selection(self) -> None:
        self._linking = True
        self._select(self.map.session.selection, scroll=False)
        self._linking = False

    def _select(self, ids: Sequence[int], *, scroll: bool) -> None:
        """Select the lines of grids, as far as they are shown."""
        rows = np.flatnonzero(np.isin(self.model.ids[self.model.lines], list(ids)))[:_MOST_SELECTED].tolist()
        if not rows and len(ids) and scroll:
            of_state = self.model.states[np.isin(self.model.ids, list(ids))]
            if len(of_state) and self.panel.legend.chosen_state >= 0:  # it is filtered away
                self.panel.legend.choose(-1)
                rows = np.flatnonzero(np.isin(self.model.ids[self.model.lines], list(ids)))[:_MOST_SELECTED].tolist()
        selection = self.table.selectionModel()
        selection.clearSelection()
        whole = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            selection.select(self.model.index(row, 0), whole)
        if rows and scroll:
            self.table.scrollTo(self.model.index(rows[-1], 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    # ---- what is said ------------------------------------------------------------------------------------------------

    def _wish(self, wishes: Wishes) -> None:
        if wishes != self._work.wishes:
            self._work.wishes = wishes
            self._prepare(self._worked_out)

    def _answer(self, file: int, options: dict[str, object]) -> None:
        self._work.say(file, options)
        self._prepare(self._worked_out)

    def _worked_out(self) -> None:
        self.enter()
        self.changed.emit()
        self.table.setFocus()

    def let_go(self) -> None:
        """Stop all work of the map."""
        self.map.let_go()
