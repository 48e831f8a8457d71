"""`gridmap vacancies`: what is vacant, in JSON, on the terminal, in a workbook and on pages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from sample_data.defects import plant
from sample_data.make_sample import PER_KIND
from tests.pdf_text import texts_of
from tests.ui.conftest import MIDDLE, WEST, faulty_village

COLUMNS = ["grid", "name", "town", "village", "kind", "households", "since", "lacks"]
WEST_GRID = {
    "grid": "320582100201001",
    "name": "第一网格",
    "town": "320582100",
    "village": "320582100201",
    "kind": "comprehensive",
    "households": 12,
    "since": "2023-01-01",
    "lacks": "full_time",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A village where the worker of the first grid left at the end of 2022."""
    plan = faulty_village()
    rows = [(1, WEST, "full_time", "2020-01-01", "2022-12-31"), (2, MIDDLE, "full_time", "", "")]
    columns = ["worker", "grid", "role", "from_date", "until_date"]
    assignments = pd.DataFrame(rows, columns=columns, index=[1, 2])
    path = tmp_path / "village.gpkg"
    Project.create(path, Plan(plan.scheme, {**plan.tables, "assignments": assignments})).close()
    return path


@pytest.fixture(scope="module")
def city(tmp_path_factory, sample_city) -> Path:
    path = tmp_path_factory.mktemp("city") / "city.gpkg"
    Project.create(path, plant(sample_city, 2020, PER_KIND["city"])[0]).close()
    return path


def test_json_is_of_codes_and_keys_and_the_exit_code_says_that_there_are_some(run, project):
    result = run("vacancies", project, "--json", "-")
    content = json.loads(result.stdout)
    assert result.exit_code == 1 and list(content) == ["vacancies"]
    assert all(list(row) == COLUMNS for row in content["vacancies"])
    assert [row for row in content["vacancies"] if row["grid"] == WEST_GRID["grid"]] == [WEST_GRID]
    assert {row["grid"]: row["since"] for row in content["vacancies"]}["x-1"] is None


def test_where_nothing_is_vacant_the_exit_code_is_nought(run, project, sound):
    assert run("vacancies", sound).exit_code == 0
    result = run("vacancies", project, "--scope", "320582100201001", "--on", "2021-01-01", "--json", "-")
    assert result.exit_code == 0 and json.loads(result.stdout) == {"vacancies": []}


def test_a_scope_is_a_grid_with_all_below_it_and_a_strange_code_is_bad_input(run, project):
    content = json.loads(run("vacancies", project, "--scope", "320582100201", "--json", "-").stdout)
    assert {row["grid"] for row in content["vacancies"]} == {"320582100201001", "320582100201002", "x-1"}
    assert run("vacancies", project, "--scope", "nobody").exit_code == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_workbook_and_pages_have_every_row_and_the_day(run, city, tmp_path, language):
    words = ("vacancies", city, "--on", "2026-06-15", "--lang", language)
    for out in ("v.xlsx", "v.pdf"):
        assert run(*words, "--json", tmp_path / "v.json", "-o", tmp_path / out).exit_code == 1
    rows = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))["vacancies"]
    sheet = zipfile.ZipFile(tmp_path / "v.xlsx").read("xl/sharedStrings.xml").decode()
    pages = texts_of(tmp_path / "v.pdf")
    read = "".join(pages)
    assert len(rows) > 50 and len(pages) > 1
    for row in rows:
        assert row["grid"] in sheet and row["grid"] in read and row["name"] in sheet
    assert "2026-06-15" in sheet and all("2026-06-15" in page for page in pages)
    assert ("从未配备" if language == "zh" else "never") in read
    assert all("网格编码" in page or "Code" in page for page in pages)


def test_what_is_no_list_is_refused_before_the_work(run, project, tmp_path):
    result = run("vacancies", project, "-o", tmp_path / "v.docx")
    assert result.exit_code == 2 and ".xlsx, .pdf" in result.stderr
    assert run("vacancies", project, "-o", project).exit_code == 2


def test_only_the_first_are_printed_and_the_rest_is_counted(run, city):
    lines = run("vacancies", city, "--on", "2019-06-01").stdout
    assert "more are not shown" in lines and "2019-06-01:" in lines
