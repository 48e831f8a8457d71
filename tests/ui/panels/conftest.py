"""A desk with a spoiled town for the panels, and a look at what they leave behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from gridmap.project.project import Project
from sample_data.defects import plant
from sample_data.make import make_plan
from ui.look.words import Words
from ui.panels.base import Panel
from ui.session.desk import Desk
from ui.session.session import Session


@pytest.fixture(scope="session")
def town_file(tmp_path_factory) -> Path:
    """A project of a town in which one thing of every kind is wrong."""
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    Project.create(path, plant(make_plan("town", 2020), 2020, 1)[0]).close()
    return path


@pytest.fixture(autouse=True)
def _nothing_of_a_panel_is_left(nothing_left: None) -> None:
    """Look at what every test of a panel leaves behind."""


@pytest.fixture
def words() -> Words:
    return Words("zh")


@pytest.fixture
def desk(nothing_left, qtbot, town_file, tmp_path) -> Iterator[Desk]:
    """A desk with a copy of the town, checked; whatever it complains of fails the test."""
    desk = Desk()
    session = desk.session
    complaints: list[Exception] = []
    session.complained.connect(complaints.append)
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        desk.opening.open(shutil.copy(town_file, tmp_path / "town.gpkg"))
    yield desk
    session.close()
    assert not session.is_working
    desk.deleteLater()
    assert not complaints


@pytest.fixture
def session(desk: Desk) -> Session:
    """Return the session of the desk."""
    return desk.session


@pytest.fixture
def show(nothing_left, qtbot, desk, words) -> Iterator[Callable[[type[Panel]], Panel]]:
    """Show a panel at the desk; it is closed as the window closes it."""
    shown: list[QWidget] = []

    def build(make: type[Panel]) -> Panel:
        panel = make(desk, words)
        panel.resize(420, 640)
        panel.show()
        qtbot.waitUntil(panel.isVisible)
        shown.append(panel)
        return panel

    yield build
    for panel in shown:
        panel.close()
        panel.deleteLater()
