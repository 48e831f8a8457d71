"""Every verb that exports notes it in the history, with profile and count; without a way to do so it says that."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from tests.ui.privacy.conftest import plan_with_people
from ui.program import command_line


@pytest.fixture
def project(faulty_plan, tmp_path) -> Path:
    path = tmp_path / "p.gpkg"
    with Project.create(path, plan_with_people(faulty_plan)) as made:
        begin_draft(made, "试划")
    return path


def run(*words: object) -> Result:
    result = CliRunner().invoke(command_line, [str(word) for word in words], env={"GRIDMAP_LANG": "en"})
    assert result.exit_code in (0, 1), result.stderr
    return result


def noted(project: Path) -> list[dict[str, object]]:
    with Project.open(project, read_only=True) as file:
        return [dict(line.values) for line in file.history() if line.action == "export"]


@pytest.mark.parametrize("suffix", ["pdf", "png", "svg", "pptx", "html", "xlsx", "gpkg", "shp", "csv"])
def test_every_format_is_noted(project, faulty_plan, tmp_path, suffix):
    run("export", project, "-o", tmp_path / f"out.{suffix}", "--privacy", "public", "--paper", "A4", "--dpi", "60")
    run("export", project, "-o", tmp_path / f"one.{suffix}", "--scope", "长江村")
    assert noted(project) == [
        {"file": f"out.{suffix}", "privacy": "public", "count": len(faulty_plan.ids)},
        {"file": f"one.{suffix}", "privacy": "briefing", "count": len(faulty_plan.below([2]))},
    ]
    told = run("history", project).output
    assert f"Exported out.{suffix} (for the public; {len(faulty_plan.ids)} grids or rows)" in " ".join(told.split())


def test_records_and_lists_are_noted(project, tmp_path):
    run("compare", project, "试划", "-o", tmp_path / "r.docx", "--privacy", "internal")
    run("vacancies", project, "-o", tmp_path / "v.xlsx")
    run("staffing", project, "--from", "2020-01-01", "--to", "2026-01-01", "-o", tmp_path / "s.xlsx")
    run("workload", project, "-o", tmp_path / "w.xlsx", "--privacy", "public")
    run("suggest", project, "-o", tmp_path / "g.xlsx")
    assert [(line["file"], line["privacy"]) for line in noted(project)] == [
        ("r.docx", "internal"), ("v.xlsx", "public"), ("s.xlsx", "briefing"), ("w.xlsx", "public"),
        ("g.xlsx", "briefing"),
    ]  # fmt: skip


def test_of_a_project_that_somebody_edits_it_exports_all_the_same_and_says_that_it_is_not_noted(project, tmp_path):
    with Project.open(project, who="zhang"):
        done = run("export", project, "-o", tmp_path / "out.html")
    assert done.exit_code == 0 and (tmp_path / "out.html").exists()
    assert "the history of the project does not say so: zhang has had" in " ".join(done.stderr.split())
    assert noted(project) == []


def test_what_fails_is_not_noted(project, tmp_path):
    (tmp_path / "out.html").mkdir()
    failed = CliRunner().invoke(command_line, ["export", str(project), "-o", str(tmp_path / "out.html")])
    assert failed.exit_code == 2 and noted(project) == []
