"""Forget a person from the details of a grid: asked twice, done in the background, nothing else possible meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QMessageBox

from gridmap.edits import SetAttributes
from gridmap.project.drafts import begin_draft, draft_named
from gridmap.project.project import Project
from gridmap.storage.traces import FORGOTTEN
from ui.dialogs.forgetting import ForgetPerson
from ui.panels.history import HistoryPanel
from ui.panels.inspector import InspectorPanel

WAIT = 30_000


@pytest.fixture
def worker(session) -> int:
    """A worker whose grid is selected, and whose name and phone nobody else has."""
    plan = session.plan
    workers = plan.tables["workers"]
    alone = (
        ~workers["name"].duplicated(keep=False) & ~workers["phone"].duplicated(keep=False) & (workers["phone"] != "")
    )
    assignments = plan.tables["assignments"]
    mine = assignments[
        assignments["worker"].isin(workers.index[alone])
        & (assignments["until_date"] == "")
        & assignments["grid"].isin(plan.ids)
    ]
    session.select([int(mine["grid"].iloc[0])])
    return int(mine["worker"].iloc[0])


@pytest.fixture
def inspector(show, worker) -> InspectorPanel:
    return show(InspectorPanel)


def forgetting(inspector) -> ForgetPerson:
    [found] = inspector.findChildren(ForgetPerson)
    return found


def ask(inspector, worker: int) -> ForgetPerson:
    assert f"href='forget:{worker}'" in inspector._body()
    inspector.page.anchorClicked.emit(QUrl(f"forget:{worker}"))
    return forgetting(inspector)


def answer(qtbot, box: QMessageBox, words, key: str) -> None:
    assert box.isVisible()
    [button] = [button for button in box.buttons() if button.text() == words(key)]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_after_two_answers_the_person_is_nowhere(qtbot, inspector, session, words, worker):
    name, phone = session.plan.tables["workers"].loc[worker, ["name", "phone"]]
    begin_draft(session.project, "方案")
    form = ask(inspector, worker)
    assert name in form.box.text() and "不能撤销" in form.box.text() and "另存的副本" in form.box.text()
    answer(qtbot, form.box, words, "forget-do")
    assert session.plan.tables["workers"].loc[worker, "name"] == name
    assert name in form.box.text()
    begun: list[str] = []
    session.background.working.connect(lambda job: begun.append(job.objectName()))
    with qtbot.waitSignal(session.plan_changed, timeout=WAIT):
        answer(qtbot, form.box, words, "forget-do")
        assert "job-forgetting" in begun
        assert form.waiting.isVisible() and form.waiting.isModal()
        qtbot.keyClick(form.waiting, Qt.Key.Key_Escape)
        assert form.waiting.isVisible()
    qtbot.waitUntil(lambda: form.waiting is None, timeout=WAIT)
    assert session.plan.tables["workers"].loc[worker].tolist() == ["", FORGOTTEN, ""]
    assert session.plan is session.project.plan
    assert "方案" in form.box.text() and words("forget-left-assignment", count=1)[:6] in form.box.text()
    answer(qtbot, form.box, words, "window-close")
    shown = inspector.page.toPlainText()
    assert FORGOTTEN in shown and name not in shown
    assert f"forget:{worker}" not in inspector._body()
    for path in (session.project.path, draft_named(session.project.path, "方案").path):
        data = path.read_bytes()
        assert name.encode() not in data and phone.encode() not in data


@pytest.mark.parametrize("yes", [0, 1])
def test_a_no_to_either_question_leaves_everything(qtbot, inspector, session, words, worker, yes):
    before, begun = session.plan, list[str]()
    session.background.working.connect(lambda job: begun.append(job.objectName()))
    form = ask(inspector, worker)
    for _ in range(yes):
        answer(qtbot, form.box, words, "forget-do")
    assert form.box.defaultButton().text() == words("window-cancel")
    with qtbot.waitSignal(form.destroyed):
        qtbot.keyClick(form.box, Qt.Key.Key_Escape)
    assert session.plan is before and "job-forgetting" not in begun, "other work may go on, as the details' own"


def test_what_was_begun_is_finished_and_shown_even_if_the_job_is_stopped(qtbot, inspector, session, worker):
    from gridmap.storage.traces import Person

    number, name, _ = session.plan.tables["workers"].loc[worker]
    told = []
    with qtbot.waitSignal(session.plan_changed, timeout=WAIT):
        session.forget(Person(number, name, worker), told.append, lambda job: job.cancel())
    assert session.plan.tables["workers"].loc[worker, "name"] == FORGOTTEN and told == []


def test_the_history_tells_it_as_something_that_stands_at_any_point(qtbot, show, inspector, session, words, worker):
    from gridmap.storage.traces import Person

    grid = int(session.plan.ids[0])
    session.perform(SetAttributes("grids", (grid,), {"name": "甲"}))
    number, name, _ = session.plan.tables["workers"].loc[worker]
    with qtbot.waitSignal(session.plan_changed, timeout=WAIT):
        session.forget(Person(number, name, worker), lambda _: None)
    panel = show(HistoryPanel)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    said = panel.model.data(panel.model.index(0, 0))
    assert said.startswith("○") and "不能撤销" in said and name not in said
    assert panel.model.row_here() == 1
    assert panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.ForegroundRole) is None
    assert words("history-forgotten") in panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    session.undo()
    assert session.plan.value(grid, "name") != "甲" and session.plan.tables["workers"].loc[worker, "name"] == FORGOTTEN
    panel._go(panel.model.index(0, 0))
    assert session.plan.value(grid, "name") == "甲"


def test_while_a_draft_is_shown_the_project_is_named_as_the_place_for_it(qtbot, inspector, desk, session, worker):
    complaints = []
    session.complained.disconnect()
    session.complained.connect(complaints.append)
    begin_draft(session.project, "方案")
    with qtbot.waitSignal(desk.drafting.changed, timeout=WAIT):
        desk.drafting.enter(draft_named(session.project.path, "方案").path)
    inspector._change_people("forget", str(worker))
    assert [error.key for error in complaints] == ["forget-in-draft"]
    assert session.plan.tables["workers"].loc[worker, "name"] != FORGOTTEN
    desk.drafting.leave()


def test_a_colleague_who_has_a_draft_open_is_named(qtbot, inspector, session, words, worker):
    complaints = []
    session.complained.disconnect()
    session.complained.connect(complaints.append)
    with Project.open(begin_draft(session.project, "方案"), who="colleague"):
        form = ask(inspector, worker)
        answer(qtbot, form.box, words, "forget-do")
        answer(qtbot, form.box, words, "forget-do")
        qtbot.waitUntil(lambda: form.waiting is None and bool(complaints), timeout=WAIT)
    assert [(error.key, error.values["user"]) for error in complaints] == [("project-in-use", "colleague")]
    assert session.plan.tables["workers"].loc[worker, "name"] != FORGOTTEN
