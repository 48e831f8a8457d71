"""`gridmap check`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest
from rich.cells import cell_len

from gridmap.checks import RULES, run_checks
from ui.cli.check import TOP


def test_errors_end_with_1_and_a_sound_project_with_0(run, faulty, sound):
    assert run("check", faulty).exit_code == 1
    result = run("check", sound)
    assert result.exit_code == 0
    assert f"{len(RULES)} rules were checked; nothing was found." in result.stdout


def test_notices_alone_end_with_0(run, faulty):
    result = run("check", faulty, "--rule", "joint-branch-only")
    assert result.exit_code == 0
    assert "0 errors, 0 warnings, 1 notice" in result.stdout


def test_the_most_important_come_first_and_the_rest_is_counted(run, faulty, faulty_plan):
    lines = run("check", faulty).stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "most important" in line)
    assert lines[at + 1].endswith("with 30 households")
    assert lines[-1].startswith(f"{len(run_checks(faulty_plan).open) - TOP} more")


def test_chinese_is_spoken_by_default_language_of_the_line(run, faulty):
    assert "空白区域" in run("check", faulty, "--lang", "zh").stdout


def test_only_the_rule_and_the_grid_asked_for_are_looked_at(run, faulty):
    written = run("check", faulty, "--rule", "gap", "--scope", "320582100202", "--json", "-").stdout
    content = json.loads(written)
    assert set(content["counts"]) == {"gap"}
    assert [one["grids"] for one in content["findings"]] == [["320582100202"], ["320582100202"]]


def test_data_for_programs_is_alone_on_standard_output(run, faulty, faulty_plan):
    result = run("check", faulty, "--json", "-")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["findings"]) == len(run_checks(faulty_plan).open)
    assert "Gap" in result.stderr


def test_files_are_written_where_asked_and_named(run, faulty, tmp_path):
    files = [tmp_path / "new" / name for name in ("f.json", "f.gpkg", "f.xlsx")]
    result = run("check", faulty, "--json", files[0], "--geo", files[1], "--xlsx", files[2])
    assert all(file.stat().st_size > 0 and f"Written: {file}" in result.stdout for file in files)
    assert len(pyogrio.list_layers(files[1])) == 2


@pytest.mark.parametrize("words", [["--rule", "gip"], ["--scope", "999"]])
def test_what_is_not_there_is_bad_input(run, faulty, words):
    result = run("check", faulty, *words)
    assert result.exit_code == 2
    assert result.stdout == "" and words[1] in result.stderr


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + b"\0" * 500])
def test_a_file_that_is_no_project_is_bad_input_and_stays_as_it_is(run, tmp_path, content):
    file = tmp_path / "other.gpkg"
    if content is not None:
        file.write_bytes(content)
    result = run("check", file)
    assert result.exit_code == 2
    assert result.stdout == "" and result.stderr.count("\n") == 1 and "other.gpkg" in result.stderr
    assert (file.read_bytes() if content is not None else None) == content


def test_a_check_leaves_the_file_as_it_was(run, faulty):
    before = faulty.read_bytes()
    run("check", faulty)
    assert faulty.read_bytes() == before
    assert sorted(faulty.parent.iterdir()) == [faulty]


def test_checking_imports_no_qt_and_none_of_the_edits(faulty):
    script = (
        "import sys\nfrom ui.program import command_line\n"
        f"try: command_line(['check', {str(faulty)!r}])\n"
        "except SystemExit as end: print(end.code)\n"
        "rooms = {'.'.join(name.split('.')[:2]) for name in sys.modules}\n"
        "print(sorted(rooms & {'PySide6', 'shiboken6', 'qtawesome', 'pyogrio', 'gridmap.edits', 'gridmap.mending'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == ["1", "[]"]


def test_the_installed_command_ends_with_the_same_code(faulty):
    gridmap = Path(sys.executable).with_name("gridmap")
    done = subprocess.run([gridmap, "check", faulty, "--lang=en"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Gap (gap)" in done.stdout and done.stderr == ""


def test_eighty_columns_are_enough_in_either_language(faulty):
    gridmap = Path(sys.executable).with_name("gridmap")
    for language in ("zh", "en"):
        done = subprocess.run(
            [gridmap, "check", faulty, "--lang", language], capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines()
        table = lines[1 : lines.index("")]
        assert len(table) > 10
        assert max(cell_len(line) for line in table) <= 80
        assert "…" not in done.stdout
