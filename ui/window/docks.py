"""Titles of docked panels: the tab of one that shares its place is its title, so that no name stands twice.

A panel that stands alone or floats has Qt's own title bar. One among tabs floats by a double click on its tab or by the
tab's menu, and comes back by a double click on its title.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QWidget

from ui.look.words import Words


class DockTitles(QObject):
    """Keeps the title bars of a window's docks as the module says.

    Parameters
    ----------
    window : QMainWindow
        Its docks are watched with :meth:`add`.
    words : Words
    """

    def __init__(self, window: QMainWindow, words: Words) -> None:
        super().__init__(window)
        self._window = window
        self._words = words
        self._docks: list[QDockWidget] = []
        self._bars: set[QTabBar] = set()
        self._soon = QTimer(self)  # Qt tells of a move before it has made the tabs, and paints them in the turn after
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.settle)

    def add(self, dock: QDockWidget) -> None:
        """Watch a dock."""
        self._docks.append(dock)
        for signal in (dock.dockLocationChanged, dock.topLevelChanged, dock.visibilityChanged):
            signal.connect(lambda *_: self._soon.start(0))

    def expect(self, shown: Collection[QDockWidget]) -> None:
        """Give docks that will be seen in one place the bars that they will have then; later that costs a layout."""
        for dock in shown:
            if not set(self._window.tabifiedDockWidgets(dock)).isdisjoint(shown) and dock.titleBarWidget() is None:
                dock.setTitleBarWidget(QWidget(dock))

    def settle(self) -> None:
        """Give every dock the title bar that it should have now; while none is seen, each keeps what it had.

        They are hidden while no project is open: bars that came then would be laid out, and go again with the next one.
        """
        is_any_seen = not all(dock.isHidden() for dock in self._docks)
        for dock in self._docks if is_any_seen else ():
            beside = [other for other in self._window.tabifiedDockWidgets(dock) if not other.isHidden()]
            tabbed = bool(beside) and not dock.isFloating()
            has_none = dock.titleBarWidget() is not None
            if tabbed and not has_none:
                dock.setTitleBarWidget(QWidget(dock))
            elif has_none and not tabbed:
                nothing = dock.titleBarWidget()
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # takes the bar away, says Qt
                nothing.deleteLater()
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not is_any_seen:
                bar.hide()  # Qt leaves those of hidden panels where they were
            if bar not in self._bars:
                self._bars.add(bar)
                bar.setDocumentMode(True)
                bar.setDrawBase(False)
                bar.setElideMode(Qt.TextElideMode.ElideRight)
                bar.installEventFilter(self)
                bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                bar.customContextMenuRequested.connect(lambda at, bar=bar: self._ask(bar, at))
                bar.destroyed.connect(lambda _=None, bar=bar: self._bars.discard(bar))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a panel float when its tab is clicked twice."""
        if (
            event.type() == QEvent.Type.MouseButtonDblClick
            and isinstance(watched, QTabBar)
            and isinstance(event, QMouseEvent)
        ):
            dock = self._dock_at(watched, event.position().toPoint())
            if dock is not None:
                dock.setFloating(True)
                return True
        return super().eventFilter(watched, event)

    def _ask(self, bar: QTabBar, at: QPoint) -> None:
        dock = self._dock_at(bar, at)
        if dock is None:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._words("dock-float")).triggered.connect(lambda: dock.setFloating(True))
        menu.addAction(self._words("window-close")).triggered.connect(dock.close)
        menu.popup(bar.mapToGlobal(at))

    def _dock_at(self, bar: QTabBar, at: QPoint) -> QDockWidget | None:
        title = bar.tabText(bar.tabAt(at))
        return next((dock for dock in self._docks if title and dock.windowTitle() == title), None)
