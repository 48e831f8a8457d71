"""What leaves a project is noted in its journal and changes nothing; where that can't be done, somebody is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gridmap.edits import SetAttributes
from gridmap.model.errors import NotAProject, ReadOnly
from gridmap.model.plan import Plan
from gridmap.project.noting import export_values, note_export, note_export_in_file
from gridmap.project.project import Project
from gridmap.storage.whole_files import write_whole
from sample_data.make import make_plan

VALUES = export_values(Path("/somewhere/secret/map.pdf"), "briefing", 12)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan("town", 2020)


@pytest.fixture
def file(plan, tmp_path) -> Path:
    """A project with one edit that stands and one that was taken back."""
    path, grid = tmp_path / "p.gpkg", int(plan.ids[-1])
    with Project.create(path, plan, who="zhang") as project:
        project.perform(SetAttributes("grids", (grid,), {"name": "甲"}))
        project.perform(SetAttributes("grids", (grid,), {"name": "乙"}))
        project.undo()
    return path


def test_a_note_says_file_profile_and_count_and_no_folder(file):
    note_export_in_file(file, "li", VALUES)
    with Project.open(file, read_only=True) as project:
        *_, line = project.history()
    assert (line.action, line.label, line.who, line.target) == ("export", "export", "li", line.seq)
    assert line.values == {"file": "map.pdf", "privacy": "briefing", "count": 12}
    assert b"somewhere" not in file.read_bytes()


def test_undo_and_redo_step_over_it(file):
    note_export_in_file(file, "li", VALUES)
    with Project.open(file) as project:
        grid = int(project.plan.ids[-1])
        assert project.can_redo and project.undo_entry.values == project.history()[0].values
        project.redo()
        assert project.plan.value(grid, "name") == "乙"
        note_export(project, VALUES)
        assert project.last_line == len(project.history()) == 6 and not project.is_changed_elsewhere
        project.undo()
        project.undo()
        note_export(project, VALUES)
        project.redo()
        assert project.plan.value(grid, "name") == "甲"
        assert [line.action for line in project.history()] == [
            "do", "do", "undo", "export", "redo", "export", "undo", "undo", "export", "redo",
        ]  # fmt: skip
    with Project.open(file) as project:
        assert project.plan.value(grid, "name") == "甲" and project.go_to(0) is not None


def test_a_project_that_somebody_has_open_is_left_alone(file):
    with Project.open(file) as project:
        before = len(project.history())
        with pytest.raises(ReadOnly, match="project-in-use"):
            note_export_in_file(file, "li", VALUES)
        assert len(project.history()) == before and not project.is_changed_elsewhere


def test_a_project_open_for_reading_is_not_written_to(file):
    data = file.read_bytes()
    with Project.open(file, read_only=True) as project, pytest.raises(ReadOnly):
        note_export(project, VALUES)
    assert file.read_bytes() == data


def test_a_file_that_is_write_protected_stays_as_it_is(file, monkeypatch):
    monkeypatch.setattr("gridmap.storage.file.is_writable", lambda path: False)
    data = file.read_bytes()
    with pytest.raises(ReadOnly, match="file-not-writable"):
        note_export_in_file(file, "li", VALUES)
    assert file.read_bytes() == data and list(file.parent.iterdir()) == [file]


def test_a_project_of_an_older_version_is_not_brought_up_to_date_by_an_export(file):
    connection = sqlite3.connect(file)
    connection.execute("UPDATE gridmap_meta SET value = '2' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    data = file.read_bytes()
    with pytest.raises(ReadOnly, match="project-of-older-version"):
        note_export_in_file(file, "li", VALUES)
    assert file.read_bytes() == data


def test_what_is_not_gridmaps_keeps_a_file_from_being_written_to(file):
    connection = sqlite3.connect(file)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON gridmap_journal BEGIN DELETE FROM grids; END")
    connection.commit()
    connection.close()
    with pytest.raises(ReadOnly, match="project-strange"):
        note_export_in_file(file, "li", VALUES)


def test_a_file_that_is_no_project_is_told(tmp_path):
    write_whole(tmp_path / "a.gpkg", "no database")
    with pytest.raises(NotAProject, match="file-not-geopackage"):
        note_export_in_file(tmp_path / "a.gpkg", "li", VALUES)
