"""`gridmap export`: the suffix says what is written; people are shown as far as the profile lets them."""

from __future__ import annotations

import json

import geopandas as gpd
import pyogrio
import pytest
import python_calamine
from PySide6.QtGui import QImage


def test_a_geopackage_has_a_layer_for_each_kind(run, faulty, tmp_path):
    out = tmp_path / "new" / "grids.gpkg"
    result = run("export", faulty, "-o", out)
    assert result.exit_code == 0 and result.stdout == f"Written: {out}\n"
    assert {"town", "village", "comprehensive"} <= {name for name, _ in pyogrio.list_layers(out)}
    assert gpd.read_file(out, layer="village")["code"].tolist() == ["320582100201", "320582100202"]


def test_a_scope_leaves_out_the_rest(run, faulty, tmp_path):
    out = tmp_path / "grids.geojson"
    assert run("export", faulty, "-o", out, "--scope", "320582100202").exit_code == 0
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert {f["properties"]["code"] for f in features} == {
        "320582100202",
        "320582100202002",
        "320582100202003",  # of a kind that the scheme does not know; it is a grid all the same
    }


def test_a_shapefile_is_named_once_and_all_its_parts_are_there(run, faulty, tmp_path):
    result = run("export", faulty, "-o", tmp_path / "grids.shp")
    assert result.exit_code == 0
    assert f"Written: {tmp_path / 'grids_village.shp'}" in result.stdout and ".dbf" not in result.stdout
    assert (tmp_path / "grids_village.dbf").exists()


@pytest.mark.parametrize(("profile", "shown"), [("public", "张*"), ("briefing", "张三"), ("internal", "张三")])
def test_people_are_shown_as_the_profile_says(run, faulty, tmp_path, profile, shown):
    out = tmp_path / "grids.geojson"
    assert run("export", faulty, "-o", out, "--privacy", profile).exit_code == 0
    people = {f["properties"]["full_time"] for f in json.loads(out.read_text(encoding="utf-8"))["features"]}
    assert people == {"", shown}


def test_a_workbook_has_the_ledger_and_the_findings(run, faulty, tmp_path):
    out = tmp_path / "grids.xlsx"
    assert run("export", faulty, "-o", out).exit_code == 0
    book = python_calamine.CalamineWorkbook.from_path(out)
    cells = {str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
    assert {"320582100201001", "长江村", "synthetic boundaries"} <= cells
    assert any("belong to no grid" in cell for cell in cells)


def test_a_picture_is_drawn_without_a_screen(run, faulty, tmp_path):
    out = tmp_path / "map.png"
    assert run("export", faulty, "-o", out, "--theme", "staffing").exit_code == 0
    assert QImage(str(out)).width() > 1000


@pytest.mark.parametrize(
    "words",
    [["-o", "grids.doc"], ["-o", "grids"], ["-o", "a.gpkg", "--scope", "999"], ["-o", "a.png", "--theme", "blue"], []],
)
def test_what_cannot_be_written_is_bad_input_and_leaves_nothing(run, faulty, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    result = run("export", faulty, *words)
    assert result.exit_code == 2 and result.stderr.startswith("Error: ")
    assert list(tmp_path.iterdir()) == [faulty]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_can_be_read_and_says_what_a_pattern_may_have(run, language):
    result = run("export", "--help", "--lang", language)
    assert result.exit_code == 0, result.output
    assert "{code}" in result.output and "{number}" in result.output
