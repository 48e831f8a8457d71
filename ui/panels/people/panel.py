"""Who answers for what, as tables that are linked to the map and in which people are given grids and take them over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from ui.look.appearance import appearance_of, icon
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.people.changes import WorkerChanges
from ui.panels.people.page import PeoplePage
from ui.panels.people.suggesting import Suggesting
from ui.panels.people.tables import KINDS, Sort, Table, table_of
from ui.session.desk import Desk
from ui.session.jobs import Job

_ICONS: Final = {
    "show": "crosshairs-gps",
    "write": "microsoft-excel",
    "assign": "account-plus-outline",
    "hand-over": "account-switch-outline",
    "end-all": "account-off-outline",
    "suggest": "auto-fix",
}
_CHANGES: Final[dict[Sort, tuple[str, ...]]] = {
    "workers": ("assign", "hand-over", "end-all"),
    "assignments": (),
    "vacancies": ("suggest",),
    "branches": (),
}
"""What each table lets one change."""


class PeoplePanel(Panel):
    """Tables of workers, assignments, vacancies and branches.

    Attributes
    ----------
    tabs : QTabBar
    pages : dict of str to PeoplePage
        Both by the kinds of :data:`ui.panels.people.tables.KINDS`.
    text, town, village
        What rows are filtered by, in all tables.
    actions_by_key : dict of str to QAction
        What is done with the selected rows.
    """

    key = "people"
    _built = False
    told = Signal(str)
    """Something to say in passing: that a file was written."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.actions_by_key = {key: QAction(self) for key in _ICONS}
        self.changes = WorkerChanges(session, words, self, self._selected_workers)
        self.suggesting = Suggesting(session, words, self, self._place)
        does = {"show": self.show_on_map, "write": self.write, "suggest": self.suggesting.ask, **self.changes.does}
        for key, do in does.items():
            self.actions_by_key[key].triggered.connect(lambda _=False, do=do: do())
        self.pages = {kind: self._page(kind) for kind in KINDS}
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(False)
        for page in self.pages.values():
            self.tabs.addTab("")
            self._stack.addWidget(page)
        self.text, self.town, self.village = QLineEdit(), QComboBox(), QComboBox()
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(96)
        for box in (self.town, self.village):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        self.count = plain_label()
        self.count.setProperty("role", "muted")
        self.change = QToolButton()
        self.change.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.addActions([self.actions_by_key[key] for key in _CHANGES["workers"]])
        self.change.setMenu(self.menu)
        self._buttons = {key: QToolButton() for key in ("suggest", "show", "write")}
        for key, button in self._buttons.items():
            button.setDefaultAction(self.actions_by_key[key])
        self._lay_out()
        self._making: dict[Sort, Job] = {}
        self._asked: dict[Sort, tuple[Plan, dt.date]] = {}
        self._seeking: Job | None = None
        self._found: tuple[Table, str, Any] | None = None
        self.tabs.currentChanged.connect(self._turn)
        self.text.textChanged.connect(lambda _: self._filter())
        self.town.currentIndexChanged.connect(self._choose_town)
        self.village.currentIndexChanged.connect(lambda _: self._filter())
        self.watch(session.plan_changed, self._change)
        self.watch(session.selection_changed, self._follow)
        self.watch(session.privacy_changed, self._show_people)
        self.watch(session.day.changed, lambda _: self._work())
        self._built = True
        self._wear()
        self.ready()
        self._turn(0)

    def _page(self, kind: Sort) -> PeoplePage:
        keys = (*_CHANGES[kind], "show", "write")
        page = PeoplePage(kind, self.words, self.session.privacy, [self.actions_by_key[key] for key in keys])
        page.chosen.connect(self._choose)
        page.wanted.connect(self.show_on_map)
        return page

    def _lay_out(self) -> None:
        """Put tabs and buttons in one line above the table and the filters in another: a small screen has no more."""
        bar, filters = QHBoxLayout(), QHBoxLayout()
        for line in (bar, filters):
            line.setContentsMargins(8, 0, 8, 0)
            line.setSpacing(8)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.change)
        filters.addWidget(self.text, 1)
        for widget in (self.town, self.village, self.count):
            filters.addWidget(widget)
        for key, button in self._buttons.items():
            by_words = key == "suggest"
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if by_words else Qt.ToolButtonStyle.ToolButtonIconOnly
            button.setToolButtonStyle(style)
            bar.addWidget(button)
        self.change.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addLayout(filters)
        layout.addWidget(self._stack, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the icons anew when light changes to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self._wear()

    def _wear(self) -> None:
        look = appearance_of(self.palette())
        for key, name in _ICONS.items():
            self.actions_by_key[key].setIcon(icon(name, look))

    @property
    def page(self) -> PeoplePage:
        """The table that is in front."""
        return self.pages[KINDS[max(self.tabs.currentIndex(), 0)]]

    # ---- words -------------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        for place, kind in enumerate(KINDS):
            self.tabs.setTabText(place, say(f"people-{kind}"))
            self.pages[kind].view.setAccessibleName(say(f"people-{kind}"))
            self.pages[kind].model.speak()
        for field, key in ((self.text, "people-filter"), (self.town, "people-town"), (self.village, "people-village")):
            field.setAccessibleName(say(key))
        self.text.setPlaceholderText(say("people-filter"))
        self.text.setToolTip(say("people-filter-help"))
        self.change.setText(say("people-change"))
        self.change.setToolTip(say("people-change-help"))
        for key, action in self.actions_by_key.items():
            action.setText(say(f"people-do-{key}"))
            action.setToolTip(as_it_reads(say(f"people-do-{key}-help")))
        self._list_places()
        self._tell()

    def _list_places(self) -> None:
        """Offer the towns, and the villages of the town that is chosen."""
        levels = self.session.plan.scheme.levels
        self._fill(self.town, self.words("people-any-town"), 0, 0)
        self.village.setVisible(len(levels) > 1)
        if len(levels) > 1:
            above = int(self.town.currentData() or 0)
            self._fill(self.village, self.words("people-any-village"), 1, above)

    def _fill(self, box: QComboBox, anywhere: str, rank: int, above: int) -> None:
        plan, chosen = self.session.plan, box.currentData()
        at = plan.ranks == plan.scheme.levels[rank].rank
        if above:
            at &= plan.ancestors_at(plan.scheme.levels[0]) == above
        names, codes = plan.grids["name"].to_numpy(dtype=object)[at], plan.grids["code"].to_numpy(dtype=object)[at]
        box.blockSignals(True)
        box.clear()
        box.addItem(anywhere, 0)
        for grid, name, code in zip(plan.ids[at].tolist(), names.tolist(), codes.tolist(), strict=True):
            box.addItem(name or code, grid)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    # ---- working out -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Work out what was not worth it while nobody saw it; a panel behind another tab is not painted."""
        super().paintEvent(event)
        self._work()

    def _turn(self, place: int) -> None:
        kind = KINDS[max(place, 0)]
        self._stack.setCurrentIndex(max(place, 0))
        self.change.setVisible(len(_CHANGES[kind]) > 1)
        self._buttons["suggest"].setVisible("suggest" in _CHANGES[kind])
        self._work()
        self._filter()

    def _change(self, before: Plan, after: Plan, change: Change | None) -> None:
        if change is None:  # another project, of whose people nothing may be seen any more
            for page in self.pages.values():
                page.show_table(None)
        self._list_places()
        self._work()
        self._tell()

    def _work(self) -> None:
        """Work out the table that is in front, in the background, unless it is of the present plan."""
        page, plan = self.page, self.session.plan
        if not self.isVisible() or self.visibleRegion().isEmpty() or self.session.project is None:
            return
        table, on = page.model.table, self.session.on
        if table is not None and table.plan is plan and table.on == on:
            return
        kind = page.kind
        if kind in self._making and self._asked.get(kind) == (plan, on):
            return
        running = self._making.pop(kind, None)
        if running is not None:
            running.cancel()
        self._asked[kind] = (plan, on)

        def take(made: Table) -> None:
            self._making.pop(kind, None)
            self._asked.pop(kind, None)
            if made.plan is self.session.plan and made.on == self.session.on:
                self.pages[kind].show_table(made)
                self._filter()

        self._making[kind] = self.session.start("job-people", lambda _: table_of(plan, kind, on), take)
        self._tell()

    def _filter(self) -> None:
        """Show the rows that fit what is typed and the place that is chosen; texts are sought in the background."""
        table, typed = self.page.model.table, self.text.text().strip()
        if self._seeking is not None:
            self._seeking.cancel()
            self._seeking = None
        if table is None:
            self._tell()
            return
        if not typed:
            self._show_rows(table, None)
            return
        if self._found is not None and self._found[0] is table and self._found[1] == typed:
            self._show_rows(table, self._found[2])
            return

        def take(worth: Any) -> None:
            self._seeking = None
            if table is self.page.model.table and self.text.text().strip() == typed:
                self._found = (table, typed, worth)
                self._show_rows(table, worth)

        self._seeking = self.session.start("job-people", lambda _: table.worth(typed), take)

    def _show_rows(self, table: Table, worth: Any) -> None:
        grids = self._place(table.plan)
        self.page.show_table(table, None if grids is None else table.about(grids), worth)
        self._tell()  # before rows are brought into sight: the table is seen from here on
        self.page.light(self.session.selection)

    def _place(self, plan: Plan) -> BoolArray | None:
        """Return which grids lie in the town or village that is chosen, ``None`` for all."""
        for rank, box in ((1, self.village), (0, self.town)):
            if box.currentData() and rank < len(plan.scheme.levels):
                return np.asarray(plan.ancestors_at(plan.scheme.levels[rank]) == box.currentData(), dtype=bool)
        return None

    def _choose_town(self, _: int) -> None:
        self._list_places()
        self._filter()

    def _tell(self) -> None:
        """Say how many rows are shown, and what to do where there are none."""
        say, page = self.words, self.page
        table, shown = page.model.table, len(page.model.rows)
        if self.session.project is None or table is None:
            self.count.setText("")
            nothing = self.session.project is None
            page.say(say("dashboard-nothing" if nothing else "dashboard-working"))
        else:
            self.count.setText(f"{shown:,} / {len(table.ids):,}")
            self.count.setToolTip(say("people-count", shown=shown, all=len(table.ids), on=table.on.isoformat()))
            if shown:
                page.say("")
            else:
                none = f"people-no-{page.kind}" if not len(table.ids) else "people-none-fit"
                page.say(say(none, on=table.on.isoformat()))
        self._enable()

    def _enable(self) -> None:
        page, can = self.page, self.session.can_edit
        rows = page.selected_rows()
        table, possible = page.model.table, self.changes.possible()
        for key in _CHANGES["workers"]:
            self.actions_by_key[key].setEnabled(can and page.kind == "workers" and key in possible)
        self.actions_by_key["suggest"].setEnabled(can and table is not None and len(table.ids) > 0)
        self.actions_by_key["show"].setEnabled(len(rows) > 0)
        self.actions_by_key["write"].setEnabled(len(page.model.rows) > 0)

    # ---- both ways ---------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        """Select the grids of the rows that the user has selected; rows about no grid leave the map as it is."""
        table = self.page.model.table
        if table is not None:
            grids = table.grids_of(self.page.selected_rows())
            there = grids[self.session.plan.positions(grids) >= 0]
            if len(there):
                self.session.select(there.tolist())
        self._enable()

    def _follow(self, selection: tuple[int, ...]) -> None:
        self.page.light(selection)
        self._enable()

    def _show_people(self) -> None:
        for page in self.pages.values():
            page.model.set_privacy(self.session.privacy)

    def show_on_map(self) -> None:
        """Show the grids of the selected rows on the map."""
        table, plan = self.page.model.table, self.session.plan
        if table is None:
            return
        self._choose()
        shapes = plan.shapes([grid for grid in self.session.selection if plan.positions([grid])[0] >= 0])
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes):
            self.session.show(shapely.box(*shapely.total_bounds(shapes)))

    def _selected_workers(self) -> IntArray:
        return self.pages["workers"].selected_ids()

    # ---- changing ----------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write what the table shows as a file, masked as it is seen."""
        from ui.outputs.formats import file_filters, with_suffix_of
        from ui.panels.people.seen import listed_as_seen

        page = self.page
        if page.model.table is None:
            return
        listed = listed_as_seen(page.model, page.long.columns(), self.words.language)
        title = self.words("people-do-write").rstrip("…")
        name, chosen = QFileDialog.getSaveFileName(self, title, f"{listed.title}.xlsx", file_filters("list"))
        if name:
            path = with_suffix_of(Path(name), "list", chosen=chosen)
            written = self.words("cli-written", file=str(path))
            self.session.start("job-exporting", lambda _: listed.write(path), lambda _: self.told.emit(written))

    def let_go(self) -> None:
        """Stop watching, and working out tables."""
        for job in (*self._making.values(), self._seeking):
            if job is not None:
                job.cancel()
        self._making, self._seeking = {}, None
        super().let_go()
