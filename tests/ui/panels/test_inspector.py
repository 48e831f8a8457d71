"""Ask a grid who answers for it, and change that from where one reads it."""

from __future__ import annotations

import base64
import re
import threading
from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QDate, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from gridmap.edits import EndAssignment, PutRows, SetAttributes
from gridmap.exchange.plain import in_plain_text
from gridmap.figures.statistics import homes_and_ground, inside, rollup
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import holder_positions, placement
from gridmap.model.kept import Kept
from gridmap.model.making import edited_rows
from gridmap.people.branches import BranchState, branch_state, branches_of
from gridmap.people.privacy import mask_phone
from gridmap.people.staffing import Staffing, counting, staffing_state, workers_of
from gridmap.people.workload import Workload, workload_state
from gridmap.project.project import Project
from layers import palette
from ui.dialogs.add_worker import AddWorkerDialog
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.link_branch import LinkBranchDialog
from ui.panels import known_facts
from ui.panels.inspector import InspectorPanel
from ui.words.states import staffing_word, workload_word

_PATCH = "\ufffc"
"""Stands for a picture in the text of a page."""


@pytest.fixture
def inspector(show):
    return show(InspectorPanel)


def follow(inspector, link: str) -> None:
    """Click a link, which must be there."""
    assert f"href='{link}'" in inspector._body() or f'href="{link}"' in inspector.page.toHtml()
    inspector.page.anchorClicked.emit(QUrl(link))


def opened(inspector, kind: type[QDialog]) -> QDialog:
    [dialog] = inspector.findChildren(kind)
    assert dialog.isVisible()
    return dialog


def confirm(qtbot, dialog: QDialog) -> None:
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)


def in_state(plan, state: Staffing) -> int:
    """A comprehensive grid that is staffed like that."""
    wanted = (staffing_state(plan) == state) & plan.of_kinds([plan.scheme.kind("comprehensive")])
    return int(plan.ids[wanted][0])


def test_nothing_selected_says_what_to_do(inspector, words):
    assert words("inspector-nothing") in inspector.page.toPlainText()
    words.speak("en")
    assert words("inspector-nothing") in inspector.page.toPlainText()


def test_nothing_selected_says_what_a_sample_makes_up(inspector, session, words):
    plan = session.plan
    about = plan.facts()["about_zh"]
    assert "虚构" in about and about in inspector.page.toPlainText()
    words.speak("en")
    assert "Made up: borders" in inspector.page.toPlainText()
    session.select([int(plan.ids[0])])
    assert "Made up" not in inspector.page.toPlainText()


def test_a_village_counts_the_buildings_of_its_grids(inspector, session, words):
    words.speak("en")
    plan = session.plan
    village = int(plan.ids[plan.of_kinds([plan.scheme.kind("village")])][0])
    session.select([village])
    held = np.isin(placement(plan).holder, [village, *plan.children(village)]).sum()
    assert held > 100 and f"Buildings\n{held:,}\n" in inspector.page.toPlainText()


def test_what_comes_while_another_panel_stands_before_it_is_written_when_it_is_seen(inspector, session, monkeypatch):
    asked: list[int] = []
    body = inspector._body
    monkeypatch.setattr(inspector, "_body", lambda: (asked.append(1), body())[1])
    inspector.show()
    grid = int(session.plan.ids[0])
    session.select([grid])
    assert len(asked) == 1
    inspector.hide()
    session.perform(SetAttributes("grids", (grid,), {"name": "甲乙镇"}))
    assert len(asked) == 1 and "甲乙镇" not in inspector.page.toPlainText()
    inspector.show()
    assert len(asked) == 2 and "甲乙镇" in inspector.page.toPlainText()


def test_where_buildings_stand_is_found_out_in_another_thread_and_the_page_follows(
    inspector, session, words, qtbot, monkeypatch
):
    plan, found_in = session.plan, []
    compute = placement.compute
    monkeypatch.setattr(placement, "compute", lambda plan: (found_in.append(threading.get_ident()), compute(plan))[1])
    plan.results.pop(placement.key)
    village = int(plan.ids[plan.of_kinds([plan.scheme.kind("village")])][0])
    session.select([village])
    assert words("dashboard-working") in inspector.page.toPlainText()
    qtbot.waitUntil(lambda: words("inspector-residents") in inspector.page.toPlainText())
    assert found_in
    assert threading.get_ident() not in found_in


def test_the_seats_of_very_many_branches_are_found_out_in_the_background_once_for_a_day(
    inspector, session, words, qtbot, monkeypatch
):
    placement(session.plan)
    found_in: list[int] = []
    compute = known_facts.branches_of
    monkeypatch.setattr(
        known_facts, "branches_of", lambda *asked: (found_in.append(threading.get_ident()), compute(*asked))[1]
    )
    monkeypatch.setattr(known_facts, "_AT_ONCE", 0)
    plan = session.plan
    village = int(plan.ids[plan.of_kinds([plan.scheme.kind("village")])][0])
    session.select([village])
    assert words("dashboard-working") in inspector.page.toPlainText()
    qtbot.waitUntil(lambda: words("inspector-residents") in inspector.page.toPlainText())
    assert len(found_in) == 1 and threading.get_ident() not in found_in
    session.perform(SetAttributes("grids", (village,), {"name": "新村"}))
    assert "新村" in inspector.page.toPlainText(), "after an edit they are known"
    session.day.choose(date(2020, 1, 1))
    assert words("dashboard-working") in inspector.page.toPlainText()
    qtbot.waitUntil(lambda: words("inspector-residents") in inspector.page.toPlainText())
    assert len(found_in) == 2


def test_what_the_page_asks_of_a_plan_with_very_many_branches_is_worked_out_in_another_thread(
    inspector, session, words, qtbot, monkeypatch
):
    plan, worked_out = session.plan, list[tuple[str, int]]()
    grid = in_state(plan, Staffing.FULL_TIME)
    compute = Kept._of_whole
    monkeypatch.setattr(
        Kept, "_of_whole", lambda self, of: (worked_out.append((self.key, threading.get_ident())), compute(self, of))[1]
    )
    monkeypatch.setattr(known_facts, "_AT_ONCE", 0)
    plan.results.clear()
    for known in (compounds, in_plain_text):  # which the page asks for by itself, and whoever opens a project
        known(plan)
    worked_out.clear()
    session.select([grid])
    qtbot.waitUntil(lambda: words("inspector-residents") in inspector.page.toPlainText())
    assert len(worked_out) > 10
    assert [key for key, thread in worked_out if thread == threading.get_ident()] == []


def test_the_figures_of_very_many_grids_are_added_up_in_another_thread_and_are_those_of_the_plan_that_is_shown(
    inspector, session, words, qtbot, monkeypatch
):
    plan, added_in = session.plan, list[int]()
    villages = plan.ids[plan.of_kinds([plan.scheme.kind("village")])].tolist()
    monkeypatch.setattr(known_facts, "_FEW", 2)
    monkeypatch.setattr(
        known_facts,
        "homes_and_ground",
        lambda *asked: (added_in.append(threading.get_ident()), homes_and_ground(*asked))[1],
    )

    def says(grids: list[int], field: str) -> bool:
        shown = inspector.page.toPlainText()
        return f"{homes_and_ground(session.plan, grids)[field]:,}" in shown and words("column-households") in shown

    placement(plan)
    session.select(villages[:3])
    shown = inspector.page.toPlainText()
    assert words("inspector-selected", count=3) in shown and words("dashboard-working") in shown
    session.select(villages[:4])  # before the first are added up
    qtbot.waitUntil(lambda: says(villages[:4], "households"))
    assert words("inspector-selected", count=4) in inspector.page.toPlainText()
    assert threading.get_ident() not in added_in
    count = len(added_in)
    inspector.refresh()
    assert says(villages[:4], "residents") and len(added_in) == count, "they are known"
    holds = holder_positions(plan)
    house = int(plan.buildings.index[(holds >= 0) & inside(plan, villages[:4])[holds]][0])
    before = homes_and_ground(plan, villages[:4])["residents"]
    session.perform(SetAttributes("buildings", (house,), {"residents": 70_000}))
    assert not says(villages[:4], "residents")
    assert f"{before:,}" not in inspector.page.toPlainText(), "nor what it was before"
    qtbot.waitUntil(lambda: says(villages[:4], "residents"))
    session.select(villages[:2])
    assert added_in[-1] == threading.get_ident() and says(villages[:2], "households")


def test_a_grid_says_who_answers_for_it_with_the_phone_masked_until_asked(inspector, session):
    plan = session.plan
    grid = in_state(plan, Staffing.FULL_TIME)
    session.select([grid])
    worker = plan.tables["workers"].loc[workers_of(plan, grid)[0]]
    shown = inspector.page.toPlainText()
    assert plan.value(grid, "code") in shown and worker["name"] in shown
    assert mask_phone(worker["phone"]) in shown and worker["phone"] not in shown
    follow(inspector, "phones:")
    assert worker["phone"] in inspector.page.toPlainText()
    session.select([in_state(plan, Staffing.NOBODY)])
    session.select([grid])
    assert worker["phone"] not in inspector.page.toPlainText()


def test_a_worker_is_found_by_initials_assigned_by_keys_and_taken_back(inspector, session, qtbot, words):
    before = session.plan
    grid = in_state(before, Staffing.NOBODY)
    session.select([grid])
    assert words("inspector-no-workers") in inspector.page.toPlainText()
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    assert not dialog.do.isEnabled()
    assert dialog.role.currentData() == "full_time"
    qtbot.keyClicks(dialog.picker.field, "czp")  # 陈泽平
    name = before.tables["workers"].loc[dialog.picker.chosen, "name"]
    assert name == "陈泽平"
    with qtbot.waitSignal(session.findings_changed, timeout=30_000), qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)
    assert staffing_state(session.plan, [grid])[0] == Staffing.FULL_TIME
    assert name in inspector.page.toPlainText()
    short = f"{before.value(grid, 'name')} …{before.value(grid, 'code')[-5:]}"
    assert words("change-assign-worker", name=name, code=short) in inspector.page.toPlainText()
    assert f"{date.today():%Y-%m-%d}" in inspector.page.toPlainText()
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        session.undo()
    assert session.plan.same_content(before)
    assert words("inspector-no-workers") in inspector.page.toPlainText()


def test_workers_are_found_by_staff_number_with_the_least_burdened_first(inspector, session, qtbot):
    grid = in_state(session.plan, Staffing.NOBODY)
    session.select([grid])
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    model = dialog.picker.choices
    homes = [int(model.data(model.index(row, 5)).replace(",", "")) for row in range(model.rowCount())]
    assert homes == sorted(homes) and homes[-1] > homes[0]
    workers = session.plan.tables["workers"]
    assert model.rowCount() == len(workers)
    assert not any(phone and phone in model.data(model.index(r, 2)) for r, phone in enumerate(workers["phone"]))
    number = workers["staff_number"].iloc[-1]
    dialog.picker.field.setText(number)
    assert [int(model.ids[row]) for row in model.rows] == workers.index[workers["staff_number"] == number].tolist()
    dialog.picker.field.setText("no such person")
    assert model.rowCount() == 0 and not dialog.do.isEnabled()
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_arrow_keys_in_the_field_move_in_the_list(inspector, session, qtbot):
    session.select([in_state(session.plan, Staffing.NOBODY)])
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    seen = []
    for _ in range(3):
        qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Down)
        seen.append(dialog.picker.chosen)
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Up)
    assert seen == dialog.picker.choices.ids[:3].tolist()
    assert dialog.picker.chosen == seen[1]
    dialog.reject()


def test_an_assignment_with_a_last_day_is_shown_and_ended_earlier(inspector, session, qtbot, words):
    grid = in_state(session.plan, Staffing.NOBODY)
    session.select([grid])
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Down)
    dialog.begin.setDate(QDate(2020, 8, 25))
    assert not dialog.end.isEnabled()
    dialog.ends.click()
    dialog.end.setDate(QDate.currentDate().addDays(30))
    confirm(qtbot, dialog)
    [row] = session.plan.tables["assignments"].index.difference(session._nothing.tables["assignments"].index)[-1:]
    assignment = session.plan.tables["assignments"].loc[row]
    assert (assignment["grid"], assignment["from_date"]) == (grid, "2020-08-25")
    assert words("inspector-until", day=assignment["until_date"]) in inspector.page.toPlainText()
    follow(inspector, f"end:{row}")
    ending = opened(inspector, EndAssignmentDialog)
    ending.last.setDate(QDate(2021, 1, 1))
    confirm(qtbot, ending)
    assert session.plan.tables["assignments"].loc[row, "until_date"] == "2021-01-01"
    assert words("inspector-no-workers") in inspector.page.toPlainText()


def test_what_is_refused_is_told_and_the_dialog_stays(inspector, session, qtbot):
    plan = session.plan
    row = int(plan.tables["assignments"].index[counting(plan)][0])
    session.select([int(plan.tables["assignments"].loc[row, "grid"])])
    follow(inspector, f"end:{row}")
    dialog = opened(inspector, EndAssignmentDialog)
    dialog.last.setDate(QDate(1990, 1, 1))
    session.complained.disconnect()
    with qtbot.waitSignal(session.complained) as told:
        qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    assert told.args[0].key == "ends-before-begin"
    assert session.plan is plan and dialog.isVisible()
    dialog.reject()


def test_a_branch_is_unlinked_linked_again_and_made_joint(inspector, session, qtbot):
    plan = session.plan
    own = plan.of_kinds([plan.scheme.kind("comprehensive")]) & (branch_state(plan) == BranchState.OWN)
    grid = next(int(g) for g in plan.ids[own] if len(branches_of(plan, int(g))) == 1)
    [branch] = branches_of(plan, grid).tolist()
    name = plan.tables["branches"].loc[branch, "name"]
    session.select([grid])
    follow(inspector, f"unlink:{branch}")
    assert branch_state(session.plan, [grid])[0] == BranchState.NONE
    follow(inspector, "link-branch:")
    dialog = opened(inspector, LinkBranchDialog)
    dialog.picker.field.setText(name)
    assert dialog.picker.chosen == branch
    confirm(qtbot, dialog)
    assert branch_state(session.plan, [grid])[0] == BranchState.OWN
    follow(inspector, f"joint:{branch}")
    assert branch_state(session.plan, [grid])[0] == BranchState.JOINT
    follow(inspector, f"own:{branch}")
    for _ in range(4):
        session.undo()
    assert session.plan.same_content(plan)


def test_the_list_of_branches_leaves_out_those_that_serve_the_grid_or_would_not_count(inspector, session):
    plan = session.plan
    village = int(plan.ids[plan.of_level(plan.scheme.level("village"))][0])
    session.select([village])
    follow(inspector, "link-branch:")
    dialog = opened(inspector, LinkBranchDialog)
    offered = plan.tables["branches"].loc[dialog.picker.choices.ids]
    assert set(offered["tier"]) <= {"village", ""}
    assert not set(offered.index) & set(branches_of(plan, village).tolist())
    dialog.reject()


def test_a_dialog_closes_when_the_project_changes_under_it(inspector, session, qtbot):
    session.select([in_state(session.plan, Staffing.NOBODY)])
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    with qtbot.waitSignal(dialog.destroyed):
        session.close()


def test_dialogs_speak_the_other_language_at_once(inspector, session, words):
    session.select([in_state(session.plan, Staffing.NOBODY)])
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    words.speak("en")
    assert dialog.do.text() == "Assign" and dialog.windowTitle() == "Assign a worker"
    assert dialog.role.currentText() == "Full-time grid worker"
    dialog.reject()


def test_no_word_beside_the_values_is_broken_in_two_and_codes_have_their_room(inspector):
    metrics = inspector.page.fontMetrics()
    inspector.resize(260, 600)
    beside = inspector._beside_px(["Code", "Neighbourhood service centre"])
    assert beside >= metrics.horizontalAdvance("Neighbourhood") + 8
    for width in (260, 300, 400):
        inspector.resize(width, 600)
        for name in ("Neighbourhood service centre", "Intercommunalrepresentatives"):
            page = inspector.width() - 38  # without margins and a scroll bar
            assert page - inspector._beside_px([name]) >= metrics.horizontalAdvance("320582107001008")
    inspector.resize(260, 600)
    assert inspector._beside_px(["为民服务微项目总数"]) == 94 + 10  # of 260, for Chinese goes on below


def test_who_may_only_read_is_offered_no_change(inspector, desk, session, qtbot, tmp_path):
    grid = in_state(session.plan, Staffing.FULL_TIME)
    session.close()
    with Project.open(tmp_path / "town.gpkg"):  # somebody else has it open
        with qtbot.waitSignal(session.findings_changed, timeout=30_000):
            desk.opening.open(tmp_path / "town.gpkg")
        session.select([grid])
        links = re.findall(r"href=['\"]([a-z-]+):", inspector._body())
        session.close()
    assert "phones" in links and not set(links) & {"assign", "end", "link-branch", "unlink", "joint", "own"}


def test_a_finding_is_gone_to(inspector, session):
    finding = next(f for f in session.findings.open if f.grids and f.where is not None)
    shown = []
    session.view_wanted.connect(shown.append)
    session.select([finding.grids[0]])
    follow(inspector, f"finding:{finding.id}")
    assert session.finding is finding
    assert shown == [finding.where]


def test_somebody_who_is_not_on_the_list_is_added_and_assigned(inspector, session, qtbot):
    grid = in_state(session.plan, Staffing.NOBODY)
    session.select([grid])
    follow(inspector, "assign:")
    dialog = opened(inspector, AssignWorkerDialog)
    dialog.picker.field.setText("欧阳新")
    assert not dialog.picker.chosen
    qtbot.mouseClick(dialog.new, Qt.MouseButton.LeftButton)
    [asked] = dialog.findChildren(AddWorkerDialog)
    assert asked.name.text() == "欧阳新" and asked.do.isEnabled()
    asked.phone.setFocus()
    qtbot.keyClicks(asked.phone, "13812345678")
    confirm(qtbot, asked)
    worker = session.plan.tables["workers"].iloc[-1]
    assert (worker["name"], worker["phone"]) == ("欧阳新", "13812345678")
    assert dialog.isVisible() and dialog.picker.chosen == worker.name and dialog.picker.field.text() == ""
    confirm(qtbot, dialog)
    assert workers_of(session.plan, grid).tolist() == [worker.name]
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        session.undo()
        session.undo()
    assert worker.name not in session.plan.tables["workers"].index


def test_a_staff_number_of_somebody_else_is_refused_and_the_dialog_stays(inspector, session, qtbot, words):
    taken = next(number for number in session.plan.tables["workers"]["staff_number"] if number)
    dialog = AddWorkerDialog(session, words, "欧阳新", inspector)
    dialog.open()
    dialog.number.setText(taken)
    session.complained.disconnect()
    with qtbot.waitSignal(session.complained) as told:
        qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    assert told.args[0].key == "staff-number-in-use" and dialog.isVisible()
    dialog.name.clear()
    assert not dialog.do.isEnabled()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


def test_a_village_counts_the_buildings_of_the_grids_below_it(inspector, session, words):
    figures = rollup(session.plan, "village")
    village = int(figures.index[figures["buildings"] > 0][0])
    session.select([village])
    told = inspector.page.toPlainText()
    shown = re.search(rf"{words('inspector-buildings')}\s+([\d,]+)", told)
    assert shown is not None
    assert shown.group(1) == f"{figures.loc[village, 'buildings']:,}"


def test_households_that_only_a_list_declares_are_shown_as_declared(inspector, session, words):
    words.speak("en")
    plan = session.plan
    grid = int(plan.ids[plan.of_kinds([plan.scheme.kind("comprehensive")])][0])
    rows = edited_rows(plan, "grids", [grid], declared_households=380)
    session.perform(PutRows("roster", put={"grids": rows}, values={"file": "f", "new": 0, "changed": 1, "ended": 0}))
    session.select([grid])
    assert "declared" not in inspector.page.toPlainText()  # its buildings say how many there are
    houses = tuple(session.plan.buildings.index.tolist())
    session.perform(
        PutRows("roster", drop={"buildings": houses}, values={"file": "f", "new": 0, "changed": 0, "ended": 0})
    )
    assert "380 (380 declared)" in inspector.page.toPlainText()


@pytest.mark.parametrize("state", list(Staffing))
def test_the_details_have_the_colour_of_the_map_and_the_word_of_the_tables(inspector, session, state):
    plan = session.plan
    grid = in_state(plan, state)
    session.select([grid])
    said = inspector.page.toPlainText()
    patches = re.findall(r"base64,([^']+)'", inspector._body())
    colours = [QImage.fromData(base64.b64decode(patch)).pixelColor(5, 5).name() for patch in patches]
    assert said.count(_PATCH) == len(patches) and staffing_word(state, "zh") in said
    assert palette.STAFFING[state].fill in colours
    load = Workload(int(workload_state(plan)[plan.positions([grid])[0]]))
    assert palette.WORKLOAD[load].fill in colours and workload_word(load, "zh") in said
    village = int(plan.ids[plan.ranks == 2][0])
    session.select([village])
    assert _PATCH not in inspector.page.toPlainText()  # a village is staffed by its grids


def test_the_history_names_grids_and_not_their_codes(inspector, session, words):
    plan = session.plan
    grid = int(plan.ids[(plan.ranks == 3) & plan.has_shape][0])
    row = plan.tables["assignments"].index[plan.tables["assignments"]["grid"] == grid]
    session.select([grid])
    assert session.perform(EndAssignment(int(row[0]), "2030-01-01"))
    text = inspector.page.toPlainText()
    done = text[text.index(words("inspector-history")) :]
    assert f"…{plan.value(grid, 'code')[-5:]}" in done
    assert not re.search(r"\d{12,}", done)
