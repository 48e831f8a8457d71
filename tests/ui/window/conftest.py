"""The real window on a town with planted faults."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gridmap.project.project import Project
from sample_data.defects import plant
from sample_data.make import make_plan
from tests.ui.window.windows import shown_window
from ui.window.main_window import MainWindow

WAIT = 20_000


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with planted faults."""
    path = tmp_path_factory.mktemp("window") / "town.gpkg"
    plan, _ = plant(make_plan("town", 2020), 2020, 3)
    Project.create(path, plan).close()
    return path


@pytest.fixture(autouse=True)
def _nothing_of_a_window_is_left(nothing_left: None) -> None:
    """Look at what every test of the window leaves behind: no widget, no thread."""


@pytest.fixture
def window(_nothing_of_a_window_is_left: None, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window with settings of its own; nothing of it may stay behind."""
    with shown_window(qtbot, tmp_path) as window:
        yield window


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, town_file: Path, tmp_path: Path) -> MainWindow:
    """The window with a copy of the town, checked."""
    path = tmp_path / "town.gpkg"
    shutil.copy(town_file, path)
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        window.open_project(path)
    return window
