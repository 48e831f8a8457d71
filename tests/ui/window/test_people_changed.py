"""People, branches, zones and homes made, corrected, merged and moved from the panel, in the real window."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from PySide6.QtCore import QDate, Qt

from gridmap.people.loads import load_of, worker_loads
from gridmap.people.staffing import counting
from tests.ui.window.people_at_work import click, do, press, ready, row_of, shown, undone
from tests.ui.window.people_at_work import opened as dialog_of
from ui.dialogs.add_worker import AddWorkerDialog, CorrectWorkerDialog
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.branch import BranchDialog
from ui.dialogs.confirming import ConfirmEdit
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.merging import MergeBranchesDialog, MergeWorkersDialog
from ui.dialogs.move_buildings import MoveBuildingsDialog
from ui.dialogs.portfolios import StandInDialog, TransferDialog
from ui.dialogs.zone import ZoneDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def idle(plan) -> int:
    """Somebody who answers for nothing, and never did."""
    return int(np.setdiff1d(plan.tables["workers"].index, plan.tables["assignments"]["worker"])[0])


def busiest(plan) -> int:
    return int(worker_loads(plan)["grids"].idxmax())


def holders(plan, grid: int, on: dt.date | None = None) -> set[int]:
    table = plan.tables["assignments"]
    return set(table["worker"].to_numpy()[counting(plan, on) & (table["grid"].to_numpy() == grid)].tolist())


# ---- workers ---------------------------------------------------------------------------------------------------------


def test_somebody_new_is_put_on_the_list_after_the_phone_and_the_name_were_looked_at(opened, qtbot):
    panel, _ = shown(qtbot, opened)
    plan, words = opened.session.plan, opened.words
    do(panel, "worker-new")
    dialog = dialog_of(AddWorkerDialog)
    assert not dialog.do.isEnabled()
    dialog.name.insert("顾新来")
    qtbot.keyClicks(dialog.phone, "123")
    assert dialog.minded.text() == words("phone-impossible", value="123") and not dialog.do.isEnabled()
    dialog.phone.clear()
    qtbot.keyClicks(dialog.phone, "13912345678")
    assert dialog.do.isEnabled() and dialog.minded.isHidden() and dialog.same.isHidden()
    same = plan.tables["workers"].iloc[0]
    dialog.name.clear()
    dialog.name.insert(same["name"])
    assert dialog.same.isVisible() and same["staff_number"][-2:] in dialog.same.text()
    assert dialog.do.text() == words("worker-do-all-the-same")
    dialog.name.clear()
    dialog.name.insert("顾新来")
    assert dialog.do.text() == words("worker-do")
    press(qtbot, dialog.do)
    added = opened.session.plan.tables["workers"].iloc[-1]
    assert (added["name"], added["phone"]) == ("顾新来", "13912345678")
    assert undone(opened, plan)


def test_somebody_is_corrected_and_what_is_masked_stays(opened, qtbot):
    panel, page = shown(qtbot, opened)
    plan = opened.session.plan
    worker = int(page.model.table.ids[page.model.rows[1]])
    click(qtbot, page, 1)
    do(panel, "worker-correct")
    dialog = dialog_of(CorrectWorkerDialog)
    old = plan.tables["workers"].loc[worker]
    assert dialog.phone.text() == "" and "****" in dialog.phone.placeholderText() and not dialog.do.isEnabled()
    dialog.name.clear()
    dialog.name.insert("改名人")
    press(qtbot, dialog.do)
    new = opened.session.plan.tables["workers"].loc[worker]
    assert new["name"] == "改名人" and new["phone"] == old["phone"] and new["staff_number"] == old["staff_number"]
    assert undone(opened, plan)


def test_who_still_answers_for_a_grid_is_not_deleted_and_that_is_said_before(opened, qtbot):
    panel, page = shown(qtbot, opened)
    plan = opened.session.plan
    click(qtbot, page, row_of(page, busiest(plan)))
    do(panel, "worker-delete")
    dialog = dialog_of(ConfirmEdit)
    assert not dialog.do.isEnabled() and dialog.refused.key == "worker-still-answers"
    assert dialog.note.text() == opened.words.of(dialog.refused)
    dialog.reject()
    nobody = idle(plan)
    click(qtbot, page, row_of(page, nobody))
    do(panel, "worker-delete")
    press(qtbot, dialog_of(ConfirmEdit).do)
    assert nobody not in opened.session.plan.tables["workers"].index
    assert undone(opened, plan)


def test_two_entries_become_one_as_it_was_shown(opened, qtbot):
    panel, page = shown(qtbot, opened)
    plan = opened.session.plan
    one, two = busiest(plan), idle(plan)
    click(qtbot, page, row_of(page, one))
    click(qtbot, page, row_of(page, two), keys=CTRL)
    do(panel, "worker-merge")
    dialog = dialog_of(MergeWorkersDialog)
    assert set(dialog.ids) == {one, two}
    dialog.entries.selectRow(dialog.ids.index(two))
    name = plan.tables["workers"].loc[two, "name"]
    grids = int(load_of(plan, one)["grids"])
    assert name in dialog.after.text() and f"{opened.words('assign-grids')} {grids}" in dialog.after.text()
    press(qtbot, dialog.do)
    after = opened.session.plan
    assert one not in after.tables["workers"].index and int(load_of(after, two)["grids"]) == grids
    assert undone(opened, plan)


# ---- who answers for what --------------------------------------------------------------------------------------------


def test_some_grids_are_transferred_and_limits_are_minded_before(opened, qtbot):
    panel, page = shown(qtbot, opened)
    plan, words = opened.session.plan, opened.words
    loads = worker_loads(plan)
    worker = int(loads.index[loads["grids"] > 1][0])
    click(qtbot, page, row_of(page, worker))
    grid = opened.session.selection[0]
    opened.session.select([grid])
    full = int(loads.index[(loads["grids"] >= plan.scheme.limit("worker_grids")) & (loads.index != worker)][0])
    do(panel, "transfer")
    dialog = dialog_of(TransferDialog)
    assert dialog.grids == (grid,) and worker not in dialog.picker.choices.ids and not dialog.do.isEnabled()
    dialog.picker.choose(full)
    qtbot.waitUntil(dialog.minded.isVisible)
    now = float(loads.loc[full, "grids"])
    limit = plan.scheme.limit("worker_grids")
    told = words("mind-worker_grids", now=now, then=now + 1, limit=limit)
    assert told in dialog.minded.text()
    heir = idle(plan)
    dialog.picker.choose(heir)
    qtbot.waitUntil(lambda: told not in dialog.minded.text())
    press(qtbot, dialog.do)
    after = opened.session.plan
    assert holders(after, grid) == holders(plan, grid) - {worker} | {heir}
    assert int(load_of(after, worker)["grids"]) == int(loads.loc[worker, "grids"]) - 1
    assert undone(opened, plan)


def test_a_stand_in_has_the_grids_meanwhile_and_no_longer(opened, qtbot):
    panel, page = shown(qtbot, opened)
    plan = opened.session.plan
    loads = worker_loads(plan)
    worker, other = int(loads.index[(loads["grids"] == 1) & (loads["over"] == "")][0]), idle(plan)
    click(qtbot, page, row_of(page, worker))
    grid = opened.session.selection[0]
    do(panel, "stand-in")
    dialog = dialog_of(StandInDialog)
    dialog.picker.choose(other)
    today = dt.date.today()
    first, last = QDate(today).addDays(10), QDate(today).addDays(20)
    dialog.day.setDate(first)
    dialog.end.setDate(first.addDays(-1))
    qtbot.waitUntil(dialog.minded.isVisible)  # ends before it begins
    dialog.end.setDate(last)
    qtbot.waitUntil(dialog.minded.isHidden)
    press(qtbot, dialog.do)
    after = opened.session.plan
    for days, who in ((9, worker), (10, other), (20, other), (21, worker)):
        there = holders(after, grid, today + dt.timedelta(days=days))
        assert who in there and ({worker, other} - {who}).isdisjoint(there)
    assert undone(opened, plan)


def test_assignments_are_ended_and_transferred_by_their_rows(opened, qtbot):
    panel, page = shown(qtbot, opened, "assignments")
    plan = opened.session.plan
    worker = busiest(plan)
    table = plan.tables["assignments"]
    rows = table.index.to_numpy()[counting(plan) & (table["worker"].to_numpy() == worker)][:2].tolist()
    click(qtbot, page, row_of(page, rows[0]))
    if len(rows) > 1:
        click(qtbot, page, row_of(page, rows[1]), keys=CTRL)
    do(panel, "row-end")
    dialog = dialog_of(EndAssignmentDialog)
    today = dt.date.today()
    dialog.last.setDate(QDate(today))
    press(qtbot, dialog.do)
    after = opened.session.plan.tables["assignments"].loc[rows, "until_date"]
    assert set(after) == {today.isoformat()}
    assert undone(opened, plan)
    ready(qtbot, opened)
    do(panel, "row-transfer")
    dialog = dialog_of(TransferDialog)
    assert dialog.worker == worker and set(dialog.grids) == set(table.loc[rows, "grid"])
    dialog.reject()


def test_many_vacant_grids_get_somebody_found_by_the_last_digits_of_a_phone(opened, qtbot):
    panel, page = shown(qtbot, opened, "vacancies")
    plan = opened.session.plan
    count = min(page.model.rowCount(), 3)
    for row in range(count):
        click(qtbot, page, row, keys=CTRL if row else Qt.KeyboardModifier.NoModifier)
    grids = page.selected_ids().tolist()
    who = idle(plan)
    do(panel, "vacancy-assign")
    dialog = dialog_of(AssignWorkerDialog)
    assert dialog.heading.text() == opened.words("assign-heading-many", count=count)
    phone = plan.tables["workers"].loc[who, "phone"]
    qtbot.keyClicks(dialog.picker.field, phone[-6:])
    assert who in dialog.picker.choices.ids[dialog.picker.choices.rows]
    shown_phones = {dialog.picker.choices.data(dialog.picker.choices.index(0, 2))}
    assert all("****" in text for text in shown_phones)
    dialog.picker.choose(who)
    press(qtbot, dialog.do)
    assert all(who in holders(opened.session.plan, grid) for grid in grids)
    assert undone(opened, plan)


def test_who_is_full_time_there_already_is_said_before(opened, qtbot):
    plan, words = opened.session.plan, opened.words
    worker = busiest(plan)
    grid = int(plan.tables["assignments"]["grid"][(plan.tables["assignments"]["worker"] == worker).to_numpy()].iloc[0])
    dialog = AssignWorkerDialog(opened.session, words, grid, opened)
    dialog.open()
    dialog.picker.choose(idle(plan))
    dialog.role.setCurrentIndex(dialog.role.findData("full_time"))
    qtbot.waitUntil(dialog.minded.isVisible)
    assert words("mind-already-staffed", count=1) in dialog.minded.text()
    dialog.picker.choose(worker)
    dialog.begin.setDate(QDate.currentDate())
    qtbot.waitUntil(lambda: words("mind-already-staffed", count=1) not in dialog.minded.text())
    assert dialog.minded.isVisible()  # answers for it already
    dialog.reject()


# ---- branches, zones, homes ------------------------------------------------------------------------------------------


def test_a_branch_is_made_below_the_selected_one_corrected_and_dissolved(opened, qtbot):
    panel, page = shown(qtbot, opened, "branches")
    plan = opened.session.plan
    branches = plan.tables["branches"]
    top = int(branches.index[branches["tier"] == plan.scheme.tiers[0].key][0])
    click(qtbot, page, row_of(page, top))
    do(panel, "branch-new")
    dialog = dialog_of(BranchDialog)
    assert dialog.picker.chosen == top and dialog.tier.currentData() == plan.scheme.tiers[1].key
    assert not dialog.do.isEnabled()
    dialog.name.insert("新支部")
    dialog.secretary.insert("钱书记")
    dialog.members.setValue(7)
    dialog.joint.setChecked(True)
    press(qtbot, dialog.do)
    new = opened.session.plan.tables["branches"].iloc[-1]
    assert new.drop("tier").to_dict() == {
        "name": "新支部", "parent": top, "secretary": "钱书记", "members": 7, "joint": True,
    }  # fmt: skip
    made = opened.session.plan
    ready(qtbot, opened)
    click(qtbot, page, row_of(page, int(new.name)))
    do(panel, "branch-correct")
    dialog = dialog_of(BranchDialog)
    assert (dialog.name.text(), dialog.members.value(), dialog.picker.chosen) == ("新支部", 7, top)
    dialog.tier.setCurrentIndex(0)  # the top tier cannot stand below a branch: none are offered, none is above
    assert dialog.picker.chosen == 0 and len(dialog.picker.choices.ids) == 0
    dialog.tier.setCurrentIndex(1)
    dialog.picker.choose(top)
    dialog.members.setValue(9)
    press(qtbot, dialog.do)
    assert opened.session.plan.tables["branches"].loc[new.name, "members"] == 9
    assert undone(opened, made)
    ready(qtbot, opened)
    do(panel, "branch-delete")
    press(qtbot, dialog_of(ConfirmEdit).do)
    assert new.name not in opened.session.plan.tables["branches"].index
    ready(qtbot, opened)
    click(qtbot, page, row_of(page, top))
    do(panel, "branch-delete")
    dialog = dialog_of(ConfirmEdit)
    assert dialog.refused.key == "branch-has-below" and not dialog.do.isEnabled()
    dialog.reject()


def test_two_entries_of_one_branch_become_one(opened, qtbot):
    panel, page = shown(qtbot, opened, "branches")
    plan = opened.session.plan
    branches = plan.tables["branches"]
    low = branches.index[branches["tier"] == plan.scheme.tiers[-1].key][:2].tolist()
    click(qtbot, page, row_of(page, low[0]))
    click(qtbot, page, row_of(page, low[1]), keys=CTRL)
    do(panel, "branch-merge")
    dialog = dialog_of(MergeBranchesDialog)
    dialog.entries.selectRow(dialog.ids.index(low[0]))
    assert branches.loc[low[0], "name"] in dialog.after.text()
    press(qtbot, dialog.do)
    assert low[1] not in opened.session.plan.tables["branches"].index
    assert undone(opened, plan)


def test_a_zone_is_made_of_the_selected_grids_corrected_and_taken_away(opened, qtbot):
    panel, page = shown(qtbot, opened, "zones")
    plan = opened.session.plan
    grids = plan.ids[(plan.ranks == 3) & plan.has_shape][:2].tolist()
    opened.session.select(grids)
    do(panel, "zone-new")
    dialog = dialog_of(ZoneDialog)
    dialog.name.insert("河东片区")
    assert dialog.ground.isChecked()
    branch = int(dialog.picker.choices.ids[0])
    dialog.picker.choose(branch)
    press(qtbot, dialog.do)
    new = opened.session.plan.tables["zones"].iloc[-1]
    assert (new["name"], new["branch"]) == ("河东片区", branch)
    assert new.geometry.area == pytest.approx(sum(shape.area for shape in plan.shapes(grids)))
    ready(qtbot, opened)
    place = row_of(page, int(new.name))
    assert page.model.table.grids_of(page.model.rows[place : place + 1]).tolist() == sorted(grids)
    click(qtbot, page, place)
    do(panel, "zone-correct")
    dialog = dialog_of(ZoneDialog)
    assert dialog.name.text() == "河东片区" and dialog.picker.chosen == branch and not dialog.ground.isChecked()
    press(qtbot, dialog.none)
    press(qtbot, dialog.do)
    assert opened.session.plan.tables["zones"].loc[new.name, "branch"] == 0
    ready(qtbot, opened)
    do(panel, "zone-delete")
    press(qtbot, dialog_of(ConfirmEdit).do)
    assert new.name not in opened.session.plan.tables["zones"].index


def test_buildings_go_to_the_grid_beside_as_it_was_seen(opened, qtbot):
    from gridmap.ground.placement import holder_positions, households_by_grid

    panel, page = shown(qtbot, opened, "buildings")
    plan = opened.session.plan
    count = np.bincount(holder_positions(plan)[holder_positions(plan) >= 0], minlength=len(plan.ids))
    busy = int(np.where(plan.ranks == 3, count, 0).argmax())
    reasons, to = set(), 0
    for building in plan.buildings.index.to_numpy()[holder_positions(plan) == busy].tolist():
        click(qtbot, page, row_of(page, building))
        do(panel, "building-give")
        dialog = dialog_of(MoveBuildingsDialog)
        assert plan.ids[busy] not in dialog.picker.choices.ids and not dialog.do.isEnabled()
        to = int(dialog.picker.choices.ids[0])  # the nearest of the village
        dialog.picker.choose(to)
        qtbot.waitUntil(lambda dialog=dialog: dialog.outcome is not None, timeout=20_000)
        if dialog.do.isEnabled():
            break
        reasons.add(dialog.outcome.refused.key)
        assert dialog.minded.text() == opened.words.of(dialog.outcome.refused, plan)
        dialog.reject()
    assert reasons <= {"buildings-not-adjacent"}
    told = dialog.found.text()
    press(qtbot, dialog.do)
    after = opened.session.plan
    at = int(np.flatnonzero(after.buildings.index == building)[0])
    assert after.ids[holder_positions(after)[at]] == to
    before, now = (int(households_by_grid(p)[p.positions([to])[0]]) for p in (plan, after))
    assert f"{before:,} → {now:,}" in told or before == now
    assert undone(opened, plan)


def test_buildings_without_a_grid_are_found_and_cannot_be_given(opened, qtbot):
    from gridmap.ground.placement import unplaced

    panel, page = shown(qtbot, opened, "buildings")
    plan = opened.session.plan
    qtbot.mouseClick(panel.filters.lacking, Qt.MouseButton.LeftButton, pos=panel.filters.lacking.rect().center())
    if not panel.filters.lacking.isChecked():
        panel.filters.lacking.click()
    homeless = plan.buildings.index.to_numpy()[unplaced(plan)].tolist()
    assert sorted(page.model.table.ids[page.model.rows].tolist()) == homeless
    panel.tabs.setCurrentIndex(0)
    ready(qtbot, opened)
    idle_ones = np.setdiff1d(plan.tables["workers"].index, worker_loads(plan).index).tolist()
    assert sorted(panel.page.model.table.ids[panel.page.model.rows].tolist()) == idle_ones
