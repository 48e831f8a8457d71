"""`gridmap staffing` and `gridmap workload`: in JSON, on the terminal and in lists."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pypdf
import pytest

from gridmap.project.project import Project
from tests.people.conftest import drawn

BETWEEN = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """1 left a at the end of March and 2 came in May; 3 has b, c and d."""
    rows = [(1, "a", "full_time", "2020-01-01", "2026-03-31"), (2, "a", "full_time", "2026-05-01", "")]
    path = tmp_path / "small.gpkg"
    Project.create(path, drawn("abcd", held={3: "bcd"}, rows=rows)).close()
    return path


def test_what_happened_between_two_days_is_told_in_codes_and_keys(run, project):
    content = json.loads(run("staffing", project, *BETWEEN, "--json", "-", "--privacy", "internal").stdout)
    assert list(content) == ["from", "to", "left", "came", "vacant", "coverage"]
    assert content["left"] == [
        {
            "worker": "W1",
            "name": "工1",
            "grid": "a",
            "role": "full_time",
            "on": "2026-03-31",
            "vacant_since": "2026-04-01",
            "filled_on": "2026-05-01",
        }
    ]
    assert content["came"] == [{"worker": "W2", "name": "工2", "grid": "a", "role": "full_time", "on": "2026-05-01"}]
    assert content["vacant"] == [
        {"grid": "a", "lacks": "full_time", "since": "2026-04-01", "until": "2026-04-30", "days": 30}
    ]
    [town] = content["coverage"]
    assert (town["town"], town["grids"], town["days_vacant"]) == ("T0", 4, 30)


def test_the_terminal_and_lists_say_the_same(run, project, tmp_path):
    said = run("staffing", project, *BETWEEN, "-o", tmp_path / "s.xlsx").stdout
    assert "1 left, 1 came" in said and "97.9%" in said and "2026-04-01" in said
    run("staffing", project, *BETWEEN, "-o", tmp_path / "s.pdf")
    sheet = zipfile.ZipFile(tmp_path / "s.xlsx").read("xl/sharedStrings.xml").decode()
    page = pypdf.PdfReader(tmp_path / "s.pdf").pages[0].extract_text()
    for text in (sheet, page):
        assert all(word in text for word in ("工1", "2026-04-01", "2026-05-01"))


def test_days_that_make_no_time_are_bad_input(run, project):
    assert run("staffing", project, "--from", "2026-12-31", "--to", "2026-01-01").exit_code == 2
    assert "is not a date" in run("staffing", project, "--from", "x", "--to", "2026-01-01").stderr
    assert run("staffing", project, "--from", "2026-01-01").exit_code == 2


def test_the_load_of_everybody_is_told_worst_first(run, project, tmp_path):
    words = ("workload", project, "--on", "2026-06-15", "--privacy", "internal")
    content = json.loads(run(*words, "--json", "-").stdout)
    assert content["on"] == "2026-06-15" and content["limits"]["worker_grids"] == 2
    assert [row["worker"] for row in content["workers"]] == ["W3", "W2"]
    assert content["workers"][0]["over"] == ["worker_grids"] and content["workers"][0]["grids"] == 3
    said = run(*words, "-o", tmp_path / "w.xlsx").stdout
    assert "2 people answer for grids, 1 of them over a limit" in said and "150.0%" in said
    assert "工3" in zipfile.ZipFile(tmp_path / "w.xlsx").read("xl/sharedStrings.xml").decode()
    assert "工3" not in run("workload", project, "--privacy", "public").stdout
