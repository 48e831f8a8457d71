"""`gridmap draft` and `gridmap compare`: begin, list, apply, drop; how two divisions differ, and the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from gridmap.edits import GiveGround, SetAttributes
from gridmap.edits.stages import stages_in
from gridmap.project.drafts import draft_named, drafts_of
from gridmap.project.project import Project
from tests.drafts.conftest import A, B, ground, village_plan


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "city.gpkg"
    Project.create(path, village_plan()).close()
    return path


def edit(path: Path, *edits) -> None:
    with Project.open(path) as project:
        for one in edits:
            project.perform(one)


def test_a_draft_is_begun_listed_and_applied(run, city):
    assert run("draft", city).stdout == "This project has no drafts.\n"
    assert run("draft", city, "--new", "East gate").exit_code == 0
    [draft] = drafts_of(city)
    assert draft.path.name == "city.draft-East gate.gpkg"
    edit(draft.path, GiveGround(ground(80, 0, 100, 100), B))
    listed = run("draft", city, "--list").stdout
    assert "East gate" in listed and "city.draft-East gate.gpkg" in listed
    applied = run("draft", city, "--apply", "East gate")
    assert (applied.exit_code, applied.stdout) == (
        0, 'The draft "East gate" was applied (4 grids); one undo takes it back.\n'
    )  # fmt: skip
    assert drafts_of(city) == []
    assert 'Applied the draft "East gate" (4 grids)' in run("history", city).stdout
    with Project.open(city) as project:
        assert project.plan.shape(B).area == pytest.approx(12_000)
        project.undo()
        assert project.plan.same_content(village_plan())


def test_a_draft_that_does_not_fit_is_refused_and_stays(run, city):
    run("draft", city, "--new", "a")
    edit(draft_named(city, "a").path, SetAttributes("grids", (A,), {"name": "mine"}))
    edit(city, SetAttributes("grids", (A,), {"name": "theirs"}))
    refused = run("draft", city, "--apply", "a")
    assert refused.exit_code == 2
    assert "320582100201001" in refused.stderr
    assert len(drafts_of(city)) == 1
    assert run("draft", city, "--drop", "a").exit_code == 0
    assert drafts_of(city) == []


@pytest.mark.parametrize("words", [("--apply", "no"), ("--drop", "no"), ("--new", "a", "--drop", "a"), ("--new", " ")])
def test_what_cannot_be_done_is_said_with_exit_code_2(run, city, words):
    found = run("draft", city, *words)
    assert found.exit_code == 2
    assert found.stderr


def test_a_project_and_its_draft_are_compared_and_the_record_written(run, city, tmp_path):
    run("draft", city, "--new", "东门")
    edit(draft_named(city, "东门").path, GiveGround(ground(80, 0, 100, 100), B))
    found = run("compare", city, "东门", "-o", tmp_path / "out" / "record.json")
    assert found.exit_code == 0
    assert "350 → 310" in found.stdout
    assert "2 changed, 0 new, 0 retired · 1 building, 40 households" in found.stdout
    record = json.loads((tmp_path / "out" / "record.json").read_text(encoding="utf-8"))
    assert (record["title"], record["households_moved"]) == ("东门", 40)
    file = draft_named(city, "东门").path
    assert run("compare", city, file, "-o", tmp_path / "a.docx", "--title", "Gate", "--lang", "en").exit_code == 0
    assert any(cell.text == "Gate" for row in Document(tmp_path / "a.docx").tables[0].rows for cell in row.cells)
    assert run("compare", city, "东门", "-o", tmp_path / "a.xlsx", "--lang", "zh").exit_code == 0
    assert (tmp_path / "a.xlsx").stat().st_size > 8_000


def test_the_same_file_twice_differs_in_nothing_and_bad_words_are_refused(run, city, faulty, tmp_path):
    assert run("compare", city, city).stdout == "The same as the current division.\n"
    assert run("compare", city, city, "-o", tmp_path / "a.pdf").exit_code == 2
    assert run("compare", city, "none").exit_code == 2
    assert run("compare", city, faulty).exit_code == 0


def said(result) -> str:
    """What a table on the terminal says, its lines joined."""
    return " ".join(result.stdout.split())


def cells(file: Path, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(file).tables[table].rows]


def test_how_far_it_has_got_is_recorded_and_stands_in_the_record_and_the_history(run, city, tmp_path):
    run("draft", city, "--new", "East gate")
    edit(draft_named(city, "East gate").path, GiveGround(ground(80, 0, 100, 100), B))
    told = run("draft", city, "--propose", "East gate", "--day", "2026-11-03", "--document", "No. 12 of Ma 13812345678")
    assert told.stdout == 'Recorded that the town proposed "East gate" on 2026-11-03\n'
    record = ("compare", city, "East gate", "-o")
    assert run(*record, tmp_path / "a.docx", "--lang", "en").exit_code == 0
    states = [row[2:] for row in cells(tmp_path / "a.docx", 1)[1:]]
    assert states[0] == ["done", "2026-11-03  No. 12 of Ma 138****5678"]
    assert states[1:] == [["due", ""], ["waits for the step before", ""]]
    run(*record, tmp_path / "a.xlsx", "--privacy", "public", "--lang", "en")
    summary = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()
    assert ["Proposed by the town", "done  2026-11-03  (杨舍镇)"] in [row[:2] for row in summary]
    run(*record, tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (told["due"], [one["stage"] for one in told["stages"]]) == ("agree", ["propose"])
    assert "No. 12 of Ma 138****5678" in str(told["stages"])
    assert 'the town proposed "East gate" on 2026-11-03' in said(run("history", draft_named(city, "East gate").path))


def test_it_is_recorded_of_a_draft_that_was_applied_too_and_taken_back(run, city):
    run("draft", city, "--new", "East gate")
    edit(draft_named(city, "East gate").path, GiveGround(ground(80, 0, 100, 100), B))
    refused = run("draft", city, "--file", "East gate")
    assert refused.exit_code == 2 and "Record first on which day the town proposed it." in refused.stderr
    run("draft", city, "--propose", "East gate", "--day", "2026-11-03")
    run("draft", city, "--apply", "East gate")
    assert run("draft", city, "--agree", "East gate", "--day", "2026-11-04").exit_code == 0
    assert run("draft", city, "--file", "East gate", "--day", "2026-11-05").exit_code == 0
    assert 'the city filed "East gate" on 2026-11-05' in said(run("history", city))
    with Project.open(city) as project:
        [stages] = stages_in(project.plan).values()
        assert [stage.key for stage in stages] == ["propose", "agree", "file"]
    for _ in range(3):
        assert run("draft", city, "--take-back", "East gate").exit_code == 0
    assert run("draft", city, "--take-back", "East gate").exit_code == 2
    assert run("draft", city, "--propose", "West gate").exit_code == 2
