"""Of a project that is closed nothing stays in memory: the plan of a province takes a gigabyte."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.window.people_at_work import shown
from tests.ui.window.windows import WAIT
from ui.window.main_window import MainWindow


def test_the_plan_of_a_closed_project_goes_whatever_was_looked_at(qtbot: QtBot, opened: MainWindow) -> None:
    session = opened.session
    panel, _ = shown(qtbot, opened)
    qtbot.keyClicks(panel.filters.text, "wang")
    for dock in opened.docks.values():
        dock.show()
        dock.raise_()
        qtbot.waitUntil(dock.widget().isVisible)
    grid = int(session.plan.ids[session.plan.ranks == 3][0])
    session.select([grid])
    session.show_person(int(session.plan.tables["assignments"]["worker"].iloc[0]))
    opened.actions_by_key["search"].trigger()
    qtbot.waitUntil(lambda: not session.is_working and not opened.canvas.is_busy, timeout=WAIT)
    qtbot.keyClicks(opened.search_everything.field, "dxz")
    qtbot.keyClick(opened.search_everything.field, Qt.Key.Key_Escape)
    plan = weakref.ref(session.plan)
    session.close()

    def gone() -> bool:
        QApplication.processEvents()
        gc.collect()
        return plan() is None

    qtbot.waitUntil(gone, timeout=WAIT)
    assert session.plan.ids.size == 0
