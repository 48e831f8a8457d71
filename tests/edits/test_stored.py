"""Edits in a project: stored one by one, undone to the start and done again, also after the file was closed."""

from __future__ import annotations

import hashlib

import pytest

from gridmap.project.project import Project
from sample_data.make import make_plan
from tests.edits.test_laws import Chance, attempt


@pytest.fixture(scope="module")
def town():
    return make_plan("town", 2020)


def digest(path) -> str:
    """Return a hash of all rows that a project file holds, shapes to the last bit, whatever its history."""
    with Project.open(path, read_only=True) as project:
        plan = project.plan
    rows = hashlib.sha256()
    for name, frame in plan.tables.items():
        rows.update(name.encode())
        for column, values in frame.items():
            cells = values.to_wkb() if column == "geometry" else values
            rows.update(repr([column, list(frame.index), cells.tolist()]).encode())
    return rows.hexdigest()


def test_a_day_of_edits_is_undone_to_the_start_and_done_again(town, tmp_path):
    path = tmp_path / "town.gpkg"
    with Project.create(path, town) as project:
        start, done = digest(path), 0
        for step in range(40):
            edit = Chance(project.plan, [5, step]).edit()
            if not isinstance(attempt(edit, project.plan), Exception) and project.perform(edit):
                done += 1
        end, plan = digest(path), project.plan
    assert done > 15 and end != start
    with Project.open(path) as project:
        assert project.plan.same_content(plan)
        assert [entry.label for entry in project.history()] and len(project.history()) == done
        while project.undo():
            pass
        assert project.plan.same_content(town) and digest(path) == start
    with Project.open(path) as project:
        while project.redo():
            pass
        assert project.plan.same_content(plan) and digest(path) == end
        project.go_to(0)
        assert project.plan.same_content(town)
