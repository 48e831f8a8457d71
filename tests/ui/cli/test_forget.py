"""`gridmap forget`: asked twice, told how much, refused where nobody can be asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gridmap.edits import AddWorker, AssignWorker
from gridmap.project.drafts import begin_draft, draft_named
from gridmap.project.project import Project
from tests.drafts.conftest import A, village_plan
from ui.program import command_line

NAME, NUMBER = "赵小虎", "ZJG-00417"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "city.gpkg"
    with Project.create(path, village_plan()) as project:
        project.perform(AddWorker(NAME, "0512-58123456", NUMBER))
        project.perform(AssignWorker(6, A, "part_time", "2020-01-01"))
        begin_draft(project, "east")
    return path


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Run the command line as at a terminal where somebody types these lines."""
    from click.testing import CliRunner

    def run(lines: str, *words: object):
        runner = CliRunner()
        monkeypatch.setattr("ui.cli.forget.is_watched", lambda: True)
        return runner.invoke(command_line, [str(w) for w in words], input=lines, env={"GRIDMAP_LANG": "en"})

    return run


def is_known(path: Path) -> bool:
    return NAME.encode() in path.read_bytes()


def test_a_person_is_forgotten_without_a_question_with_yes(run, city: Path) -> None:
    done = run("forget", city, "--worker", NUMBER, "--yes")
    assert done.exit_code == 0
    assert "drafts gone through: 1" in done.stdout and NAME not in done.stdout
    assert 'Assignments that stay, as "(forgotten)": 1.' in done.stderr.replace("\n", " ")
    assert not is_known(city) and not is_known(draft_named(city, "east").path)
    assert "Forgot a person" in run("history", city).stdout
    assert "Assigned (forgotten) to 32" in run("history", city).stdout
    again = run("forget", city, "--worker", NUMBER, "--yes")
    assert again.exit_code == 2 and NUMBER in again.stderr


def test_who_cannot_be_asked_must_say_yes(run, city: Path) -> None:
    refused = run("forget", city, "--worker", NUMBER)
    assert refused.exit_code == 2 and "--yes" in refused.stderr
    assert is_known(city)


@pytest.mark.parametrize("lines", ["n\n", "\n", "y\n\n", "y\nZJG-00418\n"])
def test_both_questions_have_to_be_answered(answer, city: Path, lines: str) -> None:
    left = answer(lines, "forget", city, "--worker", NUMBER)
    assert left.exit_code == 0 and "Nothing was changed." in left.stdout
    assert NAME in left.stdout and is_known(city)


def test_after_both_answers_it_is_done(answer, city: Path) -> None:
    done = answer(f"y\n{NUMBER}\n", "forget", city, "--worker", NUMBER)
    assert done.exit_code == 0 and not is_known(city)
    assert "cannot be taken back" in done.stdout


def test_a_dry_run_asks_and_changes_nothing(run, city: Path) -> None:
    before = city.read_bytes()
    told = run("forget", city, "--worker", NUMBER, "--dry-run")
    assert told.exit_code == 0 and NAME in told.stdout and "places" in told.stdout
    assert city.read_bytes() == before


def test_a_draft_that_is_open_is_named(run, city: Path) -> None:
    with Project.open(draft_named(city, "east").path, who="colleague"):
        refused = run("forget", city, "--worker", NUMBER, "--yes")
    assert refused.exit_code == 2
    assert "city.draft-east.gpkg" in refused.stderr and "colleague" in refused.stderr
    assert is_known(city)


def test_a_number_of_several_people_needs_a_name(run, city: Path) -> None:
    from tests.forgetting.conftest import change_rows

    with Project.open(city) as project:
        change_rows(project, "workers", [1], staff_number=NUMBER)
    refused = run("forget", city, "--worker", NUMBER, "--yes")
    assert refused.exit_code == 2 and "--name" in refused.stderr and "甲" in refused.stderr
    assert run("forget", city, "--worker", NUMBER, "--name", NAME, "--yes").exit_code == 0
    with Project.open(city) as project:
        assert project.plan.tables["workers"]["name"].tolist()[:1] == ["甲"] and not is_known(city)


def test_a_blank_number_is_nobody(run, city: Path) -> None:
    assert run("forget", city, "--worker", " ", "--yes").exit_code == 2
    assert run("forget", city).exit_code == 2


def test_whether_somebody_watches_is_asked_of_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.cli.forget import is_watched

    class Typed:
        def __init__(self, at_terminal: bool) -> None:
            self.at_terminal = at_terminal

        def isatty(self) -> bool:
            return self.at_terminal

    for watched in (True, False):
        monkeypatch.setattr(sys, "stdin", Typed(watched))
        assert is_watched() is watched


@pytest.mark.parametrize("words", [("--worker", NUMBER, "--name", NAME), (f"--worker={NUMBER}", f"--name={NAME}")])
def test_a_crash_does_not_write_down_who_was_to_be_forgotten(monkeypatch: pytest.MonkeyPatch, words) -> None:
    from ui.look.crash_log import write_crash_log

    monkeypatch.setattr(sys, "argv", ["gridmap", "forget", "city.gpkg", *words, "--yes"])
    log = write_crash_log(RuntimeError("boom")).read_text(encoding="utf-8")
    assert NUMBER not in log and NAME not in log
    assert "gridmap forget city.gpkg --worker" in log and "--yes" in log
    monkeypatch.setattr(sys, "argv", ["gridmap", "import", "city.gpkg", "a.shp", "--name", "MC"])
    assert "--name MC" in write_crash_log(RuntimeError("boom")).read_text(encoding="utf-8")
