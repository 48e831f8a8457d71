"""`--on DATE`: one day for statistics, checks and exports, past or planned, and it is told."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.ui.conftest import EAST, MIDDLE, WEST, faulty_village

PAST, SINCE, PLANNED = "2021-06-15", "2023-06-15", "2090-06-15"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A village where one worker left at the end of 2022 and one begins in 2090."""
    plan = faulty_village()
    rows = [
        (1, WEST, "full_time", "2020-01-01", "2022-12-31"),
        (2, MIDDLE, "full_time", "2020-01-01", ""),
        (1, EAST, "full_time", "2090-01-01", ""),
    ]
    columns = ["worker", "grid", "role", "from_date", "until_date"]
    assignments = pd.DataFrame(rows, columns=columns, index=[1, 2, 3])
    path = tmp_path / "village.gpkg"
    Project.create(path, Plan(plan.scheme, {**plan.tables, "assignments": assignments})).close()
    return path


@pytest.mark.parametrize(("day", "staffed"), [(PAST, 2), (SINCE, 1), (PLANNED, 2)])
def test_statistics_count_for_the_day(run, project, day, staffed):
    content = json.loads(run("stats", project, "--on", day, "--json", "-").stdout)
    assert (content["on"], content["total"]["staffed"]) == (day, staffed)
    assert f"workers and branches counted on {day}" in run("stats", project, "--on", day).stdout.lower()


@pytest.mark.parametrize(("day", "codes"), [(PAST, {"x-1"}), (SINCE, {"320582100201001", "x-1"})])
def test_a_check_looks_at_the_day_and_says_so(run, project, tmp_path, day, codes):
    book = tmp_path / "found.xlsx"
    result = run("check", project, "--rule", "no-worker", "--on", day, "--json", "-", "--xlsx", book)
    found = {code for finding in json.loads(result.stdout)["findings"] for code in finding["grids"]}
    assert codes <= found and ("320582100201001" in found) == ("320582100201001" in codes)
    assert f"counted on {day}" in result.stderr
    assert day.encode() in zipfile.ZipFile(book).read("xl/sharedStrings.xml")


@pytest.mark.parametrize("suffix", ["xlsx", "geojson", "gpkg", "html", "svg", "pdf"])
def test_every_export_tells_the_day_that_it_counts(run, project, tmp_path, suffix):
    out = tmp_path / f"o.{suffix}"
    result = run("export", project, "-o", out, "--on", PAST, "--theme", "staffing", "--lang", "en")
    assert result.exit_code == 0, result.output
    data = out.read_bytes()
    if suffix == "xlsx":
        data = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml")
        assert dt.date.today().isoformat().encode() in data  # when it was made
    if suffix == "pdf":
        data = pypdf.PdfReader(out).pages[0].extract_text().encode()
        assert dt.date.today().isoformat().encode() in data
    assert PAST.encode() in data


def test_the_ledger_of_a_day_has_who_answered_then(run, project, tmp_path):
    staffing = {}
    for day in (PAST, SINCE, PLANNED):
        run("export", project, "-o", tmp_path / "o.geojson", "--on", day)
        features = json.loads((tmp_path / "o.geojson").read_text(encoding="utf-8"))["features"]
        staffing[day] = {f["properties"]["code"]: f["properties"]["staffing"] for f in features}
    west = [staffing[day]["320582100201001"] for day in (PAST, SINCE, PLANNED)]
    assert west == ["full_time", "nobody", "nobody"]


@pytest.mark.parametrize("verb", [("stats",), ("check",), ("export", "-o", "o.xlsx"), ("vacancies",)])
@pytest.mark.parametrize("day", ["15.6.2021", "20210615", "2021-W24", "2021-02-30", "", "today"])
def test_what_is_no_day_is_bad_input(run, project, tmp_path, monkeypatch, verb, day):
    monkeypatch.chdir(tmp_path)
    result = run(verb[0], project, *verb[1:], "--on", day)
    assert result.exit_code == 2 and "is not a date; write it as 2020-08-25" in result.stderr
    assert not Path("o.xlsx").exists()
