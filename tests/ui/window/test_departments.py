"""Departments' grids in the window: brought in, crossings in the panel and on the map, snapped, exported, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from gridmap.project.project import Project
from tests.departments.conftest import CELL, CRS, SOUTH, WEST, lattice, village, with_department
from tests.ui.window.windows import shown_window
from ui.dialogs.snap_department import SnapDialog
from ui.window.main_window import MainWindow

WAIT = 20_000
LEFT = Qt.MouseButton.LeftButton
POLICE = [shapely.box(WEST, SOUTH, WEST + 260, SOUTH + 200), shapely.box(WEST + 260, SOUTH, WEST + 400, SOUTH + 200)]
"""Of two base grids, 200 m each, the border of the police is 60 m off."""


def houses():
    return shapely.points([[WEST + 50, SOUTH + 9], [WEST + 250, SOUTH + 9], [WEST + 390, SOUTH + 9]])


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> MainWindow:
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        window.open_project(path)
    return window


@pytest.fixture
def window(nothing_left, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with shown_window(qtbot, tmp_path, language="en") as window:
        yield window


@pytest.fixture
def bare(qtbot, window, tmp_path) -> MainWindow:
    """The window with a village of two grids."""
    path = tmp_path / "bare.gpkg"
    Project.create(path, village(lattice(2, 1, CELL), houses())).close()
    return opened(qtbot, window, path)


@pytest.fixture
def crossed(qtbot, window, tmp_path) -> MainWindow:
    """The window with the police in the village, and the environment, which crosses nothing."""
    base = lattice(2, 1, CELL)
    plan = with_department(with_department(village(base, houses()), "公安", POLICE), "环保", base)
    path = tmp_path / "crossed.gpkg"
    Project.create(path, plan).close()
    return opened(qtbot, window, path)


def panel_of(qtbot, window, department="公安"):
    """Show the panel and wait until it shows a department of the present plan."""
    window.actions_by_key["departments"].trigger()
    panel = window.departments.panel
    panel.show_department(department)
    ready(qtbot, window)
    return panel


def ready(qtbot, window):
    panel = window.departments.panel
    qtbot.waitUntil(
        lambda: (
            not window.session.is_working
            and (not panel.department or (panel.laid is not None and panel._plan is window.session.plan))
        ),
        timeout=WAIT,
    )


def cells(panel, part="crossings"):
    model = panel.models[part]
    return [[model.data(model.index(r, c)) for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_crossings_are_listed_and_a_click_goes_there(qtbot, crossed):
    panel = panel_of(qtbot, crossed)
    assert cells(panel) == [["320582100201002", "第2网格", "公安2", "公安1", "1", "12,000", "30.0%"]]
    assert panel.tabs.tabText(0) == "Crossings (1)"
    seen = []
    crossed.session.view_wanted.connect(seen.append)
    view = panel.views["crossings"]
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(panel.models["crossings"].index(0, 0)).center())
    assert crossed.session.selection == (4,) and seen
    assert all(crossed.map.stack[key].visible for key in ("departments", "department-crossings"))


def test_a_department_that_crosses_nothing_says_so_and_the_language_changes(qtbot, crossed):
    panel = panel_of(qtbot, crossed, "环保")
    assert "none of which crosses" in panel.summary.text() and cells(panel) == []
    crossed.words.speak("zh")
    assert "没有交叉" in panel.summary.text() and panel.buttons["snap"].text() == "对齐到基础网格…"
    assert panel.models["crossings"].rowCount() == 0


def test_snapping_is_seen_first_done_as_one_step_and_undone(qtbot, crossed):
    panel, before = panel_of(qtbot, crossed), crossed.session.plan
    qtbot.mouseClick(panel.buttons["snap"], LEFT)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in crossed.findChildren(SnapDialog)), timeout=WAIT)
    [dialog] = [found for found in crossed.findChildren(SnapDialog) if found.isVisible()]
    rows = [[dialog.table.item(r, c).text() for c in range(6)] for r in range(2)]
    assert rows == [["公安1", "1", "2", "0", "1", "1"], ["公安2", "1", "1", "1", "0", "2"]]
    assert crossed.session.plan is before
    proposed = [row.key for row in crossed.map.stack.rows if row.key.startswith("reference-")]
    assert len(proposed) == 1 and crossed.map.stack.title(proposed[0]) == "Snapped to the base grids"
    qtbot.mouseClick(dialog.do, LEFT)
    assert not [row.key for row in crossed.map.stack.rows if row.key.startswith("reference-")]
    ready(qtbot, crossed)
    shapes = crossed.session.plan.tables["department_grids"].geometry.to_numpy()[:2]
    assert shapely.area(shapes).tolist() == [CELL * CELL] * 2 and cells(panel) == []
    crossed.actions_by_key["undo"].trigger()
    ready(qtbot, crossed)
    assert crossed.session.plan.same_content(before) and len(cells(panel)) == 1


def test_a_file_is_brought_in_after_saying_what_comes_of_it(qtbot, bare, tmp_path, monkeypatch):
    file = tmp_path / "警务区.gpkg"
    gpd.GeoDataFrame({"编码": ["1", "2"], "名称": ["东莱<b>", "江畔"]}, geometry=POLICE, crs=CRS).to_file(file)
    monkeypatch.setattr("ui.window.department_actions.ask_which", lambda *_: file)
    asked = []
    monkeypatch.setattr(QInputDialog, "getItem", lambda *given: (asked.append(given[3]), ("公安", True))[1])
    bare.actions_by_key["bring-in-departments"].trigger()
    qtbot.waitUntil(lambda: any(box.isVisible() for box in bare.findChildren(QMessageBox)), timeout=WAIT)
    [box] = [found for found in bare.findChildren(QMessageBox) if found.isVisible()]
    assert "2 new" in box.text() and asked == [["警务区"]]
    assert not len(bare.session.plan.tables["department_grids"])
    qtbot.mouseClick(box.defaultButton(), LEFT)
    qtbot.waitUntil(lambda: bare.departments.panel is not None, timeout=WAIT)  # it is stored below a bar
    ready(qtbot, bare)
    panel = bare.departments.panel
    assert panel.department == "公安" and cells(panel)[0][3] == "东莱<b>"
    bare.actions_by_key["undo"].trigger()
    ready(qtbot, bare)
    assert "No departments' grids yet" in panel.summary.text() and not panel.buttons["snap"].isEnabled()


@pytest.mark.parametrize("suffix", [".xlsx", ".gpkg"])
def test_the_list_is_written_and_noted(qtbot, crossed, tmp_path, monkeypatch, suffix):
    panel, out = panel_of(qtbot, crossed), tmp_path / f"out{suffix}"
    monkeypatch.setattr("ui.window.department_actions.ask_where", lambda *_: (out, ""))
    qtbot.mouseClick(panel.buttons["export"], LEFT)
    qtbot.waitUntil(lambda: out.exists() and not crossed.session.is_working, timeout=WAIT)
    assert crossed.session.project.history()[-1].values["file"] == out.name


def test_a_department_is_taken_out_and_comes_back_with_undo(qtbot, crossed):
    panel = panel_of(qtbot, crossed)
    qtbot.mouseClick(panel.buttons["drop"], LEFT)
    ready(qtbot, crossed)
    assert [panel.choice.itemText(i) for i in range(panel.choice.count())] == ["环保"]
    crossed.actions_by_key["undo"].trigger()
    ready(qtbot, crossed)
    assert panel.choice.count() == 2
