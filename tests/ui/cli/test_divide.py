"""`gridmap divide` and `gridmap divide-layer`: plans, drafts, zones, and why not."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.project.drafts import drafts_of
from gridmap.project.project import Project
from tests.division.ground import VILLAGE
from tests.division.lattices import lattice, pieces_of, squares
from tests.division.test_proposals import street

TWO = [120] * 7


@pytest.fixture
def project(tmp_path):
    """A village with two grids, one of 600 households and one of 240."""
    path = tmp_path / "village.gpkg"
    Project.create(path, street(TWO, [250])).close()
    return path


@pytest.fixture
def layer(tmp_path):
    """A lattice of 12 x 12 blocks with households."""
    shapes, weight = lattice(12)
    frame = gpd.GeoDataFrame({"name": [f"块{n}" for n in range(144)], "hh": weight.astype(int)}, geometry=shapes)
    frame.set_crs(4549).to_file(tmp_path / "blocks.gpkg")
    return tmp_path / "blocks.gpkg"


def test_plans_are_shown_and_nothing_is_changed(run, project):
    before = project.read_bytes()
    result = run("divide", project, "--scope", "320582100201")
    assert result.exit_code == 0, result.output
    assert "2 grids, 300 to 500 households each" in result.stdout
    assert project.read_bytes() == before


def test_json_has_what_the_table_has(run, project):
    content = json.loads(run("divide", project, "--rebalance", "--json", "-").stdout)
    [village] = content["villages"]
    [plan] = village["plans"]
    assert (village["village"], village["least"], village["most"]) == ("320582100201", 300, 500)
    assert plan["moved"] == 120 and plan["outside"] == 0
    assert [grid["households"] for grid in plan["grids"]] == [480, 360]
    assert [grid["code"] for grid in plan["grids"]] == ["320582100201001", "320582100201002"]
    shapes = shapely.from_geojson([json.dumps(grid["geometry"]) for grid in plan["grids"]])
    assert shapely.area(shapes).tolist() == [20_000, 15_000]


def test_a_plan_becomes_a_draft_and_the_project_stays(run, project):
    result = run("divide", project, "--rebalance", "--draft", "fewer")
    assert result.exit_code == 0, result.output
    [draft] = drafts_of(project)
    assert draft.mark.title == "fewer"
    with Project.open(project, read_only=True) as file:
        assert file.plan.shape(11).bounds[2] - 500_000 == 250
    assert run("draft", project, "--apply", "fewer").exit_code == 0
    with Project.open(project) as file:
        assert file.plan.shape(11).bounds[2] - 500_000 == 200
        file.undo()
        assert file.plan.shape(11).bounds[2] - 500_000 == 250


def test_a_plan_is_carried_out_as_one_step(run, project):
    assert run("divide", project, "--rebalance", "--apply").exit_code == 0
    assert "Divided 320582100201 anew" in run("history", project).stdout
    with Project.open(project) as file:
        assert file.plan.shape(11).bounds[2] - 500_000 == 200
        file.undo()
        assert file.plan.shape(11).bounds[2] - 500_000 == 250


def test_limits_of_ones_own_and_what_cannot_be_helped(run, project):
    result = run("divide", project, "--households", 50, 100)
    assert "120 households" in result.stderr and "grids of their own" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--scope", "9"], "9"),
        (["--households", 500, 300], "is more than the most"),
        (["--draft", "a", "--apply"], "not both"),
    ],
)
def test_what_cannot_be_done_is_told(run, project, words, told):
    result = run("divide", project, *words)
    assert result.exit_code == 2 and told in result.stderr


def test_zones_are_as_many_as_asked_for_and_within_the_tolerance(run, layer, tmp_path):
    out = tmp_path / "zones.gpkg"
    result = run("divide-layer", layer, "--weight", "hh", "--parts", 9, "--tolerance", 0.05, "-o", out)
    assert result.exit_code == 0, result.output
    before, after = gpd.read_file(layer), gpd.read_file(out)
    assert after["zone"].min() == 1 and after["zone"].max() == 9
    pd.testing.assert_frame_equal(before[["name", "hh"]], after[["name", "hh"]])
    assert after.crs == before.crs
    load = after.groupby("zone")["hh"].sum()
    assert (load / load.mean() - 1).abs().max() <= 0.05
    assert set(pieces_of(np.asarray(before.geometry.array), after["zone"].to_numpy())) == {1}


def test_figures_of_the_zones_as_json(run, layer, tmp_path):
    words = ["--weight", "hh", "--parts", 4, "-o", tmp_path / "z.gpkg", "--json", "-"]
    content = json.loads(run("divide-layer", layer, *words).stdout)
    frame = gpd.read_file(tmp_path / "z.gpkg")
    load = frame.groupby("zone")["hh"].sum()
    assert [zone["weight"] for zone in content["zones"]] == load.tolist()
    assert sum(zone["weight"] for zone in content["zones"]) == content["total"] == frame["hh"].sum()
    assert [zone["units"] for zone in content["zones"]] == frame.groupby("zone").size().tolist()


def test_units_of_one_value_stay_together(run, tmp_path):
    frame = gpd.GeoDataFrame({"w": 1, "k": ["a", "b", "b", "a", "", ""]}, geometry=squares(6, 1), crs=4549)
    frame.to_file(tmp_path / "row.gpkg")
    words = ["--weight", "w", "--parts", 2, "--tolerance", 0.4, "--keep", "k", "-o", tmp_path / "z.gpkg"]
    assert run("divide-layer", tmp_path / "row.gpkg", *words).exit_code == 0
    zone = gpd.read_file(tmp_path / "z.gpkg")["zone"].tolist()
    assert zone[1] == zone[2] and zone[0] == zone[3] and len(set(zone)) == 2


def test_degrees_are_measured_in_metres(run, layer, tmp_path):
    gpd.read_file(layer).set_crs(4549, allow_override=True).to_crs(4326).to_file(tmp_path / "deg.gpkg")
    words = ["--weight", "hh", "--parts", 4, "-o", tmp_path / "z.gpkg", "--json", "-"]
    content = json.loads(run("divide-layer", tmp_path / "deg.gpkg", *words).stdout)
    assert sum(zone["area"] for zone in content["zones"]) == pytest.approx(1_440_000, rel=0.01)


@pytest.mark.parametrize(
    ("parts", "tolerance", "told"),
    [
        (200, 0.05, "块"),
        (1000, 0.05, "块"),
    ],
)
def test_a_number_of_zones_that_cannot_be_is_refused_with_the_units_named(run, layer, tmp_path, parts, tolerance, told):
    out = tmp_path / "z.gpkg"
    words = ["--weight", "hh", "--parts", parts, "--tolerance", tolerance, "-o", out]
    result = run("divide-layer", layer, *words)
    assert result.exit_code == 2 and told in result.stderr and not out.exists()


def test_an_island_that_is_too_light_is_named(run, tmp_path):
    shapes = [*squares(4, 1), shapely.box(5000, 0, 5100, 100)]
    names = ["a", "b", "c", "d", "island"]
    gpd.GeoDataFrame({"name": names, "w": [10, 10, 10, 10, 3]}, geometry=shapes, crs=4549).to_file(tmp_path / "i.gpkg")
    result = run("divide-layer", tmp_path / "i.gpkg", "--weight", "w", "--parts", 2, "-o", tmp_path / "z.gpkg")
    assert result.exit_code == 2 and "island" in result.stderr


@pytest.mark.parametrize(
    ("values", "told"),
    [(["1", "x", "3"], "row 2"), (["1", "-2", "3"], "negative"), (["0", "0", "0"], "adds up to nothing")],
)
def test_weights_that_are_none_are_told_by_row(run, tmp_path, values, told):
    gpd.GeoDataFrame({"w": values}, geometry=squares(3, 1), crs=4549).to_file(tmp_path / "w.gpkg")
    result = run("divide-layer", tmp_path / "w.gpkg", "--weight", "w", "--parts", 2, "-o", tmp_path / "z.gpkg")
    assert result.exit_code == 2 and told in result.stderr


def test_rows_without_ground_keep_their_place_and_have_no_zone(run, tmp_path):
    shapes = [*squares(3, 1), None]
    gpd.GeoDataFrame({"w": [1, 1, 1, 1], "zone": 9}, geometry=shapes, crs=4549).to_file(tmp_path / "n.gpkg")
    words = ["--weight", "w", "--parts", 3, "-o", tmp_path / "z.gpkg"]
    result = run("divide-layer", tmp_path / "n.gpkg", *words)
    assert result.exit_code == 0, result.output
    assert "zone" in result.stderr, "the column that gave way is told"
    zone = gpd.read_file(tmp_path / "z.gpkg")["zone"]
    assert sorted(zone.dropna()) == [1, 2, 3] and zone.isna().tolist() == [False, False, False, True]


def test_what_is_read_is_not_written_over(run, layer):
    result = run("divide-layer", layer, "--weight", "hh", "--parts", 4, "-o", layer)
    assert result.exit_code == 2
    assert len(gpd.read_file(layer)) == 144


def test_village_is_the_one_that_was_made():
    assert street(TWO, [250]).value(VILLAGE, "code") == "320582100201"
