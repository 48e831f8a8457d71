"""The window: map in the middle, panels around it, one list of actions, what goes on at the bottom.

The window makes its parts, hands each what it needs, and shows what is open. What is done is done by the parts: each
knows the window only as a :class:`~ui.window.frame.Frame`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMessageBox, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

import gridmap
from gridmap.model.errors import GridMapError
from gridmap.people.privacy import shown_error
from ui.canvas.facilities import Placing
from ui.canvas.map_canvas import MapCanvas
from ui.dialogs.files_asked import remember_folders_in
from ui.dialogs.long_steps import below_a_bar, redo, undo
from ui.look.crash_log import write_crash_log
from ui.look.plain import as_it_reads, as_title
from ui.look.soon import soon
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.findings import FindingsPanel
from ui.panels.history import HistoryPanel
from ui.panels.inspector import InspectorPanel
from ui.panels.layers_panel import LayersPanel
from ui.panels.people import PeoplePanel
from ui.panels.person import PersonPanel
from ui.panels.tree import TreePanel
from ui.session.desk import Desk
from ui.session.recent_pictures import RecentPictures
from ui.session.settings import Settings
from ui.window.ahead import ReadAhead
from ui.window.arrangement import Arrangement
from ui.window.assigning import Assigning
from ui.window.bringing_in import BringingIn
from ui.window.comparing import Comparing
from ui.window.day_bar import DayBar, DayField
from ui.window.department_actions import DepartmentActions
from ui.window.draft_actions import DraftActions
from ui.window.draft_bar import DraftBar
from ui.window.empty_forms import EmptyForms
from ui.window.file_actions import FileActions
from ui.window.file_care import FileCare
from ui.window.findings_bar import FindingsBar
from ui.window.help_actions import HelpActions
from ui.window.looks import Looks
from ui.window.map_actions import MapActions
from ui.window.map_legend import MapLegend
from ui.window.map_pair import MapPair
from ui.window.mending_actions import MendingActions
from ui.window.menus import Menus
from ui.window.parts import Parts, focused, is_behind
from ui.window.search_box import Palette
from ui.window.standing import come_up
from ui.window.start_page import StartPage
from ui.window.status_bar import Status, ToldBar
from ui.window.steps import Steps
from ui.window.tour import TourGuide
from ui.window.view_options import ViewOptions


class MainWindow(QMainWindow):
    """The one window of the program.

    Parameters
    ----------
    settings : Settings
        What is remembered.
    words : Words
        The language.
    """

    def __init__(self, settings: Settings, words: Words) -> None:
        super().__init__()
        self.settings, self.words = settings, words
        self.ahead: ReadAhead | None = None
        """Who reads libraries in another thread; without it they are read when they are asked for."""
        remember_folders_in(settings)
        self.desk = Desk(self)
        self.session = self.desk.session
        self.looks = Looks(self.session, words, settings, self)  # before any widget is made
        self.canvas = MapCanvas(self.desk, words)
        self.pictures = RecentPictures(self.session, settings)
        self.start = StartPage(settings, self.pictures, words)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.menus = Menus(self, self.desk, words)
        self.actions_by_key = self.menus.actions
        self._lay_out()
        self._project_comes = soon(self, self._show_project)
        self._panels_stand = soon(self, lambda: self.setUpdatesEnabled(True))
        self.search_everything = Palette(self.session, words, self.menus.actions, self)
        self.arrangement = Arrangement(self, self.desk, words, settings, self.menus.panels)
        self.panels, self.docks = self.arrangement.panels, self.arrangement.docks
        self.findings_bar = FindingsBar(self, self.docks["findings"], self.session, words)
        self._map_column.addWidget(self.findings_bar)
        degrees = self.canvas.navigation.degrees
        told = ToldBar()
        self.setStatusBar(told)
        self.status = Status(told, self.session, words, self.looks.appearance, degrees)
        self._make_parts()
        self._connect()
        self.looks.begin()
        self.map.begin()
        self.comparing.begin()
        self.explaining.begin()
        self.start.offer_tour(self.tour.is_to_be_offered)
        self.menus.actions["overview"].setChecked(settings.overview)
        self.set_texts()
        self._show_panels(False)
        self.arrangement.restore()

    # ---- building ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Put the start page and the map in the middle, and the bar that tells of a draft above the map."""
        self._pages = QStackedWidget()
        self._map_page = QWidget()
        layout = self._map_column = QVBoxLayout(self._map_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.day_field = DayField(self.session, self.words)
        self.menuBar().setCornerWidget(self.day_field)
        layout.addWidget(DayBar(self.session, self.words))
        layout.addWidget(DraftBar(self.desk, self.words, self.menus.actions))
        self.pair = MapPair(self.canvas, self.words)
        layout.addWidget(self.pair, 1)
        self._pages.addWidget(_scrolled(self.start))
        self._pages.addWidget(self._map_page)
        self.setCentralWidget(self._pages)

    def _make_parts(self) -> None:
        """Make the parts, and let each say what its actions do."""
        desk, session, words, settings, menus = self.desk, self.session, self.words, self.settings, self.menus
        stack = self.arrangement.panel(LayersPanel).stack
        self.map = MapActions(self.canvas, stack, desk, words, settings, self)
        self.files = FileActions(desk, words, settings, lambda: self.map.shown, self)
        export = menus.actions["export-record"]
        self.bringing_in = BringingIn(desk, words, settings, self.files.open, self)
        self.help = HelpActions(words, menus.actions, lambda: session.project is not None, self)
        self.legend = MapLegend(self.canvas, stack, desk, words, settings)
        self.explaining = ViewOptions(menus, self.canvas, self.legend, words, settings, self)
        self.tour = TourGuide(
            session,
            words,
            settings,
            self.canvas,
            menus.modes,
            self.findings_bar,
            self.docks,
            self.files.open_sample,
            self,
        )
        self.drafts = DraftActions(desk, words, export, self.map.show_selection, self)
        self.departments = DepartmentActions(desk, stack, words, self)
        self.file_care = FileCare(desk, words, self.files, self)
        self.steps = Steps(session, words, self.canvas.flash.point_out, self)
        self.comparing = Comparing(self.pair, desk, words, self)
        self.arrangement.panel(HistoryPanel).beside_wanted.connect(self.comparing.with_step)
        stack.changed.connect(self.pair.follow_layers)
        self.mending = MendingActions(session, words, self.arrangement.panel(FindingsPanel).step, self)
        menus.menus["plans"].insertMenu(menus.actions["compare-draft"], self.drafts.menu)
        for part in (
            self.looks,
            self.map,
            self.files,
            self.bringing_in,
            self.help,
            self.explaining,
            self.tour,
            self.drafts,
            self.departments,
            self.file_care,
            self.mending,
            self.comparing,
        ):
            menus.register(part.does)
        people, tree = self.arrangement.panel(PeoplePanel), self.arrangement.panel(TreePanel)
        self.assigning = Assigning(session, words, self.canvas, tree, people, self)
        self.forms = EmptyForms(session, words, self)
        menus.register(self.forms.does)
        others = (self.start, self.canvas, self.findings_bar)
        self.parts = Parts(self, others, self.panels, self.docks, self.raise_panel)
        menus.register(self.parts.does)
        search, about = self.search_everything.ask, self.about
        menus.register({name: partial(step, session, words, self) for name, step in (("undo", undo), ("redo", redo))})
        desk.editing.takes_over = partial(below_a_bar, session, words, self)
        menus.register({"search": search})
        menus.register({"quit": self.close, "about": about, "show-people": lambda: self.raise_panel(PeoplePanel.key)})

    def _connect(self) -> None:
        session, menus, layers = self.session, self.menus, self.arrangement.panel(LayersPanel)
        self.start.new_wanted.connect(self.bringing_in.new_project)
        self.start.browse_wanted.connect(self.files.choose)
        self.start.guide_wanted.connect(self.help.show_first_map)
        self.start.tour_wanted.connect(self.tour.begin)
        self.start.tour_refused.connect(self.tour.was_offered)
        self.search_everything.went.connect(self.canvas.setFocus)
        self.canvas.picked.connect(self._bring_details)
        self.start.sample_wanted.connect(self.files.open_sample)
        self.start.samples_wanted.connect(self.files.choose_sample)
        self.start.project_chosen.connect(self.open_project)
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.plan_changed.connect(self._plan_changed)
        session.findings_changed.connect(menus.enable)
        session.selection_changed.connect(menus.enable)
        session.privacy_changed.connect(menus.name_steps)
        session.complained.connect(self.complain)
        self.canvas.cursor_moved.connect(self.status.show_place)
        self.canvas.menu_wanted.connect(menus.map_menu.show_for)
        self.canvas.input.details_wanted.connect(lambda: self.parts.go_to(InspectorPanel.key))
        self.arrangement.panel(PeoplePanel).told.connect(self.told)
        self.arrangement.panel(PeoplePanel).panel_wanted.connect(self.raise_panel)
        self.arrangement.panel(PeoplePanel).place_wanted.connect(
            lambda facility, take, left: self.canvas.facilities.ask(Placing(facility, take, left))
        )
        self.canvas.facilities.told.connect(lambda text: self.told(text, 20_000))
        self.arrangement.panel(TreePanel).compound_chosen.connect(self.arrangement.panel(InspectorPanel).unfold)
        session.person_wanted.connect(lambda _: self.raise_panel(PersonPanel.key))
        layers.file_wanted.connect(self.map.reference_files.choose)
        layers.removal_wanted.connect(self.map.remove_layer)
        self.desk.drafting.changed.connect(self.canvas.setFocus)
        self.words.changed.connect(self.set_texts)
        for wear in (
            self.start.wear,
            menus.wear,
            self.canvas.set_appearance,
            self.pair.wear,
            self.status.wear,
            self.findings_bar.wear,
            self.explaining.wear,
        ):
            self.looks.worn.connect(wear)
        for part in (self.looks, self.map, self.comparing):
            part.chosen.connect(menus.choose)

    # ---- as its parts see it -----------------------------------------------------------------------------------------

    def told(self, text: str, ms: int = 5000) -> None:
        """Say something in passing, at the bottom of the window."""
        self.statusBar().showMessage(text, ms)

    def complain(self, error: Exception) -> None:
        """Tell the user what went wrong; never a traceback."""
        if self.file_care.offer_rescue(error):
            return
        if isinstance(error, GridMapError):
            words = self.words.of(shown_error(error, self.session.privacy), self.session.plan)
        else:
            words = self.words("cli-crash", log=write_crash_log(error))
        QMessageBox.warning(self, "GridMap", as_it_reads(words))

    def show_state(self) -> None:
        """Show what is open, in the title and by what can be done."""
        self._title()
        self.menus.enable()

    def add_panel(self, panel: Panel, area: Qt.DockWidgetArea, beside: str) -> QDockWidget:
        """Give a panel a place at a side of the window, as a tab beside another one."""
        dock = self.arrangement.add(panel, area)
        self.tabifyDockWidget(self.docks[beside], dock)
        return dock

    def raise_panel(self, key: str) -> None:
        """Show a panel in front of those that share its place."""
        self.arrangement.raise_panel(key)

    def when_read(self, do: Callable[[], object], *modules: str) -> None:
        """Do something once libraries are read: at once if they are, and not if another project is open by then."""
        project = self.session.project

        def still() -> None:
            if self.session.project is project:
                do()

        if self.ahead is None:
            do()
        else:
            self.ahead.when_read(self, still, *modules)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go where Tab leads, past what is in a panel behind others."""
        at = focused()
        been = [at]
        while super().focusNextPrevChild(next):
            at = focused()
            if at is None or at in been or not is_behind(at):  # also where whoever had the keys is hidden by now
                return True
            been.append(at)
        return False

    def _bring_details(self) -> None:
        """Bring the details of what was clicked to the front, unless the user does without them."""
        if self.docks["inspector"].toggleViewAction().isChecked():
            self.raise_panel("inspector")

    # ---- what is open ------------------------------------------------------------------------------------------------

    def open_project(self, path: str | Path) -> None:
        """Open a project file."""
        self.files.open(path)

    def set_texts(self) -> None:
        """Set every text of the window in the present language."""
        for part in (self.menus, self.drafts, self.arrangement, self.status, self.explaining):
            part.set_texts()
        self.show_state()

    def _title(self) -> None:
        project = self.session.project
        if project is None:
            self.setWindowTitle("GridMap")
            return
        draft, shown = self.desk.drafting.mark, self.desk.drafting.base or project
        title = project.plan.facts().get("title") or shown.path.stem
        if draft is not None:
            title = self.words("draft-title", title=title, draft=draft.title)
        locked = f" · {self.words('window-read-only')}" if project.read_only else ""
        self.setWindowTitle(as_title(f"{title} — {shown.path.name}{locked} · GridMap"))

    def _opened(self) -> None:
        project = self.session.project
        assert project is not None
        self.settings.remember(project.path)
        self.show_state()
        self._project_comes.start()

    def _show_project(self) -> None:
        """Show the map and the panels, a turn after all have taken up what was opened, and Qt what follows.

        To put the panels where they stood and to paint them would be one long turn: they are painted in a later one.
        """
        project = self.session.project
        if project is None:  # it was closed at once
            return
        self.setUpdatesEnabled(False)
        self._panels_stand.start()
        self._show_panels(True)
        self._pages.setCurrentWidget(self._map_page)  # after the panels, so that the map is given its place once
        self.arrangement.put_back()
        self.findings_bar.as_left(bool(self.settings.place("findings-folded")))
        self.canvas.setFocus()
        if project.locked_by is not None:
            holder = project.locked_by
            self.told(self.words("window-locked-by", who=holder.user, host=holder.host), 10000)
        self.tour.begin_if_due()

    def _closed(self) -> None:
        self.statusBar().clearMessage()
        self.start.offer_tour(self.tour.is_to_be_offered)
        self.start.refresh()
        self._pages.setCurrentIndex(0)
        self._show_panels(False)
        self.show_state()

    def _show_panels(self, shown: bool) -> None:
        self.arrangement.show(shown)
        self.menus.bar.setVisible(shown)
        self.menus.modes.show_if_useful()
        if shown:
            self.findings_bar.fold_if_low()

    def _plan_changed(self) -> None:
        self.menus.enable()
        self.menus.name_steps()

    # ---- coming and going --------------------------------------------------------------------------------------------

    def come_up(self) -> None:
        """Show the window where it stood last, at first as large as a small screen allows."""
        come_up(self, stood=self.arrangement.stood)

    def about(self) -> None:
        """Say what this is."""
        QMessageBox.about(self, "GridMap", self.words("window-about", version=gridmap.__version__))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything stands, and let go of the project."""
        folded = b"yes" if self.findings_bar.folded else b""
        self.settings.put_place("findings-folded", QByteArray(folded))
        self.arrangement.save()
        self.pair.let_go()
        self.session.close()
        self.pictures.let_go()
        for part in (self.arrangement, self.canvas, self.legend, self.help, self.looks):
            part.let_go()
        super().closeEvent(event)


def _scrolled(page: QWidget) -> QScrollArea:
    """Return a page that may be larger than the window has room for."""
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it shows has the keys
    return area
