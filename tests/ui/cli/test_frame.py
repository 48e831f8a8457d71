"""What holds for every verb: language anywhere, help in both languages, exit codes, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gridmap.model.errors import BadInput
from ui.cli.frame import BAD_INPUT, FAILED, INTERRUPTED, CommandLine, Verb, own_command, take_language
from ui.program import command_line
from ui.words.messages import BOTH

CHINESE = range(0x4E00, 0xA000)


def run(*words, cli=command_line, **options):
    return CliRunner().invoke(cli, list(words), **options)


def has_chinese(text: str) -> bool:
    return any(ord(character) in CHINESE for character in text)


def command_line_with(function):
    """A command line of one verb, ``work``, that does what the function does."""
    group = CommandLine(name="gridmap", help="help-gridmap")
    verb = Verb("work", callback=function)
    verb.help = "help-gridmap"
    group.add_command(verb)
    return group


@pytest.mark.parametrize(
    ("words", "rest", "language"),
    [
        (["--lang", "en", "check", "a"], ["check", "a"], "en"),
        (["check", "--lang=en", "a"], ["check", "a"], "en"),
        (["check", "a", "--lang", "zh"], ["check", "a"], "zh"),
        (["check", "a", "--lang"], ["check", "a", "--lang"], None),
        (["check", "--", "--lang", "en"], ["check", "--", "--lang", "en"], None),
        (["--lang", "en", "check", "--lang", "zh"], ["check"], "zh"),
    ],
)
def test_the_language_is_taken_off_the_line_wherever_it_stands(words, rest, language):
    assert take_language(words) == (rest, language)


@pytest.mark.parametrize("words", [["--lang", "en", "--help"], ["--help", "--lang", "en"], ["--help", "--lang=en"]])
def test_help_speaks_the_language_asked_for(words):
    result = run(*words)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: gridmap") and not has_chinese(result.stdout)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("verb", [None, *command_line.commands])
def test_every_verb_has_a_whole_page_of_help_in_each_language(verb, language):
    result = run(*([verb] if verb else []), "--help", "--lang", language)
    assert result.exit_code == 0, result.output
    assert has_chinese(result.stdout) == (language == "zh")
    assert "--lang" in result.stdout and "--help" in result.stdout


def test_help_fits_eighty_columns_with_chinese_counted_as_two():
    from rich.cells import cell_len

    for verb in [[], *([name] for name in command_line.commands)]:
        result = run(*verb, "--help", env={"COLUMNS": "80"})
        too_wide = [line for line in result.stdout.splitlines() if cell_len(line) > 80]
        assert not too_wide


@pytest.mark.parametrize(
    "words",
    [
        ["opne"],
        ["open"],
        ["open", "a", "b"],
        ["open", "a", "--no-such"],
        ["--lang", "fr", "open", "a"],
        ["--lang"],
    ],
)
@pytest.mark.parametrize("language", BOTH)
def test_wrong_usage_is_told_in_the_language_and_ends_with_2(words, language):
    result = run(*words, env={"GRIDMAP_LANG": language})
    assert result.exit_code == BAD_INPUT
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert has_chinese(result.stderr) == (language == "zh")


def test_a_mistyped_verb_is_answered_with_the_one_that_was_meant():
    assert "open" in run("opne", "--lang", "en").stderr


def test_an_error_of_the_domain_is_one_sentence_and_2():
    def work():
        raise BadInput("scheme-missing", file="own.toml", place="level[2].name")

    result = run("work", "--lang", "en", cli=command_line_with(work))
    assert result.exit_code == BAD_INPUT
    assert result.stderr == "Error: Scheme own.toml lacks level[2].name.\n"


def test_a_file_that_cannot_be_opened_is_named():
    def work():
        with open("no/such/file.gpkg", encoding="utf-8"):  # noqa: PTH123
            pass

    result = run("work", "--lang", "en", cli=command_line_with(work))
    assert result.exit_code == BAD_INPUT
    assert "no/such/file.gpkg" in result.stderr and "Traceback" not in result.stderr


def test_an_unexpected_error_goes_to_a_log_and_one_line_names_it(home):
    def work():
        raise ZeroDivisionError("nobody thought of this")

    result = run("work", "--lang", "en", cli=command_line_with(work))
    assert result.exit_code == FAILED
    assert "Traceback" not in result.stderr and result.stderr.count("\n") == 1
    [log] = home.rglob("crash-*.log")
    assert str(log) in result.stderr
    assert "nobody thought of this" in log.read_text(encoding="utf-8")


def test_interrupting_is_no_crash(home):
    def work():
        raise KeyboardInterrupt

    result = run("work", cli=command_line_with(work))
    assert result.exit_code == INTERRUPTED
    assert not list(home.rglob("crash-*.log"))


def test_the_number_that_a_verb_returns_is_the_exit_code():
    assert run("work", cli=command_line_with(lambda: 1)).exit_code == 1
    assert run("work", cli=command_line_with(lambda: None)).exit_code == 0


def test_a_reader_that_goes_away_is_no_error():
    script = (
        "import sys; from ui.cli.frame import CommandLine, Verb\n"
        "group = CommandLine(name='gridmap', help='help-gridmap')\n"
        "def work():\n"
        "    for _ in range(100000): print('grid')\n"
        "group.add_command(Verb('work', callback=work))\n"
        "group(['work'])"
    )
    reader = subprocess.run(
        f'"{sys.executable}" -c "$SCRIPT" | head -n 1',
        shell=True,
        env={"SCRIPT": script, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert reader.stdout == "grid\n" and reader.stderr == ""


def test_the_program_names_itself_as_it_can_be_called(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "gridmap"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program), "demo"])
    monkeypatch.setenv("PATH", "/usr/bin")
    assert own_command() == str(program)
    monkeypatch.setenv("PATH", str(program.parent))
    assert own_command() == "gridmap"
    monkeypatch.setattr(sys, "argv", ["pytest"])
    assert own_command() == "gridmap"


def test_the_version_is_told():
    import gridmap

    assert run("--version").stdout == f"gridmap {gridmap.__version__}\n"


def test_click_is_not_asked_for_words_of_its_own():
    # Whatever click complains of is said in our sentences; this is the list of what it may raise.
    known = {"UsageError", "BadParameter", "MissingParameter", "NoSuchOption", "BadOptionUsage", "BadArgumentUsage"}
    known |= {"NoSuchCommand", "NoArgsIsHelpError"}
    usage = {name for name, kind in vars(click.exceptions).items() if isinstance(kind, type)}
    assert {n for n in usage if issubclass(getattr(click.exceptions, n), click.UsageError)} == known


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("--help",), ("sample", "--help")])
def test_a_full_disk_behind_the_standard_output_is_told_and_no_crash(home, words):
    with Path("/dev/full").open("wb") as full:
        line = [sys.executable, "-m", "ui", *words, "--lang", "en"]
        result = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == BAD_INPUT and "The disk is full" in result.stderr
    assert not list(home.rglob("crash-*.log"))
