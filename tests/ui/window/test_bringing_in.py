"""From files that are dropped on the window to the plan that is stored, and back by one undo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from gridmap.exchange.datum import gcj02_from_wgs84
from gridmap.model.plan import Plan
from gridmap.people.privacy import PROFILES
from gridmap.project.project import Project
from sample_data.make import make_plan
from tests.ui.window.office import (
    KINDS,
    drop,
    enter,
    farthest_m,
    go_to,
    idle,
    next_year,
    office,
    table_of,
    wizard_of,
    write,
)
from ui.look.list_of_rows import room_of_words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.wizards.beginning.wizard import NewProjectWizard
from ui.wizards.boundaries.outcome_step import OutcomeStep
from ui.wizards.boundaries.outcome_table import COLUMNS
from ui.wizards.boundaries.preview import STATES
from ui.wizards.boundaries.wizard import BoundariesWizard
from ui.wizards.frame import Wizard
from ui.wizards.rosters.wizard import RosterWizard
from ui.words.messages import text

WAIT = 30_000


@pytest.fixture(scope="session")
def town() -> Plan:
    """The sample town as it should come in."""
    return make_plan("town", 2020)


@pytest.fixture
def files(tmp_path: Path, town: Plan) -> list[Path]:
    """Its boundaries as an office has them."""
    return office(tmp_path / "大新镇", town)


@pytest.fixture
def stored(qtbot: QtBot, window: MainWindow, tmp_path: Path, town: Plan) -> MainWindow:
    """The window with a project of the boundaries alone."""
    path = tmp_path / "stored.gpkg"
    Project.create(path, Plan(town.scheme, {"grids": town.grids})).close()
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        window.open_project(path)
    return window


def outcome(wizard: Wizard) -> OutcomeStep:
    assert isinstance(wizard.step, OutcomeStep)
    return wizard.step


def counts(step: OutcomeStep) -> dict[str, int]:
    """Return what the legend counts."""
    numbers = step.model.counts()
    return {name: int(numbers[place]) for place, name in enumerate(STATES) if numbers[place]}


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.name != "settings.ini"}


# ---- a new project ---------------------------------------------------------------------------------------------------


def test_from_files_on_the_start_page_to_the_stored_plan_and_back_by_one_undo(
    qtbot: QtBot, window: MainWindow, files: list[Path], town: Plan, tmp_path: Path
) -> None:
    assert drop(window, files)
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    go_to(qtbot, wizard, "place")
    assert wizard.place.title.text() == "大新镇"
    assert wizard.place.path == tmp_path / "大新镇" / "大新镇.gpkg"
    assert wizard.place.crs.currentData() == "EPSG:4549"
    go_to(qtbot, wizard, "sources")
    assert [source.said.kind for source in wizard.boundaries.work.sources] == KINDS
    go_to(qtbot, wizard, "outcome")
    bare = int((~town.has_shape).sum())  # grids of the ledger alone come in too, and should be looked at
    assert counts(outcome(wizard)) == {"new": len(town.ids) - bare, "doubtful": bare}
    assert not wizard.place.path.exists()
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    plan, project = window.session.plan, window.session.project
    assert project is not None
    assert sorted(plan.grids["code"]) == sorted(town.grids["code"])
    assert farthest_m(town, plan) < 1e-4
    assert plan.facts()["title"] == "大新镇"
    assert [entry.label for entry in project.history()] == ["import-boundaries"]
    qtbot.waitUntil(window.canvas.hasFocus)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not len(window.session.plan.ids)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(window.session.plan.ids) == len(town.ids)


def test_lists_among_the_files_are_asked_for_once_the_project_is_open(
    qtbot: QtBot, window: MainWindow, files: list[Path], town: Plan
) -> None:
    code = town.grids["code"].to_numpy()[-1]
    roster = files[0].with_name("网格员.csv")
    roster.write_text(f"姓名,联系电话,网格编码\n张三,13800001234,{code}\n", encoding="gb18030")
    drop(window, [files[0].parent])
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    assert (len(wizard.files.sorted.boundaries), wizard.lists) == (3, (roster,))
    go_to(qtbot, wizard, "outcome")
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    lists = wizard_of(window)
    idle(qtbot, lists)
    assert isinstance(lists, RosterWizard)
    assert lists.step is lists.files


@pytest.mark.parametrize("step", ["scheme", "files", "place", "sources", "columns", "outcome"])
def test_leaving_at_any_step_leaves_nothing_behind(
    qtbot: QtBot, window: MainWindow, files: list[Path], tmp_path: Path, step: str
) -> None:
    before = everything_in(tmp_path)
    drop(window, files)
    wizard = wizard_of(window)
    go_to(qtbot, wizard, step)
    with qtbot.waitSignal(wizard.rejected):
        qtbot.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_Escape)
    assert everything_in(tmp_path) == before
    assert window.session.project is None
    assert window.settings.recent == []


def test_giving_up_while_it_is_stored_leaves_no_file_and_the_wizard_where_it_was(
    qtbot: QtBot, window: MainWindow, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_in(tmp_path)
    drop(window, files)
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    go_to(qtbot, wizard, "outcome")
    create = Project.create

    def gives_up_meanwhile(*args: object, **options: object) -> Project:
        project = create(*args, **options)  # type: ignore[arg-type]
        wizard._job.cancel()  # type: ignore[union-attr]
        return project

    monkeypatch.setattr(Project, "create", gives_up_meanwhile)
    enter(qtbot, wizard)
    assert wizard.step.key == "outcome"
    assert wizard.told.text() == ""
    assert everything_in(tmp_path) == before
    monkeypatch.undo()
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    assert len(window.session.plan.ids)


def test_closing_the_window_while_it_is_stored_leaves_a_whole_project_or_none(
    qtbot: QtBot, window: MainWindow, files: list[Path], tmp_path: Path
) -> None:
    drop(window, files)
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    go_to(qtbot, wizard, "outcome")
    path = wizard.place.path
    qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Return)
    wizard.close()
    window.close()
    assert not path.exists()
    assert [name for name in everything_in(tmp_path) if "lock" in name or "journal" in name] == []


def test_a_project_may_begin_empty_and_with_another_scheme(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.wizards.beginning.place_step.QStandardPaths.writableLocation", lambda _: str(tmp_path))
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    qtbot.keyClick(wizard.scheme.list, Qt.Key.Key_Down)
    assert wizard.scheme.scheme.key == "micro"
    go_to(qtbot, wizard, "place")
    assert wizard.is_last
    assert wizard.go.text() == text("new-project-create", "zh")
    wizard.place.title.selectAll()
    qtbot.keyClicks(wizard.place.title, "Dongshan")
    assert wizard.place.path == tmp_path / "Dongshan.gpkg"
    wizard.place.crs.setCurrentIndex(wizard.place.crs.findData("EPSG:4547"))
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    plan = window.session.plan
    assert (plan.scheme.key, plan.crs.to_epsg(), plan.facts()["title"]) == ("micro", 4547, "Dongshan")
    assert window.settings.recent == [tmp_path / "Dongshan.gpkg"]


def test_a_scheme_of_ones_own_is_shown_with_its_levels_and_a_wrong_one_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, town: Plan
) -> None:
    own, wrong = tmp_path / "own.toml", tmp_path / "wrong.toml"
    own.write_text(town.scheme.text.replace("镇级网格", "街镇级网格"), encoding="utf-8")
    wrong.write_text("format = 99", encoding="utf-8")
    window.bringing_in.new_project()
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    for file in (wrong, own):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, file=file: (str(file), ""))
        qtbot.mouseClick(wizard.scheme.own, Qt.MouseButton.LeftButton)
        if file is wrong:
            assert str(wrong) in wizard.told.text()
    assert wizard.scheme.levels.item(0, 0).text() == "1  街镇级网格"
    assert wizard.scheme.scheme.levels[0].name.zh == "街镇级网格"


def test_a_file_that_is_there_already_is_not_replaced(
    qtbot: QtBot, window: MainWindow, files: list[Path], tmp_path: Path
) -> None:
    there = tmp_path / "there.gpkg"
    there.write_bytes(b"something of somebody's")
    drop(window, files)
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    go_to(qtbot, wizard, "place")
    wizard.place.file.setText(str(there))
    assert not wizard.go.isEnabled()
    assert "there.gpkg" in wizard.told.text()
    wizard.place.file.setText(str(tmp_path / "no folder" / "a.gpkg"))
    assert not wizard.go.isEnabled()
    assert there.read_bytes() == b"something of somebody's"


def test_files_are_taken_out_and_put_in_again_and_the_steps_follow(
    qtbot: QtBot, window: MainWindow, files: list[Path]
) -> None:
    drop(window, files[:1])
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    go_to(qtbot, wizard, "files")
    assert len(wizard.steps) == 6
    wizard.files.table.setFocus()
    wizard.files.table.selectRow(0)
    qtbot.keyClick(wizard.files.table, Qt.Key.Key_Delete)
    assert [step.key for step in wizard.steps] == ["scheme", "files", "place"]
    assert drop(wizard.files, files)
    assert len(wizard.steps) == 6
    go_to(qtbot, wizard, "outcome")


# ---- what is dropped -------------------------------------------------------------------------------------------------


def test_a_project_that_is_dropped_opens_and_nothing_is_asked(
    qtbot: QtBot, window: MainWindow, town_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "town.gpkg"
    path.write_bytes(town_file.read_bytes())
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        assert drop(window, [path])
    assert window.session.project is not None
    assert window.session.project.path == path
    assert not [one for one in window.findChildren(Wizard) if one.isVisible()]


def test_files_that_are_dropped_with_a_project_come_into_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, town: Plan
) -> None:
    path = tmp_path / "stored.gpkg"
    Project.create(path, Plan(town.scheme, {"grids": town.grids})).close()
    file = write(next_year(town), tmp_path / "明年.geojson")
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        drop(window, [file, path])
    wizard = wizard_of(window)
    assert isinstance(wizard, BoundariesWizard)
    go_to(qtbot, wizard, "outcome")
    assert counts(outcome(wizard))["gone"] == 1
    drop(window, [path])  # meanwhile the window takes nothing
    assert wizard_of(window) is wizard


def test_what_nothing_reads_is_told_in_a_sentence_and_the_other_files_come_in(
    qtbot: QtBot, window: MainWindow, files: list[Path], tmp_path: Path
) -> None:
    drawing = tmp_path / "图纸.dwg"
    drawing.write_bytes(b"AC1032" + bytes(200))
    drop(window, [*files, drawing])
    [box] = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert box.text() == text("format-dwg", "zh", file="图纸.dwg")
    box.close()
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    assert len(wizard.files.sorted.boundaries) == 3


def test_text_that_is_dropped_is_no_file(window: MainWindow) -> None:
    assert not drop(window, [])


def test_a_damaged_file_is_told_at_its_line_without_a_traceback(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, files: list[Path]
) -> None:
    bad = tmp_path / "坏.geojson"
    bad.write_text(json.dumps({"type": "FeatureCollection", "features": [1]})[:-9], encoding="utf-8")
    drop(stored, [bad])
    wizard = wizard_of(stored)
    idle(qtbot, wizard)
    assert isinstance(wizard, BoundariesWizard)
    assert not wizard.go.isEnabled()
    assert "坏.geojson" in wizard.told.text()
    assert "Traceback" not in wizard.told.text()
    wizard.boundaries.sources.add(files[:1])
    idle(qtbot, wizard)
    assert wizard.go.isEnabled()
    assert len(wizard.boundaries.work.wanted) == 1


# ---- an open project -------------------------------------------------------------------------------------------------


def test_the_next_year_s_file_shows_what_is_new_changed_renamed_and_gone_before_it_is_stored(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    file = write(next_year(town), tmp_path / "明年.geojson")
    before = stored.session.plan
    drop(stored, [file])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "outcome")
    step, prepared = outcome(wizard), wizard.boundaries.work.prepared  # type: ignore[attr-defined]
    found = counts(step)
    assert (found["new"], found["renamed"], found["gone"]) == (1, 1, 1)
    assert found["changed"] >= 1
    assert found["same"] > 20
    assert {name: prepared.counts[name] for name in found} == found
    assert stored.session.plan is before
    # The legend filters the table.
    step.panel.legend.choose(STATES.index("renamed"))
    assert step.model.rowCount() == 1
    assert step.model.index(0, 2).data() == "新名字"
    assert text("boundaries-changes-name", "zh") in step.model.index(0, 3).data()
    with qtbot.waitSignal(stored.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    plan = stored.session.plan
    assert "新名字" in plan.grids["name"].tolist()
    assert len(plan.ids) == len(before.ids) + 1  # what is gone stays unless that is asked for
    stored.session.undo()
    assert stored.session.plan.grids["name"].tolist() == before.grids["name"].tolist()


def test_what_is_gone_is_retired_only_if_it_is_asked_for(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    before = len(stored.session.plan.ids)
    drop(stored, [write(next_year(town), tmp_path / "明年.geojson")])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "outcome")
    step = outcome(wizard)
    assert not step.panel.retire.isChecked()
    QTest.mouseClick(step.panel.retire, Qt.MouseButton.LeftButton, pos=QPoint(8, step.panel.retire.height() // 2))
    idle(qtbot, wizard)
    step.panel.legend.choose(STATES.index("gone"))
    assert step.model.index(0, 3).data() == text("boundaries-gone-retired", "zh")
    with qtbot.waitSignal(stored.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    assert len(stored.session.plan.ids) == before  # one new, one gone
    assert len(stored.session.plan.tables["retired_codes"]) == 1


def test_grids_without_a_code_are_numbered_and_people_come_along_if_that_is_ticked(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    table = next_year(town)
    table.loc[len(table) - 1, "code"] = ""  # the grid that is new
    table["网格员"] = "张三"
    table["联系电话"] = "13812345678"
    drop(stored, [write(table, tmp_path / "明年.geojson")])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "outcome")
    step = outcome(wizard)
    assert counts(step)["left_out"] == 1
    wizard.resize(1000, 592)  # on the smallest screen
    shown = step.table
    qtbot.waitUntil(lambda: shown.horizontalHeader().length() == shown.viewport().width() > 600)  # none beyond the edge
    assert not any(shown.isColumnHidden(COLUMNS.index(column)) for column in ("says", "row"))
    wizard.resize(1180, 700)  # with more room nothing is cut short that what is said leaves room for
    parent = COLUMNS.index("parent")
    qtbot.waitUntil(lambda: shown.columnWidth(parent) == room_of_words(shown, parent) > 180)
    assert shown.horizontalHeader().length() == shown.viewport().width()
    assert step.panel.number.text() == text("boundaries-number-some", "zh", count=1)
    for box in (step.panel.number, step.panel.people):
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Space)
        idle(qtbot, wizard)
        assert box.isChecked()
    assert "left_out" not in counts(step)
    with qtbot.waitSignal(stored.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    plan, project = stored.session.plan, stored.session.project
    assert project is not None
    assert plan.tables["workers"]["name"].tolist() == ["张三"]
    assert len(plan.tables["assignments"]) > 20
    assert len(project.history()) == 1
    stored.session.undo()
    assert not len(stored.session.plan.tables["workers"])


def test_a_row_shows_its_grid_on_the_map_and_a_grid_its_row(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    drop(stored, [write(next_year(town), tmp_path / "明年.geojson")])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "outcome")
    step = outcome(wizard)
    qtbot.waitUntil(lambda: not step.map.is_busy, timeout=WAIT)
    step.table.selectRow(3)
    [chosen] = step.map.session.selection
    assert step.map.session.plan.value(chosen, "code") == step.model.index(3, 1).data()
    step.map.fit()
    qtbot.waitUntil(lambda: not step.map.is_busy, timeout=WAIT)
    plan, view = step.map.session.plan, step.map.view
    row = next(at for at in range(6, 60) if plan.shape(int(step.model.ids[at])) is not None)
    grid = int(step.model.ids[row])
    place = plan.shape(grid).representative_point()
    at = QPoint(*np.round(view.to_screen(place.x, place.y)).astype(int).tolist())
    QTest.mouseMove(step.map, at)
    QTest.mouseClick(step.map, Qt.MouseButton.LeftButton, pos=at)
    assert step.map.session.selection == (grid,)
    [selected] = step.table.selectionModel().selectedRows()
    assert selected.row() == row
    assert stored.session.selection == ()


def test_a_corrected_column_is_remembered_for_the_next_file_of_the_same_shape(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    headers = {"code": "编码", "name": "甲", "parent": "乙", "kind": "类型"}
    drop(stored, [write(next_year(town), tmp_path / "一.geojson", headers)])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "columns")
    table = wizard.step.table  # type: ignore[attr-defined]
    rows = {table.item(row, 0).text(): row for row in range(table.rowCount())}
    box = table.boxes[rows["甲"]]
    assert box.currentData() == ""
    box.setFocus()
    while box.currentData() != "name":
        qtbot.keyClick(box, Qt.Key.Key_Down)
    go_to(qtbot, wizard, "outcome")
    assert counts(outcome(wizard))["renamed"] == 1
    with qtbot.waitSignal(stored.session.findings_changed, timeout=WAIT):
        enter(qtbot, wizard)
    again = Settings(tmp_path / "settings.ini")
    stored.settings.save()
    [kept] = again.columns_of("boundaries").values()
    assert kept == {"甲": "name"}
    stored.session.undo()
    drop(stored, [write(next_year(town), tmp_path / "二.geojson", headers)])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "columns")
    assert wizard.step.table.boxes[rows["甲"]].currentData() == "name"  # type: ignore[attr-defined]
    assert wizard.step.remembered.text() == text("boundaries-columns-remembered", "zh")  # type: ignore[attr-defined]


def test_a_file_in_gcj02_is_asked_about_and_lies_where_it_belongs_once_that_is_answered(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    table = table_of(town, "comprehensive", "dedicated")
    table["geometry"] = [None if shape is None else _shifted(shape) for shape in table.geometry]
    drop(stored, [write(table, tmp_path / "高德.geojson")])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "outcome")
    step = outcome(wizard)
    assert not wizard.go.isEnabled()
    question, *others = step.panel.questions.buttons
    assert question.text() == text("boundaries-answer-shifted", "zh", name="GCJ-02")
    assert [button.text() for button in others] == [text("boundaries-answer-as-said", "zh")]
    assert len(step._preview().otherwise) == int(table.geometry.notna().sum())  # type: ignore[union-attr]
    qtbot.mouseClick(question, Qt.MouseButton.LeftButton)
    idle(qtbot, wizard)
    assert counts(step).keys() <= {"same", "changed", "doubtful"}
    assert step.panel.questions.buttons == []
    rows = wizard.boundaries.work.prepared.rows  # type: ignore[attr-defined]
    truth = dict(zip(town.grids["code"], town.all_shapes, strict=True))
    pairs = rows.loc[rows.geometry.notna(), ["code", "geometry"]].itertuples(index=False)
    assert max(shape.hausdorff_distance(truth[code]) for code, shape in pairs) < 1e-3


def _shifted(shape: object) -> object:
    import shapely

    def move(xy: np.ndarray) -> np.ndarray:
        return np.stack(gcj02_from_wgs84(xy[:, 0], xy[:, 1]), axis=1)

    return shapely.transform(shape, move)


def test_a_file_without_a_crs_is_asked_about_before_its_columns_are_shown(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    table = table_of(town, "comprehensive", "dedicated").to_crs(4528)  # with the zone before eastings
    file = write(table, tmp_path / "无坐标系.shp")
    file.with_suffix(".prj").unlink()
    drop(stored, [file])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "columns")
    assert not wizard.go.isEnabled()
    questions = wizard.step.questions  # type: ignore[attr-defined]
    qtbot.mouseClick(questions.buttons[0], Qt.MouseButton.LeftButton)
    idle(qtbot, wizard)
    assert wizard.go.isEnabled()
    go_to(qtbot, wizard, "outcome")
    assert counts(outcome(wizard)).keys() <= {"same", "changed", "doubtful"}


def test_the_wizard_follows_the_language_and_fits_a_small_screen(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan
) -> None:
    drop(stored, [write(next_year(town), tmp_path / "明年.geojson")])
    wizard = wizard_of(stored)
    for key in ("sources", "columns", "outcome"):
        go_to(qtbot, wizard, key)
        for language in ("en", "zh"):
            stored.words.speak(language)
            hint = wizard.minimumSizeHint()
            assert (hint.width(), hint.height()) <= (1000, 616), (key, language, hint)
            assert wizard.windowTitle() == text("boundaries-wizard", language)
    wizard.resize(1000, 616)
    assert outcome(wizard).map.height() >= 140
    assert outcome(wizard).table.height() >= 90


@pytest.fixture(autouse=True)
def _no_wizard_stays(qtbot: QtBot, window: MainWindow) -> Iterator[None]:
    """Close what a test leaves open before the window goes."""
    yield
    for wizard in window.findChildren(Wizard):
        wizard.close()


# ---- people ----------------------------------------------------------------------------------------------------------

PHONE, ID_NUMBER = "13812345678", "320582198001011234"


@pytest.mark.parametrize("profile", PROFILES)
def test_what_the_wizard_shows_of_people_is_what_the_profile_shows(
    qtbot: QtBot, stored: MainWindow, tmp_path: Path, town: Plan, profile: str
) -> None:
    table = next_year(town)
    table["户数"] = f"张三{PHONE}"  # what is no figure is told with what the cell says
    table["负责"] = f"张三 {PHONE}"
    table["身份证号"] = ID_NUMBER
    table["备注"] = f"张三{ID_NUMBER}"
    stored.actions_by_key[f"people-{profile}"].trigger()
    drop(stored, [write(table, tmp_path / "一.geojson")])
    wizard = wizard_of(stored)
    go_to(qtbot, wizard, "columns")
    columns = wizard.step.table  # type: ignore[attr-defined]
    cells = [columns.item(row, at) for row in range(columns.rowCount()) for at in range(columns.columnCount())]
    seen = " ".join(cell.text() + cell.toolTip() for cell in cells if cell is not None)
    go_to(qtbot, wizard, "outcome")
    step = outcome(wizard)
    seen += " ".join(step.notes_model.stringList())
    model = step.model
    seen += " ".join(str(model.index(row, at).data()) for row in range(model.rowCount()) for at in range(8))
    assert ID_NUMBER not in seen
    assert (PHONE in seen) == (profile == "internal")
    assert ("张三" in seen) == (profile != "public")
    assert town.grids["code"].iloc[-1] in seen
