"""`gridmap import`: files become a project that can be checked; one that cannot be read changes nothing."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from gridmap.project.project import Project


@pytest.fixture
def levels(tmp_path: Path) -> dict[str, Path]:
    """Return files of one town, its two villages and four grids, which tile each other."""
    x, y = 500_000, 3_500_000
    rows = {
        "town": [("320582100", "杨舍镇", box(x, y, x + 400, y + 100))],
        "village": [
            ("320582100201", "长江村", box(x, y, x + 200, y + 100)),
            ("320582100202", "江边村", box(x + 200, y, x + 400, y + 100)),
        ],
        "comprehensive": [
            (f"32058210020{1 + i // 2}00{1 + i % 2}", f"第{i}网格", box(x + 100 * i, y, x + 100 * i + 100, y + 100))
            for i in range(4)
        ],
    }
    files = {}
    for level, grids in rows.items():
        frame = gpd.GeoDataFrame(
            {"编码": [g[0] for g in grids], "名称": [g[1] for g in grids]}, geometry=[g[2] for g in grids], crs=4549
        )
        files[level] = tmp_path / f"{level}.geojson"
        frame.to_crs(4490).to_file(files[level], engine="pyogrio")
    return files


def test_three_levels_become_a_project_with_the_family_that_the_codes_tell(run, levels, tmp_path):
    project = tmp_path / "new" / "city.gpkg"
    for level, file in levels.items():
        result = run("import", project, file, "--level", level)
        assert result.exit_code == 0, result.stderr
    assert f"{levels['comprehensive'].name}: 4 grids came in" in result.stdout
    assert "4 by code prefix" in result.stdout
    with Project.open(project, read_only=True) as opened:
        plan = opened.plan
        assert [entry.label for entry in opened.history()] == ["import-boundaries"] * 3
    assert plan.codes(plan.children(int(plan.ids_with_codes(["320582100202"])[0]))) == [
        "320582100202001",
        "320582100202002",
    ]
    checked = run("check", project, "--rule", "gap", "--rule", "overlap", "--rule", "orphan")
    assert checked.exit_code == 0, checked.stdout


def test_several_sources_at_once_may_be_a_pattern(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    assert run("import", project, tmp_path / "t*n.geojson", "--level", "town").exit_code == 0
    with Project.open(project, read_only=True) as opened:
        assert len(opened.plan.ids) == 1


def test_a_source_that_cannot_be_read_leaves_no_project_and_no_half_import(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    broken = tmp_path / "broken.geojson"
    broken.write_text("{", encoding="utf-8")
    result = run("import", project, levels["town"], broken, "--level", "town")
    assert result.exit_code == 2 and "broken.geojson" in result.stderr and "Traceback" not in result.stderr
    assert not project.exists()

    run("import", project, levels["town"], "--level", "town")
    before = project.read_bytes()
    assert run("import", project, levels["village"], broken, "--level", "village").exit_code == 2
    assert project.read_bytes() == before


def test_a_scheme_is_for_a_new_project_only(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    assert run("import", project, levels["town"], "--level", "town", "--scheme", "micro").exit_code == 0
    with Project.open(project, read_only=True) as opened:
        assert opened.plan.scheme.key == "micro"
    result = run("import", project, levels["village"], "--level", "village", "--scheme", "city")
    assert result.exit_code == 2 and "--scheme" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--level", "street"],
        [],
        ["--level", "town", "--scheme", "nowhere.toml"],
        ["--level", "town", "--crs", "EPSG:999999"],
    ],
)
def test_bad_options_are_bad_input(run, levels, tmp_path, words):
    result = run("import", tmp_path / "city.gpkg", levels["town"], *words)
    assert result.exit_code == 2 and result.stderr.startswith("Error: ")
    assert not (tmp_path / "city.gpkg").exists()


def test_an_import_of_nothing_is_exit_code_2_and_changes_nothing(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    assert run("import", project, levels["town"], "--level", "town").exit_code == 0
    before = project.read_bytes()
    again = run("import", project, levels["town"], "--level", "town")
    assert again.exit_code == 2 and "No grid came in" in again.stderr
    assert project.read_bytes() == before


def test_what_columns_were_taken_for_is_said(run, levels, tmp_path):
    result = run("import", tmp_path / "city.gpkg", levels["town"], "--level", "town")
    assert 'code from "编码"' in result.stdout and 'name from "名称"' in result.stdout
