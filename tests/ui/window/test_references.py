"""Files laid over the map: from the dialog to the layers, faded, remembered for the project, taken away, refused."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shapely import LineString

from gridmap.model.errors import BadInput
from ui.look.words import Words
from ui.outputs.ledger.geodata import export_geodata
from ui.session.references import Reference
from ui.session.settings import Settings
from ui.window.main_window import MainWindow

WAIT = 20_000


def roads(window: MainWindow, path: Path, *, crs: bool = True, layers: tuple[str, ...] = ("",)) -> Path:
    """Write two lines across the plan into a file."""
    west, south, east, north = shapely.total_bounds(window.session.plan.all_shapes)
    lines = [LineString([(west, south), (east, north)]), LineString([(west, north), (east, south)])]
    frame = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=lines, crs=window.session.plan.crs)
    for layer in layers:
        frame.to_file(path, **({"layer": layer} if layer else {}))
    if not crs:
        path.with_suffix(".prj").unlink()
    return path


def laid(qtbot: QtBot, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> Reference:
    """Lay a file over the map by the menu, and return the reference."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    with qtbot.waitSignal(window.desk.references.added, timeout=WAIT) as told:
        window.actions_by_key["add-reference"].trigger()
    return told.args[0]


def test_a_file_lies_over_the_map_and_can_be_hidden_and_taken_away(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, before = opened.panels["layers"], opened.session.plan
    reference = laid(qtbot, opened, roads(opened, tmp_path / "roads.geojson"), monkeypatch)
    assert len(reference.shapes) == 2
    row = panel.model.row_of(reference.key)
    assert panel.model.data(panel.model.index(row, 0)) == "roads.geojson"
    assert panel.model.rows[row - 1].key == "findings"
    assert opened.desk.references.visible == (reference,)
    assert any(shown.layer.key == "reference" for shown in opened.canvas.layers)
    assert opened.session.plan is before
    assert not opened.session.project.can_undo
    panel.stack.show(reference.key, False)
    assert not reference.visible
    assert opened.desk.references.visible == ()
    panel.stack.show(reference.key, True)
    panel.select(reference.key)
    opened.docks["layers"].raise_()
    assert panel.remove.isEnabled()
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert len(opened.desk.references) == 0
    assert panel.model.row_of(reference.key) < 0
    assert opened.settings.references(opened.session.project.path) == []
    panel.select("water")
    assert not panel.remove.isEnabled()


def test_no_output_replaces_a_file_that_lies_over_the_map(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = roads(opened, tmp_path / "roads.geojson")
    reference = laid(qtbot, opened, path, monkeypatch)
    with pytest.raises(BadInput, match="output-is-read"):
        export_geodata(opened.session.plan, path)
    opened.desk.references.remove(reference.key)
    assert export_geodata(opened.session.plan, path) == (path,)


def test_a_file_comes_back_with_its_project_at_its_place(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = laid(qtbot, opened, roads(opened, tmp_path / "roads.gpkg"), monkeypatch)
    opened.map.stack.fade(reference.key, 0.5)
    opened.map.stack.move(reference.key, 0)
    opened.close()
    again = MainWindow(Settings(tmp_path / "settings.ini"), Words("en"))
    qtbot.addWidget(again)
    again.show()
    with qtbot.waitSignal(again.desk.references.added, timeout=WAIT):
        again.open_project(tmp_path / "town.gpkg")
    assert again.map.stack.rows[0].key == reference.key
    assert again.map.stack[reference.key].opacity == 0.5
    again.session.close()
    assert len(again.desk.references) == 0
    assert all(row.key != reference.key for row in again.map.stack.rows)
    assert again.settings.references(tmp_path / "town.gpkg")
    (tmp_path / "roads.gpkg").unlink()
    with qtbot.waitSignal(again.map.reference_files.told, timeout=WAIT) as told:
        again.open_project(tmp_path / "town.gpkg")
    assert "roads.gpkg" in told.args[0]
    again.close()


def test_a_file_without_a_crs_is_asked_about(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def answer(_parent: object, _title: str, question: str, text: str) -> tuple[str, bool]:
        asked.append((question, text))
        return text, True

    monkeypatch.setattr("ui.window.reference_files.QInputDialog.getText", answer)
    reference = laid(qtbot, opened, roads(opened, tmp_path / "bare.shp", crs=False), monkeypatch)
    assert asked[0][1] == "EPSG:4549"
    assert "bare.shp" in asked[0][0]
    assert reference.file.crs == "EPSG:4549"
    assert opened.settings.references(opened.session.project.path) == [(str(tmp_path / "bare.shp"), "", "EPSG:4549")]


def test_of_several_layers_one_is_chosen(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.window.reference_files.QInputDialog.getItem", lambda *args: (args[3][2], True))
    path = roads(opened, tmp_path / "many.gpkg", layers=("old", "new"))
    reference = laid(qtbot, opened, path, monkeypatch)
    assert reference.name == "many.gpkg · new"


def test_a_bad_file_is_told_in_the_language_of_the_user(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.window.main_window.QMessageBox.warning", lambda *args: told.append(args[2]))
    (tmp_path / "bad.geojson").write_text("nothing of the kind")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "bad.geojson")], ""))
    for language, word in (("zh", "无法"), ("en", "read")):
        opened.words.speak(language)
        with qtbot.waitSignal(opened.session.complained, timeout=WAIT):
            opened.actions_by_key["add-reference"].trigger()
        assert "bad.geojson" in told[-1]
        assert word in told[-1]
    assert len(opened.desk.references) == 0


def test_a_file_over_the_map_that_another_program_changed_is_read_again_on_demand(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = roads(opened, tmp_path / "roads.geojson")
    reference, panel = laid(qtbot, opened, path, monkeypatch), opened.panels["layers"]
    panel.stack.show(reference.key, False)
    line = panel.stack._added[reference.key].line
    qtbot.waitUntil(lambda: opened.desk.references._watching._known[path] is not None, timeout=WAIT)
    frame = gpd.read_file(path)
    with qtbot.waitSignal(opened.desk.references.changed_elsewhere, timeout=WAIT):
        frame.iloc[:1].to_file(path)
    question = opened.file_care.question
    assert question is not None and "roads.geojson" in question.text()
    assert len(opened.desk.references[reference.key].shapes) == 2
    with qtbot.waitSignal(opened.desk.references.added, timeout=WAIT):
        opened.actions_by_key["reload"].trigger()  # F5 reads it with the project
    [again] = opened.desk.references
    assert len(again.shapes) == 1 and again.key == reference.key
    assert not panel.stack[again.key].visible
    assert panel.stack._added[again.key].line == line  # in the same colour
