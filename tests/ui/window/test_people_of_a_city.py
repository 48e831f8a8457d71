"""The work with people on the sample city, in the real window: 1,400 grids, their people, branches, zones and homes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication

from gridmap.edits import AddWorker
from gridmap.ground.compounds import compounds
from gridmap.people.loads import load_of
from tests.ui.window.people_at_work import click, do, press, ready, shown, text, typed, undone
from tests.ui.window.people_at_work import opened as dialog_of
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.panels.people.tables import KINDS

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def city(window, qtbot, city_file, tmp_path):
    """The window with the sample city, checked."""
    path = Path(shutil.copy(city_file, tmp_path / "city.gpkg"))
    with qtbot.waitSignal(window.session.findings_changed, timeout=120_000):
        window.open_project(path)
    return window


@pytest.mark.slow
def test_a_supervisors_morning_on_the_city(city, qtbot):
    window, session = city, city.session
    plan = session.plan
    # Every table has the rows of its table, and shows some.
    tables = {kind: kind for kind in KINDS if kind not in ("vacancies", "compounds")}
    for kind in KINDS:
        _, page = shown(qtbot, window, kind)
        if kind in tables:
            assert page.model.rowCount() == len(plan.tables[tables[kind]]) > 100
        if kind == "compounds":  # most of them are names of buildings and on no list
            assert page.model.rowCount() == len(compounds(plan)) > 100
    # A phone is typed, then 100 are pasted, each a step of its own.
    panel, page = shown(qtbot, window)
    typed(qtbot, page, 0, "phone", "13900000000")
    ready(qtbot, window)
    click(qtbot, page, 0, "phone")
    QGuiApplication.clipboard().setText("\n".join(f"138{number:08}" for number in range(100)))
    qtbot.keyClick(page.view, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: not session.is_working, timeout=60_000)
    ready(qtbot, window)
    ids = page.model.table.ids[page.model.rows[:100]]
    assert session.plan.tables["workers"].loc[ids, "phone"].tolist() == [f"138{number:08}" for number in range(100)]
    for _ in range(2):
        window.actions_by_key["undo"].trigger()
    assert session.plan.same_content(plan)
    # Somebody is given 200 grids at once by the details, after the limits were told.
    session.perform(AddWorker("顾新来"))
    plan = session.plan
    who = int(plan.tables["workers"].index[-1])
    grids = plan.ids[(plan.ranks == 3) & plan.has_shape][:200].tolist()
    session.select(grids)
    window.panels["inspector"]._follow_link(QUrl("assign-many:"))
    dialog = dialog_of(AssignWorkerDialog)
    dialog.picker.choose(who)
    dialog.role.setCurrentIndex(dialog.role.findData("full_time"))  # the first is a unit's, whose role has no limit
    qtbot.waitUntil(dialog.minded.isVisible, timeout=60_000)
    press(qtbot, dialog.do)
    assert int(load_of(session.plan, who)["grids"]) == 200
    assert undone(window, plan)
    # The page of the busiest, and the chain with a branch moved in it.
    ready(qtbot, window)
    click(qtbot, page, 0)
    press(qtbot, panel._buttons["person"])
    person = window.panels["person"]
    qtbot.waitUntil(lambda: person._facts is not None and person._facts.plan is session.plan, timeout=60_000)
    assert text(page, 0, "person") in person.page.toPlainText()
    panel, _ = shown(qtbot, window, "branches")
    do(panel, "branch-chain")
    chain = window.panels["chain"]
    qtbot.waitUntil(lambda: chain.model.chain is not None and chain.model.chain.plan is session.plan, timeout=60_000)
    assert len(chain.model.chain.ids) == len(plan.tables["branches"])
