"""Who answers for what, as tables that are linked to the map and in which people, branches and homes are worked on."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import shapely
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.change import Change
from gridmap.model.plan import Plan
from ui.look.appearance import appearance_of, icon
from ui.look.plain import as_it_reads
from ui.look.soon import soon
from ui.look.steady_tabs import SteadyTabs
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.people.changes import Changes, Where, WorkerChanges
from ui.panels.people.compound_changes import CompoundChanges, where_compounds_are
from ui.panels.people.facility_changes import FacilityChanges, where_facilities_are
from ui.panels.people.filters import Filters
from ui.panels.people.in_and_out import InAndOut
from ui.panels.people.other_changes import (
    AssignmentChanges,
    BranchChanges,
    BuildingChanges,
    VacancyChanges,
    ZoneChanges,
)
from ui.panels.people.page import PeoplePage
from ui.panels.people.suggesting import Suggesting
from ui.panels.people.tables import KINDS, Sort, Table, table_of
from ui.session.desk import Desk
from ui.session.jobs import Job

_ICONS: Final = {
    "person": "card-account-details-outline",
    "show": "crosshairs-gps",
    "write": "microsoft-excel",
    "suggest": "auto-fix",
    "worker-new": "account-plus-outline",
    "worker-correct": "account-edit-outline",
    "assign": "map-marker-plus-outline",
    "transfer": "account-arrow-right-outline",
    "hand-over": "account-switch-outline",
    "stand-in": "account-clock-outline",
    "end-all": "account-off-outline",
    "worker-merge": "account-multiple-check-outline",
    "worker-delete": "delete-outline",
    "row-transfer": "account-arrow-right-outline",
    "row-end": "account-off-outline",
    "vacancy-assign": "account-plus-outline",
    "branch-new": "flag-plus-outline",
    "branch-correct": "pencil-outline",
    "branch-chain": "file-tree-outline",
    "branch-merge": "merge",
    "branch-delete": "delete-outline",
    "zone-new": "shape-polygon-plus",
    "zone-correct": "pencil-outline",
    "zone-delete": "delete-outline",
    "building-give": "home-export-outline",
    "compound-new": "home-plus-outline",
    "compound-correct": "pencil-outline",
    "compound-outline": "shape-polygon-plus",
    "compound-vertices": "vector-polyline",
    "compound-bare": "eraser",
    "compound-delete": "delete-outline",
    "facility-new": "map-marker-plus-outline",
    "facility-correct": "pencil-outline",
    "facility-place": "map-marker-right-outline",
    "facility-delete": "delete-outline",
}
_AROUND_ICON_PX: Final = 20
"""How much wider a button is than its icon, with what lies between it and the next."""

_ONLY: Final = {"suggest": ("vacancies",), "person": ("workers", "assignments")}
"""Buttons that not every table has."""

_LACKING: Final = ("workers", "branches", "compounds", "buildings", "facilities")
"""Tables of which rows without a grid can be asked for."""


class PeoplePanel(Panel):
    """Tables of workers, assignments, vacancies, branches, zones, compounds, buildings and facilities.

    Attributes
    ----------
    tabs : SteadyTabs
    pages : dict of str to PeoplePage
        Both by the kinds of :data:`ui.panels.people.tables.KINDS`.
    filters : Filters
        What rows are filtered by, in all tables; ``text``, ``town`` and ``village`` are its fields.
    actions_by_key : dict of str to QAction
        What is done with the selected rows.
    """

    key = "people"
    _built = False
    told = Signal(str)
    """Something to say in passing: that a file was written."""
    panel_wanted = Signal(str)
    """Another panel is asked for."""
    place_wanted = Signal(int, object, object)
    """A place on the map is asked for: of which facility (0: a new one), what takes it, and what if none is given."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self._seen = soon(self, self._work)
        self.actions_by_key = {key: QAction(self) for key in _ICONS}
        self.filters = Filters(session, words)
        where = Where(session, words, self, lambda kind: self.pages[kind].selected_ids())
        self.changes: dict[Sort, Changes] = {
            "workers": WorkerChanges(where),
            "assignments": AssignmentChanges(where),
            "vacancies": VacancyChanges(where),
            "branches": BranchChanges(where, lambda: self.panel_wanted.emit("chain")),
            "zones": ZoneChanges(where),
            "compounds": CompoundChanges(where, desk),
            "buildings": BuildingChanges(where),
            "facilities": FacilityChanges(where, self.place_wanted.emit),
        }
        self.suggesting = Suggesting(session, words, self, self.filters.place)
        self.in_and_out = InAndOut(session, words, self, self.told.emit)
        does = {
            "show": self.show_on_map,
            "write": lambda: self.in_and_out.write(self.page),
            "suggest": self.suggesting.ask,
            "person": self.show_person,
        }
        for do_all in (does, *(changes.does for changes in self.changes.values())):
            for key, do in do_all.items():
                self.actions_by_key[key].triggered.connect(lambda _=False, do=do: do())
        self.pages = {kind: self._page(kind) for kind in KINDS}
        self.tabs, self._stack = SteadyTabs(), QStackedWidget()
        self.tabs.setObjectName("people")  # narrower than others: eight fit the smallest window
        self.tabs.setAcceptDrops(True)
        self.tabs.setChangeCurrentOnDrag(True)  # a worker is dragged from one table to another
        for page in self.pages.values():
            self.tabs.addTab("")
            self._stack.addWidget(page)
        self.text, self.town, self.village = self.filters.text, self.filters.town, self.filters.village
        self.count = self.filters.count
        self.change, self.menu = QToolButton(), QMenu(self)
        self.change.setMenu(self.menu)
        self._buttons = {key: QToolButton() for key in ("suggest", "person", "show", "write")}
        for key, button in self._buttons.items():
            button.setDefaultAction(self.actions_by_key[key])
        self._lay_out()
        self._in_menu: tuple[str, bool] = ("", True)  # of which table, and whether the rest has buttons
        self._making: dict[Sort, Job] = {}
        self._asked: dict[Sort, tuple[Plan, dt.date]] = {}
        self._seeking: Job | None = None
        self._found: tuple[Table, str, Any] | None = None
        self.tabs.currentChanged.connect(self._turn)
        self.filters.changed.connect(self._filter)
        self.watch(session.plan_changed, self._change)
        self.watch(session.selection_changed, self._follow)
        self.watch(session.privacy_changed, self._show_people)
        self.watch(session.day.changed, lambda _: self._work())
        self._built = True
        self._wear()
        self.ready()
        self._turn(0)

    def _page(self, kind: Sort) -> PeoplePage:
        keys = (*(("person",) if kind in ("workers", "assignments") else ()), *self.changes[kind].does, "show", "write")
        page = PeoplePage(kind, self.words, self.session.privacy, [self.actions_by_key[key] for key in keys])
        page.chosen.connect(self._choose)
        page.wanted.connect(self.show_on_map)
        page.pasted.connect(self.in_and_out.paste)
        page.model.typed.connect(self.session.perform, Qt.ConnectionType.QueuedConnection)  # the editor closes first
        return page

    def _lay_out(self) -> None:
        """Put tabs and buttons in one line above the table and the filters in another: a small screen has no more."""
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 0, 8, 0)
        bar.setSpacing(8)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.change)
        for button in self._buttons.values():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            bar.addWidget(button)
        self.change.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.change.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.filters)
        layout.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much beside the names of the tables as leaves them whole."""
        super().resizeEvent(event)
        if self._built:
            self._find_room()

    def _find_room(self) -> None:
        """Show what is done with rows beside the names of the tables, or in the menu where there is no room for it."""
        kind, suggest, style = self.page.kind, self._buttons["suggest"], Qt.ToolButtonStyle
        beside = [key for key in self._buttons if kind in _ONLY.get(key, (kind,))]
        left = self.width() - self.tabs.sizeHint().width() - self.change.sizeHint().width()
        left -= (len(self._buttons) + 1) * (suggest.iconSize().width() + _AROUND_ICON_PX)
        has_words = suggest.fontMetrics().horizontalAdvance(suggest.text()) <= left
        suggest.setToolButtonStyle(style.ToolButtonTextBesideIcon if has_words else style.ToolButtonIconOnly)
        for key, button in self._buttons.items():
            button.setVisible(left >= 0 and key in beside)
        if (kind, left >= 0) != self._in_menu:
            self._in_menu = (kind, left >= 0)
            self.menu.clear()
            self.menu.addActions([self.actions_by_key[key] for key in self.changes[kind].does])
            if left < 0:
                self.menu.addSeparator()
                self.menu.addActions([self.actions_by_key[key] for key in beside])

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
        self.tabs.set_names([say(f"people-{kind}") for kind in KINDS])
        for kind in KINDS:
            self.pages[kind].view.setAccessibleName(say(f"people-{kind}"))
            self.pages[kind].model.speak()
        self.filters.set_texts()
        self.change.setText(say("people-change"))
        self.change.setToolTip(say("people-change-help"))
        for key, action in self.actions_by_key.items():
            action.setText(say(f"people-do-{key}"))
            action.setToolTip(as_it_reads(say(f"people-do-{key}-help")))
        for page in self.pages.values():
            page.paste.setText(say("people-paste"))
        self._find_room()
        self._tell()

    # ---- working out -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Work out what was not worth it while nobody saw it; a panel behind another tab is not painted."""
        super().paintEvent(event)
        self._seen.start()

    def _turn(self, place: int) -> None:
        kind = KINDS[max(place, 0)]
        self._stack.setCurrentIndex(max(place, 0))
        self._find_room()
        self.filters.lacking.setVisible(kind in _LACKING)
        self.filters.sort.setVisible(kind == "facilities")
        self._work()
        self._filter()

    def _change(self, before: Plan, after: Plan, change: Change | None) -> None:
        if change is None:  # another project, of whose people nothing may be seen any more
            for page in self.pages.values():
                if page.model.table is not None:
                    page.show_table(None)
            self._give_up()
        self.filters.plan_changed()
        self._work()
        self._tell()

    def _give_up(self) -> None:
        """Let go of what was found and asked for: it holds the plan of a project that may be closed."""
        self._found = None
        for job in self._making.values():
            job.cancel()
        self._making.clear()
        self._asked.clear()

    def _work(self) -> None:
        """Work out the table that is in front, in the background, unless it is of the present plan."""
        page, plan = self.page, self.session.plan
        if not self.isVisible() or self.visibleRegion().isEmpty():
            return
        self.filters.follow()
        if self.session.project is None:
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

        self._making[kind] = self.session.start("job-people", lambda _: table_of(plan, kind, on), take, apart=True)
        self._tell()

    def _filter(self) -> None:
        """Show the rows that fit what is typed and the place that is chosen; texts are sought in the background."""
        table, typed = self.page.model.table, self.filters.typed
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
            if table is self.page.model.table and self.filters.typed == typed:
                self._found = (table, typed, worth)
                self._show_rows(table, worth)

        self._seeking = self.session.start("job-people", lambda _: table.worth(typed), take, apart=True)

    def _show_rows(self, table: Table, worth: Any) -> None:
        self.page.show_table(table, self.filters.fits(table), worth)
        self._tell()  # before rows are brought into sight: the table is seen from here on
        self.page.light(self.session.selection)

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
        rows, table = page.selected_rows(), page.model.table
        for kind, changes in self.changes.items():
            possible = changes.possible() if can and kind == page.kind and table is not None else frozenset()
            for key in changes.does:
                self.actions_by_key[key].setEnabled(key in possible)
            self.pages[kind].model.can_edit = can
        page.paste.setEnabled(can and len(rows) > 0)
        self.actions_by_key["suggest"].setEnabled(can and table is not None and len(table.ids) > 0)
        self.actions_by_key["person"].setEnabled(_person_of(self.page, self.session.plan) > 0)
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
        where = {"facilities": where_facilities_are, "compounds": where_compounds_are}.get(self.page.kind)
        shape = where(plan, self.page.selected_ids()) if where is not None else None
        if shape is not None:
            self.session.show(shape)
            return
        shapes = plan.shapes(plan.there(self.session.selection))
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes):
            self.session.show(shapely.box(*shapely.total_bounds(shapes)))

    def show_person(self) -> None:
        """Show the page of the worker that the selected row is about."""
        self.session.show_person(_person_of(self.page, self.session.plan))

    def let_go(self) -> None:
        """Stop watching, and working out tables."""
        for job in (*self._making.values(), self._seeking):
            if job is not None:
                job.cancel()
        self._making, self._seeking = {}, None
        super().let_go()


def _person_of(page: PeoplePage, plan: Plan) -> int:
    """Return the id of the worker that the selected row is about, 0 for none or several."""
    ids, tables = page.selected_ids(), plan.tables
    if page.kind == "assignments" and len(ids) == 1:
        ids = tables["assignments"]["worker"].reindex(ids, fill_value=0).to_numpy()
    elif page.kind != "workers":
        return 0
    return int(ids[0]) if len(ids) == 1 and int(ids[0]) in tables["workers"].index else 0
