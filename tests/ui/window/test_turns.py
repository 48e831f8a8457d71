"""What keeps the turns of the window's thread short: nothing is done twice, nor there if another thread can do it."""

from __future__ import annotations

import shutil
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from gridmap.ground.extent import ground_extent
from gridmap.model.plan import Plan
from tests.ui.window.office import drop, go_to, next_year, wizard_of, write
from ui.canvas.scene.scene import Levels, levels_of
from ui.dialogs.export import ExportDialog
from ui.look import dressing
from ui.look.dressing import dress_the_rest
from ui.window.main_window import MainWindow
from ui.wizards.boundaries.outcome_step import OutcomeStep
from ui.words.messages import text

WAIT = 20_000


class Heard(QObject):
    """Counts the events of one kind."""

    def __init__(self, kind: QEvent.Type) -> None:
        super().__init__()
        self.kind, self.count = kind, 0
        self._then: Callable[[], object] = lambda: None

    def hear(self, widget: QWidget, then: Callable[[], object]) -> None:
        """Do something at each event of a widget."""
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == self.kind:
            self.count += 1
            self._then()
        return False


class DressedAgain(QObject):
    """Notes the kinds of widgets that Qt dresses again: they were put elsewhere when it had dressed them."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_dressed = isinstance(watched, QWidget) and watched.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        if event.type() == QEvent.Type.StyleChange and is_dressed:
            self.kinds.append(type(watched).__name__)
        return False


def test_a_plan_that_is_closed_goes_at_once_and_needs_no_search_for_cycles(qtbot: QtBot, opened: MainWindow) -> None:
    session = opened.session
    grid = int(session.plan.ids[-1])
    for key in opened.panels:
        opened.raise_panel(key)
        qtbot.wait(1)
    session.select([grid])
    session.perform(SetAttributes("grids", (grid,), {"name": "改名"}))
    session.undo()
    qtbot.waitUntil(lambda: session.findings is not None and not session.is_working, timeout=WAIT)
    qtbot.waitUntil(lambda: not opened.canvas.is_busy, timeout=WAIT)
    alive = weakref.ref(session.plan), weakref.ref(session.findings), weakref.ref(session.project)
    session.close()
    qtbot.waitUntil(lambda: not any(one() is not None for one in alive), timeout=2000)


def test_light_and_dark_lay_nothing_out_again_and_dress_each_widget_once(
    qtbot: QtBot, opened: MainWindow, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    dressed: list[int] = []
    dress_one = dressing._dress_one

    def noted(widget: QWidget) -> None:
        dressed.append(shiboken6.getCppPointer(widget)[0])
        dress_one(widget)

    monkeypatch.setattr(dressing, "_dress_one", noted)
    heard = Heard(QEvent.Type.StyleChange)
    qapp.installEventFilter(heard)
    opened.looks.wear("dark")
    visible = {shiboken6.getCppPointer(widget)[0] for widget in opened.findChildren(QWidget) if widget.isVisible()}
    assert visible < set(dressed)
    dress_the_rest()
    qapp.removeEventFilter(heard)
    assert heard.count == 0
    assert len(dressed) == len(set(dressed)) > 2 * len(visible)
    assert {widget.palette().window().color().lightness() < 128 for widget in (opened, *opened.panels.values())} == {
        True
    }
    opened.looks.wear("light")
    dress_the_rest()


def test_the_map_is_given_its_place_once_when_a_project_is_opened(
    qtbot: QtBot, window: MainWindow, town_file: Path, tmp_path: Path
) -> None:
    heard = Heard(QEvent.Type.Resize)
    window.canvas.installEventFilter(heard)
    counts: list[int] = []
    window.canvas.drawn.connect(lambda: counts.append(heard.count))
    window.open_project(shutil.copy(town_file, tmp_path / "town.gpkg"))
    qtbot.waitUntil(lambda: window.session.findings is not None, timeout=WAIT)
    window.canvas.removeEventFilter(heard)
    assert 1 <= counts[0] <= 2, "once, and once more for what stands above it"


def test_a_project_is_taken_up_in_one_turn_and_shown_in_a_later_one(
    qtbot: QtBot, window: MainWindow, town_file: Path, tmp_path: Path
) -> None:
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    told: list[str] = []
    dispatcher.awake.connect(lambda: told.append("turn"))
    window.session.opened.connect(lambda: told.append("opened"))
    panels, page = Heard(QEvent.Type.Show), Heard(QEvent.Type.Show)
    panels.hear(window.panels["tree"], lambda: told.append("panels"))
    page.hear(window.canvas, lambda: told.append("map"))
    window.open_project(shutil.copy(town_file, tmp_path / "town.gpkg"))
    qtbot.waitUntil(lambda: window.session.findings is not None, timeout=WAIT)
    opened, shown = told.index("opened"), min(told.index("panels"), told.index("map"))
    assert told[opened:shown].count("turn") >= 2, "Qt does what follows in between"
    assert "turn" not in told[shown : max(told.index("panels"), told.index("map"))], "both are seen at once"
    window.session.close()
    window.open_project(tmp_path / "town.gpkg")
    window.session.opened.connect(window.session.close)  # before it is shown
    with qtbot.waitSignal(window.session.closed, timeout=WAIT):
        pass
    qtbot.wait(50)
    assert not window.canvas.isVisible() and window.start.isVisible() and not window.docks["tree"].isVisible()


def test_the_levels_of_a_plan_that_was_read_from_its_file_again_are_worked_out_in_another_thread(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, threads = opened.session, list[int]()
    qtbot.waitUntil(lambda: not opened.canvas.is_busy and not session.is_working, timeout=WAIT)
    look = levels_of.compute

    def noted(plan: Plan) -> Levels:
        threads.append(threading.get_ident())
        return look(plan)

    monkeypatch.setattr(levels_of, "compute", noted)
    session.perform(SetAttributes("grids", (int(session.plan.ids[-1]),), {"name": "改名"}))
    qtbot.waitUntil(lambda: not opened.canvas.is_busy and not session.is_working, timeout=WAIT)
    assert not threads, "they follow an edit"
    change = SetAttributes("grids", (int(session.plan.ids[-1]),), {"name": "又改"}).change(session.plan)
    assert session.project is not None
    session.project.plan = Plan(session.plan.scheme, session.plan.apply(change).tables)
    session.catch_up(change)
    qtbot.waitUntil(lambda: bool(threads) and not opened.canvas.is_busy and not session.is_working, timeout=WAIT)
    assert threading.get_ident() not in threads


def test_a_place_that_is_being_typed_while_another_project_opens_asks_nothing_that_is_not_known_yet(
    qtbot: QtBot, opened: MainWindow, town_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: not opened.canvas.is_busy and not opened.session.is_working, timeout=WAIT)
    opened.actions_by_key["tool-split"].trigger()
    QTest.keyClicks(opened.canvas, "5")
    field, asked, threads = opened.canvas.editing.place_field, list[str](), list[int]()
    assert field.isVisible()
    field.typed.connect(asked.append)
    look = levels_of.compute

    def noted(plan: Plan) -> Levels:
        threads.append(threading.get_ident())
        return look(plan)

    monkeypatch.setattr(levels_of, "compute", noted)
    opened.open_project(shutil.copy(town_file, tmp_path / "other.gpkg"))
    qtbot.waitUntil(lambda: bool(asked) and not opened.canvas.is_busy and not opened.session.is_working, timeout=WAIT)
    assert not field.isVisible()
    assert threads and threading.get_ident() not in threads


def test_what_the_map_of_an_outcome_asks_at_once_is_worked_out_in_another_thread(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, look = list[int](), ground_extent.compute

    def noted(plan: Plan) -> tuple[float, float, float, float] | None:
        if len(plan.ids):
            threads.append(threading.get_ident())
        return look(plan)

    monkeypatch.setattr(ground_extent, "compute", noted)
    drop(opened, [write(next_year(opened.session.plan), tmp_path / "明年.geojson")])
    wizard = wizard_of(opened)
    go_to(qtbot, wizard, "outcome")
    assert isinstance(wizard.step, OutcomeStep)
    assert len(wizard.step.map.session.plan.ids) and wizard.step.map.navigation.is_placed
    assert threads and threading.get_ident() not in threads


@pytest.mark.parametrize("action", ["export-map", "print-map"])
def test_what_asks_of_the_map_is_made_where_it_stays_and_dressed_once(
    opened: MainWindow, qapp: QApplication, action: str
) -> None:
    again = DressedAgain()
    qapp.installEventFilter(again)
    opened.actions_by_key[action].trigger()
    qapp.removeEventFilter(again)
    dialog = qapp.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    assert set(again.kinds) <= {"QScrollBar"}, "Qt's own, in the lists that boxes open"
    dialog.close()


def test_the_fields_of_an_export_are_gone_through_once_as_it_opens(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = ExportDialog._changed
    times: list[ExportDialog] = []

    def noted(dialog: ExportDialog) -> None:
        times.append(dialog)
        changed(dialog)

    monkeypatch.setattr(ExportDialog, "_changed", noted)
    opened.actions_by_key["export-map"].trigger()
    assert len(times) == 1
    opened.words.speak("en")
    assert len(times) == 2
    assert times[0].windowTitle() == text("export-heading", "en")
    opened.words.speak("zh")
    times[0].close()
