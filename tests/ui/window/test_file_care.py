"""A file that another program has changed, or that is rigged or damaged: the window says so and offers a way on."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from gridmap.ground import extent
from gridmap.ground.tiling import is_on_the_map
from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from ui.window.main_window import MainWindow

WAIT = 20_000


def change(path: Path, *statements: str) -> None:
    """Change a file as another program does."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def press(window: MainWindow, text: str) -> None:
    """Press a button of the question that is asked."""
    question = window.file_care.question
    assert question is not None
    next(button for button in question.buttons() if button.text() == text).click()


def test_a_change_by_another_program_is_noticed_and_loaded_on_demand(qtbot: QtBot, opened: MainWindow) -> None:
    session = opened.session
    path = session.project.path
    with qtbot.waitSignal(session.file_changed, timeout=WAIT):
        change(path, "UPDATE workers SET name = '别处改的' WHERE fid = 1")
    assert path.name in opened.file_care.question.text()
    assert session.plan.tables["workers"].loc[1, "name"] != "别处改的"
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        press(opened, opened.words("action-reload"))
    assert session.plan.tables["workers"].loc[1, "name"] == "别处改的"
    assert session.perform(SetAttributes("workers", (1,), {"name": "这里改的"})) is not None
    session.look_for_changes()
    assert opened.file_care.question is None


def test_f5_reads_the_file_again(qtbot: QtBot, opened: MainWindow) -> None:
    action = opened.actions_by_key["reload"]
    assert action.shortcut().toString() == "F5" and action.isEnabled()
    change(opened.session.project.path, "UPDATE workers SET name = '别处改的' WHERE fid = 1")
    with qtbot.waitSignal(opened.session.findings_changed, timeout=WAIT):
        action.trigger()
    assert opened.session.plan.tables["workers"].loc[1, "name"] == "别处改的"


def test_what_the_map_asks_of_a_plan_that_was_read_again_is_known_when_it_comes(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, looked, here = opened.session, [], threading.get_ident()

    def noting(shapes: ShapeArray) -> BoolArray:
        looked.append((threading.get_ident(), len(shapes)))
        return is_on_the_map(shapes)

    monkeypatch.setattr(extent, "is_on_the_map", noting)
    change(session.project.path, "UPDATE workers SET name = '别处改的' WHERE fid = 1")
    before = session.plan
    opened.actions_by_key["reload"].trigger()
    qtbot.waitUntil(lambda: session.plan is not before, timeout=WAIT)
    opened.resize(opened.width() - 40, opened.height() - 30)
    assert extent.ground_extent(session.plan) == extent.ground_extent(before)
    assert looked and here not in {thread for thread, count in looked if count}


def test_reading_again_can_be_stopped_and_leaves_everything_as_it_was(qtbot: QtBot, opened: MainWindow) -> None:
    session = opened.session
    change(session.project.path, "UPDATE workers SET name = '别处改的' WHERE fid = 1")
    plan, file, told = session.plan, session.project.file, []
    job = session.reload(told.append)
    job.cancel()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert session.plan is session.project.plan is plan and session.project.file is file and told == []
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        opened.actions_by_key["reload"].trigger()
    assert session.plan.tables["workers"].loc[1, "name"] == "别处改的"


def test_an_edit_that_is_done_while_the_file_is_read_again_is_kept(qtbot: QtBot, opened: MainWindow) -> None:
    session, told = opened.session, []
    session.reload(told.append)
    assert session.perform(SetAttributes("workers", (1,), {"name": "这里改的"})) is not None
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told == [None]
    assert session.plan.tables["workers"].loc[1, "name"] == "这里改的"
    assert session.perform(SetAttributes("workers", (2,), {"name": "再改"})) is not None


def test_a_file_that_cannot_be_read_again_is_told_and_the_project_stays(qtbot: QtBot, opened: MainWindow) -> None:
    session, told = opened.session, []
    session.complained.disconnect(opened.complain)
    session.complained.connect(told.append)
    plan = session.plan
    session.project.path.rename(session.project.path.with_suffix(".away"))
    session.reload(lambda _: None)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert isinstance(told[0], GridMapError) and session.plan is plan
    session.project.path.with_suffix(".away").rename(session.project.path)


def test_the_error_of_an_edit_names_the_key_that_reloads(opened: MainWindow) -> None:
    told: list[str] = []
    opened.session.complained.disconnect(opened.complain)
    opened.session.complained.connect(lambda error: told.append(opened.words.of(error)))
    change(opened.session.project.path, "UPDATE workers SET name = '别处改的' WHERE fid = 1")
    assert opened.session.perform(SetAttributes("workers", (2,), {"name": "不行"})) is None
    assert "F5" in told[0]


def test_a_rigged_project_is_shown_by_name_and_can_be_saved_without_what_is_strange(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = opened.session.project.path, tmp_path / "clean.gpkg"
    opened.session.close()
    change(path, "CREATE TRIGGER planted AFTER UPDATE ON grids BEGIN DELETE FROM workers; END")
    with qtbot.waitSignal(opened.session.opened, timeout=WAIT):
        opened.open_project(path)
    assert "planted" in opened.file_care.question.text()
    assert not opened.session.can_edit
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    press(opened, opened.words("action-save-copy"))
    qtbot.waitUntil(lambda: copy.exists() and not opened.session.is_working, timeout=WAIT)
    assert str(copy) in opened.statusBar().currentMessage()
    workers = len(opened.session.plan.tables["workers"])
    with Project.open(copy) as project:
        project.perform(SetAttributes("grids", (1,), {"note": "x"}))
        assert project.problems == () and len(project.plan.tables["workers"]) == workers > 0


def test_of_a_damaged_project_what_can_be_read_is_offered(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = opened.session.project.path, tmp_path / "rescued.gpkg"
    opened.session.close()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'roads'").fetchone()
    with path.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    with qtbot.waitSignal(opened.session.complained, timeout=WAIT):
        opened.open_project(path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    press(opened, opened.words("window-rescue"))
    qtbot.waitUntil(
        lambda: opened.file_care.question is not None and "roads" in opened.file_care.question.text(), timeout=WAIT
    )
    with Project.open(copy) as project:
        assert len(project.plan.grids) > 0 and not project.read_only
