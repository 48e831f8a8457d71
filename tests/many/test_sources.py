"""A file that is named is meant, and of a folder its projects."""

from __future__ import annotations

import shutil

import pytest

from gridmap.many.sources import sources_of
from gridmap.model.errors import BadInput
from gridmap.project.project import Project


def test_of_a_folder_the_projects_are_meant_and_what_else_is_there_is_left(towns, tmp_path):
    shutil.copy(towns[1], tmp_path / "b 100%[乙]'.gpkg")
    shutil.copy(towns[0], tmp_path / "a\n镇.GPKG")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "empty.gpkg").write_bytes(b"")
    (tmp_path / ".hidden.gpkg").write_bytes(b"")
    (tmp_path / "folder.gpkg").mkdir()
    with Project.open(towns[1], read_only=True) as project:
        project.save_copy(tmp_path / "c.gpkg")
    found = sources_of([tmp_path, tmp_path / "c.gpkg", tmp_path / "." / "c.gpkg"])
    assert [path.name for path in found.files] == ["a\n镇.GPKG", "b 100%[乙]'.gpkg", "c.gpkg"]
    assert found.left_out == 1


def test_a_named_file_is_never_left_out(tmp_path):
    assert sources_of([tmp_path / "none.gpkg"]).files == (tmp_path / "none.gpkg",)


def test_a_folder_without_a_project_is_refused(tmp_path):
    with pytest.raises(BadInput, match="many-folder-empty"):
        sources_of([tmp_path])
