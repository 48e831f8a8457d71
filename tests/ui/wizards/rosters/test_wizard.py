"""Lists through the window: dropped, seen, corrected, asked about, stored as one step, and taken back."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QTableWidget
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from gridmap.exchange.rosters import ImportRoster
from gridmap.exchange.tables import read_tables
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.wizards.rosters import gathered, work
from ui.wizards.rosters.outcome_lines import NAME, SOURCE, STATE, TOLD, WHERE
from ui.wizards.rosters.tables_found import FILE, NOTE, WANTED
from ui.wizards.rosters.wizard import RosterWizard
from ui.words.messages import text

from .conftest import (
    FIRST,
    HEAD,
    ID_NUMBER,
    SECOND,
    WAIT,
    Bring,
    bring_in,
    go_on,
    labels,
    people,
    pick,
    to_rows,
    workbook,
)


def cell(wizard: RosterWizard, row: int, column: int) -> str:
    model = wizard.rows.table.lines
    return str(model.data(model.index(row, column)))


def column_of(wizard: RosterWizard, column: int) -> list[str]:
    return [cell(wizard, row, column) for row in range(wizard.rows.table.lines.rowCount())]


def texts(table: QTableWidget, column: int) -> list[str]:
    return [item.text() if (item := table.item(row, column)) else "" for row in range(table.rowCount())]


# ---- the whole way ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_dropped_file_to_the_stored_plan_and_the_undo(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, language: str
) -> None:
    window.words.speak(language)
    before = window.session.plan
    wizard = bring(workers)
    assert texts(wizard.files.table, FILE) == ["六月.xlsx"]
    assert wizard.files.table.boxes[0].currentData() == "workers"
    go_on(qtbot, wizard)
    assert wizard.step is wizard.columns
    go_on(qtbot, wizard)
    assert wizard.step is wizard.rows and window.session.plan is before
    assert (
        column_of(wizard, STATE) == [text("roster-state-left-out", language)] + [text("roster-state-new", language)] * 4
    )
    assert cell(wizard, 0, NAME) == "王五" and "第三网格" in cell(wizard, 0, WHERE)
    assert "5" in cell(wizard, 0, SOURCE) and "第三网格" in cell(wizard, 0, TOLD)
    assert text("roster-would-come-in", language, good=2, bad=1) == wizard.asked.text()
    go_on(qtbot, wizard)
    assert wizard.step is wizard.summary
    assert people(window) == ["张三", "李四"] and labels(window) == ["roster"]
    assert len(window.session.plan.tables["assignments"]) == 2
    with qtbot.waitSignal(wizard.accepted):
        qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
    window.actions_by_key["undo"].trigger()
    assert people(window) == [] and window.session.plan.same_content(before)
    said = window.statusBar().currentMessage()
    assert said.startswith(text("step-undo", language, edit="")) and "六月.xlsx" in said
    window.actions_by_key["redo"].trigger()
    assert people(window) == ["张三", "李四"]


def test_what_is_stored_is_in_the_file(qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path) -> None:
    go_on(qtbot, to_rows(qtbot, bring(workers)))
    project = window.session.project
    assert project is not None
    window.session.close()
    with Project.open(project.path, read_only=True) as opened:
        assert opened.plan.tables["workers"]["name"].tolist() == ["张三", "李四"]


def test_the_counts_are_those_of_what_is_stored(qtbot: QtBot, bring: Bring, workers: Path) -> None:
    wizard = to_rows(qtbot, bring(workers))
    assert wizard.lines is not None
    counts = wizard.lines.prepared.counts
    assert wizard.lines.counts.tolist()[2:] == [
        sum(getattr(count, key) for count in counts.values()) for key in ("new", "changed", "ended", "same")
    ]
    assert wizard.lines.counts[0] == wizard.lines.prepared.bad
    assert texts(wizard.rows.counts, 1) == ["2", "2"]


def test_the_same_list_again_has_nothing_to_bring_in(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path
) -> None:
    bring_in(qtbot, bring(workers))
    again = to_rows(qtbot, bring(workers))
    assert not again.go.isEnabled()
    assert again.told.text() == text("roster-nothing-new", "zh")
    assert labels(window) == ["roster"]


def test_next_months_list_ends_who_is_no_longer_in_it(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, tmp_path: Path
) -> None:
    bring_in(qtbot, bring(workers))
    july = workbook(tmp_path / "七月.xlsx", HEAD, ("1", "长江村", "第一网格", "赵六", "13800000006", "专职网格员", ""))
    wizard = bring(july)
    assert not wizard.files.day.isEnabled()
    qtbot.mouseClick(wizard.files.is_dated, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    wizard.files.day.setDate(QDate(2024, 7, 1))
    to_rows(qtbot, wizard)
    ended = [row for row in range(wizard.rows.table.lines.rowCount()) if cell(wizard, row, STATE) == "结束"]
    assert [cell(wizard, row, NAME) for row in ended] == ["张三"]
    assert "2024-06-30" in cell(wizard, ended[0], TOLD)
    go_on(qtbot, wizard)
    duties = window.session.plan.tables["assignments"]
    assert duties["until_date"].tolist() == ["2024-06-30", "", ""]


# ---- what is corrected -----------------------------------------------------------------------------------------------


def test_a_corrected_column_is_remembered_for_the_next_list_of_its_shape(
    qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path
) -> None:
    head = ("村", "网格", "牵头", "电话")
    june = workbook(tmp_path / "a.xlsx", head, ("长江村", "第一网格", "张三", "13800000001"))
    july = workbook(tmp_path / "b.xlsx", head, ("长江村", "第二网格", "李四", "13800000002"))
    wizard = bring(june)
    pick(qtbot, wizard.files.table.boxes[0], "workers")
    go_on(qtbot, wizard)
    assert [box.currentData() for box in wizard.columns.table.boxes] == ["village", "grid_name", "", "phone"]
    pick(qtbot, wizard.columns.table.boxes[2], "person:full_time")
    go_on(qtbot, to_rows(qtbot, wizard))
    assert window.session.plan.tables["assignments"]["role"].tolist() == ["full_time"]
    wizard.close()
    kept = Settings(tmp_path / "settings.ini").roster_corrections
    assert "张三" not in str(kept) and "牵头" in str(kept)
    again = bring(july)
    assert texts(again.files.table, NOTE) == [text("roster-found-remembered", "zh")]
    go_on(qtbot, again)
    assert again.columns.table.boxes[2].currentData() == "person:full_time"
    go_on(qtbot, to_rows(qtbot, again))
    assert people(window) == ["张三", "李四"]


def test_corrections_can_be_taken_back_for_good(qtbot: QtBot, bring: Bring, workers: Path, tmp_path: Path) -> None:
    wizard = bring(workers)
    go_on(qtbot, wizard)
    pick(qtbot, wizard.columns.table.boxes[4], "")
    go_on(qtbot, wizard)
    assert Settings(tmp_path / "settings.ini").roster_corrections
    qtbot.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(wizard.columns.reset, Qt.MouseButton.LeftButton)
    assert wizard.columns.table.boxes[4].currentData() == "phone"
    assert not wizard.columns.reset.isVisible()
    go_on(qtbot, wizard)
    assert not Settings(tmp_path / "settings.ini").roster_corrections


def test_a_table_that_says_nothing_of_its_rows_stays_out_until_somebody_says_it(
    qtbot: QtBot, bring: Bring, tmp_path: Path
) -> None:
    wizard = bring(workbook(tmp_path / "a.xlsx", ("甲", "网格编码"), ("张三", "320582100201001"), title=""))
    table = wizard.files.table
    tick = table.item(0, WANTED)
    assert tick is not None
    known = tick.checkState() == Qt.CheckState.Checked
    pick(qtbot, table.boxes[0], "workers")
    go_on(qtbot, wizard)
    pick(qtbot, wizard.columns.table.boxes[0], "person")
    to_rows(qtbot, wizard)
    assert not known or wizard.lines is not None
    assert column_of(wizard, NAME) == ["张三", "张三"]


def test_a_table_that_is_not_ticked_stays_out(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, tmp_path: Path
) -> None:
    other = workbook(tmp_path / "七月.xlsx", HEAD, ("1", "长江村", "第一网格", "赵六", "13800000006", "专职网格员", ""))
    wizard = bring(workers, other)
    table = wizard.files.table
    at = table.visualItemRect(table.item(1, WANTED))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at.topLeft() + QPoint(11, at.height() // 2))
    go_on(qtbot, to_rows(qtbot, wizard))
    assert people(window) == ["张三", "李四"]


# ---- what is asked ---------------------------------------------------------------------------------------------------


def test_a_grid_that_is_named_only_nearly_is_the_users_choice(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path
) -> None:
    wizard = to_rows(qtbot, bring(workers))
    rows = wizard.rows
    rows.tabs.setCurrentWidget(rows.questions)
    assert rows.questions.open == 1
    [box] = rows.questions.boxes
    assert {box.itemData(at) for at in range(box.count())} >= {None, FIRST, SECOND}
    pick(qtbot, box, SECOND)
    qtbot.waitUntil(lambda: not wizard.is_working and rows.questions.open == 0, timeout=WAIT)
    assert wizard.lines is not None and not wizard.lines.faults
    assert rows.questions.boxes[0].currentData() == SECOND
    pick(qtbot, rows.questions.boxes[0], None)
    qtbot.waitUntil(lambda: not wizard.is_working and rows.questions.open == 1, timeout=WAIT)
    pick(qtbot, rows.questions.boxes[0], SECOND)
    qtbot.waitUntil(lambda: not wizard.is_working and rows.questions.open == 0, timeout=WAIT)
    go_on(qtbot, wizard)
    assert people(window) == ["张三", "李四", "王五"]
    assert window.session.plan.tables["assignments"]["grid"].tolist() == [FIRST, SECOND, SECOND]


def test_any_grid_may_be_chosen(qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path) -> None:
    wizard = to_rows(
        qtbot,
        bring(workbook(tmp_path / "a.xlsx", HEAD, ("1", "长江村", "滨江花园东区", "张三", "", "专职网格员", ""))),
    )
    assert not wizard.go.isEnabled() and wizard.told.text() == text("roster-nothing-can", "zh")
    questions = wizard.rows.questions
    wizard.rows.tabs.setCurrentWidget(questions)
    pick(qtbot, questions.boxes[0], -1)
    assert questions.choosing is not None and not questions.choosing.take.isEnabled()
    questions.choosing.picker.field.insert("第二")
    qtbot.mouseClick(questions.choosing.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.is_working and wizard.go.isEnabled(), timeout=WAIT)
    go_on(qtbot, wizard)
    assert window.session.plan.tables["assignments"]["grid"].tolist() == [SECOND]


def test_of_namesakes_it_is_asked_who_is_meant(qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path) -> None:
    known = workbook(
        tmp_path / "a.xlsx",
        HEAD,
        ("1", "长江村", "第一网格", "张三", "13800000001", "专职网格员", ""),
        ("2", "长江村", "第一网格", "张三", "13800000002", "兼职网格员", ""),
    )
    bring_in(qtbot, bring(known))
    vague = workbook(tmp_path / "b.xlsx", HEAD, ("1", "长江村", "第二网格", "张三", "", "专职网格员", ""))
    wizard = to_rows(qtbot, bring(vague))
    [box] = wizard.rows.questions.boxes
    offered = [box.itemText(at) for at in range(box.count())]
    assert any("138****0002" in one for one in offered) and not any("13800000002" in one for one in offered)
    pick(qtbot, box, "13800000002")
    qtbot.waitUntil(lambda: not wizard.is_working and wizard.go.isEnabled(), timeout=WAIT)
    go_on(qtbot, wizard)
    workers, duties = (window.session.plan.tables[name] for name in ("workers", "assignments"))
    [meant] = duties["worker"][duties["grid"] == SECOND].tolist()
    assert workers.loc[meant, "phone"] == "13800000002" and len(workers) == 2


# ---- what stays out --------------------------------------------------------------------------------------------------


def test_bad_rows_are_saved_mended_and_brought_in(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = to_rows(qtbot, bring(workers))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "bad"), ""))
    qtbot.mouseClick(wizard.rows.save, Qt.MouseButton.LeftButton)
    assert str(tmp_path / "bad.xlsx") in wizard.asked.text()
    bring_in(qtbot, wizard)
    [table] = read_tables(tmp_path / "bad.xlsx")
    assert ID_NUMBER not in str(table.cells) and "--choose" not in str(table.cells)
    row = table.cells[0].tolist()
    assert row[3] == "王五"
    row[2] = "第二网格"
    mended = workbook(tmp_path / "改好.xlsx", table.columns, row, title=table.title)
    bring_in(qtbot, bring(mended))
    assert people(window) == ["张三", "李四", "王五"]


def test_a_file_that_cannot_be_read_keeps_none_of_the_others_out(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "坏.xlsx"
    damaged.write_bytes(workers.read_bytes()[:900])
    wizard = bring(workers)
    wizard.files.read([damaged])
    qtbot.waitUntil(lambda: not wizard.is_working, timeout=WAIT)
    assert texts(wizard.files.table, FILE) == ["六月.xlsx", "坏.xlsx"]
    assert "坏.xlsx" in texts(wizard.files.table, NOTE)[1]
    go_on(qtbot, to_rows(qtbot, wizard))
    assert people(window) == ["张三", "李四"]


def test_a_locked_file_asks_for_its_password(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, tmp_path: Path
) -> None:
    locked = tmp_path / "锁.xlsx"
    with locked.open("wb") as out:
        OOXMLFile(io.BytesIO(workers.read_bytes())).encrypt("城西2023", out)
    wizard = bring(locked)
    table = wizard.files.table

    def give(password: str) -> None:
        qtbot.mouseClick(table.unlock[0], Qt.MouseButton.LeftButton)
        asking = wizard.files.asking
        assert asking is not None
        asking.setTextValue(password)
        with qtbot.waitSignal(asking.finished):
            asking.accept()
        qtbot.waitUntil(lambda: not wizard.is_working, timeout=WAIT)

    assert not wizard.go.isEnabled()
    give("wrong")
    assert texts(table, NOTE) == [text("password-wrong", "zh", file="锁.xlsx")]
    give("城西2023")
    assert not table.unlock
    go_on(qtbot, to_rows(qtbot, wizard))
    assert people(window) == ["张三", "李四"]
    assert "城西2023" not in (tmp_path / "settings.ini").read_text(encoding="utf-8")


# ---- giving up -------------------------------------------------------------------------------------------------------


def test_leaving_at_any_step_stores_nothing(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, project: Path
) -> None:
    before = project.read_bytes()
    for steps in range(3):
        wizard = bring(workers)
        for _ in range(steps):
            go_on(qtbot, wizard)
        with qtbot.waitSignal(wizard.rejected):
            qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert labels(window) == [] and project.read_bytes() == before


def test_reading_can_be_given_up(qtbot: QtBot, bring: Bring, workers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, gate = threading.Event(), threading.Event()
    read = gathered.read_tables

    def slowly(*args: object, **options: object) -> object:
        begun.set()
        gate.wait(10)
        return read(*args, **options)  # type: ignore[arg-type]

    wizard = bring(workers)
    monkeypatch.setattr(gathered, "read_tables", slowly)
    wizard.files.read([workers.with_name("七月.xlsx")])
    qtbot.waitUntil(begun.is_set)
    qtbot.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: not wizard.is_working, timeout=WAIT)
    assert wizard.isVisible() and texts(wizard.files.table, FILE) == ["六月.xlsx"]


def test_working_the_outcome_out_can_be_given_up(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = threading.Event(), threading.Event()
    prepare = work.prepare

    def slowly(*args: object) -> object:
        begun.set()
        gate.wait(10)
        return prepare(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "prepare", slowly)
    wizard = bring(workers)
    go_on(qtbot, wizard)
    qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set)
    assert not wizard.columns.isEnabled() and wizard.bar.isVisible()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    gate.set()
    qtbot.waitUntil(lambda: not wizard.is_working, timeout=WAIT)
    assert wizard.step is wizard.columns and wizard.lines is None
    monkeypatch.undo()
    go_on(qtbot, to_rows(qtbot, wizard))
    assert people(window) == ["张三", "李四"]


def test_storing_that_is_given_up_leaves_file_and_plan_as_they_were(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = threading.Event(), threading.Event()
    change = ImportRoster.change

    def slowly(edit: ImportRoster, plan: Plan) -> Change:
        begun.set()
        gate.wait(10)
        return change(edit, plan)

    before = window.session.plan
    wizard = to_rows(qtbot, bring(workers))
    monkeypatch.setattr(ImportRoster, "change", slowly)
    monkeypatch.setattr("gridmap.project.open_file._ASKED_EVERY", 1)
    qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set)
    qtbot.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: not wizard.is_working, timeout=WAIT)
    assert wizard.step is wizard.rows and window.session.plan is before and labels(window) == []
    monkeypatch.undo()
    go_on(qtbot, wizard)
    assert people(window) == ["张三", "李四"]


def test_an_outcome_is_worked_out_anew_if_the_project_has_changed_meanwhile(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path
) -> None:
    wizard = to_rows(qtbot, bring(workers))
    window.session.perform(SetAttributes("grids", (FIRST,), {"name": "东网格"}))
    assert wizard.step is wizard.columns
    to_rows(qtbot, wizard)
    assert column_of(wizard, NAME)[:2] == ["张三", "王五"]


def test_the_wizard_goes_with_its_project(qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path) -> None:
    wizard = to_rows(qtbot, bring(workers))
    with qtbot.waitSignal(wizard.rejected):
        window.session.close()


# ---- looking ---------------------------------------------------------------------------------------------------------


def test_rows_are_found_by_state_and_by_words_and_shown_on_the_map(qtbot: QtBot, bring: Bring, workers: Path) -> None:
    wizard = to_rows(qtbot, bring(workers))
    rows = wizard.rows
    qtbot.mouseClick(rows.chips.button(1), Qt.MouseButton.LeftButton)
    assert column_of(wizard, NAME) == ["王五"]
    qtbot.mouseClick(rows.chips.button(0), Qt.MouseButton.LeftButton)
    rows.search.setFocus()
    rows.search.insert("李四 第二")
    qtbot.keyClick(rows.search, Qt.Key.Key_Return)
    assert wizard.step is rows and set(column_of(wizard, NAME)) == {"李四"}
    assert rows.map.grids == (SECOND,)
    assert "李四" in rows.told.text()
    rows.search.clear()
    qtbot.waitUntil(lambda: rows.table.lines.rowCount() == 5)
    assert rows.map.grids == ()


def test_a_row_that_stays_out_shows_the_grids_that_may_be_meant(qtbot: QtBot, bring: Bring, workers: Path) -> None:
    wizard = to_rows(qtbot, bring(workers))
    wizard.rows.table.selectRow(0)
    assert set(wizard.rows.map.grids) == {FIRST, SECOND}


def test_everything_is_said_in_the_language_that_is_chosen_while_it_is_open(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path
) -> None:
    wizard = to_rows(qtbot, bring(workers))
    window.words.speak("en")
    assert cell(wizard, 0, STATE) == "Left out" and "no grid" in cell(wizard, 0, TOLD)
    assert wizard.go.text() == "Bring in" and wizard.windowTitle() == "Bring in lists"
    assert wizard.columns.table.item(6, 2).text() == text("roster-why-private-here", "en")


# ---- what is shown of people -----------------------------------------------------------------------------------------


def everything_said(wizard: RosterWizard) -> str:
    """Return all that the steps say, in cells and when one points at them."""
    model = wizard.rows.table.lines
    said = [
        str(model.data(model.index(row, column), role))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    ]
    for table in (wizard.files.table, wizard.columns.table, wizard.rows.questions, wizard.rows.counts):
        for row in range(table.rowCount()):
            items = [item for at in range(table.columnCount()) if (item := table.item(row, at))]
            said += [text for item in items for text in (item.text(), item.toolTip())]
    said += [wizard.rows.noticed.toPlainText(), wizard.files.notes.toPlainText(), wizard.rows.private.text()]
    return "\n".join(said)


@pytest.mark.parametrize(
    ("profile", "phone", "name"), [("internal", "13800000001", "张三"), ("briefing", "138****0001", "张三")]
)
def test_phones_are_shown_as_the_profile_has_them_and_id_numbers_never(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path, profile: str, phone: str, name: str
) -> None:
    window.actions_by_key[f"people-{profile}"].trigger()
    said = everything_said(to_rows(qtbot, bring(workers)))
    assert phone in said and name in said
    assert ID_NUMBER not in said and text("roster-not-shown", "zh") in said
    assert ("13800000001" in said) == (profile == "internal")


def test_in_public_neither_names_nor_phones_are_shown(
    qtbot: QtBot, window: MainWindow, bring: Bring, workers: Path
) -> None:
    window.actions_by_key["people-public"].trigger()
    said = everything_said(to_rows(qtbot, bring(workers)))
    assert "张*" in said
    assert not any(word in said for word in ("张三", "李四", "王五", "1380000", "0001", ID_NUMBER))


# ---- forms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["workers", "branches", "grids", "buildings"])
def test_an_empty_form_is_written_from_the_menu(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / form), ""))
    window.actions_by_key[f"form-{form}"].trigger()
    [table] = read_tables(tmp_path / f"{form}.xlsx")
    assert "网格编码" in table.columns
    assert str(tmp_path / f"{form}.xlsx") in window.statusBar().currentMessage()


def test_an_empty_form_is_written_from_the_first_step(
    qtbot: QtBot, bring: Bring, workers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = bring(workers)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "表样.xlsx"), ""))
    wizard.files.menu.actions()[1].trigger()
    [table] = read_tables(tmp_path / "表样.xlsx")
    assert "党组织名称" in table.columns
    assert wizard.asked.text() == text("roster-form-written", "zh", file=str(tmp_path / "表样.xlsx"))


def test_a_form_that_cannot_be_written_is_told(
    qtbot: QtBot, bring: Bring, workers: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = bring(workers)
    before = project.read_bytes()
    (project.parent / "x.xlsx").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(project.parent / "x.xlsx"), ""))
    wizard.files.menu.actions()[0].trigger()
    assert "x.xlsx" in wizard.told.text()
    assert project.read_bytes() == before
    assert QApplication.activeModalWidget() in (None, wizard)


# ---- what the window says instead of the command line ----------------------------------------------------------------


def test_places_that_are_far_away_are_told_at_the_step_where_they_can_be_mended(
    qtbot: QtBot, bring: Bring, tmp_path: Path
) -> None:
    head = ("门牌", "户数", "经度", "纬度")
    wizard = bring(workbook(tmp_path / "楼栋.xlsx", head, ("人民路1号", "24", "100.5", "31.8"), title="楼栋清单"))
    assert wizard.files.crs.isVisible()
    go_on(qtbot, wizard)
    qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.is_working and bool(wizard.told.text()), timeout=WAIT)
    assert wizard.step is wizard.columns
    assert "--crs" not in wizard.told.text() and text("wizard-step-roster-files", "zh") in wizard.told.text()


def test_nothing_that_is_told_speaks_of_the_command_line(
    qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path
) -> None:
    window.words.speak("en")
    wizard = bring(
        workbook(
            tmp_path / "a.xlsx",
            HEAD,
            ("1", "长江村", "第一网格", "张三", "13800000001", "", ""),
            ("2", "长江村", "第三网格", "李四", "13800000002", "", ""),
            title="名单",
        )
    )
    said = everything_said(to_rows(qtbot, wizard))
    assert "no role" in said and "perhaps" in said and "--" not in said
