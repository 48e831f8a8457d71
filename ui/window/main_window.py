"""The window: map in the middle, panels around it, one list of actions, what goes on at the bottom."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QMenu,
    QMessageBox,
    QProgressBar,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import gridmap
from gridmap.checks import Finding, Findings
from gridmap.mending import Mending, Preview, fix_all, preview
from gridmap.model.change import Change
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.privacy import profile_named
from ui.canvas.base_map.choice import NONE as NO_BASE_MAP
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.tools import EditTool
from ui.look.appearance import APPEARANCES, apply, icon
from ui.look.crash_log import write_crash_log
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, as_menu_text, as_title, plain_label
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.dashboard import DashboardPanel
from ui.panels.editing import EditingPanel
from ui.panels.findings import FindingsPanel
from ui.panels.history import HistoryPanel
from ui.panels.inspector import InspectorPanel
from ui.panels.layers_panel import LayersPanel
from ui.panels.tree import TreePanel
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.layer_stack import BASE, LayerStack
from ui.session.settings import Settings
from ui.window.actions import ACTIONS, MENUS, ActionSpec
from ui.window.base_maps import BaseMaps
from ui.window.docks import DockTitles
from ui.window.draft_actions import DraftActions
from ui.window.draft_bar import DraftBar
from ui.window.file_care import FileCare
from ui.window.lock_menu import LockMenu
from ui.window.map_menu import MapMenu
from ui.window.mode_bar import MENU as MODES
from ui.window.mode_bar import ModeBar
from ui.window.reference_files import ReferenceFiles
from ui.window.search_box import Palette
from ui.window.start_page import StartPage
from ui.words.history_lines import what_was_done

_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
PANELS: Final[tuple[tuple[type[Panel], Qt.DockWidgetArea], ...]] = (
    (TreePanel, _LEFT),
    (LayersPanel, _LEFT),
    (HistoryPanel, _LEFT),
    (InspectorPanel, _RIGHT),
    (DashboardPanel, _RIGHT),
    (FindingsPanel, _BOTTOM),
    (EditingPanel, _RIGHT),
)
_STATE_VERSION: Final = 1
_UNSEEN: Final = frozenset(
    {"job-checking", "job-comparing", "job-figures", "job-legends", "job-preview", "job-proposing", "job-wording"}
)
"""Work that is quick and comes after every edit or step."""


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
        self.settings = settings
        self.words = words
        self.desk = Desk(self)
        self.session = self.desk.session
        self.appearance = APPEARANCES[settings.appearance]
        apply(_application(), self.appearance)  # before any widget is made, so that all have its font
        self.canvas = MapCanvas(self.desk, words)
        self.start = StartPage(settings, words)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._map_page = QWidget()
        self._pages.addWidget(self._map_page)
        self.setCentralWidget(self._pages)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

        self.actions_by_key: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._bar = QToolBar()
        self._bar.setObjectName("bar")
        self._bar.setMovable(False)
        self._bar.setIconSize(QSize(20, 20))
        self.drafts = DraftActions(self)
        self.file_care = FileCare(self)
        self._make_actions()
        self._lay_out_map()
        self.search_everything = Palette(self.session, words, self.actions_by_key, self)
        self.panels: dict[str, Panel] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._titles = DockTitles(self, words)
        self._make_panels()
        self._make_status_bar()

        session = self.session
        self.start.browse_wanted.connect(self.choose_project)
        self.start.sample_wanted.connect(self.open_sample)
        self.start.project_chosen.connect(self.open_project)
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.plan_changed.connect(self._plan_changed)
        session.findings_changed.connect(self._findings_changed)
        session.selection_changed.connect(self._enable)
        session.working.connect(self._show_job)
        session.complained.connect(self.complain)
        self.canvas.tool_changed.connect(self._tool_changed)
        words.changed.connect(self.set_texts)
        self.wear(settings.appearance)
        layers_panel = self._layers_panel
        self._stack.changed.connect(self._layers_changed)
        self.reference_files = ReferenceFiles(self.desk, self._stack, settings, words, self)
        self.reference_files.told.connect(lambda text: self.statusBar().showMessage(text, 10000))
        layers_panel.file_wanted.connect(self.add_reference)
        layers_panel.removal_wanted.connect(self._remove_layer)
        self.base_maps = BaseMaps(self.canvas, self._stack, settings, words, self)
        self.base_maps.chosen.connect(lambda name: self._choose("base-map", name))
        self.base_maps.told.connect(lambda text: self.statusBar().showMessage(text, 10000))
        self._stack.remember_in(settings)
        self.base_maps.restore()
        self.set_theme(settings.theme)
        self._choose("tool", self.canvas.tool.key)
        self.actions_by_key["overview"].setChecked(settings.overview)
        self.canvas.overview.show(settings.overview)
        self._choose("language", words.language)
        self._choose("people", self.session.privacy)
        self.set_texts()
        self._show_panels(False)
        self._restore()

    # ---- building ----------------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.addToolBar(self._bar)
        for name in MENUS:
            self._menus[name] = self.menuBar().addMenu("")
        for spec in ACTIONS:
            action = QAction(self)
            action.setObjectName(spec.key)
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            if spec.choice:
                action.setCheckable(True)
                self._groups.setdefault(spec.choice, QActionGroup(self)).addAction(action)
            if spec.toggles:
                action.setCheckable(True)
                action.toggled.connect(getattr(self, spec.does))
            else:
                action.triggered.connect(self._doing(spec))
            self.actions_by_key[spec.key] = action
            inner = self._menus.get(spec.submenu, self._menus[spec.menu])
            if spec.before:
                inner.addSeparator()
            if spec.submenu and spec.submenu not in self._menus:
                inner = self._menus[spec.submenu] = inner.addMenu("")
            inner.addAction(action)
            if spec.bar and spec.menu != MODES:
                if spec.menu != getattr(self, "_bar_menu", spec.menu):
                    self._bar.addSeparator()
                self._bar_menu = spec.menu
                self._bar.addAction(action)
                button = self._bar.widgetForAction(action)
                if spec.choice == "theme" and isinstance(button, QToolButton):  # five questions, told by no picture
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._panel_menu = self._menus["view"].addMenu("")
        self.locks = LockMenu(self.desk, self.words, self)
        self._menus[MODES].addSeparator()
        self._menus[MODES].addMenu(self.locks)
        self.modes = ModeBar(self.session, self.words, ACTIONS, self.actions_by_key, self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.modes)
        self.map_menu = MapMenu(self.session, self.words, self.actions_by_key, self.locks, self)
        self.canvas.menu_wanted.connect(self.map_menu.show_for)
        self._menus["plans"].insertMenu(self.actions_by_key["compare-draft"], self.drafts.menu)

    def _doing(self, spec: ActionSpec) -> Callable[[], object]:
        method = attrgetter(spec.does)(self)
        if spec.argument:
            return lambda: method(spec.argument)
        return lambda: method()  # noqa: PLW0108 - `triggered` hands over whether it is checked

    def _lay_out_map(self) -> None:
        """Put the bar that tells of a draft above the map."""
        layout = QVBoxLayout(self._map_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(DraftBar(self.desk, self.words, self.actions_by_key))
        layout.addWidget(self.canvas, 1)

    def _make_panels(self) -> None:
        for make, area in PANELS:
            self.add_panel(make(self.desk, self.words), area)
        self.tabifyDockWidget(self.docks["tree"], self.docks["layers"])
        self.tabifyDockWidget(self.docks["layers"], self.docks["history"])
        self.tabifyDockWidget(self.docks["inspector"], self.docks["dashboard"])
        self.tabifyDockWidget(self.docks["dashboard"], self.docks["editing"])
        self.docks["tree"].raise_()
        self.docks["inspector"].raise_()
        self.setTabPosition(_LEFT, QTabWidget.TabPosition.North)
        self.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomRightCorner, _BOTTOM)  # sentences of findings want width more than height
        self.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        self.resizeDocks([self.docks["tree"], self.docks["inspector"]], [280, 320], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["findings"]], [240], Qt.Orientation.Vertical)

    def add_panel(self, panel: Panel, area: Qt.DockWidgetArea) -> QDockWidget:
        """Give a panel a place at a side of the window, and an entry in the menu of panels."""
        dock = QDockWidget(self.words(f"panel-{panel.key}"))
        dock.setObjectName(f"dock-{panel.key}")
        dock.setWidget(panel)
        self.addDockWidget(area, dock)
        self._titles.add(dock)
        self.panels[panel.key], self.docks[panel.key] = panel, dock
        self._panel_menu.addAction(dock.toggleViewAction())
        return dock

    def show_state(self) -> None:
        """Show what is open, in the title and by what can be done."""
        self._title()
        self._enable()

    def _make_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._job_label, self._job_bar, self._job_stop = plain_label(), QProgressBar(), QToolButton()
        self._job_bar.setFixedWidth(160)
        self._job_bar.setTextVisible(False)
        self._job_bar.setRange(0, 1000)
        self._job: Job | None = None
        self._job_stop.clicked.connect(self._stop_job)
        self._counts = plain_label()
        self._counts.setTextFormat(Qt.TextFormat.RichText)  # dots in colours, and numbers
        self._place = plain_label()
        self._place.setMinimumWidth(320)
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._job_label, self._job_bar, self._job_stop):
            bar.addWidget(widget)
            widget.hide()
        bar.addPermanentWidget(self._counts)
        bar.addPermanentWidget(self._place)
        self.canvas.cursor_moved.connect(self._show_place)

    # ---- words -------------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text of the window in the present language."""
        say = self.words
        for name, menu in self._menus.items():
            menu.setTitle(say(f"menu-{name}"))
        self._panel_menu.setTitle(say("menu-panels"))
        self.drafts.set_texts()
        self._bar.setWindowTitle(say("menu-bar"))
        for spec in ACTIONS:
            action = self.actions_by_key[spec.key]
            words = say(f"action-{spec.key}")
            action.setText(words)
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{words} ({shortcut})" if shortcut else words)
        for key, dock in self.docks.items():
            dock.setWindowTitle(say(f"panel-{key}"))
        self._job_stop.setText(say("job-stop"))
        self._title()
        self._enable()
        self._name_steps()
        self._show_counts()

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

    # ---- actions: file -----------------------------------------------------------------------------------------------

    def choose_project(self) -> None:
        """Ask for a project file and open it."""
        say = self.words
        name, _ = QFileDialog.getOpenFileName(self, say("action-open"), "", say("window-project-filter"))
        if name:
            self.open_project(name)

    def open_project(self, path: str | Path) -> None:
        """Open a project file."""
        self.desk.opening.open(path)

    def open_sample(self) -> None:
        """Make the sample city, with faults to find, in a folder for passing things, and open it."""
        from sample_data.defects import plant
        from sample_data.make import make_plan

        folder = Path(tempfile.mkdtemp(prefix="gridmap-"))

        def make(job: Job) -> Plan:
            plan = make_plan("city", 2020)
            job.step(0.5)
            plan, _ = plant(plan, 2020, 12)
            job.step(0.9)
            return plan

        self.desk.opening.create(folder / "sample-city.gpkg", make)

    def reload(self) -> None:
        """Read the project's file again, for instance after another program has changed it."""
        self.file_care.reload()

    def save_copy(self) -> None:
        """Save the project under another name; this one stays open."""
        if self.session.project is None:
            return
        say = self.words
        name, _ = QFileDialog.getSaveFileName(self, say("action-save-copy"), "", say("window-project-filter"))
        if name:
            try:
                self.session.project.save_copy(name, overwrite=True)
            except GridMapError as error:
                self.complain(error)
            else:
                self._say_written(Path(name))

    def export_map(self) -> None:
        """Write the map as a page (PDF, PNG, SVG) or as a web page that needs no network, after asking how."""
        from ui.dialogs.export import ExportDialog

        if self.session.project is not None:
            shown = tuple((shown.layer, shown.opacity) for shown in self.canvas.layers if shown.visible)
            ExportDialog(self.session, self.words, self.settings.theme, shown, self).open()

    def _say_written(self, path: Path) -> None:
        self.statusBar().showMessage(self.words("cli-written", file=str(path)), 5000)

    def export_workbook(self) -> None:
        """Write the ledger as an Excel workbook, with what the window shows of people."""
        from ui.outputs.ledger.workbook import export_workbook

        name, _ = QFileDialog.getSaveFileName(self, self.words("action-export-workbook"), "", "Excel (*.xlsx)")
        if not name or self.session.project is None:
            return
        plan, language, privacy = self.session.plan, self.words.language, self.session.privacy
        self.session.start(
            "job-exporting",
            lambda job: export_workbook(plan, Path(name), privacy=privacy, language=language),
            lambda _: self._say_written(Path(name)),
        )

    def close_project(self) -> None:
        """Close the project and show the start page."""
        self.session.close()

    # ---- actions: edit, view, map ------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the latest edit."""
        self.session.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.session.redo()

    def search(self) -> None:
        """Look for anything: grids, people, branches, buildings, commands."""
        self.search_everything.ask()

    def fit(self) -> None:
        """Show the whole project."""
        self.canvas.fit()

    def back(self) -> None:
        """Go back to the view before."""
        self.canvas.navigation.back()

    def forward(self) -> None:
        """Go forward again."""
        self.canvas.navigation.forward()

    def show_selection(self) -> None:
        """Show the selected grids."""
        import shapely

        shapes = [self.session.plan.shape(grid) for grid in self.session.selection]
        shapes = [shape for shape in shapes if shape is not None]
        if shapes:
            self.session.show(shapely.box(*shapely.total_bounds(shapes)))

    def wear(self, key: str) -> None:
        """Put on the light or the dark appearance."""
        if key != self.appearance.key:
            self.appearance = APPEARANCES[key]
            apply(_application(), self.appearance)
        self.settings.appearance = key
        for spec in ACTIONS:
            if spec.icon:
                self.actions_by_key[spec.key].setIcon(icon(spec.icon, self.appearance))
        self.canvas.set_appearance(self.appearance)
        self._choose("appearance", key)
        self._show_counts()

    def speak(self, language: str) -> None:
        """Change the language of the window."""
        if language in ("zh", "en"):
            self.settings.language = "en" if language == "en" else "zh"
            self.words.speak("en" if language == "en" else "zh")
            self._choose("language", language)

    def show_people(self, profile: str) -> None:
        """Show as much of people as a profile does, until the window closes: the next day begins with a briefing."""
        self.session.show_people(profile_named(profile))
        self._choose("people", profile)
        self._name_steps()

    def set_theme(self, theme: str) -> None:
        """Show the map that answers one question."""
        self.settings.theme = theme
        self._stack.set_theme(theme)
        self._choose("theme", theme)

    @property
    def _layers_panel(self) -> LayersPanel:
        panel = self.panels["layers"]
        assert isinstance(panel, LayersPanel)
        return panel

    @property
    def _stack(self) -> LayerStack:
        return self._layers_panel.stack

    def _remove_layer(self, key: str) -> None:
        if key == BASE:
            self.base_maps.choose(NO_BASE_MAP)
        else:
            self.reference_files.remove(key)

    def choose_base_map(self, name: str) -> None:
        """Show a base map below the plan, or none."""
        self.base_maps.choose(name)

    def set_up_base_map(self) -> None:
        """Ask for what base maps need: a key, an address, a file."""
        self.base_maps.ask()

    def add_reference(self) -> None:
        """Lay files from disk over the map."""
        self.reference_files.choose()

    def _layers_changed(self) -> None:
        self.canvas.set_layers(self._stack.shown)

    def take_tool(self, key: str) -> None:
        """Take a tool of the map in hand, and let keys go to the map."""
        self.canvas.set_tool(key)
        self.canvas.setFocus()
        self._choose("tool", key)

    def _tool_changed(self, key: str) -> None:
        self._choose("tool", key)
        self.statusBar().showMessage(self.words(f"tool-{key}-help"), 8000)
        self.desk.editing.take_up(key if isinstance(self.canvas.tool, EditTool) else "")
        if isinstance(self.canvas.tool, EditTool):
            self.docks["editing"].show()
            self.docks["editing"].raise_()

    def set_attributes(self) -> None:
        """Ask what is to be set for the selected grids."""
        from ui.dialogs.set_attributes import SetAttributesDialog

        if self.session.selection:
            SetAttributesDialog(self.session, self.words, self.session.selection, self).open()

    def show_overview(self, shown: bool) -> None:
        """Show the small map of the whole in the corner of the map, or do without it."""
        self.settings.overview = shown
        self.canvas.overview.show(shown)

    def _choose(self, group: str, argument: str) -> None:
        for spec in ACTIONS:
            if spec.choice == group:
                self.actions_by_key[spec.key].setChecked(spec.argument == argument)

    # ---- actions: findings, help -------------------------------------------------------------------------------------

    def next_finding(self) -> None:
        """Look at the next finding of the list."""
        self._findings_panel.step(1)

    def previous_finding(self) -> None:
        """Look at the finding before."""
        self._findings_panel.step(-1)

    @property
    def _findings_panel(self) -> FindingsPanel:
        panel = self.panels["findings"]
        assert isinstance(panel, FindingsPanel)
        return panel

    def mend_all(self) -> None:
        """Mend what may be mended unattended, after telling what that would do."""
        plan = self.session.plan

        def work(job: Job) -> tuple[Plan, Mending, Preview]:
            mending = fix_all(plan, progress=lambda _, done, of: job.step(done / max(of, 1)))
            return plan, mending, preview(plan, mending)

        self.session.start("cli-fixing", work, self._ask_to_mend)

    def _ask_to_mend(self, worked_out: tuple[Plan, Mending, Preview]) -> None:
        plan, mending, told = worked_out
        say = self.words
        if plan is not self.session.plan:  # something was changed meanwhile
            if self.session.can_edit:
                self.mend_all()
            return
        if not mending.result:
            QMessageBox.information(self, say("action-mend-all"), say("fix-nothing"))
            return
        lines = [
            say(
                "fix-plan",
                count=len(mending.mended),
                area_m2=told.area_moved_m2,
                households=told.households_moved,
                grids=len(mending.result.ids("grids")),
            )
        ]
        if told.brought:
            lines.append(say("fix-brings-count", count=len(told.brought)))
        if mending.left:
            lines.append(say("fix-left-count", count=len(mending.left)))
        asked = QMessageBox(
            QMessageBox.Icon.Question, say("action-mend-all"), as_it_reads("\n\n".join(lines)), parent=self
        )
        yes = asked.addButton(say("fix-do"), QMessageBox.ButtonRole.AcceptRole)
        asked.addButton(say("window-cancel"), QMessageBox.ButtonRole.RejectRole)
        asked.exec()
        if asked.clickedButton() is yes and plan is self.session.plan:
            self.session.perform(mending)
        asked.deleteLater()

    def about(self) -> None:
        """Say what this is."""
        QMessageBox.about(self, "GridMap", self.words("window-about", version=gridmap.__version__))

    # ---- following the session ---------------------------------------------------------------------------------------

    def _opened(self) -> None:
        project = self.session.project
        assert project is not None
        self.settings.remember(project.path)
        self._pages.setCurrentWidget(self._map_page)
        self._show_panels(True)
        self._title()
        self._enable()
        self.canvas.setFocus()
        if project.locked_by is not None:
            holder = project.locked_by
            self.statusBar().showMessage(self.words("window-locked-by", who=holder.user, host=holder.host), 10000)

    def _closed(self) -> None:
        self.start.refresh()
        self._pages.setCurrentWidget(self.start)
        self._show_panels(False)
        self._title()
        self._enable()
        self._show_counts()

    def _show_panels(self, shown: bool) -> None:
        for dock in self.docks.values():
            dock.setVisible(shown and dock is not self.drafts.dock)
            dock.toggleViewAction().setEnabled(shown)
        self._bar.setVisible(shown)
        if shown:
            for key in ("tree", "inspector"):
                self.docks[key].raise_()

    def _plan_changed(self, before: Plan, after: Plan, change: Change | None) -> None:
        self._enable()
        self._name_steps()

    def _findings_changed(self, findings: Findings, brought: tuple[Finding, ...], cleared: tuple[Finding, ...]) -> None:
        self._enable()
        self._show_counts()
        if brought or cleared:
            words = self.words("window-check-difference", brought=len(brought), cleared=len(cleared))
            self.statusBar().showMessage(words, 5000)

    def _enable(self, *_: object) -> None:
        session, project = self.session, self.session.project
        there = {
            "": True,
            "project": project is not None,
            "edit": session.can_edit,
            "undo": session.can_edit and project is not None and project.can_undo,
            "redo": session.can_edit and project is not None and project.can_redo,
            "selection": session.can_edit and bool(session.selection),
            "findings": session.findings is not None and bool(session.findings.open),
            "no-draft": project is not None and project.draft is None,
            "draft": self.desk.drafting.mark is not None,
            "draft-changes": self.desk.drafting.can_apply,
        }
        for spec in ACTIONS:
            self.actions_by_key[spec.key].setEnabled(there[spec.needs])

    def _name_steps(self) -> None:
        """Say in the menu what would be undone and done again."""
        project = self.session.project
        for key, entry in (
            ("undo", project.undo_entry if project is not None else None),
            ("redo", project.redo_entry if project is not None else None),
        ):
            action, words = self.actions_by_key[key], self.words(f"action-{key}")
            if entry is not None:
                words = self.words(f"{key}-named", edit=what_was_done(entry, self.words.language, self.session.privacy))
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(as_menu_text(words))
            action.setToolTip(as_it_reads(f"{words} ({shortcut})"))

    def _show_counts(self) -> None:
        findings = self.session.findings
        if self.session.project is None:
            self._counts.setText("")
        elif findings is None:
            self._counts.setText(self.words("window-checking"))
        else:
            counts = findings.by_severity
            said = self.words(
                "window-counts", errors=counts["error"], warnings=counts["warning"], notices=counts["notice"]
            )
            dots = (self.appearance.error, self.appearance.warning, self.appearance.notice)
            parts = zip(dots, said.split(" · "), strict=True)
            self._counts.setText(" &nbsp; ".join(f"<font color='{dot}'>●</font> {part}" for dot, part in parts))

    def _show_place(self, x: float, y: float) -> None:
        longitude, latitude = self.canvas.navigation.degrees(x, y)
        self._place.setText(f"E {x:,.1f}  N {y:,.1f}   {longitude:.5f}°  {latitude:.5f}°")

    def _show_job(self, job: Job) -> None:
        if job.objectName() in _UNSEEN:
            return
        self._job = job
        self._job_label.setText(self.words(job.objectName()))
        self._job_bar.setRange(0, 0)
        for widget in (self._job_label, self._job_bar, self._job_stop):
            widget.show()
        job.progressed.connect(self._show_progress)
        job.ended.connect(lambda: self._hide_job(job))

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_progress(self, share: float) -> None:
        self._job_bar.setRange(0, 1000)
        self._job_bar.setValue(round(share * 1000))

    def _hide_job(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            for widget in (self._job_label, self._job_bar, self._job_stop):
                widget.hide()

    def complain(self, error: Exception) -> None:
        """Tell the user what went wrong; never a traceback."""
        if self.file_care.offer_rescue(error):
            return
        if isinstance(error, GridMapError):
            words = self.words.of(error)
        else:
            words = self.words("cli-crash", log=write_crash_log(error))
        QMessageBox.warning(self, "GridMap", as_it_reads(words))

    # ---- coming and going --------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        self.resize(1280, 800)
        geometry, state = self.settings.place("window"), self.settings.place("panels")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._state: QByteArray | None = state
        self.session.opened.connect(self._restore_panels)

    def _restore_panels(self) -> None:
        if self._state is not None:
            self.restoreState(self._state, _STATE_VERSION)
            self._state = None
            for table in self.findChildren(LongTable):
                columns = self.settings.place(table.objectName())
                if columns is not None:
                    table.header.restoreState(columns)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything stands, and let go of the project."""
        if self.session.project is not None:
            self.settings.put_place("panels", self.saveState(_STATE_VERSION))
            for table in self.findChildren(LongTable):
                self.settings.put_place(table.objectName(), table.header.saveState())
        self.settings.put_place("window", self.saveGeometry())
        self.settings.save()
        self.session.close()
        for panel in self.panels.values():
            panel.let_go()
        self.canvas.let_go()
        super().closeEvent(event)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
