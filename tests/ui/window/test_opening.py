"""Opening a project: its map first, whatever was asked for last, and no lock left behind."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gridmap.ground.extent import ground_extent
from gridmap.model.kept import Kept
from gridmap.model.plan import Plan
from gridmap.people.staff_numbers import staff_numbers
from ui.look.place_box import places_of
from ui.panels.tree import TreePanel
from ui.window.main_window import MainWindow

WAIT = 20_000


@pytest.fixture
def two(town_file: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two projects."""
    paths = tmp_path / "one.gpkg", tmp_path / "two.gpkg"
    for path in paths:
        shutil.copy(town_file, path)
    return paths


def locks(folder: Path) -> list[Path]:
    return list(folder.glob(".*.lock"))


def test_the_map_is_drawn_before_the_tree_is_filled_and_before_the_check(
    qtbot: QtBot, window: MainWindow, two: tuple[Path, Path]
) -> None:
    told: list[str] = []
    tree = window.panels["tree"]
    assert isinstance(tree, TreePanel)
    window.canvas.drawn.connect(lambda: told.append("drawn"))
    tree.model.modelReset.connect(lambda: told.append("tree") if tree.model.rowCount() else None)
    window.session.findings_changed.connect(lambda *_: told.append("check"))
    window.open_project(two[0])
    qtbot.waitUntil(lambda: "check" in told, timeout=WAIT)
    first = list(dict.fromkeys(told))
    assert first == ["drawn", "tree", "check"]


def test_a_double_click_where_a_click_is_enough_opens_a_project_once_and_for_writing(
    qtbot: QtBot, window: MainWindow, two: tuple[Path, Path]
) -> None:
    first, again = window.desk.opening.open(two[0]), window.desk.opening.open(two[0])
    assert first is again
    qtbot.waitUntil(lambda: window.session.findings is not None, timeout=WAIT)
    assert window.session.can_edit


def test_what_panels_ask_of_every_plan_is_worked_out_on_the_way(
    qtbot: QtBot, window: MainWindow, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: dict[str, int] = {}

    def noted(asked: Kept[Any]) -> Callable[[Plan], Any]:
        work = asked.compute

        def look(plan: Plan) -> Any:
            if len(plan.ids):
                threads[asked.__name__] = threading.get_ident()
            return work(plan)

        return look

    for asked in (ground_extent, places_of, staff_numbers):
        monkeypatch.setattr(asked, "compute", noted(asked))
    window.open_project(two[0])
    qtbot.waitUntil(lambda: window.session.findings is not None, timeout=WAIT)
    assert set(threads) == {"ground_extent", "places_of", "staff_numbers"}
    assert threading.get_ident() not in threads.values()


def test_of_two_projects_asked_for_at_once_the_last_one_comes(
    qtbot: QtBot, window: MainWindow, two: tuple[Path, Path], tmp_path: Path
) -> None:
    window.open_project(two[0])
    window.open_project(two[1])
    qtbot.waitUntil(lambda: window.session.findings is not None, timeout=WAIT)
    assert window.session.project is not None
    assert window.session.project.path == two[1]
    window.session.close()
    assert locks(tmp_path) == []


def test_a_window_that_closes_while_a_project_is_on_its_way_leaves_no_lock(
    window: MainWindow, two: tuple[Path, Path], tmp_path: Path
) -> None:
    window.open_project(two[0])
    window.close()
    assert window.session.project is None
    assert locks(tmp_path) == []


def test_what_cannot_be_drawn_is_checked_all_the_same(
    qtbot: QtBot, window: MainWindow, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no picture")

    monkeypatch.setattr("ui.canvas.scene.scenery.build_scene", fails)
    complaints: list[Exception] = []
    monkeypatch.setattr(window, "complain", complaints.append)
    window.session.complained.disconnect()
    window.session.complained.connect(complaints.append)
    window.open_project(two[0])
    qtbot.waitUntil(lambda: window.session.findings is not None, timeout=5_000)
    assert any("no picture" in str(error) for error in complaints)
