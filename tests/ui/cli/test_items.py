"""`gridmap items`: figures by level, month and kind, on the terminal, in JSON, in a workbook and on pages."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gridmap.project.project import Project
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items

HALF_YEAR = ("--from", "2016-01-01", "--to", "2016-06-30")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A town with the items of half a year: 86 raised, 51 of them solved."""
    plan = make_plan("town", 2020)
    path = tmp_path_factory.mktemp("items") / "town.gpkg"
    Project.create(path, with_items(plan, make_items(plan, 86, 51, dt.date(2016, 1, 1), dt.date(2016, 6, 30)))).close()
    return path


def test_figures_for_programs(run, project):
    content = json.loads(run("items", project, "--by", "village", *HALF_YEAR, "--json", "-").stdout)
    assert (content["by"], content["on"]) == ("village", "2016-06-30")
    assert (content["total"]["raised"], content["total"]["solved"]) == (86, 51)
    assert content["total"]["solved_share"] == round(51 / 86, 6)
    assert sum(row["raised"] for row in content["rows"]) == 86 and "unassigned" not in content["rows"][0]
    months = json.loads(run("items", project, "--by", "month", *HALF_YEAR, "--json", "-").stdout)
    assert [row["code"] for row in months["rows"]] == [f"2016-0{month}" for month in range(1, 7)]
    kinds = json.loads(run("items", project, "--by", "kind", "--on", "2016-06-30", "--json", "-").stdout)
    assert sum(row["solved"] for row in kinds["rows"]) == 51 and kinds["total"] == content["total"]


def test_statistics_have_the_same_figures(run, project):
    content = json.loads(run("stats", project, "--by", "village", "--on", "2016-06-30", "--json", "-").stdout)
    assert (content["items"]["raised"], content["items"]["solved"], content["items"]["not_placed"]) == (86, 51, 0)
    assert content["total"]["items_raised"] == 86 == sum(row["items_raised"] for row in content["rows"])
    said = run("stats", project, "--on", "2016-06-30", "--lang", "en").stdout
    assert "Items: 86 raised, 51 solved (59.3%), 35 open" in said


def test_the_terminal_has_a_line_for_each_row_and_the_total(run, project):
    said = run("items", project, "--by", "kind", *HALF_YEAR, "--lang", "en").stdout
    assert "Kind of item" in said and "环境卫生" in said and "Raised: 2016-01-01 – 2016-06-30" in said
    total = next(line for line in said.splitlines() if line.strip().startswith("Total"))
    assert total.split()[1:5] == ["86", "51", "59.3%", "35"]
    early = run("items", project, "--on", "2015-01-01", "--lang", "en")
    assert "As of 2015-01-01 there are no such items." in early.stdout


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_the_list_is_written(run, project, tmp_path, suffix, language):
    out = tmp_path / f"items{suffix}"
    assert run("items", project, "--by", "village", *HALF_YEAR, "-o", out, "--lang", language).exit_code == 0
    if suffix == ".xlsx":
        name, raised = {"zh": ("事项统计", "上报"), "en": ("Items", "Raised")}[language]
        rows = CalamineWorkbook.from_path(out).get_sheet_by_name(name).to_python()
        [head] = [row for row in rows if raised in row]
        at = head.index(raised)
        counts = [row[at] for row in rows[rows.index(head) + 1 :] if row[0] and isinstance(row[at], float)]
        assert sum(counts) in (86, 172)  # with the line of totals or without
    else:
        assert out.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_asked_is_said(run, project):
    result = run("items", project, "--from", "2016-06-30", "--to", "2016-01-01", "--lang", "en")
    assert result.exit_code == 2 and "The period is turned round: 2016-06-30 is after 2016-01-01." in result.stderr
    assert run("items", project, "--by", "street").exit_code == 2
