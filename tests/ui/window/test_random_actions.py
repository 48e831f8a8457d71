"""Whatever is done in whatever order, nothing breaks, nothing is complained of, and nothing stays behind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.random_user import RandomUser
from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow

ACTIONS_DONE = int(os.environ.get("GRIDMAP_RANDOM_ACTIONS", "150"))


@pytest.mark.parametrize("seed", [11, 2020])
def test_random_actions_end_without_an_exception_or_a_warning(town_file: Path, tmp_path: Path, seed: int) -> None:
    projects = [tmp_path / "one.gpkg", tmp_path / "two.gpkg"]
    for path in projects:
        shutil.copy(town_file, path)

    def make() -> MainWindow:
        window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        window.resize(1366, 768)
        window.show()
        return window

    user = RandomUser(make, projects, tmp_path, seed)
    with user.watching(warnings=False):  # pytest-qt hears the warnings
        user.window.open_project(projects[0])
        for _ in range(ACTIONS_DONE):
            user.step()
        user.let_go()
    assert user.troubles == []
    assert len(user.done) > 10
    assert not list(tmp_path.glob("*.lock*"))
