"""What is being written can be broken off, and then everything is as it was."""

from __future__ import annotations

import pytest

from gridmap.edits import PutRows
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from sample_data.make import make_plan


def test_what_is_broken_off_leaves_file_and_plan_as_they_were_and_can_be_done_again(tmp_path):
    plan = make_plan("town", 2020)
    path = tmp_path / "town.gpkg"
    moved = plan.grids.copy()
    moved["name"] = moved["name"] + "东"
    edit = PutRows("import-boundaries", put={"grids": moved})
    asked: list[int] = []

    def stops() -> bool:
        asked.append(1)
        return len(asked) > 3

    with Project.create(path, plan) as project:
        with pytest.raises(GridMapError) as refused, project.file.stopping(stops):
            project.perform(edit)
        assert refused.value.key == "file-not-saved"
        assert len(asked) == 4
        assert project.plan.grids["name"].tolist() == plan.grids["name"].tolist()
        assert not project.can_undo
        assert not project.is_changed_elsewhere
    with Project.open(path) as project:
        assert project.plan.grids["name"].tolist() == plan.grids["name"].tolist()
        with project.file.stopping(lambda: False):
            assert project.perform(edit)
        assert project.plan.grids["name"].tolist() == moved["name"].tolist()
        project.undo()
        assert project.plan.grids["name"].tolist() == plan.grids["name"].tolist()
