"""Of a person no command gives out more than the profile shows: in no file of any format, and not on the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner, Result

from gridmap.checks import run_checks
from gridmap.people.privacy import PROFILES, shown_values
from gridmap.project.drafts import draft_named
from gridmap.project.project import Project
from layers import THEMES
from tests.ui.privacy.conftest import DRAFT, HIDDEN, NAMES, NUMBERS, PEOPLE_RULES, PHONES, USER
from tests.ui.privacy.reading import said_in, said_in_files
from ui.cli import frame
from ui.cli.check import TOP
from ui.outputs.formats import OF_A_PLAN, suffixes_of
from ui.program import command_line
from ui.words.messages import SENTENCES

NAME_PEOPLE = ("check", "fix", "history", "draft", "compare", "export", "suggest", "workload", "staffing")
"""Verbs that may name a person, and so have a profile."""
NAME_NOBODY = ("stats", "vacancies", "items", "branches")
"""Verbs that read people and name none, whatever is asked for."""
MADE_UP = ("demo", "sample")
"""Verbs whose people are nobody."""
OTHERS = ("import", "open", "forget", "rescue", "roster", "divide", "divide-layer", "departments", "schemes")
"""Dividing reads ground and households, and gives a layer back as it was, with its zones; grids of departments are
things, and so are schemes. What is told of an import has its cells by the profile (tests/ui/cli/test_import.py); what
is told of a roster stands in it, which is the reader's own; the window has tests of its own; who forgets somebody must
be told whom; a clean copy is a project, which holds everybody, and its terminal counts rows only."""

WITH_PEOPLE = frozenset((".gpkg", ".geojson", ".shp", ".kml", ".csv", ".xlsx", ".html"))
"""Formats of an export in which people stand; a page on paper, slides and a drawing have none."""
RECORDS_WITH_PEOPLE = frozenset((".docx", ".xlsx"))


@pytest.fixture
def project(peopled: Path, tmp_path: Path) -> Path:
    """A copy of the project with its draft, alone in a folder."""
    return Path(shutil.copytree(peopled.parent, tmp_path / "project")) / peopled.name


def run(*words: object, language: str = "zh") -> Result:
    result = CliRunner().invoke(command_line, [str(word) for word in words], env={"GRIDMAP_LANG": language})
    assert result.exit_code in (0, 1), result.stderr
    return result


def outputs_of(verb: str) -> list[str]:
    """Return the options of a verb that write a file."""
    options = command_line.commands[verb].params
    return [o.opts[-1] for o in options if o.opts[0].startswith("-") and str(o.metavar).startswith(("F.", "OUT"))]


def written(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def on_the_terminal(result: Result) -> bytes:
    return (result.stdout + "\n" + result.stderr).encode()


def test_every_verb_has_its_place_here():
    assert set(command_line.commands) <= {*NAME_PEOPLE, *NAME_NOBODY, *MADE_UP, *OTHERS}
    for verb in NAME_PEOPLE:
        [option] = [param for param in command_line.commands[verb].params if "--privacy" in param.opts]
        assert option.default == "briefing" and tuple(option.type.choices) == PROFILES == frame.PROFILES, verb


def test_the_project_has_every_kind_of_finding_about_people(project):
    with Project.open(project, read_only=True) as file:
        assert {rule for rule, count in run_checks(file.plan).counts.items() if count} >= PEOPLE_RULES


@pytest.mark.parametrize("profile", [*PROFILES, None])
@pytest.mark.parametrize("option", ["", *outputs_of("check")])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_check(project, tmp_path, option, profile, language):
    folder = tmp_path / "out"
    folder.mkdir()
    suffix = {"--json": ".json", "--geo": ".gpkg", "--xlsx": ".xlsx", "": ""}[option]
    wanted = [] if profile is None else ["--privacy", profile]
    rules = [word for rule in sorted(PEOPLE_RULES) for word in ("--rule", rule)]
    assert len(rules) // 2 <= TOP
    files = [option, folder / f"f{suffix}"] if option else []
    result = run("check", project, *files, *rules, *wanted, language=language)
    hidden = HIDDEN[profile or "briefing"]
    assert said_in_files(written(folder), hidden) == set()
    assert said_in(on_the_terminal(result), hidden) == set()
    if profile == "internal":
        assert said_in(on_the_terminal(result), NAMES | NUMBERS) >= {"欧阳铁柱", "SN-48213", "SN-48216"}
        if option:  # the finding about nobody's place has no row in a file of shapes
            assert said_in_files(written(folder), NAMES | NUMBERS) >= {"欧阳铁柱", "SN-48213"}


@pytest.mark.parametrize("profile", PROFILES)
def test_data_for_programs_on_the_terminal(project, profile):
    result = run("check", project, "--json", "-", "--privacy", profile)
    assert said_in(on_the_terminal(result), HIDDEN[profile]) == set()
    assert ("欧阳铁柱" if profile != "public" else "欧阳*") in result.stdout


def test_a_finding_about_a_worker_can_be_told_in_public(project):
    said = run("check", project, "--rule", "worker-over-grids", "--privacy", "public", language="en").stdout
    assert "欧阳* answers full-time for " in said
    nobody = run("check", project, "--rule", "worker-without-grid", "--privacy", "public", language="en").stdout
    assert "A worker answers for no grid" in nobody and "K* answers for no grid" in nobody


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("suffix", sorted(suffixes_of(*OF_A_PLAN)))
def test_an_export(project, tmp_path, suffix, profile):
    hidden = HIDDEN[profile] if suffix in WITH_PEOPLE else HIDDEN["public"]
    themes = THEMES if suffix == ".html" else ("gaps",)
    for theme in themes:
        folder = tmp_path / theme
        result = run("export", project, "-o", folder / f"out{suffix}", "--theme", theme, "--privacy", profile)
        assert said_in_files(written(folder), hidden) == set()
        assert said_in(on_the_terminal(result), hidden) == set()
        if profile == "internal" and suffix in WITH_PEOPLE:
            assert said_in_files(written(folder), NAMES | PHONES) >= {"欧阳铁柱", "司徒建国", "13911112222"}
        if profile == "briefing" and suffix in WITH_PEOPLE:
            assert said_in_files(written(folder), NAMES) >= {"欧阳铁柱", "司徒建国"}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("out", [("o.xlsx", "--since", "2000-01-01"), ("o.docx", "--dossier"), ("o.docx",)])
def test_a_workbook_of_changes_and_texts(project, tmp_path, out, profile):
    file, *more = out
    result = run("export", project, "-o", tmp_path / "out" / file, *more, "--privacy", profile)
    hidden = HIDDEN["public"] if out == ("o.docx",) else HIDDEN[profile]
    assert said_in_files(written(tmp_path / "out"), hidden) == set()
    assert said_in(on_the_terminal(result), hidden) == set()
    if profile == "internal" and len(out) > 1:
        assert "欧阳铁柱" in said_in_files(written(tmp_path / "out"), NAMES)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("suffix", suffixes_of("record"))
def test_a_record_of_adjustment(project, tmp_path, suffix, profile):
    folder = tmp_path / "out"
    result = run("compare", project, DRAFT, "-o", folder / f"record{suffix}", "--privacy", profile)
    hidden = HIDDEN[profile] if suffix in RECORDS_WITH_PEOPLE else HIDDEN["public"]
    assert said_in_files(written(folder), hidden) == set()
    assert said_in(on_the_terminal(result), hidden) == set()
    shown = said_in_files(written(folder), NAMES)
    assert ("慕容晓燕" in shown) == (suffix in RECORDS_WITH_PEOPLE and profile != "public")


@pytest.mark.parametrize("profile", [*PROFILES, None])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_history(project, profile, language):
    wanted = [] if profile is None else ["--privacy", profile]
    for file in (project, draft_named(project, DRAFT).path):
        result = run("history", file, *wanted, language=language)
        assert said_in(on_the_terminal(result), HIDDEN[profile or "briefing"]) == set()
        told = said_in(on_the_terminal(result), NAMES)
        of_the_file = {"夏侯淳风"} if file == project else {"Anna Kowalczyk", "尉迟大海"}
        assert told >= of_the_file | {USER} if profile != "public" else not told


def test_every_sentence_of_the_history_says_what_is_a_person_in_it():
    """A new edit whose sentence has a name or free words in it must say whose; its values are told as they are else."""
    of_branches = {
        "link-branch", "unlink-branch", "make-branch-joint", "make-branch-own", "add-branch", "correct-branch",
        "delete-branch", "end-link", "merge-branches", "add-zone", "correct-zone", "delete-zone", "move-branches",
        "set-up-branch", "set-up-compound-branch",
    }  # fmt: skip
    of_buildings = {"correct-building"}
    of_facilities = {"add-facility", "correct-facility", "delete-facility"}
    of_compounds = {
        "add-compound", "correct-compound", "delete-compound", "link-compound", "unlink-compound", "draw-outline",
        "correct-outline", "remove-outline", "set-up-joint-compound-branch",
    }  # fmt: skip
    of_two = {"hand-over", "stand-in", "transfer-grids"}
    told = {key.removeprefix("change-"): zh for key, (zh, _) in SENTENCES.items() if key.startswith("change-")}
    with_names = {label for label, sentence in told.items() if "{name}" in sentence}
    of_one = {
        "add-worker", "assign-worker", "end-assignment", "assign-grids", "correct-worker", "delete-worker", "end-all",
        "merge-workers", "correct-assignments",
    }  # fmt: skip
    with_names -= of_branches | of_buildings | of_facilities | of_compounds
    assert with_names == of_one | of_two
    for label in of_two:
        assert shown_values(label, {"other": "欧阳铁柱"}, "public") == {"other": "欧阳*"}
    for label in with_names:
        assert shown_values(label, {"name": "欧阳铁柱"}, "public") == {"name": "欧阳*"}
    of_things = {
        "area_m2", "before", "begin", "changed", "code", "codes", "columns", "count", "day", "department", "end",
        "ended", "file", "grids", "households", "moved", "new", "on", "parent", "places", "privacy", "rule", "table",
        "title", "to",
    }  # fmt: skip
    used = {field for sentence in told.values() for _, field, _, _ in Formatter().parse(sentence) if field}
    assert used <= of_things | {"name", "other", "reason"}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_list_of_drafts(project, profile):
    result = run("draft", project, "--list", "--privacy", profile)
    assert said_in(on_the_terminal(result), HIDDEN[profile]) == set()
    assert DRAFT in result.stdout and (USER in result.stdout) == (profile != "public")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_mending_and_its_report(project, tmp_path, profile, dry):
    result = run("fix", project, *dry, "--report", tmp_path / "out" / "fix.json", "--privacy", profile)
    assert said_in_files(written(tmp_path / "out"), HIDDEN["public"]) == set()
    assert said_in(on_the_terminal(result), HIDDEN[profile]) == set()


@pytest.mark.parametrize("profile", [*PROFILES, None])
@pytest.mark.parametrize(
    "verb", [("suggest",), ("workload",), ("staffing", "--from", "2019-01-01", "--to", "2030-01-01")]
)
@pytest.mark.parametrize("file", ["o.json", "o.xlsx", "o.pdf"])
def test_lists_of_people(project, tmp_path, verb, profile, file):
    out = tmp_path / "out" / file
    wanted = [] if profile is None else ["--privacy", profile]
    result = run(verb[0], project, *verb[1:], "--json" if file == "o.json" else "-o", out, *wanted)
    hidden = HIDDEN[profile or "briefing"]
    assert out.exists() and said_in_files(written(out.parent), hidden) == set()
    assert said_in(on_the_terminal(result), hidden) == set()
    if profile == "internal":
        assert said_in_files([out], NAMES | NUMBERS) and said_in(on_the_terminal(result), NAMES)


def test_figures_name_nobody(project, tmp_path):
    (tmp_path / "out").mkdir()
    result = run("stats", project, "--json", tmp_path / "out" / "stats.json")
    assert said_in_files(written(tmp_path / "out"), HIDDEN["public"]) == set()
    assert said_in(on_the_terminal(result), HIDDEN["public"]) == set()


def test_of_an_imported_file_columns_of_people_are_left_and_remarks_are_kept(project, tmp_path):
    new, there = tmp_path / "new.gpkg", tmp_path / "all.gpkg"
    run("export", project, "-o", there, "--privacy", "internal")
    assert said_in_files([there], NAMES | PHONES) >= {"欧阳铁柱", "13911112222"}
    for kind in ("town", "village", "comprehensive"):
        result = run("import", new, there, "--layer", kind, "--level", kind)
        assert said_in(on_the_terminal(result), HIDDEN["public"]) == set()
    assert said_in_files([new], HIDDEN["public"]) == {"皇甫小二", "13999990000", "SN-48215"}


def test_a_demonstration_masks_even_people_who_are_nobody(tmp_path):
    result = run("demo", "--size", "town", "--out", tmp_path / "out")
    with Project.open(tmp_path / "out" / "city.gpkg", read_only=True) as file:
        hidden = {*file.plan.tables["workers"]["phone"]} - {""}
    files = [file for file in written(tmp_path / "out") if file.stem == "findings"]
    assert len(files) == 3 and len(hidden) > 50
    assert said_in_files(files, hidden) == set()
    assert said_in(on_the_terminal(result), hidden) == set()
    findings = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))["findings"]
    numbers = [number for finding in findings for number in finding["workers"]]
    assert numbers and all(number.startswith("***") for number in numbers)
