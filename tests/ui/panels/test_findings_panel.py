"""The table of findings: filter, go there, accept, mend, and keep one's place."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog

from gridmap.checks.registry import RULES
from gridmap.edits import SetAttributes
from gridmap.mending import offers
from ui.outputs.findings import Wording
from ui.panels.findings import FindingsPanel


@pytest.fixture
def panel(show):
    return show(FindingsPanel)


def ids(findings) -> list[str]:
    return [finding.id for finding in findings]


def pick(box, key: str) -> None:
    box.setCurrentIndex(box.findData(key))


def first_row(panel, wanted) -> int:
    return next(row for row, finding in enumerate(panel.model.rows) if wanted(finding))


def has_fix(session):
    return lambda finding: any(offer.edit is not None for offer in offers(session.plan, finding))


def answer(monkeypatch, reason: str, given: bool = True) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (reason, given))


def test_everything_that_is_open_is_listed(panel, session):
    assert ids(panel.model.rows) == ids(session.findings.open)
    assert len(panel.model.rows) > 30
    assert f"{len(panel.model.rows):,}" in panel.count.text()


@pytest.mark.parametrize("severity", ["error", "warning", "notice"])
def test_a_severity_alone(panel, session, severity):
    pick(panel.severity, severity)
    assert len(panel.model.rows) == session.findings.by_severity[severity] > 0
    assert {finding.severity for finding in panel.model.rows} == {severity}


def test_a_rule_alone_and_all_again(panel, session):
    pick(panel.rule, "gap")
    assert ids(panel.model.rows) == [f.id for f in session.findings.open if f.rule == "gap"] != []
    pick(panel.rule, "")
    assert ids(panel.model.rows) == ids(session.findings.open)


def test_a_text_is_sought_in_the_sentences(panel, session, qtbot):
    wording = Wording(session.plan, "zh")
    grid = next(f for f in session.findings.open if f.grids).grids[0]
    code = session.plan.value(grid, "code")
    qtbot.keyClicks(panel.text, code)
    assert ids(panel.model.rows) == [f.id for f in session.findings.open if code in wording.message(f)] != []


def below(session, place: int) -> set[int]:
    return set(session.plan.below([place]).tolist())


def test_a_town_or_a_village_alone_by_its_name(panel, session, qtbot):
    plan = session.plan
    village = next(
        grid
        for grid in plan.ids[plan.ranks == 2].tolist()
        if any(set(finding.grids) & below(session, grid) for finding in session.findings.open)
    )
    name = plan.value(village, "name")
    field = panel.place.lineEdit()
    field.selectAll()
    QApplication.clipboard().setText(name)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    inside = below(session, panel.place.place)
    assert plan.value(panel.place.place, "name") == name
    assert ids(panel.model.rows) == ids(f for f in session.findings.open if inside & set(f.grids))
    assert 0 < len(panel.model.rows) < len(session.findings.open)
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(panel.model.rows) == len(session.findings.open)


def test_villages_stand_below_their_town_in_the_list(panel, session):
    plan, box = session.plan, panel.place
    places = [box.itemData(row) for row in range(1, box.count())]
    assert set(places) == set(plan.ids[np.isin(plan.ranks, [1, 2])].tolist())
    tops = [place for place in places if plan.value(place, "kind") == "town"]
    first = places[places.index(tops[0]) + 1]
    assert plan.value(first, "parent") == tops[0] and box.itemText(box.findData(first)).startswith("\u3000")


def test_what_is_no_place_leaves_the_choice_as_it_was(panel, session, qtbot):
    field = panel.place.lineEdit()
    field.setText("Atlantis")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.place.place == 0 and field.text() == panel.place.itemText(0)
    assert len(panel.model.rows) == len(session.findings.open)


def test_sorting_by_households_and_back(panel, session):
    panel.view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    homes = [float(finding.values.get("households", 0)) for finding in panel.model.rows]
    assert homes == sorted(homes, reverse=True) and homes[0] > 0
    panel.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert ids(panel.model.rows) == ids(session.findings.open)


def test_next_and_previous_go_through_the_table_and_around(panel, session):
    pick(panel.severity, "error")
    shown, seen = ids(panel.model.rows), []
    session.finding_changed.connect(lambda finding: seen.append(finding and finding.id))
    for _ in range(len(shown) + 1):
        panel.after.click()
    assert seen == [*shown, shown[0]]
    panel.before.click()
    assert session.finding.id == shown[-1]


def test_going_to_a_finding_selects_its_grids_and_shows_its_place(panel, session):
    shown = []
    session.view_wanted.connect(shown.append)
    row = first_row(panel, lambda finding: finding.grids and finding.where is not None)
    panel.view.selectRow(row)
    finding = panel.model.rows[row]
    assert session.finding is finding
    assert set(session.selection) == set(finding.grids)
    assert shown == [finding.where]


def test_what_is_looked_at_elsewhere_is_shown_in_the_table(panel, session):
    finding = panel.model.rows[5]
    session.look_at(finding)
    assert panel.view.currentIndex().row() == 5
    session.look_at(None)
    assert not panel.view.selectionModel().selectedRows()
    assert not panel.mend.isEnabled()


def test_accepting_with_a_reason_takes_it_off_and_keeps_the_place(panel, session, qtbot, monkeypatch):
    before, project = session.plan, session.project
    panel.view.selectRow(3)
    finding, follower = panel.model.rows[3:5]
    answer(monkeypatch, "与镇里核实过")
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        panel.accept.click()
    assert finding.id not in ids(panel.model.rows)
    assert finding.id in [accepted.id for accepted in session.findings.accepted]
    row = session.plan.tables["accepted"].iloc[-1]
    assert (row["finding"], row["reason"], row["accepted_by"]) == (finding.id, "与镇里核实过", project.who)
    assert session.finding is None  # the list goes on only when asked
    qtbot.mouseClick(panel.after, Qt.MouseButton.LeftButton)
    assert session.finding.id == follower.id and panel.view.currentIndex().row() == 3
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        session.undo()
    assert session.plan.same_content(before) and finding.id in ids(panel.model.rows)


def test_who_changes_his_mind_accepts_nothing(panel, session, monkeypatch):
    plan = session.plan
    panel.view.selectRow(0)
    answer(monkeypatch, "whatever", given=False)
    panel.accept.click()
    assert session.plan is plan


def test_accepting_without_a_reason_is_refused(panel, session, qtbot, monkeypatch):
    plan = session.plan
    panel.view.selectRow(0)
    answer(monkeypatch, "  ")
    session.complained.disconnect()
    with qtbot.waitSignal(session.complained) as told:
        panel.accept.click()
    assert told.args[0].key == "reason-missing" and session.plan is plan


def offered(qtbot, panel):
    """Open the menu of fixes and return its entries once they are worked out."""
    panel.mend.menu().aboutToShow.emit()
    [waiting] = panel.mend.menu().actions()
    assert not waiting.isEnabled()
    qtbot.waitUntil(lambda: not panel.session.is_working, timeout=30_000)
    return panel.mend.menu().actions()


def test_fixes_of_a_finding_that_is_no_longer_looked_at_are_not_offered(panel, session, qtbot):
    panel.view.selectRow(0)
    panel.mend.menu().aboutToShow.emit()
    session.look_at(None)
    qtbot.waitUntil(lambda: not session.is_working, timeout=30_000)
    assert [action.isEnabled() for action in panel.mend.menu().actions()] == [False]


@pytest.mark.parametrize("rule", ["gap", "overlap"])
def test_mending_by_the_first_offer_takes_it_off_and_keeps_the_place(panel, session, qtbot, rule):
    before = session.plan
    mendable = has_fix(session)
    row = first_row(panel, lambda finding: finding.rule == rule and mendable(finding))
    finding = panel.model.rows[row]
    panel.view.selectRow(row)
    offer = offered(qtbot, panel)[0]
    assert offer.isEnabled() and "\t" in offer.text()  # what it does, then what it moves and brings
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        offer.trigger()
    assert finding.id not in ids(panel.model.rows)
    assert session.finding is None and not panel.view.selectionModel().hasSelection()
    qtbot.mouseClick(panel.after, Qt.MouseButton.LeftButton)
    assert panel.view.currentIndex().row() == row
    assert session.finding is panel.model.rows[row]
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        session.undo()
    assert session.plan.same_content(before)
    assert ids(panel.model.rows) == ids(session.findings.open) and finding.id in ids(panel.model.rows)


def test_mending_one_after_the_other_goes_down_the_table(panel, session, qtbot):
    pick(panel.rule, "gap")
    left = len(panel.model.rows)
    panel.view.selectRow(0)
    mended = 0
    while session.finding is not None and mended < 3:
        offer = offered(qtbot, panel)[0]
        if not offer.isEnabled():
            break
        with qtbot.waitSignal(session.findings_changed, timeout=30_000):
            offer.trigger()
        mended += 1
        assert session.finding is None
        qtbot.mouseClick(panel.after, Qt.MouseButton.LeftButton)
        assert session.finding is None or session.finding.rule == "gap"
    assert mended > 1 and len(panel.model.rows) <= left - mended


def test_the_finding_before_the_one_that_was_mended_is_one_step_up(panel, session, qtbot):
    pick(panel.rule, "gap")
    panel.view.selectRow(2)
    above = panel.model.rows[1]
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        offered(qtbot, panel)[0].trigger()
    qtbot.mouseClick(panel.before, Qt.MouseButton.LeftButton)
    assert session.finding.id == above.id


def test_a_rule_that_nothing_breaks_any_more_no_longer_hides_the_rest(panel, session, qtbot, monkeypatch):
    counts = session.findings.counts
    rule = next(rule for rule, count in counts.items() if count == 1)
    pick(panel.rule, rule)
    panel.view.selectRow(0)
    answer(monkeypatch, "一时如此")
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    assert panel.rule.currentData() == "" and len(panel.model.rows) == len(session.findings.open) > 0


def test_esc_lets_go_of_the_finding(panel, session, qtbot):
    panel.view.selectRow(1)
    assert session.finding is not None
    qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
    assert session.finding is None and not panel.view.selectionModel().hasSelection()


def test_selected_rows_are_copied_as_excel_takes_them(panel, qtbot):
    chosen = panel.view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (0, 1):
        chosen.select(panel.model.index(row, 0), flags)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert {line.count("\t") for line in lines} == {panel.model.columnCount() - 1}
    assert lines[1].split("\t")[2] == panel.model.data(panel.model.index(0, 2))


def test_closing_the_project_empties_the_table(panel, session):
    session.close()
    assert not panel.model.rows and panel.rule.count() == 1 and not panel.after.isEnabled()


def test_the_sentences_change_their_language_where_one_is(panel, session, words):
    panel.view.selectRow(2)
    words.speak("en")
    assert panel.view.currentIndex().row() == 2
    message = panel.model.data(panel.model.index(2, 2))
    assert message == Wording(session.plan, "en").message(panel.model.rows[2])
    assert panel.severity.itemText(0) == words("findings-any-severity")


def test_what_was_read_is_said_anew_under_another_profile_and_for_another_plan(panel, session, qtbot):
    def said(row: int) -> str:
        return panel.model.index(row, 2).data()

    row = first_row(panel, lambda finding: finding.rule == "worker-over-grids")
    finding, before = panel.model.rows[row], said(row)
    session.show_people("public")
    shown = said(row)
    assert shown == Wording(session.plan, "zh", "public").message(finding) != before
    with qtbot.waitSignal(session.findings_changed):
        session.perform(SetAttributes("grids", finding.grids[:1], {"name": "另一个名字"}))
    row = panel.model.row_of(finding)
    assert said(row) == Wording(session.plan, "zh", "public").message(panel.model.rows[row])
    assert "另一个名字" in said(row) and "另一个名字" not in shown


def test_a_fix_that_nobody_would_do_unattended_is_offered_with_a_warning(panel, session, qtbot):
    found = [finding for finding in panel.model.rows if finding.rule in ("gap", "overlap")]
    warned = next(f for f in found if any(offer.warning == "too-large" for offer in offers(session.plan, f)))
    plain = next(f for f in found if any(offer.edit and not offer.warning for offer in offers(session.plan, f)))
    for finding, told in ((warned, True), (plain, False)):
        panel.view.selectRow(panel.model.rows.index(finding))
        texts = [action.text() for action in offered(qtbot, panel)]
        assert any("注意：又宽又大" in text for text in texts) is told


def test_rules_are_chosen_in_their_groups(panel, session):
    box, counts = panel.rule, session.findings.counts
    keys = [box.itemData(at) for at in range(box.count())]
    assert keys[0] == "" and set(keys[1:]) == {rule for rule, count in counts.items() if count} | {
        f"group:{RULES[rule].group}" for rule, count in counts.items() if count
    }
    group = ""
    for key in keys[1:]:  # each rule stands below its own group
        group = key.removeprefix("group:") if key.startswith("group:") else group
        assert key.startswith("group:") or RULES[key].group == group
    box.setCurrentIndex(box.findData("group:people"))
    assert {RULES[finding.rule].group for finding in panel.model.rows} == {"people"}
    assert len(panel.model.rows) == sum(count for rule, count in counts.items() if RULES[rule].group == "people")
    rule = next(finding.rule for finding in panel.model.rows)
    box.setCurrentIndex(box.findData(rule))
    assert {finding.rule for finding in panel.model.rows} == {rule}
    box.setCurrentIndex(0)
    assert len(panel.model.rows) == len(session.findings.open)
