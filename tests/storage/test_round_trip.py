"""What goes into a project file comes out again, to the last bit."""

from __future__ import annotations

from gridmap.edits import SetAttributes
from gridmap.project import Project


def test_a_plan_comes_back_as_it_was_put_in(file, plan):
    Project.create(file, plan).close()
    with Project.open(file) as project:
        assert project.plan.same_content(plan)
        assert project.problems == () and not project.read_only


def test_edits_undone_and_redone_are_there_after_a_restart(file, plan):
    with Project.create(file, plan) as project:
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        project.perform(SetAttributes("grids", (5,), {"name": "西门"}))
        project.undo()
        left = project.plan
    with Project.open(file) as project:
        assert project.plan.same_content(left)
        assert project.can_undo and project.can_redo
        project.redo()
        assert project.plan.value(5, "name") == "西门"
        project.undo(), project.undo()
        assert project.plan.same_content(plan) and not project.can_undo
