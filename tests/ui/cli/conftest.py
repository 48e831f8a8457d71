"""Project files and a way to run the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.program import command_line

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run the command line with some words; English unless they say otherwise."""

    def run_words(*words: object) -> Result:
        return CliRunner().invoke(command_line, [str(word) for word in words], env={"GRIDMAP_LANG": "en"})

    return run_words


@pytest.fixture
def faulty(faulty_plan: Plan, tmp_path: Path) -> Path:
    """Return a project file with faults of every kind."""
    Project.create(tmp_path / "faulty.gpkg", faulty_plan).close()
    return tmp_path / "faulty.gpkg"


@pytest.fixture
def sound(sound_plan: Plan, tmp_path: Path) -> Path:
    """Return a project file without faults."""
    Project.create(tmp_path / "sound.gpkg", sound_plan).close()
    return tmp_path / "sound.gpkg"
