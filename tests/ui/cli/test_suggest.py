"""`gridmap suggest`: what is suggested, in JSON and lists, and done in one step."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pypdf
import pytest

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.people.conftest import drawn

SUGGESTED = {
    "assign": [{"grid": "b", "worker": "W2", "before": None, "role": "full_time"}],
    "unfilled": [{"grid": "d", "limit": "worker_households"}],
    "moved": 0,
    "proved": True,
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """1 has a, 2 has c, b is vacant and next to both, d holds more households than anybody may have."""
    plan = drawn("abcd", held={1: "a", 2: "c"}, households={"a": 500, "b": 600, "c": 300, "d": 1200})
    path = tmp_path / "small.gpkg"
    Project.create(path, plan).close()
    return path


def opened(path: Path) -> Plan:
    with Project.open(path, read_only=True) as project:
        return project.plan


def test_json_says_who_comes_and_what_forbids_the_rest_and_nothing_is_done(run, project):
    before = project.read_bytes()
    result = run("suggest", project, "--on", "2026-06-15", "--json", "-", "--privacy", "internal")
    assert result.exit_code == 0 and json.loads(result.stdout) == SUGGESTED
    assert list(json.loads(result.stdout)) == ["assign", "unfilled", "moved", "proved"]
    assert project.read_bytes() == before
    masked = json.loads(run("suggest", project, "--on", "2026-06-15", "--json", "-").stdout)
    assert masked["assign"][0]["worker"] == "**" and masked["assign"][0]["before"] is None


def test_who_leaves_a_grid_is_named(run, tmp_path):
    plan = drawn("ab      d", held={1: "a", 2: "b"}, households={"a": 400, "b": 400, "d": 900})
    Project.create(tmp_path / "p.gpkg", plan).close()
    content = json.loads(run("suggest", tmp_path / "p.gpkg", "--json", "-", "--privacy", "internal").stdout)
    assert content["moved"] == 1 and sorted(row["before"] is None for row in content["assign"]) == [False, True]
    [moved] = {row["before"] for row in content["assign"]} - {None}
    assert moved in {row["worker"] for row in content["assign"] if row["grid"] == "d"}


def test_it_is_done_in_one_step_from_the_day_on_and_can_be_undone(run, project):
    before = opened(project)
    result = run("suggest", project, "--on", "2026-06-15", "--apply")
    assert result.exit_code == 0 and "Assigned 1 grid as suggested, from 2026-06-15" in result.stdout
    after = opened(project)
    assert after.tables["assignments"].iloc[-1].tolist() == [2, ord("b") * 10, "full_time", "2026-06-15", ""]
    assert json.loads(run("suggest", project, "--on", "2026-06-15", "--json", "-").stdout)["assign"] == []
    with Project.open(project) as file:
        file.undo()
        assert file.plan.same_content(before)


def test_nothing_is_written_where_there_is_nothing_to_do(run, project):
    run("suggest", project, "--on", "2026-06-15", "--apply")
    before = project.read_bytes()
    assert run("suggest", project, "--on", "2026-06-15", "--apply").exit_code == 0
    assert project.read_bytes() == before


def test_a_scope_looks_at_its_grids_only(run, project):
    content = json.loads(run("suggest", project, "--scope", "d", "--json", "-").stdout)
    assert content["assign"] == [] and content["unfilled"] == [{"grid": "d", "limit": "worker_households"}]
    assert run("suggest", project, "--scope", "zzz").exit_code == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_lists_say_the_same(run, project, tmp_path, language):
    for out in ("s.xlsx", "s.pdf"):
        assert run("suggest", project, "--on", "2026-06-15", "-o", tmp_path / out, "--lang", language).exit_code == 0
    sheet = zipfile.ZipFile(tmp_path / "s.xlsx").read("xl/sharedStrings.xml").decode()
    page = pypdf.PdfReader(tmp_path / "s.pdf").pages[0].extract_text()
    assert "工2" in sheet and "工2" in page and "2026-06-15" in sheet and "2026-06-15" in page
    assert ("1,000 户" if language == "zh" else "1,000 each") in sheet


def test_the_terminal_says_why_not(run, project):
    said = " ".join(run("suggest", project, "--on", "2026-06-15").stdout.split())
    assert "Nothing is better" in said and "at most 1,000 each" in said and "工2" in said
