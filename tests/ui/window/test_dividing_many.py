"""All villages of a town at once: a plan each, stopped or not, as one step or one draft."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.division.ground import TOWN
from tests.division.test_proposals import street
from tests.ui.window.windows import WAIT, shown_window
from ui.dialogs.divide_many import DivideManyDialog
from ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def two_streets() -> Plan:
    """Two villages of two grids, 600 and 240 households each; the second lies a kilometre to the north."""
    plan = street([120] * 7, [250])
    grids, buildings = plan.grids, plan.tables["buildings"]
    second = grids[grids.index != TOWN].copy()
    second.index = second.index + 100
    second["code"] = second["code"].str.replace("201", "202")
    second["parent"] = [TOWN if parent == TOWN else parent + 100 for parent in second["parent"]]
    second["geometry"] = shapely.transform(second.geometry.to_numpy(), lambda xy: xy + np.array([0.0, 1000.0]))
    moved = buildings.copy()
    moved.index = moved.index + 100
    moved["geometry"] = shapely.transform(moved.geometry.to_numpy(), lambda xy: xy + np.array([0.0, 1000.0]))
    grids = pd.concat([grids, second])
    grids.loc[TOWN, "geometry"] = shapely.union_all(grids[grids["kind"] == "village"].geometry.to_numpy())
    tables = {**plan.tables, "grids": gpd.GeoDataFrame(grids, crs=plan.crs), "buildings": pd.concat([buildings, moved])}
    return Plan(plan.scheme, tables)


@pytest.fixture
def window(nothing_left, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "town.gpkg"
    Project.create(path, two_streets()).close()
    with shown_window(qtbot, tmp_path, path, "en") as window:
        yield window
    shutil.rmtree(tmp_path, ignore_errors=True)


def asked(qtbot: QtBot, window: MainWindow) -> DivideManyDialog:
    """Select the town and press the key."""
    window.session.select([TOWN])
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(DivideManyDialog)), timeout=WAIT)
    [dialog] = window.findChildren(DivideManyDialog)
    return dialog


def borders(window: MainWindow) -> list[float]:
    """Where the first grid of each village ends, metres east of the corner."""
    return [float(window.session.plan.shape(grid).bounds[2]) - 500_000 for grid in (11, 111)]


def test_all_villages_of_a_town_are_one_step(qtbot, window):
    dialog = asked(qtbot, window)
    qtbot.waitUntil(dialog.carry_out.isEnabled, timeout=WAIT)
    assert dialog.table.rowCount() == 2 and not dialog.bar.isVisible()
    assert [dialog.table.item(row, 2).text() for row in (0, 1)] == ["360–480", "360–480"]
    assert "Villages divided: 2, from 4 grids into 4; 0 of them miss the standard" in dialog.note.text()
    qtbot.mouseClick(dialog.carry_out, LEFT)
    assert borders(window) == [200, 200]
    window.actions_by_key["undo"].trigger()
    assert borders(window) == [250, 250]


def test_they_become_one_draft(qtbot, window):
    dialog = asked(qtbot, window)
    qtbot.waitUntil(dialog.draft.isEnabled, timeout=WAIT)
    qtbot.mouseClick(dialog.draft, LEFT)
    drafting = window.desk.drafting
    qtbot.waitUntil(lambda: drafting.mark is not None and borders(window) == [200, 200], timeout=WAIT)
    assert drafting.mark.title == "2 villages divided anew"
    assert drafting.base.plan.shape(11).bounds[2] - 500_000 == 250, "the project is as it was"


def test_to_stop_keeps_what_is_done_by_then(qtbot, window, monkeypatch):
    """The second village is not begun: the first one is carried out alone."""
    from ui.dialogs import divide_many

    def once(plan, ground, count, **options):
        found = propose(plan, ground, count, **options)
        [dialog] = window.findChildren(DivideManyDialog)
        dialog._stopping = ground.village == 102
        return found

    propose = divide_many.propose
    monkeypatch.setattr(divide_many, "propose", once)
    dialog = asked(qtbot, window)
    qtbot.waitUntil(dialog.carry_out.isEnabled, timeout=WAIT)
    assert dialog.table.rowCount() == 1
    assert "Villages divided: 1" in dialog.note.text() and "left as they are: 1" in dialog.note.text()
    qtbot.mouseClick(dialog.carry_out, LEFT)
    assert borders(window) == [200, 250]


def test_it_can_be_left_while_it_works_and_nothing_has_changed(qtbot, window):
    dialog = asked(qtbot, window)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)
    assert borders(window) == [250, 250]


def test_it_is_in_both_languages(qtbot, window):
    dialog = asked(qtbot, window)
    qtbot.waitUntil(dialog.carry_out.isEnabled, timeout=WAIT)
    window.words.speak("zh")
    assert dialog.windowTitle() == "重新划分网格" and dialog.table.horizontalHeaderItem(0).text() == "村（社区）"
    assert dialog.table.rowCount() == 2 and dialog.note.text().startswith("2 个村（社区）由 4 个网格划为 4 个")
    dialog.reject()
