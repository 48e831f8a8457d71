"""The user who does anything at all: one random thing after another in the real window, all from one seed."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely
import shiboken6
from PySide6.QtCore import (
    QMessageLogContext,
    QPoint,
    QPointF,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTableView,
)

from benchmarks.rescue import Rescue, delete_what_waits, what_stays
from benchmarks.watchdog import Watchdog
from gridmap.edits import EndAssignment, MoveVertex, SetAttributes, SetParent
from gridmap.model.errors import GridMapError
from ui.window.actions import ACTIONS

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from ui.window.main_window import MainWindow

_NOT_ASKED: Final = frozenset(
    {"quit", "open-sample", "samples", "base-map-openstreetmap", "base-map-tianditu-map", "base-map-tianditu-image"}
)
"""The last ones would ask servers for tiles."""

_KEYS: Final = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in (
        *"ABCHLMORVXZ0159", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Tab", "Backtab",
        "Return", "Escape", "Space", "Delete", "Backspace", "Plus", "Minus", "F8",
    )
)  # fmt: skip
_MODIFIERS: Final = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_NOT_TYPED: Final = frozenset({Qt.Key.Key_O})  # with Ctrl: asks for a file, which the actions do already
_OPEN_DIALOGS: Final = (
    "new-project", "bring-in-boundaries", "bring-in-lists", "divide", "export-map", "set-attributes", "export-workbook",
    "form-workers",
)  # fmt: skip
_LET_GO_S: Final = 60.0
"""So long at most what stands over a window may take to go with it."""
_FRAMES_TOLD: Final = 14
"""So much of the stack is told where Qt warns."""
_SAID_OFFSCREEN: Final = "This plugin does not support "


class RandomUser:
    """Does one random thing after another in the window.

    Parameters
    ----------
    make : callable
        Makes a window and shows it.
    projects : list of Path
        Project files to open; they are changed.
    folder : Path
        Where whatever is exported goes.
    seed : int
    files : sequence of Path
        Boundaries and lists that are brought in.
    watchdog : Watchdog, optional
        Measures every turn of the window's thread.

    Attributes
    ----------
    window : MainWindow
        The window of now; it is closed and made anew at times.
    troubles : list of str
        What went wrong, each with what was done before it.
    done : Counter
        How often each sort of thing was done.
    hear : callable
        Called with each trouble when it is noted.
    """

    # Long because each thing that a user can do is a short method, and all share the window and the dice.

    def __init__(
        self,
        make: Callable[[], MainWindow],
        projects: list[Path],
        folder: Path,
        seed: int,
        files: Sequence[Path] = (),
        watchdog: Watchdog | None = None,
    ) -> None:
        self._make, self._files, self._watchdog = make, list(files), watchdog
        self.projects, self.folder = projects, folder
        self.random = random.Random(seed)
        self.troubles: list[str] = []
        self.done: Counter[str] = Counter()
        self.hear: Callable[[str], object] = str
        self._lately: deque[str] = deque(maxlen=12)
        self._aim = ""
        self._written = 0
        self._rescue = Rescue(self.random, self.trouble)
        self.window = self._new_window()
        self._does: list[tuple[int, Callable[[], str]]] = [
            (14, self.click),
            (10, self.type),
            (12, self.drag_on_map),
            (12, self.turn_wheel),
            (6, self.point),
            (16, self.give_command),
            (5, self.select),
            (7, self.edit),
            (4, self.undo_or_redo),
            (3, self.move_dock),
            (2, self.resize),
            (2, self.search),
            (2, self.open_project),
            (1, self.close_project),
            (4, self.wait_a_little),
            (9, self.use_dialog),
            (5, self.look_at_people),
            (1, self.unfold_findings),
        ]

    # ---- doing -------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Do one thing; whatever opens in the way of the next one is left by the rescue."""
        weights, does = zip(*self._does, strict=True)
        [act] = self.random.choices(does, weights)
        with self._rescue.step():
            try:
                if not shiboken6.isValid(self.window) or not self.window.isVisible():
                    self.open_window_again()
                self._aim = act.__name__
                with self._turn(act.__name__):
                    told = act()
                self._lately.append(told)
                self.done[act.__name__] += 1
                with self._turn(f"after {told}"):
                    QApplication.processEvents()
                    delete_what_waits()
            except Exception as error:  # noqa: BLE001 - it is what one is looking for
                self.trouble("".join(traceback.format_exception(error)))

    def _turn(self, doing: str) -> AbstractContextManager[None]:
        return self._watchdog.turn(doing) if self._watchdog is not None else nullcontext()

    def _aside(self) -> AbstractContextManager[None]:
        """What is done inside is work of this script and no turn of the window's."""
        return self._watchdog.aside() if self._watchdog is not None else nullcontext()

    def trouble(self, what: str) -> None:
        """Note what went wrong, and what was done before."""
        self.troubles.append(f"{what.strip()}\n    in: {self._aim}, after: {' | '.join(self._lately)}")
        self.hear(self.troubles[-1])

    @contextmanager
    def watching(self, *, warnings: bool = True) -> Iterator[RandomUser]:
        """Note exceptions and warnings, answer what asks for files, and open no other program."""

        def heard(kind: QtMsgType, _: QMessageLogContext, message: str | None) -> None:
            if kind != QtMsgType.QtDebugMsg and not str(message).startswith(_SAID_OFFSCREEN):
                self.trouble(f"Qt: {message}\n{''.join(traceback.format_stack(limit=_FRAMES_TOLD))}")

        def raised(kind: type[BaseException], error: BaseException, trace: Any) -> None:
            self.trouble("".join(traceback.format_exception(kind, error, trace)))

        asked = (
            (QFileDialog, "getOpenFileName", lambda *_, **__: (str(self.random.choice([*self.projects, ""])), "")),
            (QFileDialog, "getOpenFileNames", lambda *_, **__: (self._files_to_open(), "")),
            (QFileDialog, "getSaveFileName", lambda *args, **__: self._file_to_write(*args)),
            (QInputDialog, "getItem", lambda *args, **__: (self.random.choice(args[3]), self.random.random() < 0.8)),
            (QInputDialog, "getText", lambda *_, **__: ("随便", self.random.random() < 0.7)),
            (QDesktopServices, "openUrl", lambda *_: True),
        )
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in asked]
        for owner, name, answer in asked:
            setattr(owner, name, staticmethod(answer))
        hook, sys.excepthook = sys.excepthook, raised
        handler = qInstallMessageHandler(heard) if warnings else None
        self._rescue.start()
        try:
            yield self
        finally:
            self._rescue.stop()
            if warnings:
                qInstallMessageHandler(handler)
            sys.excepthook = hook
            for owner, name, answer in before:
                setattr(owner, name, answer)

    def _files_to_open(self) -> list[str]:
        offered = self._files or self.projects
        return [str(path) for path in self.random.sample(offered, self.random.randint(1, min(3, len(offered))))]

    def _file_to_write(self, *args: object) -> tuple[str, str]:
        self._written += 1
        formats = str(args[3]) if len(args) > 3 else ""
        endings = [part.split(")")[0] for part in formats.split("*")[1:]] or [".gpkg"]
        if self.random.random() < 0.5:
            return "", ""
        ending = self.random.choice(endings)
        return str(self.folder / f"written{self._written % 5}{ending}"), f"(*{ending})"

    # ---- what a user does --------------------------------------------------------------------------------------------

    def click(self) -> str:
        """Click anywhere, in what is on top."""
        inside = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        size = inside.size()
        at = QPoint(self.random.randrange(max(size.width(), 1)), self.random.randrange(max(size.height(), 1)))
        widget = inside.childAt(at) or inside
        place = widget.mapFrom(inside, at) if widget is not inside else at
        button = self.random.choice((Qt.MouseButton.LeftButton,) * 5 + (Qt.MouseButton.RightButton,))
        self._aim = f"{type(inside).__name__}, {type(widget).__name__} {at.x()},{at.y()}"
        if self.random.random() < 0.15:
            QTest.mouseDClick(widget, button, Qt.KeyboardModifier.NoModifier, place)
        else:
            QTest.mouseClick(widget, button, self.random.choice(_MODIFIERS), place)
        return f"click {type(widget).__name__} {at.x()},{at.y()}"

    def type(self) -> str:
        """Press some keys, wherever they go."""
        widget = QApplication.focusWidget() or self.window.canvas
        told = []
        for _ in range(self.random.randint(1, 5)):
            key, modifier = self.random.choice(_KEYS), self.random.choice(_MODIFIERS)
            if modifier == Qt.KeyboardModifier.ControlModifier and key in _NOT_TYPED:
                continue
            told.append(f"{modifier.name[:5]}+{key.name[4:]}")
            QTest.keyClick(widget, key, modifier)
            widget = QApplication.focusWidget() or self.window.canvas
        return "keys " + " ".join(told)

    def _on_map(self) -> QPoint:
        canvas = self.window.canvas
        return QPoint(self.random.randrange(max(canvas.width(), 1)), self.random.randrange(max(canvas.height(), 1)))

    def drag_on_map(self) -> str:
        """Press, move and let go on the map, with whatever tool is in hand."""
        canvas, button = self.window.canvas, Qt.MouseButton.LeftButton
        if self.random.random() < 0.3:
            button = Qt.MouseButton.MiddleButton
        modifier = self.random.choice(_MODIFIERS)
        places = [self._on_map() for _ in range(self.random.randint(2, 5))]
        QTest.mousePress(canvas, button, modifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
            QApplication.processEvents()
        QTest.mouseRelease(canvas, button, modifier, places[-1])
        return f"drag {canvas.tool.key} {button.name}"

    def turn_wheel(self) -> str:
        """Zoom at the cursor."""
        canvas, at = self.window.canvas, QPointF(self._on_map())
        notches = self.random.choice((-3, -2, -1, 1, 2, 3))
        event = QWheelEvent(
            at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
        return f"wheel {notches}"

    def point(self) -> str:
        """Move over the map."""
        for _ in range(3):
            QTest.mouseMove(self.window.canvas, self._on_map())
            QApplication.processEvents()
        return "point"

    def give_command(self) -> str:
        """Give any command that can be given now."""
        there = [
            spec.key
            for spec in ACTIONS
            if spec.key not in _NOT_ASKED and self.window.actions_by_key[spec.key].isEnabled()
        ]
        key = self.random.choice(there)
        self.window.actions_by_key[key].trigger()
        return f"command {key}"

    def select(self) -> str:
        """Select some grids, as another panel would."""
        plan = self.window.session.plan
        count = min(len(plan.ids), self.random.choice((0, 1, 1, 1, 2, 30)))
        with self._aside():
            grids = self.random.sample(plan.ids.tolist(), count)
        self.window.session.select(grids)
        return f"select {count}"

    def edit(self) -> str:
        """Change something; what is refused is told in a dialog, which the timer leaves."""
        session = self.window.session
        plan = session.plan
        if not session.can_edit or not len(plan.ids):
            return "no edit"
        with self._aside():
            edit, sort = self._any_edit(plan)
        session.perform(edit)
        return f"edit {sort}"

    def _any_edit(self, plan: Plan) -> tuple[Any, str]:
        grid = self.random.choice(plan.ids.tolist())
        sort = self.random.choice(("name", "parent", "assignment", "vertex", "vertex"))
        edit: Any = SetAttributes("grids", (grid,), {"name": f"网格{self.random.randrange(100)}"})
        if sort == "parent":
            edit = SetParent(grid, self.random.choice(plan.ids.tolist()))
        elif sort == "assignment" and len(plan.tables["assignments"]):
            edit = EndAssignment(self.random.choice(plan.tables["assignments"].index.tolist()), "2026-11-20")
        elif sort == "vertex" and plan.has_shape[plan.positions([grid])[0]]:
            x, y = self.random.choice(shapely.get_coordinates(plan.shape(grid)).tolist())
            edit = MoveVertex((x, y), (x + self.random.uniform(-20, 20), y + self.random.uniform(-20, 20)))
        return edit, sort

    def undo_or_redo(self) -> str:
        """Go back or forward in the history."""
        project = self.window.session.project
        if project is None or not self.window.session.can_edit:
            return "no history"
        if self.random.random() < 0.65 and project.can_undo:
            self.window.actions_by_key["undo"].trigger()  # as a user does: what takes long goes on below a bar
            return "undo"
        if project.can_redo:
            self.window.actions_by_key["redo"].trigger()
        return "redo"

    def move_dock(self) -> str:
        """Show, hide, float or move a panel."""
        key = self.random.choice(list(self.window.docks))
        dock = self.window.docks[key]
        how = self.random.choice(("toggle", "toggle", "float", "raise", "left", "right"))
        if how == "toggle":
            dock.toggleViewAction().trigger()
        elif how == "float":
            dock.setFloating(not dock.isFloating())
        elif how == "raise":
            dock.raise_()
        else:
            areas = Qt.DockWidgetArea
            self.window.addDockWidget(areas.LeftDockWidgetArea if how == "left" else areas.RightDockWidgetArea, dock)
        return f"dock {key} {how}"

    def resize(self) -> str:
        """Give the window another size."""
        width, height = self.random.choice(((1366, 768), (1920, 1080), (1024, 720), (1600, 900)))
        self.window.resize(width, height)
        return f"resize {width}"

    def search(self) -> str:
        """Look for something and go there."""
        palette = self.window.search_everything
        palette.ask()
        QTest.keyClicks(palette.field, self.random.choice(("cjc", "wang", "1004", "3205", "theme", "x")))
        QTest.keyClick(palette.field, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))
        palette.close()
        return "search"

    def open_project(self) -> str:
        """Open one of the projects, at times while another one is still on its way."""
        path = self.random.choice(self.projects)
        self.window.open_project(path)
        if self.random.random() < 0.7:
            self._until_quiet()
        return f"open {path.name}"

    def close_project(self) -> str:
        """Close the project, or the whole window."""
        if self.random.random() < 0.5:
            self.window.session.close()
            return "close project"
        self.window.close()
        return "close window"

    def wait_a_little(self) -> str:
        """Let the window come to rest."""
        self._until_quiet()
        return "wait"

    def use_dialog(self) -> str:
        """Press a button of the dialog that is open, most often the one that goes on; or open one."""
        on_top = QApplication.activeModalWidget()
        if on_top is None:
            key = self.random.choice(_OPEN_DIALOGS)
            if not self.window.actions_by_key[key].isEnabled():
                return f"no {key}"
            self.window.actions_by_key[key].trigger()
            return f"dialog {key}"
        with self._aside():
            buttons = [one for one in on_top.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        going_on = [one for one in buttons if isinstance(one, QPushButton) and one.isDefault()]
        if not buttons:
            return "dialog without a button"
        button = self.random.choice(going_on if going_on and self.random.random() < 0.6 else buttons)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return f"press {type(on_top).__name__}"

    def look_at_people(self) -> str:
        """Show the tables of people, look for somebody, sort, choose rows, and copy them."""
        panel = self.window.panels["people"]
        self.window.raise_panel("people")
        with self._aside():
            views = [view for view in panel.findChildren(QTableView) if view.isVisible()]
            fields = [field for field in panel.findChildren(QLineEdit) if field.isVisible()]
        what = self.random.choice(("find", "sort", "row", "copy", "tab"))
        if what == "find" and fields:
            fields[0].clear()
            QTest.keyClicks(fields[0], self.random.choice(("w", "zh", "138", "3205", "")))
        elif what == "tab":
            bars = [bar for bar in panel.findChildren(QTabBar) if bar.isVisible() and bar.count()]
            if bars:
                bars[0].setCurrentIndex(self.random.randrange(bars[0].count()))
        elif views and views[0].model().rowCount():
            view = views[0]
            if what == "sort":
                order = self.random.choice((Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder))
                view.sortByColumn(self.random.randrange(view.model().columnCount()), order)
            else:
                view.selectRow(self.random.randrange(view.model().rowCount()))
            if what == "copy":
                QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        return f"people {what}"

    def unfold_findings(self) -> str:
        """Click on the line of findings below the map of a low window."""
        bar = self.window.findings_bar
        if bar.isVisible():
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
            return "unfold"
        self.window.docks["findings"].close()
        return "fold"

    # ---- the window --------------------------------------------------------------------------------------------------

    def _new_window(self) -> MainWindow:
        window = self._make()
        window.session.complained.connect(self._complained)
        return window

    def _complained(self, error: Exception) -> None:
        if not isinstance(error, GridMapError):
            self.trouble("".join(traceback.format_exception(error)))

    def open_window_again(self) -> None:
        """Take a new window; the last one goes, if that has not happened yet."""
        if shiboken6.isValid(self.window):
            self.let_go()
        self.window = self._new_window()
        self.window.open_project(self.random.choice(self.projects))

    def let_go(self) -> None:
        """Close the window and see it gone."""
        end = time.monotonic() + _LET_GO_S
        with self._rescue.step():
            while (on_top := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
                on_top.close()
                QApplication.processEvents()  # a bar over the window goes when what it shows is done
                if time.monotonic() > end:
                    if shiboken6.isValid(on_top):  # else it went at last
                        self.trouble(what_stays(on_top))
                    break
            self.window.close()
            self.window.deleteLater()
            for _ in range(3):
                delete_what_waits()
                QApplication.processEvents()

    def _until_quiet(self, longest_s: float = 20.0) -> None:
        end = time.monotonic() + longest_s
        while time.monotonic() < end:
            with self._turn("waiting"):
                QApplication.processEvents()
                delete_what_waits()
            if not self.window.session.is_working and not self.window.canvas.is_busy:
                return
            time.sleep(0.002)
