"""`gridmap departments`: brought in, listed, written as list, layer and JSON, snapped and undone."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pypdf
import pytest
import shapely
from python_calamine import CalamineWorkbook

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.departments.conftest import CELL, CRS, SOUTH, WEST, lattice, village

POLICE = (
    shapely.box(WEST, SOUTH, WEST + 260, SOUTH + 200),
    shapely.box(WEST + 260, SOUTH, WEST + 400, SOUTH + 200),
)
"""Of two base grids, 200 m each, the border of the police is 60 m off."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    houses = shapely.points([[WEST + 50, SOUTH + 9], [WEST + 250, SOUTH + 9], [WEST + 390, SOUTH + 9]])
    path = tmp_path / "small.gpkg"
    Project.create(path, village(lattice(2, 1, CELL), houses)).close()
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "police.gpkg"
    frame = gpd.GeoDataFrame({"编码": ["1", "2"], "名称": ["东莱<b>", "=江畔"]}, geometry=list(POLICE), crs=CRS)
    frame.to_file(path, engine="pyogrio")
    return path


def plan_of(path: Path) -> Plan:
    with Project.open(path, read_only=True) as project:
        return project.plan


def test_a_dry_run_says_what_would_come_and_writes_nothing(run, project, file):
    before = project.read_bytes()
    result = run("departments", project, "--import", file, "--department", "公安", "--dry-run")
    assert result.exit_code == 0 and "2 new" in result.stdout and project.read_bytes() == before


def test_brought_in_listed_and_written(run, project, file, tmp_path):
    json_file, workbook, pages, layers = (tmp_path / f"out.{suffix}" for suffix in ("json", "xlsx", "pdf", "gpkg"))
    result = run("departments", project, "--import", file, "--department", "公安", "--json", json_file, "-o", workbook)
    assert result.exit_code == 0, result.stderr
    assert "1 crossing, 1 household and 12,000 m² astray" in result.stdout
    [police] = json.loads(json_file.read_text("utf-8"))["departments"]
    [line] = police["crossings"]
    assert (line["base"]["name"], line["home"]["code"], line["grid"]["code"]) == ("第2网格", "2", "1")
    assert (line["households"], line["area_m2"], line["share"]) == (1, 12_000, 0.3)
    assert shapely.area(shapely.from_geojson(json.dumps(line["where"]))) == 12_000
    book = CalamineWorkbook.from_path(workbook)
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert "=江畔" in [cell for row in sheets["Snapped to the base grids"] for cell in row]
    for out in (pages, layers):
        assert run("departments", project, "-o", out).exit_code == 0
    assert "东莱<b>" in "".join(pypdf.PdfReader(pages).pages[0].extract_text().split())
    names = pyogrio.list_layers(layers)[:, 0].tolist()
    assert names == ["department_grids", "crossings", "base_in_none", "outside_base", "snapped"]
    snapped = gpd.read_file(layers, layer="snapped")
    assert snapped.geometry.area.tolist() == [CELL * CELL] * 2 and snapped["after"].tolist() == [1, 2]
    with Project.open(project, read_only=True) as there:
        assert [line.label for line in there.history()] == ["put-department", "export", "export", "export"]


def test_snapping_shows_first_and_is_one_step_that_undoes(run, project, file):
    run("departments", project, "--import", file, "--department", "公安")
    before = plan_of(project)
    shown = run("departments", project, "--snap", "--lang", "en")
    assert "2 grids get another shape, 1 household" in shown.stdout
    assert plan_of(project).same_content(before)
    done = run("departments", project, "--snap", "--apply", "--department", "公安")
    assert done.exit_code == 0, done.stderr
    rows = plan_of(project).tables["department_grids"]
    assert shapely.area(rows.geometry.to_numpy()).tolist() == [CELL * CELL] * 2
    assert "none of which crosses" in run("departments", project).stdout
    with Project.open(project) as there:
        there.undo()
        assert there.plan.same_content(before)


def test_dropped_they_are_gone(run, project, file):
    run("departments", project, "--import", file, "--department", "公安")
    assert run("departments", project, "--drop", "--department", "公安").exit_code == 0
    assert not len(plan_of(project).tables["department_grids"])
    nothing = run("departments", project)
    assert nothing.exit_code == 0 and "no departments' grids yet" in nothing.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--department", "民政"), "民政"),
        (("--apply",), "--snap"),
        (("--drop",), "--department"),
        (("-o", "out.docx"), ".gpkg"),
        (("-o", "out.xlsx"), "out.xlsx"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(run, project, words, said):
    result = run("departments", project, *words)
    assert result.exit_code == 2 and said in result.stderr


def test_a_file_without_a_department_is_refused(run, project, file):
    result = run("departments", project, "--import", file)
    assert result.exit_code == 2 and "--department" in result.stderr
