"""Where the panels stand around the map, and how the user has left them."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget

from ui.look.long_table import LongTable
from ui.look.words import Words
from ui.panels.base import SIDE_PX, Panel
from ui.panels.chain import ChainPanel
from ui.panels.dashboard import DashboardPanel
from ui.panels.editing import EditingPanel
from ui.panels.findings import FindingsPanel
from ui.panels.history import HistoryPanel
from ui.panels.inspector import InspectorPanel
from ui.panels.layers_panel import LayersPanel
from ui.panels.people import PeoplePanel
from ui.panels.person import PersonPanel
from ui.panels.tree import TreePanel
from ui.session.desk import Desk
from ui.session.settings import Settings
from ui.window.docks import DockTitles
from ui.window.standing import ROOMY, USUAL

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
    (PeoplePanel, _BOTTOM),
    (EditingPanel, _RIGHT),
    (PersonPanel, _RIGHT),
    (ChainPanel, _LEFT),
)
_WHEN_ASKED: Final = {PeoplePanel.key, PersonPanel.key, ChainPanel.key}
"""Panels that come when they are asked for."""
_AT_FIRST: Final = tuple(kind.key for kind, _ in PANELS if kind.key not in _WHEN_ASKED)
_ROOM_PX: Final = {PersonPanel.key: 320, ChainPanel.key: 320}
"""What panels beside the map are given when they are asked for, where the map keeps half of the window."""
_ROOM_FROM_PX: Final = 1366
"""Width of the window from which that is so."""
_STATE_VERSION: Final = 1
_P = TypeVar("_P", bound=Panel)


class Arrangement(QObject):
    """The panels of the window and the docks that they stand in.

    Parameters
    ----------
    window : QMainWindow
    desk : Desk
    words : Words
    settings : Settings
        Remember how everything stood.
    menu : QMenu
        Lists the panels.

    Attributes
    ----------
    panels : dict of str to Panel
    docks : dict of str to QDockWidget
        Both by the key of the panel.
    stood : bool
        Whether the window has the place where it stood last.
    """

    def __init__(self, window: QMainWindow, desk: Desk, words: Words, settings: Settings, menu: QMenu) -> None:
        super().__init__(window)
        self._window, self._desk, self._words, self._settings, self._menu = window, desk, words, settings, menu
        self.panels: dict[str, Panel] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._titles = DockTitles(window, words)
        self._state: QByteArray | None = None
        self.stood = False
        for make, area in PANELS:
            self.add(make(desk, words), area)
        for first, then in (("tree", "layers"), ("layers", "history"), ("inspector", "dashboard")):
            window.tabifyDockWidget(self.docks[first], self.docks[then])
        window.tabifyDockWidget(self.docks["dashboard"], self.docks["editing"])
        window.tabifyDockWidget(self.docks["editing"], self.docks["person"])
        window.tabifyDockWidget(self.docks["history"], self.docks["chain"])
        window.tabifyDockWidget(self.docks["findings"], self.docks["people"])
        self._titles.expect([self.docks[key] for key in _AT_FIRST])
        self._raise_first()
        window.setTabPosition(_LEFT, QTabWidget.TabPosition.North)
        window.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomRightCorner, _BOTTOM)  # sentences of findings want width more than height
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        self._widen()
        window.resizeDocks([self.docks["findings"]], [240], Qt.Orientation.Vertical)

    def add(self, panel: Panel, area: Qt.DockWidgetArea) -> QDockWidget:
        """Give a panel a place at a side of the window, and an entry in the menu of panels."""
        dock = QDockWidget(self._words(f"panel-{panel.key}"))
        dock.setObjectName(f"dock-{panel.key}")
        dock.setWidget(panel)
        self._window.addDockWidget(area, dock)
        self._titles.add(dock)
        self.panels[panel.key], self.docks[panel.key] = panel, dock
        self._menu.addAction(dock.toggleViewAction())
        return dock

    def panel(self, kind: type[_P]) -> _P:
        """Return the panel of a kind."""
        panel = self.panels[kind.key]
        assert isinstance(panel, kind)
        return panel

    def set_texts(self) -> None:
        """Name the docks in the present language."""
        for key, dock in self.docks.items():
            dock.setWindowTitle(self._words(f"panel-{key}"))

    def show(self, shown: bool) -> None:
        """Show the panels that are there at first, or none while no project is open.

        Where it is known how they stood last, that is what shows them: to lay them out twice would take twice as long.
        """
        for dock in self.docks.values():
            dock.toggleViewAction().setEnabled(shown)
        if not shown or self._state is None:
            self._show_first(shown)

    def _show_first(self, shown: bool) -> None:
        layout = self._window.layout()
        assert layout is not None
        layout.setEnabled(False)  # all of them stand before any is given its place
        for key, dock in self.docks.items():
            dock.setVisible(shown and key in _AT_FIRST)
        layout.setEnabled(True)
        layout.activate()
        if shown:
            self._raise_first()
            self._widen()

    def _widen(self) -> None:
        """Give the panels beside the map what they need; in a narrow window the least, the rest is the map's."""
        widths = [316, 320] if self._window.width() >= ROOMY.width() else [SIDE_PX, SIDE_PX]
        docks = [self.docks["tree"], self.docks["inspector"]]
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def _raise_first(self) -> None:
        for key in ("tree", "inspector", "findings"):
            self.docks[key].raise_()

    def raise_panel(self, key: str) -> None:
        """Show a panel in front of those that share its place."""
        dock = self.docks[key]
        dock.show()
        dock.raise_()
        if key in _ROOM_PX and dock.width() < _ROOM_PX[key] and self._window.width() >= _ROOM_FROM_PX:
            self._window.resizeDocks([dock], [_ROOM_PX[key]], Qt.Orientation.Horizontal)

    # ---- remembering -------------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """Put the window where it stood last, and the panels once a project is open."""
        self._window.resize(USUAL)
        geometry, self._state = self._settings.place("window"), self._settings.place("panels")
        if geometry is not None:
            self.stood = self._window.restoreGeometry(geometry)

    def put_back(self) -> None:
        """Put the panels where they stood last, the first time that a project is shown."""
        if self._state is not None:
            for table in self._window.findChildren(LongTable):
                columns = self._settings.place(table.objectName())
                if columns is not None:
                    table.header.restoreState(columns)  # before the table is seen, and laid out
            if not self._window.restoreState(self._state, _STATE_VERSION):
                self._show_first(True)
            self._state = None
            tree = self.panel(TreePanel)
            tree.spare(tree.is_narrow)
            self.panel(DashboardPanel).spare_anew()

    def save(self) -> None:
        """Remember where everything stands."""
        if self._desk.session.project is not None:
            self.panel(TreePanel).spare(False)
            self.panel(DashboardPanel).spare(False)
            self._settings.put_place("panels", self._window.saveState(_STATE_VERSION))
            for table in self._window.findChildren(LongTable):
                self._settings.put_place(table.objectName(), table.header.saveState())
        self._settings.put_place("window", self._window.saveGeometry())
        self._settings.save()

    def let_go(self) -> None:
        """Let the panels stop watching."""
        for panel in self.panels.values():
            panel.let_go()
